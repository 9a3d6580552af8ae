//! What can go wrong, each in one sentence that names the cure and holds no password.

use std::path::PathBuf;

use hobnob_domain::{EventId, ListingId, SourceId, SubscriberId};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

/// Why the store could not do what was asked. Whatever it was, nothing was half-written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no database we know. Only its scheme is told: the rest may hold a password.
    #[error("`{0}` is no kind of database: write sqlite://FILE?mode=rwc or postgres://USER@HOST/DATABASE")]
    Scheme(String),
    /// The address can't be read.
    #[error(
        "the database's address can't be read ({0}): write sqlite://FILE?mode=rwc or postgres://USER@HOST/DATABASE"
    )]
    Address(String),
    /// There is no such file.
    #[error("there is no database at `{0}`: check the address, or add `?mode=rwc` to have it made")]
    FileMissing(PathBuf),
    /// The file's folder does not exist.
    #[error("the folder `{0}` of the database does not exist: make it, or choose another address")]
    FolderMissing(PathBuf),
    /// The file or its folder can't be opened.
    #[error("the database `{0}` can't be opened: check who may read and write it and its folder")]
    FileClosed(PathBuf),
    /// A folder takes no file of ours.
    #[error("nothing can be written into the folder `{folder}` ({reason}): check who may write it, or choose another")]
    FolderClosed {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is something else.
    #[error("`{0}` is not a SQLite database: choose another address")]
    NotADatabase(PathBuf),
    /// A backup is never written over anything.
    #[error("`{0}` is there already: choose another file, or remove it")]
    FileThere(PathBuf),
    /// PostgreSQL is copied by its own tools.
    #[error(
        "the database is PostgreSQL, which its own tools copy: pg_dump --format=custom --file=FILE DATABASE-ADDRESS \
        (and pg_restore back); `hobnob export` writes what any database takes back"
    )]
    BackupElsewhere,
    /// Another process holds the database.
    #[error("the database is held by another process or too busy: end the other one, or try again")]
    Locked,
    /// It may be read and not written.
    #[error(
        "the database may only be read: let hobnob write it (the file and its folder; no `mode=ro` in its address), or \
        name another by HOBNOB_DATABASE_URL"
    )]
    ReadOnly,
    /// There is no room for more.
    #[error("the disk of the database is full: make room and try again; nothing was half-written")]
    Full,
    /// Nobody answers.
    #[error("no database server answers at {server} ({reason}): start it, or check the address")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What the network said.
        reason: String,
    },
    /// The server answers, and refuses.
    #[error("the database server at {server} refuses: {reason}; check user, password and database in the address")]
    Refused {
        /// Host and port.
        server: String,
        /// What the server said.
        reason: String,
    },
    /// The database was made by a newer program.
    #[error("the database was changed by a newer hobnob ({0}): upgrade hobnob; nothing was touched")]
    SchemaNewer(String),
    /// The database lacks changes of this program.
    #[error(
        "the database is not ready for this hobnob (it lacks {count} changes, {first} first): run `hobnob migrate`"
    )]
    SchemaOlder {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// There is no such source (any more).
    #[error("there is no source {0}: it was removed")]
    SourceUnknown(SourceId),
    /// An address too long to be kept.
    #[error("the source's address has {0} bytes, more than {max}: give a shorter one", max = crate::URL_BYTES_MAX)]
    UrlTooLong(usize),
    /// Somebody else has claimed the source since, so that what was read is thrown away.
    #[error("the claim on source {0} was lost to another worker; nothing was written, the source is read again")]
    LeaseLost(SourceId),
    /// The source is to be read in another way since, so that what was read is thrown away.
    #[error("source {0} is to be read in another way since; nothing of this run was written, the source is read again")]
    ReadOtherwise(SourceId),
    /// Somebody else has taken a named claim over, so that what was made is thrown away.
    #[error("the claim on \"{0}\" was lost to another worker; nothing was written, that one goes on")]
    ClaimLost(String),
    /// An event rests on a listing that is no more: its source was removed meanwhile.
    #[error("event {event} rests on listing {listing}, which is no more; nothing was written, resolve again")]
    Stale {
        /// The event.
        event: EventId,
        /// The listing.
        listing: ListingId,
    },
    /// What a reader wishes names what is no more.
    #[error(
        "what reader {reader} wishes can't be read ({reason}): put back what it names (niches of HOBNOB_NICHES, say); \
        the reader can mend it too, by the link in any letter"
    )]
    Wishes {
        /// Whose.
        reader: SubscriberId,
        /// What is wrong with it.
        reason: String,
    },
    /// What is kept of a personal calendar can't be understood.
    #[error("personal calendar {calendar} can't be read ({reason}): restore a backup")]
    Calendar {
        /// Which.
        calendar: i64,
        /// What is wrong with it.
        reason: String,
    },
    /// A row can't be understood.
    #[error("{table} {id} can't be read ({reason}): run `hobnob replay`, or restore a backup")]
    Row {
        /// Of which table.
        table: &'static str,
        /// Which row.
        id: i64,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of an import is refused, and with it its batch; everything before the batch is stored.
    #[error("line {line}: {reason}; correct or remove the line and import again, what is stored already does no harm")]
    Line {
        /// Counted from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system gives no randomness.
    #[error("no secret can be made, for the operating system gives no randomness ({0}): try again")]
    Random(String),
    /// Reading or writing an export failed.
    #[error("the export can't be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// A value can't be written as JSON.
    #[error("a value can't be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Anything else the database said.
    #[error("the database failed: {0}")]
    Database(DbErr),
}

/// SQLite's codes for "somebody else has it", extended ones included.
const LOCKED: &[&str] = &["5", "6", "261", "262", "517", "773"];

/// SQLite's codes for a database that may not be written, extended ones included, and PostgreSQL's.
const READ_ONLY: &[&str] = &["8", "264", "520", "776", "1032", "1288", "1544", "25006"];

/// SQLite's code for a full disk, and PostgreSQL's.
const FULL: &[&str] = &["13", "53100"];

/// SQLite's codes for values that a table will never take, extended ones included.
const UNFIT: &[&str] = &["18", "20", "25", "275", "531", "1043", "1299", "1811", "3091"];

/// The same of PostgreSQL: data exceptions, and values that a constraint forbids.
const UNFIT_CLASSES: &[&str] = &["22", "23502", "23514", "54000"];

impl StoreError {
    /// Whether the same may go well the next time: the database was away, busy or full, and not at odds with what it was given.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Locked | Self::ReadOnly | Self::Full | Self::Unreachable { .. } | Self::Refused { .. } => true,
            Self::Database(DbErr::Type(_) | DbErr::Json(_)) => false,
            Self::Database(DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) => {
                let is_unfit = |code: String| {
                    UNFIT.contains(&code.as_str())
                        || UNFIT_CLASSES.iter().any(|class| code.starts_with(class) && code.len() == 5)
                };
                !code(inner).is_some_and(is_unfit)
            }
            Self::Database(_) => true,
            _ => false,
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let code = match &error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => return Self::Locked,
            DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner) => code(inner),
            _ => None,
        };
        match code.as_deref() {
            Some(code) if LOCKED.contains(&code) => Self::Locked,
            Some(code) if READ_ONLY.contains(&code) => Self::ReadOnly,
            Some(code) if FULL.contains(&code) => Self::Full,
            _ => Self::Database(error),
        }
    }
}

fn code(error: &RuntimeErr) -> Option<String> {
    match error {
        RuntimeErr::SqlxError(error) => error.as_database_error()?.code().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

/// Whether a raw error says that somebody else has the database.
pub(crate) fn says_locked(error: &SqlxError) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| LOCKED.contains(&&*code))
}
