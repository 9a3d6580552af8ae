//! Tables for people.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use comfy_table::{ContentArrangement, Table, presets};
use hobnob_domain::{AttendanceMode, Event, EventStatus, Occurrence, Problem, Source, SourceId, SourceRun, Standing};

/// A table with these headings, as wide as the terminal.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headings);
    table
}

/// When a sitting is, in the event's own zone.
pub(crate) fn when(event: &Event, sitting: &Occurrence) -> String {
    let zone = event.facts.schedule.zone;
    let start = sitting.starts_at.with_timezone(&zone);
    let days = if sitting.ends_on > sitting.starts_on {
        format!(" – {}", sitting.ends_on.format("%a %d %b"))
    } else {
        String::new()
    };
    if sitting.is_all_day {
        format!("{}{days}", sitting.starts_on.format("%a %d %b %Y"))
    } else {
        format!("{}{days} {}", start.format("%a %d %b %Y %H:%M"), start.format("%Z"))
    }
}

/// Where an event is.
pub(crate) fn place(event: &Event) -> String {
    let facts = &event.facts;
    let town = facts.venue.as_ref().map(|venue| {
        let country = venue.country.map(|code| code.to_string());
        [venue.locality.clone().or_else(|| venue.name.clone()), country]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    });
    match (facts.attendance_mode, town) {
        (AttendanceMode::Online, _) => "online".to_owned(),
        (AttendanceMode::Mixed, Some(town)) => format!("{town} + online"),
        (AttendanceMode::Mixed, None) => "online + ?".to_owned(),
        (AttendanceMode::Offline, town) => town.filter(|town| !town.is_empty()).unwrap_or_else(|| "?".to_owned()),
    }
}

/// The name, with what one must know before going.
pub(crate) fn name(event: &Event, sitting: &Occurrence) -> String {
    warned(&event.facts.name, sitting.status, event.standing)
}

/// A name behind the word of warning that its status, or else its standing, asks for.
pub(crate) fn warned(name: &str, status: EventStatus, standing: Standing) -> String {
    match (status, standing) {
        (EventStatus::Cancelled, _) => format!("CANCELLED: {name}"),
        (EventStatus::Postponed, _) => format!("POSTPONED: {name}"),
        (_, Standing::Unconfirmed) => format!("UNCONFIRMED: {name}"),
        (_, Standing::Confirmed | Standing::Gone) => name.to_owned(),
    }
}

/// "1 listing", "2 listings".
pub(crate) fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// How long ago or ahead, in words.
pub(crate) fn relative(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let Some(at) = at else { return "never".to_owned() };
    let minutes = (at - now).num_minutes();
    let size = minutes.abs();
    let text = match size {
        0 => return "now".to_owned(),
        1..60 => format!("{size} min"),
        60..2880 => format!("{} h", size / 60),
        _ => format!("{} d", size / 1440),
    };
    if minutes < 0 { format!("{text} ago") } else { format!("in {text}") }
}

/// Sources with their health: why they can't be read, or else what was odd when they were.
pub(crate) fn sources(sources: &[Source], odd: &BTreeMap<SourceId, Vec<Problem>>, now: DateTime<Utc>) -> Table {
    let mut rows = table(&["Name", "State", "Listings", "Read", "Next", "Problem"]);
    for source in sources {
        let odd = odd.get(&source.id).map(Vec::as_slice).unwrap_or_default();
        rows.add_row([
            source.spec.name.clone(),
            source.state.to_string(),
            source.listings.to_string(),
            relative(source.succeeded_at, now),
            relative(Some(source.next_fetch_at), now),
            problem(source.problem.as_deref(), odd),
        ]);
    }
    rows
}

/// Why a source can't be read, or else how much was odd, and the first of it.
fn problem(failure: Option<&str>, odd: &[Problem]) -> String {
    let text = match (failure, odd.first()) {
        (Some(failure), _) => failure.to_owned(),
        (None, Some(first)) => format!("{} odd: {}", odd.len(), first.message),
        (None, None) => String::new(),
    };
    text.chars().take(120).collect()
}

/// How a source was read lately.
pub(crate) fn source_runs(runs: &[SourceRun], now: DateTime<Utc>) -> Table {
    let mut rows = table(&["Run", "Ended", "Pages", "Bytes", "Listings", "New", "Changed", "Vanished", "Why"]);
    for run in runs {
        let why: String = run.reason.clone().unwrap_or_default().chars().take(120).collect();
        rows.add_row([
            relative(Some(run.started_at), now),
            run.ending.to_string(),
            run.pages.to_string(),
            run.bytes.to_string(),
            run.seen.to_string(),
            run.new.to_string(),
            run.changed.to_string(),
            run.vanished.to_string(),
            why,
        ]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::Phase;

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "listing")), ["0 listings", "1 listing", "2 listings"]);
    }

    #[test]
    fn what_failed_is_told_before_what_was_odd() {
        let odd = ["a comma", "a day"].map(|message| Problem { phase: Phase::Extract, message: message.to_owned() });
        assert_eq!(problem(None, &odd), "2 odd: a comma");
        assert_eq!(problem(Some("answered 404 Not Found"), &odd), "answered 404 Not Found");
        assert_eq!(problem(None, &[]), "");
    }

    #[test]
    fn a_name_says_what_one_must_know_before_going() {
        let told = |status, standing| warned("Evening", status, standing);
        assert_eq!(told(EventStatus::Scheduled, Standing::Confirmed), "Evening");
        assert_eq!(told(EventStatus::Scheduled, Standing::Unconfirmed), "UNCONFIRMED: Evening");
        assert_eq!(told(EventStatus::Cancelled, Standing::Unconfirmed), "CANCELLED: Evening");
        assert_eq!(told(EventStatus::Postponed, Standing::Confirmed), "POSTPONED: Evening");
    }
}
