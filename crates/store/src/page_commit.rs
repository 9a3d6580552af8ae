//! What one run over one source brought: ground state, written whole or not at all.

use std::collections::BTreeSet;

use crate::{
    Store, StoreError,
    entity::{pages, sources},
    instant::{instant, micros, small},
    moves, problems,
    run::{self, Run},
    source_runs::{RunSketch, RunTally},
    sources::{is_read_otherwise, set, validators_set},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Format, Listing, Phase, Problem, SourceId, SourceSpec, SourceState, Validators, is_worn_out};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use url::Url;

/// A page as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRecord {
    /// Its address.
    pub url: String,
    /// The Content-Type as sent.
    pub media_type: Option<String>,
    /// The decoded body's length.
    pub bytes: usize,
    /// A digest of the decoded body, however the caller writes it: equal digests mean equal bytes.
    pub body_hash: String,
    /// What it was read as.
    pub format: Option<Format>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum PageOutcome {
    /// Pages came and were read.
    Read {
        /// The pages.
        pages: Vec<PageRecord>,
        /// All they list. Of two with one key the first counts.
        listings: Vec<Listing>,
        /// Keys of those that say a part only: one that is known already stays as it is.
        in_part: BTreeSet<String>,
        /// What was odd.
        problems: Vec<Problem>,
        /// Whether this is all the source had to say; only then what is lacking counts as missing.
        is_complete: bool,
        /// For the next conditional request.
        validators: Validators,
    },
    /// 304, or the same bytes as before.
    Unchanged {
        /// New validators, where the server gave some.
        validators: Option<Validators>,
    },
    /// The server asks us to come back later; `next_fetch_at` says when.
    Throttled,
    /// It was not asked: others who share our turns take long at its site. It has no part in it.
    Crowded,
    /// 410.
    Gone,
    /// Nothing could be read.
    Failed {
        /// Why.
        problem: Problem,
        /// Whether it was a wrong answer: nothing there, closed to us, or nothing that can be read. Servers that are out
        /// of reach, too busy or broken give none.
        is_wrong: bool,
    },
}

/// What [`Store::page_commit`] writes.
#[derive(Clone, Debug, PartialEq)]
pub struct PageCommit {
    /// The source.
    pub source_id: SourceId,
    /// Who claimed it with [`Store::sources_due`].
    pub owner: String,
    /// As what it was read.
    pub spec: SourceSpec,
    /// When it was asked.
    pub now: DateTime<Utc>,
    /// What came.
    pub outcome: PageOutcome,
    /// When it is due again.
    pub next_fetch_at: DateTime<Utc>,
    /// When it is due again if nothing it lists is new, different or gone; none: then, too.
    pub next_fetch_at_if_quiet: Option<DateTime<Utc>>,
    /// Where it says it has moved for good. Believed after three runs over a day and more say the same.
    pub moved_to: Option<Url>,
    /// How the run went.
    pub tally: RunTally,
}

/// Listings of one run, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListingCounts {
    /// How many the run brought.
    pub seen: u64,
    /// How many of them were unknown.
    pub new: u64,
    /// How many of them say something else now.
    pub changed: u64,
    /// How many known ones this complete run is the first to lack.
    pub vanished: u64,
}

/// What [`Store::page_commit`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageReport {
    /// The listings.
    pub listings: ListingCounts,
    /// Why nothing is taken away until a second run says the same: it lacked too much.
    pub held: Option<String>,
}

impl PageReport {
    /// Whether the run was believed and told nothing new.
    fn is_quiet(&self) -> bool {
        let ListingCounts { seen: _, new, changed, vanished } = self.listings;
        self.held.is_none() && new + changed + vanished == 0
    }
}

impl Store {
    /// Writes what a run brought, in one transaction, and gives the claim back. Nothing is written when the claim was
    /// lost to another worker meanwhile, nor when the source is to be read in another way since: then it is due as it was.
    pub async fn page_commit(&self, commit: &PageCommit) -> Result<PageReport, StoreError> {
        let PageCommit { source_id, owner, spec, now, outcome, next_fetch_at, next_fetch_at_if_quiet, moved_to, tally } =
            commit;
        let (source_id, now) = (*source_id, *now);
        let sketch = RunSketch::new(source_id, now, outcome, tally.clone());
        let transaction = self.begin_source().await?;
        let source = sources::Entity::find_by_id(source_id.get())
            .lock_exclusive()
            .one(&transaction)
            .await?
            .ok_or(StoreError::SourceUnknown(source_id))?;
        if source.lease_owner.as_deref() != Some(owner.as_str()) {
            return Err(StoreError::LeaseLost(source_id));
        }
        let free = sources::ActiveModel { lease_owner: Set(None), lease_until: Set(None), ..Default::default() };
        if is_read_otherwise(&source, spec) {
            set(&transaction, source.id, free).await?;
            transaction.commit().await?;
            return Err(StoreError::ReadOtherwise(source_id));
        }
        let mut change = sources::ActiveModel {
            next_fetch_at: Set(micros(*next_fetch_at)),
            fetched_at: Set(Some(micros(now))),
            ..free
        };
        let is_answered = matches!(outcome, PageOutcome::Read { .. } | PageOutcome::Unchanged { .. });
        let report = write(&transaction, &source, outcome, now, &mut change).await?;
        if matches!(outcome, PageOutcome::Crowded) {
            change.fetched_at = NotSet; // nobody has asked
        }
        if let Some(at) = next_fetch_at_if_quiet.filter(|_| report.is_quiet()) {
            change.next_fetch_at = Set(micros(at));
        }
        if is_answered {
            moves::heard(&transaction, &source, moved_to.as_ref(), now, &mut change).await?;
        }
        set(&transaction, source.id, change).await?;
        sketch.write(&transaction, &report).await?;
        transaction.commit().await?;
        Ok(report)
    }

    /// The address and body digest of each page a source's last run read.
    pub async fn pages_of(&self, source_id: SourceId) -> Result<Vec<(String, String)>, StoreError> {
        let pages = pages::Entity::find()
            .select_only()
            .column(pages::Column::Url)
            .column(pages::Column::BodyHash)
            .filter(pages::Column::SourceId.eq(source_id.get()))
            .order_by_asc(pages::Column::Id);
        Ok(pages.into_tuple().all(&self.reader).await?)
    }
}

/// Writes what came; `change` gets what it means for the source.
async fn write(
    db: &impl ConnectionTrait,
    source: &sources::Model,
    outcome: &PageOutcome,
    now: DateTime<Utc>,
    change: &mut sources::ActiveModel,
) -> Result<PageReport, StoreError> {
    match outcome {
        PageOutcome::Read { pages, listings, in_part, problems, is_complete, validators } => {
            let run = Run { pages, listings, in_part, problems, is_complete: *is_complete, validators, now };
            return run::write(db, source, run, change).await;
        }
        PageOutcome::Unchanged { validators } => unchanged(db, source, validators.as_ref(), now, change).await?,
        PageOutcome::Throttled | PageOutcome::Crowded => {}
        PageOutcome::Gone => {
            let said = "the server says it is gone for good (410); it is looked at once a week".to_owned();
            failed(db, source, &Problem::new(Phase::Fetch, said), now, change).await?;
            if source.state == SourceState::Active.as_str() {
                change.state = Set(SourceState::Parked.to_string());
            }
        }
        PageOutcome::Failed { problem, is_wrong } => {
            let mut problem = problem.clone();
            if *is_wrong && wrong(source, now, change) {
                problem.message.push_str("; it is parked and looked at once a week until it answers");
            }
            failed(db, source, &problem, now, change).await?;
        }
    }
    Ok(PageReport::default())
}

/// The same as last time: complete if that was, and lacking what that lacked.
async fn unchanged(
    db: &impl ConnectionTrait,
    source: &sources::Model,
    validators: Option<&Validators>,
    now: DateTime<Utc>,
    change: &mut sources::ActiveModel,
) -> Result<(), StoreError> {
    succeeded(source, now, change);
    if let Some(validators) = validators {
        validators_set(change, validators);
    }
    if source.failures > 0 {
        problems::fetched(db, source.id).await?;
    }
    if source.is_complete {
        change.problem = Set(None);
        run::missing_again(db, source.id, now).await?;
    }
    Ok(())
}

/// The source answered as it should.
pub(crate) fn succeeded(source: &sources::Model, now: DateTime<Utc>, change: &mut sources::ActiveModel) {
    change.succeeded_at = Set(Some(micros(now)));
    change.failures = Set(0);
    change.wrong_answers = Set(0);
    change.wrong_since = Set(None);
    if source.state == SourceState::Parked.as_str() {
        change.state = Set(SourceState::Active.to_string());
    }
}

/// It answered wrongly; says whether it is parked, as it is when that goes on for too long.
fn wrong(source: &sources::Model, now: DateTime<Utc>, change: &mut sources::ActiveModel) -> bool {
    let answers = source.wrong_answers.saturating_add(1);
    let since = source.wrong_since.map_or(now, instant);
    change.wrong_answers = Set(answers);
    change.wrong_since = Set(Some(micros(since)));
    let is_active = source.state == SourceState::Active.as_str();
    if is_active && is_worn_out(small(answers), Some(since), now) {
        change.state = Set(SourceState::Parked.to_string());
        return true;
    }
    source.state == SourceState::Parked.as_str()
}

/// It did not. Its listings stay as they are.
async fn failed(
    db: &impl ConnectionTrait,
    source: &sources::Model,
    problem: &Problem,
    now: DateTime<Utc>,
    change: &mut sources::ActiveModel,
) -> Result<(), StoreError> {
    change.failures = Set(source.failures.saturating_add(1));
    change.problem = Set(Some(problems::message(&problem.message)));
    problems::replace(db, source.id, std::slice::from_ref(problem), now).await
}
