//! Letters on their way out: claimed, handed over, ended. What is handed over is said before it is done, in a write of its
//! own, so that a letter whose worker died in the middle is told from one that waits.

use crate::{
    Store, StoreError,
    batch::{insert_all, limited, replacing},
    entity::{letters, subscriber_addresses, subscribers, told_events},
    farewell::suppress,
    hash::storable,
    instant::{instant, micros, small},
    json::told_read,
    letter_totals::counted,
    letters::{OPEN, ended, kind_of},
    subscribers::set,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait as _, DatabaseTransaction, EntityTrait, FromQueryResult, Iterable, Order,
    QueryFilter,
    sea_query::{CommonTableExpression, Expr, ExprTrait as _, LockBehavior, LockType, Query, WithClause},
};
use std::collections::BTreeMap;

/// What was told of an event is remembered so long after it began.
const REMEMBERED: TimeDelta = TimeDelta::days(60);

/// A letter in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedLetter {
    /// Which.
    pub id: i64,
    /// To whom.
    pub subscriber_id: SubscriberId,
    /// Where they are reached; none when they have left.
    pub address: Option<String>,
    /// Which mail it is.
    pub kind: LetterKind,
    /// Its date.
    pub at: DateTime<Utc>,
    /// How often it was handed over before.
    pub attempts: u32,
    /// Its words, as they were planned; none for a confirmation, whose words are made when it is sent.
    pub content: Option<String>,
}

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

impl Store {
    /// Claims up to `limit` letters that may be sent, longest waiting first, for `lease`; no two workers
    /// ever hold the same. `Only` those of one reader, where one is named.
    pub async fn letters_claim(
        &self,
        now: DateTime<Utc>,
        limit: u64,
        owner: &str,
        lease: TimeDelta,
        only: Option<SubscriberId>,
    ) -> Result<Vec<ClaimedLetter>, StoreError> {
        // Looking first lets an idle worker leave the one writer alone.
        let waits = waits(micros(now), only);
        if letters::Entity::find().filter(waits.clone()).one(&self.reader).await?.is_none() {
            return Ok(Vec::new());
        }
        let due = Query::select()
            .column(letters::Column::Id)
            .from(letters::Entity)
            .cond_where(waits)
            .order_by(letters::Column::NextTryAt, Order::Asc)
            .order_by(letters::Column::Id, Order::Asc)
            .limit(limited(limit))
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .take();
        let claimed = CommonTableExpression::new().table_name("due").column(letters::Column::Id).query(due).to_owned();
        let claim = Query::update()
            .with_cte(WithClause::new().cte(claimed).to_owned())
            .table(letters::Entity)
            .value(letters::Column::State, LetterState::Claimed.as_str())
            .value(letters::Column::LeaseOwner, owner)
            .value(letters::Column::LeaseUntil, micros(now + lease))
            .and_where(
                Expr::col(letters::Column::Id)
                    .in_subquery(Query::select().column(letters::Column::Id).from("due").take()),
            )
            .returning(Query::returning().columns(letters::Column::iter()))
            .take();
        let rows = self.writer.query_all(&claim).await?;
        let rows = rows.iter().map(|row| letters::Model::from_query_result(row, ""));
        let mut rows = rows.collect::<Result<Vec<letters::Model>, _>>()?;
        rows.sort_by_key(|row| (row.next_try_at, row.id));
        let readers: Vec<SubscriberId> = rows.iter().map(|row| SubscriberId::new(row.subscriber_id)).collect();
        let addresses = self.subscriber_addresses(&readers).await?;
        rows.into_iter().map(|row| claimed_letter(row, &addresses)).collect()
    }

    /// Says that a letter is handed over now, and whether it is still ours to do so: if not, it must not be sent. From now
    /// on, and until the end is known, nobody else sends it; when no end is known by `until`, it never will be.
    pub async fn letter_hand_over(
        &self,
        id: i64,
        owner: &str,
        message_id: &str,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let ours = letters::Column::Id
            .eq(id)
            .and(letters::Column::State.eq(LetterState::Claimed.as_str()))
            .and(letters::Column::LeaseOwner.eq(owner));
        let marked = letters::Entity::update_many()
            .col_expr(letters::Column::State, Expr::value(LetterState::HandedOver.as_str()))
            .col_expr(letters::Column::MessageId, Expr::value(storable(message_id)))
            .col_expr(letters::Column::LeaseUntil, Expr::value(micros(until)))
            .col_expr(letters::Column::Attempts, Expr::col(letters::Column::Attempts).add(1))
            .filter(ours)
            .exec(&self.writer)
            .await?;
        Ok(marked.rows_affected > 0)
    }

    /// Writes down what became of letters in hand, all or none. What was told is remembered from here on. One that is not
    /// `owner`'s any more is left alone.
    pub async fn letters_end(
        &self,
        ends: &[(i64, LetterEnd)],
        owner: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let transaction = self.begin_alone().await?;
        let mut ends: Vec<&(i64, LetterEnd)> = ends.iter().collect();
        ends.sort_by_key(|(id, _)| *id);
        let mut counts = BTreeMap::new();
        for (id, end) in ends {
            if let Some(key) = end_one(&transaction, *id, end, owner, now).await? {
                *counts.entry(key).or_insert(0_u64) += 1;
            }
        }
        for ((kind, state), letters) in counts {
            counted(&transaction, kind, state.as_str(), letters).await?;
        }
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
        let mut query = letters::Entity::find().filter(is_over);
        if self.is_postgres() {
            query = sea_orm::QuerySelect::lock_with_behavior(query, LockType::Update, LockBehavior::SkipLocked);
        }
        let mut ids = Vec::new();
        let mut counts: BTreeMap<LetterKind, u64> = BTreeMap::new();
        for row in query.all(&transaction).await? {
            remember(&transaction, &row).await?;
            let end = ended(LetterState::Unknown, Some(DIED), now);
            letters::Entity::update_many().set(end).filter(letters::Column::Id.eq(row.id)).exec(&transaction).await?;
            *counts.entry(kind_of(&row)?).or_default() += 1;
            ids.push(row.id);
        }
        for (kind, letters) in counts {
            counted(&transaction, kind, LetterState::Unknown.as_str(), letters).await?;
        }
        transaction.commit().await?;
        Ok(ids)
    }
}

/// Why nobody knows.
const DIED: &str = "the worker died while it handed the letter over";

/// Planned and its time has come, or in the hand of a worker that died before it handed anything over.
fn waits(now: i64, only: Option<SubscriberId>) -> Condition {
    let is = |state: LetterState| letters::Column::State.eq(state.as_str());
    let waits = Condition::any()
        .add(is(LetterState::Planned).and(letters::Column::NextTryAt.lte(now)))
        .add(is(LetterState::Claimed).and(letters::Column::LeaseUntil.lte(now)));
    Condition::all().add(waits).add_option(only.map(|id| letters::Column::SubscriberId.eq(id.get())))
}

fn claimed_letter(
    row: letters::Model,
    addresses: &BTreeMap<SubscriberId, String>,
) -> Result<ClaimedLetter, StoreError> {
    let subscriber_id = SubscriberId::new(row.subscriber_id);
    Ok(ClaimedLetter {
        id: row.id,
        subscriber_id,
        address: addresses.get(&subscriber_id).cloned(),
        kind: kind_of(&row)?,
        at: instant(row.at),
        attempts: small(row.attempts),
        content: row.content,
    })
}

/// Writes one end; gives what is to be counted.
async fn end_one(
    db: &DatabaseTransaction,
    id: i64,
    end: &LetterEnd,
    owner: &str,
    now: DateTime<Utc>,
) -> Result<Option<(LetterKind, LetterState)>, StoreError> {
    let open = letters::Column::State.is_in(OPEN.map(LetterState::as_str));
    let ours = letters::Column::Id.eq(id).and(letters::Column::LeaseOwner.eq(owner)).and(open);
    let Some(row) = letters::Entity::find().filter(ours.clone()).one(db).await? else { return Ok(None) };
    let kind = kind_of(&row)?;
    let (state, error) = match end {
        LetterEnd::Later(error, at) => {
            let change = letters::ActiveModel {
                state: Set(LetterState::Planned.to_string()),
                next_try_at: Set(micros(*at)),
                error: Set(Some(storable(error))),
                lease_owner: Set(None),
                lease_until: Set(None),
                ..Default::default()
            };
            letters::Entity::update_many().set(change).filter(ours).exec(db).await?;
            return Ok(None);
        }
        LetterEnd::Sent => (LetterState::Sent, None),
        LetterEnd::Failed(error) | LetterEnd::NoSuchAddress(error) => (LetterState::Failed, Some(error.as_str())),
        LetterEnd::Unknown(error) => (LetterState::Unknown, Some(error.as_str())),
        LetterEnd::Skipped(error) => (LetterState::Skipped, Some(error.as_str())),
    };
    if letters::Entity::update_many().set(ended(state, error, now)).filter(ours).exec(db).await?.rows_affected == 0 {
        return Ok(None);
    }
    if matches!(state, LetterState::Sent | LetterState::Unknown) {
        remember(db, &row).await?;
    }
    if let LetterEnd::NoSuchAddress(error) = end
        && let Some(address) = subscriber_addresses::Entity::find_by_id(row.subscriber_id).one(db).await?
    {
        suppress(db, &address.address_hash, error, now).await?;
    }
    Ok(Some((kind, state)))
}

/// What a letter told is remembered once it may be with its reader.
async fn remember(db: &DatabaseTransaction, row: &letters::Model) -> Result<(), StoreError> {
    let Some(told) = &row.told else { return Ok(()) };
    let fault = |reason: String| StoreError::Row { table: "letter", id: row.id, reason };
    let told = told_read(told).map_err(|unfit| fault(unfit.to_string()))?;
    let rows = told.into_iter().map(|(event, told)| told_events::Model {
        subscriber_id: row.subscriber_id,
        event_id: event.get(),
        sequence: i64::from(told.sequence),
        status: told.status.to_string(),
        starts_at: micros(told.starts_at),
        name: told.name,
    });
    let rows: Vec<told_events::Model> = rows.collect();
    insert_all::<told_events::Entity, _>(db, rows, &replacing::<told_events::Entity>()).await?;
    let old = told_events::Column::SubscriberId
        .eq(row.subscriber_id)
        .and(told_events::Column::StartsAt.lt(micros(instant(row.at) - REMEMBERED)));
    told_events::Entity::delete_many().filter(old).exec(db).await?;
    set(db, row.subscriber_id, subscribers::ActiveModel { told_at: Set(Some(row.at)), ..Default::default() }).await
}
