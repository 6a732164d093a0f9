//! How does a model lie on disk?

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::{Error, Place, Result};
use crate::io::output::AtomicFile;
use crate::io::refusal::input_error;
use crate::model::{Model, hex};

/// The model that comes with the crate, trained from its `corpus/`.
static BUILT_IN: &[u8] = include_bytes!("../../models/default.standpoint");

/// Bytes of a file that are asked of the system at once: few enough to be in the cache still when they are looked at.
const READ_BYTES: usize = 256 * 1024;

/// Writes `model` to a file that is whole or absent.
///
/// # Errors
/// [`Error::Io`] where the file cannot be written, an input error where `path` cannot be a file.
///
/// # Determinism
/// The same model gives the same bytes.
pub fn write_model(model: &Model, path: &Path) -> Result<()> {
    let mut file = AtomicFile::create(path)?;
    file.put(&model.to_bytes())?;
    file.commit()
}

/// Reads a model file, which may come from a stranger.
///
/// # Errors
/// [`Error::Io`] where the file cannot be read, an input error where it is a folder, [`Error::ModelFile`] where it is
/// no model, damaged, or of another version.
pub fn read_model(path: &Path) -> Result<Model> {
    if path.is_dir() {
        let place = Place::of(path.display().to_string());
        return Err(input_error(place, "a folder", "a model file", "Name a file in it."));
    }
    let fail = |source| Error::Io { path: path.to_path_buf(), action: "read", source };
    let mut file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    if metadata.is_file() {
        let input = BufReader::with_capacity(READ_BYTES, file);
        return Model::read(input, metadata.len(), &path.display().to_string());
    }
    // What does not start as a model is not read to its end, which a device may not have.
    let mut bytes = Vec::new();
    file.by_ref().take(Model::MAGIC.len() as u64).read_to_end(&mut bytes).map_err(fail)?;
    if bytes == Model::MAGIC {
        file.read_to_end(&mut bytes).map_err(fail)?;
    }
    Model::from_bytes(&bytes, &path.display().to_string())
}

/// Whether the file at `path` starts as a model does. One that cannot be read does not: whoever reads it as something else
/// says why.
pub fn is_model(path: &Path) -> bool {
    let mut start = Vec::new();
    let length = Model::MAGIC.len() as u64;
    let read = File::open(path).and_then(|file| file.take(length).read_to_end(&mut start));
    read.is_ok() && start == Model::MAGIC
}

/// SHA-256 of the file that `model` makes, as `sha256sum` prints it.
pub fn model_fingerprint(model: &Model) -> String {
    hex(&Sha256::digest(model.to_bytes()))
}

impl Model {
    /// The model that comes with the crate, for sanctions and missile defense.
    ///
    /// # Errors
    /// [`Error::ModelFile`] where the crate was built around a damaged file.
    pub fn built_in() -> Result<Self> {
        Model::from_bytes(BUILT_IN, "<built-in model>")
    }
}
