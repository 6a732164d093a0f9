//! Which bytes does a file hold?

use std::fs::{self, File};
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::model::hex;

/// SHA-256 of the bytes of the file at `path`, as `sha256sum` prints it; `None` for what is no file, such as standard input
/// or a pipe, which can be read only once.
///
/// # Errors
/// [`Error::Io`] where a file cannot be read.
///
/// # Examples
/// ```
/// use standpoint::file_fingerprint;
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("abc"), "abc")?;
/// let fingerprint = file_fingerprint(&folder.path().join("abc"))?.unwrap();
/// assert!(fingerprint.starts_with("ba7816bf8f01cfea"));
/// assert_eq!(file_fingerprint("-".as_ref())?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn file_fingerprint(path: &Path) -> Result<Option<String>> {
    if path.as_os_str() == "-" || !fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return Ok(None);
    }
    let mut digest = Sha256::new();
    File::open(path).and_then(|mut file| io::copy(&mut file, &mut digest)).map_err(|source| Error::Io {
        path: path.to_path_buf(),
        action: "read",
        source,
    })?;
    Ok(Some(hex(&digest.finalize())))
}
