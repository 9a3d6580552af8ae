//! Letters that are due become rows of the outbox, in the transaction that says when the next one is due.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    KnownSubscriber, Store, StoreError,
    batch::{IDS_MAX, insert_all, keeping, limited, padded},
    entity::{letter_words, letters, subscribers},
    hash::{id, storable},
    instant::micros,
    json::told_text,
    letter_totals::{CANDIDATES, EXCLUDED, counted},
    subscribers::known,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{EventId, LetterKind, LetterState, SubscriberId, SubscriberState, Told, ToldEvent};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, OnConflict},
};

/// A letter that was due, and what is to become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedLetter {
    /// For whom.
    pub subscriber_id: SubscriberId,
    /// When it was due, as the reader's row says.
    pub due_at: DateTime<Utc>,
    /// Its date.
    pub at: DateTime<Utc>,
    /// When the next one is due.
    pub next_due_at: DateTime<Utc>,
    /// The week it is of.
    pub period: String,
    /// What is to become of it.
    pub plan: Plan,
}

/// What is to become of a letter that was due.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// It is sent.
    Send {
        /// Its id in the world of mail.
        message_id: String,
        /// Its words, to be handed over byte for byte.
        content: String,
        /// What it tells.
        told: BTreeMap<EventId, ToldEvent>,
    },
    /// There is nothing to tell: no mail.
    Nothing,
    /// It is too late for it.
    Late,
}

/// What a planning did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanReport {
    /// Letters that wait to be sent.
    pub planned: u64,
    /// That had nothing to tell, or were of a week that had one.
    pub excluded: u64,
    /// That came too late.
    pub skipped: u64,
}

/// Readers whose letter is due.
#[derive(Debug, Default)]
pub struct DueSubscribers {
    /// Those whose wishes are known.
    pub known: Vec<KnownSubscriber>,
    /// Those whose row can't be read, and why: they may ask for nothing but niches that the operator took out of the taxonomy.
    pub unfit: Vec<(SubscriberId, StoreError)>,
}

impl DueSubscribers {
    /// Whether nobody's is.
    pub const fn is_empty(&self) -> bool {
        self.known.is_empty() && self.unfit.is_empty()
    }
}

impl Store {
    /// Readers whose letter is due, longest due first, at most `limit`; `only` this one, where one is named. Whose row can't
    /// be read is told beside the others, so that it keeps nobody else's letter.
    pub async fn subscribers_due(
        &self,
        now: DateTime<Utc>,
        limit: u64,
        only: Option<SubscriberId>,
    ) -> Result<DueSubscribers, StoreError> {
        let rows = subscribers::Entity::find()
            .apply_if(only, |query, id| query.filter(subscribers::Column::Id.eq(id.get())))
            .filter(subscribers::Column::State.eq(SubscriberState::Confirmed.as_str()))
            .filter(subscribers::Column::NextDueAt.lte(micros(now)))
            .order_by_asc(subscribers::Column::NextDueAt)
            .order_by_asc(subscribers::Column::Id)
            .limit(limited(limit))
            .all(&self.reader)
            .await?;
        let mut due = DueSubscribers::default();
        for row in rows {
            let id = SubscriberId::new(row.id);
            match known(row) {
                Ok(known) => due.known.push(known),
                Err(fault) => due.unfit.push((id, fault)),
            }
        }
        Ok(due)
    }

    /// These readers get no letter this week.
    pub async fn subscribers_pass_over(&self, ids: &[SubscriberId], now: DateTime<Utc>) -> Result<(), StoreError> {
        let week = TimeDelta::weeks(1).num_microseconds().unwrap_or_default();
        for ids in ids.chunks(IDS_MAX) {
            let later = Expr::col(subscribers::Column::NextDueAt).add(week);
            subscribers::Entity::update_many()
                .col_expr(subscribers::Column::NextDueAt, later)
                .filter(subscribers::Column::Id.is_in(ids.iter().map(|id| id.get())))
                .filter(subscribers::Column::NextDueAt.lte(micros(now)))
                .exec(&self.writer)
                .await?;
        }
        Ok(())
    }

    /// Writes down what is to become of letters that were due, all or none. A reader who left or was planned by another
    /// meanwhile is left out; a week that had its letter gets no second one.
    pub async fn letters_plan(
        &self,
        planned: Vec<PlannedLetter>,
        now: DateTime<Utc>,
    ) -> Result<PlanReport, StoreError> {
        let transaction = self.begin_durable().await?;
        let mut readers = self.readers(&transaction, &planned).await?;
        // Those of one hour are due again at one instant.
        let mut next: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut is_still_due = |one: &PlannedLetter| {
            let due =
                readers.remove(&one.subscriber_id.get()).filter(|row| row.next_due_at == Some(micros(one.due_at)));
            let is_due = due.is_some();
            if let Some(row) = due {
                next.entry(micros(one.next_due_at)).or_default().push(row.id);
            }
            is_due
        };
        let planned: Vec<PlannedLetter> = planned.into_iter().filter(&mut is_still_due).collect();
        for (at, readers) in next {
            let these = subscribers::Column::Id.is_in(padded(readers));
            let again = subscribers::Entity::update_many().col_expr(subscribers::Column::NextDueAt, Expr::value(at));
            again.filter(these).exec(&transaction).await?;
        }
        let had = with_letter(&transaction, &planned).await?;
        let mut report = PlanReport::default();
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for one in planned {
            let is_second = had.contains(&(one.subscriber_id.get(), one.period.clone()));
            match &one.plan {
                _ if is_second => report.excluded += 1,
                Plan::Nothing => report.excluded += 1,
                Plan::Late => report.skipped += 1,
                Plan::Send { .. } => report.planned += 1,
            }
            if !is_second && let Some((row, its_words)) = row(one, now)? {
                rows.push(row);
                words.extend(its_words);
            }
        }
        let once = OnConflict::column(letters::Column::Id).do_nothing().to_owned();
        insert_all::<letters::Entity, _>(&transaction, rows, &once).await?;
        insert_all::<letter_words::Entity, _>(&transaction, words, &keeping::<letter_words::Entity>()).await?;
        let PlanReport { planned, excluded, skipped } = report;
        let kind = LetterKind::Weekly;
        counted(&transaction, kind, CANDIDATES, planned + excluded + skipped).await?;
        counted(&transaction, kind, EXCLUDED, excluded).await?;
        counted(&transaction, kind, LetterState::Skipped.as_str(), skipped).await?;
        transaction.commit().await?;
        Ok(report)
    }

    /// The rows of these readers as they are now, of those who still want letters. They are ours until the end.
    async fn readers(
        &self,
        db: &DatabaseTransaction,
        planned: &[PlannedLetter],
    ) -> Result<BTreeMap<i64, subscribers::Model>, StoreError> {
        let mut readers = BTreeMap::new();
        for chunk in planned.chunks(IDS_MAX) {
            let mut query = subscribers::Entity::find()
                .filter(subscribers::Column::Id.is_in(chunk.iter().map(|one| one.subscriber_id.get())))
                .filter(subscribers::Column::State.eq(SubscriberState::Confirmed.as_str()));
            if self.is_postgres() {
                query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
            }
            readers.extend(query.all(db).await?.into_iter().map(|row| (row.id, row)));
        }
        Ok(readers)
    }
}

/// What readers were told, with when they last were.
pub fn told_of(subscriber: &KnownSubscriber, events: Option<BTreeMap<EventId, ToldEvent>>) -> Told {
    Told { last_at: subscriber.told_at, events: events.unwrap_or_default(), ..Told::default() }
}

/// The weeks that have their letter already.
async fn with_letter(
    db: &DatabaseTransaction,
    planned: &[PlannedLetter],
) -> Result<BTreeSet<(i64, String)>, StoreError> {
    let mut had = BTreeSet::new();
    for chunk in planned.chunks(IDS_MAX) {
        let ids: Vec<i64> = chunk.iter().map(|one| letter_id(one.subscriber_id, &one.period)).collect();
        let rows = letters::Entity::find()
            .select_only()
            .columns([letters::Column::SubscriberId, letters::Column::Period])
            .filter(letters::Column::Id.is_in(ids));
        had.extend(rows.into_tuple::<(i64, String)>().all(db).await?);
    }
    Ok(had)
}

/// Whether a week has its letter already.
pub(crate) async fn has_letter(
    db: &impl ConnectionTrait,
    subscriber: SubscriberId,
    period: &str,
) -> Result<bool, StoreError> {
    Ok(letters::Entity::find_by_id(letter_id(subscriber, period)).one(db).await?.is_some())
}

/// The id of a weekly letter: the same reader and week, the same letter.
fn letter_id(subscriber: SubscriberId, period: &str) -> i64 {
    id("weekly letter", &[&subscriber.get().to_be_bytes(), period.as_bytes()])
}

/// The outbox's row, with its words; none where there is nothing to tell, for then nothing was to be sent.
fn row(
    one: PlannedLetter,
    now: DateTime<Utc>,
) -> Result<Option<(letters::Model, Option<letter_words::Model>)>, StoreError> {
    let PlannedLetter { subscriber_id, due_at: _, at, next_due_at: _, period, plan } = one;
    let letter_id = letter_id(subscriber_id, &period);
    let (words, message_id, state) = match plan {
        Plan::Nothing => return Ok(None),
        Plan::Send { message_id, content, told } => {
            let words = letter_words::Model { letter_id, content: storable(&content), told: told_text(&told)? };
            (Some(words), Some(storable(&message_id)), LetterState::Planned)
        }
        Plan::Late => (None, None, LetterState::Skipped),
    };
    let row = letters::Model {
        id: letter_id,
        subscriber_id: subscriber_id.get(),
        kind: LetterKind::Weekly.to_string(),
        period,
        state: state.to_string(),
        at: micros(at),
        attempts: 0,
        next_try_at: micros(now),
        lease_owner: None,
        lease_until: None,
        message_id,
        error: state.is_final().then(|| TOO_LATE.to_owned()),
        ended_at: state.is_final().then(|| micros(now)),
    };
    Ok(Some((row, words)))
}

/// Why a letter of yesterday is not sent today.
pub(crate) const TOO_LATE: &str = "more than 24 hours late";
