//! Why an event is in a calendar, in one line: the niches and goals that were asked for, and how far away it is.

use crate::{describe::NAMES_MAX, prose::one_line};
use hobnob_domain::{AttendanceMode, EventFilter, Facts, Near};

/// Writes the line; nothing where there is nothing to say. "Why: Rust · Berlin, 3 km".
pub(crate) fn why(line: &mut String, facts: &Facts, filter: &EventFilter) {
    line.clear();
    let niches = facts
        .niches
        .iter()
        .filter(|niche| filter.niches.is_empty() || filter.niches.iter().any(|wanted| niche.is_within(*wanted)));
    let goals = facts.goals.iter().filter(|goal| filter.goals.is_empty() || filter.goals.contains(goal));
    for (position, niche) in niches.take(NAMES_MAX).enumerate() {
        line.push_str(if position == 0 { "Why: " } else { ", " });
        line.push_str(&niche.niche().label);
    }
    for (position, goal) in goals.enumerate() {
        line.push_str(match (position, line.is_empty()) {
            (0, true) => "Why: for ",
            (0, false) => " · for ",
            _ => ", ",
        });
        line.extend(goal.as_str().chars().map(|c| if c == '_' { ' ' } else { c }));
    }
    if let Some(place) = filter.near.as_ref().and_then(|near| place(facts, near)) {
        line.push_str(if line.is_empty() { "Why: " } else { " · " });
        line.push_str(&place);
    }
}

/// "Berlin, 3 km", or that one need not go there.
fn place(facts: &Facts, near: &Near) -> Option<String> {
    let Some((venue, point)) = facts.venue.as_ref().and_then(|venue| Some((venue, venue.point?))) else {
        return (facts.attendance_mode == AttendanceMode::Online).then(|| "online".to_owned());
    };
    let kilometres = near.point.distance_km(point);
    let far = if kilometres < 1.0 { "under 1 km".to_owned() } else { format!("{kilometres:.0} km") };
    let town = venue.locality.as_deref().map(|town| one_line(town, 80)).filter(|town| !town.is_empty());
    Some(town.map_or_else(|| far.clone(), |town| format!("{town}, {far}")))
}
