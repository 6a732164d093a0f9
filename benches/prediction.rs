//! How long the steps of classifying take; each asserts its result, so that faster and wrong fails.
//!
//! `cargo bench --bench prediction` runs them; every input is made here, and small.

use std::hint::black_box;
use std::io::Cursor;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use standpoint::{
    Cell, FeatureOptions, Featurizer, InputFormat, Model, OutputFormat, Row, RowReader, Stance, TableColumns,
    TableWriter, TextEncoding, TokenKind, tokenize,
};

const N_TEXTS: usize = 500;

/// Words that statements are made of; some of them, and some two in a row, the built-in model knows.
const WORDS: [&str; 32] = [
    "lift",
    "the",
    "sanctions",
    "now",
    "they",
    "do",
    "not",
    "work",
    "against",
    "a",
    "regime",
    "that",
    "has",
    "learned",
    "to",
    "live",
    "with",
    "them",
    "and",
    "embargo",
    "missile",
    "defense",
    "costs",
    "too",
    "much",
    "we",
    "should",
    "keep",
    "pressure",
    "on",
    "until",
    "talks",
];

/// Statements of forty words and some punctuation, the same on every machine: words are drawn by squares.
fn texts() -> Vec<String> {
    let word = |i: usize, n: usize| match (i * i + 7 * n * n + i * n / 3) % 97 {
        rare @ 64.. => format!("{}{rare}", WORDS[(i + n) % 32]),
        common => WORDS[common % 32].to_string(),
    };
    let mark = |n: usize| if n % 10 == 9 { "." } else { "" };
    let text = |i| (0..40).map(|n| word(i, n) + mark(n)).collect::<Vec<_>>().join(" ");
    (0..N_TEXTS).map(text).collect()
}

fn bench(criterion: &mut Criterion) {
    let texts = texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut group = criterion.benchmark_group("forty words");
    group.throughput(Throughput::Elements(N_TEXTS as u64)).sample_size(20);
    features(&mut group, &texts);
    model(&mut group, &texts);
    tables(&mut group, &texts);
    group.finish();
    criterion.bench_function("load the built-in model", |b| {
        b.iter(|| assert_eq!(Model::built_in().expect("loads").targets().len(), 2))
    });
}

fn features(group: &mut BenchmarkGroup<WallTime>, texts: &[&str]) {
    let words = |texts: &[&str]| -> usize {
        texts.iter().map(|text| tokenize(text).filter(|token| token.kind == TokenKind::Word).count()).sum()
    };
    assert_eq!(words(texts), 40 * N_TEXTS);
    group.bench_function("tokenize", |b| b.iter(|| assert_eq!(words(black_box(texts)), 40 * N_TEXTS)));

    let (featurizer, records) =
        Featurizer::fit(texts, &FeatureOptions::default(), &["do not work"], &["sanctions"]).expect("fits");
    group.bench_function("records", |b| {
        b.iter(|| assert_eq!(featurizer.transform(black_box(texts)).n_stored(), records.n_stored()))
    });
}

fn model(group: &mut BenchmarkGroup<WallTime>, texts: &[&str]) {
    let model = Model::built_in().expect("loads");
    let found = |texts: &[&str]| -> usize {
        let mut reader = model.reader();
        texts.iter().map(|text| reader.read(text, None).targets.len()).sum()
    };
    let n_found = found(texts);
    assert!(n_found > N_TEXTS / 2, "{n_found} found");
    group.bench_function("read one by one, no word met before", |b| {
        b.iter(|| assert_eq!(found(black_box(texts)), n_found))
    });
    let mut reader = model.reader();
    group.bench_function("read one by one", |b| {
        b.iter(|| {
            let one = |text: &&str| reader.read(text, None).targets.len();
            assert_eq!(black_box(texts).iter().map(one).sum::<usize>(), n_found)
        })
    });
    let asked: Vec<(&str, Option<usize>)> = texts.iter().map(|text| (*text, None)).collect();
    group.bench_function("read together", |b| {
        b.iter(|| {
            let mut n = 0;
            reader.read_all(black_box(&asked), |reading| n += reading.targets.len());
            assert_eq!(n, n_found);
        })
    });
    let t = model.target_index("sanctions").expect("known");
    let text = "Thirty years of embargo have changed nothing. It is time to lift it.";
    group.bench_function("explain one", |b| {
        b.iter(|| assert_eq!(model.explain(black_box(text), t).stance, Some(Stance::Against)))
    });
}

fn tables(group: &mut BenchmarkGroup<WallTime>, texts: &[&str]) {
    let columns = TableColumns::new(["id", "p", "text"]);
    for (name, format, input) in [
        ("CSV", OutputFormat::Csv, InputFormat::Csv),
        ("JSON Lines", OutputFormat::Jsonl, InputFormat::Jsonl),
    ] {
        let write = |texts: &[&str]| {
            let mut table = TableWriter::new(Vec::new(), format, &columns).expect("writes");
            for (i, text) in texts.iter().enumerate() {
                let number = Cell::Number { value: i as f64 / N_TEXTS as f64, decimals: 4 };
                table.write_row(&[Cell::Text("a, \"b\""), number, Cell::Text(text)]).expect("writes");
            }
            table.finish().expect("writes")
        };
        let written = write(texts);
        group.bench_function(format!("write {name}"), |b| {
            b.iter(|| assert_eq!(write(black_box(texts)).len(), written.len()))
        });
        let bytes = |row: Row| row.values().map(str::len).sum::<usize>();
        let read = |table: &[u8]| -> usize {
            let table = Cursor::new(table.to_vec());
            let rows = RowReader::new("table", table, input, TextEncoding::default()).expect("opens");
            rows.map(|row| bytes(row.expect("reads"))).sum()
        };
        let n_bytes: usize = texts.iter().map(|text| "a, \"b\"0.0000".len() + text.len()).sum();
        assert_eq!(read(&written), n_bytes);
        group.bench_function(format!("read {name}"), |b| {
            b.iter(|| assert_eq!(read(black_box(&written)), n_bytes))
        });
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
