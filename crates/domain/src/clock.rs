//! Time as something one is given.

use chrono::{DateTime, Utc};

/// Tells the time. Held by the worker and the web only; everything else takes `now` as an argument.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}
