//! The time one fetch may take, and what time it is meanwhile.

use crate::halt::Halt;
use chrono::{DateTime, TimeDelta, Utc};
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// One fetch's time. Only the network spends it: waiting for one's turn is politeness and costs nothing.
pub(crate) struct Budget {
    now: DateTime<Utc>,
    begun: Instant,
    total: Duration,
    left: Duration,
    received: u64,
}

impl Budget {
    /// A full budget, begun at `now`.
    pub(crate) fn new(now: DateTime<Utc>, total: Duration) -> Self {
        Self { now, begun: Instant::now(), total, left: total, received: 0 }
    }

    /// When the fetch began.
    pub(crate) const fn begun_at(&self) -> DateTime<Utc> {
        self.now
    }

    /// Notes that so many bytes came in.
    pub(crate) const fn receive(&mut self, bytes: u64) {
        self.received = self.received.saturating_add(bytes);
    }

    /// How many bytes have come in.
    pub(crate) const fn received(&self) -> u64 {
        self.received
    }

    /// The present instant, to the second: a fetch may wait a minute for its turn.
    pub(crate) fn at(&self) -> DateTime<Utc> {
        let waited = i64::try_from(self.begun.elapsed().as_secs()).ok().and_then(TimeDelta::try_seconds);
        waited.and_then(|waited| self.now.checked_add_signed(waited)).unwrap_or(self.now)
    }

    /// Does the work, for at most so long and at most as long as the budget lasts.
    pub(crate) async fn spend<T>(&mut self, at_most: Duration, work: impl Future<Output = T>) -> Result<T, Halt> {
        let (start, limit) = (Instant::now(), self.left.min(at_most));
        let done = timeout(limit, work).await;
        self.left = self.left.saturating_sub(start.elapsed());
        done.map_err(|_| {
            if self.left.is_zero() {
                Halt::Failed(format!("took longer than {:?}", self.total))
            } else {
                Halt::Failed(format!("did not answer within {at_most:?}"))
            }
        })
    }

    /// Does the work for as long as the budget lasts.
    pub(crate) async fn spend_rest<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Halt> {
        self.spend(Duration::MAX, work).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;

    fn budget() -> Budget {
        Budget::new(DateTime::UNIX_EPOCH, Duration::from_secs(30))
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_server_is_given_up_at_the_first_limit() {
        let silent = budget().spend(Duration::from_secs(10), pending::<()>()).await;
        assert_eq!(silent, Err(Halt::Failed("did not answer within 10s".into())));
    }

    #[tokio::test(start_paused = true)]
    async fn many_short_works_share_one_total() {
        let mut budget = budget();
        let mut done = Vec::new();
        for _ in 0..4 {
            done.push(budget.spend(Duration::from_secs(10), tokio::time::sleep(Duration::from_secs(9))).await);
        }
        assert_eq!(done, [Ok(()), Ok(()), Ok(()), Err(Halt::Failed("took longer than 30s".into()))]);
        assert_eq!(budget.at().timestamp(), 30);
    }

    #[tokio::test]
    async fn the_last_instant_there_is_does_not_overflow() {
        let budget = Budget::new(DateTime::<Utc>::MAX_UTC, Duration::from_secs(30));
        assert_eq!(budget.at(), DateTime::<Utc>::MAX_UTC);
    }
}
