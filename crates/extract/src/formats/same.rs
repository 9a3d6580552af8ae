//! One event told twice on a page is one claim: by two plugins, in two syntaxes, in a list and on its own, with and
//! without details.

mod completed;
pub(crate) mod start;

use crate::links;
use completed::complete;
use hobnob_domain::{Format, PlaceWords, Words, text};
use start::Start;
use std::collections::BTreeMap;
use url::Url;

/// So many claims of one name and start are compared with a new one.
const COMPARED_MAX: usize = 8;

/// What one place on a page says about one event.
pub(crate) struct Claim {
    /// The syntax it is written in.
    pub(crate) syntax: Format,
    /// What it calls itself: its `@id`, absolute.
    pub(crate) id: Option<String>,
    /// Its page, absolute.
    pub(crate) url: Option<String>,
    /// What it says.
    pub(crate) words: Words,
}

/// Claims about one event folded into the first of them, which the others complete.
pub(crate) fn merged(claims: Vec<Claim>) -> Vec<Claim> {
    let mut known = Known { is_single: is_single(&claims), ..Known::default() };
    for claim in claims {
        known.take(without_room(claim));
    }
    known.claims
}

/// Takes an address that leads into a room on the network for where one joins: it is no page that tells of the event.
fn without_room(mut claim: Claim) -> Claim {
    let leads_into_room = |url: &String| Url::parse(url).is_ok_and(|url| links::is_room(&url));
    if let Some(room) = claim.url.take_if(|url| leads_into_room(url)) {
        claim.words.join_url.get_or_insert(room);
    }
    claim
}

/// Whether each syntax tells of one event only.
fn is_single(claims: &[Claim]) -> bool {
    let mut syntaxes: Vec<Format> = claims.iter().take(8).map(|claim| claim.syntax).collect();
    syntaxes.dedup();
    claims.len() > 1 && syntaxes.len() == claims.len()
}

/// Whether a syntax means one event when it says the same twice. Each h-event is an event of its own.
fn repeats(syntax: Format) -> bool {
    syntax != Format::Microformats
}

/// Claims so far, with ways to find them.
#[derive(Default)]
struct Known {
    claims: Vec<Claim>,
    /// Beside each claim: when it starts, and the syntaxes that tell of it.
    told: Vec<(Start, Vec<Format>)>,
    /// By `@id` and start; an empty start is the first claim of that id.
    by_id: BTreeMap<(String, String), usize>,
    /// By folded name, or address, and each way to compare the start.
    by_start: BTreeMap<(String, String), Vec<usize>>,
    is_single: bool,
}

impl Known {
    fn take(&mut self, claim: Claim) {
        let start = claim.words.start.as_ref().map(|start| Start::of(&start.text)).unwrap_or_default();
        if let Some(at) = self.found(&claim, &start)
            && let (Some(known), Some((known_start, syntaxes))) = (self.claims.get_mut(at), self.told.get_mut(at))
        {
            syntaxes.push(claim.syntax);
            complete(known, claim);
            *known_start = known.words.start.as_ref().map(|start| Start::of(&start.text)).unwrap_or_default();
            return;
        }
        let at = self.claims.len();
        if let Some(id) = &claim.id {
            self.by_id.entry((id.clone(), start.exact.clone())).or_insert(at);
            self.by_id.entry((id.clone(), String::new())).or_insert(at);
        }
        for label in labels(&claim) {
            for key in start.keys() {
                let list = self.by_start.entry((label.clone(), key)).or_default();
                if list.len() < COMPARED_MAX {
                    list.push(at);
                }
            }
        }
        self.told.push((start, vec![claim.syntax]));
        self.claims.push(claim);
    }

    fn found(&self, claim: &Claim, start: &Start) -> Option<usize> {
        let by_id = claim.id.as_ref().and_then(|id| {
            let same = self.by_id.get(&(id.clone(), start.exact.clone()));
            // One of the two may be without a start.
            same.or_else(|| self.by_id.get(&(id.clone(), String::new())).filter(|at| self.has_no_start(**at)))
        });
        by_id.copied().or_else(|| self.told_before(claim, start))
    }

    fn told_before(&self, claim: &Claim, start: &Start) -> Option<usize> {
        let mut candidates: Vec<usize> = Vec::new();
        for label in labels(claim) {
            for key in start.sought() {
                let list = self.by_start.get(&(label.clone(), key)).into_iter().flatten();
                candidates.extend(list.filter(|at| self.told.get(**at).is_some_and(|told| told.0.agrees(start))));
            }
        }
        let is_of = |at: usize, syntax| self.told.get(at).is_some_and(|told| told.1.contains(&syntax));
        let is_other = |at: &usize| !is_of(*at, claim.syntax);
        let has_same_name = |known: &Claim| folded_name(known) == folded_name(claim);
        let strict = |at: &usize| {
            let known = self.claims.get(*at).filter(|known| has_same_name(known) && may_be_one(known, claim));
            known.is_some() && (is_other(at) || repeats(claim.syntax))
        };
        // What another syntax says of the same name or page is about the same event, whatever it calls the house.
        let first = candidates.iter().find(|at| strict(at)).or_else(|| candidates.iter().find(|at| is_other(at)));
        first.copied().or_else(|| {
            let told = self.told.first().filter(|_| self.is_single)?;
            (is_other(&0) && told.0.is_equal(start)).then_some(0)
        })
    }

    fn has_no_start(&self, at: usize) -> bool {
        self.claims.get(at).is_some_and(|known| known.words.start.is_none())
    }
}

fn folded_name(claim: &Claim) -> Option<String> {
    claim.words.name.as_deref().map(text::folded).filter(|name| !name.is_empty())
}

/// What a claim can be found by.
fn labels(claim: &Claim) -> impl Iterator<Item = String> {
    folded_name(claim).into_iter().chain(claim.url.as_ref().map(|url| format!("<{url}>")))
}

/// Whether two claims of one name and start contradict each other in nothing.
fn may_be_one(a: &Claim, b: &Claim) -> bool {
    let agrees = |a: Option<&str>, b: Option<&str>| a.is_none() || b.is_none() || a == b;
    let has_same_page = a.url.is_some() && a.url == b.url;
    agrees(a.url.as_deref(), b.url.as_deref())
        && (has_same_page || agrees(a.id.as_deref(), b.id.as_deref()))
        && (has_same_page || a.words.start.is_some())
        && match (a.words.places.first(), b.words.places.first()) {
            (Some(a), Some(b)) => places_agree(a, b),
            _ => true,
        }
}

fn places_agree(a: &PlaceWords, b: &PlaceWords) -> bool {
    let agrees = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => text::folded(a) == text::folded(b),
        _ => true,
    };
    agrees(&a.name, &b.name) && agrees(&a.locality, &b.locality)
}

/// A key for each claim: its `@id` or page if no other on the page has the same, else with start and name.
pub(crate) fn keys(claims: &[Claim]) -> Vec<String> {
    let address = |claim: &Claim| claim.id.clone().or_else(|| claim.url.clone());
    let mut total: BTreeMap<String, usize> = BTreeMap::new();
    for address in claims.iter().filter_map(address) {
        *total.entry(address).or_default() += 1;
    }
    let key = |claim: &Claim| {
        let address = address(claim);
        if let Some(address) = address.clone().filter(|address| total.get(address) == Some(&1)) {
            return address;
        }
        let start = claim.words.start.as_ref().map(|start| start.text.clone());
        let parts = [address, start, claim.words.name.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    claims.iter().map(key).collect()
}

#[cfg(test)]
mod tests;
