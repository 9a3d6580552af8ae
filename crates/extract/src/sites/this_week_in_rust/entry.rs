//! The entries of an issue: `* 2026-07-30 | Virtual (Berlin, DE) | [Rust Berlin](…)` and, within, `* [**Talks**](…)`;
//! older issues write `* 2022-07-30 (Berlin, DE) | [Rust Berlin](…)`.

use crate::formats::markdown::document::{Block, HeadingLevel};
use crate::formats::markdown::inline::{Inline, LINK};
use crate::{links, text};
use chrono::NaiveDate;
use hobnob_domain::text::folded;
use hobnob_domain::{CallForPapersWords, Listing, OrganizerWords, PlaceWords, TimeWords, Words};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// So many entries are kept.
const ENTRIES_MAX: usize = 2_000;

/// Which part of the issue an entry stands in.
#[derive(Clone, Copy, Default, PartialEq)]
enum Part {
    #[default]
    Other,
    Events,
    Calls,
}

/// One entry.
#[derive(Default)]
struct Entry {
    days: Vec<NaiveDate>,
    place: String,
    group: Option<(String, String)>,
    event: Option<(String, String)>,
    is_call: bool,
}

/// What the parts so far said.
#[derive(Default)]
pub(super) struct Issue {
    part: Part,
    entries: Vec<Entry>,
}

impl Issue {
    /// Takes a part of the issue.
    pub(super) fn take(&mut self, block: &Block) {
        match (block, self.part) {
            (Block::Heading(level, text, _), _) => self.heading(*level, text.trim()),
            (Block::Entry(_, entry), Part::Events) => self.event(entry),
            (Block::Entry(_, entry), Part::Calls) => self.call(entry),
            (Block::Entry(..), Part::Other) | (Block::Table(..) | Block::Line(_) | Block::Card(_), _) => {}
        }
    }

    /// A region's heading stays in its part.
    fn heading(&mut self, level: HeadingLevel, name: &str) {
        self.part = match name {
            "Upcoming Events" => Part::Events,
            "CFP - Events" => Part::Calls,
            _ if self.part == Part::Events && level >= HeadingLevel::H3 => Part::Events,
            _ => Part::Other,
        };
    }

    fn event(&mut self, entry: &Inline) {
        let link = entry.links.first().cloned();
        if entry.around.trim_start().get(..10).is_some_and(|day| day.parse::<NaiveDate>().is_ok()) {
            let before = entry.around.split(LINK).next().unwrap_or_default();
            let place = before.trim_matches(|c: char| c.is_ascii_digit() || " -|*–—".contains(c));
            let place = place.strip_prefix('(').and_then(|place| place.strip_suffix(')')).unwrap_or(place);
            let days = days(&entry.around);
            self.push(Entry { days, place: place.to_owned(), group: link, event: None, is_call: false });
        } else if let Some(last) = self.entries.last_mut().filter(|last| last.event.is_none() && !last.is_call) {
            last.event = link;
        }
    }

    /// `[**Zig Days**](…) | 2026-03-01 | Graz, Austria | 2026-05-01`: the call's last day comes first.
    fn call(&mut self, entry: &Inline) {
        let Some(event) = entry.links.first().cloned() else { return };
        let place = entry.around.split('|').skip(1).map(str::trim).find(|field| days(field).is_empty());
        let (days, place) = (days(&entry.around), place.unwrap_or_default().to_owned());
        self.push(Entry { days, place, group: None, event: Some(event), is_call: true });
    }

    fn push(&mut self, entry: Entry) {
        if self.entries.len() < ENTRIES_MAX {
            self.entries.push(entry);
        }
    }

    /// The listings of all entries.
    pub(super) fn listings(self, base: &Url) -> Vec<Listing> {
        let mut days: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut listings: Vec<Listing> = self.entries.into_iter().filter_map(|entry| entry.listing(base)).collect();
        let day = |listing: &Listing| listing.words.start.as_ref().map(|start| start.text.clone()).unwrap_or_default();
        for listing in &listings {
            days.entry(listing.key.clone()).or_default().insert(day(listing));
        }
        // An evening that repeats under one address and name is told apart by its day.
        for listing in &mut listings {
            if days.get(&listing.key).is_some_and(|days| days.len() > 1) {
                listing.key = [listing.key.as_str(), &day(listing)].join(" ");
            }
        }
        listings
    }
}

impl Entry {
    fn listing(self, base: &Url) -> Option<Listing> {
        let (name, href) = self.event.as_ref().or(self.group.as_ref())?;
        let name = text::phrase(name)?;
        let url = links::absolute(base, href);
        let organizer = self
            .group
            .as_ref()
            .map(|(name, href)| OrganizerWords { name: text::phrase(name), url: links::absolute(base, href) });
        let day = |day: Option<&NaiveDate>| day.map(|day| TimeWords { text: day.to_string(), zone: None });
        let (closes, start, end) = if self.is_call {
            (day(self.days.first()), day(self.days.get(1)), day(self.days.get(2)))
        } else {
            (None, day(self.days.first()), day(self.days.get(1)))
        };
        let (mode, place) = place(&self.place);
        let call = CallForPapersWords { opens: None, closes, url: url.clone().filter(|_| self.is_call) };
        // Some groups have one address for several evenings.
        let key = [url.as_deref().unwrap_or_default(), &folded(&name)].join(" ");
        let words = Words {
            name: Some(name),
            start,
            end,
            mode,
            places: place.into_iter().collect(),
            organizer,
            topics: vec!["confs.tech/rust".to_owned()],
            call_for_papers: (call != CallForPapersWords::default()).then_some(call),
            ..Words::default()
        };
        Some(Listing { key, url, words })
    }
}

/// `Virtual (Berlin, DE)`: the mode, and the place if there is one to go to.
fn place(written: &str) -> (Option<String>, Option<PlaceWords>) {
    let (word, inner) = match written.split_once('(') {
        Some((word, inner)) => (word.trim(), inner.trim_end_matches(')').trim()),
        None => (written.trim(), written.trim()),
    };
    let (mode, inner) = match word.to_ascii_lowercase().as_str() {
        "virtual" | "online" => return (Some("online".to_owned()), None),
        "hybrid" => (Some("hybrid".to_owned()), inner),
        _ => (None, written),
    };
    let place = text::phrase(inner).map(|place| PlaceWords { text: Some(place), ..PlaceWords::default() });
    (mode, place)
}

/// The days in a text.
fn days(text: &str) -> Vec<NaiveDate> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '-');
    words.filter_map(|word| word.trim_matches('-').parse().ok()).take(3).collect()
}
