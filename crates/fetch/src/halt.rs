//! Why a fetch stops before it has an answer.

use crate::Fetched;
use chrono::{DateTime, Utc};

/// Why a fetch stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// We don't go there.
    Refused(String),
    /// The host was not even reached, this time.
    Unreachable(String),
    /// It did not work, this time.
    Failed(String),
    /// The host asks to be left alone until then.
    Throttled(DateTime<Utc>),
    /// Others of us take long at its site; it is no use to wait before then.
    Crowded(DateTime<Utc>),
}

impl From<Halt> for Fetched {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Refused(reason) => Self::Refused { reason },
            Halt::Unreachable(reason) => Self::Unreached { reason },
            Halt::Failed(reason) => Self::Failed { reason },
            Halt::Throttled(until) => Self::Throttled { until },
            Halt::Crowded(until) => Self::Crowded { until },
        }
    }
}
