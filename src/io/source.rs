//! Which file, or standard input, is meant?

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Place, Result};
use crate::io::format::InputFormat;
use crate::io::refusal::input_error;

/// An input that is there and whose format is known, not yet opened.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// `None` for standard input.
    path: Option<PathBuf>,
    name: String,
    format: InputFormat,
}

impl Source {
    /// The input called `path`, where `-` is standard input: a statement a line unless `format` says otherwise.
    pub fn locate(path: &Path, format: Option<InputFormat>) -> Result<Self> {
        if path.as_os_str() == "-" {
            let format = format.unwrap_or(InputFormat::Text);
            return Ok(Source { path: None, name: "<stdin>".to_string(), format });
        }
        let name = path.display().to_string();
        if fs::metadata(path).map_err(|source| cannot_read(path, source))?.is_dir() {
            return Err(input_error(
                Place::of(name),
                "a folder",
                "a file",
                "Name the files in it, for example with a pattern such as folder/*.csv.",
            ));
        }
        let format = format.map_or_else(|| InputFormat::of_path(path), Ok)?;
        Ok(Source { path: Some(path.to_path_buf()), name, format })
    }

    /// Every one of `paths`, all of them looked for before any is read.
    pub fn locate_all<P: AsRef<Path>>(paths: &[P], format: Option<InputFormat>) -> Result<Vec<Self>> {
        paths.iter().map(|path| Source::locate(path.as_ref(), format)).collect()
    }

    /// Name in errors and generated ids.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Format that its bytes have.
    pub fn format(&self) -> InputFormat {
        self.format
    }

    /// Its bytes.
    pub fn open(&self) -> Result<Box<dyn Read + Send>> {
        match &self.path {
            None => Ok(Box::new(io::stdin())),
            Some(path) => {
                let file = File::open(path).map_err(|source| cannot_read(path, source))?;
                Ok(Box::new(file))
            }
        }
    }
}

fn cannot_read(path: &Path, source: io::Error) -> Error {
    Error::Io { path: path.to_path_buf(), action: "read", source }
}
