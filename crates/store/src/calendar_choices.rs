//! What the owner of a calendar says of single events, organizers and series.

use crate::{
    Store, StoreError,
    batch::{insert_all, keeping},
    calendar_rows::kept,
    calendars_write::changed,
    entity::calendar_choices::{Column, Entity, Model},
    hash::storable,
    instant::micros,
};
use hobnob_domain::{CalendarChoice, CalendarId, KeptChoice, personal_calendar::CHOICES_MAX};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Condition,
};

/// What became of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKept {
    /// It is kept, or taken back.
    Done,
    /// It was so already: nothing changed.
    AsBefore,
    /// As many of its kind as fit are kept already.
    Full,
    /// There is no such calendar.
    Unknown,
}

impl Store {
    /// Keeps a choice and takes its opposite back; or takes the choice back, if not `is_said`. The calendar changes at
    /// the instant of the choice, unless it was so already.
    pub async fn calendar_choose(
        &self,
        id: CalendarId,
        choice: &KeptChoice,
        is_said: bool,
    ) -> Result<ChoiceKept, StoreError> {
        let KeptChoice { choice, label, chosen_at } = choice;
        let choice = *choice;
        let transaction = self.begin_alone().await?;
        let db = &transaction;
        let noted = changed(id, *chosen_at).exec(db).await?;
        if noted.rows_affected == 0 {
            return Ok(ChoiceKept::Unknown);
        }
        let mut differs = false;
        let taken_back = if is_said { choice.opposite() } else { Some(choice) };
        if let Some(choice) = taken_back {
            differs = Entity::delete_many().filter(one(id, choice)).exec(db).await?.rows_affected > 0;
        }
        if is_said && Entity::find().filter(one(id, choice)).count(db).await? == 0 {
            if is_full(db, id, choice).await? {
                return Ok(ChoiceKept::Full);
            }
            let (kind, target) = choice.parts();
            let label = storable(label);
            let row =
                Model { calendar_id: id.get(), kind: kind.to_string(), target, label, chosen_at: micros(*chosen_at) };
            insert_all::<Entity, _>(db, vec![row], &keeping::<Entity>()).await?;
            differs = true;
        }
        if !differs {
            return Ok(ChoiceKept::AsBefore);
        }
        transaction.commit().await?;
        Ok(ChoiceKept::Done)
    }

    /// Everything the owner of a calendar has said, the latest first.
    pub async fn calendar_choices(&self, id: CalendarId) -> Result<Vec<KeptChoice>, StoreError> {
        let rows = Entity::find()
            .filter(Column::CalendarId.eq(id.get()))
            .order_by_desc(Column::ChosenAt)
            .order_by_asc(Column::Kind)
            .order_by_asc(Column::Target)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(kept).collect()
    }
}

fn one(id: CalendarId, choice: CalendarChoice) -> Condition {
    let (kind, target) = choice.parts();
    Condition::all()
        .add(Column::CalendarId.eq(id.get()))
        .add(Column::Kind.eq(kind.as_str()))
        .add(Column::Target.eq(target))
}

async fn is_full(db: &impl ConnectionTrait, id: CalendarId, choice: CalendarChoice) -> Result<bool, StoreError> {
    let (kind, _) = choice.parts();
    let theirs = Entity::find().filter(Column::CalendarId.eq(id.get())).filter(Column::Kind.eq(kind.as_str()));
    let most = u64::try_from(CHOICES_MAX).unwrap_or(u64::MAX);
    Ok(theirs.count(db).await? >= most)
}
