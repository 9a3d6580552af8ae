//! Who gives way when there is too much.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Candidate, Section};
use hobnob_domain::OrganizerId;

/// The most events in one letter.
pub const EVENTS_MAX: usize = 30;

/// What an event gives way to a better one of the same organizer, in points.
const VARIETY: i32 = 8;

/// At most [`EVENTS_MAX`] in the letter's order, and how many are left out. All that changed is told first and the pick
/// has its place; the rest is taken from the sections in turn, the best of each first.
pub(super) fn shared_out<'a>(
    candidates: Vec<Candidate<'a>>,
    pick: Option<Candidate<'a>>,
) -> (Vec<Candidate<'a>>, usize) {
    let total = candidates.len();
    let mut ranked: Vec<(usize, Candidate<'a>)> = Vec::with_capacity(total);
    for section in by_section(candidates).into_values() {
        ranked.extend(varied(section).into_iter().enumerate());
    }
    ranked.sort_by_key(|(rank, one)| (one.place.section != Section::Changed, *rank, one.place));
    ranked.truncate(EVENTS_MAX - usize::from(pick.is_some()));
    let left_out = total - ranked.len();
    let mut kept: Vec<Candidate<'a>> = ranked.into_iter().map(|(_, one)| one).chain(pick).collect();
    kept.sort_by_key(|one| one.place);
    (kept, left_out)
}

fn by_section(candidates: Vec<Candidate<'_>>) -> BTreeMap<Section, Vec<Candidate<'_>>> {
    let mut sections: BTreeMap<Section, Vec<Candidate<'_>>> = BTreeMap::new();
    for one in candidates {
        sections.entry(one.place.section).or_default().push(one);
    }
    sections
}

/// A section's candidates, best first, after each has given way to the better ones of its organizer.
fn varied(mut section: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let best_first = |one: &Candidate<'_>| (Reverse(one.score.total()), one.place);
    section.sort_by_key(best_first);
    let mut better: BTreeMap<OrganizerId, i32> = BTreeMap::new();
    for one in &mut section {
        let Some(organizer) = &one.event.facts.organizer else { continue };
        let count = better.entry(organizer.id).or_default();
        one.score.variety = -VARIETY * *count;
        *count += 1;
    }
    section.sort_by_key(best_first);
    section
}
