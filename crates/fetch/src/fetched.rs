//! How a fetch ended.

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Page, Validators};
use url::Url;

/// How a fetch ended. A reason is a predicate about the source, fit to follow its name: "answered 404 Not Found".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The whole page.
    Page {
        /// What stood there.
        page: Page,
        /// To ask "has it changed?" with next time, byte for byte.
        validators: Validators,
        /// Where permanent redirects (301, 308) led, if the first ones were; never from `https` to `http`.
        moved_to: Option<Url>,
        /// How long the server says it stays fresh (RFC 9111 §4.2.1), at most 30 days.
        fresh_for: Option<TimeDelta>,
    },
    /// It has not changed since the validators were given (304).
    NotModified {
        /// As for a page.
        moved_to: Option<Url>,
        /// As for a page.
        fresh_for: Option<TimeDelta>,
    },
    /// The server asks to be left alone (429, or 503 with `Retry-After`). The whole host waits, not only this address.
    Throttled {
        /// Not before; always after `now`, and at most a day.
        until: DateTime<Utc>,
    },
    /// Others who share our turns take long at its site, and we have not asked. The site has no part in it.
    Crowded {
        /// Not before.
        until: DateTime<Utc>,
    },
    /// It is gone for good (410).
    Gone,
    /// There is nothing at that address, today (404).
    Missing {
        /// What the server said.
        reason: String,
    },
    /// We don't go there: the guard or `robots.txt` says no, or a redirect leads where we don't go.
    Refused {
        /// Why, with the cure if there is one.
        reason: String,
    },
    /// There was no connection to its server, this time.
    Unreached {
        /// What was in the way.
        reason: String,
    },
    /// It did not work, this time.
    Failed {
        /// What went wrong.
        reason: String,
    },
}
