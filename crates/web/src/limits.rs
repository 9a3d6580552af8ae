//! Limits on what one request may ask of us: everything that input can grow has one.

use std::time::Duration;

/// How many units an address may spend on GraphQL within an hour, unless its operator says otherwise.
pub const GRAPHQL_UNITS_AN_HOUR: u32 = 600;

/// So many points of a query's cost, or fewer, are one unit.
pub(crate) const GRAPHQL_POINTS_A_UNIT: usize = 1_000;

/// How long others may give out an answer to a GET, in seconds.
pub(crate) const ANSWER_FRESH_S: u32 = 30;

/// Streams of GraphQL that may be open at once…
pub(crate) const STREAMS_MAX: usize = 1_000;

/// …and of one address.
pub(crate) const STREAMS_OF_ONE_MAX: usize = 8;

/// The longest query string, in bytes.
pub(crate) const QUERY_BYTES_MAX: usize = 8 * 1024;

/// The most pairs of a query string.
pub(crate) const QUERY_PAIRS_MAX: usize = 100;

/// How long an answer may take to be made.
pub(crate) const ANSWER_TIME_MAX: Duration = Duration::from_secs(10);

/// The same where a file comes with the question: four megabytes over a quarter of a megabit a second.
pub(crate) const UPLOAD_TIME_MAX: Duration = Duration::from_secs(128);

/// How long the head of a request may take to come, and how long a connection is kept on which none comes: longer than
/// proxies keep theirs, so that they hang up first.
pub const QUESTION_TIME_MAX: Duration = Duration::from_secs(75);

/// How long it may be for who comes when half of the connections are taken.
pub(crate) const CROWDED_QUESTION_TIME_MAX: Duration = Duration::from_secs(5);

/// How long a connection is kept whose reader takes nothing of an answer.
pub const UNREAD_TIME_MAX: Duration = Duration::from_secs(30);

/// Connections that may be open at once; the next ones wait, unanswered, until one ends. Fewer where the process may open fewer
/// files ([`connections_max`](crate::connections_max)).
pub const CONNECTIONS_MAX: usize = 3_072;

/// Files that may be open at once, a quarter of them for the database and for what is fetched: as many as the unit in `deploy/`
/// allows. A shell's usual limit is lower, and is lifted to this one.
#[cfg(unix)]
pub(crate) const FILES_MAX: u64 = 4_096;

/// How long open requests may go on after the process was asked to end.
pub(crate) const FAREWELL_TIME_MAX: Duration = Duration::from_secs(10);

/// Events on one page: it stays below 50 KB.
pub(crate) const PAGE_ROWS: usize = 40;

/// Bytes of events' texts kept for all calendars, enough for about a hundred thousand events that are asked for.
pub(crate) const BLOCK_BYTES_KEPT: usize = 256 * 1024 * 1024;

/// Events of which is kept what they were before.
pub(crate) const HISTORIES_KEPT: usize = 100_000;

/// The longest private calendar that is compared, in bytes.
pub(crate) const BUSY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How much of a longer one is read, and dropped, in bytes: who is answered while still sending sees no answer.
pub(crate) const BUSY_UPLOAD_BYTES_MAX: usize = 32 * 1024 * 1024;

/// The most times of it that are compared, those that come first.
pub(crate) const BUSY_TIMES_MAX: usize = 20_000;

/// Articles in a feed for readers.
pub(crate) const ARTICLES_MAX: usize = 100;

/// Changes looked at for one feed: of a filter that hardly anything matches it may end before it is full.
pub(crate) const CHANGES_SCANNED_MAX: usize = 5_000;

/// Addresses in one part of the site map: less than half of what the protocol takes.
pub(crate) const SITE_MAP_URLS_MAX: usize = 20_000;

/// Parts of the site map: events beyond are found through the lists.
pub(crate) const SITE_MAP_PARTS_MAX: usize = 40;

/// Places in the site map, those with the most events.
pub(crate) const SITE_MAP_PLACES_MAX: usize = 5_000;

/// Problems on the page of a source.
pub(crate) const PAGE_PROBLEMS: u64 = 50;

/// Runs on the page of a source.
pub(crate) const PAGE_RUNS: u64 = 10;

/// Sources on one page.
pub(crate) const PAGE_SOURCES: usize = 100;

/// Feeds of which is known what clients keep of them and when they last changed: below a kilobyte each.
pub(crate) const FEEDS_KNOWN: usize = 100_000;

/// Addresses of feeds that are known as they are written.
pub(crate) const SPELLINGS_KEPT: usize = 50_000;

/// The longest of them, in bytes.
pub(crate) const SPELLING_BYTES_MAX: usize = 400;

/// Bytes of feeds kept rendered, each with its compressed forms.
pub(crate) const FEED_BYTES_KEPT: usize = 64 * 1024 * 1024;

/// Personal calendars kept for when the database is away.
pub(crate) const CALENDARS_KEPT: usize = 4_096;

/// Bytes of their feeds kept for it, each with its compressed forms.
pub(crate) const LAST_GOOD_BYTES_KEPT: usize = 64 * 1024 * 1024;

/// The longest mailbox, mail or list that is told of what came back, in bytes: a report with the letter in it is far shorter.
pub(crate) const RETURNED_BYTES_MAX: usize = 1024 * 1024;
