//! One run over a source: how it ended and what it brought.

use crate::SourceId;
use chrono::{DateTime, Utc};

words! {
    /// How a run over a source ended. Only an exhausted run says what the source no longer lists.
    pub enum RunEnding {
        /// Everything the source lists was read.
        Exhausted = "exhausted",
        /// A limit of one run was reached before the end: pages, bytes, depth or listings.
        PageCap = "page_cap",
        /// The list went on and on without anything new.
        CursorStuck = "cursor_stuck",
        /// The source says the same as last time.
        Unchanged = "unchanged",
        /// It could not be read, or not to its end, or what it said was not to be believed at once.
        Failed = "failed",
    }
}

/// A run over a source, as it is kept for whoever wants to know how the source was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRun {
    /// The source.
    pub source_id: SourceId,
    /// When it was asked.
    pub started_at: DateTime<Utc>,
    /// When the last page had been read.
    pub finished_at: DateTime<Utc>,
    /// How it ended.
    pub ending: RunEnding,
    /// Why it ended so; none where there is nothing to explain.
    pub reason: Option<String>,
    /// The consent by which robots.txt was not asked, in the operator's words; none: robots.txt was obeyed.
    pub robots_consent: Option<String>,
    /// Pages that came with a body.
    pub pages: u64,
    /// Bytes of those bodies, decoded.
    pub bytes: u64,
    /// Pages that had not changed, as the server said.
    pub not_modified: u64,
    /// Listings that stood on the pages.
    pub seen: u64,
    /// Listings that were not known.
    pub new: u64,
    /// Listings that said something else than before.
    pub changed: u64,
    /// Listings that this exhausted run is the first to lack.
    pub vanished: u64,
    /// Oddities that were found.
    pub problems: u64,
}
