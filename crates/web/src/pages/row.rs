//! One event in a list.

use super::{
    facts::{kilometres, place, warning},
    link::{Link, niche_href},
    when::{Time, closing_day, in_list},
};
use crate::{State, words};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventKind, Point, filter_words::niche_label};
use hobnob_graphql::Shown;

/// The most niches a row shows.
const NICHES_SHOWN: usize = 4;

/// One event in a list, as the template shows it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) language: Option<String>,
    pub(crate) time: Time,
    /// The sort of gathering, the place, the distance, who invites.
    pub(crate) facts: Vec<String>,
    /// "Cancelled", "Unconfirmed".
    pub(crate) warning: Option<&'static str>,
    /// Whether it does not take place.
    pub(crate) is_off: bool,
    /// "Free", "Call for papers until 10 Mar".
    pub(crate) notes: Vec<String>,
    pub(crate) niches: Vec<Link>,
}

impl Row {
    pub(crate) fn new(state: &State, found: &Shown, near: Option<Point>, now: DateTime<Utc>) -> Self {
        let Shown { cursor: _, event, occurrence } = found;
        let facts = &event.facts;
        let venue = facts.venue.as_ref().and_then(|venue| venue.point);
        let distance = near.zip(venue).and_then(|(near, venue)| kilometres(near.distance_km(venue)));
        let kind = (facts.kind != EventKind::Other).then(|| words::kind(facts.kind).to_owned());
        let organizer = facts.organizer.as_ref().map(|organizer| organizer.name.clone());
        let place = place(state, event);
        let organizer = organizer.filter(|name| !facts.name.contains(name.as_str()) && !place.contains(name.as_str()));
        let mut lines: Vec<String> = kind.into_iter().collect();
        lines.push(place);
        lines.extend(distance);
        lines.extend(organizer);
        let niches = facts.niches.iter().take(NICHES_SHOWN);
        Self {
            href: format!("/events/{}", event.id),
            name: facts.name.clone(),
            language: facts.language.clone(),
            time: in_list(event, occurrence, now),
            facts: lines,
            warning: warning(event, occurrence.status),
            is_off: occurrence.status == hobnob_domain::EventStatus::Cancelled,
            notes: notes(event, now),
            niches: niches.map(|niche| Link::new(niche_label(*niche), niche_href(niche.slug()))).collect(),
        }
    }
}

fn notes(event: &hobnob_domain::Event, now: DateTime<Utc>) -> Vec<String> {
    let facts = &event.facts;
    let mut notes = Vec::new();
    if facts.is_free == Some(true) {
        notes.push("Free".to_owned());
    }
    if facts.schedule.recurrence.is_some() {
        notes.push("Repeats".to_owned());
    }
    if let Some(until) = facts.call_open_until().filter(|_| facts.open_call(now).is_some()) {
        notes.push(format!("Call for papers until {}", closing_day(until, now)));
    }
    notes
}
