//! Why an event is in a letter, in a few words.

use chrono::{DateTime, Utc};
use hobnob_domain::{AttendanceMode, Event, EventFilter, Facts, Standing, Subscriber};

/// The most names of one sort.
const NAMES_MAX: usize = 3;

/// What speaks for an event, the reader's own wishes first; never empty.
pub(crate) fn reason(subscriber: &Subscriber, event: &Event, at: DateTime<Utc>) -> String {
    let everything = EventFilter::default();
    let (filter, facts) = (subscriber.filters.first().unwrap_or(&everything), &event.facts);
    let mut parts = niches(filter, facts);
    let goals = facts.goals.iter().filter(|goal| filter.goals.contains(goal)).take(NAMES_MAX);
    parts.extend(goals.map(|goal| format!("for {}", goal.as_str().replace('_', " "))));
    parts.extend(distance(filter, facts));
    if facts.is_free == Some(true) {
        parts.push("free".to_owned());
    }
    if facts.call_for_papers.as_ref().is_some_and(|call| call.is_open(at)) {
        parts.push("call for papers open".to_owned());
    }
    if event.standing == Standing::Unconfirmed {
        parts.push("no longer listed, check before you go".to_owned());
    }
    if parts.is_empty() {
        parts.push(facts.kind.as_str().replace('_', " "));
    }
    parts.join(" · ")
}

/// The event's niches that the reader asked for; all of them when they asked for none.
fn niches(filter: &EventFilter, facts: &Facts) -> Vec<String> {
    let is_asked =
        |niche: &hobnob_domain::NicheId| filter.niches.is_empty() || filter.niches.iter().any(|n| niche.is_within(*n));
    let asked = facts.niches.iter().filter(|niche| is_asked(niche));
    asked.take(NAMES_MAX).map(|niche| niche.niche().label.clone()).collect()
}

/// How far it is from where the reader looks.
fn distance(filter: &EventFilter, facts: &Facts) -> Option<String> {
    if facts.attendance_mode == AttendanceMode::Online {
        return None;
    }
    let km = filter.near.as_ref()?.point.distance_km(facts.venue.as_ref()?.point?);
    Some(if km < 1.0 { "under 1 km".to_owned() } else { format!("{km:.0} km") })
}
