//! Lists whose rows say no more than a name, a day and a link. They are events where the operator says so; or where the
//! file, the key or the rows themselves do, and nothing in them is as in a list of posts.

use super::tree::Node;
use crate::rows::Row;
use url::Url;

/// So many rows are looked at.
const SAMPLE_ROWS: usize = 20;

/// What the names of files of events hold.
const FILES: [&str; 7] = ["event", "conference", "meetup", "meeting", "hackathon", "workshop", "webinar"];

/// Fields of posts, articles and publications.
const POST_FIELDS: [&str; 18] = [
    "author",
    "authors",
    "excerpt",
    "layout",
    "content",
    "body",
    "bodyhtml",
    "published",
    "publishedat",
    "publisheddate",
    "pubdate",
    "post",
    "slides",
    "readingtime",
    "journal",
    "version",
    "dategmt",
    "commentstatus",
];

/// What is known of a list besides its rows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Light {
    /// Whether the operator says that it is one of events.
    pub(super) is_wanted: bool,
    /// Whether its file or its key says so.
    pub(super) is_named: bool,
    /// Whether its directory says so, which holds one event a file: `_data/events/2027-05-12.yml`.
    pub(super) is_among: bool,
}

impl Light {
    /// What the address of a document says.
    pub(super) fn of(url: &Url, is_wanted: bool) -> Self {
        let path = url.path().to_ascii_lowercase();
        let (directories, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let stem = file.rsplit_once('.').map_or("", |(stem, _)| stem);
        let says_so = |name: &str| FILES.iter().any(|word| name.contains(word));
        let is_among = says_so(directories.rsplit('/').next().unwrap_or_default());
        Self { is_wanted, is_named: says_so(stem), is_among }
    }

    /// The same for a list in the document, whose key may say so.
    pub(super) fn under(self, is_about: bool) -> Self {
        Self { is_named: self.is_named || is_about, ..self }
    }

    /// Whether a document that is one row is an event.
    pub(super) fn is_event(self, row: &Row<'_>) -> bool {
        row.is_surely_event()
            || (row.is_event() && (self.is_wanted || (self.is_among && row.value(&POST_FIELDS).is_none())))
    }

    /// Whether rows that say little are events.
    pub(super) fn are_events<'a>(self, rows: impl ExactSizeIterator<Item = &'a Node>) -> bool {
        let rows: Vec<Row<'_>> = rows.take(SAMPLE_ROWS).map(Row::of).collect();
        if self.is_wanted {
            return rows.iter().filter(|row| row.is_dated()).count() * 2 > rows.len();
        }
        let is_entry = |row: &Row<'_>| row.is_dated() && row.has_page() && row.value(&POST_FIELDS).is_none();
        let speaking = rows.iter().filter(|row| row.speaks_of_events()).count();
        rows.len() > 1 && rows.iter().all(is_entry) && (self.is_named || speaking * 2 > rows.len())
    }
}
