//! How does a result come to lie under its final name, whole or not at all?

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::error::{Error, Place, Result};
use crate::io::refusal::input_error;

/// A file that appears under its name when it is complete.
///
/// What is written goes to a temporary file in the same folder, which [`commit`](Self::commit) puts in the place of the
/// old one in a single step; dropped before that, it leaves nothing behind. So an input may be its own output. Devices
/// and pipes are written to as they are.
///
/// # Errors
/// Those of writing carry the kind that the system gave and a message that names the file.
///
/// # Examples
/// ```
/// use std::io::Write;
/// use standpoint::AtomicFile;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("result.csv");
/// let mut file = AtomicFile::create(&path)?;
/// file.write_all(b"id,stance\n")?;
/// assert!(!path.exists());
/// file.commit()?;
/// assert_eq!(std::fs::read(&path)?, b"id,stance\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    writer: BufWriter<File>,
    /// The file behind `writer`; `None` where that is a device or a pipe.
    temporary: Option<TempPath>,
    /// Those of the file that is replaced.
    permissions: Option<Permissions>,
}

impl AtomicFile {
    /// Starts a file that is to be called `path`.
    ///
    /// # Errors
    /// Where `path` is a folder or in none, or is a file that may not be written.
    pub fn create(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return Err(cannot_be_output(path, "a folder", "a file name", "Name a file in it."));
        }
        // The file behind a link is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let fail = |source| Error::Io { path: path.clone(), action: "write", source };
        let permissions = match OpenOptions::new().append(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(fail(error)),
            Ok(existing) => {
                let metadata = existing.metadata().map_err(fail)?;
                if !metadata.is_file() {
                    let writer = BufWriter::new(existing);
                    return Ok(AtomicFile { path, writer, temporary: None, permissions: None });
                }
                Some(metadata.permissions())
            }
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(cannot_be_output(
                &path,
                &format!("no folder '{}'", folder.display()),
                "an existing folder",
                "Create the folder, or write somewhere else.",
            ));
        }
        let (file, temporary) = temporary_in(folder).map_err(fail)?.into_parts();
        Ok(AtomicFile { path, writer: BufWriter::new(file), temporary: Some(temporary), permissions })
    }

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// [`Error::Io`] with what the system answered.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.writer.write_all(bytes);
        written.map_err(|source| Error::Io { path: self.path.clone(), action: "write", source })
    }

    /// Puts what was written under the final name, once it is safe on the disk.
    ///
    /// # Errors
    /// Where the system cannot; nothing is left under the final name then but what was there before.
    pub fn commit(self) -> Result<()> {
        let AtomicFile { path, writer, temporary, permissions } = self;
        let fail = |action| {
            let path = path.clone();
            move |source| Error::Io { path, action, source }
        };
        let file = writer.into_inner().map_err(|error| fail("write")(error.into_error()))?;
        let Some(temporary) = temporary else { return Ok(()) };
        if let Some(permissions) = permissions {
            file.set_permissions(permissions).map_err(fail("write"))?;
        }
        file.sync_all().map_err(fail("write"))?;
        temporary.persist(&path).map_err(|error| fail("replace")(error.error))
    }

    fn named(&self, source: io::Error) -> io::Error {
        io::Error::new(source.kind(), Error::Io { path: self.path.clone(), action: "write", source })
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes).map_err(|error| self.named(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush().map_err(|error| self.named(error))
    }
}

/// A temporary file with the permissions of any new file, where the default is for its owner only.
fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".standpoint-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn cannot_be_output(path: &Path, found: &str, expected: &str, remedy: &str) -> Error {
    input_error(Place::of(path.display().to_string()), found, expected, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files_in(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn without_commit_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        file.flush().unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(files_in(folder.path()), 1);
    }

    #[test]
    fn commit_replaces_the_file_and_removes_the_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(files_in(folder.path()), 1);
    }

    #[test]
    fn a_place_where_no_file_can_be_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let message = |path: &Path| AtomicFile::create(path).unwrap_err().to_string();
        let name = folder.path().display();
        assert_eq!(
            message(folder.path()),
            format!("{name}: a folder; expected a file name. Name a file in it.")
        );
        assert_eq!(
            message(&folder.path().join("no/out.csv")),
            format!(
                "{name}/no/out.csv: no folder '{name}/no'; expected an existing folder. Create the folder, or write \
                 somewhere else."
            )
        );
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_of_any_file_or_of_the_one_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let (usual, new) = (folder.path().join("usual"), folder.path().join("new"));
        File::create(&usual).unwrap();
        AtomicFile::create(&new).unwrap().commit().unwrap();
        assert_eq!(mode(&new), mode(&usual));
        fs::set_permissions(&usual, Permissions::from_mode(0o640)).unwrap();
        AtomicFile::create(&usual).unwrap().commit().unwrap();
        assert_eq!(mode(&usual), 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut file = AtomicFile::create(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        AtomicFile::create(Path::new("/dev/null")).unwrap().commit().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
