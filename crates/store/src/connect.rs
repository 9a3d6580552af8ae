//! Opening a database: one address, two kinds, and a clear sentence when it can't be.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::{Duration, Instant},
};

use crate::{Store, StoreError, error::says_locked, own_file};
use sea_orm::{
    DatabaseConnection, SqlxError, SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        ConnectOptions as _, Connection as _, Executor as _,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

/// How long one process waits for another's write.
const BUSY: Duration = Duration::from_secs(5);

/// How long until what was held is tried again.
const BUSY_AGAIN: Duration = Duration::from_millis(20);

/// How long what must not be lost waits for our own large writes.
const BUSY_DURABLE: Duration = Duration::from_secs(30);

/// How long a server may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// How long a task waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(30);

/// Connections that read SQLite; beside them there is one that writes.
const READERS: u32 = 4;

/// Rows that a reader's thread may be ahead of who takes them. SQLx's own 50 make the two wait for each other forty
/// times for a page of events.
const ROWS_AHEAD: usize = 2_048;

/// Connections to a server.
const CONNECTIONS: u32 = 8;

/// Long texts are compressed by LZ4 where a server knows it (PostgreSQL 14, runtime-config-client, `default_toast_compression`)
/// and its owner said nothing else: the older method takes about twice as long for all that writing a letter costs.
const LZ4: &str = "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings \
                   WHERE name = 'default_toast_compression' AND source = 'default' AND 'lz4' = ANY (enumvals)";

/// How much of the file a connection may hold in memory, in KiB, as SQLite takes it (a negative number): what is written
/// goes through pages all over the file, so the writer needs more than SQLite's own 2 MB.
const WRITER_CACHE: &str = "-65536";
const READER_CACHE: &str = "-16384";

/// Pages in the log before it is written back into the file: a large batch writes a page once and not again and again.
const CHECKPOINT_PAGES: &str = "4000";

/// Statements kept prepared by each connection; the longest take about a third of a megabyte.
const STATEMENTS: usize = 48;

impl Store {
    /// Opens the database at an address: `sqlite://FILE?mode=rwc`, `sqlite::memory:` or `postgres://USER@HOST/DATABASE`.
    ///
    /// Nothing is made in it yet; see [`Store::migrate`] and [`Store::schema_check`].
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => sqlite(url).await,
            Some("postgres" | "postgresql") => postgres(url).await,
            Some(scheme) if scheme.len() < 20 => Err(StoreError::Scheme(scheme.to_owned())),
            _ => Err(StoreError::Scheme("this address".to_owned())),
        }
    }
}

/// The file of a SQLite database that is one.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let is_file = url.starts_with("sqlite:") && !url.contains(":memory:") && !url.contains("mode=memory");
    let options = is_file.then(|| SqliteConnectOptions::from_str(url).ok()).flatten()?;
    Some(options.get_filename().to_owned())
}

async fn sqlite(url: &str) -> Result<Store, StoreError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::Address("sqlite".to_owned()))?;
    let path = options.get_filename().to_owned();
    let makes_it = url.contains("mode=rwc");
    let unopened = |error: SqlxError| file_error(&path, makes_it, &error);
    let options = options
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Normal)
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    if url.contains(":memory:") || url.contains("mode=memory") {
        let only = sqlite_pool(options, 1).await.map_err(unopened)?;
        return Ok(Store { writer: only.clone(), durable: only.clone(), reader: only });
    }
    let writing = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .optimize_on_close(true, Some(400))
        .pragma("cache_size", WRITER_CACHE)
        .pragma("temp_store", "memory")
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES);
    if makes_it {
        // Why it can't be made is told when it is opened.
        let _ = own_file::make(&path);
    }
    // A commit of this one is on the disk when it returns; it is opened when it is first needed.
    let durable = sqlite_settings(1).connect_lazy_with(
        writing.clone().create_if_missing(false).synchronous(SqliteSynchronous::Full).busy_timeout(BUSY_DURABLE),
    );
    let durable = SqlxSqliteConnector::from_sqlx_sqlite_pool(durable);
    let writer = sqlite_patiently(writing).await.map_err(unopened)?;
    let reading = options
        .create_if_missing(false)
        .row_buffer_size(ROWS_AHEAD)
        .pragma("query_only", "on")
        .pragma("cache_size", READER_CACHE);
    let reader = sqlite_pool(reading, READERS).await.map_err(unopened)?;
    Ok(Store { writer, durable, reader })
}

async fn sqlite_pool(options: SqliteConnectOptions, connections: u32) -> Result<DatabaseConnection, SqlxError> {
    let pool = sqlite_settings(connections).connect_with(options).await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

/// Opens the one that writes, and tries again as long as another process is just making, mending or ending the log: for
/// these SQLite does not wait by itself (<https://www.sqlite.org/wal.html> §8, "Sometimes Queries Return SQLITE_BUSY In
/// WAL Mode").
async fn sqlite_patiently(options: SqliteConnectOptions) -> Result<DatabaseConnection, SqlxError> {
    let until = Instant::now() + BUSY;
    loop {
        match sqlite_pool(options.clone(), 1).await {
            Err(error) if says_locked(&error) && Instant::now() < until => tokio::time::sleep(BUSY_AGAIN).await,
            done => return done,
        }
    }
}

fn sqlite_settings(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE)
}

/// SQLite says little more than "unable to open"; the file system knows why. `makes_it`: whether the address has a missing
/// file made.
fn file_error(path: &Path, makes_it: bool, error: &SqlxError) -> StoreError {
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match (&*code, folder) {
        _ if says_locked(error) => StoreError::Locked,
        ("26", _) => StoreError::NotADatabase(path.to_owned()),
        // Of what may not be looked at it is unknown whether it is there.
        (_, Some(folder)) if !folder.is_dir() && folder.try_exists().is_ok() => {
            StoreError::FolderMissing(folder.to_owned())
        }
        _ if !makes_it && path.try_exists().is_ok_and(|is_there| !is_there) => StoreError::FileMissing(path.to_owned()),
        _ => StoreError::FileClosed(PathBuf::from(path)),
    }
}

async fn postgres(url: &str) -> Result<Store, StoreError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address("postgres".to_owned()))?;
    let options = options.application_name("hobnob").disable_statement_logging();
    let server = format!("{}:{}", options.get_host(), options.get_port());
    // The pool takes a refused connection for a server that is starting and waits; one try of our own says at once.
    match tokio::time::timeout(ANSWER, options.connect()).await {
        Ok(Ok(connection)) => connection.close().await.map_err(|error| server_error(&server, &error))?,
        Ok(Err(error)) => return Err(server_error(&server, &error)),
        Err(_) => return Err(StoreError::Unreachable { server, reason: "no answer within 10 seconds".to_owned() }),
    }
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .after_connect(|connection, _| Box::pin(async move { connection.execute(LZ4).await.map(drop) }))
        .connect_with(options)
        .await
        .map_err(|error| server_error(&server, &error))?;
    let both = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    Ok(Store { writer: both.clone(), durable: both.clone(), reader: both })
}

fn server_error(server: &str, error: &SqlxError) -> StoreError {
    let server = server.to_owned();
    match error.as_database_error() {
        Some(said) => StoreError::Refused { server, reason: said.message().to_owned() },
        None => StoreError::Unreachable { server, reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_to_be_made_and_is_not_there_is_one_that_may_not_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("none.db");
        let said = |makes_it| file_error(&file, makes_it, &SqlxError::PoolClosed);
        assert!(matches!(said(true), StoreError::FileClosed(path) if path == file));
        assert!(matches!(said(false), StoreError::FileMissing(path) if path == file));
    }
}
