//! People's own calendars, read.

use crate::{
    Store, StoreError,
    batch::limited,
    calendar_rows::whole,
    entity::{calendar_secrets, calendars},
};
use hobnob_domain::{CalendarId, PersonalCalendar, SecretHash};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// What a secret opens.
#[derive(Clone, Debug, PartialEq)]
pub enum CalendarDoor {
    /// Nothing, and never did.
    Unknown,
    /// Nothing any more.
    Revoked,
    /// A calendar that is as it was at the revision one has.
    Unchanged,
    /// A calendar.
    Open(Box<PersonalCalendar>),
}

impl Store {
    /// What a secret opens. Who has the calendar at some revision names it, and is given it only if it has changed. Takes
    /// the same statement for a secret that opens nothing any more as for one that never did.
    pub async fn calendar_opened(
        &self,
        secret: &SecretHash,
        known: Option<(CalendarId, i64)>,
    ) -> Result<CalendarDoor, StoreError> {
        let found = calendar_secrets::Entity::find_by_id(secret.as_str().to_owned()).one(&self.reader).await?;
        let Some(found) = found else { return Ok(CalendarDoor::Unknown) };
        if found.revoked_at.is_some() {
            return Ok(CalendarDoor::Revoked);
        }
        let row = calendars::Entity::find_by_id(found.calendar_id).one(&self.reader).await?;
        let Some(row) = row else { return Ok(CalendarDoor::Revoked) };
        if known == Some((CalendarId::new(row.id), row.revision)) {
            return Ok(CalendarDoor::Unchanged);
        }
        let calendar = whole(&self.reader, vec![row]).await?.pop();
        Ok(calendar.map_or(CalendarDoor::Revoked, |calendar| CalendarDoor::Open(Box::new(calendar))))
    }

    /// A calendar by its id: for operators.
    pub async fn calendar(&self, id: CalendarId) -> Result<Option<PersonalCalendar>, StoreError> {
        let row = calendars::Entity::find_by_id(id.get()).one(&self.reader).await?;
        Ok(whole(&self.reader, row.into_iter().collect()).await?.pop())
    }

    /// Calendars in order of id behind `after`, at most `limit`: for operators.
    pub async fn calendars(&self, after: Option<CalendarId>, limit: u64) -> Result<Vec<PersonalCalendar>, StoreError> {
        let behind = after.map_or(-1, CalendarId::get);
        let rows = calendars::Entity::find()
            .filter(calendars::Column::Id.gt(behind))
            .order_by_asc(calendars::Column::Id)
            .limit(limited(limit).min(1_000))
            .all(&self.reader)
            .await?;
        whole(&self.reader, rows).await
    }

    /// How many calendars there are.
    pub async fn calendars_total(&self) -> Result<u64, StoreError> {
        Ok(calendars::Entity::find().count(&self.reader).await?)
    }
}
