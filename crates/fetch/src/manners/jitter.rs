//! A little chance, so that many watchers do not fall into step.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A source of chance; nothing secret depends on it.
#[derive(Default)]
pub(super) struct Jitter {
    keys: RandomState,
    drawn: AtomicU64,
}

impl Jitter {
    /// The duration, and by chance up to half as much again.
    pub(super) fn stretched(&self, duration: Duration) -> Duration {
        let draw = self.keys.hash_one(self.drawn.fetch_add(1, Ordering::Relaxed));
        let thousandths = u32::try_from(draw % 500).unwrap_or(0);
        duration.saturating_add(duration.saturating_mul(thousandths) / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn chance_stretches_and_never_shortens() {
        let (jitter, second) = (Jitter::default(), Duration::from_secs(1));
        let drawn: BTreeSet<Duration> = (0..1000).map(|_| jitter.stretched(second)).collect();
        assert!(drawn.iter().all(|pause| (second..second * 3 / 2).contains(pause)));
        assert!(drawn.len() > 100);
    }
}
