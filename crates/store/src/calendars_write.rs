//! People's own calendars, written.

use crate::{
    Store, StoreError,
    batch::{insert_all, keeping},
    calendar_rows::{bare, row},
    entity::calendars,
    instant::micros,
    json, random, secrets,
    transaction::one_by_one,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{CalendarId, CalendarSettings, PersonalCalendar, Secret};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _},
};

/// The number under which calendars are made one by one on PostgreSQL: "calendar" as bytes.
const CREATION_LOCK: i64 = 0x6361_6c65_6e64_6172;

/// The most calendars that are made within an hour: nobody has to say who they are, so somebody could fill the disk.
pub const CALENDARS_AN_HOUR_MAX: u64 = 1_000;

/// How long a calendar that is created again under the same key is the same.
const SAME_FOR: TimeDelta = TimeDelta::days(1);

/// A calendar that was made, with the key to it, which is told this once.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCalendar {
    /// The calendar.
    pub calendar: PersonalCalendar,
    /// What opens it.
    pub secret: Secret,
}

impl Store {
    /// Makes a calendar of checked settings. The same settings under the same `key` within a day give the same calendar
    /// and secret once more; a key is as secret as the secret. None if [`CALENDARS_AN_HOUR_MAX`] were made within the
    /// last hour.
    pub async fn calendar_create(
        &self,
        settings: &CalendarSettings,
        key: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<NewCalendar>, StoreError> {
        let transaction = self.begin_alone().await?;
        let db = &transaction;
        one_by_one(&transaction, CREATION_LOCK).await?;
        forget_keys(db, now.checked_sub_signed(SAME_FOR).unwrap_or(now)).await?;
        let number = random::id()?;
        let mut row = row(CalendarId::new(number), settings, now)?;
        let mut secret = random::secret()?;
        if let Some(key) = key {
            let name = key_name(key, &row);
            let theirs = calendars::Column::CreationKey.eq(name.as_str());
            if let Some(known) = calendars::Entity::find().filter(theirs).one(db).await? {
                let secret = secrets::derived(known.creation_salt.as_deref().unwrap_or_default(), key);
                return Ok(Some(NewCalendar { calendar: bare(known)?, secret }));
            }
            let salt = random::secret()?.as_str().to_owned();
            secret = secrets::derived(&salt, key);
            (row.creation_key, row.creation_salt) = (Some(name), Some(salt));
        }
        let hour_ago = micros(now.checked_sub_signed(TimeDelta::hours(1)).unwrap_or(now));
        let lately = calendars::Entity::find().filter(calendars::Column::CreatedAt.gt(hour_ago)).count(db).await?;
        if lately >= CALENDARS_AN_HOUR_MAX {
            return Ok(None);
        }
        insert_all::<calendars::Entity, _>(db, vec![row.clone()], &keeping::<calendars::Entity>()).await?;
        secrets::keep(db, &secret, row.id, now).await?;
        transaction.commit().await?;
        Ok(Some(NewCalendar { calendar: bare(row)?, secret }))
    }

    /// Gives a calendar other settings; says whether there is one.
    pub async fn calendar_update(
        &self,
        id: CalendarId,
        settings: &CalendarSettings,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let CalendarSettings { name, colour, filters, options } = settings;
        let updated = changed(id, now)
            .col_expr(calendars::Column::Name, Expr::val(crate::hash::storable(name)))
            .col_expr(calendars::Column::Colour, Expr::val(colour.map(|colour| colour.to_string())))
            .col_expr(calendars::Column::Filters, Expr::val(json::filters_text(filters)?))
            .col_expr(calendars::Column::Options, Expr::val(json::options_text(options)?))
            .exec(&self.writer)
            .await?;
        Ok(updated.rows_affected > 0)
    }

    /// Gives a calendar another secret; the one before opens nothing from now on. None where there is no calendar.
    pub async fn calendar_rotate(&self, id: CalendarId, now: DateTime<Utc>) -> Result<Option<Secret>, StoreError> {
        let transaction = self.begin_alone().await?;
        let none = || Expr::val(None::<String>);
        let rotated = changed(id, now)
            .col_expr(calendars::Column::RotatedAt, Expr::val(micros(now)))
            .col_expr(calendars::Column::CreationKey, none())
            .col_expr(calendars::Column::CreationSalt, none())
            .exec(&transaction)
            .await?;
        if rotated.rows_affected == 0 {
            return Ok(None);
        }
        secrets::revoke(&transaction, id.get(), now).await?;
        let secret = random::secret()?;
        secrets::keep(&transaction, &secret, id.get(), now).await?;
        transaction.commit().await?;
        Ok(Some(secret))
    }

    /// Forgets a calendar and what its owner chose; its secrets open nothing from now on. Says whether there was one.
    pub async fn calendar_revoke(&self, id: CalendarId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let transaction = self.begin_alone().await?;
        secrets::revoke(&transaction, id.get(), now).await?;
        let removed = calendars::Entity::delete_by_id(id.get()).exec(&transaction).await?;
        transaction.commit().await?;
        Ok(removed.rows_affected > 0)
    }
}

/// An update that notes that the calendar changed.
pub(crate) fn changed(id: CalendarId, now: DateTime<Utc>) -> sea_orm::UpdateMany<calendars::Entity> {
    calendars::Entity::update_many()
        .col_expr(calendars::Column::Revision, Expr::col(calendars::Column::Revision).add(1))
        .col_expr(calendars::Column::ChangedAt, Expr::val(micros(now)))
        .filter(calendars::Column::Id.eq(id.get()))
}

/// The name under which a creation is kept: of the key, and of what was to be created.
fn key_name(key: &str, row: &calendars::Model) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("hobnob 2026-11-26 key of a creation");
    for part in [key, &row.name, row.colour.as_deref().unwrap_or_default(), &row.filters, &row.options] {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()).update(part.as_bytes());
    }
    hasher.finalize().to_hex().as_str().to_owned()
}

async fn forget_keys(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), StoreError> {
    calendars::Entity::update_many()
        .col_expr(calendars::Column::CreationKey, Expr::val(None::<String>))
        .col_expr(calendars::Column::CreationSalt, Expr::val(None::<String>))
        .filter(calendars::Column::CreationKey.is_not_null())
        .filter(calendars::Column::CreatedAt.lt(micros(before)))
        .exec(db)
        .await?;
    Ok(())
}
