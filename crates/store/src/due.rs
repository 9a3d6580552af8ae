//! The table is the queue: what is due is claimed by a lease, so that a worker that dies loses nothing.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::limited,
    entity::sources,
    instant::{instant, micros},
    sources::{listings_of, source},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Source, SourceId, SourceState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, FromQueryResult, Iterable, Order, QueryFilter,
    QuerySelect,
    sea_query::{
        CaseStatement, CommonTableExpression, Expr, ExprTrait as _, LockBehavior, LockType, Query, SelectStatement,
        WithClause,
    },
};

/// When a source is looked at again whose row can't be understood.
const UNREAD_WAIT: TimeDelta = TimeDelta::days(1);

impl Store {
    /// Claims up to `limit` sources that are due, longest due first, for `lease`; no two workers ever hold the same.
    pub async fn sources_due(
        &self,
        now: DateTime<Utc>,
        limit: u64,
        owner: &str,
        lease: TimeDelta,
    ) -> Result<Vec<Source>, StoreError> {
        self.sources_due_by(now, now, limit, owner, lease).await
    }

    /// The same, of those that were due by an instant before now. A claim that would end after more than two leases was made by
    /// a clock that went wrong, and is anybody's.
    ///
    /// One statement: PostgreSQL steps over rows that another worker is claiming, SQLite has one writer.
    pub async fn sources_due_by(
        &self,
        due_by: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u64,
        owner: &str,
        lease: TimeDelta,
    ) -> Result<Vec<Source>, StoreError> {
        // Looking first lets an idle worker leave the one writer alone.
        let believed = micros(now + lease * 2);
        if self.due_next_at(believed).await?.is_none_or(|at| at > now) {
            return Ok(Vec::new());
        }
        let due = due(due_by, now, believed).limit(limited(limit)).to_owned();
        self.claimed(due, now, owner, lease).await
    }

    /// Which sources are due by an instant and claimed by nobody, and their addresses, at most `limit`, longest due first.
    pub async fn sources_waiting(
        &self,
        due_by: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: u64,
        lease: TimeDelta,
    ) -> Result<Vec<(SourceId, String)>, StoreError> {
        let mut waiting = due(due_by, now, micros(now + lease * 2));
        waiting.column(sources::Column::Url).limit(limited(limit));
        let mut found = Vec::new();
        for row in self.reader.query_all(&waiting).await? {
            found.push((SourceId::new(row.try_get_by_index(0)?), row.try_get_by_index(1)?));
        }
        Ok(found)
    }

    /// Claims those of these sources that are still due and claimed by nobody, as [`Store::sources_due_by`] does.
    pub async fn sources_claim(
        &self,
        ids: &[SourceId],
        due_by: DateTime<Utc>,
        now: DateTime<Utc>,
        owner: &str,
        lease: TimeDelta,
    ) -> Result<Vec<Source>, StoreError> {
        let mut due = due(due_by, now, micros(now + lease * 2));
        due.and_where(Expr::col(sources::Column::Id).is_in(ids.iter().map(|id| id.get())));
        self.claimed(due, now, owner, lease).await
    }

    /// Claims what is due. Rows that can't be read are left out and put off.
    async fn claimed(
        &self,
        mut due: SelectStatement,
        now: DateTime<Utc>,
        owner: &str,
        lease: TimeDelta,
    ) -> Result<Vec<Source>, StoreError> {
        due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        // A table expression with a lock is evaluated once; a bare subquery may be evaluated again for each row.
        let claimed = CommonTableExpression::new().table_name("due").column(sources::Column::Id).query(due).to_owned();
        let claim = Query::update()
            .with_cte(WithClause::new().cte(claimed).to_owned())
            .table(sources::Entity)
            .value(sources::Column::LeaseOwner, owner)
            .value(sources::Column::LeaseUntil, micros(now + lease))
            .and_where(
                Expr::col(sources::Column::Id)
                    .in_subquery(Query::select().column(sources::Column::Id).from("due").take()),
            )
            .returning(Query::returning().columns(sources::Column::iter()))
            .take();
        let claimed = self.writer.query_all(&claim).await?;
        // They are claimed by now: what is wrong with one of them keeps none of the others.
        let (mut rows, mut unread) = (Vec::new(), Vec::new());
        for row in &claimed {
            match sources::Model::from_query_result(row, "") {
                Ok(row) => rows.push(row),
                Err(error) => {
                    tracing::error!(%error, "a source can't be read and is left out for a day");
                    unread.extend(row.try_get::<i64>("", "id").ok());
                }
            }
        }
        rows.sort_by_key(|row| (row.next_fetch_at, row.id));
        let counts = listings_of(&self.reader, Some(rows.iter().map(|row| row.id).collect())).await;
        let counts = counts.unwrap_or_else(|error| {
            tracing::warn!(%error, "the listings of sources that are due could not be counted");
            BTreeMap::new()
        });
        let mut due = Vec::new();
        for row in rows {
            let id = row.id;
            match source(row, &counts) {
                Ok(source) => due.push(source),
                Err(error) => {
                    tracing::error!(%error, "a source can't be read and is left out for a day");
                    unread.push(id);
                }
            }
        }
        for id in unread {
            if let Err(error) = self.source_lease_end(SourceId::new(id), owner, now + UNREAD_WAIT).await {
                tracing::error!(source = id, %error, "a source could not be put off; it is due when its claim ends");
            }
        }
        Ok(due)
    }

    /// Gives one claim back, if it is the owner's; the source is due again at `next_fetch_at`.
    pub async fn source_lease_end(
        &self,
        id: SourceId,
        owner: &str,
        next_fetch_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let ours = sources::Column::Id.eq(id.get()).and(sources::Column::LeaseOwner.eq(owner));
        let change = sources::ActiveModel {
            next_fetch_at: Set(micros(next_fetch_at)),
            lease_owner: Set(None),
            lease_until: Set(None),
            ..Default::default()
        };
        sources::Entity::update_many().set(change).filter(ours).exec(&self.writer).await?;
        Ok(())
    }

    /// Keeps a claim until `until`; says whether it is still the owner's.
    pub async fn source_lease_renew(
        &self,
        id: SourceId,
        owner: &str,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let ours = sources::Column::Id.eq(id.get()).and(sources::Column::LeaseOwner.eq(owner));
        let change = sources::ActiveModel { lease_until: Set(Some(micros(until))), ..Default::default() };
        let renewed = sources::Entity::update_many().set(change).filter(ours).exec(&self.writer).await?;
        Ok(renewed.rows_affected > 0)
    }

    /// Gives back all sources that somebody has claimed; they are due as they were.
    pub async fn source_leases_release(&self, owner: &str) -> Result<(), StoreError> {
        let free = sources::ActiveModel { lease_owner: Set(None), lease_until: Set(None), ..Default::default() };
        let theirs = sources::Column::LeaseOwner.eq(owner);
        sources::Entity::update_many().set(free).filter(theirs).exec(&self.writer).await?;
        Ok(())
    }

    /// When the next source is due, claimed ones at the end of their lease; none when every source is paused.
    pub async fn source_due_next_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.due_next_at(i64::MAX).await
    }

    /// The same, where no claim counts that ends later than is believed.
    async fn due_next_at(&self, believed: i64) -> Result<Option<DateTime<Utc>>, StoreError> {
        let until = || Expr::col(sources::Column::LeaseUntil);
        let is_leased = until().gt(Expr::col(sources::Column::NextFetchAt)).and(until().lte(believed));
        let due = CaseStatement::new()
            .case(is_leased, Expr::col(sources::Column::LeaseUntil))
            .finally(Expr::col(sources::Column::NextFetchAt));
        let next: Option<Option<i64>> = sources::Entity::find()
            .select_only()
            .expr(Expr::expr(due).min())
            .filter(sources::Column::State.ne(SourceState::Paused.as_str()))
            .into_tuple()
            .one(&self.reader)
            .await?;
        Ok(next.flatten().map(instant))
    }
}

/// Sources that are due and claimed by nobody, longest due first.
fn due(due_by: DateTime<Utc>, now: DateTime<Utc>, believed: i64) -> SelectStatement {
    Query::select()
        .column(sources::Column::Id)
        .from(sources::Entity)
        .cond_where(is_free(micros(now), believed))
        .and_where(sources::Column::NextFetchAt.lte(micros(due_by)))
        .order_by(sources::Column::NextFetchAt, Order::Asc)
        .order_by(sources::Column::Id, Order::Asc)
        .take()
}

/// Watched, and claimed by nobody.
fn is_free(now: i64, believed: i64) -> Condition {
    let until = sources::Column::LeaseUntil;
    Condition::all()
        .add(sources::Column::State.ne(SourceState::Paused.as_str()))
        .add(Condition::any().add(until.is_null()).add(until.lte(now)).add(until.gt(believed)))
}
