//! What a reader has found so far, with the limits and the keys that hold for every format.

use crate::fields::Fields;
use crate::weight::{self, WORDS_BYTES_MAX};
use crate::{keys, text};
use chrono::TimeDelta;
use hobnob_domain::{Extraction, Format, Listing, Phase, Problem};
use serde_json::Value;
use url::Url;

/// So many listings a page may give; more are left out and the reading is not complete.
pub const LISTINGS_MAX: usize = 20_000;

/// So many problems of a page are kept.
const PROBLEMS_MAX: usize = 50;

/// The longest problem, in bytes.
const PROBLEM_BYTES_MAX: usize = 500;

/// So many addresses where the list goes on are kept.
pub(crate) const NEXT_PAGES_MAX: usize = 200;

/// So many pages behind the links of a list are kept.
const DETAIL_PAGES_MAX: usize = 200;

/// Collects what a page says.
#[derive(Default)]
pub(crate) struct Reading {
    listings: Vec<Listing>,
    /// The places of those that say a part only.
    in_part: Vec<usize>,
    next_pages: Vec<Url>,
    problems: Vec<Problem>,
    /// How many problems were not kept.
    untold: usize,
    fresh_for: Option<TimeDelta>,
    is_incomplete: bool,
    has_overflown: bool,
    /// How many bytes the words of the listings take.
    bytes: usize,
    /// Whether those of one more were too many.
    is_heavy: bool,
}

impl Reading {
    /// How many listings there are.
    pub(crate) fn len(&self) -> usize {
        self.listings.len()
    }

    /// Makes room for so many more listings.
    pub(crate) fn reserve(&mut self, additional: usize) {
        self.listings.reserve(additional.min(LISTINGS_MAX));
    }

    /// Takes a listing. Its key is made unique within the page when all are known.
    pub(crate) fn push(&mut self, listing: Listing) {
        if self.is_full() {
            return;
        }
        let bytes = self.bytes.saturating_add(weight::of_words(&listing.words));
        if bytes > WORDS_BYTES_MAX {
            self.is_heavy = true;
            self.is_full();
            return;
        }
        self.bytes = bytes;
        self.listings.push(listing);
    }

    /// Takes a listing that says a part only of what its source has to say of it.
    pub(crate) fn push_in_part(&mut self, listing: Listing) {
        self.in_part.push(self.listings.len());
        self.push(listing);
    }

    /// Takes the listing of each row; a row that gives none is left out and the reading is not complete.
    pub(crate) fn rows<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a Value>,
        listing: impl Fn(Fields<'a>) -> Option<Listing>,
    ) {
        for (number, row) in (1_usize..).zip(rows) {
            if self.is_full() {
                break;
            }
            match listing(Fields(row)) {
                Some(listing) => self.push(listing),
                None => self.incomplete(format!("row {number} has no name and was left out")),
            }
        }
    }

    /// Whether no more listings are taken; says so once.
    pub(crate) fn is_full(&mut self) -> bool {
        let is_full = self.listings.len() >= LISTINGS_MAX || self.is_heavy;
        if is_full && !self.has_overflown {
            self.has_overflown = true;
            let most = if self.is_heavy {
                format!("says more than {} MiB of its events", WORDS_BYTES_MAX / 1024 / 1024)
            } else {
                format!("has more than {LISTINGS_MAX} events")
            };
            self.incomplete(format!("the page {most}: the others are left out"));
        }
        is_full
    }

    /// Notes where the list goes on.
    pub(crate) fn next_page(&mut self, url: Url) {
        if self.next_pages.len() < NEXT_PAGES_MAX && !self.next_pages.contains(&url) {
            self.next_pages.push(url);
        }
    }

    /// Notes where the list goes on, to be read before what has been noted.
    pub(crate) fn next_page_first(&mut self, url: Url) {
        if !self.next_pages.contains(&url) {
            self.next_pages.insert(0, url);
        }
    }

    /// Notes the page behind a listing's link.
    pub(crate) fn detail_page(&mut self, url: Url) {
        if self.next_pages.len() < DETAIL_PAGES_MAX && !self.next_pages.contains(&url) {
            self.next_pages.push(url);
        }
    }

    /// Notes for how long the page says it says the same.
    pub(crate) fn fresh_for(&mut self, period: Option<TimeDelta>) {
        self.fresh_for = self.fresh_for.max(period);
    }

    /// Notes something odd.
    pub(crate) fn problem(&mut self, message: impl AsRef<str>) {
        if self.problems.len() < PROBLEMS_MAX {
            // It may repeat what the page said.
            let message = text::line(message.as_ref(), PROBLEM_BYTES_MAX).unwrap_or_default();
            self.problems.push(Problem::new(Phase::Extract, message));
        } else {
            self.untold += 1;
        }
    }

    /// Notes why this is not all the page had to say.
    pub(crate) fn incomplete(&mut self, message: impl AsRef<str>) {
        self.is_incomplete = true;
        self.problem(message);
    }

    /// Whether this is all the page had to say, so far.
    pub(crate) fn is_complete(&self) -> bool {
        !self.is_incomplete
    }

    /// Adds what to do about it to the last problem.
    pub(crate) fn cure(&mut self, cure: Option<String>) {
        if let (Some(problem), Some(cure)) = (self.problems.last_mut(), cure) {
            problem.message = format!("{}; {cure}", problem.message);
        }
    }

    /// The extraction.
    pub(crate) fn finished(mut self, format: Option<Format>) -> Extraction {
        if self.untold > 0 {
            let message = format!("and {} more problems", self.untold);
            self.problems.push(Problem::new(Phase::Extract, message));
        }
        keys::tell_apart(&mut self.listings);
        let in_part = self.in_part.iter().filter_map(|place| self.listings.get(*place));
        let in_part = in_part.map(|listing| listing.key.clone()).collect();
        Extraction {
            format,
            listings: self.listings,
            in_part,
            next_pages: self.next_pages,
            problems: self.problems,
            fresh_for: self.fresh_for,
            is_complete: !self.is_incomplete,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::Words;

    #[test]
    fn events_that_say_too_much_together_are_left_out() {
        let mut reading = Reading::default();
        for number in 0..600 {
            let description = Some(hobnob_domain::Prose::Plain("x".repeat(64 * 1024)));
            let words = Words { description, ..Words::default() };
            reading.push(Listing { key: number.to_string(), url: None, words });
        }
        let extraction = reading.finished(None);
        let problems: Vec<&str> = extraction.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(problems, ["the page says more than 32 MiB of its events: the others are left out"]);
        assert_eq!((extraction.listings.len(), extraction.is_complete), (512, false));
    }

    #[test]
    fn twenty_thousand_listings_are_enough() {
        let mut reading = Reading::default();
        for number in 0..20_003 {
            reading.push(Listing { key: number.to_string(), url: None, words: Words::default() });
        }
        let extraction = reading.finished(None);
        assert_eq!((extraction.listings.len(), extraction.problems.len(), extraction.is_complete), (20_000, 1, false));
    }
}
