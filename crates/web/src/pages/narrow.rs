//! What a list could be narrowed by.

use super::{
    facts::country,
    link::{Link, list_href},
};
use crate::{State, words};
use chrono::{DateTime, Utc};
use hobnob_domain::EventFilter;
use hobnob_index::{Facets, Snapshot};

/// One field of the filter, with the values that would narrow the list.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) links: Vec<Link>,
}

/// The fields of the filter that could narrow the list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrow(pub(crate) Vec<Group>);

/// What a filter's list could be narrowed by. A field that is asked for already is left alone.
pub(crate) fn narrow(state: &State, snapshot: &Snapshot, filter: &EventFilter, now: DateTime<Utc>) -> Narrow {
    let Facets { niches, goals, kinds, modes, countries, months: _ } = snapshot.facets(filter, now);
    let total = snapshot.count(filter, now);
    let group = |name, counts: Vec<(String, usize, EventFilter)>, most: usize| {
        let mut counts: Vec<_> = counts.into_iter().filter(|(_, count, _)| *count < total).collect();
        counts.sort_by(|(a, a_count, _), (b, b_count, _)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        let links = counts.into_iter().take(most);
        Group { name, links: links.map(|(text, count, to)| Link::new(text, list_href(&to)).counted(count)).collect() }
    };
    let mut groups = Vec::new();
    if filter.niches.is_empty() {
        let of = |id: hobnob_domain::NicheId| EventFilter { niches: vec![id], ..filter.clone() };
        let counts = niches.into_iter().map(|(id, count)| (id.niche().label.clone(), count, of(id)));
        groups.push(group("Niche", counts.collect(), 10));
    }
    if filter.modes.is_empty() {
        let of = |mode| EventFilter { modes: vec![mode], ..filter.clone() };
        let counts = modes.into_iter().map(|(mode, count)| (words::mode(mode).to_owned(), count, of(mode)));
        groups.push(group("Take part", counts.collect(), 3));
    }
    if filter.kinds.is_empty() {
        let of = |kind| EventFilter { kinds: vec![kind], ..filter.clone() };
        let counts = kinds.into_iter().map(|(kind, count)| (words::kind(kind).to_owned(), count, of(kind)));
        groups.push(group("Kind", counts.collect(), 6));
    }
    if filter.goals.is_empty() {
        let of = |goal| EventFilter { goals: vec![goal], ..filter.clone() };
        let counts = goals.into_iter().map(|(goal, count)| (words::goal(goal).to_owned(), count, of(goal)));
        groups.push(group("Career goal", counts.collect(), 7));
    }
    if filter.countries.is_empty() && filter.near.is_none() {
        let of = |code| EventFilter { countries: vec![code], ..filter.clone() };
        let counts = countries.into_iter().map(|(code, count)| (country(state, code), count, of(code)));
        groups.push(group("Country", counts.collect(), 8));
    }
    groups.retain(|group| !group.links.is_empty());
    Narrow(groups)
}
