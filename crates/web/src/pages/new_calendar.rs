//! The form for a new personal calendar, and its secret address once it is made.

use super::{
    calendar_fields::CalendarFields,
    expected::Expected,
    fault::Fault,
    form::{Choice, Form, choices},
    frame::Frame,
    subscribe::Subscribe,
    templates::{CalendarMade, NewCalendar},
};
use crate::{
    State,
    search::{BadSearch, Pairs},
    wish::{chosen, titles},
};
use hobnob_domain::{
    CalendarChoices, CalendarId, CalendarOptions, CalendarSettings, EventFilter, PersonalCalendar, Secret,
};
use hobnob_graphql::{Shown, selected};
use hobnob_store::{StoreError, creation_key};

/// The form, filled in as it was sent, with what would be in the calendar or what is to be put right.
pub(crate) async fn new_calendar_page(
    state: &State,
    pairs: &Pairs,
    settings: Result<CalendarSettings, BadSearch>,
) -> Result<NewCalendar, StoreError> {
    let form = Form::new(pairs);
    let filled = settings.as_ref().cloned().unwrap_or_else(|_| chosen(state, pairs));
    let mut fields = CalendarFields::new(&filled);
    fields.name = pairs.value("name");
    let suggested = if filled.filters.is_empty() { String::new() } else { titles(&filled.filters) };
    let (expected, fault) = match settings {
        Ok(settings) => {
            let rows = ahead(state, &imagined(state, settings)).await?;
            (Some(Expected::new(state, &rows, state.now())), None)
        }
        Err(bad) => (None, Some(Fault::leading(&bad, pairs, "/calendars/new", &["key"]))),
    };
    Ok(NewCalendar {
        frame: Frame { is_unlisted: true, ..Frame::new("Your own calendar") },
        far_km: far(pairs),
        hidden: hidden(pairs, &form),
        form,
        fields,
        suggested,
        expected,
        fault,
        key: creation_key()?,
    })
}

/// The secret address, told this once; `is_new` unless an older one was exchanged for it.
pub(crate) async fn calendar_made_page(
    state: &State,
    secret: &Secret,
    calendar: &PersonalCalendar,
    is_new: bool,
) -> Result<CalendarMade, StoreError> {
    let rows = ahead(state, calendar).await?;
    Ok(CalendarMade {
        frame: Frame { is_unlisted: true, ..Frame::new("Your calendar’s address") },
        name: calendar.settings.name.clone(),
        is_new,
        subscribe: subscribe(state, secret, calendar, &rows),
        page: state.absolute(&format!("/calendars/{}", secret.as_str())),
    })
}

/// How one subscribes to a personal calendar.
pub(crate) fn subscribe(state: &State, secret: &Secret, calendar: &PersonalCalendar, rows: &[Shown]) -> Subscribe {
    let https = state.absolute(&format!("/calendars/{}.ics", secret.as_str()));
    Subscribe::to(state, https, &calendar.settings.name, Expected::pace(rows, state.now()))
}

/// The events ahead in a calendar.
pub(crate) async fn ahead(state: &State, calendar: &PersonalCalendar) -> Result<Vec<Shown>, StoreError> {
    let now = state.now();
    selected(&state.store, &state.index.snapshot(), calendar, now, now).await
}

/// What is to be expected of these filters together.
pub(crate) async fn expected_of(state: &State, filters: Vec<EventFilter>) -> Result<Expected, StoreError> {
    let settings = CalendarSettings { name: String::new(), colour: None, filters, options: CalendarOptions::default() };
    let rows = ahead(state, &imagined(state, settings)).await?;
    Ok(Expected::new(state, &rows, state.now()))
}

/// A calendar that nobody has made yet.
fn imagined(state: &State, settings: CalendarSettings) -> PersonalCalendar {
    let now = state.now();
    PersonalCalendar {
        id: CalendarId::new(0),
        settings,
        unread: Vec::new(),
        choices: CalendarChoices::default(),
        revision: 0,
        created_at: now,
        changed_at: now,
        rotated_at: now,
    }
}

/// How far away conferences may be.
fn far(pairs: &Pairs) -> Vec<Choice> {
    let known =
        [("300", "300 km"), ("800", "800 km"), ("1500", "1,500 km"), ("5000", "5,000 km"), ("20040", "Anywhere")];
    let known = known.map(|(km, text)| (km.to_owned(), text.to_owned()));
    choices(known, &pairs.value("far_km"), Some("No farther"), |km| format!("{km} km"))
}

/// Parts of the filter that this form has no field for.
fn hidden(pairs: &Pairs, form: &Form) -> Vec<(&'static str, String)> {
    let more = ["kind", "country", "from", "to", "free"].into_iter().map(|key| (key, pairs.value(key)));
    more.filter(|(_, value)| !value.is_empty()).chain(form.hidden.iter().cloned()).collect()
}
