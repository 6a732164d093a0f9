//! How do articles come in to be read?

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use crate::articles::Article;
use crate::error::{Error, Place, Result};
use crate::io::article_file::ArticleFile;
use crate::io::columns::{Roles, id_prefix};
use crate::io::encoding::TextEncoding;
use crate::io::folder::FolderFiles;
use crate::io::format::InputFormat;
use crate::io::options::{BadRows, ReadOptions};
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::{Refusal, excerpt, input_error};
use crate::io::source::Source;
use crate::statement::Statement;

/// Articles from one file, folder or collection after another, in memory that does not grow with their number but for
/// their names.
///
/// | Path | Articles | [`document`](Article::document) |
/// | --- | --- | --- |
/// | a folder | every `.txt`, `.text`, `.md`, `.html`, `.htm` and `.xhtml` file in it and the folders in it, in the order of their names' bytes; hidden ones are passed over | the path from the folder on; behind the folder's where several paths are given |
/// | `.csv`, `.tsv`, `.tab`, `.jsonl`, `.ndjson` | a row each, from the columns text, id, date and source | the id, or the record number, behind the file's name where several paths are given |
/// | any other file | one | the file's name; its path where two files have the same |
/// | `-` | standard input as one | `<stdin>` |
///
/// [`ReadOptions::format`] overrides the extension of files, and of standard input: text is an article, the others are
/// collections. A file is [HTML](Article::from_html) by its extension, or where its beginning says so; a collection holds
/// plain text.
///
/// A date in a file's name (`2016-09-12`, with no digit beside it) is the article's, unless the page itself has one.
///
/// # Errors
/// Every path is looked for before the first is read. As an iterator it yields an error and ends where a folder holds no
/// article or a collection cannot be read, and at the first file or row that is refused or has the name of an article
/// before it, unless [`ReadOptions::bad_rows`] says that those are to be skipped: then they are kept in
/// [`take_refused`](Self::take_refused).
///
/// # Examples
/// ```
/// use standpoint::{ArticleReader, ReadOptions};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("post_2016-09-12_embargo.txt"), "“Lift it,” she said.")?;
/// std::fs::write(folder.path().join("page.html"), "<p>Keep it, he said.</p>")?;
/// let articles = ArticleReader::open(&[folder.path()], ReadOptions::default())?;
/// let articles = articles.collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(articles[0].document, "page.html");
/// assert_eq!(articles[0].text, "Keep it, he said.");
/// assert_eq!(articles[1].date.as_deref(), Some("2016-09-12"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ArticleReader {
    options: ReadOptions,
    waiting: IntoIter<Input>,
    current: Option<OpenInput>,
    /// Where each article was that has been read.
    seen: HashMap<String, Place>,
    refused: Vec<Error>,
}

/// A path that is there, not yet opened.
enum Input {
    File(ArticleFile),
    Folder { path: PathBuf, prefix: String },
    Collection { source: Source, id_prefix: String },
}

/// A path that is being read.
enum OpenInput {
    File(Option<ArticleFile>),
    Folder { path: PathBuf, prefix: String, files: FolderFiles, is_empty: bool },
    Collection(Box<Collection>),
}

impl ArticleReader {
    /// The articles in `paths`, `-` being standard input.
    ///
    /// # Errors
    /// Where one of them is not there.
    pub fn open<P: AsRef<Path>>(paths: &[P], options: ReadOptions) -> Result<Self> {
        let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
        let shared_names = shared_names(&paths);
        let locate = |path: &&Path| Input::locate(path, paths.len(), &shared_names, &options);
        let inputs = paths.iter().map(locate).collect::<Result<Vec<Input>>>()?;
        Ok(ArticleReader {
            options,
            waiting: inputs.into_iter(),
            current: None,
            seen: HashMap::new(),
            refused: Vec::new(),
        })
    }

    /// Why files and rows were refused since this was last asked, in input order.
    pub fn take_refused(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.refused)
    }

    fn read(&mut self) -> Result<Option<Article>> {
        loop {
            let Some(input) = &mut self.current else {
                let Some(input) = self.waiting.next() else { return Ok(None) };
                self.current = Some(input.open(&self.options)?);
                continue;
            };
            let article = match input.read(self.options.encoding) {
                Ok(Some((article, place))) => self.admit(article, place),
                Ok(None) => {
                    self.current = None;
                    continue;
                }
                Err(Refusal::Row(error)) => Err(error),
                Err(Refusal::Input(error)) => return Err(error),
            };
            match article {
                Err(error) if self.options.bad_rows == BadRows::Skip => self.refused.push(error),
                article => return article.map(Some),
            }
        }
    }

    /// Lets `article` through unless another one has its name.
    fn admit(&mut self, article: Article, place: Place) -> Result<Article> {
        match self.seen.get(&article.document) {
            Some(first) => Err(input_error(
                place,
                format!("a second article called {}; the first is {first}", excerpt(&article.document)),
                "a different name or id for each article",
                "Remove or rename one of them, or give each path once.",
            )),
            None => {
                self.seen.insert(article.document.clone(), place);
                Ok(article)
            }
        }
    }
}

impl Iterator for ArticleReader {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.read().transpose();
        if matches!(item, Some(Err(_))) {
            self.current = None;
            self.waiting = Vec::new().into_iter();
        }
        item
    }
}

impl Input {
    fn locate(
        path: &Path,
        n_paths: usize,
        shared_names: &HashSet<&OsStr>,
        options: &ReadOptions,
    ) -> Result<Self> {
        if path.is_dir() && !is_standard_input(path) {
            let given = path.display().to_string();
            let prefix =
                if n_paths == 1 { String::new() } else { format!("{}/", given.trim_end_matches('/')) };
            return Ok(Input::Folder { path: path.to_path_buf(), prefix });
        }
        let format = options.format.unwrap_or_else(|| format_of(path));
        let source = Source::locate(path, Some(format))?;
        if format != InputFormat::Text {
            let id_prefix = id_prefix(source.name(), n_paths);
            return Ok(Input::Collection { source, id_prefix });
        }
        let document = match path.file_name() {
            Some(name) if !is_standard_input(path) && !shared_names.contains(name) => {
                name.to_string_lossy().into_owned()
            }
            _ => source.name().to_string(),
        };
        Ok(Input::File(ArticleFile::new(source, document)))
    }

    fn open(self, options: &ReadOptions) -> Result<OpenInput> {
        Ok(match self {
            Input::File(file) => OpenInput::File(Some(file)),
            Input::Folder { path, prefix } => {
                let files = FolderFiles::open(&path)?;
                OpenInput::Folder { path, prefix, files, is_empty: true }
            }
            Input::Collection { source, id_prefix } => {
                let rows = RowReader::of_source(&source, options.encoding)?;
                let roles = Roles::locate(&options.columns, &rows)?;
                OpenInput::Collection(Box::new(Collection { rows, roles, id_prefix, row: Row::default() }))
            }
        })
    }
}

impl OpenInput {
    /// The next article, and where it is.
    fn read(&mut self, encoding: TextEncoding) -> Result<Option<(Article, Place)>, Refusal> {
        match self {
            OpenInput::File(file) => {
                file.take().map(|file| file.read(encoding)).transpose().map_err(Refusal::Row)
            }
            OpenInput::Folder { path, prefix, files, is_empty } => {
                let Some(found) = files.next() else {
                    return if *is_empty { Err(no_article(path).into()) } else { Ok(None) };
                };
                *is_empty = false;
                let article = found.and_then(|found| ArticleFile::found(found, prefix)?.read(encoding));
                article.map(Some).map_err(Refusal::Row)
            }
            OpenInput::Collection(collection) => collection.read(),
        }
    }
}

/// A table whose rows are articles.
struct Collection {
    rows: RowReader,
    roles: Roles,
    id_prefix: String,
    row: Row,
}

impl Collection {
    fn read(&mut self) -> Result<Option<(Article, Place)>, Refusal> {
        if !self.rows.read(&mut self.row)? {
            return Ok(None);
        }
        let Statement { id, text, source, date, .. } =
            self.roles.statement(&self.row, &self.id_prefix, self.rows.n_read());
        let mut article = Article::new(id, text);
        (article.source, article.date) = (source, date);
        Ok(Some((article, self.rows.place().line(self.row.line()))))
    }
}

/// Names that more than one of `paths` ends in.
fn shared_names<'a>(paths: &[&'a Path]) -> HashSet<&'a OsStr> {
    let mut seen = HashSet::new();
    paths.iter().filter_map(|path| path.file_name()).filter(|name| !seen.insert(*name)).collect()
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What a file that is named is: a collection by its extension, or else an article.
fn format_of(path: &Path) -> InputFormat {
    InputFormat::of_path(path).unwrap_or(InputFormat::Text)
}

fn no_article(folder: &Path) -> Error {
    input_error(
        Place::of(folder.display().to_string()),
        "a folder without articles",
        "files called .txt, .text, .md, .html, .htm or .xhtml in it",
        "Name the files themselves if they are called otherwise, or are collections (.csv, .tsv, .jsonl).",
    )
}
