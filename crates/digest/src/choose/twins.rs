//! Conferences that are told twice: what lists say of one may differ so much that nobody merges the two. A letter tells of
//! one of them.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Candidate, Reading, Section, rows::Gathered};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventKind, Point, Standing};

/// How far apart twins may begin.
pub(super) const APART: TimeDelta = TimeDelta::days(3);

/// How far apart they may begin where both lists name the same page: one of them is wrong, and the reader is told so.
const DIFFERING: TimeDelta = TimeDelta::days(60);

/// How far apart their places may lie, in kilometres.
pub(super) const APART_KM: f64 = 150.0;

/// The conferences whose names have these letters.
type Known = BTreeMap<String, Vec<One>>;

/// When and where a conference takes place.
struct One {
    starts_at: DateTime<Utc>,
    point: Option<Point>,
    page: String,
    /// Which candidate it is; none for what the reader was told before.
    number: Option<usize>,
}

/// The candidates without those that are told already: by a better candidate, or by an event that the reader knows and
/// that still takes place. What changed is told in any case.
pub(super) fn without_twins<'a, 's>(
    candidates: Vec<Candidate<'a, 's>>,
    rows: &Gathered<'a>,
    reading: Reading<'_>,
) -> Vec<Candidate<'a, 's>> {
    let mut seen = Known::new();
    let told = reading.told.events.keys().chain(reading.told.merged.keys());
    for one in told.filter_map(|id| rows.find(*id)) {
        if is_conference(one.event)
            && one.event.standing != Standing::Gone
            && let Some(next) = one.taking_place(reading.at).next()
        {
            remember(&mut seen, one.event, next.starts_at, None);
        }
    }
    let (mut asked, mut kept): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|one| {
        let is_known = reading.told.knows(one.event.id);
        is_conference(one.event) && one.place.section != Section::Changed && !is_known
    });
    asked.sort_by_key(|one| (Reverse(one.score.total()), one.place));
    for one in asked {
        let starts_at = one.sitting.starts_at;
        let other = twin(&seen, one.event, starts_at).map(|other| (other.number, is_apart(other, starts_at)));
        match other {
            None => {
                remember(&mut seen, one.event, starts_at, Some(kept.len()));
                kept.push(one);
            }
            Some((number, false)) => remember(&mut seen, one.event, starts_at, number),
            Some((number, true)) => {
                if let Some(better) = number.and_then(|number| kept.get_mut(number)) {
                    better.differing.push((one.event, one.sitting));
                }
            }
        }
    }
    kept
}

pub(super) fn is_conference(event: &Event) -> bool {
    matches!(event.facts.kind, EventKind::Conference | EventKind::Unconference)
}

fn remember(seen: &mut Known, event: &Event, starts_at: DateTime<Utc>, number: Option<usize>) {
    let one = One { starts_at, point: point(event), page: page(event), number };
    seen.entry(letters(&event.facts.name)).or_default().push(one);
}

/// The one that a conference seems to be.
fn twin<'k>(seen: &'k Known, event: &Event, starts_at: DateTime<Utc>) -> Option<&'k One> {
    let (here, page) = (point(event), page(event));
    let is_near = |one: &One| here.zip(one.point).is_none_or(|(here, there)| here.distance_km(there) <= APART_KM);
    let is_then = |one: &One| {
        let apart = starts_at.signed_duration_since(one.starts_at).abs();
        apart <= APART || (apart <= DIFFERING && page == one.page && !page.is_empty())
    };
    seen.get(&letters(&event.facts.name))?.iter().find(|one| is_near(one) && is_then(one))
}

/// Whether twins are told for days that contradict each other.
fn is_apart(one: &One, starts_at: DateTime<Utc>) -> bool {
    starts_at.signed_duration_since(one.starts_at).abs() > APART
}

pub(super) fn point(event: &Event) -> Option<Point> {
    event.facts.venue.as_ref().and_then(|venue| venue.point)
}

/// The letters of a page's address, but for its year and what is asked of it.
pub(super) fn page(event: &Event) -> String {
    let address = event.facts.url.split_once("://").map_or("", |(_, address)| address);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    bare(address.strip_prefix("www.").unwrap_or(address))
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
