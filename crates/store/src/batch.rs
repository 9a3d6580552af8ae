//! Many rows by few statements. SQLite takes 32,766 values in a statement and PostgreSQL 65,535; these are far fewer,
//! since a statement as long as the longest is kept prepared and costs memory.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, InsertMany, IntoActiveModel, Iterable, PrimaryKeyToColumn,
    sea_query::OnConflict,
};

/// The most values one statement inserts.
const VALUES_MAX: usize = 4_000;

/// The most rows one answer has, whatever was asked for.
const ROWS_MAX: u64 = 100_000;

/// How many rows are asked for: at least one, so that whoever goes on from the last gets on.
pub(crate) fn limited(limit: u64) -> u64 {
    limit.clamp(1, ROWS_MAX)
}

/// The most ids one statement looks for.
pub(crate) const IDS_MAX: usize = 1_000;

/// The same ids, the last one named again until they are as many as a power of two: a statement for each number of ids
/// would have to be made ready again and again.
pub(crate) fn padded(ids: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.into_iter().collect();
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    ids
}

/// Columns of the primary key.
fn key<E: EntityTrait>() -> Vec<E::Column> {
    E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect()
}

/// A row that is there already takes the new one's values.
pub(crate) fn replacing<E: EntityTrait>() -> OnConflict {
    let key = key::<E>();
    let names: Vec<String> = key.iter().map(|column| format!("{column:?}")).collect();
    let rest = E::Column::iter().filter(|column| !names.contains(&format!("{column:?}")));
    OnConflict::columns(key.iter().copied()).update_columns(rest).to_owned()
}

/// A row that is there already stays as it is.
pub(crate) fn keeping<E: EntityTrait>() -> OnConflict {
    OnConflict::columns(key::<E>()).do_nothing().to_owned()
}

/// Inserts rows, as few statements as the limits allow. No two rows may have the same key.
pub(crate) async fn insert_all<E, C>(db: &C, rows: Vec<E::Model>, conflict: &OnConflict) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
    C: ConnectionTrait,
{
    let columns = E::Column::iter().count().max(1);
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<E::Model> = rows.by_ref().take((VALUES_MAX / columns).max(1)).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let insert = InsertMany::<E::ActiveModel>::many(chunk).on_conflict(conflict.clone());
        insert.exec_without_returning(db).await?;
    }
}
