//! How long the steps of training and reading take; each asserts its result, so that faster and wrong fails.
//!
//! `cargo bench` runs them; the text is the project's own corpus.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use standpoint::{
    Corpus, FeatureOptions, Featurizer, Model, Options, ReadOptions, Stance, TokenKind, read_corpus,
    tokenize, train,
};

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
    let words = |texts: &[&str]| -> usize {
        texts.iter().map(|text| tokenize(text).filter(|token| token.kind == TokenKind::Word).count()).sum()
    };
    let n_words = words(&texts);
    assert!(n_words > 10 * texts.len());
    group.bench_function("tokenize", |b| b.iter(|| assert_eq!(words(black_box(&texts)), n_words)));

    let options = FeatureOptions::default();
    let (featurizer, records) = Featurizer::fit(&texts, &options, &[], &[]).expect("fits");
    group.bench_function("featurize, fit", |b| {
        b.iter(|| {
            let (featurizer, again) = Featurizer::fit(black_box(&texts), &options, &[], &[]).expect("fits");
            assert_eq!(
                (featurizer.n_features(), again.n_stored()),
                (records.n_features(), records.n_stored())
            );
        })
    });
    group.bench_function("featurize, transform", |b| {
        b.iter(|| assert_eq!(featurizer.transform(black_box(&texts)).n_stored(), records.n_stored()))
    });

    let mut options = Options::default();
    options.model.calibrate = None;
    group.bench_function("train, uncalibrated", |b| {
        b.iter(|| {
            let model = train(black_box(&corpus), &[], &options).expect("trains");
            assert_eq!(model.targets().len(), 2);
        })
    });

    let model = Model::built_in().expect("loads");
    let found = |model: &Model| -> usize {
        let mut reader = model.reader();
        texts.iter().map(|text| reader.read(text, None).targets.len()).sum()
    };
    let n_found = found(&model);
    assert!(n_found > 1000);
    group.bench_function("read with the built-in model", |b| {
        b.iter(|| assert_eq!(found(black_box(&model)), n_found))
    });
    group.finish();

    criterion.bench_function("load the built-in model", |b| {
        b.iter(|| assert_eq!(Model::built_in().expect("loads").targets().len(), 2))
    });
    let t = model.target_index("sanctions").expect("known");
    let text = "Thirty years of embargo have changed nothing. It is time to lift it.";
    criterion.bench_function("explain a statement", |b| {
        b.iter(|| assert_eq!(model.explain(black_box(text), t).stance, Some(Stance::Against)))
    });
}

criterion_group!(benches, engine);
criterion_main!(benches);
