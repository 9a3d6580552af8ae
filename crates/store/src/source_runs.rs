//! How runs over sources went: written with each run, the oldest forgotten.

use std::collections::BTreeMap;

use crate::{
    PageOutcome, PageReport, Store, StoreError,
    entity::source_runs,
    hash::{maybe_storable, storable},
    instant::{count, instant, micros},
    problems::{PROBLEMS_MAX, message},
    run_totals,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{RunEnding, SourceId, SourceRun, UnknownWord};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, IntoActiveModel as _, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Alias, Expr, Query, SimpleExpr},
};

/// How many runs of one source are kept.
pub const SOURCE_RUNS_MAX: u64 = 100;

/// How a run went, as its worker saw it; the rest is known when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunTally {
    /// When the last page had been read.
    pub finished_at: DateTime<Utc>,
    /// Why the run ended before the list did, where a limit ended it.
    pub stopped: Option<(RunEnding, String)>,
    /// The consent by which robots.txt was not asked.
    pub robots_consent: Option<String>,
    /// Pages that came with a body.
    pub pages: u64,
    /// Bytes of those bodies, decoded.
    pub bytes: u64,
    /// Pages that had not changed, as the server said.
    pub not_modified: u64,
    /// Pages that did not come.
    pub pages_failed: u64,
}

impl RunTally {
    /// A run without pages that ended at an instant.
    pub const fn new(finished_at: DateTime<Utc>) -> Self {
        Self { finished_at, stopped: None, robots_consent: None, pages: 0, bytes: 0, not_modified: 0, pages_failed: 0 }
    }
}

impl PageOutcome {
    /// How a run with this outcome ended, unless a limit ended it, and why.
    fn ending(&self) -> (RunEnding, Option<String>) {
        match self {
            Self::Read { is_complete: true, .. } => (RunEnding::Exhausted, None),
            Self::Read { problems, .. } => {
                let first = problems.first().map(|problem| problem.message.clone());
                (RunEnding::Failed, first.or_else(|| Some("the pages could not be read to their end".to_owned())))
            }
            Self::Unchanged { .. } => (RunEnding::Unchanged, None),
            Self::Throttled => (RunEnding::Failed, Some("the server asks us to come back later".to_owned())),
            Self::Crowded => {
                let said = "other readers of this site take long; it is asked again later, as soon as it is our turn";
                (RunEnding::Failed, Some(said.to_owned()))
            }
            Self::Gone => (RunEnding::Failed, Some("the server says it is gone for good (410)".to_owned())),
            Self::Failed { problem, .. } => (RunEnding::Failed, Some(problem.message.clone())),
        }
    }

    /// How many oddities it brought, as far as they are kept.
    fn problems(&self) -> usize {
        match self {
            Self::Read { problems, .. } => problems.len().min(PROBLEMS_MAX),
            Self::Unchanged { .. } | Self::Throttled | Self::Crowded => 0,
            Self::Gone | Self::Failed { .. } => 1,
        }
    }
}

/// What is known of a run before it is written: its outcome is about to be taken apart.
pub(crate) struct RunSketch {
    row: source_runs::Model,
    pages_failed: i64,
}

impl RunSketch {
    pub(crate) fn new(source_id: SourceId, started_at: DateTime<Utc>, outcome: &PageOutcome, tally: RunTally) -> Self {
        let RunTally { finished_at, stopped, robots_consent, pages, bytes, not_modified, pages_failed } = tally;
        let (ending, reason) = match (stopped, outcome) {
            (Some((ending, reason)), PageOutcome::Read { .. }) => (ending, Some(reason)),
            _ => outcome.ending(),
        };
        let small = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let row = source_runs::Model {
            source_id: source_id.get(),
            number: 0,
            started_at: micros(started_at),
            finished_at: micros(Ord::max(finished_at, started_at)),
            ending: ending.to_string(),
            reason: reason.map(|reason| message(&reason)),
            robots_consent: maybe_storable(robots_consent.as_deref()),
            pages: small(pages),
            bytes: small(bytes),
            not_modified: small(not_modified),
            listings_seen: 0,
            listings_new: 0,
            listings_changed: 0,
            listings_vanished: 0,
            problems: crate::instant::number(outcome.problems()),
        };
        Self { row, pages_failed: small(pages_failed) }
    }

    /// Writes the run down behind the ones before, and forgets the oldest. The source's row must be locked.
    pub(crate) async fn write(self, db: &impl ConnectionTrait, report: &PageReport) -> Result<(), StoreError> {
        let Self { mut row, pages_failed } = self;
        let small = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        if let Some(held) = &report.held {
            row.ending = RunEnding::Failed.to_string();
            row.reason = Some(storable(held));
            row.problems = row.problems.saturating_add(1);
        }
        row.listings_seen = small(report.listings.seen);
        row.listings_new = small(report.listings.new);
        row.listings_changed = small(report.listings.changed);
        row.listings_vanished = small(report.listings.vanished);
        row.number = last_number(db, row.source_id).await?.saturating_add(1);
        let oldest = row.number.saturating_sub(small(SOURCE_RUNS_MAX));
        let of_source = source_runs::Column::SourceId.eq(row.source_id);
        let oldest_of = of_source.and(source_runs::Column::Number.lte(oldest));
        run_totals::add(db, &row, pages_failed).await?;
        source_runs::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
        if oldest > 0 {
            source_runs::Entity::delete_many().filter(oldest_of).exec(db).await?;
        }
        Ok(())
    }
}

async fn last_number(db: &impl ConnectionTrait, source_id: i64) -> Result<i64, StoreError> {
    let last: Option<Option<i64>> = source_runs::Entity::find()
        .select_only()
        .expr(Expr::col(source_runs::Column::Number).max())
        .filter(source_runs::Column::SourceId.eq(source_id))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

impl Store {
    /// The latest `first` runs of each of these sources, newest first, by one statement. A source without runs is left
    /// out.
    pub async fn source_runs(
        &self,
        ids: &[SourceId],
        first: u64,
    ) -> Result<BTreeMap<SourceId, Vec<SourceRun>>, StoreError> {
        let mut runs: BTreeMap<SourceId, Vec<SourceRun>> = BTreeMap::new();
        if first == 0 {
            return Ok(runs);
        }
        for chunk in ids.chunks(crate::batch::IDS_MAX) {
            let rows = source_runs::Entity::find()
                .filter(source_runs::Column::SourceId.is_in(chunk.iter().map(|id| id.get())))
                .filter(is_among_latest(first))
                .order_by_asc(source_runs::Column::SourceId)
                .order_by_desc(source_runs::Column::Number)
                .all(&self.reader)
                .await?;
            for row in rows {
                let run = run(row)?;
                runs.entry(run.source_id).or_default().push(run);
            }
        }
        Ok(runs)
    }
}

/// Numbers have no gaps within a source, so the latest ones are those near the highest.
fn is_among_latest(first: u64) -> SimpleExpr {
    let first = i64::try_from(Ord::min(first, SOURCE_RUNS_MAX)).unwrap_or(i64::MAX);
    let other = Alias::new("other");
    let highest = Query::select()
        .expr(Expr::col((other.clone(), source_runs::Column::Number)).max())
        .from_as(source_runs::Entity, other.clone())
        .and_where(
            Expr::col((other, source_runs::Column::SourceId))
                .equals((source_runs::Entity, source_runs::Column::SourceId)),
        )
        .take();
    Expr::col((source_runs::Entity, source_runs::Column::Number))
        .add(first)
        .gt(SimpleExpr::SubQuery(None, Box::new(highest.into())))
}

fn run(row: source_runs::Model) -> Result<SourceRun, StoreError> {
    let ending = row.ending.parse().map_err(|error: UnknownWord| StoreError::Row {
        table: "run of source",
        id: row.source_id,
        reason: error.to_string(),
    })?;
    Ok(SourceRun {
        source_id: SourceId::new(row.source_id),
        started_at: instant(row.started_at),
        finished_at: instant(row.finished_at),
        ending,
        reason: row.reason,
        robots_consent: row.robots_consent,
        pages: count(row.pages),
        bytes: count(row.bytes),
        not_modified: count(row.not_modified),
        seen: count(row.listings_seen),
        new: count(row.listings_new),
        changed: count(row.listings_changed),
        vanished: count(row.listings_vanished),
        problems: count(row.problems),
    })
}
