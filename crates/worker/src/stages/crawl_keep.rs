//! Keeping what was read, or saying that it could not be kept.

use std::time::Duration;

use super::{
    Crawl,
    crawl_run::{Ended, Run, Running},
};
use crate::{Progress, WorkerError};
use hobnob_store::{PageCommit, PageOutcome, StoreError};

/// How often it is tried to keep what a run brought, and how long is waited in between: all well within the claim.
const TRIES_MAX: u32 = 12;
const TRY_AGAIN: Duration = Duration::from_secs(5);

impl Crawl {
    /// Writes down what a run brought. A database that is away for a moment is tried again, and meanwhile nothing is fetched anew.
    /// One source that can't be kept stops no other: the first fault is told at the end.
    pub(super) async fn settle(&self, running: &mut Running, ended: Ended) {
        let Ended { mut run, error } = ended;
        if let Some(error) = error {
            self.lose(&run, error.into());
        }
        if run.tries == 0 {
            self.tell(&run);
        }
        run.tries += 1;
        let Err(error) = self.commit(&run.commit).await else { return };
        if error.may_pass() && run.tries < TRIES_MAX {
            tracing::warn!(source = run.commit.spec.name, %error, "what a source lists could not be kept; it is tried again");
            running.again(run, TRY_AGAIN);
            return;
        }
        self.give_up(run, error).await;
    }

    /// Writes down that what was read could not be kept; if even that is refused, only when the source is due again.
    async fn give_up(&self, run: Run, error: StoreError) {
        let lost = run.as_lost(&error.to_string());
        if matches!(run.commit.outcome, PageOutcome::Read { .. } | PageOutcome::Unchanged { .. }) {
            self.count(|report| {
                report.sources.ok = report.sources.ok.saturating_sub(1);
                report.sources.failed += 1;
                report.problems += 1;
            });
        }
        if let PageOutcome::Failed { problem, is_wrong: _ } = &lost.outcome {
            (self.observer)(&Progress::Failed {
                source: lost.spec.name.clone(),
                problem: problem.message.clone(),
                is_unreached: false,
            });
        }
        if let Err(error) = self.commit(&lost).await {
            tracing::error!(source = lost.spec.name, %error, "the failure of a source could not be written down");
            let given = self.store.source_lease_end(lost.source_id, &lost.owner, lost.next_fetch_at).await;
            if let Err(error) = given {
                tracing::error!(source = lost.spec.name, %error, "a source could not be given back; it is due when its claim ends");
            }
        }
        self.lose(&run, error.into());
    }

    /// Keeps the first fault for the end.
    fn lose(&self, run: &Run, error: WorkerError) {
        tracing::error!(source = run.commit.spec.name, %error, "what a source lists is lost; it is read again later");
        self.lost.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
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
        let Run { commit: PageCommit { spec, outcome, tally, next_fetch_at, .. }, is_unreached, held: _, tries: _ } =
            run;
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
            PageOutcome::Crowded => {
                failed(&format!("waits, for other readers of its site take long; it is asked again at {next_fetch_at}"))
            }
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
