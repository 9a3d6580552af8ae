//! Due sources → pages → listings.

use std::{
    collections::BTreeSet,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::crawl_run::{Held, Run, Running};
use crate::{
    Next, Observer, Progress, RunReport, Stage, WorkerError, cadence,
    gather::{Gatherer, LEASE},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Clock, SourceId};
use hobnob_fetch::Client;
use hobnob_store::Store;
use tokio::sync::{Notify, watch};
use url::Url;

/// How many sources are read side by side.
const RUNNING_MAX: usize = 16;

/// How many sources that wait are looked at to choose from.
const WAITING_MAX: u64 = 5_000;

/// While sources are being read, it is looked for others that are due at least this often.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How long those who are being read may take to end once the worker is told to.
const FAREWELL: Duration = Duration::from_secs(10);

/// How long a site is left alone whose talk was broken off.
const REST: TimeDelta = TimeDelta::seconds(10);

/// Fetches due sources, reads their pages and stores their listings.
pub struct Crawl {
    /// Where due sources are and listings go.
    pub store: Store,
    /// The way out.
    pub client: Arc<Client>,
    /// Who claims: unique among all workers.
    pub owner: String,
    /// The most pages one run of one source reads.
    pub pages_max: usize,
    /// Told of what happens.
    pub observer: Observer,
    /// Woken when listings changed.
    pub wake: Arc<Notify>,
    /// Added up.
    pub report: Arc<Mutex<RunReport>>,
    /// Says when no source is begun any more.
    pub(crate) ending: watch::Receiver<bool>,
    /// The sources that are being read: one that takes long keeps no other waiting.
    pub(crate) running: tokio::sync::Mutex<Running>,
    /// What went wrong first.
    pub(crate) lost: Mutex<Option<WorkerError>>,
}

impl Stage for Crawl {
    fn name(&self) -> &'static str {
        "crawl"
    }

    fn step<'a>(&'a self, now: DateTime<Utc>) -> Pin<Box<dyn Future<Output = Result<Next, WorkerError>> + Send + 'a>> {
        Box::pin(self.round(now, now))
    }
}

impl Crawl {
    /// Begins to read what is due by an instant, and settles what was read.
    pub(crate) async fn round(&self, due_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<Next, WorkerError> {
        let mut running = self.running.lock().await;
        let begun = self.begin(&mut running, due_by, now).await;
        if running.is_empty() {
            begun?;
            return Ok(Next::At(self.store.source_due_next_at().await?));
        }
        let mut ending = self.ending.clone();
        let mut ended = tokio::select! {
            ended = running.next() => ended,
            () = tokio::time::sleep(LOOK_AGAIN) => None,
            Ok(_) = ending.wait_for(|is_over| *is_over) => None,
        };
        while let Some(run) = ended {
            self.settle(&mut running, run).await;
            ended = running.next_ended();
        }
        begun.map(|()| Next::Again)
    }

    /// Claims as many sources that are due as there is room for, and begins to read them.
    async fn begin(&self, running: &mut Running, due_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), WorkerError> {
        let room = RUNNING_MAX.saturating_sub(running.len());
        if room == 0 || *self.ending.borrow() {
            return Ok(());
        }
        let waiting = self.store.sources_waiting(due_by, now, WAITING_MAX, LEASE).await?;
        let site = |url: String| Url::parse(&url).ok().and_then(|url| self.client.site(&url));
        let chosen = running.chosen(waiting.into_iter().map(|(id, url)| (id, site(url))).collect(), room);
        if chosen.is_empty() {
            return Ok(());
        }
        let due = self.store.sources_claim(&chosen, due_by, now, &self.owner, LEASE).await?;
        if due.is_empty() {
            return Ok(());
        }
        (self.observer)(&Progress::Due(due.len()));
        self.count(|report| report.sources.due += u64::try_from(due.len()).unwrap_or(u64::MAX));
        let ids: Vec<SourceId> = due.iter().map(|source| source.id).collect();
        // They are claimed: what can't be known of them now keeps none from being read.
        let soon = self.store.sources_with_events_between(&ids, now, now + cadence::SOON).await;
        let soon = soon.unwrap_or_else(|error| {
            tracing::warn!(%error, "it is not known which sources list what begins soon");
            BTreeSet::new()
        });
        for source in due {
            let is_soon = soon.contains(&source.id);
            let site = self.client.site(&source.spec.url);
            let held = Held { source: Arc::new(source), site, owner: self.owner.clone(), now };
            let (client, store, pages_max) = (Arc::clone(&self.client), self.store.clone(), self.pages_max);
            running.begin(held.clone(), async move {
                let source = &*held.source;
                // What is not known to be unchanged is read anew.
                let known = store.pages_of(source.id).await.unwrap_or_else(|error| {
                    tracing::warn!(source = source.spec.name, %error, "a source is read as if for the first time");
                    Vec::new()
                });
                let known = known.into_iter().collect();
                let (client, store, owner) = (&*client, &store, &*held.owner);
                let gathered = Gatherer { client, store, owner, source, known, pages_max, now }.run().await;
                Run::new(held, is_soon, gathered)
            });
        }
        Ok(())
    }

    /// Ends: what is about to be read to its end still is, all else is given back and due for whoever comes next.
    /// Turns at sites whose talks were broken off are given back too, with a pause.
    pub(crate) async fn leave(&self, clock: &dyn Clock) -> Result<(), WorkerError> {
        let mut running = self.running.lock().await;
        let until = tokio::time::Instant::now() + FAREWELL;
        while let Ok(Some(ended)) = tokio::time::timeout_at(until, running.next()).await {
            self.settle(&mut running, ended).await;
        }
        let cut = running.len();
        running.abort();
        while let Some(ended) = running.next().await {
            self.settle(&mut running, ended).await;
            running.abort();
        }
        if cut > 0 {
            tracing::info!(sources = cut, "sources that take longer are given back");
        }
        let released = self.store.source_leases_release(&self.owner).await;
        self.store.host_turns_release(&self.owner, clock.now() + REST).await?;
        Ok(released?)
    }

    /// What went wrong first, if something did.
    pub(crate) fn first_lost(&self) -> Option<WorkerError> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn count(&self, add: impl FnOnce(&mut RunReport)) {
        add(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
