//! What came back is noted: whose letters do not arrive, and who complains, is not written to any more.

use crate::{
    Store, StoreError,
    batch::keeping,
    entity::{bounces, letters, subscriber_addresses, subscribers, suppressions},
    farewell::{leave, suppress},
    hash::storable,
    instant::micros,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{MailAddress, MailKeys, Returned, ReturnedKind, SubscriberId, SubscriberState};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

/// Letters may come back softly so often…
const SOFT_MAX: usize = 3;

/// …within so long: the letters of three weeks in a row, to the day.
const SOFT_WITHIN: TimeDelta = TimeDelta::days(15);

/// When something came back that does not count (any more).
const FORGIVEN: i64 = 0;

/// What became of something that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnedEnd {
    /// It was noted.
    Noted,
    /// The address is not written to any more.
    Suppressed,
    /// The reader has left.
    Left,
    /// It names nobody, or a mail says so that proves no letter of ours.
    Unread,
}

impl Store {
    /// Notes what came back. A hard bounce, a complaint, or the third soft bounce within 15 days suppresses the address.
    ///
    /// Whom it is about, the letter tells: by its sealed link, or by its Message-ID where that is of a letter to this address.
    /// An address alone is believed of those only who proved who they are, for anybody may write a mail that looks like a
    /// report.
    pub async fn returned_note(
        &self,
        keys: &MailKeys,
        returned: &Returned,
        now: DateTime<Utc>,
    ) -> Result<ReturnedEnd, StoreError> {
        let Returned { kind, address, link, message_id, is_vouched, id, at, says } = returned;
        let transaction = self.begin_alone().await?;
        let by_link = match keys.opened(link) {
            Some(reader) => address_hash(&transaction, reader).await?,
            None => None,
        };
        let written = address.parse::<MailAddress>().ok().map(|address| keys.address_hash(&address));
        let hash = match (by_link, written) {
            (Some(hash), _) => hash,
            (None, Some(hash)) if *is_vouched => hash,
            // Nobody leaves by a report.
            (None, Some(hash)) if *kind != ReturnedKind::Leave && was_sent(&transaction, &hash, message_id).await? => {
                hash
            }
            (None, _) => return Ok(ReturnedEnd::Unread),
        };
        let at = at.map_or(now, |at| at.min(now));
        // Who leaves does not count among what did not arrive.
        let weight = if *kind == ReturnedKind::Leave { FORGIVEN } else { micros(at) };
        let report = match (id.as_str(), kind) {
            ("", kind) => format!("{kind} at {}", micros(now)),
            (id, ReturnedKind::Leave) => format!("leave {id}"),
            (id, _) => id.to_owned(),
        };
        let is_new = noted(&transaction, &hash, &report, weight).await? || id.is_empty();
        let end = match kind {
            ReturnedKind::Leave => left(&transaction, &hash, is_new, now).await?,
            ReturnedKind::Hard | ReturnedKind::Complaint
                if is_new || !is_forgiven(&transaction, &hash, &report).await? =>
            {
                ReturnedEnd::Suppressed
            }
            ReturnedKind::Soft if is_too_often(&transaction, &hash, at).await? => ReturnedEnd::Suppressed,
            _ => ReturnedEnd::Noted,
        };
        if end == ReturnedEnd::Suppressed {
            suppress(&transaction, &hash, says, now).await?;
        }
        transaction.commit().await?;
        Ok(end)
    }

    /// Takes back that an address must not be written to, and what came back from it; says whether it must not. Its reader
    /// has to ask and to say yes anew.
    pub async fn suppression_lift(&self, address_hash: &str) -> Result<bool, StoreError> {
        let transaction = self.begin_alone().await?;
        // What came back is forgiven and not forgotten: the mailbox may be read again.
        bounces::Entity::update_many()
            .col_expr(bounces::Column::BouncedAt, Expr::value(FORGIVEN))
            .filter(bounces::Column::AddressHash.eq(address_hash))
            .exec(&transaction)
            .await?;
        let lifted = suppressions::Entity::delete_by_id(address_hash.to_owned()).exec(&transaction).await?;
        transaction.commit().await?;
        Ok(lifted.rows_affected > 0)
    }
}

/// Writes down that something came back; says whether that is new.
async fn noted(
    db: &DatabaseTransaction,
    address_hash: &str,
    report: &str,
    bounced_at: i64,
) -> Result<bool, StoreError> {
    let row = bounces::Model { address_hash: address_hash.to_owned(), report: storable(report), bounced_at };
    let insert = bounces::Entity::insert(bounces::ActiveModel::from(row)).on_conflict(keeping::<bounces::Entity>());
    Ok(insert.exec_without_returning(db).await? > 0)
}

/// The reader with that address leaves. One who said yes again since that was written stays.
async fn left(
    db: &DatabaseTransaction,
    address_hash: &str,
    is_new: bool,
    now: DateTime<Utc>,
) -> Result<ReturnedEnd, StoreError> {
    let whose = subscriber_addresses::Column::AddressHash.eq(address_hash);
    let reader = subscriber_addresses::Entity::find().filter(whose).one(db).await?;
    let Some(id) = reader.map(|row| row.subscriber_id) else { return Ok(ReturnedEnd::Unread) };
    let is_there = subscribers::Entity::find_by_id(id).one(db).await?;
    if !is_new && is_there.is_some_and(|row| row.state == SubscriberState::Confirmed.as_str()) {
        return Ok(ReturnedEnd::Noted);
    }
    leave(db, SubscriberId::new(id), now).await?;
    Ok(ReturnedEnd::Left)
}

/// Whether a person has lifted what that report led to.
async fn is_forgiven(db: &DatabaseTransaction, address_hash: &str, report: &str) -> Result<bool, StoreError> {
    let theirs = bounces::Column::AddressHash.eq(address_hash);
    let named = bounces::Column::Report.eq(storable(report));
    let row = bounces::Entity::find().filter(theirs).filter(named).one(db).await?;
    Ok(row.is_some_and(|row| row.bounced_at == FORGIVEN))
}

/// By what a reader's address is known; none where there is no such reader.
async fn address_hash(db: &DatabaseTransaction, reader: SubscriberId) -> Result<Option<String>, StoreError> {
    let row = subscriber_addresses::Entity::find_by_id(reader.get()).one(db).await?;
    Ok(row.map(|row| row.address_hash))
}

/// Whether a letter of that name was written to that address.
async fn was_sent(db: &DatabaseTransaction, address_hash: &str, message_id: &str) -> Result<bool, StoreError> {
    let whose = subscriber_addresses::Column::AddressHash.eq(address_hash);
    let Some(reader) = subscriber_addresses::Entity::find().filter(whose).one(db).await? else { return Ok(false) };
    let theirs = letters::Column::SubscriberId.eq(reader.subscriber_id);
    let named = letters::Column::MessageId.eq(storable(message_id));
    Ok(letters::Entity::find().filter(theirs).filter(named).one(db).await?.is_some())
}

/// Whether so much came back around an instant, in whatever order it is read.
async fn is_too_often(db: &DatabaseTransaction, address_hash: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let around = bounces::Column::BouncedAt.between(micros(at - SOFT_WITHIN), micros(at + SOFT_WITHIN));
    let mut times: Vec<i64> = bounces::Entity::find()
        .select_only()
        .column(bounces::Column::BouncedAt)
        .filter(bounces::Column::AddressHash.eq(address_hash))
        .filter(around)
        .order_by_asc(bounces::Column::BouncedAt)
        .into_tuple()
        .all(db)
        .await?;
    // Questions that are asked within an hour, say, come back for one and the same reason.
    let apart = TimeDelta::days(1).num_microseconds().unwrap_or_default();
    times.dedup_by(|later, first| *later - *first < apart);
    let within = SOFT_WITHIN.num_microseconds().unwrap_or(i64::MAX);
    let is_close = |times: &[i64]| times.last().zip(times.first()).is_some_and(|(last, first)| last - first < within);
    Ok(times.windows(SOFT_MAX).any(is_close))
}
