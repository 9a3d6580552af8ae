//! Letters on their way out: claimed and handed over. What is handed over is said before it is done, in a write of its
//! own, so that a letter whose worker died in the middle is told from one that waits.

use crate::{
    Store, StoreError,
    batch::limited,
    entity::letters,
    hash::storable,
    instant::{instant, micros, small},
    letters::kind_of,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{LetterKind, LetterState, SubscriberId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, FromQueryResult, Iterable, Order, QueryFilter,
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
    /// Its words, as they were planned; none for a confirmation, whose words are made when it is sent.
    pub content: Option<String>,
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

    /// Says that letters, each with its id in the world of mail, are handed over now, and which of them are still ours to
    /// do so: the others must not be sent. From now on, and until the end is known, nobody else sends them; when no end is
    /// known by `until`, it never will be. What this says outlasts a loss of power.
    pub async fn letters_hand_over(
        &self,
        letters: &[(i64, String)],
        owner: &str,
        until: DateTime<Utc>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        if letters.is_empty() {
            return Ok(BTreeSet::new());
        }
        let names = letters.iter().fold(CaseStatement::new(), |names, (id, name)| {
            names.case(Expr::col(letters::Column::Id).eq(*id), Expr::value(storable(name)))
        });
        let mark = Query::update()
            .table(letters::Entity)
            .value(letters::Column::State, LetterState::HandedOver.as_str())
            .value(letters::Column::MessageId, names)
            .value(letters::Column::LeaseUntil, micros(until))
            .value(letters::Column::Attempts, Expr::col(letters::Column::Attempts).add(1))
            .and_where(letters::Column::Id.is_in(letters.iter().map(|(id, _)| *id)))
            .and_where(letters::Column::State.eq(LetterState::Claimed.as_str()))
            .and_where(letters::Column::LeaseOwner.eq(owner))
            .returning(Query::returning().column(letters::Column::Id))
            .take();
        let marked = self.durable.query_all(&mark).await?;
        marked.iter().map(|row| Ok(row.try_get_by_index::<i64>(0)?)).collect()
    }
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
