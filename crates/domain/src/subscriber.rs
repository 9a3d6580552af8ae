//! Who reads the weekly mail.

use crate::EventFilter;
use chrono_tz::Tz;

/// A reader of the weekly mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscriber {
    /// Where the mail goes.
    pub address: String,
    /// What is chosen for them.
    pub filter: EventFilter,
    /// The zone their week is in.
    pub zone: Tz,
}
