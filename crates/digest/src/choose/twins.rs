//! Conferences that are told twice: what lists say of one may differ so much that nobody merges the two. A letter tells of
//! one of them.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Candidate, Reading, Section, rows::Gathered};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventKind, Point, Standing};

/// How far apart twins may begin.
const APART: TimeDelta = TimeDelta::days(3);

/// How far apart their places may lie, in kilometres.
const APART_KM: f64 = 150.0;

/// When and where a conference whose name has these letters takes place.
type Times = BTreeMap<String, Vec<(DateTime<Utc>, Option<Point>)>>;

/// The candidates without those that are told already: by a better candidate, or by an event that the reader knows and
/// that still takes place. What changed is told in any case.
pub(super) fn without_twins<'a, 's>(
    candidates: Vec<Candidate<'a, 's>>,
    rows: &Gathered<'a>,
    reading: Reading<'_>,
) -> Vec<Candidate<'a, 's>> {
    let mut seen = Times::new();
    for one in reading.told.events.keys().filter_map(|id| rows.find(*id)) {
        if is_conference(one.event)
            && one.event.standing != Standing::Gone
            && let Some(next) = one.taking_place(reading.at).next()
        {
            see(&mut seen, one.event, next.starts_at);
        }
    }
    let (mut asked, mut kept): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|one| {
        let is_known = reading.told.events.contains_key(&one.event.id);
        is_conference(one.event) && one.place.section != Section::Changed && !is_known
    });
    asked.sort_by_key(|one| (Reverse(one.score.total()), one.place));
    kept.extend(asked.into_iter().filter(|one| see(&mut seen, one.event, one.sitting.starts_at)));
    kept
}

fn is_conference(event: &Event) -> bool {
    matches!(event.facts.kind, EventKind::Conference | EventKind::Unconference)
}

/// Remembers a conference; says whether it is the first of its kind.
fn see(seen: &mut Times, event: &Event, starts_at: DateTime<Utc>) -> bool {
    let point = event.facts.venue.as_ref().and_then(|venue| venue.point);
    let times = seen.entry(letters(&event.facts.name)).or_default();
    let is_twin = |(at, there): &(DateTime<Utc>, Option<Point>)| {
        let is_near = point.zip(*there).is_none_or(|(here, there)| here.distance_km(there) <= APART_KM);
        is_near && starts_at.signed_duration_since(*at).abs() <= APART
    };
    let is_first = !times.iter().any(is_twin);
    times.push((starts_at, point));
    is_first
}

/// A name's letters, in whatever order its words stand.
fn letters(name: &str) -> String {
    let mut letters: Vec<char> = bare(name).chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// A name's letters, without its years.
pub(super) fn bare(name: &str) -> String {
    let is_year = |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit());
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !is_year(word));
    words.flat_map(str::chars).flat_map(char::to_lowercase).collect()
}
