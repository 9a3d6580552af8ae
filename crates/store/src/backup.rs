//! A copy of the whole database, made while others read and write it.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{Store, StoreError, own_file};
use sea_orm::{ConnectionTrait as _, Statement};

impl Store {
    /// Copies everything, secrets' hashes and letters included, into a new SQLite file: one moment's content, while others
    /// read and write. The file appears under its name when it is whole, and is never one that is there already.
    ///
    /// PostgreSQL has its own tools for this, which the error names.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        if self.is_postgres() {
            return Err(StoreError::BackupElsewhere);
        }
        if file.exists() {
            return Err(StoreError::FileThere(file.to_owned()));
        }
        let part = part_of(file);
        let folder = own_file::folder_of(&part);
        if !folder.is_dir() {
            return Err(StoreError::FolderMissing(folder.to_owned()));
        }
        let closed =
            |error: io::Error| StoreError::FolderClosed { folder: folder.to_owned(), reason: error.kind().to_string() };
        // What a killed backup left.
        if part.exists() {
            std::fs::remove_file(&part).map_err(closed)?;
        }
        own_file::make(&part).map_err(closed)?;
        let copied = self.copy_into(&part).await;
        let moved = copied.and_then(|()| Ok(std::fs::rename(&part, file)?));
        if moved.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        moved
    }

    async fn copy_into(&self, part: &Path) -> Result<(), StoreError> {
        let name = part.to_str().ok_or_else(|| StoreError::FileClosed(part.to_owned()))?;
        // Readers may write nothing, not even elsewhere.
        let copy = Statement::from_sql_and_values(self.writer.get_database_backend(), "VACUUM INTO ?", [name.into()]);
        self.writer.execute_raw(copy).await?;
        Ok(std::fs::File::open(part)?.sync_all()?)
    }
}

/// Where a copy is until it is whole.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
