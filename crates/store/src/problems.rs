//! What was odd in a source's latest run.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, keeping, limited},
    entity::problems,
    hash::storable,
    instant::micros,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Phase, Problem, SourceId, UnknownWord};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most problems one run keeps.
pub const PROBLEMS_MAX: usize = 200;

/// The longest message kept, in characters.
const MESSAGE_MAX: usize = 1_000;

impl Store {
    /// What was odd in the latest run over a source, in the order it was found.
    pub async fn problems(&self, source_id: SourceId, limit: u64) -> Result<Vec<Problem>, StoreError> {
        let rows = problems::Entity::find()
            .filter(problems::Column::SourceId.eq(source_id.get()))
            .order_by_asc(problems::Column::Position)
            .limit(limited(limit))
            .all(&self.reader)
            .await?;
        rows.into_iter().map(problem).collect()
    }

    /// The first `first` oddities of the latest run over each of these sources, by one statement. A source without any
    /// is left out.
    pub async fn problems_of(
        &self,
        ids: &[SourceId],
        first: u64,
    ) -> Result<BTreeMap<SourceId, Vec<Problem>>, StoreError> {
        let mut found: BTreeMap<SourceId, Vec<Problem>> = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let rows = problems::Entity::find()
                .filter(problems::Column::SourceId.is_in(chunk.iter().map(|id| id.get())))
                .filter(problems::Column::Position.lt(i64::try_from(first).unwrap_or(i64::MAX)))
                .order_by_asc(problems::Column::SourceId)
                .order_by_asc(problems::Column::Position)
                .all(&self.reader)
                .await?;
            for row in rows {
                let id = SourceId::new(row.source_id);
                found.entry(id).or_default().push(problem(row)?);
            }
        }
        Ok(found)
    }
}

fn problem(row: problems::Model) -> Result<Problem, StoreError> {
    let phase = row.phase.parse().map_err(|error: UnknownWord| StoreError::Row {
        table: "problem of source",
        id: row.source_id,
        reason: error.to_string(),
    })?;
    Ok(Problem { phase, message: row.message })
}

/// Text that fits into a row and on a screen.
pub(crate) fn message(text: &str) -> String {
    storable(text).chars().take(MESSAGE_MAX).collect()
}

/// Puts a run's problems in the place of the run's before.
pub(crate) async fn replace(
    db: &impl ConnectionTrait,
    source_id: i64,
    found: &[Problem],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    problems::Entity::delete_many().filter(problems::Column::SourceId.eq(source_id)).exec(db).await?;
    let rows = (0_i64..).zip(found.iter().take(PROBLEMS_MAX)).map(|(position, problem)| problems::Model {
        source_id,
        position,
        phase: problem.phase.to_string(),
        message: message(&problem.message),
        found_at: micros(now),
    });
    Ok(insert_all::<problems::Entity, _>(db, rows.collect(), &keeping::<problems::Entity>()).await?)
}

/// Forgets what was wrong with getting the pages: this time they came.
pub(crate) async fn fetched(db: &impl ConnectionTrait, source_id: i64) -> Result<(), StoreError> {
    problems::Entity::delete_many()
        .filter(problems::Column::SourceId.eq(source_id))
        .filter(problems::Column::Phase.eq(Phase::Fetch.as_str()))
        .exec(db)
        .await?;
    Ok(())
}
