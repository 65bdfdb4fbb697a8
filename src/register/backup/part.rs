//! A backup on its way: a file that nobody takes for a whole one, and that goes away unless it becomes one.

use super::super::schema;
use crate::rules::time::Timestamp;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The ending of what is not whole yet.
const ENDING: &str = ".part";
/// What a process that died has left is thrown away after this long, in seconds.
const LEFT_AFTER_SECONDS: i64 = 6 * 60 * 60;

/// A file that is being written.
pub(super) struct Part {
    path: PathBuf,
    is_done: bool,
}

impl Part {
    /// Begins to write what will be `file`, in the same folder, for the owner's eyes only.
    pub(super) fn begin(file: &Path) -> io::Result<Self> {
        if file.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut name = OsString::from(".");
        name.push(file.file_name().ok_or(io::ErrorKind::InvalidInput)?);
        name.push(format!(".{}{ENDING}", std::process::id()));
        let path = file.with_file_name(name);
        let part = Self { path, is_done: false };
        part.clear();
        schema::create_private(&part.path)?;
        Ok(part)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes it durable under its own name; tells how large it is.
    pub(super) fn finish(mut self, file: &Path) -> io::Result<u64> {
        let whole = File::options().read(true).write(true).open(&self.path)?;
        whole.sync_all()?;
        let bytes = whole.metadata()?.len();
        drop(whole);
        fs::rename(&self.path, file)?;
        self.is_done = true;
        sync_folder(file)?;
        Ok(bytes)
    }

    fn clear(&self) {
        // What is not there need not go away.
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut path = self.path.clone().into_os_string();
            path.push(ending);
            let _ = fs::remove_file(path);
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_done {
            self.clear();
        }
    }
}

/// Makes the names in the folder of `file` durable.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder can be opened, and synced, on Unix only; elsewhere names are durable when the file is.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes a folder for the owner's eyes only, where there is none.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Throws away what processes that died while they made backups of a register have left in a folder.
pub(super) fn sweep(folder: &Path, register: &str, now: Timestamp) {
    // This is tidiness: where it cannot be done, the backup is made all the same.
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let is_left = name.to_str().and_then(|name| name.strip_prefix('.')?.strip_suffix(ENDING)).is_some_and(|name| {
            let whole = name.rsplit_once('.').map_or(name, |(whole, _)| whole);
            super::Name::read(register, whole).is_some()
        });
        let written = file.metadata().ok().and_then(|data| data.modified().ok());
        let seconds = written
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .map_or(i64::MAX, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
        if is_left && now.micros() / 1_000_000 - LEFT_AFTER_SECONDS > seconds {
            let _ = fs::remove_file(file.path());
        }
    }
}
