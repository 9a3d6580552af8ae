//! A clock that stands still until it is told to go on.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::Clock;

/// Stands still until [`FrozenClock::advance`].
pub struct FrozenClock(Mutex<DateTime<Utc>>);

impl FrozenClock {
    /// Stands at an instant such as `2026-05-01T12:00:00Z`.
    pub fn at(instant: &str) -> Self {
        Self(Mutex::new(instant.parse().expect("an instant")))
    }

    /// Goes on.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().expect("no test panicked with the clock in its hand") += by;
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("no test panicked with the clock in its hand")
    }
}
