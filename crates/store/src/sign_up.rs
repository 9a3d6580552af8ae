//! Somebody asks for the weekly mail: nothing is sent to them but one question.

use crate::{
    Store, StoreError,
    entity::{confirmations, letters, subscriber_addresses, subscribers, suppressions},
    hash::storable,
    instant::micros,
    json::WishesJson,
    letter_totals::{CANDIDATES, counted},
    random,
    subscribers::{due_anew, set, wished},
    transaction::one_by_one,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    LetterKind, LetterState, MailAddress, MailKeys, SecretHash, SubscriberId, SubscriberState, Wishes,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect as _,
    Select, sea_query::ExprTrait as _,
};

/// How long a question waits for its answer.
const ANSWER_WITHIN: TimeDelta = TimeDelta::hours(24);

/// The window of the limits below.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// Questions to one address within the window.
const PER_ADDRESS_MAX: u64 = 3;

/// Questions that one client may cause within the window.
const PER_CLIENT_MAX: u64 = 20;

/// Questions within the window, whoever asks: a flood is not made of us.
const ALL_MAX: u64 = 1_000;

/// The number under which sign-ups wait for each other on PostgreSQL: "signup" as bytes.
const SIGN_UP_LOCK: i64 = 0x7369_676e_7570;

/// Somebody asks.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// Where the mail shall go.
    pub address: MailAddress,
    /// What they wish.
    pub wishes: Wishes,
    /// Who asks, as [`MailKeys::client_hash`] knows them.
    pub client_hash: String,
}

/// What became of asking. Nobody who asked is told what depends on the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedUp {
    /// A question is on its way.
    Asked,
    /// This address was asked too often lately: nothing was done.
    TooMany,
    /// This client, or all together, asked for too much lately, whatever the address: nothing was done. Who asked may be told.
    Busy,
    /// The address must not be written to: nothing was done.
    Suppressed,
}

/// A question that waits for its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    /// Of whom.
    pub id: SubscriberId,
    /// What they get when they say yes.
    pub wishes: Wishes,
    /// Whether they said yes already.
    pub is_used: bool,
}

impl Store {
    /// Keeps what somebody asks for, and plans the letter that asks back. Their wishes hold when they say yes.
    pub async fn subscriber_sign_up(
        &self,
        keys: &MailKeys,
        asked: &SignUp,
        now: DateTime<Utc>,
    ) -> Result<SignedUp, StoreError> {
        let hash = keys.address_hash(&asked.address);
        let transaction = self.begin_alone().await?;
        one_by_one(&transaction, SIGN_UP_LOCK).await?;
        if are_too_many(&transaction, &asked.client_hash, now).await? {
            return Ok(SignedUp::Busy);
        }
        if suppressions::Entity::find_by_id(hash.clone()).one(&transaction).await?.is_some() {
            return Ok(SignedUp::Suppressed);
        }
        let subscriber_id = found_or_made(&transaction, asked, hash, now).await?;
        if is_too_often(&transaction, subscriber_id, now).await? {
            return Ok(SignedUp::TooMany);
        }
        let letter = question(subscriber_id, now)?;
        let row = confirmations::Model {
            token_hash: keys.confirmation(letter.id).hash().as_str().to_owned(),
            subscriber_id,
            wishes: storable(&serde_json::to_string(&WishesJson::from(&asked.wishes))?),
            asked_at: micros(now),
            ends_at: micros(now + ANSWER_WITHIN),
            is_used: false,
            client_hash: asked.client_hash.clone(),
        };
        confirmations::Entity::insert(confirmations::ActiveModel::from(row))
            .exec_without_returning(&transaction)
            .await?;
        letters::Entity::insert(letters::ActiveModel::from(letter)).exec_without_returning(&transaction).await?;
        counted(&transaction, LetterKind::Confirmation, CANDIDATES, 1).await?;
        transaction.commit().await?;
        Ok(SignedUp::Asked)
    }

    /// The question that a token answers, if it still can be answered or was answered with yes.
    pub async fn confirmation(
        &self,
        token: &SecretHash,
        now: DateTime<Utc>,
    ) -> Result<Option<Confirmation>, StoreError> {
        let row = confirmations::Entity::find_by_id(token.as_str()).one(&self.reader).await?;
        row.filter(|row| row.ends_at > micros(now)).map(confirmation).transpose()
    }

    /// Takes a yes: from now on letters are sent. None when the token is not known, used, or too old.
    pub async fn subscriber_confirm(
        &self,
        token: &SecretHash,
        now: DateTime<Utc>,
    ) -> Result<Option<SubscriberId>, StoreError> {
        let transaction = self.begin_alone().await?;
        let usable = confirmations::Column::TokenHash
            .eq(token.as_str())
            .and(confirmations::Column::IsUsed.eq(false))
            .and(confirmations::Column::EndsAt.gt(micros(now)));
        let used = confirmations::ActiveModel { is_used: Set(true), ..Default::default() };
        let taken = confirmations::Entity::update_many().set(used).filter(usable).exec(&transaction).await?;
        let row = confirmations::Entity::find_by_id(token.as_str()).one(&transaction).await?;
        let (1, Some(row)) = (taken.rows_affected, row) else { return Ok(None) };
        let Confirmation { id, wishes, .. } = confirmation(row)?;
        let before = subscribers::Entity::find_by_id(id.get()).lock_exclusive().one(&transaction).await?;
        let due = before.and_then(|row| row.next_due_at);
        let change = subscribers::ActiveModel {
            state: Set(SubscriberState::Confirmed.to_string()),
            confirmed_at: Set(Some(micros(now))),
            left_at: Set(None),
            // Their letters begin anew, but for what they know.
            told_at: Set(None),
            anew_at: Set(Some(micros(now))),
            next_due_at: Set(Some(due_anew(&transaction, id.get(), due, &wishes, now).await?)),
            ..wished(&wishes)
        };
        let may_be = [SubscriberState::Pending, SubscriberState::Confirmed, SubscriberState::Left];
        let may = subscribers::Column::State.is_in(may_be.map(SubscriberState::as_str));
        let ours = subscribers::Column::Id.eq(id.get()).and(may);
        let confirmed = subscribers::Entity::update_many().set(change).filter(ours).exec(&transaction).await?;
        transaction.commit().await?;
        Ok((confirmed.rows_affected > 0).then_some(id))
    }
}

fn confirmation(row: confirmations::Model) -> Result<Confirmation, StoreError> {
    let fault = |reason: String| StoreError::Row { table: "confirmation of subscriber", id: row.subscriber_id, reason };
    let wishes: WishesJson = serde_json::from_str(&row.wishes)?;
    // What is no more by the day of the yes, the page that asks for it does not show.
    let (wishes, _) = wishes.read().map_err(|unfit| fault(unfit.to_string()))?;
    Ok(Confirmation { id: SubscriberId::new(row.subscriber_id), wishes, is_used: row.is_used })
}

/// The reader with this address; a new one is pending. One who left and asks again is reached again.
async fn found_or_made(
    db: &DatabaseTransaction,
    asked: &SignUp,
    address_hash: String,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let address = Some(asked.address.as_str().to_owned());
    let known = subscriber_addresses::Column::AddressHash.eq(&address_hash);
    if let Some(row) = subscriber_addresses::Entity::find().filter(known).one(db).await? {
        if row.address.is_none() {
            let change = subscriber_addresses::ActiveModel { address: Set(address), ..Default::default() };
            let ours = subscriber_addresses::Column::SubscriberId.eq(row.subscriber_id);
            subscriber_addresses::Entity::update_many().set(change).filter(ours).exec(db).await?;
            let pending = Set(SubscriberState::Pending.to_string());
            set(db, row.subscriber_id, subscribers::ActiveModel { state: pending, ..Default::default() }).await?;
        }
        return Ok(row.subscriber_id);
    }
    let id = random::id()?;
    let row = subscribers::ActiveModel {
        id: Set(id),
        state: Set(SubscriberState::Pending.to_string()),
        created_at: Set(micros(now)),
        confirmed_at: Set(None),
        left_at: Set(None),
        told_at: Set(None),
        anew_at: Set(None),
        next_due_at: Set(None),
        ..wished(&asked.wishes)
    };
    subscribers::Entity::insert(row).exec_without_returning(db).await?;
    let row = subscriber_addresses::Model { subscriber_id: id, address_hash, address };
    let insert = subscriber_addresses::Entity::insert(subscriber_addresses::ActiveModel::from(row));
    insert.exec_without_returning(db).await?;
    Ok(id)
}

/// Questions asked within the window.
fn lately(now: DateTime<Utc>) -> Select<confirmations::Entity> {
    confirmations::Entity::find().filter(confirmations::Column::AskedAt.gt(micros(now - WINDOW)))
}

async fn is_too_often(db: &DatabaseTransaction, subscriber_id: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let to_address = lately(now).filter(confirmations::Column::SubscriberId.eq(subscriber_id)).count(db).await?;
    Ok(to_address >= PER_ADDRESS_MAX)
}

async fn are_too_many(db: &DatabaseTransaction, client_hash: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let by_client = lately(now).filter(confirmations::Column::ClientHash.eq(client_hash)).count(db).await?;
    let all = lately(now).count(db).await?;
    Ok(by_client >= PER_CLIENT_MAX || all >= ALL_MAX)
}

/// The letter that asks back. Its words are made when it is sent: they hold a token that is kept nowhere.
fn question(subscriber_id: i64, now: DateTime<Utc>) -> Result<letters::Model, StoreError> {
    let id = random::id()?;
    Ok(letters::Model {
        id,
        subscriber_id,
        kind: LetterKind::Confirmation.to_string(),
        period: id.to_string(),
        state: LetterState::Planned.to_string(),
        at: micros(now),
        attempts: 0,
        next_try_at: micros(now),
        lease_owner: None,
        lease_until: None,
        message_id: None,
        error: None,
        ended_at: None,
    })
}
