//! Why an event is in a calendar, in one line: the niches and goals that were asked for, and how far away it is.

use std::fmt::Write as _;

use crate::{describe::NAMES_MAX, prose::one_line};
use hobnob_domain::{AttendanceMode, EventFilter, Facts, Goal, Near, NicheId, Point, filter_words::niche_label};

/// Whoever looks from so close to the middle of a town, in kilometres, is in it.
const TOWN_KM: f64 = 5.0;

/// What of an event can be a reason.
#[derive(Debug)]
pub(crate) struct About {
    niches: Box<[NicheId]>,
    goals: Box<[Goal]>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Unknown,
    Online,
    /// A point, whether that is the middle of the town, and the town.
    There(Point, bool, Box<str>),
}

impl About {
    pub(crate) fn of(facts: &Facts) -> Self {
        let there = facts.venue.as_ref().and_then(|venue| {
            let town = venue.locality.as_deref().map(|town| one_line(town, 80)).unwrap_or_default();
            Some(Place::There(venue.point?, venue.is_town_centre, town.into()))
        });
        let is_online = facts.attendance_mode == AttendanceMode::Online;
        let place = there.unwrap_or(if is_online { Place::Online } else { Place::Unknown });
        Self { niches: facts.niches.as_slice().into(), goals: facts.goals.as_slice().into(), place }
    }
}

/// Writes the line; nothing where there is nothing to say. "Why: Rust · Berlin, 3 km".
pub(crate) fn why(line: &mut String, about: &About, filter: &EventFilter) {
    line.clear();
    let niches = about
        .niches
        .iter()
        .filter(|niche| filter.niches.is_empty() || filter.niches.iter().any(|wanted| niche.is_within(*wanted)));
    let goals = about.goals.iter().filter(|goal| filter.goals.is_empty() || filter.goals.contains(goal));
    for (position, niche) in niches.take(NAMES_MAX).enumerate() {
        line.push_str(if position == 0 { "Why: " } else { ", " });
        line.push_str(niche_label(*niche));
    }
    for (position, goal) in goals.enumerate() {
        line.push_str(match (position, line.is_empty()) {
            (0, true) => "Why: for ",
            (0, false) => " · for ",
            _ => ", ",
        });
        for (number, word) in goal.as_str().split('_').enumerate() {
            line.push_str(if number == 0 { "" } else { " " });
            line.push_str(word);
        }
    }
    if let Some(near) = &filter.near {
        place(line, &about.place, near);
    }
}

/// "Berlin, 3 km", or that one need not go there.
fn place(line: &mut String, place: &Place, near: &Near) {
    let lead = if line.is_empty() { "Why: " } else { " · " };
    match place {
        Place::Unknown => {}
        Place::Online => line.extend([lead, "online"]),
        Place::There(point, is_town_centre, town) => {
            let kilometres = near.point.distance_km(*point);
            line.extend([lead, town]);
            // The middle of a town says nothing of how far the house is.
            if *is_town_centre && kilometres < TOWN_KM && !town.is_empty() {
                return;
            }
            line.push_str(if town.is_empty() { "" } else { ", " });
            // Writing to a text never fails.
            let _ = if kilometres < 1.0 { line.write_str("under 1 km") } else { write!(line, "{kilometres:.0} km") };
        }
    }
}
