//! Letters on their way out: claimed, and said to be handed over. That is said before it is done, in a write that lasts, so
//! that a letter whose worker died in the middle is told from one that waits.

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, limited},
    entity::{letter_words, letters},
    hash::storable,
    instant::{instant, micros, small},
    letters::kind_of,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, DatabaseTransaction, EntityTrait, FromQueryResult, Iterable, Order,
    QueryFilter, QuerySelect as _,
    sea_query::{
        CaseStatement, CommonTableExpression, Expr, ExprTrait as _, LockBehavior, LockType, Query, WithClause,
    },
};
use std::collections::{BTreeMap, BTreeSet};

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
    /// How often it was tried to hand it over before.
    pub attempts: u32,
    /// Its id in the world of mail; none for a confirmation that was never handed over.
    pub message_id: Option<String>,
    /// Its words, as they were planned; none for a confirmation, whose words are made when it is sent.
    pub content: Option<String>,
}

/// A letter that is about to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Which.
    pub id: i64,
    /// Its id in the world of mail, where it had none yet.
    pub message_id: Option<String>,
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
        let rows = self.durable.query_all(&claim).await?;
        let rows = rows.iter().map(|row| letters::Model::from_query_result(row, ""));
        let mut rows = rows.collect::<Result<Vec<letters::Model>, _>>()?;
        rows.sort_by_key(|row| (row.next_try_at, row.id));
        let readers: Vec<SubscriberId> = rows.iter().map(|row| SubscriberId::new(row.subscriber_id)).collect();
        let addresses = self.subscriber_addresses(&readers).await?;
        let mut words = self.words(&rows).await?;
        rows.into_iter().map(|row| claimed_letter(row, &addresses, &mut words)).collect()
    }

    /// What letters say.
    async fn words(&self, letters: &[letters::Model]) -> Result<BTreeMap<i64, String>, StoreError> {
        let mut words = BTreeMap::new();
        for letters in letters.chunks(IDS_MAX) {
            let rows = letter_words::Entity::find()
                .select_only()
                .columns([letter_words::Column::LetterId, letter_words::Column::Content])
                .filter(letter_words::Column::LetterId.is_in(letters.iter().map(|letter| letter.id)));
            words.extend(rows.into_tuple::<(i64, String)>().all(&self.reader).await?);
        }
        Ok(words)
    }
}

/// Says that letters are handed over now, and which of them are still ours to do so.
pub(crate) async fn hand_over(
    db: &DatabaseTransaction,
    leaving: &[Leaving],
    owner: &str,
    until: DateTime<Utc>,
) -> Result<BTreeSet<i64>, StoreError> {
    let mut ours = BTreeSet::new();
    for leaving in leaving.chunks(IDS_MAX) {
        let mut mark = Query::update()
            .table(letters::Entity)
            .value(letters::Column::State, LetterState::HandedOver.as_str())
            .value(letters::Column::LeaseUntil, micros(until))
            .value(letters::Column::Attempts, Expr::col(letters::Column::Attempts).add(1))
            .and_where(letters::Column::Id.is_in(leaving.iter().map(|letter| letter.id)))
            .and_where(letters::Column::State.eq(LetterState::Claimed.as_str()))
            .and_where(letters::Column::LeaseOwner.eq(owner))
            .returning(Query::returning().column(letters::Column::Id))
            .take();
        let named = leaving.iter().filter_map(|letter| Some((letter.id, letter.message_id.as_deref()?)));
        let names = named.clone().fold(CaseStatement::new(), |names, (id, name)| {
            names.case(Expr::col(letters::Column::Id).eq(id), Expr::value(storable(name)))
        });
        if named.count() > 0 {
            mark.value(letters::Column::MessageId, names.finally(Expr::col(letters::Column::MessageId)));
        }
        for row in db.query_all(&mark).await? {
            ours.insert(row.try_get_by_index::<i64>(0)?);
        }
    }
    Ok(ours)
}

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
    words: &mut BTreeMap<i64, String>,
) -> Result<ClaimedLetter, StoreError> {
    let subscriber_id = SubscriberId::new(row.subscriber_id);
    Ok(ClaimedLetter {
        id: row.id,
        subscriber_id,
        address: addresses.get(&subscriber_id).cloned(),
        kind: kind_of(&row)?,
        at: instant(row.at),
        attempts: small(row.attempts),
        content: words.remove(&row.id),
        message_id: row.message_id,
    })
}
