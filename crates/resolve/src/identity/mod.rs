//! Which drafts are about the same event.
//!
//! Two drafts can only be one event if they share a key of [`identity_keys`]; [`cluster`] looks closer at those that do:
//!
//! - one series of one source: an instance always belongs to its series, two listings of one UID are one event if they
//!   agree on the day or the name (some sources give one UID to different events);
//! - one address and one day, unless the towns are more than 50 km apart or the names share no word. An address that one
//!   source itself gives to several events of that day is no identity: there the names must agree;
//! - one name (less years and numbers of editions), one day and one town, or both online. A name of common words only
//!   ("Monthly Meetup") or without any town needs the same organizer or site as well.

mod name;
mod series;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use hobnob_domain::{AttendanceMode, Draft, Point, Span, text::folded};

use crate::address;
use name::Name;
use union::Union;

/// Towns further apart than this are different places.
const FAR_KM: f64 = 50.0;

/// The longest key, in bytes; a longer one ends in a digest.
const KEY_BYTES_MAX: usize = 240;

/// Blocks of drafts larger than this are compared by equality only, so that no page can make this quadratic.
const BLOCK_MAX: usize = 64;

/// The keys of a draft. Two drafts can only be one event if they share one:
///
/// - `source:<source>:<what the source calls the event or series>`,
/// - `url:<address without scheme, www and trailing slash>:<day>`, unless the listing has no address of its own,
/// - `name:<name without blanks, years and editions>:<day>:<GeoNames id, "online" or "nowhere">`.
///
/// The day is the first one where the event is; a draft whose first day is another one in UTC has keys for both, since
/// sources disagree about zones.
pub fn identity_keys(draft: &Draft) -> Vec<String> {
    let traits = Traits::of(draft);
    let mut keys = BTreeSet::from([format!("source:{}:{}", draft.source_id, draft.series_key)]);
    keys.extend(traits.url_keys());
    keys.extend(traits.name_keys());
    keys.into_iter().map(bounded).collect()
}

/// A name without blanks, years and numbers of editions: every edition has the same.
pub(crate) fn lasting_name(name: &str) -> String {
    Name::new(name).bare
}

fn bounded(key: String) -> String {
    if key.len() <= KEY_BYTES_MAX {
        return key;
    }
    let digest = blake3::hash(key.as_bytes()).to_hex();
    let mut end = KEY_BYTES_MAX - 33;
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{}", key.get(..end).unwrap_or_default(), digest.get(..32).unwrap_or_default())
}

/// What of a draft is compared.
#[derive(Clone, Debug)]
struct Traits {
    name: Name,
    days: BTreeSet<NaiveDate>,
    starts_at: DateTime<Utc>,
    is_timed: bool,
    recurs: bool,
    url: Option<String>,
    host: Option<String>,
    organizer: Option<String>,
    town: Option<(u32, Option<Point>)>,
    is_online: bool,
}

impl Traits {
    fn of(draft: &Draft) -> Self {
        let facts = &draft.facts;
        let schedule = &facts.schedule;
        let starts_at = schedule.span.starts_at(schedule.zone);
        let is_timed = matches!(schedule.span, Span::Timed { .. });
        let mut days = BTreeSet::from([schedule.span.starts_on(schedule.zone)]);
        if is_timed {
            days.insert(starts_at.date_naive());
        }
        let venue = facts.venue.as_ref();
        Self {
            name: Name::new(&facts.name),
            days,
            starts_at,
            is_timed,
            recurs: schedule.recurrence.is_some(),
            url: draft.listing_url.as_deref().and_then(address::compared),
            host: draft.listing_url.as_deref().and_then(address::host),
            organizer: facts.organizer.as_ref().map(|organizer| folded(&organizer.name)),
            town: venue.and_then(|venue| venue.geoname_id.map(|id| (id, venue.point))),
            is_online: facts.attendance_mode != AttendanceMode::Offline,
        }
    }

    fn url_keys(&self) -> impl Iterator<Item = String> {
        let url = self.url.as_deref();
        self.days.iter().filter_map(move |day| url.map(|url| format!("url:{url}:{day}")))
    }

    fn name_keys(&self) -> impl Iterator<Item = String> {
        let mut towns: Vec<String> = self.town.iter().map(|(id, _)| id.to_string()).collect();
        if self.is_online {
            towns.push("online".to_owned());
        }
        if towns.is_empty() {
            towns.push("nowhere".to_owned());
        }
        self.days.iter().flat_map(move |day| {
            towns.clone().into_iter().map(move |town| format!("name:{}:{day}:{town}", self.name.bare))
        })
    }

    fn is_far_from(&self, other: &Self) -> bool {
        match (self.town, other.town) {
            (Some((one, Some(here))), Some((two, Some(there)))) => one != two && here.distance_km(there) > FAR_KM,
            _ => false,
        }
    }

    /// Whether the same people seem to be behind both.
    fn is_of_the_same_host(&self, other: &Self) -> bool {
        let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        same(&self.organizer, &other.organizer) || same(&self.host, &other.host)
    }

    /// Whether two listings under one address and day are one event.
    fn agrees_by_url(&self, other: &Self, page: &Page, is_one_source: bool) -> bool {
        let is_same_name = self.name.bare == other.name.bare;
        let needs_name =
            is_one_source || page.is_shared || page.is_spread && (self.town.is_none() || other.town.is_none());
        self.recurs == other.recurs
            && !self.is_far_from(other)
            && if needs_name { is_same_name } else { self.name.shares_a_word(&other.name) }
    }

    /// Whether two listings of one name, day and town are one event.
    fn agrees_by_name(&self, other: &Self, is_one_source: bool) -> bool {
        let has_place = self.town.is_some() && other.town.is_some() || self.is_online && other.is_online;
        let needs_host = self.name.is_common() || !has_place;
        // One source that lists a tour at ten and a tour at two means two tours.
        let is_another_sitting = is_one_source && self.is_timed && other.is_timed && self.starts_at != other.starts_at;
        self.recurs == other.recurs
            && !is_another_sitting
            && (!needs_host || self.is_of_the_same_host(other))
            && !self.is_far_from(other)
    }
}

/// What is known of an address on a day from all listings that share it.
struct Page {
    /// One source gives it to several events.
    is_shared: bool,
    /// Towns far apart are named under it.
    is_spread: bool,
}

/// Parts drafts into events. The result does not depend on the order of the drafts: within a cluster and among clusters
/// the order is that of the listings' ids.
pub fn cluster(drafts: &[Draft]) -> Vec<Vec<usize>> {
    let traits: Vec<Traits> = drafts.iter().map(Traits::of).collect();
    let mut union = Union::new(drafts.len());
    let free = series::unite(drafts, &traits, &mut union);
    let mut by_url: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, draft) in traits.iter().enumerate().filter(|(place, _)| free.contains(place)) {
        for key in draft.url_keys() {
            by_url.entry(key).or_default().push(place);
        }
        for key in draft.name_keys() {
            by_name.entry(key).or_default().push(place);
        }
    }
    for block in by_url.into_values().filter(|block| block.len() > 1) {
        unite_by_url(drafts, &traits, &block, &mut union);
    }
    for block in by_name.into_values().filter(|block| block.len() > 1) {
        unite_by_name(drafts, &traits, &block, &mut union);
    }
    let order = |place: &usize| drafts.get(*place).map(|draft| (draft.listing_id, draft.source_id, draft.key.clone()));
    union.parts(order)
}

/// Every pair of a block, with what is compared of both.
fn pairs<'a>(
    drafts: &'a [Draft],
    traits: &'a [Traits],
    block: &'a [usize],
) -> impl Iterator<Item = (usize, usize, &'a Traits, &'a Traits, bool)> {
    block.iter().enumerate().flat_map(move |(rank, one)| {
        block.iter().skip(rank + 1).filter_map(move |two| {
            let is_one_source = drafts.get(*one)?.source_id == drafts.get(*two)?.source_id;
            Some((*one, *two, traits.get(*one)?, traits.get(*two)?, is_one_source))
        })
    })
}

fn unite_by_url(drafts: &[Draft], traits: &[Traits], block: &[usize], union: &mut Union) {
    if block.len() > BLOCK_MAX {
        return unite_equals(traits, block, union);
    }
    let page = Page {
        is_shared: pairs(drafts, traits, block)
            .any(|(_, _, a, b, is_one_source)| is_one_source && a.name.bare != b.name.bare),
        is_spread: pairs(drafts, traits, block).any(|(_, _, a, b, _)| a.is_far_from(b)),
    };
    for (one, two, a, b, is_one_source) in pairs(drafts, traits, block) {
        if a.agrees_by_url(b, &page, is_one_source) {
            union.join(one, two);
        }
    }
}

fn unite_by_name(drafts: &[Draft], traits: &[Traits], block: &[usize], union: &mut Union) {
    if block.len() > BLOCK_MAX {
        return unite_equals(traits, block, union);
    }
    for (one, two, a, b, is_one_source) in pairs(drafts, traits, block) {
        if a.agrees_by_name(b, is_one_source) {
            union.join(one, two);
        }
    }
}

/// What a block too large for pairs still tells: the same name, start, town and organizer.
fn unite_equals(traits: &[Traits], block: &[usize], union: &mut Union) {
    let mut seen = BTreeMap::new();
    for place in block {
        let Some(draft) = traits.get(*place) else { continue };
        let key = (&draft.name.bare, draft.starts_at, draft.town.map(|(id, _)| id), &draft.organizer, draft.recurs);
        let first = *seen.entry(key).or_insert(*place);
        union.join(first, *place);
    }
}
