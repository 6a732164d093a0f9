//! Which files of a folder are articles?

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use crate::error::{Error, Result};

/// Extensions of articles in a folder, without regard to case.
const EXTENSIONS: [&str; 6] = ["txt", "text", "md", "html", "htm", "xhtml"];

/// The articles in a folder and the folders in it, names in each sorted by their bytes, in memory that does not grow with
/// their content.
///
/// Hidden files and folders and files with other extensions are passed over. Links are followed, but each folder is
/// walked once.
#[derive(Debug)]
pub(crate) struct FolderFiles {
    /// The folders that are being walked, each in the one before it.
    open: Vec<OpenFolder>,
    /// Real names of those that have been.
    walked: HashSet<PathBuf>,
}

#[derive(Debug)]
struct OpenFolder {
    path: PathBuf,
    /// Its name from the first folder on, with a slash at the end; empty for the first one.
    name: String,
    entries: IntoIter<OsString>,
}

/// A file that was found.
#[derive(Debug)]
pub(crate) struct FoundFile {
    pub path: PathBuf,
    /// Its path from the first folder on, with slashes.
    pub name: String,
}

impl FolderFiles {
    /// The articles in `folder`.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut files = FolderFiles { open: Vec::new(), walked: HashSet::new() };
        files.enter(folder.to_path_buf(), String::new())?;
        Ok(files)
    }

    fn enter(&mut self, path: PathBuf, name: String) -> Result<()> {
        let refused = |source| cannot_read(&path, source);
        if !self.walked.insert(fs::canonicalize(&path).map_err(refused)?) {
            return Ok(());
        }
        let read = |entry: io::Result<DirEntry>| entry.map(|entry| entry.file_name());
        let mut entries: Vec<OsString> =
            fs::read_dir(&path).map_err(refused)?.map(read).collect::<io::Result<_>>().map_err(refused)?;
        entries.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
        entries.sort_unstable_by(|a, b| a.as_encoded_bytes().cmp(b.as_encoded_bytes()));
        self.open.push(OpenFolder { path, name, entries: entries.into_iter() });
        Ok(())
    }

    /// The entry as an article; folders are entered.
    fn article(&mut self, path: PathBuf, name: String) -> Result<Option<FoundFile>> {
        let metadata = match fs::metadata(&path) {
            // What is not an article does not matter even where it cannot be read.
            Err(_) if !is_article(&path) => return Ok(None),
            metadata => metadata.map_err(|source| cannot_read(&path, source))?,
        };
        if metadata.is_dir() {
            return self.enter(path, format!("{name}/")).map(|()| None);
        }
        Ok((metadata.is_file() && is_article(&path)).then_some(FoundFile { path, name }))
    }
}

impl Iterator for FolderFiles {
    type Item = Result<FoundFile>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let folder = self.open.last_mut()?;
            let Some(entry) = folder.entries.next() else {
                self.open.pop();
                continue;
            };
            let name = format!("{}{}", folder.name, entry.to_string_lossy());
            let path = folder.path.join(entry);
            if let Some(item) = self.article(path, name).transpose() {
                return Some(item);
            }
        }
    }
}

fn is_article(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn cannot_read(path: &Path, source: io::Error) -> Error {
    Error::Io { path: path.to_path_buf(), action: "read", source }
}
