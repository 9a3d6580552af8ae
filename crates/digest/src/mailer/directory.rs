//! Letters as files.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use super::SendError;
use crate::Letter;

/// Letters as `.eml` files in a directory, which is made when it is not there.
#[derive(Clone, Debug)]
pub struct Directory(PathBuf);

impl Directory {
    /// Letters go here.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// A letter's file: its date and a digest of its id, so that the same letter is the same file.
    pub fn path_of(&self, letter: &Letter) -> PathBuf {
        let hash = blake3::hash(letter.message_id.as_bytes()).to_hex();
        let second = letter.at.timestamp();
        self.0.join(format!("{second}-{}.eml", hash.get(..16).unwrap_or_default()))
    }

    pub(crate) async fn write(&self, letter: &Letter, bytes: Vec<u8>) -> Result<(), SendError> {
        let path = self.path_of(letter);
        let (directory, target) = (self.0.clone(), path.clone());
        let written = tokio::task::spawn_blocking(move || write_whole(&directory, &target, &bytes)).await;
        written.map_err(io::Error::other).flatten().map_err(|source| SendError::Directory { path, source })
    }
}

/// Writes beside the target and renames: who looks sees the whole file or none, also after a crash.
fn write_whole(directory: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    fs::create_dir_all(directory)?;
    let beside = directory.join(format!(".{}-{}.tmp", process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
