//! What letters told, once they may be with their readers.

use crate::{
    StoreError,
    batch::{insert_all, replacing},
    entity::{letter_words, subscribers, told_events},
    instant::{instant, micros},
    json::{told_read, venue_text},
    letters_end::{Held, fault},
};
use chrono::TimeDelta;
use hobnob_domain::{EventId, LetterKind, SubscriberId, ToldEvent};
use sea_orm::{
    ColumnTrait, ConnectionTrait as _, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _, Query},
};
use std::collections::{BTreeMap, BTreeSet};

/// What was told of an event is remembered so long after it began.
const REMEMBERED: TimeDelta = TimeDelta::days(60);

/// Takes the words of letters away and gives what they tell.
pub(crate) async fn taken(db: &DatabaseTransaction, held: &[Held]) -> Result<BTreeMap<i64, String>, StoreError> {
    let take = Query::delete()
        .from_table(letter_words::Entity)
        .and_where(letter_words::Column::LetterId.is_in(held.iter().map(|one| one.id)))
        .returning(Query::returning().columns([letter_words::Column::LetterId, letter_words::Column::Told]))
        .take();
    let told = db.query_all(&take).await?;
    told.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// What letters told is remembered, and what was told long ago is forgotten.
pub(crate) async fn remember(
    db: &DatabaseTransaction,
    held: &[Held],
    told: &BTreeMap<i64, String>,
) -> Result<(), StoreError> {
    // By reader and event: of two letters to one reader the later one counts.
    let mut rows: BTreeMap<(i64, i64), told_events::Model> = BTreeMap::new();
    let mut readers: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.kind == LetterKind::Weekly) {
        readers.entry(one.at).or_default().insert(one.subscriber_id.get());
        let told = told.get(&one.id).map(|told| told_read(told)).transpose();
        for (event, told) in told.map_err(|unfit| fault(one.id, unfit.to_string()))?.unwrap_or_default() {
            let row = told_row(one.subscriber_id, event, told)?;
            rows.insert((row.subscriber_id, row.event_id), row);
        }
    }
    let rows = rows.into_values().collect();
    insert_all::<told_events::Entity, _>(db, rows, &replacing::<told_events::Entity>()).await?;
    for (at, readers) in readers {
        let old = told_events::Column::SubscriberId
            .is_in(readers.iter().copied())
            .and(told_events::Column::StartsAt.lt(micros(instant(at) - REMEMBERED)));
        told_events::Entity::delete_many().filter(old).exec(db).await?;
        subscribers::Entity::update_many()
            .col_expr(subscribers::Column::ToldAt, Expr::value(at))
            .filter(subscribers::Column::Id.is_in(readers))
            .exec(db)
            .await?;
    }
    Ok(())
}

fn told_row(reader: SubscriberId, event: EventId, told: ToldEvent) -> Result<told_events::Model, StoreError> {
    let ToldEvent { sequence, status, starts_at, name, venue } = told;
    Ok(told_events::Model {
        subscriber_id: reader.get(),
        event_id: event.get(),
        sequence: i64::from(sequence),
        status: status.to_string(),
        starts_at: micros(starts_at),
        name,
        venue: venue.as_ref().map(venue_text).transpose()?,
    })
}
