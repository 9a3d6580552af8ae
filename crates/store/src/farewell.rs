//! Readers go: of their own will, altogether, or because their address can't be written to.

use crate::{
    Store, StoreError,
    batch::{keeping, limited},
    entity::{confirmations, letters, subscriber_addresses, subscribers, suppressions},
    hash::storable,
    instant::micros,
    letter_totals::counted,
    letters::{ended, forget_words},
    subscribers::set,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId, SubscriberState};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::ExprTrait as _,
};

impl Store {
    /// Ends a subscription at once; says whether there is such a reader. Their address is forgotten, but for the hash by
    /// which we know that they left. Doing it twice does no harm.
    pub async fn subscriber_leave(&self, id: SubscriberId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let transaction = self.begin_alone().await?;
        let was_there = leave(&transaction, id, now).await?;
        transaction.commit().await?;
        Ok(was_there)
    }

    /// Forgets everything about a reader, and says whether there was such a one. What is left is the hash of an address
    /// that must not be written to, where that is so.
    pub async fn subscriber_forget(&self, id: SubscriberId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let transaction = self.begin_alone().await?;
        let was_there = forget(&transaction, id.get(), now).await?;
        transaction.commit().await?;
        Ok(was_there)
    }

    /// Forgets up to `limit` of those who asked before then and never said yes, and the questions of that time.
    pub async fn subscribers_forget_pending(
        &self,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let transaction = self.begin_alone().await?;
        let old = confirmations::Column::AskedAt.lt(micros(before));
        confirmations::Entity::delete_many().filter(old).exec(&transaction).await?;
        let asked =
            confirmations::Entity::find().select_only().column(confirmations::Column::SubscriberId).into_query();
        let is_pending = subscribers::Column::State.eq(SubscriberState::Pending.as_str());
        let never: Vec<i64> = subscribers::Entity::find()
            .select_only()
            .column(subscribers::Column::Id)
            .filter(is_pending.and(subscribers::Column::CreatedAt.lt(micros(before))))
            .filter(subscribers::Column::Id.not_in_subquery(asked))
            .limit(limited(limit))
            .into_tuple()
            .all(&transaction)
            .await?;
        for id in &never {
            forget(&transaction, *id, now).await?;
        }
        transaction.commit().await?;
        Ok(u64::try_from(never.len()).unwrap_or(u64::MAX))
    }
}

fn stopped(state: SubscriberState) -> subscribers::ActiveModel {
    subscribers::ActiveModel { state: Set(state.to_string()), next_due_at: Set(None), ..Default::default() }
}

/// Ends a subscription; says whether there is such a reader.
pub(crate) async fn leave(db: &DatabaseTransaction, id: SubscriberId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(row) = subscribers::Entity::find_by_id(id.get()).one(db).await? else { return Ok(false) };
    if row.state == SubscriberState::Pending.as_str() || row.state == SubscriberState::Confirmed.as_str() {
        let left = subscribers::ActiveModel { left_at: Set(Some(micros(now))), ..stopped(SubscriberState::Left) };
        set(db, row.id, left).await?;
        withdraw(db, row.id, "the reader left", now).await?;
        let gone = subscriber_addresses::ActiveModel { address: Set(None), ..Default::default() };
        let ours = subscriber_addresses::Column::SubscriberId.eq(row.id);
        subscriber_addresses::Entity::update_many().set(gone).filter(ours).exec(db).await?;
        let asked = confirmations::Column::SubscriberId.eq(row.id);
        confirmations::Entity::delete_many().filter(asked).exec(db).await?;
    }
    Ok(true)
}

/// From now on nothing is sent to an address.
pub(crate) async fn suppress(
    db: &DatabaseTransaction,
    address_hash: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row =
        suppressions::Model { address_hash: address_hash.to_owned(), reason: storable(reason), since: micros(now) };
    suppressions::Entity::insert(suppressions::ActiveModel::from(row))
        .on_conflict(keeping::<suppressions::Entity>())
        .exec_without_returning(db)
        .await?;
    let whose = subscriber_addresses::Column::AddressHash.eq(address_hash);
    if let Some(row) = subscriber_addresses::Entity::find().filter(whose).one(db).await? {
        set(db, row.subscriber_id, stopped(SubscriberState::Suppressed)).await?;
        withdraw(db, row.subscriber_id, "the address is suppressed", now).await?;
        let gone = subscriber_addresses::ActiveModel { address: Set(None), ..Default::default() };
        let ours = subscriber_addresses::Column::SubscriberId.eq(row.subscriber_id);
        subscriber_addresses::Entity::update_many().set(gone).filter(ours).exec(db).await?;
    }
    Ok(())
}

/// Deletes a reader with all their rows. A letter that is on its way at this moment has its end unknown to us.
async fn forget(db: &DatabaseTransaction, subscriber_id: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    withdraw(db, subscriber_id, "the reader left", now).await?;
    end_all(db, subscriber_id, &[LetterState::HandedOver], LetterState::Unknown, "the reader was forgotten", now)
        .await?;
    Ok(subscribers::Entity::delete_by_id(subscriber_id).exec(db).await?.rows_affected > 0)
}

/// Takes back the letters that are not on their way. One that is stays: what becomes of it is still to be seen.
async fn withdraw(
    db: &DatabaseTransaction,
    subscriber_id: i64,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let waiting = [LetterState::Planned, LetterState::Claimed];
    end_all(db, subscriber_id, &waiting, LetterState::Skipped, why, now).await
}

/// Ends a reader's letters that are in one of these states.
async fn end_all(
    db: &DatabaseTransaction,
    subscriber_id: i64,
    from: &[LetterState],
    to: LetterState,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let are = letters::Column::State.is_in(from.iter().map(|state| state.as_str()));
    for kind in LetterKind::ALL {
        let of_kind = letters::Column::SubscriberId.eq(subscriber_id).and(letters::Column::Kind.eq(kind.as_str()));
        let these = letters::Entity::find().select_only().column(letters::Column::Id);
        forget_words(db, these.filter(of_kind.clone().and(are.clone())).into_query()).await?;
        let change = ended(to, Some(why), now);
        let ended = letters::Entity::update_many().set(change).filter(of_kind.and(are.clone())).exec(db).await?;
        counted(db, *kind, to.as_str(), ended.rows_affected).await?;
    }
    Ok(())
}
