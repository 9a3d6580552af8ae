//! Conferences side by side: ten of one host, in the same days at the same place. A letter tells of the best, and of the others
//! beside it.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Candidate, Section, share::SHARED, twins::is_conference};
use chrono::NaiveDate;
use hobnob_domain::Event;

/// How many there are at least: two are told each for itself.
const FAMILY_MIN: usize = 3;

/// What those of a family have in common: section, days, web site.
type Common<'a> = (Section, NaiveDate, NaiveDate, &'a str);

/// The candidates, those of a family beside the best of it. Only what is told for its days is looked at, not what changed or
/// closes.
pub(super) fn gathered<'a, 's>(candidates: Vec<Candidate<'a, 's>>) -> Vec<Candidate<'a, 's>> {
    let (mut kept, mut families) = (Vec::with_capacity(candidates.len()), BTreeMap::<Common<'a>, Vec<_>>::new());
    for one in candidates {
        match common(&one) {
            Some(common) => families.entry(common).or_default().push(one),
            None => kept.push(one),
        }
    }
    for mut family in families.into_values() {
        family.sort_by_key(|one| (Reverse(one.score.total()), one.place));
        let mut members = family.into_iter();
        let Some(mut best) = members.next() else { continue };
        let (beside, others): (Vec<_>, Vec<_>) = members.partition(|one| is_there_too(best.event, one.event));
        kept.extend(others);
        if beside.len() + 1 < FAMILY_MIN {
            kept.extend(beside);
        } else {
            best.alongside = beside.into_iter().map(|one| (one.event, one.sitting)).collect();
        }
        kept.push(best);
    }
    kept
}

fn common<'a>(one: &Candidate<'a, '_>) -> Option<Common<'a>> {
    let is_for_its_days = matches!(one.place.section, Section::New | Section::Week | Section::Later | Section::Ahead);
    let is_alone = one.also.is_empty() && one.differing.is_empty();
    let site = Some(one.event).filter(|event| is_for_its_days && is_alone && is_conference(event)).and_then(site)?;
    Some((one.place.section, one.sitting.starts_on, one.sitting.ends_on, site))
}

fn is_there_too(one: &Event, other: &Event) -> bool {
    let is_one_place = match (&one.facts.venue, &other.facts.venue) {
        (Some(here), Some(there)) => !here.is_elsewhere(there),
        (here, there) => here.is_none() == there.is_none(),
    };
    is_one_place && one.facts.attendance_mode == other.facts.attendance_mode
}

/// The web site of an event without its first word where there are more: a host gives each of its conferences one. None where
/// a site is of many hosts.
fn site(event: &Event) -> Option<&str> {
    let (_, address) = event.facts.url.split_once("://")?;
    let host = address.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())?;
    let is_shared = |host: &str| SHARED.iter().any(|shared| host.strip_suffix(shared).is_some_and(is_end));
    let wider = host.split_once('.').map(|(_, wider)| wider).filter(|wider| is_name(wider));
    Some(wider.unwrap_or(host)).filter(|_| !is_shared(host))
}

fn is_end(before: &str) -> bool {
    before.is_empty() || before.ends_with('.')
}

/// Whether somebody may have a domain as their own: `example.org`, but neither `org` nor `co.uk`.
fn is_name(domain: &str) -> bool {
    domain.split_once('.').is_some_and(|(name, rest)| name.len() > 3 || rest.contains('.'))
}
