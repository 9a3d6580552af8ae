//! The outbox, looked at.

use crate::{
    Store, StoreError,
    batch::limited,
    entity::{letter_words, letters, subscribers},
    instant::{instant, micros, small},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId, UnknownWord};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, SelectStatement},
};

/// A letter as it is kept, without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLetter {
    /// Which.
    pub id: i64,
    /// To whom.
    pub subscriber_id: SubscriberId,
    /// Which mail it is.
    pub kind: LetterKind,
    /// The week it is of, or for a confirmation a word of its own.
    pub period: String,
    /// How far it came.
    pub state: LetterState,
    /// Its date.
    pub at: DateTime<Utc>,
    /// How often it was tried to hand it over.
    pub attempts: u32,
    /// Its id in the world of mail; a confirmation has it once it was handed over.
    pub message_id: Option<String>,
    /// What was last wrong.
    pub error: Option<String>,
    /// When nothing more became of it.
    pub ended_at: Option<DateTime<Utc>>,
}

/// States of which something is still to become.
pub(crate) const OPEN: [LetterState; 3] = [LetterState::Planned, LetterState::Claimed, LetterState::HandedOver];

impl Store {
    /// The latest letters, the latest first, of one reader or of all, in one state or in any; at most `limit`.
    pub async fn letters(
        &self,
        subscriber: Option<SubscriberId>,
        state: Option<LetterState>,
        limit: u64,
    ) -> Result<Vec<KnownLetter>, StoreError> {
        let mut query = letters::Entity::find();
        if let Some(id) = subscriber {
            query = query.filter(letters::Column::SubscriberId.eq(id.get()));
        }
        if let Some(state) = state {
            query = query.filter(letters::Column::State.eq(state.as_str()));
        }
        let query = query.order_by_desc(letters::Column::At).order_by_asc(letters::Column::Id);
        let rows = query.limit(limited(limit)).all(&self.reader).await?;
        rows.iter().map(known).collect()
    }

    /// How many letters wait or are on their way.
    pub async fn letters_open(&self) -> Result<u64, StoreError> {
        let open = letters::Entity::find().filter(letters::Column::State.is_in(OPEN.map(LetterState::as_str)));
        Ok(open.count(&self.reader).await?)
    }

    /// How many letters may be sent now or are on their way: those that were put off to a later time are not counted.
    pub async fn letters_sendable(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let is = |state: LetterState| letters::Column::State.eq(state.as_str());
        let waits = is(LetterState::Planned).and(letters::Column::NextTryAt.lte(micros(now)));
        let sendable = is(LetterState::Claimed).or(is(LetterState::HandedOver)).or(waits);
        Ok(letters::Entity::find().filter(sendable).count(&self.reader).await?)
    }

    /// When there is next something to do: a letter is due, may be tried again, or was left by a worker that died.
    pub async fn letter_next_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let due = subscribers::Entity::find().select_only().expr(Expr::col(subscribers::Column::NextDueAt).min());
        let due: Option<Option<i64>> = due.into_tuple().one(&self.reader).await?;
        let of = |column: letters::Column, states: &[LetterState]| {
            let states = letters::Column::State.is_in(states.iter().map(|state| state.as_str()));
            letters::Entity::find().select_only().expr(Expr::col(column).min()).filter(states)
        };
        let planned = of(letters::Column::NextTryAt, &[LetterState::Planned]);
        let planned: Option<Option<i64>> = planned.into_tuple().one(&self.reader).await?;
        let left = of(letters::Column::LeaseUntil, &[LetterState::Claimed, LetterState::HandedOver]);
        let left: Option<Option<i64>> = left.into_tuple().one(&self.reader).await?;
        Ok([due, planned, left].into_iter().flatten().flatten().min().map(instant))
    }
}

/// The columns of a letter of which nothing more becomes; its words are to be forgotten too, by [`forget_words`].
pub(crate) fn ended(state: LetterState, error: Option<&str>, now: DateTime<Utc>) -> letters::ActiveModel {
    letters::ActiveModel {
        state: Set(state.to_string()),
        error: Set(error.map(crate::hash::storable)),
        lease_owner: Set(None),
        lease_until: Set(None),
        ended_at: Set(Some(micros(now))),
        ..Default::default()
    }
}

/// Forgets the words of these letters.
pub(crate) async fn forget_words(db: &DatabaseTransaction, letters: SelectStatement) -> Result<(), StoreError> {
    let theirs = letter_words::Column::LetterId.in_subquery(letters);
    letter_words::Entity::delete_many().filter(theirs).exec(db).await?;
    Ok(())
}

/// Which mail a row is.
pub(crate) fn kind_of(row: &letters::Model) -> Result<LetterKind, StoreError> {
    row.kind.parse().map_err(|error| fault(row, &error))
}

fn fault(row: &letters::Model, error: &UnknownWord) -> StoreError {
    StoreError::Row { table: "letter", id: row.id, reason: error.to_string() }
}

fn known(row: &letters::Model) -> Result<KnownLetter, StoreError> {
    Ok(KnownLetter {
        id: row.id,
        subscriber_id: SubscriberId::new(row.subscriber_id),
        kind: kind_of(row)?,
        period: row.period.clone(),
        state: row.state.parse().map_err(|error| fault(row, &error))?,
        at: instant(row.at),
        attempts: small(row.attempts),
        message_id: row.message_id.clone(),
        error: row.error.clone(),
        ended_at: row.ended_at.map(instant),
    })
}
