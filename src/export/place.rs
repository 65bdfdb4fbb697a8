//! Where files go: never over the register, readable for their owner only, whole or not at all.

use crate::register::fault::Fault;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Whether a path is the register's file, or one that the database keeps beside it.
#[must_use]
pub fn is_register(register: &Path, out: &Path) -> bool {
    let Ok(register) = register.canonicalize() else { return false };
    let whole = |path: &Path| {
        path.canonicalize().ok().or_else(|| Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?)))
    };
    let beside = ["", "-wal", "-shm", "-journal"].map(|ending| {
        let mut name = register.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    });
    whole(out).is_some_and(|out| beside.contains(&out))
}

/// The folder that a file stands in.
#[must_use]
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder for its owner's eyes only, where there is none.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> Result<(), Fault> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| Fault::Unwritable { path: folder.to_owned(), kind: error.kind() })
}

/// A file that is being written beside its place, under another name; dropped, it is gone.
#[derive(Debug)]
pub struct Draft {
    file: NamedTempFile,
    place: PathBuf,
}

impl Draft {
    /// Begins a file.
    ///
    /// # Errors
    /// When the folder cannot be written in.
    pub fn new(place: &Path) -> Result<Self, Fault> {
        let unwritable = |error: std::io::Error| Fault::Unwritable { path: place.to_owned(), kind: error.kind() };
        if place.is_dir() {
            return Err(unwritable(std::io::ErrorKind::IsADirectory.into()));
        }
        let file = NamedTempFile::new_in(folder_of(place)).map_err(unwritable)?;
        Ok(Self { file, place: place.to_owned() })
    }

    /// What is written to.
    #[must_use]
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Puts the whole file in its place, instead of what stood there.
    ///
    /// # Errors
    /// When it cannot be made durable or put there; what stood there is then as it was.
    pub fn keep(self) -> Result<PathBuf, Fault> {
        let unwritable = |kind| Fault::Unwritable { path: self.place.clone(), kind };
        self.file.as_file().sync_all().map_err(|error| unwritable(error.kind()))?;
        self.file.persist(&self.place).map_err(|error| unwritable(error.error.kind()))?;
        Ok(self.place)
    }
}

/// Writes a file whole or not at all, readable for its owner only.
///
/// # Errors
/// When it cannot be written.
pub fn replace(out: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let draft = Draft::new(out)?;
    draft.file().write_all(bytes)?;
    draft.keep().map(|_| ())
}
