//! Calendars between rows and the domain.

use std::collections::BTreeMap;

use crate::{
    StoreError,
    entity::{calendar_choices, calendars},
    instant::{instant, micros},
    json::{self, Unfit},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{
    CalendarChoice, CalendarChoices, CalendarId, CalendarSettings, ChoiceKind, Colour, KeptChoice, PersonalCalendar,
    UnreadFilter,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// The row of a calendar that is made now.
pub(crate) fn row(
    id: CalendarId,
    settings: &CalendarSettings,
    now: DateTime<Utc>,
) -> Result<calendars::Model, StoreError> {
    let CalendarSettings { name, colour, filters, options } = settings;
    Ok(calendars::Model {
        id: id.get(),
        name: crate::hash::storable(name),
        colour: colour.map(|colour| colour.to_string()),
        filters: json::filters_text(filters)?,
        options: json::options_text(options)?,
        revision: 1,
        created_at: micros(now),
        changed_at: micros(now),
        rotated_at: micros(now),
        creation_key: None,
        creation_salt: None,
    })
}

fn settings(
    name: String,
    colour: Option<&str>,
    filters: &str,
    options: &str,
) -> Result<(CalendarSettings, Vec<UnreadFilter>), Unfit> {
    let (filters, unread) = json::filters(filters)?;
    let colour = json::maybe_read::<Colour>("colour", colour)?;
    Ok((CalendarSettings { name, colour, filters, options: json::options(options)? }, unread))
}

/// A calendar from its row, without what its owner chose.
pub(crate) fn bare(row: calendars::Model) -> Result<PersonalCalendar, StoreError> {
    let calendars::Model {
        id,
        name,
        colour,
        filters,
        options,
        revision,
        created_at,
        changed_at,
        rotated_at,
        creation_key: _,
        creation_salt: _,
    } = row;
    let fault = |unfit: Unfit| StoreError::Calendar { calendar: id, reason: unfit.to_string() };
    let (settings, unread) = settings(name, colour.as_deref(), &filters, &options).map_err(fault)?;
    Ok(PersonalCalendar {
        id: CalendarId::new(id),
        settings,
        unread,
        choices: CalendarChoices::default(),
        revision,
        created_at: instant(created_at),
        changed_at: instant(changed_at),
        rotated_at: instant(rotated_at),
    })
}

/// A choice from its row.
pub(crate) fn kept(row: calendar_choices::Model) -> Result<KeptChoice, StoreError> {
    let calendar_choices::Model { calendar_id, kind, target, label, chosen_at } = row;
    let fault = |unfit: Unfit| StoreError::Row { table: "calendar", id: calendar_id, reason: unfit.to_string() };
    let kind = json::read::<ChoiceKind>("kind", &kind).map_err(fault)?;
    Ok(KeptChoice { choice: CalendarChoice::from_parts(kind, target), label, chosen_at: instant(chosen_at) })
}

/// Calendars from their rows, with what their owners chose, by one statement.
pub(crate) async fn whole(
    db: &impl ConnectionTrait,
    rows: Vec<calendars::Model>,
) -> Result<Vec<PersonalCalendar>, StoreError> {
    let theirs = calendar_choices::Column::CalendarId.is_in(rows.iter().map(|row| row.id));
    let said = calendar_choices::Entity::find().filter(theirs).all(db).await?;
    let mut choices: BTreeMap<i64, Vec<CalendarChoice>> = BTreeMap::new();
    for row in said {
        choices.entry(row.calendar_id).or_default().push(kept(row)?.choice);
    }
    let with_choices = |row: calendars::Model| {
        let choices = choices.remove(&row.id).unwrap_or_default().into_iter().collect();
        Ok(PersonalCalendar { choices, ..bare(row)? })
    };
    rows.into_iter().map(with_choices).collect()
}
