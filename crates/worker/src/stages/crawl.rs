//! Due sources → pages → listings.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    Next, Observer, Progress, RunReport, Stage, WorkerError,
    cadence::{self, Signals},
    gather::{Gathered, Gatherer, LEASE},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Source, SourceId, Validators};
use hobnob_fetch::Client;
use hobnob_store::{PageCommit, PageOutcome, RunTally, Store, StoreError};
use tokio::{sync::Notify, task::JoinSet};

/// How many sources one batch claims.
const BATCH: u64 = 16;

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
}

impl Stage for Crawl {
    fn name(&self) -> &'static str {
        "crawl"
    }

    fn step<'a>(&'a self, now: DateTime<Utc>) -> Pin<Box<dyn Future<Output = Result<Next, WorkerError>> + Send + 'a>> {
        Box::pin(async move {
            let due = self.store.sources_due(now, BATCH, &self.owner, LEASE).await?;
            if due.is_empty() {
                return Ok(Next::At(self.store.source_due_next_at().await?));
            }
            (self.observer)(&Progress::Due(due.len()));
            self.count(|report| report.sources.due += u64::try_from(due.len()).unwrap_or(u64::MAX));
            let ids: Vec<SourceId> = due.iter().map(|source| source.id).collect();
            let soon = self.store.sources_with_events_between(&ids, now, now + cadence::SOON).await?;
            let (mut runs, pages_max) = (JoinSet::new(), self.pages_max);
            for source in due {
                let (client, store, owner) = (Arc::clone(&self.client), self.store.clone(), self.owner.clone());
                runs.spawn(async move {
                    let known = match store.pages_of(source.id).await {
                        Ok(known) => known.into_iter().collect(),
                        Err(error) => return (source, Err(error)),
                    };
                    let (client, store, owner) = (&*client, &store, &*owner);
                    let run = Gatherer { client, store, owner, source: &source, known, pages_max, now }.run().await;
                    (source, Ok(run))
                });
            }
            while let Some(done) = runs.join_next().await {
                let (source, run) = done?;
                let is_soon = soon.contains(&source.id);
                self.commit(source, run?, is_soon, now).await?;
            }
            Ok(Next::Again)
        })
    }
}

impl Crawl {
    fn count(&self, add: impl FnOnce(&mut RunReport)) {
        add(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }

    async fn commit(
        &self,
        source: Source,
        run: Gathered,
        is_soon: bool,
        now: DateTime<Utc>,
    ) -> Result<(), WorkerError> {
        let Gathered { outcome, is_unreached, tally, fresh_for, moved_to, until } = run;
        let signals = Signals { is_soon, fresh_for, ..Signals::default() };
        let next = match (&outcome, until) {
            (PageOutcome::Throttled, Some(until)) => NextFetch { at: until, if_quiet: None },
            _ => next_fetch(&source, &outcome, signals, now),
        };
        self.tell(&source, &outcome, is_unreached, &tally);
        let owner = self.owner.clone();
        let commit = PageCommit {
            source_id: source.id,
            owner,
            now,
            outcome,
            next_fetch_at: next.at,
            next_fetch_at_if_quiet: next.if_quiet,
            moved_to,
            tally,
        };
        let stored = match self.store.page_commit(commit).await {
            Ok(stored) => stored,
            // Somebody else reads it by now, or nobody wants it any more: what was read is thrown away.
            Err(error @ (StoreError::LeaseLost(_) | StoreError::SourceUnknown(_))) => {
                tracing::warn!(source = source.spec.name, %error, "a source's page was not kept");
                return Ok(());
            }
            Err(error) => return Err(error.into()),
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
    fn tell(&self, source: &Source, outcome: &PageOutcome, is_unreached: bool, tally: &RunTally) {
        let name = source.spec.name.clone();
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
