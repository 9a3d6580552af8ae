//! Due sources → pages → listings.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{
    Next, Observer, Progress, RunReport, Stage, WorkerError,
    cadence::{self, Signals},
    gather::{Gathered, Gatherer, LEASE},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Source, SourceId, Validators};
use hobnob_fetch::Client;
use hobnob_store::{PageCommit, PageOutcome, Store, StoreError};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

/// How many sources are read side by side.
const RUNNING_MAX: usize = 16;

/// While sources are being read, it is looked for others that are due at least this often.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How often it is tried to keep what a run brought, and how long is waited in between: all well within the claim.
const TRIES_MAX: u32 = 12;
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// How long those who are being read may take to end once the worker is told to.
const FAREWELL: Duration = Duration::from_secs(10);

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
}

/// Sources that are being read, and what was read and could not be kept yet.
pub(crate) type Running = JoinSet<Run>;

/// A source that was read.
pub(crate) struct Run {
    commit: PageCommit,
    /// Whether there was no connection to its server.
    is_unreached: bool,
    /// How often it was tried to keep it.
    tries: u32,
}

impl Run {
    /// What a run brought that began at `now`; `is_soon` says whether the source lists an event that begins soon.
    fn new(source: Source, owner: String, is_soon: bool, gathered: Gathered, now: DateTime<Utc>) -> Self {
        let Gathered { outcome, is_unreached, tally, fresh_for, moved_to, until } = gathered;
        let signals = Signals { is_soon, fresh_for, ..Signals::default() };
        let next = match (&outcome, until) {
            (PageOutcome::Throttled, Some(until)) => NextFetch { at: until, if_quiet: None },
            _ => next_fetch(&source, &outcome, signals, now),
        };
        let commit = PageCommit {
            source_id: source.id,
            owner,
            spec: source.spec,
            now,
            outcome,
            next_fetch_at: next.at,
            next_fetch_at_if_quiet: next.if_quiet,
            moved_to,
            tally,
        };
        Self { commit, is_unreached, tries: 0 }
    }
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
        self.begin(&mut running, due_by, now).await?;
        if running.is_empty() {
            return Ok(Next::At(self.store.source_due_next_at().await?));
        }
        let mut ending = self.ending.clone();
        let mut done = tokio::select! {
            done = running.join_next() => done,
            () = tokio::time::sleep(LOOK_AGAIN) => None,
            Ok(_) = ending.wait_for(|is_over| *is_over) => None,
        };
        while let Some(run) = done {
            self.settle(&mut running, run?).await?;
            done = running.try_join_next();
        }
        Ok(Next::Again)
    }

    /// Claims as many sources that are due as there is room for, and begins to read them.
    async fn begin(&self, running: &mut Running, due_by: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), WorkerError> {
        let room = u64::try_from(RUNNING_MAX.saturating_sub(running.len())).unwrap_or_default();
        if room == 0 {
            return Ok(());
        }
        let due = self.store.sources_due_by(due_by, now, room, &self.owner, LEASE).await?;
        if due.is_empty() {
            return Ok(());
        }
        (self.observer)(&Progress::Due(due.len()));
        self.count(|report| report.sources.due += u64::try_from(due.len()).unwrap_or(u64::MAX));
        let ids: Vec<SourceId> = due.iter().map(|source| source.id).collect();
        let soon = self.store.sources_with_events_between(&ids, now, now + cadence::SOON).await?;
        let pages_max = self.pages_max;
        for source in due {
            let (client, store, owner) = (Arc::clone(&self.client), self.store.clone(), self.owner.clone());
            let is_soon = soon.contains(&source.id);
            running.spawn(async move {
                // What is not known to be unchanged is read anew.
                let known = store.pages_of(source.id).await.unwrap_or_else(|error| {
                    tracing::warn!(source = source.spec.name, %error, "a source is read as if for the first time");
                    Vec::new()
                });
                let known = known.into_iter().collect();
                let (client, store, source_ref) = (&*client, &store, &source);
                let gatherer = Gatherer { client, store, owner: &owner, source: source_ref, known, pages_max, now };
                let gathered = gatherer.run().await;
                Run::new(source, owner, is_soon, gathered, now)
            });
        }
        Ok(())
    }

    /// Ends: what is about to be read to its end still is, all else is given back and due for whoever comes next.
    pub(crate) async fn leave(&self) -> Result<(), WorkerError> {
        let mut running = self.running.lock().await;
        let until = tokio::time::Instant::now() + FAREWELL;
        let mut left = Ok(());
        while let Ok(Some(run)) = tokio::time::timeout_at(until, running.join_next()).await {
            let settled = match run {
                Ok(run) => self.settle(&mut running, run).await,
                Err(error) => Err(error.into()),
            };
            left = left.and(settled);
        }
        running.shutdown().await;
        self.store.source_leases_release(&self.owner).await?;
        left
    }

    /// Writes down what a run brought. A database that is away for a moment is tried again, and meanwhile nothing is fetched anew.
    async fn settle(&self, running: &mut Running, mut run: Run) -> Result<(), WorkerError> {
        if run.tries == 0 {
            self.tell(&run);
        }
        run.tries += 1;
        let Err(error) = self.commit(&run.commit).await else { return Ok(()) };
        let may_pass = matches!(error, StoreError::Locked | StoreError::Database(_));
        if !may_pass || run.tries >= TRIES_MAX {
            return Err(error.into());
        }
        tracing::warn!(source = run.commit.spec.name, %error, "what a source lists could not be kept; it is tried again");
        running.spawn(async move {
            tokio::time::sleep(TRY_AGAIN).await;
            run
        });
        Ok(())
    }

    fn count(&self, add: impl FnOnce(&mut RunReport)) {
        add(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }

    async fn commit(&self, commit: &PageCommit) -> Result<(), StoreError> {
        let stored = match self.store.page_commit(commit).await {
            Ok(stored) => stored,
            // Somebody else reads it by now, or it is wanted otherwise or no more: what was read is thrown away.
            Err(error @ (StoreError::LeaseLost(_) | StoreError::ReadOtherwise(_) | StoreError::SourceUnknown(_))) => {
                tracing::warn!(source = commit.spec.name, %error, "a source's page was not kept");
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let changed = stored.listings.new + stored.listings.changed + stored.listings.vanished;
        self.count(|report| {
            report.listings.new += stored.listings.new;
            report.listings.changed += stored.listings.changed;
            report.listings.vanished += stored.listings.vanished;
        });
        if changed > 0 {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Adds the run to the report and tells the observer.
    fn tell(&self, run: &Run) {
        let Run { commit: PageCommit { spec, outcome, tally, .. }, is_unreached, tries: _ } = run;
        let (name, is_unreached) = (spec.name.clone(), *is_unreached);
        let failed =
            |problem: &str| Progress::Failed { source: name.clone(), problem: problem.to_owned(), is_unreached };
        let progress = match outcome {
            PageOutcome::Read { listings, problems, .. } => {
                let count = listings.len();
                self.count(|report| {
                    report.sources.ok += 1;
                    report.listings.seen += u64::try_from(count).unwrap_or(u64::MAX);
                    report.problems += u64::try_from(problems.len()).unwrap_or(u64::MAX);
                });
                Progress::Read { source: name.clone(), listings: Some(count) }
            }
            PageOutcome::Unchanged { .. } => {
                self.count(|report| report.sources.ok += 1);
                Progress::Read { source: name.clone(), listings: None }
            }
            PageOutcome::Throttled => failed("asks us to come back later"),
            PageOutcome::Gone => failed("is gone (410)"),
            PageOutcome::Failed { problem, is_wrong: _ } => failed(&problem.message),
        };
        self.count(|report| {
            report.pages.fetched += tally.pages;
            report.pages.not_modified += tally.not_modified;
            report.pages.failed += tally.pages_failed;
            if let Progress::Failed { .. } = progress {
                report.sources.failed += 1;
                report.problems += 1;
            }
        });
        (self.observer)(&progress);
    }
}

/// When a source is due again: at all events, and if the run told nothing new.
struct NextFetch {
    at: DateTime<Utc>,
    if_quiet: Option<DateTime<Utc>>,
}

fn next_fetch(source: &Source, outcome: &PageOutcome, signals: Signals, now: DateTime<Utc>) -> NextFetch {
    let answered = |is_changed, validators: &Validators| {
        let is_conditional = *validators != Validators::default();
        cadence::after_answer(source, Signals { is_changed, is_conditional, ..signals }, now)
    };
    let at = match outcome {
        PageOutcome::Read { validators, .. } => {
            return NextFetch { at: answered(true, validators), if_quiet: Some(answered(false, validators)) };
        }
        PageOutcome::Unchanged { validators } => answered(false, validators.as_ref().unwrap_or(&source.validators)),
        PageOutcome::Gone => cadence::after_gone(source, now),
        PageOutcome::Failed { is_wrong: true, .. } if source.parks_with_another(now) => {
            cadence::after_gone(source, now)
        }
        PageOutcome::Throttled | PageOutcome::Failed { .. } => cadence::after_failure(source, now),
    };
    NextFetch { at, if_quiet: None }
}
