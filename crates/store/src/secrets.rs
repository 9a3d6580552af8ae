//! Secrets that open calendars: made from the operating system's randomness, told once, kept as hashes.

use crate::{
    StoreError,
    entity::calendar_secrets::{Column, Entity, Model},
    instant::micros,
    random,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{SECRET_BYTES, Secret};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// How many addresses that a calendar no longer has are remembered; older ones are as if they had never been.
pub(crate) const TOMBSTONES_MAX: u64 = 20;

/// A key under which something can be created twice and is there once: see [`Store::calendar_create`](crate::Store::calendar_create).
pub fn creation_key() -> Result<String, StoreError> {
    Ok(random::secret()?.as_str().to_owned())
}

/// The secret that a salt and a key make: the same ones make the same again.
pub(crate) fn derived(salt: &str, key: &str) -> Secret {
    let mut bytes = [0; SECRET_BYTES];
    let mut hasher = blake3::Hasher::new_derive_key("hobnob 2026-11-26 calendar that is created again");
    hasher.update(salt.as_bytes()).update(key.as_bytes()).finalize_xof().fill(&mut bytes);
    Secret::from_random(bytes)
}

/// Lets a secret open a calendar.
pub(crate) async fn keep(
    db: &impl ConnectionTrait,
    secret: &Secret,
    calendar: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let hash = secret.hash().as_str().to_owned();
    let row = Model { secret_hash: hash, calendar_id: calendar, made_at: micros(now), revoked_at: None };
    let never = OnConflict::column(Column::SecretHash).do_nothing().to_owned();
    crate::batch::insert_all::<Entity, _>(db, vec![row], &never).await?;
    Ok(())
}

/// Lets no secret open a calendar any more, and forgets those that stopped long ago.
pub(crate) async fn revoke(db: &impl ConnectionTrait, calendar: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::val(micros(now)))
        .filter(Column::CalendarId.eq(calendar))
        .filter(Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    let old: Vec<String> = Entity::find()
        .select_only()
        .column(Column::SecretHash)
        .filter(Column::CalendarId.eq(calendar))
        .order_by_desc(Column::MadeAt)
        .order_by_asc(Column::SecretHash)
        .offset(TOMBSTONES_MAX)
        .limit(TOMBSTONES_MAX)
        .into_tuple()
        .all(db)
        .await?;
    if !old.is_empty() {
        Entity::delete_many().filter(Column::SecretHash.is_in(old)).exec(db).await?;
    }
    Ok(())
}
