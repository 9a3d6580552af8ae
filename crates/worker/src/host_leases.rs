//! Turns at the sites of others, shared by every worker over one database, whichever machine it is on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::Clock;
use hobnob_fetch::{NoTurn, Passing, Turnstile};
use hobnob_store::{HostTurn, Store, StoreError};
use tokio::time::{Instant, sleep};

/// How long a turn lasts if its worker dies. A talk takes half a minute at most, and may wait for a connection before.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// How long we wait for a turn before we come back another time: so long, or four times the longest rest that is kept there.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often we look whether another has given a turn back.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

const RESTS: u32 = 4;

/// When to come back after we lost patience, or the database was away.
const COME_BACK: TimeDelta = TimeDelta::minutes(1);

/// Sites that have been at rest for so long are forgotten, and how often that is seen to.
const FORGET_AFTER: TimeDelta = TimeDelta::days(2);
const FORGET_EVERY: TimeDelta = TimeDelta::hours(1);

/// Turns at sites, as rows that workers lease.
pub struct HostLeases {
    store: Store,
    clock: Arc<dyn Clock>,
    owner: String,
    forgotten_at: AtomicI64,
}

impl HostLeases {
    /// Turns for a worker of that name, which must be unique among all workers over the database.
    pub fn new(store: Store, clock: Arc<dyn Clock>, owner: String) -> Self {
        Self { store, clock, owner, forgotten_at: AtomicI64::new(i64::MIN) }
    }

    async fn entered(&self, site: &str, host: &str) -> Result<Result<(), NoTurn>, StoreError> {
        let (begun, mut patience) = (Instant::now(), PATIENCE);
        self.forget().await?;
        loop {
            let now = self.clock.now();
            if let Some(until) = self.store.host_silent_until(host, now).await? {
                return Ok(Err(NoTurn::Silent(until)));
            }
            let wait = match self.store.host_enter(site, &self.owner, now, LEASE).await? {
                HostTurn::Ours => return Ok(Ok(())),
                HostTurn::Taken(_) => LOOK_AGAIN,
                HostTurn::Resting(at) => {
                    let rest = (at - now).to_std().unwrap_or_default().max(Duration::from_millis(1));
                    patience = patience.max(rest * RESTS);
                    rest
                }
            };
            if begun.elapsed() + wait > patience {
                return Ok(Err(NoTurn::Crowded(now + COME_BACK)));
            }
            sleep(wait).await;
        }
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let last = self.forgotten_at.load(Ordering::Relaxed);
        if now.timestamp().saturating_sub(last) < FORGET_EVERY.num_seconds() {
            return Ok(());
        }
        self.forgotten_at.store(now.timestamp(), Ordering::Relaxed);
        self.store.hosts_forget(now - FORGET_AFTER).await
    }
}

/// What a database that is away costs: a later attempt, never a ruder one.
fn told(error: &StoreError) {
    tracing::warn!(%error, "a turn at a site could not be written down");
}

impl Turnstile for HostLeases {
    fn enter<'a>(&'a self, site: &'a str, host: &'a str) -> Passing<'a, Result<(), NoTurn>> {
        Box::pin(async move {
            self.entered(site, host).await.unwrap_or_else(|error| {
                told(&error);
                Err(NoTurn::Crowded(self.clock.now() + COME_BACK))
            })
        })
    }

    fn leave<'a>(&'a self, site: &'a str, pause: Duration) -> Passing<'a, ()> {
        Box::pin(async move {
            let pause = TimeDelta::from_std(pause).unwrap_or(COME_BACK);
            if let Err(error) = self.store.host_leave(site, &self.owner, self.clock.now() + pause).await {
                told(&error);
            }
        })
    }

    fn silence<'a>(&'a self, host: &'a str, until: DateTime<Utc>) -> Passing<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.store.host_silence(host, until).await {
                told(&error);
            }
        })
    }
}
