//! Who gives way when there is too much.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Candidate, Section};
use hobnob_domain::{Event, OrganizerId};

/// The most events in one letter.
pub const EVENTS_MAX: usize = 30;

/// What an event gives way to a better one of the same host, in points.
const VARIETY: i32 = 8;

/// To how many better ones of the same web site it gives way: a site may be a whole town's.
const SITE_MAX: i32 = 2;

/// Sites of many hosts: there the next word of the address tells them apart.
pub(super) const SHARED: [&str; 8] = [
    "meetup.com",
    "eventbrite.com",
    "lu.ma",
    "luma.com",
    "sessionize.com",
    "github.com",
    "gdg.community.dev",
    "guild.host",
];

/// Who invites: the organizer, or where none is named the web site.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Host<'a> {
    Organizer(OrganizerId),
    Site(&'a str),
}

fn host(event: &Event) -> Option<Host<'_>> {
    if let Some(organizer) = &event.facts.organizer {
        return Some(Host::Organizer(organizer.id));
    }
    let (_, address) = event.facts.url.split_once("://")?;
    let address = address.strip_prefix("www.").unwrap_or(address);
    let mut parts = address.splitn(3, '/');
    let (site, word) = (parts.next()?, parts.next().unwrap_or_default());
    let both = site.len() + 1 + word.len();
    Some(Host::Site(if SHARED.contains(&site) { address.get(..both).unwrap_or(address) } else { site }))
}

/// At most [`EVENTS_MAX`] in the letter's order, and how many are left out. All that changed is told first and the pick
/// has its place; the rest is taken from the sections in turn, the best of each first.
pub(super) fn shared_out<'a, 's>(
    candidates: Vec<Candidate<'a, 's>>,
    pick: Option<Candidate<'a, 's>>,
) -> (Vec<Candidate<'a, 's>>, usize) {
    let total = candidates.len();
    let mut ranked: Vec<(usize, Candidate<'a, 's>)> = Vec::with_capacity(total);
    for section in by_section(candidates).into_values() {
        ranked.extend(varied(section).into_iter().enumerate());
    }
    ranked.sort_by_key(|(rank, one)| (one.place.section != Section::Changed, *rank, one.place));
    ranked.truncate(EVENTS_MAX - usize::from(pick.is_some()));
    let left_out = total - ranked.len();
    let mut kept: Vec<Candidate<'a, 's>> = ranked.into_iter().map(|(_, one)| one).chain(pick).collect();
    kept.sort_by_key(|one| one.place);
    (kept, left_out)
}

fn by_section<'a, 's>(candidates: Vec<Candidate<'a, 's>>) -> BTreeMap<Section, Vec<Candidate<'a, 's>>> {
    let mut sections: BTreeMap<Section, Vec<Candidate<'a, 's>>> = BTreeMap::new();
    for one in candidates {
        sections.entry(one.place.section).or_default().push(one);
    }
    sections
}

/// A section's candidates, best first, after each has given way to the better ones of its host.
fn varied<'a, 's>(mut section: Vec<Candidate<'a, 's>>) -> Vec<Candidate<'a, 's>> {
    let best_first = |one: &Candidate<'_, '_>| (Reverse(one.score.total()), one.place);
    section.sort_by_key(best_first);
    let mut better: BTreeMap<Host<'_>, i32> = BTreeMap::new();
    for one in &mut section {
        let Some(host) = host(one.event) else { continue };
        let most = if matches!(host, Host::Site(_)) { SITE_MAX } else { i32::MAX };
        let count = better.entry(host).or_default();
        one.score.variety = -VARIETY * (*count).min(most);
        *count += 1;
    }
    section.sort_by_key(best_first);
    section
}
