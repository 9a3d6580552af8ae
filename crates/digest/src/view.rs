//! A letter as the templates show it.

use crate::{Choice, Links, Section, entry::Entry, links::All, plain::short_line, when::ReaderClock};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventFilter, Near, Subscriber, UnreadFilter, clock_words::weekday_name};

/// What is further away than this is not near anybody, in kilometres.
const NEAR_KM: f64 = 100.0;

/// The longest reason why something is left out, in characters, and in bytes of markup.
const LOST_MAX: (usize, usize) = (120, 240);

/// A section with its events.
pub(crate) struct Part {
    section: Section,
    pub(crate) heading: String,
    pub(crate) entries: Vec<Entry>,
}

/// What the templates show.
pub(crate) struct View<'a> {
    pub(crate) title: String,
    /// How many of which, on one line.
    pub(crate) summary: String,
    /// What sort of letter it is, in a sentence, where that is not the usual one.
    pub(crate) remark: Option<&'static str>,
    /// What is left out, in a sentence, where something that was asked for is no more.
    pub(crate) lost: Option<String>,
    pub(crate) zone: &'static str,
    pub(crate) parts: Vec<Part>,
    pub(crate) left_out: usize,
    pub(crate) all: Vec<All>,
    /// When it comes: "on Mondays between 08:00 and 09:00".
    pub(crate) comes: String,
    pub(crate) links: &'a Links,
}

impl<'a> View<'a> {
    pub(crate) fn new(subscriber: &Subscriber, choice: &Choice<'_>, at: DateTime<Utc>, links: &'a Links) -> Self {
        let clock = ReaderClock::new(subscriber.zone, at);
        let mut parts: Vec<Part> = Vec::new();
        for chosen in &choice.chosen {
            let entry = Entry::new(chosen, &clock, at, links);
            match parts.last_mut().filter(|part| part.section == chosen.section) {
                Some(part) => part.entries.push(entry),
                None => {
                    let heading = heading(chosen.section, subscriber, choice, &clock);
                    parts.push(Part { section: chosen.section, heading, entries: vec![entry] });
                }
            }
        }
        Self {
            title: format!("Your events from {}", clock.day_of(at)),
            summary: summary(&parts),
            remark: match (choice.is_anew, choice.last_at) {
                (true, _) => Some("You changed what you ask for: it begins anew."),
                (false, None) => Some("This is your first letter."),
                (false, Some(_)) => None,
            },
            lost: lost(&subscriber.unread),
            zone: subscriber.zone.name(),
            parts,
            left_out: choice.left_out,
            all: links.all(&subscriber.filters),
            comes: comes(subscriber),
            links,
        }
    }

    /// Gives up what can be given up without losing an event.
    pub(crate) fn shorten(&mut self) {
        for entry in self.parts.iter_mut().flat_map(|part| &mut part.entries) {
            entry.shorten();
        }
    }

    /// How many events are told, the pick outside the bubble not counted.
    pub(crate) fn asked(&self) -> usize {
        let asked = self.parts.iter().filter(|part| part.section != Section::Beyond);
        asked.map(|part| part.entries.len()).sum()
    }
}

/// "Part of what you ask for is no more and left out: “bee-keeping” is no niche."
fn lost(unread: &[UnreadFilter]) -> Option<String> {
    let UnreadFilter { query: _, reason, narrowed: _ } = unread.first()?;
    // What might have been meant instead, the page tells.
    let reason = reason.split(';').next().unwrap_or_default();
    let reason = reason.split_once(": ").map_or(reason, |(_, reason)| reason);
    let reason = reason.replacen('`', "“", 1).replacen('`', "”", 1);
    Some(format!("Part of what you ask for is no more and left out: {}.", short_line(&reason, LOST_MAX)?))
}

fn comes(subscriber: &Subscriber) -> String {
    let (day, hour) = (weekday_name(subscriber.weekday), subscriber.hour);
    format!("on {day}s between {hour:02}:00 and {:02}:00", hour.saturating_add(1) % 24)
}

fn heading(section: Section, subscriber: &Subscriber, choice: &Choice<'_>, clock: &ReaderClock) -> String {
    let is_near = |near: &Near| near.radius_km <= NEAR_KM;
    let is_near = |filter: &EventFilter| filter.near.as_ref().is_some_and(is_near) && filter.modes.is_empty();
    let is_near = subscriber.filters.iter().all(is_near);
    match (section, choice.last_at) {
        (Section::Changed, _) => "Changed or cancelled".to_owned(),
        (Section::New, Some(last_at)) => format!("New since your letter of {}", clock.day_of(last_at)),
        (Section::New, None) => "New".to_owned(),
        (Section::Week, _) if is_near => "This week near you".to_owned(),
        (Section::Week, _) => "This week".to_owned(),
        (Section::Later, _) => "In the next weeks".to_owned(),
        (Section::Ahead, _) => "Conferences ahead".to_owned(),
        (Section::CallForPapers, _) => "Calls for papers that close soon".to_owned(),
        (Section::Beyond, _) => "One pick outside your bubble".to_owned(),
    }
}

/// "1 changed, 3 new, 5 this week".
fn summary(parts: &[Part]) -> String {
    let of = |part: &Part| {
        let count = part.entries.len();
        let words = match (part.section, count) {
            (Section::Changed, _) => "changed",
            (Section::New, _) => "new",
            (Section::Week, _) => "this week",
            (Section::Later, _) => "in the next weeks",
            (Section::Ahead, 1) => "conference ahead",
            (Section::Ahead, _) => "conferences ahead",
            (Section::CallForPapers, 1) => "call for papers closing",
            (Section::CallForPapers, _) => "calls for papers closing",
            (Section::Beyond, _) => return None,
        };
        Some(format!("{count} {words}"))
    };
    parts.iter().filter_map(of).collect::<Vec<_>>().join(", ")
}
