//! The description: the event's own words, what a subscriber should know besides, where it is from. Why it is in a
//! calendar is said behind it: [`crate::why`].

use crate::{
    moment::is_writable_at,
    prose::{one_line, paragraphs, web_address},
    remark::Remark,
    vevent::Telling,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{CallForPapers, ClosingDay, Event, EventStatus, Standing};

/// How much of an event's own description is told, in characters. A feed of hundreds must stay below what clients read.
const WORDS_MAX: usize = 1_000;

/// The most names of one sort.
pub(crate) const NAMES_MAX: usize = 12;

/// The description; its last line is the event's own page.
pub(crate) fn description(event: &Event, telling: &Telling<'_>) -> String {
    let mut text = telling.description.map(|text| paragraphs(text, WORDS_MAX)).unwrap_or_default();
    write_notes(&mut Notes { is_first: true, text: &mut text }, event, telling);
    if let Some(url) = &telling.url {
        text.extend([if text.is_empty() { "" } else { "\n\n" }, url]);
    }
    text
}

/// Short sentences, one a line, behind an empty one.
struct Notes<'a> {
    is_first: bool,
    text: &'a mut String,
}

impl Notes<'_> {
    fn add<const PIECES: usize>(&mut self, sentence: [&str; PIECES]) {
        let parting = match (self.text.is_empty(), self.is_first) {
            (true, _) => "",
            (false, true) => "\n\n",
            (false, false) => "\n",
        };
        self.text.push_str(parting);
        self.text.extend(sentence);
        self.is_first = false;
    }
}

fn write_notes(notes: &mut Notes<'_>, event: &Event, telling: &Telling<'_>) {
    let facts = &event.facts;
    match telling.status {
        EventStatus::Scheduled => {}
        EventStatus::Postponed => notes.add(["Postponed: the new date is not known yet."]),
        EventStatus::Rescheduled => notes.add(["This is a new date."]),
        EventStatus::MovedOnline => notes.add(["Moved online."]),
        EventStatus::Cancelled => notes.add(["Cancelled: it does not take place."]),
    }
    if let Some(from) = telling.remark.and_then(|remark| remark.moved_from.as_deref()) {
        notes.add(["Moved from ", from, "."]);
    }
    if event.standing == Standing::Unconfirmed {
        notes.add(["Its source no longer lists it: check before you go."]);
    }
    if !telling.sitting.is_end_known {
        notes.add(["The end is not announced; two hours are assumed."]);
    }
    let organizer = facts.organizer.as_ref().map(|organizer| one_line(&organizer.name, 120));
    if let Some(name) = organizer.filter(|name| !name.is_empty()) {
        notes.add(["Organizer: ", &name]);
    }
    if let Some(url) = &telling.join {
        notes.add(["Join: ", url]);
    }
    if facts.is_free == Some(true) {
        notes.add(["Free of charge."]);
    }
    if let Some(call) = facts.call_for_papers.as_ref().and_then(|asked| call(asked, telling.remark)) {
        notes.add([&call]);
    }
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
    Some(ClosingDay::of(from).on.format("%-d %B %Y").to_string())
}

/// A closing instant in words. The end of a day Anywhere on Earth (UTC−12) is told as that day too: it is how calls
/// without a zone are meant.
pub(crate) fn closing_words(at: DateTime<Utc>) -> String {
    let words = at.format("%-d %B %Y, %H:%M UTC").to_string();
    match ClosingDay::of(at) {
        ClosingDay { on, is_anywhere: true } => format!("{words} (end of {} anywhere on Earth)", on.format("%-d %B")),
        ClosingDay { on: _, is_anywhere: false } => words,
    }
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
