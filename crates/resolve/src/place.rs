//! Where an event is: the words about its places made one venue.

use chrono_tz::Tz;
use hobnob_domain::{CountryCode, PlaceWords, Point, Venue, text::folded};
use hobnob_gazetteer::{Gazetteer, Hints, Located, LocatedMode, Place};

use crate::{address, home::Home, sanitize};

/// The longest part of a venue, in characters.
const PART_CHARS_MAX: usize = 200;

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

/// Reads the places of a listing. `zone` is the zone its times name, `home` what holds for all events of its source.
pub(crate) fn whereabouts(gazetteer: &Gazetteer, places: &[PlaceWords], zone: Option<Tz>, home: &Home) -> Whereabouts {
    let mut found = Whereabouts::default();
    let mut venues: Vec<Venue> = Vec::new();
    for words in places.iter().take(PLACES_MAX) {
        venues.extend(read(gazetteer, words, zone, home, &mut found));
    }
    let best = venues.iter().position(|venue| venue.geoname_id.is_some()).unwrap_or(0);
    if best < venues.len() {
        found.venue = Some(venues.remove(best));
    }
    venues.truncate(PLACES_MAX);
    found.more = venues;
    found
}

/// Reads one place, which may name several; notes on the way what it says about taking part online.
fn read(
    gazetteer: &Gazetteer,
    words: &PlaceWords,
    zone: Option<Tz>,
    home: &Home,
    found: &mut Whereabouts,
) -> Vec<Venue> {
    let words = cleaned(words, found);
    let stated = words.country.as_deref().and_then(|name| gazetteer.country_named(name));
    let point = point(&words);
    let hints = Hints {
        country: stated.or(home.country),
        zone: zone.or(home.zone),
        near: point.or_else(|| home.place.map(|place| place.point)),
    };
    let text = query(&words);
    let located = if text.is_empty() { Located::default() } else { gazetteer.locate(&text, &hints) };
    match located.mode {
        LocatedMode::Online => found.is_online = true,
        LocatedMode::Mixed => found.is_mixed = true,
        LocatedMode::Offline | LocatedMode::Unknown => {}
    }
    if located.mode == LocatedMode::Online {
        // The place beside "online" is where the hosts are: their zone is worth having, their coordinates are made up.
        found.zone = found.zone.or(located.zone);
        return Vec::new();
    }
    let located = sure(located, point, found);
    let (place, point) = settled(gazetteer, &located, point, found);
    let mut venue = venue(gazetteer, &words, &located, place, point, stated);
    let is_something = venue != Venue::default();
    let is_silent = place.is_none() && point.is_none() && located.country.is_none() && located.region.is_none();
    if is_something && is_silent && stated.is_none() && venue.locality.is_none() {
        venue = at_home(venue, home);
    }
    found.zone = found.zone.or(place.map(|place| place.zone)).or(located.zone);
    let more = located.more.iter().map(town);
    is_something.then_some(venue).into_iter().chain(more).collect()
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

/// The words in plain text, addresses taken out: one is a place on the network (or a pin on a map), not a house.
fn cleaned(words: &PlaceWords, found: &mut Whereabouts) -> PlaceWords {
    let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } = words;
    let mut plain = |text: &Option<String>| {
        let line = text.as_deref().and_then(|text| sanitize::line(text, 400))?;
        match line.split_whitespace().find(|word| address::is_address(word)) {
            Some(url) => {
                if !address::is_map(url) {
                    found.join_url = found.join_url.take().or_else(|| address::shown(url, None));
                }
                let rest: Vec<&str> = line.split_whitespace().filter(|word| !address::is_address(word)).collect();
                let rest = rest.join(" ");
                let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
                (!is_placeholder(rest)).then(|| rest.to_owned())
            }
            None => (!is_placeholder(&line)).then_some(line),
        }
    };
    PlaceWords {
        text: plain(text),
        name: plain(name),
        address: plain(address),
        locality: plain(locality),
        region: plain(region),
        country: plain(country),
        postal_code: plain(postal_code),
        latitude: *latitude,
        longitude: *longitude,
    }
}

/// Words for "we don't know yet".
fn is_placeholder(line: &str) -> bool {
    matches!(
        folded(line).as_str(),
        "" | "tba"
            | "tbd"
            | "tbc"
            | "t b a"
            | "t b d"
            | "to be announced"
            | "to be determined"
            | "to be confirmed"
            | "n a"
            | "na"
            | "none"
            | "null"
            | "undefined"
            | "unknown"
            | "location tba"
            | "venue tba"
            | "venue tbd"
            | "location tbd"
            | "various locations"
            | "needs a location"
            | "see description"
            | "wird noch bekannt gegeben"
            | "offline"
            | "in person"
            | "register to see address"
    )
}

/// Coordinates, unless they stand for nothing: the null island, and the atoll that Meetup gives to online events.
fn point(words: &PlaceWords) -> Option<Point> {
    let point = Point::new(words.latitude?, words.longitude?)?;
    let is_near = |latitude: f64, longitude: f64| {
        Point::new(latitude, longitude).is_some_and(|other| point.distance_km(other) < 5.0)
    };
    let is_nothing = is_near(0.0, 0.0) || is_near(-8.521_147, 179.196_2);
    (!is_nothing).then_some(point)
}

/// What is looked up: the structured parts if there are any, the town last; else the free text, else the house.
fn query(words: &PlaceWords) -> String {
    let parts = [&words.locality, &words.region, &words.country];
    let structured: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if words.locality.is_some() || words.text.is_none() && !structured.is_empty() {
        return structured.join(", ");
    }
    let free = words.text.as_deref().or(words.address.as_deref()).or(words.name.as_deref()).unwrap_or_default();
    let more = structured.into_iter().filter(|part| !free.contains(part));
    std::iter::once(free).filter(|free| !free.is_empty()).chain(more).collect::<Vec<_>>().join(", ")
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
        let nearest = gazetteer.nearest(point);
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

/// Puts the venue together.
fn venue(
    gazetteer: &Gazetteer,
    words: &PlaceWords,
    located: &Located,
    place: Option<Place>,
    point: Option<Point>,
    country: Option<CountryCode>,
) -> Venue {
    let part = |text: &Option<String>| text.as_deref().and_then(|text| sanitize::line(text, PART_CHARS_MAX));
    let country = place.map(|place| place.country).or(located.country).or(country);
    let is_structured = words.locality.is_some() || words.address.is_some() || words.name.is_some();
    let (house, street) = match words.text.as_deref() {
        Some(text) if !is_structured => parted(gazetteer, text, place, country),
        _ => (part(&words.name), part(&words.address)),
    };
    let street = match (street, part(&words.postal_code)) {
        (Some(street), Some(code)) if !street.contains(&code) => Some(format!("{street}, {code}")),
        (street, _) => street,
    };
    let locality = part(&words.locality).or_else(|| place.map(|place| place.name.to_owned()));
    Venue {
        name: house.filter(|house| Some(house) != locality.as_ref()),
        address: street.filter(|street| Some(street) != locality.as_ref()),
        region: part(&words.region)
            .or_else(|| place.and_then(|place| place.admin1).map(str::to_owned))
            .or_else(|| located.region.clone())
            .filter(|region| Some(region) != locality.as_ref()),
        locality,
        country,
        point: point.or_else(|| place.map(|place| place.point)),
        geoname_id: place.map(|place| place.geoname_id),
    }
}

/// Parts free text into house and street, less the town, region and country behind them.
fn parted(
    gazetteer: &Gazetteer,
    text: &str,
    place: Option<Place>,
    country: Option<CountryCode>,
) -> (Option<String>, Option<String>) {
    let mut parts: Vec<&str> = text
        .split([',', ';', '\n'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let mut codes: Vec<String> = Vec::new();
    while let [rest @ .., last] = parts.as_slice() {
        let Some(code) = told_already(gazetteer, last, rest.last().copied(), place, country) else { break };
        codes.extend(code.filter(|code| !codes.contains(code)));
        parts.pop();
    }
    let mut parts = parts.into_iter();
    let house = parts.next().map(str::to_owned);
    let mut street: Vec<String> = parts.map(str::to_owned).collect();
    if house.is_some() {
        street.extend(codes);
    }
    let street = street.join(", ");
    let line = |text: String| sanitize::line(&text, PART_CHARS_MAX);
    (house.and_then(line), line(street))
}

/// Whether a part only names the town, the region or the country; gives the post code that stands beside it. The letters
/// of a region (`ON`) are told by the town before them.
fn told_already(
    gazetteer: &Gazetteer,
    part: &str,
    before: Option<&str>,
    place: Option<Place>,
    country: Option<CountryCode>,
) -> Option<Option<String>> {
    if country.is_some() && gazetteer.country_named(part) == country {
        return Some(None);
    }
    let place = place?;
    let (codes, words): (Vec<&str>, Vec<&str>) =
        part.split(' ').partition(|word| word.chars().any(|c| c.is_ascii_digit()) && word.len() <= 10);
    let words = words.join(" ");
    let is_abbreviation = (2..=3).contains(&words.len())
        && words.bytes().all(|b| b.is_ascii_uppercase())
        && before.is_some_and(|before| is_name(before, place));
    let is_told = words.is_empty() && !codes.is_empty() || is_name(&words, place) || is_abbreviation;
    is_told.then(|| (!codes.is_empty()).then(|| codes.join(" ")))
}

/// Whether a text is the name of a town or of its region.
fn is_name(text: &str, place: Place) -> bool {
    let (text, name) = (folded(text), folded(place.name));
    let is_region = |region: Option<&str>| region.is_some_and(|region| folded(region) == text);
    // "Washington D.C."
    let is_longer = text.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' ') && rest.len() <= 4);
    !text.is_empty() && (text == name || is_longer || is_region(place.admin1) || is_region(place.admin1_code))
}
