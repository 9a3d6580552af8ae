//! The description: the event's own words, what a subscriber should know besides, where it is from. Why it is in a
//! calendar is said behind it: [`crate::why`].

use crate::{
    moment::{is_writable_at, utc},
    prose::{one_line, paragraphs, web_address},
    remark::Remark,
    vevent::Telling,
};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use hobnob_domain::{CallForPapers, Event, EventStatus, Standing};

/// How much of an event's own description is told, in characters. A feed of hundreds must stay below what clients read.
const WORDS_MAX: usize = 1_000;

/// The most names of one sort.
pub(crate) const NAMES_MAX: usize = 12;

/// The description; its last line is the event's own page.
pub(crate) fn description(event: &Event, telling: &Telling<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(telling.description.map(|text| paragraphs(text, WORDS_MAX)).filter(|text| !text.is_empty()));
    parts.push(notes(event, telling).join("\n"));
    parts.extend(telling.url.clone());
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// Short sentences, one a line.
fn notes(event: &Event, telling: &Telling<'_>) -> Vec<String> {
    let facts = &event.facts;
    let mut notes: Vec<String> = Vec::new();
    let status = match telling.status {
        EventStatus::Scheduled => None,
        EventStatus::Postponed => Some("Postponed: the new date is not known yet."),
        EventStatus::Rescheduled => Some("This is a new date."),
        EventStatus::MovedOnline => Some("Moved online."),
        EventStatus::Cancelled => Some("Cancelled: it does not take place."),
    };
    notes.extend(status.map(str::to_owned));
    let moved_from = telling.remark.and_then(|remark| remark.moved_from.as_deref());
    notes.extend(moved_from.map(|from| format!("Moved from {from}.")));
    if event.standing == Standing::Unconfirmed {
        notes.push("Its source no longer lists it: check before you go.".to_owned());
    }
    if !telling.sitting.is_end_known {
        notes.push("The end is not announced; two hours are assumed.".to_owned());
    }
    let organizer = facts.organizer.as_ref().map(|organizer| one_line(&organizer.name, 120));
    notes.extend(organizer.filter(|name| !name.is_empty()).map(|name| format!("Organizer: {name}")));
    notes.extend(telling.join.as_ref().map(|url| format!("Join: {url}")));
    if facts.is_free == Some(true) {
        notes.push("Free of charge.".to_owned());
    }
    notes.extend(facts.call_for_papers.as_ref().and_then(|asked| call(asked, telling.remark)));
    notes
}

fn call(call: &CallForPapers, remark: Option<&Remark>) -> Option<String> {
    let closes_at = call.closes_at.filter(|at| is_writable_at(*at))?;
    let extended = extended(closes_at, remark).map(|from| format!(", extended from {from}")).unwrap_or_default();
    let url = call.url.as_deref().and_then(web_address).map(|url| format!(": {url}")).unwrap_or_default();
    Some(format!("Call for papers until {}{extended}{url}", closing_words(closes_at)))
}

/// The day on which a call would have closed before it was extended to that instant.
pub(crate) fn extended(closes_at: DateTime<Utc>, remark: Option<&Remark>) -> Option<String> {
    let from = remark?.call_extended_from.filter(|from| is_writable_at(*from) && *from < closes_at)?;
    let day = if is_day_end_anywhere(from) { day_anywhere(from)? } else { from.date_naive() };
    Some(day.format("%-d %B %Y").to_string())
}

/// The day that ends Anywhere on Earth (UTC−12) at that instant.
fn day_anywhere(at: DateTime<Utc>) -> Option<NaiveDate> {
    let zone = FixedOffset::west_opt(12 * 3600)?;
    Some((at - TimeDelta::seconds(1)).with_timezone(&zone).date_naive())
}

/// A closing instant in words. The end of a day Anywhere on Earth (UTC−12) is told as that day too: it is how calls
/// without a zone are meant.
pub(crate) fn closing_words(at: DateTime<Utc>) -> String {
    let words = at.format("%-d %B %Y, %H:%M UTC").to_string();
    match day_anywhere(at).filter(|_| is_day_end_anywhere(at)) {
        Some(day) => format!("{words} (end of {} anywhere on Earth)", day.format("%-d %B")),
        None => words,
    }
}

pub(crate) fn is_day_end_anywhere(at: DateTime<Utc>) -> bool {
    let time = utc(at);
    ["T120000Z", "T115959Z", "T115900Z"].iter().any(|end| time.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_ends_with_the_day_says_which_day() {
        let words = |at: &str| closing_words(at.parse().unwrap());
        assert_eq!(words("2026-05-13T12:00:00Z"), "13 May 2026, 12:00 UTC (end of 12 May anywhere on Earth)");
        assert_eq!(words("2026-05-13T11:59:59Z"), "13 May 2026, 11:59 UTC (end of 12 May anywhere on Earth)");
        assert_eq!(words("2026-05-13T22:00:00Z"), "13 May 2026, 22:00 UTC");
    }
}
