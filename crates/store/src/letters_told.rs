//! What letters told, once they may be with their readers. What a reader remembers is one row, read and written whole.

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::{letter_words, memories, subscribers},
    instant::instant,
    json::{told_read, told_text},
    letters_end::{Held, fault},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{EventId, LetterKind, SubscriberId, ToldEvent};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{CaseStatement, Expr, Query},
};
use std::collections::{BTreeMap, BTreeSet};

/// What was told of an event is remembered so long after it began.
const REMEMBERED: TimeDelta = TimeDelta::days(60);

/// What a reader was told.
type Memory = BTreeMap<EventId, ToldEvent>;

impl Store {
    /// What these readers were told, by few statements; who was told nothing is left out.
    pub async fn told_events(&self, ids: &[SubscriberId]) -> Result<BTreeMap<SubscriberId, Memory>, StoreError> {
        let mut told = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            told.extend(memories_of(&self.reader, chunk).await?);
        }
        Ok(told)
    }
}

async fn memories_of(
    db: &impl ConnectionTrait,
    readers: &[SubscriberId],
) -> Result<BTreeMap<SubscriberId, Memory>, StoreError> {
    let theirs = memories::Column::SubscriberId.is_in(readers.iter().map(|id| id.get()));
    let rows = memories::Entity::find().filter(theirs).all(db).await?;
    let memories = rows.into_iter().map(|memories::Model { subscriber_id, told }| {
        let fault = |reason| StoreError::Row { table: "what a reader was told", id: subscriber_id, reason };
        let told = told_read(&told).map_err(|unfit| fault(unfit.to_string()))?;
        Ok((SubscriberId::new(subscriber_id), told))
    });
    memories.collect()
}

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
    told: &mut BTreeMap<i64, String>,
) -> Result<(), StoreError> {
    let mut dates: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let mut news: BTreeMap<SubscriberId, Vec<(&Held, String)>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.kind == LetterKind::Weekly) {
        dates.entry(one.at).or_default().insert(one.subscriber_id.get());
        news.entry(one.subscriber_id).or_default().extend(told.remove(&one.id).map(|told| (one, told)));
    }
    // First, for it makes the readers ours until the end: nobody else changes what they remember meanwhile.
    for (at, readers) in dates {
        // Who asked for other events while the letter was on its way begins anew all the same; the row is written in any case.
        let begins_anew = subscribers::Column::AnewAt.gt(at);
        let told_at =
            CaseStatement::new().case(begins_anew, Expr::col(subscribers::Column::ToldAt)).finally(Expr::value(at));
        subscribers::Entity::update_many()
            .col_expr(subscribers::Column::ToldAt, told_at.into())
            .filter(subscribers::Column::Id.is_in(readers))
            .exec(db)
            .await?;
    }
    let readers: Vec<SubscriberId> = news.keys().copied().collect();
    let mut known = memories_of(db, &readers).await?;
    let mut rows = Vec::new();
    for (reader, told) in news {
        let told = match (known.remove(&reader), told) {
            (_, told) if told.is_empty() => continue,
            (None, told) if told.len() == 1 => told.into_iter().map(|(_, told)| told).collect(),
            (known, told) => told_text(&with_news(known.unwrap_or_default(), told)?)?,
        };
        rows.push(memories::Model { subscriber_id: reader.get(), told });
    }
    Ok(insert_all::<memories::Entity, _>(db, rows, &replacing::<memories::Entity>()).await?)
}

/// A memory that grew. Of what began, it does not matter any more where that was and when its call closed.
fn with_news(mut memory: Memory, mut told: Vec<(&Held, String)>) -> Result<Memory, StoreError> {
    told.sort_by_key(|(letter, _)| letter.at);
    let last_at: DateTime<Utc> = told.last().map_or(DateTime::UNIX_EPOCH, |(letter, _)| instant(letter.at));
    for (letter, told) in told {
        memory.extend(told_read(&told).map_err(|unfit| fault(letter.id, unfit.to_string()))?);
    }
    memory.retain(|_, told| told.starts_at >= last_at - REMEMBERED);
    for told in memory.values_mut().filter(|told| told.starts_at < last_at) {
        (told.venue, told.call_closes_at) = (None, None);
    }
    Ok(memory)
}
