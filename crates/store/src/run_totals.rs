//! Sums over all runs, by how they ended: for whoever watches the watchers.

use crate::{
    Store, StoreError,
    entity::{run_totals, source_runs},
    instant::count,
};
use hobnob_domain::{RunEnding, UnknownWord};
use sea_orm::{
    ConnectionTrait, EntityTrait, ExprTrait as _, IntoActiveModel as _, Iterable as _, QueryOrder,
    sea_query::{Expr, OnConflict},
};

/// What all runs that ended in one way did together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunTotals {
    /// How they ended.
    pub ending: RunEnding,
    /// How many there were.
    pub runs: u64,
    /// Pages that came with a body.
    pub pages: u64,
    /// Pages that had not changed, as the server said.
    pub pages_not_modified: u64,
    /// Pages that did not come.
    pub pages_failed: u64,
    /// Bytes of the pages that came, decoded.
    pub bytes: u64,
    /// Listings that were not known.
    pub listings_new: u64,
    /// Listings that said something else than before.
    pub listings_changed: u64,
    /// Listings that exhausted runs were the first to lack.
    pub listings_vanished: u64,
    /// Oddities that were found.
    pub problems: u64,
}

/// Adds a run to the sums.
pub(crate) async fn add(
    db: &impl ConnectionTrait,
    run: &source_runs::Model,
    pages_failed: i64,
) -> Result<(), StoreError> {
    let row = run_totals::Model {
        ending: run.ending.clone(),
        runs: 1,
        pages: run.pages,
        pages_not_modified: run.not_modified,
        pages_failed,
        bytes: run.bytes,
        listings_new: run.listings_new,
        listings_changed: run.listings_changed,
        listings_vanished: run.listings_vanished,
        problems: run.problems,
    };
    let sums = run_totals::Column::iter().filter(|column| !matches!(column, run_totals::Column::Ending));
    let mut adding = OnConflict::column(run_totals::Column::Ending);
    for column in sums {
        let given = Expr::col(("excluded", column));
        adding.value(column, Expr::col((run_totals::Entity, column)).add(given));
    }
    let insert = run_totals::Entity::insert(row.into_active_model()).on_conflict(adding);
    insert.exec_without_returning(db).await?;
    Ok(())
}

impl Store {
    /// What all runs did, by how they ended; endings that never were are left out.
    pub async fn run_totals(&self) -> Result<Vec<RunTotals>, StoreError> {
        let rows = run_totals::Entity::find().order_by_asc(run_totals::Column::Ending).all(&self.reader).await?;
        rows.into_iter().map(totals).collect()
    }
}

fn totals(row: run_totals::Model) -> Result<RunTotals, StoreError> {
    let ending = row.ending.parse().map_err(|error: UnknownWord| StoreError::Row {
        table: "sum of runs",
        id: 0,
        reason: error.to_string(),
    })?;
    Ok(RunTotals {
        ending,
        runs: count(row.runs),
        pages: count(row.pages),
        pages_not_modified: count(row.pages_not_modified),
        pages_failed: count(row.pages_failed),
        bytes: count(row.bytes),
        listings_new: count(row.listings_new),
        listings_changed: count(row.listings_changed),
        listings_vanished: count(row.listings_vanished),
        problems: count(row.problems),
    })
}
