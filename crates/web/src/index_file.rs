//! The index kept in a file beside the database, so that a process that starts need not read every event again. A mark in
//! the database says which of its states the file holds: where the mark is not found, the file is of another database, or
//! of a future that a backup has undone, and is not used.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::CatchUpError;
use chrono::{DateTime, Utc};
use hobnob_domain::{EventFilter, EventId, Slice};
use hobnob_index::{EVENTS_KEPT, Index, Snapshot};
use hobnob_store::Store;

/// With fewer events than this a file is not worth having: they are read in a second or two.
const EVENTS_MIN: usize = 50_000;

/// After so many changes it is written anew, or after those of this part of the events where that is more…
const CHANGES_MIN: i64 = 25_000;

/// …one of so many.
const PART: i64 = 40;

/// Events fetched at once.
const READ: usize = 2_000;

/// The bytes of a digest.
type Digest = [u8; blake3::OUT_LEN];

/// Where the index is kept between one process and the next. What is in it holds every event's words, so it is the
/// owner's alone.
#[derive(Clone, Debug)]
pub struct IndexFile {
    path: PathBuf,
    events_min: usize,
}

/// What stands before the index in the file.
struct Head {
    /// Of the program that wrote it: another one may understand words or events otherwise.
    program: Digest,
    /// Of everything behind the head.
    content: Digest,
    mark: String,
    revision: i64,
}

impl IndexFile {
    /// The file at a path, which need not be there. Anything else that is there is never written over.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), events_min: EVENTS_MIN }
    }

    /// The same for an index of however few events.
    #[must_use]
    pub fn for_few_events(self) -> Self {
        Self { events_min: 0, ..self }
    }

    /// Fills an empty index with what the file holds, if that is a state of this database; says whether it did. What
    /// changed since is still to be [caught up](crate::catch_up) with. A file that can't be used is as good as none.
    pub async fn restore(&self, store: &Store, index: &Index, now: DateTime<Utc>) -> Result<bool, CatchUpError> {
        let path = self.path.clone();
        let opened = tokio::task::spawn_blocking(move || open(&path)).await;
        let (head, file) = match opened.unwrap_or_else(|error| Err(io::Error::other(error))) {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Ok(self.unused(&error)),
        };
        if !store.index_mark_holds(&head.mark, head.revision).await? {
            return Ok(self.unused(&"it is not of a state of this database"));
        }
        let filled = index.clone();
        let read = tokio::task::spawn_blocking(move || read(&filled, &head, file)).await;
        let unsaved: Vec<EventId> = match read.unwrap_or_else(|error| Err(io::Error::other(error))) {
            Ok(unsaved) => unsaved,
            Err(error) => return Ok(self.unused(&error)),
        };
        let revision = index.snapshot().revision();
        for ids in unsaved.chunks(READ) {
            let events = store.events(ids).await?.into_values().collect();
            index.apply(events, &[], revision, now);
        }
        Ok(true)
    }

    fn unused(&self, why: &dyn std::fmt::Display) -> bool {
        tracing::info!(path = %self.path.display(), %why, "the kept index can't be used; every event is read");
        false
    }

    /// Whether the file should be written, where what it holds has a revision: one that lies ahead is another database's.
    pub(crate) fn is_due(&self, snapshot: &Snapshot, written: i64) -> bool {
        let events = i64::try_from(snapshot.len()).unwrap_or(i64::MAX);
        let changes = snapshot.revision().saturating_sub(written);
        let is_old = written == 0 || changes < 0 || changes >= CHANGES_MIN.max(events / PART);
        snapshot.len() >= self.events_min && changes != 0 && is_old
    }

    /// Writes the file anew. Whoever reads it meanwhile reads the one before.
    pub async fn write(&self, store: &Store, snapshot: Arc<Snapshot>, now: DateTime<Utc>) -> Result<(), CatchUpError> {
        let revision = snapshot.revision();
        let Some(mark) = store.index_mark(revision, now).await? else { return Ok(()) };
        let path = self.path.clone();
        let written = tokio::task::spawn_blocking(move || write(&path, mark, &snapshot)).await;
        if let Err(error) = written.unwrap_or_else(|error| Err(io::Error::other(error))) {
            let path = self.path.display();
            tracing::warn!(%path, %error, "the index can't be kept; the next process reads every event");
        }
        Ok(())
    }
}

/// Has the next events at hand that a restored index only knows of: as many as it would have kept.
pub(crate) async fn warm(store: &Store, index: &Index, now: DateTime<Utc>) -> Result<(), CatchUpError> {
    let snapshot = index.snapshot();
    let rows = snapshot.query(&EventFilter::default(), &Slice::first(EVENTS_KEPT), now).rows;
    let lacking: Vec<EventId> =
        rows.into_iter().filter(|row| row.event.is_none()).map(|row| row.occurrence.event_id).collect();
    for ids in lacking.chunks(READ) {
        store.events(ids).await?.into_values().for_each(|event| snapshot.keep(&Arc::new(event)));
    }
    Ok(())
}

/// The file where it may be used by this program, behind its head.
fn open(path: &Path) -> io::Result<(Head, File)> {
    let mut file = File::open(path)?;
    let head = Head::read(&mut file)?;
    if head.program != program()? {
        return Err(unfit("it was written by another version of hobnob"));
    }
    Ok((head, file))
}

/// Fills the index, once it is certain that the file is whole.
fn read(index: &Index, head: &Head, mut file: File) -> io::Result<Vec<EventId>> {
    let begin = file.stream_position()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(&mut file)?;
    if *hasher.finalize().as_bytes() != head.content {
        return Err(unfit("it is damaged"));
    }
    file.seek(SeekFrom::Start(begin))?;
    index.restore(&mut BufReader::with_capacity(1 << 18, file))
}

fn write(path: &Path, mark: String, snapshot: &Snapshot) -> io::Result<()> {
    if path.exists() {
        Head::read(&mut File::open(path)?).map_err(|_| unfit("what is there is no index, and is left alone"))?;
    }
    let new = path.with_added_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    let head = Head { program: program()?, content: Digest::default(), mark, revision: snapshot.revision() };
    head.write(&mut file)?;
    let mut told = Told { hasher: blake3::Hasher::new(), file: &mut file };
    let mut buffered = BufWriter::with_capacity(1 << 18, &mut told);
    snapshot.save(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    let content = *told.hasher.finalize().as_bytes();
    file.rewind()?;
    Head { content, ..head }.write(&mut file)?;
    fs::rename(&new, path)
}

/// The first bytes of the file.
const FORM: &[u8; 16] = b"hobnob's index\n\0";

/// A mark is no longer than this, in bytes.
const MARK_MAX: usize = 255;

impl Head {
    fn write(&self, into: &mut impl Write) -> io::Result<()> {
        into.write_all(FORM)?;
        into.write_all(&self.program)?;
        into.write_all(&self.content)?;
        into.write_all(&self.revision.to_le_bytes())?;
        let length = u8::try_from(self.mark.len()).map_err(|_| unfit("its mark is too long"))?;
        into.write_all(&[length])?;
        into.write_all(self.mark.as_bytes())
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        fn get<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
            let mut bytes = [0; N];
            from.read_exact(&mut bytes)?;
            Ok(bytes)
        }
        if get(from)? != *FORM {
            return Err(unfit("it is no index"));
        }
        let (program, content) = (get(from)?, get(from)?);
        let revision = i64::from_le_bytes(get(from)?);
        let [length] = get(from)?;
        let mut mark = [0; MARK_MAX];
        let mark = mark.get_mut(..usize::from(length)).unwrap_or_default();
        from.read_exact(mark)?;
        let mark = String::from_utf8(mark.to_vec()).map_err(|_| unfit("its mark is none"))?;
        Ok(Self { program, content, mark, revision })
    }
}

/// Writes on, and reckons the digest of what was written.
struct Told<'a> {
    hasher: blake3::Hasher,
    file: &'a mut File,
}

impl Write for Told<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A digest of the program that runs.
fn program() -> io::Result<Digest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(std::env::current_exe()?)?)?;
    Ok(*hasher.finalize().as_bytes())
}

fn unfit(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_written_when_it_holds_nothing_too_little_or_another_databases_events() {
        let (index, now) = (Index::new(None), "2026-03-02T09:41:00Z".parse().unwrap());
        index.apply(Vec::new(), &[], 30_000, now);
        let is_due = |file: &IndexFile, written| file.is_due(&index.snapshot(), written);
        let file = IndexFile::new("any").for_few_events();
        let due = [0, 40_000, 5_000, 5_001, 30_000].map(|written| is_due(&file, written));
        assert_eq!(due, [true, true, true, false, false]);
        assert!(!is_due(&IndexFile::new("any"), 0), "few events are read as quickly");
    }
}
