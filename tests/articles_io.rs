//! Articles from files, folders, collections: which are read, in which order, under which names, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};

use standpoint::{Article, ArticleReader, BadRows, ColumnNames, InputFormat, ReadOptions, Result};
use tempfile::TempDir;

/// A folder of inputs, whose name is left out of messages.
struct Inputs {
    folder: TempDir,
}

impl Inputs {
    fn new(files: &[(&str, &str)]) -> Self {
        let inputs = Inputs { folder: tempfile::tempdir().unwrap() };
        for (name, content) in files {
            inputs.write(name, content.as_bytes());
        }
        inputs
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &[u8]) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
    }

    fn without_folder(&self, message: impl ToString) -> String {
        message.to_string().replace(&format!("{}/", self.folder.path().display()), "")
    }

    fn reader(&self, names: &[&str], options: ReadOptions) -> Result<ArticleReader> {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        ArticleReader::open(&paths, options)
    }

    fn read(&self, names: &[&str], options: ReadOptions) -> Result<Vec<Article>, String> {
        let articles = self.reader(names, options).and_then(Iterator::collect);
        articles.map_err(|error| self.without_folder(error))
    }

    fn articles(&self, names: &[&str]) -> Vec<Article> {
        self.read(names, ReadOptions::default()).unwrap()
    }

    fn documents(&self, names: &[&str]) -> Vec<String> {
        self.articles(names).iter().map(|article| self.without_folder(&article.document)).collect()
    }

    fn refusal(&self, names: &[&str]) -> String {
        self.read(names, ReadOptions::default()).unwrap_err()
    }
}

fn skipping() -> ReadOptions {
    ReadOptions { bad_rows: BadRows::Skip, ..ReadOptions::default() }
}

/// An article whose text is what was read.
fn plain(document: &str, text: &str, date: Option<&str>, source: Option<&str>) -> Article {
    let mut article = Article::new(document, text);
    (article.date, article.source) = (date.map(String::from), source.map(String::from));
    article
}

// ---------------------------------------------------------------------------------------------------------- folders

#[test]
fn a_folder_is_walked_in_the_order_of_bytes() {
    let inputs = Inputs::new(&[
        ("news/b.txt", "b"),
        ("news/a/z.MD", "z"),
        ("news/a/é.html", "é"),
        ("news/a.txt", "a"),
        ("news/B.text", "B"),
        ("news/10.htm", "10"),
        ("news/9.xhtml", "9"),
        ("news/a/deep/er/x.txt", ""),
    ]);
    assert_eq!(
        inputs.documents(&["news"]),
        ["10.htm", "9.xhtml", "B.text", "a/deep/er/x.txt", "a/z.MD", "a/é.html", "a.txt", "b.txt"]
    );
    assert_eq!(inputs.documents(&["news/"]), inputs.documents(&["news"]));
}

#[test]
fn hidden_files_and_other_files_of_a_folder_are_passed_over() {
    let inputs = Inputs::new(&[
        ("news/.hidden.txt", ""),
        ("news/.git/a.txt", ""),
        ("news/table.csv", "id\n1\n"),
        ("news/page.pdf", "%PDF-1.7"),
        ("news/txt", ""),
        ("news/read.txt", ""),
        ("news/folder.txt/a.dat", ""),
    ]);
    assert_eq!(inputs.documents(&["news"]), ["read.txt"]);
}

#[test]
fn a_folder_without_articles_is_refused() {
    let inputs = Inputs::new(&[("news/table.csv", "id\n1\n"), ("a.txt", "")]);
    assert_eq!(
        inputs.refusal(&["a.txt", "news"]),
        "news: a folder without articles; expected files called .txt, .text, .md, .html, .htm or .xhtml in it. Name the \
         files themselves if they are called otherwise, or are collections (.csv, .tsv, .jsonl)."
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_end() {
    use std::os::unix::fs::symlink;

    let inputs = Inputs::new(&[("news/a/one.txt", "1"), ("other/two.txt", "2"), ("three.txt", "3")]);
    for (from, to) in [
        ("news", "news/a/loop"),
        ("news/a", "news/again"),
        ("other", "news/linked"),
        ("three.txt", "news/three.txt"),
        ("nowhere", "news/broken.dat"),
    ] {
        symlink(inputs.path(from), inputs.path(to)).unwrap();
    }
    assert_eq!(inputs.documents(&["news"]), ["a/one.txt", "linked/two.txt", "three.txt"]);
    symlink(inputs.path("nowhere"), inputs.path("news/broken.txt")).unwrap();
    let message = inputs.refusal(&["news"]);
    assert!(message.starts_with("news/broken.txt: cannot read: "), "{message}");
}

#[test]
fn what_a_folder_holds_is_read_when_its_turn_comes() {
    let inputs = Inputs::new(&[("news/a.txt", "a"), ("news/b.txt", "b")]);
    let mut reader = inputs.reader(&["news"], ReadOptions::default()).unwrap();
    assert_eq!(reader.next().unwrap().unwrap().text, "a");
    inputs.write("news/b.txt", b"changed");
    assert_eq!(reader.next().unwrap().unwrap().text, "changed");
    assert!(reader.next().is_none());
}

// ------------------------------------------------------------------------------------------------------------ names

#[test]
fn files_are_called_by_their_names_or_paths_where_names_are_the_same() {
    let inputs = Inputs::new(&[("a/x.txt", ""), ("b/x.txt", ""), ("b/y.dat", ""), ("a/sub/x.txt", "")]);
    assert_eq!(inputs.documents(&["a/x.txt", "b/y.dat"]), ["x.txt", "y.dat"]);
    assert_eq!(inputs.documents(&["a/x.txt", "b/x.txt", "b/y.dat"]), ["a/x.txt", "b/x.txt", "y.dat"]);
    assert_eq!(inputs.documents(&["a", "b/", "b/y.dat"]), ["a/sub/x.txt", "a/x.txt", "b/x.txt", "y.dat"]);
}

#[test]
fn the_same_article_twice_is_refused_with_both_places() {
    let inputs = Inputs::new(&[
        ("a.txt", ""),
        ("news/b.txt", ""),
        ("table.csv", "id,text\nx,one\ny,two\nx,three\nz,four\n"),
    ]);
    assert_eq!(
        inputs.refusal(&["table.csv"]),
        "table.csv:4: a second article called 'x'; the first is table.csv:2; expected a different name or id for each \
         article. Remove or rename one of them, or give each path once."
    );
    assert!(inputs.refusal(&["a.txt", "a.txt"]).starts_with("a.txt: a second article called"));
    assert!(inputs.refusal(&["news", "news"]).starts_with("news/b.txt: a second article called"));
    let mut reader = inputs.reader(&["table.csv"], skipping()).unwrap();
    let ids: Vec<String> = reader.by_ref().map(|article| article.unwrap().document).collect();
    assert_eq!((ids, reader.take_refused().len()), (vec!["x".into(), "y".into(), "z".into()], 1));
}

// -------------------------------------------------------------------------------------------------------- one file

#[test]
fn a_file_that_is_named_is_read_whatever_its_name() {
    let page = "<!doctype html><title>t</title><p>A &amp; B";
    let inputs = Inputs::new(&[
        ("a.dat", "<b>A</b>"),
        ("page", page),
        ("p.html", "<b>A</b>"),
        (".h.txt", "A"),
        ("e.txt", ""),
    ]);
    let texts: Vec<String> = inputs
        .articles(&["a.dat", "page", "p.html", ".h.txt", "e.txt"])
        .into_iter()
        .map(|article| article.text)
        .collect();
    assert_eq!(texts, ["<b>A</b>", "A & B", "A", "A", ""]);
}

#[test]
fn a_date_comes_from_the_page_or_else_from_the_name() {
    let inputs = Inputs::new(&[
        ("post_2016-09-12_stealth.txt", "a"),
        ("2016-09-12-page.html", "<meta name=date content='September 11'><p>a"),
        ("2016-09-12-bare.html", "<meta property=og:site_name content=Post><p>a"),
    ]);
    let articles =
        inputs.articles(&["post_2016-09-12_stealth.txt", "2016-09-12-page.html", "2016-09-12-bare.html"]);
    let dates: Vec<_> = articles.iter().map(|article| article.date.as_deref()).collect();
    assert_eq!(dates, [Some("2016-09-12"), Some("September 11"), Some("2016-09-12")]);
    assert_eq!(articles[2].source.as_deref(), Some("Post"));
}

#[test]
fn any_encoding_gives_the_same_text_and_offsets() {
    let text = "“Né”\r\nsaid 😀.\r\n";
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let inputs = Inputs::new(&[("plain.txt", text), ("mark.txt", &format!("\u{FEFF}{text}"))]);
    inputs.write("utf16.txt", &utf16);
    inputs.write("page.html", b"<p>it\x92s caf\xE9</p>");
    for article in inputs.articles(&["plain.txt", "mark.txt", "utf16.txt"]) {
        assert_eq!(article.text, text, "{}", article.document);
        let said = text.find("said").unwrap();
        assert_eq!(article.offsets().range(said..said + 4), 6..10, "{}", article.document);
    }
    let options = ReadOptions { encoding: "windows-1252".parse().unwrap(), ..ReadOptions::default() };
    let article = &inputs.read(&["page.html"], options).unwrap()[0];
    assert_eq!(article.text, "it’s café");
    assert_eq!(article.offsets().range(0..article.text.len()), 3..12);
}

#[test]
fn what_is_no_text_is_refused_or_skipped() {
    let inputs = Inputs::new(&[("news/a.txt", "a"), ("news/z.txt", "z"), ("nul.txt", "a\nb\0")]);
    inputs.write("news/m.txt", b"line\ncaf\xE9 au lait");
    inputs.write("page.pdf", b"%PDF-1.7");
    assert!(inputs.refusal(&["news"]).starts_with("news/m.txt:2: byte 0xE9 at byte offset 8 is not UTF-8"));
    assert!(inputs.refusal(&["page.pdf"]).starts_with("page.pdf: a PDF document; expected text"));
    assert!(inputs.refusal(&["nul.txt"]).starts_with("nul.txt:2: a NUL character"));
    let mut reader = inputs.reader(&["news", "page.pdf", "nul.txt"], skipping()).unwrap();
    let texts: Vec<String> = reader.by_ref().map(|article| article.unwrap().text).collect();
    assert_eq!(texts, ["a", "z"]);
    let refused: Vec<String> = reader.take_refused().iter().map(|e| inputs.without_folder(e)).collect();
    assert_eq!(refused.len(), 3);
    assert!(refused[0].starts_with("news/m.txt:2:"), "{refused:?}");
}

#[test]
fn a_reader_ends_at_its_first_error() {
    let inputs = Inputs::new(&[("a.txt", "a\0"), ("b.txt", "b")]);
    let mut reader = inputs.reader(&["a.txt", "b.txt"], ReadOptions::default()).unwrap();
    assert!(reader.next().unwrap().is_err());
    assert!(reader.next().is_none());
}

#[test]
fn every_path_is_looked_for_before_the_first_is_read() {
    let inputs = Inputs::new(&[("a.txt", "a")]);
    let message = inputs.reader(&["a.txt", "b.txt"], skipping()).err().unwrap();
    let message = inputs.without_folder(message);
    assert!(message.starts_with("b.txt: cannot read: "), "{message}");
    assert!(message.ends_with("Check the name, and the folder that it is looked for in."), "{message}");
}

#[test]
fn no_path_is_no_article() {
    assert!(ArticleReader::open::<&Path>(&[], ReadOptions::default()).unwrap().next().is_none());
}

#[test]
fn a_file_too_long_for_an_article_is_refused() {
    let inputs = Inputs::new(&[]);
    inputs.write("b.txt", &vec![b'a'; (64 << 20) + 1]);
    let message = inputs.refusal(&["b.txt"]);
    assert!(
        message.starts_with("b.txt: an article longer than 64 MiB; expected one article in a file."),
        "{message}"
    );
}

// ------------------------------------------------------------------------------------------------------ collections

#[test]
fn a_collection_has_an_article_a_row() {
    let inputs = Inputs::new(&[
        ("a.csv", "id,text,date,source\nx1,\"One &amp; two\n\nthree\",2016,Post\n,,,\n"),
        ("b.jsonl", "{\"body\": \"<p>Three\", \"source\": null, \"id\": 7}\n"),
    ]);
    assert_eq!(
        inputs.articles(&["a.csv"]),
        [plain("x1", "One &amp; two\n\nthree", Some("2016"), Some("Post")), plain("2", "", None, None)]
    );
    let options = ReadOptions {
        columns: ColumnNames { text: Some("body".into()), ..ColumnNames::default() },
        ..ReadOptions::default()
    };
    assert_eq!(inputs.read(&["b.jsonl"], options).unwrap(), [plain("7", "<p>Three", None, None)]);
}

#[test]
fn rows_without_an_id_are_told_apart_by_their_file() {
    let inputs = Inputs::new(&[("a.csv", "text\none\n"), ("b.tsv", "text\ntwo\n"), ("c.txt", "three")]);
    assert_eq!(inputs.documents(&["a.csv", "b.tsv", "c.txt"]), ["a.csv:1", "b.tsv:1", "c.txt"]);
}

#[test]
fn a_collection_without_its_columns_is_refused_and_bad_rows_may_be_skipped() {
    let inputs = Inputs::new(&[("a.csv", "id,body\n1,a\n"), ("b.csv", "id,text\n1\n2,two\n")]);
    assert_eq!(
        inputs.refusal(&["a.csv"]),
        "a.csv: the columns 'id', 'body'; expected a column called 'text'. Name the column that holds the text with \
         --text-column."
    );
    assert!(inputs.refusal(&["b.csv"]).starts_with("b.csv:2: 1 value; expected 2 values"));
    assert_eq!(inputs.read(&["b.csv"], skipping()).unwrap(), [plain("2", "two", None, None)]);
}

#[test]
fn the_format_may_be_named() {
    let inputs = Inputs::new(&[("a.dat", "id,text\n1,one\n"), ("b.csv", "id,text\n1,one\n")]);
    let with = |format| ReadOptions { format: Some(format), ..ReadOptions::default() };
    assert_eq!(inputs.read(&["a.dat"], with(InputFormat::Csv)).unwrap(), [plain("1", "one", None, None)]);
    let text = inputs.read(&["b.csv"], with(InputFormat::Text)).unwrap();
    assert_eq!(text, [plain("b.csv", "id,text\n1,one\n", None, None)]);
}

#[test]
fn a_reader_can_be_handed_to_another_thread() {
    fn check<T: Send>() {}
    check::<ArticleReader>();
}
