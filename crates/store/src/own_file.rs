//! Files of ours: they hold secrets' hashes and people's addresses, so nobody but the user of the process reads them.

use std::{fs::OpenOptions, io, path::Path};

/// Makes an empty file that only its owner reads and writes, whatever the process's mask lets others do. SQLite takes an
/// empty file for an empty database, and gives what it makes beside a database the database's own mode.
pub(crate) fn make(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// The folder of a file, as people name it.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}
