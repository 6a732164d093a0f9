//! How long the steps of training take; each asserts its result, so that faster and wrong fails.
//!
//! `cargo bench` runs them; the text is the project's own corpus.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use standpoint::{Corpus, FeatureOptions, Featurizer, Options, ReadOptions, read_corpus, train};

fn corpus() -> Corpus {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = ["statements-sanctions.csv", "statements-unrelated.csv"].map(|name| folder.join(name));
    read_corpus(&files, &ReadOptions::default()).expect("the corpus reads").corpus
}

fn engine(criterion: &mut Criterion) {
    let corpus = corpus();
    let texts: Vec<&str> = corpus.rows.iter().map(|row| row.statement.text.as_str()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();

    let mut group = criterion.benchmark_group("corpus");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    let options = FeatureOptions::default();
    let (_, records) = Featurizer::fit(&texts, &options, &[], &[]).expect("fits");
    group.bench_function("featurize, fit", |b| {
        b.iter(|| {
            let (featurizer, again) = Featurizer::fit(black_box(&texts), &options, &[], &[]).expect("fits");
            assert_eq!(
                (featurizer.n_features(), again.n_stored()),
                (records.n_features(), records.n_stored())
            );
        })
    });
    let mut options = Options::default();
    options.model.calibrate = None;
    group.bench_function("train, uncalibrated", |b| {
        b.iter(|| {
            let model = train(black_box(&corpus), &[], &options).expect("trains");
            assert_eq!(model.targets().len(), 2);
        })
    });
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
