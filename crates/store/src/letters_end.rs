//! What became of letters in hand, written for many at once.

use crate::{
    Store, StoreError,
    batch::IDS_MAX,
    entity::{letters, subscriber_addresses},
    farewell::suppress,
    hash::storable,
    instant::micros,
    letter_totals::counted,
    letters::{OPEN, ended},
    letters_send::{Leaving, hand_over},
    letters_told::{remember, taken},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId, UnknownWord};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder as _, QuerySelect as _,
    sea_query::{CaseStatement, Expr, ExprTrait as _, LockBehavior, LockType},
};
use std::collections::{BTreeMap, BTreeSet};

/// Why nobody knows.
const DIED: &str = "the worker died while it handed the letter over";

/// What became of a letter that was in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterEnd {
    /// The relay took it.
    Sent,
    /// It was not taken, and may be tried again then.
    Later(String, DateTime<Utc>),
    /// It was not given to the relay after all: it waits as before.
    Returned,
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
pub(crate) struct Held {
    pub(crate) id: i64,
    pub(crate) subscriber_id: SubscriberId,
    pub(crate) kind: LetterKind,
    pub(crate) at: i64,
}

/// How many letters of a kind came to an end of a sort.
type Counts = BTreeMap<(LetterKind, LetterState), u64>;

impl Store {
    /// Writes down what became of letters in hand and which ones leave now, all or none; gives those of the latter that are
    /// still ours: the others must not be sent. It lasts, even through a loss of power.
    ///
    /// What was told is remembered from its end on. An end of one that is not `owner`'s any more is left alone. A letter
    /// that leaves is sent by nobody else until its end is known; when none is known by `until`, it never will be.
    pub async fn letters_note(
        &self,
        ends: &[(i64, LetterEnd)],
        leaving: &[Leaving],
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        if ends.is_empty() && leaving.is_empty() {
            return Ok(BTreeSet::new());
        }
        let transaction = self.begin_durable().await?;
        self.end(&transaction, ends, owner, now).await?;
        let ours = hand_over(&transaction, leaving, owner, until).await?;
        transaction.commit().await?;
        Ok(ours)
    }

    async fn end(
        &self,
        db: &DatabaseTransaction,
        ends: &[(i64, LetterEnd)],
        owner: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let ends: BTreeMap<i64, &LetterEnd> = ends.iter().map(|(id, end)| (*id, end)).collect();
        let open = letters::Column::State.is_in(OPEN.map(LetterState::as_str));
        let ours = letters::Column::LeaseOwner.eq(owner).and(open);
        let (mut sent, mut counts) = (Vec::new(), Counts::new());
        for ids in ends.keys().copied().collect::<Vec<_>>().chunks(IDS_MAX) {
            let these = ours.clone().and(letters::Column::Id.is_in(ids.iter().copied()));
            for one in self.held(db, these, None).await? {
                match ends.get(&one.id) {
                    None => {}
                    Some(LetterEnd::Sent) => sent.push(one),
                    Some(end) => end_one(db, one, end, now, &mut counts).await?,
                }
            }
        }
        end_all(db, &sent, LetterState::Sent, None, now, &mut counts).await?;
        counted_all(db, counts).await
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
        let transaction = self.begin_durable().await?;
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
            .columns([letters::Column::Id, letters::Column::SubscriberId, letters::Column::Kind, letters::Column::At])
            .filter(which)
            .order_by_asc(letters::Column::Id);
        if self.is_postgres() {
            query = match behaviour {
                Some(behaviour) => query.lock_with_behavior(LockType::Update, behaviour),
                None => query.lock(LockType::Update),
            };
        }
        let rows = query.into_tuple::<(i64, i64, String, i64)>().all(db).await?;
        let held = rows.into_iter().map(|(id, subscriber_id, kind, at)| {
            let kind = kind.parse().map_err(|error: UnknownWord| fault(id, error.to_string()))?;
            Ok(Held { id, subscriber_id: SubscriberId::new(subscriber_id), kind, at })
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
        LetterEnd::Returned => return put_back(db, one.id).await,
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

/// The letter is tried again later. Handing it over counted the try; where it did not come to that, nobody has yet.
async fn put_off(db: &DatabaseTransaction, id: i64, error: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let change = letters::ActiveModel { next_try_at: Set(micros(at)), error: Set(Some(storable(error))), ..free() };
    replan(db, id, change, (LetterState::Claimed, 1)).await
}

/// The letter waits as before it was claimed; that it was said to be handed over was no try.
async fn put_back(db: &DatabaseTransaction, id: i64) -> Result<(), StoreError> {
    replan(db, id, free(), (LetterState::HandedOver, -1)).await
}

/// A letter that waits and that nobody holds.
fn free() -> letters::ActiveModel {
    letters::ActiveModel {
        state: Set(LetterState::Planned.to_string()),
        lease_owner: Set(None),
        lease_until: Set(None),
        ..Default::default()
    }
}

/// Changes a letter, and the number of its tries if it is in a state.
async fn replan(
    db: &DatabaseTransaction,
    id: i64,
    change: letters::ActiveModel,
    (state, more): (LetterState, i32),
) -> Result<(), StoreError> {
    let tried = Expr::col(letters::Column::Attempts);
    let is_there = Expr::col(letters::Column::State).eq(state.as_str());
    let tries = CaseStatement::new().case(is_there, tried.clone().add(more)).finally(tried);
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
        let mut told = taken(db, held).await?;
        if matches!(state, LetterState::Sent | LetterState::Unknown) {
            remember(db, held, &mut told).await?;
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

pub(crate) fn fault(letter: i64, reason: String) -> StoreError {
    StoreError::Row { table: "letter", id: letter, reason }
}
