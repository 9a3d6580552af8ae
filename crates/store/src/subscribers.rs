//! Readers of the weekly mail.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, limited},
    entity::{subscriber_addresses, subscribers},
    hash::storable,
    instant::{instant, micros},
    json::{Unfit, WishesJson},
    letters_plan::has_letter,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{SubscriberId, SubscriberState, UnreadFilter, Wishes};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// A reader as they are kept, without their address.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownSubscriber {
    /// Who.
    pub id: SubscriberId,
    /// How far they came.
    pub state: SubscriberState,
    /// What they wish.
    pub wishes: Wishes,
    /// What of it is no more: a niche that the operator took out of the taxonomy, say. What is left of that stands among the
    /// wishes.
    pub unread: Vec<UnreadFilter>,
    /// When they first asked.
    pub created_at: DateTime<Utc>,
    /// When they last said yes.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When they left.
    pub left_at: Option<DateTime<Utc>>,
    /// The instant of the last letter that was handed over.
    pub told_at: Option<DateTime<Utc>>,
    /// When the next letter is due; none while none is to be sent.
    pub next_due_at: Option<DateTime<Utc>>,
}

impl KnownSubscriber {
    /// The first instant after `after` at which a letter is due.
    pub fn due_after(&self, after: DateTime<Utc>) -> DateTime<Utc> {
        due_after(self.id.get(), &self.wishes, after)
    }
}

/// What a reader wishes that can't be read as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenWishes {
    /// How far the reader came.
    pub state: SubscriberState,
    /// Each filter as it was written, a query string, with what is wrong with it.
    pub filters: Vec<(String, Option<String>)>,
    /// All of it that is understood.
    pub known: Wishes,
}

/// Readers of the same hour are spread over it by their ids.
pub(crate) fn due_after(id: i64, wishes: &Wishes, after: DateTime<Utc>) -> DateTime<Utc> {
    wishes.when.next_after(after, id.unsigned_abs())
}

/// When the letter of a reader is due who changed what they wish. One that is due already still comes, by the new wishes: at
/// another instant, so that who is just writing it by the old ones finds it changed. A week that had its letter gets no
/// second one: then it is due in the next.
pub(crate) async fn due_anew(
    db: &impl ConnectionTrait,
    id: i64,
    due: Option<i64>,
    wishes: &Wishes,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    if let Some(due) = due.filter(|due| *due <= micros(now)) {
        return Ok(due.saturating_add(1));
    }
    let next = due_after(id, wishes, now);
    let is_had = has_letter(db, SubscriberId::new(id), &wishes.when.week_of(next)).await?;
    Ok(micros(if is_had { due_after(id, wishes, next) } else { next }))
}

impl Store {
    /// One reader.
    pub async fn subscriber(&self, id: SubscriberId) -> Result<Option<KnownSubscriber>, StoreError> {
        subscribers::Entity::find_by_id(id.get()).one(&self.reader).await?.map(known).transpose()
    }

    /// What one reader wishes, as it was written, with as much of it as is understood.
    pub async fn subscriber_written(&self, id: SubscriberId) -> Result<Option<WrittenWishes>, StoreError> {
        let Some(row) = subscribers::Entity::find_by_id(id.get()).one(&self.reader).await? else { return Ok(None) };
        let (state, wishes) = (state(&row)?, written(&row));
        let (filters, known) = wishes.by_line();
        Ok(Some(WrittenWishes { state, filters, known }))
    }

    /// Readers behind an id, by id; at most `limit`. Beside them those whose row can't be read, and why.
    pub async fn subscribers(
        &self,
        after: Option<SubscriberId>,
        limit: u64,
    ) -> Result<(Vec<KnownSubscriber>, Vec<StoreError>), StoreError> {
        let rows = subscribers::Entity::find()
            .filter(subscribers::Column::Id.gt(after.map_or(-1, SubscriberId::get)))
            .order_by_asc(subscribers::Column::Id)
            .limit(limited(limit))
            .all(&self.reader)
            .await?;
        let (mut all, mut unfit) = (Vec::new(), Vec::new());
        for row in rows {
            match known(row) {
                Ok(known) => all.push(known),
                Err(fault) => unfit.push(fault),
            }
        }
        Ok((all, unfit))
    }

    /// Where these readers are reached, by few statements; those who left are left out.
    pub async fn subscriber_addresses(
        &self,
        ids: &[SubscriberId],
    ) -> Result<BTreeMap<SubscriberId, String>, StoreError> {
        let mut addresses = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let theirs = subscriber_addresses::Column::SubscriberId.is_in(chunk.iter().map(|id| id.get()));
            let rows = subscriber_addresses::Entity::find().filter(theirs).all(&self.reader).await?;
            let reached = rows.into_iter().filter_map(|row| Some((SubscriberId::new(row.subscriber_id), row.address?)));
            addresses.extend(reached);
        }
        Ok(addresses)
    }

    /// How many readers are in each state.
    pub async fn subscribers_count(&self) -> Result<Vec<(SubscriberState, u64)>, StoreError> {
        let mut counts = Vec::new();
        for state in SubscriberState::ALL {
            let of_state = subscribers::Entity::find().filter(subscribers::Column::State.eq(state.as_str()));
            counts.push((*state, of_state.count(&self.reader).await?));
        }
        Ok(counts)
    }

    /// Changes what a reader wishes; says whether there is such a reader. Their next letter comes at the new hour. Who asks for
    /// other events is told of those of the weeks ahead as in a first letter, but for what they know.
    pub async fn subscriber_wishes_set(
        &self,
        id: SubscriberId,
        wishes: &Wishes,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let transaction = self.begin_alone().await?;
        let row = subscribers::Entity::find_by_id(id.get()).lock_exclusive().one(&transaction).await?;
        let Some(row) = row else { return Ok(false) };
        let next = match row.next_due_at {
            Some(due) => Some(due_anew(&transaction, row.id, Some(due), wishes, now).await?),
            None => None,
        };
        let wished = wished(wishes);
        let is_same = *wished.filters.as_ref() == row.filters;
        let told_at = Set(row.told_at.filter(|_| is_same));
        // A letter that is on its way tells what was asked for until now.
        let anew_at = Set(if is_same { row.anew_at } else { Some(micros(now)) });
        let change = subscribers::ActiveModel { next_due_at: Set(next), told_at, anew_at, ..wished };
        set(&transaction, row.id, change).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Writes some columns of a reader.
pub(crate) async fn set(
    db: &impl ConnectionTrait,
    id: i64,
    change: subscribers::ActiveModel,
) -> Result<(), StoreError> {
    subscribers::Entity::update_many().set(change).filter(subscribers::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Wishes as columns.
pub(crate) fn wished(wishes: &Wishes) -> subscribers::ActiveModel {
    let WishesJson { filters, goals, zone, weekday, hour } = wishes.into();
    subscribers::ActiveModel {
        filters: Set(storable(&filters)),
        goals: Set(goals),
        zone: Set(zone),
        weekday: Set(i64::from(weekday)),
        hour: Set(i64::from(hour)),
        ..Default::default()
    }
}

fn state(row: &subscribers::Model) -> Result<SubscriberState, StoreError> {
    let fault = |reason: String| StoreError::Row { table: "subscriber", id: row.id, reason };
    row.state.parse().map_err(|error: hobnob_domain::UnknownWord| fault(error.to_string()))
}

/// Wishes as they stand in columns.
fn written(row: &subscribers::Model) -> WishesJson {
    let small = |number: i64| u8::try_from(number).unwrap_or(u8::MAX);
    WishesJson {
        filters: row.filters.clone(),
        goals: row.goals.clone(),
        zone: row.zone.clone(),
        weekday: small(row.weekday),
        hour: small(row.hour),
    }
}

/// A reader from their row.
pub(crate) fn known(row: subscribers::Model) -> Result<KnownSubscriber, StoreError> {
    let state = state(&row)?;
    let wishes = written(&row);
    let unfit = |unfit: Unfit| StoreError::Wishes { reader: SubscriberId::new(row.id), reason: unfit.to_string() };
    let (wishes, unread) = wishes.read().map_err(unfit)?;
    Ok(KnownSubscriber {
        id: SubscriberId::new(row.id),
        state,
        wishes,
        unread,
        created_at: instant(row.created_at),
        confirmed_at: row.confirmed_at.map(instant),
        left_at: row.left_at.map(instant),
        told_at: row.told_at.map(instant),
        next_due_at: row.next_due_at.map(instant),
    })
}
