//! Turns at the sites of others: whoever shares the database talks to a site one at a time, with a pause between.

use crate::{
    Store, StoreError,
    entity::hosts,
    hash::storable,
    instant::{instant, micros},
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait as _, IntoActiveModel as _, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Before the name of a host that wants silence: silence is a host's, a turn is a whole site's.
const SILENCE: &str = "silence of ";

/// No host is silenced for more than a day; what ends later than this was written by a clock that went wrong.
const SILENCE_MAX: TimeDelta = TimeDelta::hours(25);

/// Whether it is our turn at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostTurn {
    /// It is ours until it is given back, or the lease ends.
    Ours,
    /// Another has it, and may give it back at any time; its lease ends then.
    Taken(DateTime<Utc>),
    /// Nobody has it, and nobody may before then.
    Resting(DateTime<Utc>),
}

impl Store {
    /// Takes the turn at a site, if nobody has it and its pause is over. A turn or a pause that would end after more than two
    /// leases was written by a clock that went wrong, and holds up nobody.
    pub async fn host_enter(
        &self,
        site: &str,
        owner: &str,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<HostTurn, StoreError> {
        let (at, until, believed) = (micros(now), micros(now + lease), micros(now + lease * 2));
        // Looking first lets those who wait leave the one writer alone.
        if let Some(turn) = self.host_seen(site, owner, at, believed).await? {
            return Ok(turn);
        }
        let row =
            hosts::Model { host: storable(site), free_at: at, owner: Some(owner.to_owned()), lease_until: Some(until) };
        let column = |column: hosts::Column| Expr::col((hosts::Entity, column));
        let is_free = column(hosts::Column::Owner)
            .is_null()
            .or(column(hosts::Column::Owner).eq(owner))
            .or(column(hosts::Column::LeaseUntil).lte(at))
            .or(column(hosts::Column::LeaseUntil).gt(believed));
        let is_rested = column(hosts::Column::FreeAt).lte(at).or(column(hosts::Column::FreeAt).gt(believed));
        let taking = OnConflict::column(hosts::Column::Host)
            .update_columns([hosts::Column::Owner, hosts::Column::LeaseUntil])
            .action_and_where(is_free.and(is_rested))
            .to_owned();
        let insert = hosts::Entity::insert(row.into_active_model()).on_conflict(taking);
        if insert.exec_without_returning(&self.writer).await? > 0 {
            return Ok(HostTurn::Ours);
        }
        // Another was quicker; should it be gone again already, a moment's rest does no harm.
        Ok(self
            .host_seen(site, owner, at, believed)
            .await?
            .unwrap_or(HostTurn::Resting(now + TimeDelta::milliseconds(100))))
    }

    /// Why it can't be our turn; none: it may.
    async fn host_seen(&self, site: &str, owner: &str, at: i64, believed: i64) -> Result<Option<HostTurn>, StoreError> {
        let Some(row) = hosts::Entity::find_by_id(storable(site)).one(&self.reader).await? else { return Ok(None) };
        let is_others = row.owner.as_deref().is_some_and(|other| other != owner);
        Ok(match row.lease_until {
            Some(until) if is_others && until > at && until <= believed => Some(HostTurn::Taken(instant(until))),
            _ if row.free_at > at && row.free_at <= believed => Some(HostTurn::Resting(instant(row.free_at))),
            _ => None,
        })
    }

    /// Gives the turn at a site back, if it is ours; the next one begins at `free_at` at the earliest.
    pub async fn host_leave(&self, site: &str, owner: &str, free_at: DateTime<Utc>) -> Result<(), StoreError> {
        let change = hosts::ActiveModel {
            free_at: Set(micros(free_at)),
            owner: Set(None),
            lease_until: Set(None),
            ..Default::default()
        };
        let ours = hosts::Column::Host.eq(storable(site)).and(hosts::Column::Owner.eq(owner));
        hosts::Entity::update_many().set(change).filter(ours).exec(&self.writer).await?;
        Ok(())
    }

    /// Gives back all turns that somebody has; the next ones begin at `free_at` at the earliest.
    pub async fn host_turns_release(&self, owner: &str, free_at: DateTime<Utc>) -> Result<(), StoreError> {
        let change = hosts::ActiveModel {
            free_at: Set(micros(free_at)),
            owner: Set(None),
            lease_until: Set(None),
            ..Default::default()
        };
        let theirs = hosts::Column::Owner.eq(owner);
        hosts::Entity::update_many().set(change).filter(theirs).exec(&self.writer).await?;
        Ok(())
    }

    /// Notes that a host wants silence until then.
    pub async fn host_silence(&self, host: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
        let row = hosts::Model {
            host: storable(&format!("{SILENCE}{host}")),
            free_at: micros(until),
            owner: None,
            lease_until: None,
        };
        let replacing = OnConflict::column(hosts::Column::Host).update_column(hosts::Column::FreeAt).to_owned();
        hosts::Entity::insert(row.into_active_model())
            .on_conflict(replacing)
            .exec_without_returning(&self.writer)
            .await?;
        Ok(())
    }

    /// Until when a host wants silence, if it does.
    pub async fn host_silent_until(&self, host: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        let until: Option<i64> = hosts::Entity::find_by_id(storable(&format!("{SILENCE}{host}")))
            .select_only()
            .column(hosts::Column::FreeAt)
            .into_tuple()
            .one(&self.reader)
            .await?;
        Ok(until.map(instant).filter(|until| *until > now && *until <= now + SILENCE_MAX))
    }

    /// Forgets sites that have been at rest since then.
    pub async fn hosts_forget(&self, before: DateTime<Utc>) -> Result<(), StoreError> {
        let at = micros(before);
        let is_over = hosts::Column::LeaseUntil.is_null().or(hosts::Column::LeaseUntil.lte(at));
        hosts::Entity::delete_many().filter(hosts::Column::FreeAt.lte(at).and(is_over)).exec(&self.writer).await?;
        Ok(())
    }
}
