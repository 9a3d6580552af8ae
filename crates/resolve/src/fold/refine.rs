//! Claims that agree with a more believable one and say more.
//!
//! Each rule is strict: of two claims at most one refines the other, so that the outcome does not depend on the order in
//! which they are asked.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    Organizer, Schedule, Span, Venue,
    text::{folded, folded_as_typed},
};

/// Starts that are no further apart may be one start, told in two zones.
const ZONES_APART: TimeDelta = TimeDelta::hours(14);

/// Points that are no further apart may be one house in one town.
const TOWN_KM: f64 = 25.0;

/// A start in a place's zone refines one in UTC, which is what a draft has when nobody named a zone; hours refine days,
/// and an end refines none.
pub(super) fn schedule(new: &Schedule, old: &Schedule) -> bool {
    if new.recurrence.is_some() != old.recurrence.is_some() {
        return false;
    }
    let (is_placed, was_placed) = (new.zone != Tz::UTC, old.zone != Tz::UTC);
    if is_placed != was_placed {
        return is_placed && start_of(new).signed_duration_since(start_of(old)).abs() <= ZONES_APART;
    }
    match (new.span, old.span) {
        (Span::Timed { .. }, Span::AllDay { starts_on, ends_on }) => {
            new.span.starts_on(new.zone) == starts_on && last_day(new, starts_on == ends_on) == Some(ends_on)
        }
        (Span::Timed { starts_at, ends_at: Some(_) }, Span::Timed { starts_at: old_start, ends_at: None }) => {
            starts_at == old_start
        }
        _ => false,
    }
}

fn start_of(schedule: &Schedule) -> DateTime<Utc> {
    schedule.span.starts_at(schedule.zone)
}

/// The last day; where nobody says when it ends, the first one if one day is what is asked about.
fn last_day(schedule: &Schedule, is_one_day: bool) -> Option<chrono::NaiveDate> {
    let is_known = schedule.span.ends_at(schedule.zone).is_some();
    (is_known || is_one_day).then(|| schedule.span.ends_on(schedule.zone))
}

/// A house or an address refines a town, and an address a house of the same name.
pub(super) fn venue(new: &Venue, old: &Venue) -> bool {
    let says = |venue: &Venue| (venue.address.is_some(), venue.name.is_some());
    let agrees = |new: &Option<String>, old: &Option<String>| match (new, old) {
        (Some(new), Some(old)) => folded_as_typed(new) == folded_as_typed(old),
        (None, Some(_)) => false,
        (_, None) => true,
    };
    says(new) > says(old) && agrees(&new.name, &old.name) && agrees(&new.address, &old.address) && is_one_town(new, old)
}

fn is_one_town(one: &Venue, two: &Venue) -> bool {
    let differ = |a: Option<bool>| a == Some(false);
    let country = one.country.zip(two.country).map(|(a, b)| a == b);
    let town = one.geoname_id.zip(two.geoname_id).map(|(a, b)| a == b);
    let near = one.point.zip(two.point).map(|(a, b)| a.distance_km(b) <= TOWN_KM);
    !differ(country) && !differ(near) && (town != Some(false) || near == Some(true))
}

/// A text refines its own beginning.
pub(super) fn description(new: &str, old: &str) -> bool {
    let teaser = old.trim_end();
    let beginning = ["[…]", "[...]", "…", "..."].iter().find_map(|cut| teaser.strip_suffix(cut));
    beginning
        .map(str::trim_end)
        .is_some_and(|start| !start.is_empty() && new.len() > old.len() && new.starts_with(start))
}

/// An organizer with a page refines one of the same name without.
pub(super) fn organizer(new: &Organizer, old: &Organizer) -> bool {
    new.url.is_some() && old.url.is_none() && folded(&new.name) == folded(&old.name)
}
