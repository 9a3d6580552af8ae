//! What became of letters in hand, written for many at once.

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::{letters, subscriber_addresses, subscribers, told_events},
    farewell::suppress,
    hash::storable,
    instant::{instant, micros},
    json::{told_read, venue_text},
    letter_totals::counted,
    letters::{OPEN, ended},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{EventId, LetterKind, LetterState, SubscriberId, ToldEvent, UnknownWord};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder as _, QuerySelect as _,
    sea_query::{CaseStatement, Expr, ExprTrait as _, LockBehavior, LockType},
};
use std::collections::{BTreeMap, BTreeSet};

/// What was told of an event is remembered so long after it began.
const REMEMBERED: TimeDelta = TimeDelta::days(60);

/// Why nobody knows.
const DIED: &str = "the worker died while it handed the letter over";

/// What became of a letter that was in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterEnd {
    /// The relay took it.
    Sent,
    /// It was not taken, and may be tried again then.
    Later(String, DateTime<Utc>),
    /// It was refused for good.
    Failed(String),
    /// It was refused for good, for the address is none: that one is not written to any more.
    NoSuchAddress(String),
    /// Nobody knows whether it was taken.
    Unknown(String),
    /// It is not sent.
    Skipped(String),
}

/// A letter whose end is written down.
struct Held {
    id: i64,
    subscriber_id: SubscriberId,
    kind: LetterKind,
    at: i64,
    told: BTreeMap<EventId, ToldEvent>,
}

/// How many letters of a kind came to an end of a sort.
type Counts = BTreeMap<(LetterKind, LetterState), u64>;

impl Store {
    /// Writes down what became of letters in hand, all or none. What was told is remembered from here on. One that is not
    /// `owner`'s any more is left alone.
    pub async fn letters_end(
        &self,
        ends: &[(i64, LetterEnd)],
        owner: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let transaction = self.begin_alone().await?;
        let ends: BTreeMap<i64, &LetterEnd> = ends.iter().map(|(id, end)| (*id, end)).collect();
        let open = letters::Column::State.is_in(OPEN.map(LetterState::as_str));
        let ours = letters::Column::LeaseOwner.eq(owner).and(open);
        let (mut sent, mut counts) = (Vec::new(), Counts::new());
        for ids in ends.keys().copied().collect::<Vec<_>>().chunks(IDS_MAX) {
            let these = ours.clone().and(letters::Column::Id.is_in(ids.iter().copied()));
            for one in self.held(&transaction, these, None).await? {
                match ends.get(&one.id) {
                    None => {}
                    Some(LetterEnd::Sent) => sent.push(one),
                    Some(end) => end_one(&transaction, one, end, now, &mut counts).await?,
                }
            }
        }
        end_all(&transaction, &sent, LetterState::Sent, None, now, &mut counts).await?;
        counted_all(&transaction, counts).await?;
        Ok(transaction.commit().await?)
    }

    /// Gives up on letters whose worker died while it handed them over: nobody knows whether they were taken. They are
    /// never sent again. Gives their ids.
    pub async fn letters_give_up(&self, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
        let is_over = letters::Column::State
            .eq(LetterState::HandedOver.as_str())
            .and(letters::Column::LeaseUntil.lte(micros(now)));
        if letters::Entity::find().filter(is_over.clone()).one(&self.reader).await?.is_none() {
            return Ok(Vec::new());
        }
        let transaction = self.begin_alone().await?;
        let lost = self.held(&transaction, is_over, Some(LockBehavior::SkipLocked)).await?;
        let mut counts = Counts::new();
        end_all(&transaction, &lost, LetterState::Unknown, Some(DIED), now, &mut counts).await?;
        counted_all(&transaction, counts).await?;
        transaction.commit().await?;
        Ok(lost.into_iter().map(|one| one.id).collect())
    }

    /// Letters, with what their end takes. On PostgreSQL they are ours until the transaction's end.
    async fn held(
        &self,
        db: &DatabaseTransaction,
        which: Expr,
        behaviour: Option<LockBehavior>,
    ) -> Result<Vec<Held>, StoreError> {
        let mut query = letters::Entity::find()
            .select_only()
            .columns([
                letters::Column::Id,
                letters::Column::SubscriberId,
                letters::Column::Kind,
                letters::Column::At,
                letters::Column::Told,
            ])
            .filter(which)
            .order_by_asc(letters::Column::Id);
        if self.is_postgres() {
            query = match behaviour {
                Some(behaviour) => query.lock_with_behavior(LockType::Update, behaviour),
                None => query.lock(LockType::Update),
            };
        }
        let rows = query.into_tuple::<(i64, i64, String, i64, Option<String>)>().all(db).await?;
        let held = rows.into_iter().map(|(id, subscriber_id, kind, at, told)| {
            let fault = |reason: String| StoreError::Row { table: "letter", id, reason };
            let kind = kind.parse().map_err(|error: UnknownWord| fault(error.to_string()))?;
            let told = told.as_deref().map(told_read).transpose().map_err(|unfit| fault(unfit.to_string()))?;
            Ok(Held { id, subscriber_id: SubscriberId::new(subscriber_id), kind, at, told: told.unwrap_or_default() })
        });
        held.collect()
    }
}

/// Writes one end that is not the usual one.
async fn end_one(
    db: &DatabaseTransaction,
    one: Held,
    end: &LetterEnd,
    now: DateTime<Utc>,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let (state, error) = match end {
        LetterEnd::Later(error, at) => return put_off(db, one.id, error, *at).await,
        LetterEnd::Sent => (LetterState::Sent, None),
        LetterEnd::Failed(error) | LetterEnd::NoSuchAddress(error) => (LetterState::Failed, Some(error.as_str())),
        LetterEnd::Unknown(error) => (LetterState::Unknown, Some(error.as_str())),
        LetterEnd::Skipped(error) => (LetterState::Skipped, Some(error.as_str())),
    };
    let reader = one.subscriber_id.get();
    end_all(db, &[one], state, error, now, counts).await?;
    if let LetterEnd::NoSuchAddress(error) = end
        && let Some(address) = subscriber_addresses::Entity::find_by_id(reader).one(db).await?
    {
        suppress(db, &address.address_hash, error, now).await?;
    }
    Ok(())
}

async fn put_off(db: &DatabaseTransaction, id: i64, error: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let change = letters::ActiveModel {
        state: Set(LetterState::Planned.to_string()),
        next_try_at: Set(micros(at)),
        error: Set(Some(storable(error))),
        lease_owner: Set(None),
        lease_until: Set(None),
        ..Default::default()
    };
    // Handing it over counted the try; where it did not come to that, nobody has yet.
    let tried = Expr::col(letters::Column::Attempts);
    let tries = CaseStatement::new()
        .case(Expr::col(letters::Column::State).eq(LetterState::Claimed.as_str()), tried.clone().add(1))
        .finally(tried);
    letters::Entity::update_many()
        .set(change)
        .col_expr(letters::Column::Attempts, tries.into())
        .filter(letters::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes one end for many letters. What they told is remembered where it may be with its reader.
async fn end_all(
    db: &DatabaseTransaction,
    held: &[Held],
    state: LetterState,
    error: Option<&str>,
    now: DateTime<Utc>,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    for held in held.chunks(IDS_MAX) {
        let theirs = letters::Column::Id.is_in(held.iter().map(|one| one.id));
        letters::Entity::update_many().set(ended(state, error, now)).filter(theirs).exec(db).await?;
        held.iter().for_each(|one| *counts.entry((one.kind, state)).or_default() += 1);
        if matches!(state, LetterState::Sent | LetterState::Unknown) {
            remember(db, held).await?;
        }
    }
    Ok(())
}

async fn counted_all(db: &DatabaseTransaction, counts: Counts) -> Result<(), StoreError> {
    for ((kind, state), letters) in counts {
        counted(db, kind, state.as_str(), letters).await?;
    }
    Ok(())
}

/// What letters told is remembered, and what was told long ago is forgotten.
async fn remember(db: &DatabaseTransaction, held: &[Held]) -> Result<(), StoreError> {
    // By reader and event: of two letters to one reader the later one counts.
    let mut rows: BTreeMap<(i64, i64), told_events::Model> = BTreeMap::new();
    let mut readers: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.kind == LetterKind::Weekly) {
        readers.entry(one.at).or_default().insert(one.subscriber_id.get());
        for (event, told) in &one.told {
            let row = told_row(one.subscriber_id, *event, told)?;
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

fn told_row(reader: SubscriberId, event: EventId, told: &ToldEvent) -> Result<told_events::Model, StoreError> {
    let ToldEvent { sequence, status, starts_at, name, venue } = told;
    Ok(told_events::Model {
        subscriber_id: reader.get(),
        event_id: event.get(),
        sequence: i64::from(*sequence),
        status: status.to_string(),
        starts_at: micros(*starts_at),
        name: name.clone(),
        venue: venue.as_ref().map(venue_text).transpose()?,
    })
}
