//! A clock that stands still until it is told to go on.

use std::{sync::Mutex, time::Instant};

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

/// Begins at an instant and goes on by itself, as clocks do.
pub struct RunningClock(DateTime<Utc>, Instant);

impl RunningClock {
    /// Begins at an instant such as `2026-05-01T12:00:00Z`.
    pub fn from(instant: &str) -> Self {
        Self(instant.parse().expect("an instant"), Instant::now())
    }
}

impl Clock for RunningClock {
    fn now(&self) -> DateTime<Utc> {
        self.0 + TimeDelta::from_std(self.1.elapsed()).expect("a short story")
    }
}
