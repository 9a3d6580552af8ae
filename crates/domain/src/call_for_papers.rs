//! The invitation to speak.

use chrono::{DateTime, Utc};

/// A call for papers. It closes at an instant; where the source names a day and no zone, that is the end of the day
/// Anywhere on Earth (UTC−12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallForPapers {
    /// When proposals are first taken.
    pub opens_at: Option<DateTime<Utc>>,
    /// When they are last taken; none: unknown or always open.
    pub closes_at: Option<DateTime<Utc>>,
    /// Where to propose.
    pub url: Option<String>,
}

impl CallForPapers {
    /// Whether a proposal can be handed in at `now`. One without a closing instant is not known to be open.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.opens_at.is_none_or(|opens_at| opens_at <= now) && self.closes_at.is_some_and(|closes_at| now < closes_at)
    }
}
