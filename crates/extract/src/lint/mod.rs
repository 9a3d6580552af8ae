//! Checks a calendar that somebody else wrote: names each defect, where the standard says so, and the cure.
//!
//! Unlike a reader, which makes the best of everything, this is strict. What clients really do (Google reads a megabyte,
//! Outlook.com shows nothing where a TZID has no VTIMEZONE) counts as much as the letter of RFC 5545.
//!
//! - [`rules`](self) are tables of what may be wrong: a word, how grave, the section, the fault and the cure.
//! - `tree` takes bytes to components with the numbers of their lines; nothing is repaired on the way.
//! - `wire`, `calendar`, `event`, `times`, `zones`, `prose`, `repeats` and `alarms` look at one thing each, `together` at
//!   all events at once, `answer` at how the server sent it, `markup` at a web page that tells of events.

mod alarms;
mod answer;
mod calendar;
mod event;
mod markup;
mod prose;
mod repeats;
mod report;
mod rules;
mod times;
mod together;
mod tree;
mod wire;
mod zones;

pub use answer::Answer;
pub use report::{Finding, Linted};
pub use rules::{Rule, Severity, all_rules};

use crate::{alternates, decode::Content, extract, formats};
use hobnob_domain::{Format, Page};
use report::Report;

/// Checks what stood at an address. `answer` is how it was sent, where it was fetched.
pub fn lint(page: &Page, answer: Option<&Answer>) -> Linted {
    let mut report = Report::default();
    if let Some(answer) = answer {
        answer::check(answer, &page.url, &mut report);
    }
    let content = Content::new(page);
    if formats::ical::fits(&content, true) {
        let events = check_calendar(page, answer.is_some(), &mut report);
        return report.finished(Some(Format::Ical), events);
    }
    let extraction = extract(page, None);
    if extraction.listings.is_empty() {
        report.add(&rules::wire::NOT_A_CALENDAR, 1, Some(wire::what_it_is(&page.body)));
        return report.finished(None, 0);
    }
    markup::check(&extraction.listings, &alternates(page), &mut report);
    report.finished(extraction.format, extraction.listings.len())
}

/// Checks a calendar and says how many events it has. `is_fresh` where it has just been fetched.
fn check_calendar(page: &Page, is_fresh: bool, report: &mut Report) -> usize {
    let bytes = wire::check(&page.body, report);
    let tree = tree::read(&bytes, report);
    tree.calendars.iter().for_each(|one| calendar::check(one, report));
    let zones = zones::Zones::check(&tree, report);
    let events: Vec<&tree::Component> = tree.events().collect();
    for event in &events {
        event::check(event, report);
        times::check(event, report);
        zones.check_event(event, report);
        prose::check(event, report);
        repeats::check(event, report);
        alarms::check(event, report);
    }
    zones.check_unused(report);
    together::check(&events, is_fresh.then_some(page.fetched_at), report);
    events.len()
}

#[cfg(test)]
mod tests;
