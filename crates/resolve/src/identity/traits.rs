//! What of a draft is compared.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use hobnob_domain::{AttendanceMode, CountryCode, Draft, Point, Span, Venue, text::folded};
use hobnob_gazetteer::Gazetteer;
use rustc_hash::FxHashMap;

use super::name::{self, Context, Name};
use crate::address;

/// The first and last day of an event, in its own zone, and when on the first day it starts if that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    pub(super) starts_at: DateTime<Utc>,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    /// What the clock shows where it is; none for whole days.
    pub(super) clock: Option<NaiveTime>,
    /// Whether it takes two days to a week, as conferences do.
    pub(super) takes_days: bool,
    pub(super) recurs: bool,
}

/// What of a draft is compared.
#[derive(Clone, Debug)]
pub(super) struct Traits {
    pub(super) name: Name,
    /// The name up to a colon or a dash, of what takes several days.
    pub(super) head: Option<Name>,
    pub(super) when: When,
    pub(super) source: i64,
    /// What its source calls it, where that is unlikely to be what another source calls something else.
    pub(super) uid: Option<String>,
    /// Whether that is its address.
    pub(super) is_named_by_address: bool,
    pub(super) url: Option<String>,
    /// Whether its source gives the same address to several events of the day.
    pub(super) is_at_a_shared_address: bool,
    /// Whether its source gives it to another event of the day.
    pub(super) has_neighbour: bool,
    pub(super) host: Option<String>,
    pub(super) organizer: Option<Name>,
    pub(super) house: Option<Name>,
    pub(super) town: Option<u32>,
    /// What the town is called, folded.
    pub(super) locality: Option<String>,
    pub(super) point: Option<Point>,
    /// The country that it says it is in.
    pub(super) stated_country: Option<CountryCode>,
    pub(super) mode: AttendanceMode,
    /// Digests of the words of the town, region and country.
    pub(super) places: Vec<u64>,
    /// Digests of the words of who invites, of the house and of the site.
    others: Vec<u64>,
}

/// Shorter words are no names of countries.
const COUNTRY_BYTES_MIN: usize = 4;

/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// UIDs shorter than this are numbers that many sources count by.
const UID_BYTES_MIN: usize = 16;

/// So many names at one address on one day are no longer one event that a source writes in two ways.
const SHARED_BY_MIN: usize = 3;

impl Traits {
    pub(super) fn of(draft: &Draft) -> Self {
        let facts = &draft.facts;
        let venue = facts.venue.as_ref();
        let when = When::of(draft);
        let year = when.starts_on.year();
        let (url, host) = draft.listing_url.as_deref().map(address::compared_with_host).unwrap_or_default();
        let organizer = facts.organizer.as_ref().map(|organizer| organizer.name.as_str());
        let house = venue.and_then(|venue| venue.name.as_deref());
        let host_words = organizer.map(digests).unwrap_or_default();
        let mut others = host_words.clone();
        others.extend(house.map(digests).unwrap_or_default());
        others.extend(host.as_deref().map(digests).unwrap_or_default());
        Self {
            // A conference is named as those who hold it are.
            name: Name::new(&facts.name, year, if when.takes_days { &[] } else { host_words.as_slice() }),
            head: head(&facts.name).filter(|_| when.takes_days).map(|head| Name::new(head, year, &[])),
            when,
            source: draft.source_id.get(),
            uid: Some(&draft.series_key).filter(|uid| uid.len() >= UID_BYTES_MIN).cloned(),
            is_named_by_address: is_named_by_address(draft, url.as_deref()),
            url,
            is_at_a_shared_address: false,
            has_neighbour: false,
            host,
            organizer: organizer.map(|name| Name::new(name, 0, &[])),
            house: house.map(|name| Name::new(name, 0, &[])),
            town: venue.and_then(|venue| venue.geoname_id),
            locality: venue.and_then(|venue| venue.locality.as_deref()).map(folded),
            point: venue.and_then(|venue| venue.point),
            stated_country: draft.stated_country,
            mode: facts.attendance_mode,
            places: venue.map(|venue| places(venue, &facts.name)).unwrap_or_default(),
            others,
        }
    }

    /// Whether it is on whole days, and its source gives its address to nothing else on the first.
    pub(super) const fn is_of_whole_days(&self) -> bool {
        let is_whole = self.when.takes_days || self.when.clock.is_none();
        is_whole && !self.when.recurs && !self.has_neighbour
    }

    /// Its host, less what says the year: "2026.rubyday.example" is of "rubyday.example".
    pub(super) fn site(&self) -> Option<&str> {
        let host = self.host.as_deref()?;
        let is_of_a_year = |label: &str| label.bytes().filter(u8::is_ascii_digit).count() >= YEAR_DIGITS;
        let rest = host.split_once('.').filter(|(label, rest)| is_of_a_year(label) && rest.contains('.'));
        Some(rest.map_or(host, |(_, rest)| rest))
    }

    pub(super) fn context(&self) -> Context<'_> {
        Context { places: &self.places, others: &self.others }
    }

    /// The last day of what takes several: sources disagree about whether the day of workshops counts.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        Some(self.when.ends_on).filter(|_| self.when.takes_days)
    }

    /// The weeks that whole days touch, of what takes no longer than one.
    pub(super) fn weeks(&self) -> impl Iterator<Item = i32> + use<> {
        let When { starts_on, ends_on, .. } = self.when;
        let is_whole = (self.when.clock.is_none() || self.when.takes_days) && !self.when.recurs;
        let week = |day: NaiveDate| day.num_days_from_ce() / 7;
        let is_short = is_whole && (ends_on - starts_on).num_days() < 7;
        is_short.then(|| week(starts_on)..=week(ends_on)).into_iter().flatten()
    }

    /// The first day where the event is; where that is another one in UTC both, since sources disagree about zones.
    pub(super) fn days(&self) -> BTreeSet<NaiveDate> {
        let mut days = BTreeSet::from([self.when.starts_on]);
        if self.when.clock.is_some() {
            days.insert(self.when.starts_at.date_naive());
        }
        days
    }
}

impl When {
    fn of(draft: &Draft) -> Self {
        let schedule = &draft.facts.schedule;
        let starts_at = schedule.span.starts_at(schedule.zone);
        let is_timed = matches!(schedule.span, Span::Timed { .. });
        let (starts_on, ends_on) = (schedule.span.starts_on(schedule.zone), schedule.span.ends_on(schedule.zone));
        Self {
            starts_at,
            starts_on,
            ends_on,
            takes_days: schedule.takes_days(),
            clock: is_timed.then(|| starts_at.with_timezone(&schedule.zone).time()),
            recurs: schedule.recurrence.is_some(),
        }
    }
}

/// Finds the addresses that a source gives to several events of one day: the page of a calendar is the page of none of its
/// events.
pub(super) fn mark_shared_addresses(traits: &mut [Traits]) {
    let mut names: FxHashMap<(i64, &str, NaiveDate), BTreeSet<String>> = FxHashMap::default();
    for one in traits.iter() {
        if let Some(url) = &one.url {
            let names = names.entry((one.source, url, one.when.starts_on)).or_default();
            if names.len() < SHARED_BY_MIN {
                names.insert(one.name.bare(&[]));
            }
        }
    }
    let count = |one: &Traits| {
        let url = one.url.as_deref()?;
        names.get(&(one.source, url, one.when.starts_on)).map(BTreeSet::len)
    };
    let counts: Vec<usize> = traits.iter().map(|one| count(one).unwrap_or_default()).collect();
    for (one, count) in traits.iter_mut().zip(counts) {
        one.is_at_a_shared_address = count >= SHARED_BY_MIN;
        one.has_neighbour = count > 1;
    }
}

/// Whether a draft's source calls it by its address.
fn is_named_by_address(draft: &Draft, url: Option<&str>) -> bool {
    let is_address = draft.series_key.starts_with("http");
    let is_written_alike = || draft.listing_url.as_deref() == Some(draft.series_key.as_str());
    url.is_some() && is_address && (is_written_alike() || address::compared(&draft.series_key).as_deref() == url)
}

/// What stands before a colon, a dash or a bar: "PyCon: the conference for all of us" is PyCon.
fn head(name: &str) -> Option<&str> {
    [": ", " - ", " – ", " — ", " | "]
        .into_iter()
        .filter_map(|mark| name.split_once(mark))
        .map(|(head, _)| head)
        .min_by_key(|head| head.len())
}

fn digests(text: &str) -> Vec<u64> {
    folded(text).split(' ').filter(|word| !word.is_empty()).map(name::digest).collect()
}

/// Town, region and country, and what the name calls the country: "RubyConf Australia" is "RubyConf AU".
fn places(venue: &Venue, name: &str) -> Vec<u64> {
    let country = venue.country.map(|code| code.to_string());
    let known = [venue.locality.as_deref(), venue.region.as_deref(), country.as_deref()];
    let mut places: Vec<u64> = known.into_iter().flatten().flat_map(digests).collect();
    let folded = folded(name);
    let is_country = |word: &&str| {
        word.len() >= COUNTRY_BYTES_MIN
            && venue.country.is_some()
            && Gazetteer::embedded().country_named(word) == venue.country
    };
    places.extend(folded.split(' ').filter(is_country).map(name::digest));
    places
}
