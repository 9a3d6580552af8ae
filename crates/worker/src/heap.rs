//! What a run has gathered so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    frontier::Step,
    gather::{Gathered, READ_BY, why},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Format, Listing, Phase, Problem, RunEnding, Validators, text::folded};
use hobnob_extract::{are_on_two_days, complete, dated_key, undated_key};
use hobnob_fetch::{Fetched, Sent};
use hobnob_store::{PageOutcome, PageRecord, RunTally};
use url::Url;

/// The most listings one run of one source keeps.
const LISTINGS_MAX: usize = 20_000;

/// Of these so many may repeat: each of them stands for up to a thousand sittings.
const SERIES_MAX: usize = 2_000;

/// After so many pages in a row that did not come, for other reasons than that there is none, the server is left alone.
const FAILURES_MAX: u32 = 5;

/// After so many pages in a row that list nothing but what the pages before listed, the list does not go on.
const STALE_PAGES_MAX: u32 = 2;

/// What has been gathered so far.
#[derive(Default)]
pub(crate) struct Heap {
    pub(crate) pages: Vec<PageRecord>,
    /// How many pages came with a body, and how large they were together.
    pub(crate) came: u64,
    pub(crate) bytes: usize,
    /// How many bytes came of pages that did not come whole.
    wasted: usize,
    /// How many pages in a row failed last.
    failures: u32,
    /// How many did not come.
    pub(crate) lacking: u64,
    pub(crate) hashes: BTreeSet<String>,
    pub(crate) listings: BTreeMap<String, Listing>,
    /// Keys of those whose own page did not say the rest.
    pub(crate) in_part: BTreeSet<String>,
    /// Listings of later pages under a key that an earlier page gave to something else, by the keys they will have: other
    /// sittings of an event, and events that name one room as their address.
    pub(crate) clashing: BTreeMap<String, Listing>,
    /// Keys of which it is known that listings are told apart by their starts too.
    shared: BTreeSet<String>,
    /// How many of the listings repeat.
    series: usize,
    pub(crate) problems: Vec<Problem>,
    pub(crate) is_broken: bool,
    /// Whether a page did not come that may come the next time.
    pub(crate) is_torn: bool,
    pub(crate) stale_pages: u32,
    /// How the first page was sent.
    pub(crate) first: Option<Sent>,
    pub(crate) stopped: Option<(RunEnding, String)>,
    pub(crate) validators: Validators,
    pub(crate) fresh_for: Option<TimeDelta>,
    pub(crate) moved_to: Option<Url>,
}

/// What a page may be that tells of a listing once more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behind {
    /// The page behind the listing's link, read by the rules for it.
    Detail,
    /// The page that a link led to, read in its own syntax.
    Page,
    /// Nothing but another page.
    Nothing,
}

impl Behind {
    pub(crate) fn of(is_by_rules: bool, format: Option<Format>) -> Self {
        match (is_by_rules, format) {
            (true, Some(Format::Rules)) => Self::Detail,
            (true, _) => Self::Page,
            (false, _) => Self::Nothing,
        }
    }
}

/// Whether two listings of one key are about two events: neither the name nor the start is the same. In a list it is
/// enough that they start on two days; the page behind a link may tell another day of the same event.
fn is_another(known: &Listing, listing: &Listing, behind: Behind) -> bool {
    if behind == Behind::Nothing && are_on_two_days(known, listing) {
        return true;
    }
    let name = |listing: &Listing| listing.words.name.as_deref().map(folded);
    let start = |listing: &Listing| listing.words.start.as_ref().map(|start| start.text.clone());
    let differ = |one: Option<String>, other: Option<String>| one.zip(other).is_some_and(|(one, other)| one != other);
    differ(name(known), name(listing)) && differ(start(known), start(listing))
}

/// Whether an address looks like one of the sitemaps that a sitemap is made of.
fn is_sitemap(url: &Url) -> bool {
    [".xml", ".xml.gz"].iter().any(|ending| url.path().ends_with(ending))
}

fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(address, _)| address)
}

impl Heap {
    /// Takes a page's listings in; says whether the page is one of a list and lists nothing but what was listed before.
    pub(crate) fn take(&mut self, listings: Vec<Listing>, is_turn: bool, behind: Behind) -> bool {
        let (known, count) = (self.len(), listings.len());
        for mut listing in listings {
            self.shared.extend(undated_key(&listing).map(str::to_owned));
            if self.shared.contains(&listing.key) && !self.listings.contains_key(&listing.key) {
                listing = self.with_its_start(listing);
                // The page of all sittings says which one it means, or nothing that the list did not say.
                if behind != Behind::Nothing && !self.listings.contains_key(&listing.key) {
                    continue;
                }
            }
            let full = self.full_for(&listing);
            match self.listings.get_mut(&listing.key) {
                Some(known) if behind == Behind::Detail => complete(known, listing),
                Some(known) if is_another(known, &listing, behind) => {
                    let key = dated_key(&listing);
                    if full.is_none() && !self.clashing.contains_key(&key) {
                        self.series += usize::from(listing.words.repeats());
                        self.clashing.insert(key, listing);
                    }
                }
                Some(known) if behind == Behind::Page => complete(known, listing),
                Some(_) => {}
                None => match full {
                    Some(reason) => self.stop(RunEnding::PageCap, reason),
                    None => {
                        self.series += usize::from(listing.words.repeats());
                        self.listings.insert(listing.key.clone(), listing);
                    }
                },
            }
        }
        let is_stale = is_turn && count > 0 && self.len() == known;
        self.stale_pages = if is_stale { self.stale_pages + 1 } else { 0 };
        self.stale_pages >= STALE_PAGES_MAX
    }

    /// How many listings there are.
    fn len(&self) -> usize {
        self.listings.len() + self.clashing.len()
    }

    /// Why one more listing is not kept.
    fn full_for(&self, listing: &Listing) -> Option<String> {
        if self.len() >= LISTINGS_MAX {
            return Some(format!("a run keeps at most {LISTINGS_MAX} listings"));
        }
        let is_full = listing.words.repeats() && self.series >= SERIES_MAX;
        is_full.then(|| format!("a run keeps at most {SERIES_MAX} listings that repeat"))
    }

    /// A listing under the key that has its start.
    fn with_its_start(&mut self, listing: Listing) -> Listing {
        let key = dated_key(&listing);
        if self.in_part.contains(&listing.key) {
            self.in_part.insert(key.clone());
        }
        Listing { key, ..listing }
    }

    /// Tells listings of one key apart by their starts too, all of them, so that neither the order of the pages matters nor
    /// where one ends: what shares its key on one page may stand alone on the next.
    fn part_clashing(&mut self) {
        let clashing = std::mem::take(&mut self.clashing);
        let mut shared = std::mem::take(&mut self.shared);
        shared.extend(clashing.values().map(|listing| listing.key.clone()));
        let alone: Vec<Listing> = shared.iter().filter_map(|key| self.listings.remove(key)).collect();
        for listing in alone.into_iter().chain(clashing.into_values()) {
            let listing = self.with_its_start(listing);
            self.listings.entry(listing.key.clone()).or_insert(listing);
        }
    }

    /// How many bytes a run may still read, of so many.
    pub(crate) fn room(&self, bytes_max: usize) -> usize {
        bytes_max.saturating_sub(self.bytes).saturating_sub(self.wasted)
    }

    /// Counts what did not come, and the bytes that came of it; says whether the server is given up for this run. One that
    /// answers, and keeps a page to itself, is not.
    pub(crate) fn is_given_up(&mut self, fetched: &Fetched, (is_withheld, bytes): (bool, u64)) -> bool {
        self.failures = match fetched {
            Fetched::Page { .. } | Fetched::NotModified { .. } => 0,
            _ => {
                self.wasted = self.wasted.saturating_add(usize::try_from(bytes).unwrap_or(usize::MAX));
                match fetched {
                    // It answers; there is nothing.
                    Fetched::Missing { .. } | Fetched::Gone => 0,
                    Fetched::Failed { .. } if is_withheld => 0,
                    Fetched::Refused { .. } => self.failures,
                    _ => self.failures.saturating_add(1),
                }
            }
        };
        let is_given_up = self.failures >= FAILURES_MAX;
        if is_given_up {
            let said = format!("{FAILURES_MAX} pages in a row did not come; the run ends here");
            self.problems.push(Problem::new(Phase::Fetch, said));
        }
        is_given_up
    }

    /// The pages after a page. Where a list goes on and on with the same, it is not followed any further.
    pub(crate) fn next(&mut self, step: &Step, next: Vec<Url>, is_stale: bool) -> Vec<Url> {
        let goes_on = next.iter().any(|next| *next != step.url);
        if is_stale && goes_on {
            self.stop(RunEnding::CursorStuck, format!("{}: says the same as pages before it, and goes on", step.url));
            return Vec::new();
        }
        next
    }

    /// The first limit that is met is the one that is told.
    pub(crate) fn stop(&mut self, ending: RunEnding, reason: String) {
        self.stopped.get_or_insert((ending, reason));
    }

    /// A later page that did not come makes the run incomplete: what stood on it has not vanished. A link that leads to
    /// nothing, or to where we don't go, does not, unless the list would go on there.
    pub(crate) fn page_missing(&mut self, step: &Step, fetched: &Fetched) {
        let url = &step.url;
        self.problems.push(Problem::new(Phase::Fetch, format!("{url}: {}", why(fetched))));
        self.lacking = self.lacking.saturating_add(1);
        let is_for_good = matches!(fetched, Fetched::Missing { .. } | Fetched::Gone | Fetched::Refused { .. });
        let is_behind_a_listing = self.part_told(url, is_for_good);
        let is_of_the_list = (step.is_turn && !is_behind_a_listing) || is_sitemap(url);
        if !is_for_good || is_of_the_list {
            self.is_broken = true;
            self.is_torn = true;
        }
    }

    /// The listings whose own page is that one say no more than a part. Where it has nothing to say for good, they are
    /// taken at their word as long as they say when. Says whether there are such listings.
    pub(crate) fn part_told(&mut self, url: &Url, is_for_good: bool) -> bool {
        let address = without_fragment(url.as_str());
        let is_behind = |listing: &&Listing| {
            listing.key == address || listing.url.as_deref().map(without_fragment) == Some(address)
        };
        let behind = self.listings.values().chain(self.clashing.values()).filter(is_behind);
        let behind: Vec<(String, bool)> =
            behind.map(|listing| (listing.key.clone(), listing.words.start.is_some())).collect();
        let is_any = !behind.is_empty();
        self.in_part
            .extend(behind.into_iter().filter(|(_, says_when)| !(is_for_good && *says_when)).map(|(key, _)| key));
        is_any
    }

    pub(crate) fn tally(&self, at: DateTime<Utc>) -> RunTally {
        let bytes = u64::try_from(self.bytes).unwrap_or(u64::MAX);
        RunTally { pages: self.came, bytes, pages_failed: self.lacking, ..RunTally::new(at) }
    }

    /// Lets the next run read everything, whatever has changed: under this digest the first page is one that nobody has read.
    fn ask_anew(&mut self) {
        if let Some(first) = self.pages.first_mut()
            && let Some(digest) = first.body_hash.strip_prefix(READ_BY)
        {
            first.body_hash = digest.to_owned();
        }
    }

    pub(crate) fn finish(mut self, known: &BTreeMap<String, String>, at: DateTime<Utc>) -> Gathered {
        self.part_clashing();
        let lacks_all_others = self.lacking > 0 && self.pages.len() == 1;
        if self.is_torn || lacks_all_others {
            self.ask_anew();
        }
        // Who leads to nothing but dead ends has not said that there is nothing.
        self.is_broken |= self.lacking > 0 && self.listings.is_empty();
        let is_same = !self.is_torn
            && self.pages.len() == known.len()
            && self.pages.iter().all(|page| known.get(&page.url) == Some(&page.body_hash));
        let tally = RunTally { stopped: self.stopped.clone().filter(|_| !self.is_broken), ..self.tally(at) };
        if let Some((_, reason)) = self.stopped.take() {
            self.problems.push(Problem::new(Phase::Fetch, reason));
            self.is_broken = true;
        }
        // A list of several pages may change behind an unchanged first page: only a single page can be asked
        // "has it changed?".
        let is_all = self.pages.len() == 1 && self.lacking == 0 && !self.is_torn;
        let validators = if is_all { self.validators } else { Validators::default() };
        let outcome = if is_same {
            PageOutcome::Unchanged { validators: Some(validators) }
        } else {
            PageOutcome::Read {
                pages: self.pages,
                listings: self.listings.into_values().collect(),
                in_part: self.in_part,
                problems: self.problems,
                is_complete: !self.is_broken,
                validators,
            }
        };
        Gathered { tally, fresh_for: self.fresh_for, moved_to: self.moved_to, ..Gathered::of(outcome, at) }
    }
}

#[cfg(test)]
mod tests;
