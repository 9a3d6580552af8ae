//! Limits on what one request may ask of us: everything that input can grow has one.

use std::time::Duration;

/// How many units an address may spend on GraphQL within an hour, unless its operator says otherwise.
pub const GRAPHQL_UNITS_AN_HOUR: u32 = 600;

/// So many points of a query's cost, or fewer, are one unit.
pub(crate) const GRAPHQL_POINTS_A_UNIT: usize = 1_000;

/// How long others may give out an answer to a GET, in seconds.
pub(crate) const ANSWER_FRESH_S: u32 = 30;

/// The longest query string, in bytes.
pub(crate) const QUERY_BYTES_MAX: usize = 8 * 1024;

/// The most pairs of a query string.
pub(crate) const QUERY_PAIRS_MAX: usize = 100;

/// How long an answer may take to be made.
pub(crate) const ANSWER_TIME_MAX: Duration = Duration::from_secs(10);

/// How long open requests may go on after the process was asked to end.
pub(crate) const FAREWELL_TIME_MAX: Duration = Duration::from_secs(10);

/// Events on one page: it stays below 50 KB.
pub(crate) const PAGE_ROWS: usize = 40;

/// Problems on the page of a source.
pub(crate) const PAGE_PROBLEMS: u64 = 50;

/// Runs on the page of a source.
pub(crate) const PAGE_RUNS: u64 = 10;

/// Sources on one page.
pub(crate) const PAGE_SOURCES: usize = 100;

/// Feeds kept rendered.
pub(crate) const FEEDS_KEPT: usize = 256;

/// Feeds whose last change is remembered though they are not kept.
pub(crate) const FEED_DATES_KEPT: usize = 4_096;

/// Bytes of feeds kept rendered, each with its compressed forms.
pub(crate) const FEED_BYTES_KEPT: usize = 64 * 1024 * 1024;

/// Personal calendars kept for when the database is away.
pub(crate) const CALENDARS_KEPT: usize = 4_096;

/// Bytes of their feeds kept for it, each with its compressed forms.
pub(crate) const LAST_GOOD_BYTES_KEPT: usize = 64 * 1024 * 1024;
