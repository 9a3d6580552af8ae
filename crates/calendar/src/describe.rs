//! The description: the event's own words, what a subscriber should know besides, why it is here, where it is from.

use crate::{
    moment::{is_writable_at, utc},
    prose::{one_line, paragraphs, web_address},
    vevent::Telling,
};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use hobnob_domain::{CallForPapers, Event, EventStatus, Facts, Standing};

/// How much of an event's own description is told, in characters. A feed of hundreds must stay below what clients read.
const WORDS_MAX: usize = 1_000;

/// The most names of one sort.
pub(crate) const NAMES_MAX: usize = 12;

/// The whole description; its last line is the event's own page.
pub(crate) fn description(event: &Event, telling: &Telling<'_>) -> String {
    let facts = &event.facts;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(telling.description.map(|text| paragraphs(text, WORDS_MAX)).filter(|text| !text.is_empty()));
    parts.push(notes(event, telling).join("\n"));
    let mut close: Vec<String> = Vec::new();
    close.extend(why(facts));
    close.extend(web_address(telling.url));
    parts.push(close.join("\n"));
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
    if event.standing == Standing::Unconfirmed {
        notes.push("Its source no longer lists it: check before you go.".to_owned());
    }
    if !telling.sitting.is_end_known {
        notes.push("The end is not announced; two hours are assumed.".to_owned());
    }
    let organizer = facts.organizer.as_ref().map(|organizer| one_line(&organizer.name, 120));
    notes.extend(organizer.filter(|name| !name.is_empty()).map(|name| format!("Organizer: {name}")));
    notes.extend(facts.join_url.as_deref().and_then(web_address).map(|url| format!("Join: {url}")));
    if facts.is_free == Some(true) {
        notes.push("Free of charge.".to_owned());
    }
    notes.extend(facts.call_for_papers.as_ref().and_then(call));
    notes
}

fn call(call: &CallForPapers) -> Option<String> {
    let closes_at = call.closes_at.filter(|at| is_writable_at(*at)).map(closing_words)?;
    let url = call.url.as_deref().and_then(web_address).map(|url| format!(": {url}")).unwrap_or_default();
    Some(format!("Call for papers until {closes_at}{url}"))
}

/// The niches and goals an event is here for; `None` when it has neither.
pub(crate) fn why(facts: &Facts) -> Option<String> {
    let niches: Vec<&str> = facts.niches.iter().take(NAMES_MAX).map(|niche| niche.niche().label.as_str()).collect();
    let goals: Vec<String> = facts.goals.iter().map(|goal| goal.as_str().replace('_', " ")).collect();
    match (niches.is_empty(), goals.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("Why: {}", niches.join(", "))),
        (true, false) => Some(format!("Why: for {}", goals.join(", "))),
        (false, false) => Some(format!("Why: {}; for {}", niches.join(", "), goals.join(", "))),
    }
}

/// A closing instant in words. The end of a day Anywhere on Earth (UTC−12) is told as that day too: it is how calls
/// without a zone are meant.
pub(crate) fn closing_words(at: DateTime<Utc>) -> String {
    let words = at.format("%-d %B %Y, %H:%M UTC").to_string();
    let last = FixedOffset::west_opt(12 * 3600).map(|zone| (at - TimeDelta::seconds(1)).with_timezone(&zone));
    match last.filter(|_| is_day_end_anywhere(at)) {
        Some(day) => format!("{words} (end of {} anywhere on Earth)", day.format("%-d %B")),
        None => words,
    }
}

fn is_day_end_anywhere(at: DateTime<Utc>) -> bool {
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
