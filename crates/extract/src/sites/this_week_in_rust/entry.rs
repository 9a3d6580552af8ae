//! The lines of an issue: `* 2026-07-30 | Virtual (Berlin, DE) | [Rust Berlin](…)` and, within, `* [**Talks**](…)`;
//! older issues write `* 2022-07-30 (Berlin, DE) | [Rust Berlin](…)`.

use crate::{links, text};
use chrono::NaiveDate;
use hobnob_domain::text::folded;
use hobnob_domain::{CallForPapersWords, Listing, OrganizerWords, PlaceWords, TimeWords, Words};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// So many entries are kept.
const ENTRIES_MAX: usize = 2_000;

/// Which part of the issue a line stands in.
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

/// What the lines so far said.
#[derive(Default)]
pub(super) struct Lines {
    part: Part,
    entries: Vec<Entry>,
}

impl Lines {
    /// Takes a line.
    pub(super) fn line(&mut self, line: &str) {
        if let Some(heading) = line.trim_start().strip_prefix('#') {
            return self.heading(heading);
        }
        let Some(entry) = line.trim_start().strip_prefix(['*', '-']).filter(|entry| entry.starts_with(' ')) else {
            return;
        };
        match self.part {
            Part::Events => self.event(entry.trim()),
            Part::Calls => self.call(entry.trim()),
            Part::Other => {}
        }
    }

    /// A region's heading stays in its part.
    fn heading(&mut self, heading: &str) {
        let name = heading.trim_start_matches('#').trim();
        self.part = match name {
            "Upcoming Events" => Part::Events,
            "CFP - Events" => Part::Calls,
            _ if self.part == Part::Events && heading.starts_with("##") => Part::Events,
            _ => Part::Other,
        };
    }

    fn event(&mut self, entry: &str) {
        let days = days(entry);
        let starts_with_day =
            entry.trim_start_matches('*').get(..10).is_some_and(|day| day.parse::<NaiveDate>().is_ok());
        if starts_with_day {
            let (before, link) = split_link(entry);
            let place = before.trim_matches(|c: char| c.is_ascii_digit() || " -|*–—".contains(c));
            let place = place.strip_prefix('(').and_then(|place| place.strip_suffix(')')).unwrap_or(place);
            self.push(Entry { days, place: place.to_owned(), group: link, event: None, is_call: false });
        } else if let Some(last) = self.entries.last_mut().filter(|last| last.event.is_none() && !last.is_call) {
            last.event = split_link(entry).1;
        }
    }

    /// `[**Zig Days**](…) | 2026-03-01 | Graz, Austria | 2026-05-01`: the call's last day comes first.
    fn call(&mut self, entry: &str) {
        let (_, Some(event)) = split_link(entry) else { return };
        let fields: Vec<&str> = entry.split('|').map(str::trim).collect();
        let place = fields.iter().skip(1).find(|field| days(field).is_empty()).copied().unwrap_or_default();
        self.push(Entry { days: days(entry), place: place.to_owned(), group: None, event: Some(event), is_call: true });
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

/// The days in a text, outside of its links.
fn days(text: &str) -> Vec<NaiveDate> {
    let parts = text.split("](").enumerate().map(|(number, part)| match number {
        0 => part,
        _ => part.split_once(')').map_or("", |(_, rest)| rest),
    });
    let words = parts.flat_map(|part| part.split(|c: char| !c.is_ascii_digit() && c != '-'));
    words.filter_map(|word| word.trim_matches('-').parse().ok()).take(3).collect()
}

/// What stands before the first link, and its text and address.
fn split_link(text: &str) -> (&str, Option<(String, String)>) {
    let link = || {
        let open = text.find('[')?;
        let close = open + text.get(open..)?.find("](")?;
        let rest = text.get(close + 2..)?;
        // An address may have brackets in it.
        let mut depth = 0_usize;
        let end = rest.find(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' if depth > 0 => {
                depth -= 1;
                false
            }
            c => c == ')',
        })?;
        let name = text.get(open + 1..close)?.replace("**", "");
        Some((open, (name, rest.get(..end)?.trim().to_owned())))
    };
    match link() {
        Some((open, link)) => (text.get(..open).unwrap_or_default(), Some(link)),
        None => (text, None),
    }
}
