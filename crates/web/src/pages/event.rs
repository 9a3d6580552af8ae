//! The page of one event.

use std::collections::BTreeMap;

use super::{
    facts::{country, price, warning},
    frame::Frame,
    json_ld::json_ld,
    link::{Link, list_href, niche_href},
    prose::paragraphs,
    repeats::repeats,
    templates::EventPage,
    when::{Stamp, Time, alone, closing, in_utc},
};
use crate::{State, words};
use chrono::{DateTime, Utc};
use hobnob_domain::{
    AttendanceMode, CallForPapers, Event, EventFilter, EventKind, EventStatus, Facts, Occurrence, Organizer, Source,
    SourceId, Venue, filter_words::niche_label, occurrences,
};

/// How many sittings of a series are shown.
const SITTINGS_SHOWN: usize = 8;

/// How much of a description stands in previews, in characters.
const SUMMARY_CHARACTERS: usize = 200;

/// One sitting of a series.
#[derive(Clone, Debug)]
pub(crate) struct Sitting {
    pub(crate) time: Time,
    /// Its own name, where it has one.
    pub(crate) name: Option<String>,
    pub(crate) warning: Option<&'static str>,
}

/// The invitation to speak.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) is_open: bool,
    pub(crate) closes: Option<Stamp>,
    pub(crate) opens: Option<Stamp>,
    pub(crate) url: Option<String>,
}

/// Where one goes, or joins.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) lines: Vec<String>,
    pub(crate) map: Option<String>,
    pub(crate) mode: &'static str,
    pub(crate) is_unknown: bool,
    pub(crate) join_url: Option<String>,
}

/// Who invites.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) url: Option<String>,
    /// The list of all their events.
    pub(crate) events_href: String,
}

/// Who says so.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) source: String,
    pub(crate) url: Option<String>,
}

/// The page of an event. `sources` are those that claim it, as far as they are known.
pub(crate) fn event_page(
    state: &State,
    event: &Event,
    sources: &BTreeMap<SourceId, Source>,
    now: DateTime<Utc>,
) -> EventPage {
    let facts = &event.facts;
    let sitting = event.sitting_at(now);
    let path = format!("/events/{}", event.id);
    let later = later(event, &sitting, now);
    let goes_on = later.iter().any(|sitting| sitting.status.takes_place());
    EventPage {
        frame: Frame {
            description: Some(summary(facts)),
            canonical: Some(state.absolute(&path)),
            calendar: Some(state.absolute(&format!("{path}.ics"))),
            here: "event",
            ..Frame::new(facts.name.clone())
        },
        name: facts.name.clone(),
        language: facts.language.clone(),
        language_name: facts
            .language
            .as_deref()
            .map(|code| words::language(code).map_or_else(|| code.to_owned(), str::to_owned)),
        warning: match sitting.status {
            EventStatus::Cancelled if goes_on => Some("The next date is cancelled"),
            EventStatus::Postponed if goes_on => Some("The next date is postponed"),
            status => warning(event, status),
        },
        is_over: sitting.ends_at <= now,
        is_ahead: goes_on || (sitting.ends_at > now && sitting.status.takes_place()),
        time: alone(event, &sitting),
        own_name: event.override_of(&sitting).and_then(|changed| changed.name.clone()),
        repeats: repeats(&facts.schedule),
        later: later.into_iter().take(SITTINGS_SHOWN).map(|sitting| shown(event, &sitting)).collect(),
        place: place(state, facts),
        kind: (facts.kind != EventKind::Other).then(|| words::kind(facts.kind)),
        organizer: facts.organizer.as_ref().map(who),
        is_free: facts.is_free,
        prices: facts.offers.iter().filter_map(|offer| Some((price(offer)?, offer.url.clone()))).collect(),
        call: facts.call_for_papers.as_ref().map(|call| told_call(call, facts, now)),
        niches: facts.niches.iter().map(|id| Link::new(niche_label(*id), niche_href(id.slug()))).collect(),
        goals: facts.goals.iter().map(|goal| goal_link(*goal)).collect(),
        keywords: facts.keywords.clone(),
        paragraphs: facts.description.as_deref().map(paragraphs).unwrap_or_default(),
        url: facts.url.clone(),
        calendar_href: format!("{path}.ics"),
        told: told(event, sources),
        revised: in_utc(event.revised_at),
        json_ld: json_ld(event, &sitting, &state.absolute(&path)),
    }
}

fn place(state: &State, facts: &Facts) -> Place {
    let venue = facts.venue.as_ref();
    Place {
        lines: venue.map(|venue| venue_lines(state, venue)).unwrap_or_default(),
        map: venue.and_then(Venue::exact_point).map(map_href),
        mode: words::mode(facts.attendance_mode),
        is_unknown: venue.is_none() && facts.attendance_mode != AttendanceMode::Online,
        join_url: facts.join_url.clone(),
    }
}

fn who(organizer: &Organizer) -> Who {
    let Organizer { id, name, url } = organizer;
    let events_href = list_href(&EventFilter { organizers: vec![*id], ..EventFilter::default() });
    Who { name: name.clone(), url: url.clone(), events_href }
}

fn goal_link(goal: hobnob_domain::Goal) -> Link {
    Link::new(words::goal(goal), list_href(&EventFilter { goals: vec![goal], ..EventFilter::default() }))
}

/// The sittings of a series that are not over, without the one that is told already.
fn later(event: &Event, told: &Occurrence, now: DateTime<Utc>) -> Vec<Occurrence> {
    if event.facts.schedule.recurrence.is_none() {
        return Vec::new();
    }
    let ahead = occurrences(event, now, DateTime::<Utc>::MAX_UTC).into_iter();
    ahead.filter(|sitting| sitting != told).collect()
}

fn shown(event: &Event, sitting: &Occurrence) -> Sitting {
    Sitting {
        // The zone is told once, above.
        time: Time { zone: None, ..alone(event, sitting) },
        name: event.override_of(sitting).and_then(|changed| changed.name.clone()),
        warning: words::status(sitting.status),
    }
}

/// The lines of an address.
fn venue_lines(state: &State, venue: &Venue) -> Vec<String> {
    let country = venue.country.map(|code| country(state, code));
    let mut lines = venue.address_lines();
    lines.extend(country.filter(|country| !lines.contains(country)));
    lines
}

/// A map on somebody else's site: a link, nothing is loaded from there.
fn map_href(point: hobnob_domain::Point) -> String {
    let (latitude, longitude) = (point.latitude(), point.longitude());
    format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}")
}

fn told_call(call: &CallForPapers, facts: &Facts, now: DateTime<Utc>) -> Call {
    let CallForPapers { opens_at, closes_at: _, url } = call;
    let until = facts.call_open_until();
    Call {
        is_open: facts.open_call(now).is_some(),
        closes: until.map(closing),
        opens: opens_at.filter(|at| *at > now).map(in_utc),
        url: url.clone().filter(|_| until.is_none_or(|until| now < until)),
    }
}

fn told(event: &Event, sources: &BTreeMap<SourceId, Source>) -> Vec<Told> {
    let told = event.claims.iter().map(|claim| Told {
        source: sources
            .get(&claim.source_id)
            .map_or_else(|| format!("source {}", claim.source_id), |s| s.spec.name.clone()),
        url: claim.url.clone(),
    });
    let mut all: Vec<Told> = Vec::new();
    for one in told {
        if !all.iter().any(|other| other.source == one.source && other.url == one.url) {
            all.push(one);
        }
    }
    all
}

/// What previews show.
fn summary(facts: &Facts) -> String {
    let text = facts.description.as_deref().unwrap_or(&facts.name);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SUMMARY_CHARACTERS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line).trim_end()),
        None => line,
    }
}
