//! Which events of a personal calendar clash with what its owner has on.

use super::{
    frame::Frame,
    row::Row,
    templates::Clashes,
    when::{Time, alone},
};
use crate::{
    State,
    busy::{Busy, overlapping},
};
use chrono_tz::Tz;
use hobnob_domain::{PersonalCalendar, Secret};
use hobnob_graphql::Shown;

/// Times told for one event.
const TIMES_TOLD: usize = 3;

/// An event that clashes, and with what.
#[derive(Clone, Debug)]
pub(crate) struct Clash {
    pub(crate) time: Time,
    pub(crate) row: Row,
    /// "18:00–19:30".
    pub(crate) with: Vec<String>,
}

/// The page. `busy` is in order of start.
pub(crate) fn clashes_page(
    state: &State,
    secret: &Secret,
    calendar: &PersonalCalendar,
    rows: &[Shown],
    busy: &[Busy],
) -> Clashes {
    let clash = |row: &Shown| {
        let sitting = (row.occurrence.starts_at, row.occurrence.ends_at);
        let zone = row.event.facts.schedule.zone;
        let with: Vec<String> = overlapping(busy, sitting).take(TIMES_TOLD).map(|time| hours(time, zone)).collect();
        let time = alone(&row.event, &row.occurrence);
        (!with.is_empty()).then(|| Clash { time, row: Row::new(state, row, None, state.now()), with })
    };
    let clashes: Vec<Clash> = rows.iter().filter_map(clash).collect();
    let told = match (rows.len(), clashes.len()) {
        (0, _) => "No event is ahead in your calendar.".to_owned(),
        (_, 0) => format!("None of the {} events ahead clashes with your calendar.", rows.len()),
        (1, _) => "The one event ahead clashes with your calendar.".to_owned(),
        (all, 1) => format!("1 of the {all} events ahead clashes with your calendar."),
        (all, some) => format!("{some} of the {all} events ahead clash with your calendar."),
    };
    Clashes {
        frame: Frame { is_unlisted: true, ..Frame::new("What clashes") },
        name: calendar.settings.name.clone(),
        back: format!("/calendars/{}", secret.as_str()),
        told,
        clashes,
    }
}

/// A time in the zone of the event that it clashes with.
fn hours((starts_at, ends_at): &Busy, zone: Tz) -> String {
    let (starts, ends) = (starts_at.with_timezone(&zone), ends_at.with_timezone(&zone));
    if starts.date_naive() == ends.date_naive() {
        return format!("{}–{}", starts.format("%H:%M"), ends.format("%H:%M"));
    }
    format!("{} – {}", starts.format("%-d %b %H:%M"), ends.format("%-d %b %H:%M"))
}
