//! What this process has answered, counted.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{LetterKind, SourceState, SubscriberState};
use hobnob_store::{LetterTotals, RunTotals, Store, StoreError};
use tokio::sync::Mutex;

/// How long what was read from the database is told again: who asks too often learns nothing new.
const KEPT_FOR: TimeDelta = TimeDelta::seconds(10);

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What this process has answered, and what it last read of the write side.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    /// Feeds that were asked for.
    pub(crate) feed_requests: Counter,
    /// Feeds that had to be made for it.
    pub(crate) feeds_made: Counter,
    /// GraphQL requests that were understood and answered.
    pub(crate) graphql_executed: Counter,
    /// GraphQL requests that were refused.
    pub(crate) graphql_refused: Counter,
    /// GraphQL requests that came from addresses which had spent what is theirs.
    pub(crate) graphql_limited: Counter,
    stock: Mutex<Option<(DateTime<Utc>, Stock)>>,
}

/// What the database holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stock {
    /// How many sources are in each state.
    pub(crate) sources: Vec<(SourceState, u64)>,
    /// How many sources failed when they were last asked.
    pub(crate) sources_failing: u64,
    /// How many sources should have been asked by now.
    pub(crate) sources_due: u64,
    pub(crate) listings: u64,
    pub(crate) events: u64,
    pub(crate) revision: i64,
    pub(crate) runs: Vec<RunTotals>,
    /// How many readers of the weekly mail are in each state.
    pub(crate) subscribers: Vec<(SubscriberState, u64)>,
    /// What became of letters, by kind.
    pub(crate) letters: Vec<(LetterKind, LetterTotals)>,
}

impl Tallies {
    /// What the database holds, or held a few seconds ago.
    pub(crate) async fn stock(&self, store: &Store, now: DateTime<Utc>) -> Result<Stock, StoreError> {
        let mut kept = self.stock.lock().await;
        if let Some((at, stock)) = &*kept
            && (TimeDelta::zero()..KEPT_FOR).contains(&(now - *at))
        {
            return Ok(stock.clone());
        }
        let stock = read(store, now).await?;
        *kept = Some((now, stock.clone()));
        Ok(stock)
    }
}

async fn read(store: &Store, now: DateTime<Utc>) -> Result<Stock, StoreError> {
    let sources = store.sources().await?;
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let of_state = |state: &SourceState| sources.iter().filter(|source| source.state == *state).count();
    let is_due = |state: SourceState, at: DateTime<Utc>| state != SourceState::Paused && at <= now;
    Ok(Stock {
        sources: SourceState::ALL.iter().map(|state| (*state, number(of_state(state)))).collect(),
        sources_failing: number(sources.iter().filter(|source| source.failures > 0).count()),
        sources_due: number(sources.iter().filter(|source| is_due(source.state, source.next_fetch_at)).count()),
        listings: sources.iter().map(|source| source.listings).sum(),
        events: store.events_total().await?,
        revision: store.revision().await?,
        runs: store.run_totals().await?,
        subscribers: store.subscribers_count().await?,
        letters: letters(store).await?,
    })
}

async fn letters(store: &Store) -> Result<Vec<(LetterKind, LetterTotals)>, StoreError> {
    let mut all = Vec::new();
    for kind in LetterKind::ALL {
        all.push((*kind, store.letter_totals(*kind).await?));
    }
    Ok(all)
}
