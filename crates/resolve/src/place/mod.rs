//! Where an event is: the words about its places made one venue.

mod doubt;
mod house;
mod lone;
mod lookups;
mod signs;
mod street;
mod words;

use chrono::{DateTime, Offset as _, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{CountryCode, PlaceWords, Point, Venue};
use hobnob_gazetteer::{Gazetteer, Hints, Located, LocatedMode, Place, confidence, is_online_house, without_online};

use crate::{home::Home, schedule::Clocks, zones};
pub(crate) use lookups::Lookups;

use house::venue;
use words::{cleaned, point, query};

/// The most places of one listing that are read.
const PLACES_MAX: usize = 10;

/// A town that is told less surely than this is not told: its name is kept, and nothing is built upon it.
const TOSS_UP: f64 = 0.4;

/// A house further than this from its town is in another.
const TOWN_KM: f64 = 100.0;

/// Where it is, as far as the listing says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Whereabouts {
    /// The first place that is known, else the first that is named.
    pub(crate) venue: Option<Venue>,
    /// The country that the listing itself says that place is in.
    pub(crate) stated_country: Option<CountryCode>,
    /// Further places, in the listing's order.
    pub(crate) more: Vec<Venue>,
    /// The zone of the place; also of the hosts of an online event.
    pub(crate) zone: Option<Tz>,
    /// Whether a place's text says online.
    pub(crate) is_online: bool,
    /// Whether a place's text says that it is both.
    pub(crate) is_mixed: bool,
    /// An address that stood where a place should be.
    pub(crate) join_url: Option<String>,
    /// What was odd.
    pub(crate) problems: Vec<String>,
}

/// Reads the places of a listing of that `name`. `clocks` is what its times show, `home` what holds for all events of its source.
pub(crate) fn whereabouts(
    known: (&Gazetteer, &Lookups),
    name: &str,
    places: &[PlaceWords],
    clocks: Clocks,
    home: &Home,
) -> Whereabouts {
    let mut found = Whereabouts::default();
    let mut venues: Vec<(Venue, Option<CountryCode>)> = Vec::new();
    for words in places.iter().take(PLACES_MAX) {
        venues.extend(read(known, (name, words), clocks, home, &mut found));
    }
    let best = venues.iter().position(|(venue, _)| venue.geoname_id.is_some()).unwrap_or(0);
    if best < venues.len() {
        let (venue, stated) = venues.remove(best);
        found.stated_country = stated.filter(|country| venue.country == Some(*country));
        found.venue = Some(venue);
    }
    venues.truncate(PLACES_MAX);
    found.more = venues.into_iter().map(|(venue, _)| venue).collect();
    found
}

/// Reads one place, which may name several, each with the country that the words themselves say; notes on the way what they
/// say about taking part online.
fn read(
    (gazetteer, lookups): (&Gazetteer, &Lookups),
    (name, words): (&str, &PlaceWords),
    clocks: Clocks,
    home: &Home,
    found: &mut Whereabouts,
) -> Vec<(Venue, Option<CountryCode>)> {
    let mut words = cleaned(gazetteer, words, found);
    let stated = words.country.as_deref().and_then(|name| gazetteer.country_named(name));
    let point = point(&words);
    let hints = Hints {
        country: stated.or(home.country),
        zone: clocks.zone.or(home.zone),
        near: point.or_else(|| home.place.map(|place| place.point)),
    };
    let text = query(gazetteer, &words);
    let located =
        if text.is_empty() { Located::default() } else { (*lookups.locate(gazetteer, &text, &hints)).clone() };
    let located = lone::believed(gazetteer, &words, located, &hints);
    // Some name the network as the house, and give the address of the hosts.
    let is_online = located.mode == LocatedMode::Online || words.name.as_deref().is_some_and(is_online_house);
    match located.mode {
        _ if is_online => found.is_online = true,
        LocatedMode::Mixed => found.is_mixed = true,
        LocatedMode::Online | LocatedMode::Offline | LocatedMode::Unknown => {}
    }
    if is_online {
        // The place beside "online" is where the hosts are: their zone is worth having, their coordinates are made up.
        found.zone = found.zone.or(located.zone);
        return Vec::new();
    }
    if located.mode == LocatedMode::Mixed && words.locality.is_none() {
        words.text = words.text.map(|text| without_online(&text)).filter(|text| !text.is_empty());
    }
    let is_stated = stated.is_some() || words.locality.is_some();
    let is_free = point.is_none() && !is_stated;
    let located = in_zone(located, hints.zone.filter(|_| is_free), found);
    let located = by_offset(located, clocks.start.filter(|_| is_free), found);
    let mut located = sure(located, point, found);
    let doubted = located.place.filter(|_| point.is_none());
    if let Some((place, rival)) = doubted.and_then(|place| Some((place, doubt::rival(gazetteer, name, &words, place)?)))
    {
        found.problems.push(format!(
            "its place may be {}, or {}, which its name says",
            place.full_name(),
            rival.full_name()
        ));
        (located.place, located.more) = (None, Vec::new());
        located.zone = located.zone.filter(|zone| *zone == rival.zone);
        (words.locality, words.text) = (None, None);
    }
    let is_guess = !is_stated && located.confidence < confidence::CLEAR;
    if located.place.zip(point).is_some_and(|(place, point)| is_guess && !is_around(place, point)) {
        located = nowhere(located);
    }
    let (place, point) = settled(gazetteer, &located, point, found);
    let mut venue = venue(gazetteer, &words, &located, place, point, stated);
    let is_something = venue != Venue::default();
    let is_silent = place.is_none() && point.is_none() && located.country.is_none() && located.region.is_none();
    if is_something && is_silent && stated.is_none() && venue.locality.is_none() {
        venue = at_home(venue, home);
    }
    let zone = place.map(|place| place.zone).or(located.zone);
    found.zone = found.zone.or(zone).or_else(|| point.and_then(|point| gazetteer.zone_at(point)));
    let said = stated.or(located.country.filter(|_| located.is_country_stated));
    let more = located.more.iter().map(|place| (town(place), None));
    is_something.then_some((venue, said)).into_iter().chain(more).collect()
}

/// What was located, less what was only guessed where clocks are hours away from those of its times: "Café Lima" in a
/// calendar of Toronto's.
fn in_zone(located: Located, zone: Option<Tz>, found: &mut Whereabouts) -> Located {
    let zone = zone.filter(|zone| located.confidence < confidence::CLEAR && zones::is_of_people(*zone));
    let Some((zone, there)) = zone.zip(located.zone).filter(|(zone, there)| hours_apart(*zone, *there) > 0) else {
        return located;
    };
    found.problems.push(format!("its place may be in {there}, but its times are in {zone}: it is not taken for that"));
    nowhere(located)
}

/// What was located, less what was only guessed where the clocks show another time than the start is written with.
fn by_offset(located: Located, start: Option<(DateTime<Utc>, TimeDelta)>, found: &mut Whereabouts) -> Located {
    let start = start.filter(|_| located.confidence < confidence::CLEAR);
    let Some(((at, offset), there)) = start.zip(located.zone) else { return located };
    let shown = i64::from(at.with_timezone(&there).offset().fix().local_minus_utc());
    if shown == offset.num_seconds() {
        return located;
    }
    found
        .problems
        .push(format!("its place may be in {there}, but its start has another offset: it is not taken for that"));
    nowhere(located)
}

/// What was located, less all that it may be.
fn nowhere(located: Located) -> Located {
    Located { place: None, country: None, region: None, zone: None, more: Vec::new(), ..located }
}

/// How many hours the clocks of two zones differ, in winter or in summer.
fn hours_apart(one: Tz, other: Tz) -> i64 {
    let offset = |zone: Tz, at: DateTime<Utc>| i64::from(at.with_timezone(&zone).offset().fix().local_minus_utc());
    let seasons = [1_767_225_600, 1_782_864_000].into_iter().filter_map(|at| DateTime::from_timestamp(at, 0));
    seasons.map(|at| (offset(one, at) - offset(other, at)).abs() / 3_600).max().unwrap_or_default()
}

/// Whether a point may be a house of a town, also where longitude and latitude were mistaken for each other.
fn is_around(place: Place, point: Point) -> bool {
    let turned = Point::new(point.longitude(), point.latitude());
    [Some(point), turned].into_iter().flatten().any(|point| place.point.distance_km(point) <= TOWN_KM)
}

/// What was located, less a town that could as well be another.
fn sure(located: Located, point: Option<Point>, found: &mut Whereabouts) -> Located {
    let Some(place) = located.place.filter(|_| point.is_none() && located.confidence < TOSS_UP) else { return located };
    let Some(rival) = located.rivals.first() else { return located };
    found.problems.push(format!("its place may be {}, {} or another", place.full_name(), rival.full_name()));
    let country = located.country.filter(|country| located.rivals.iter().all(|rival| rival.country == *country));
    Located { place: None, country, region: None, zone: None, more: Vec::new(), ..located }
}

/// A house whose town is not said is in the town of its source.
fn at_home(house: Venue, home: &Home) -> Venue {
    match home.venue() {
        Some(town) => Venue { name: house.name, address: house.address, ..town },
        None => house,
    }
}

/// A town and nothing more.
fn town(place: &Place) -> Venue {
    Home { place: Some(*place), ..Home::default() }.venue().unwrap_or_default()
}

/// Brings the town that was read and the point that was given together: the point decides between towns of one name,
/// and is dropped where it is nowhere near.
fn settled(
    gazetteer: &Gazetteer,
    located: &Located,
    point: Option<Point>,
    found: &mut Whereabouts,
) -> (Option<Place>, Option<Point>) {
    let Some(point) = point else { return (located.place, None) };
    let Some(place) = located.place else {
        let nearest = gazetteer.town_at(point);
        let is_elsewhere = |near: Place| located.country.is_some_and(|country| country != near.country);
        return (nearest.filter(|near| !is_elsewhere(*near)), Some(point));
    };
    if place.point.distance_km(point) <= TOWN_KM {
        return (Some(place), Some(point));
    }
    // Some write longitude first.
    let turned =
        Point::new(point.longitude(), point.latitude()).filter(|turned| place.point.distance_km(*turned) <= TOWN_KM);
    if turned.is_none() {
        found.problems.push(format!(
            "the point {:.4}, {:.4} is not in {}: it is ignored",
            point.latitude(),
            point.longitude(),
            place.name
        ));
    }
    (Some(place), turned)
}
