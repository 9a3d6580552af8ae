//! Where a row's event takes place: a line, an object, or fields of the row itself; on the network too.

use super::{Row, first, house, in_a_language, joint, phrase, status, written};
use crate::{links, text};
use hobnob_domain::{PlaceWords, text::folded};
use serde_json::Value;
use url::Url;

/// Fields that say where.
pub(super) const PLACES: [&str; 17] = [
    "location",
    "venue",
    "locations",
    "venues",
    "place",
    "where",
    "eventlocation",
    "eventvenue",
    "meetinglocation",
    "locationname",
    "venuename",
    "fulladdress",
    "formattedaddress",
    "geoaddressinfo",
    "geoaddressjson",
    "displayedlocation",
    "facility",
];
const HOUSES: [&str; 7] = ["name", "venuename", "locationname", "title", "label", "displayname", "venue"];
const STREETS: [&str; 9] = [
    "street",
    "streetaddress",
    "address1",
    "addressline1",
    "addr1",
    "line1",
    "venueaddress",
    "address",
    "streetlineone",
];
const TOWNS: [&str; 7] = ["city", "town", "locality", "addresslocality", "venuecity", "cityname", "locationcity"];
const REGIONS: [&str; 8] = [
    "region",
    "state",
    "province",
    "addressregion",
    "statecode",
    "venuestatename",
    "administrativearea",
    "locationregion",
];
const COUNTRIES: [&str; 8] = [
    "country",
    "addresscountry",
    "countryname",
    "countrycode",
    "venuecountryname",
    "localizedcountryname",
    "locationcountrycode",
    "countryorregion",
];
const POST_CODES: [&str; 7] = ["postalcode", "postcode", "zip", "zipcode", "plz", "venuezip", "locationpostalcode"];
/// Objects that hold the coordinates of a place.
const POINTS: [&str; 8] =
    ["coordinates", "coordinate", "geo", "geolocation", "latlng", "position", "location", "locationcoordinates"];
const MODES: [&str; 5] = ["mode", "attendancemode", "eventattendancemode", "audiencetype", "eventmode"];
/// Fields that say how one takes part, among other things that they may say.
const MAYBE_MODES: [&str; 7] = ["eventtype", "locationtype", "venuetype", "format", "formato", "tipo", "host"];
/// Addresses of maps, and fields that may be one where they are those of a place.
const MAPS: [&str; 9] =
    ["mapurl", "maplink", "map", "maps", "googlemaps", "googlemapsurl", "googlemapslink", "gmaps", "osm"];
const MAYBE_MAPS: [&str; 3] = ["url", "link", "href"];
const ROOMS: [&str; 10] = [
    "onlineurl",
    "onlinelink",
    "joinurl",
    "virtualurl",
    "meetingurl",
    "meetinglink",
    "streamurl",
    "streamingurl",
    "joinvirtualeventurl",
    "conferenceurl",
];

/// Whether a field of that name is read here.
pub(super) fn knows(name: &str) -> bool {
    [&PLACES[..], &STREETS, &TOWNS, &REGIONS, &COUNTRIES, &POST_CODES, &MODES, &ROOMS]
        .iter()
        .any(|names| names.contains(&name))
}

/// Where an event takes place.
pub(super) struct Where {
    pub(super) places: Vec<PlaceWords>,
    pub(super) join_url: Option<String>,
    pub(super) mode: Option<String>,
}

/// Whether a place, or that there is none, is named.
pub(super) fn is_named(row: &Row<'_>) -> bool {
    [&PLACES[..], &TOWNS, &MODES, &ROOMS].iter().any(|names| row.value(names).is_some())
        || is_online(row).is_some()
        || joint::told(row).is_some_and(|(_, place)| !place.is_empty())
}

/// Reads the place.
pub(super) fn read(row: &Row<'_>, base: &Url) -> Where {
    let of_meeting = || row.object(&["onlinemeeting"])?.link(&ROOMS, base);
    let mut join_url = row.link(&ROOMS, base).or_else(of_meeting);
    let mut place = of_fields(row, false);
    // HAL keeps beside what belongs to the row.
    let embedded = row.object(&["embedded"]);
    let embedded = embedded.iter().filter_map(|row| row.value(&["venues", "venue"]));
    for value in PLACES.iter().filter_map(|name| row.0.get(*name).copied()).chain(embedded) {
        match first(value) {
            Value::Object(object) if in_a_language(object).is_some() => {
                place.text = place.text.take().or_else(|| phrase(value).filter(|text| says_something(text)));
            }
            Value::Object(object) => fill(&mut place, of_fields(&Row::of(object), true)),
            // The number of a place says nothing without the list of places.
            Value::Number(_) => {}
            value => match written(value).as_deref().and_then(links::sole) {
                Some(url) if place.latitude.is_none() && links::point_of_map(&url).is_some() => {
                    let point = links::point_of_map(&url);
                    place.latitude = point.map(|(latitude, _)| latitude);
                    place.longitude = point.map(|(_, longitude)| longitude);
                }
                Some(url) if !links::is_map(&url) => {
                    join_url.get_or_insert(url.into());
                }
                _ if place.text.is_none() => place.text = phrase(value).filter(|text| says_something(text)),
                _ => {}
            },
        }
    }
    if place == PlaceWords::default() {
        place.text = joint::told(row).map(|(_, place)| place).filter(|place| !place.is_empty());
    }
    if place == PlaceWords::default() {
        // Rooms are called after towns, which one must not look for them in.
        let is_room = |room: &String| is_network_only(room) || room.contains(|c: char| c.is_ascii_digit() || c == ' ');
        place.name = row.0.get("room").filter(|room| room.is_string()).and_then(|room| phrase(room)).filter(is_room);
    }
    house::name(&mut place, row);
    let places = if place == PlaceWords::default() { Vec::new() } else { vec![place] };
    let said = || MAYBE_MODES.iter().find_map(|name| row.phrase(&[name]).filter(|mode| is_mode(mode)));
    let mode = row.phrase(&MODES).or_else(said).or_else(|| mode(row, &places).map(str::to_owned));
    Where { places, join_url, mode }
}

/// Whether a word says how one takes part, and nothing else: `PHYSICAL`, `in_person`, `Online`.
pub(crate) fn is_mode(word: &str) -> bool {
    const MODES: [&str; 20] = [
        "online",
        "offline",
        "hybrid",
        "mixed",
        "virtual",
        "physical",
        "in person",
        "inperson",
        "remote",
        "onsite",
        "hibrido",
        "hybride",
        "presencial",
        "remoto",
        "presentiel",
        "en ligne",
        "em linha",
        "en linea",
        "온라인",
        "오프라인",
    ];
    // Folding takes Korean letters apart.
    MODES.contains(&word.trim()) || MODES.contains(&folded(&word.replace(['_', '-'], " ")).trim())
}

fn is_online(row: &Row<'_>) -> Option<bool> {
    row.truth(&["online", "isonline", "onlineevent", "virtual", "isvirtual", "isvirtualevent", "remote"])
}

fn mode(row: &Row<'_>, places: &[PlaceWords]) -> Option<&'static str> {
    match (row.truth(&["hybrid", "ishybrid"]), is_online(row), places.iter().any(is_somewhere)) {
        (Some(true), ..) | (_, Some(true), true) => Some("hybrid"),
        (_, Some(true), false) => Some("online"),
        (_, Some(false), _) => Some("offline"),
        (_, None, _) => None,
    }
}

/// Whether a text is more than a dash, no key of another table, and no status.
pub(super) fn says_something(text: &str) -> bool {
    let is_hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_uuid = text.len() == 36 && text.split('-').count() == 5 && text.split('-').all(is_hexadecimal);
    text.contains(char::is_alphanumeric) && !is_uuid && !status::is_off(text)
}

/// Words for the network, and for nothing.
const NOWHERE: [&str; 21] = [
    "",
    "online",
    "online event",
    "virtual",
    "virtual event",
    "remote",
    "internet",
    "web",
    "webinar",
    "zoom",
    "google meet",
    "microsoft teams",
    "teams",
    "discord",
    "youtube",
    "twitch",
    "en linea",
    "en ligne",
    "tba",
    "tbd",
    "to be announced",
];

/// Parts of the world from which people take part, where an event is on the network.
const PARTS_OF_WORLD: [&str; 24] = [
    "apac",
    "emea",
    "amer",
    "amers",
    "americas",
    "the americas",
    "north america",
    "south america",
    "latin america",
    "latam",
    "na",
    "nam",
    "noram",
    "apj",
    "japac",
    "anz",
    "mena",
    "dach",
    "europe",
    "asia",
    "asia pacific",
    "africa",
    "global",
    "worldwide",
];

/// What parts the one from the other: `APAC | Virtual`, `Online (EMEA)`.
const BETWEEN: [char; 11] = ['|', ',', '/', '(', ')', '·', '•', '–', '—', ';', ':'];

/// Whether a text names the network, or nothing, with or without a part of the world.
pub(super) fn is_network_only(text: &str) -> bool {
    text.split(BETWEEN).flat_map(|part| part.split(" - ")).all(|part| {
        let part = folded(part);
        let part = part.trim();
        NOWHERE.contains(&part) || PARTS_OF_WORLD.contains(&part)
    })
}

/// Whether a place is one to go to: more than a country, and more than a word for the network or for nothing.
fn is_somewhere(place: &PlaceWords) -> bool {
    let parts = [&place.text, &place.name, &place.address, &place.locality];
    let says_where = |part: &String| links::sole(part).is_none() && !is_network_only(part);
    place.latitude.is_some() || parts.into_iter().flatten().any(says_where)
}

/// The fields of an object; a name is a house's only where the object is a place.
fn of_fields(row: &Row<'_>, is_place: bool) -> PlaceWords {
    let maps = MAPS.iter().chain(MAYBE_MAPS.iter().filter(|_| is_place));
    let on_map =
        || maps.filter_map(|name| links::sole(row.0.get(*name)?.as_str()?)).find_map(|url| links::point_of_map(&url));
    let address = row.object(&["address", "postaladdress"]);
    let field = |names: &[&str]| row.phrase(names).or_else(|| address.as_ref().and_then(|part| part.phrase(names)));
    let point = point(row).or_else(|| point(&row.object(&POINTS)?)).or_else(on_map);
    let streets = STREETS.iter().filter(|name| is_place || **name != "address");
    let mut words = PlaceWords {
        text: if is_place {
            field(&["fulladdress", "formattedaddress", "localizedaddressdisplay", "display", "full"])
                .or_else(|| row.0.get("location").filter(|line| line.is_string()).and_then(|line| phrase(line)))
        } else {
            None
        },
        name: if is_place { row.phrase(&HOUSES) } else { None },
        address: streets.copied().find_map(|name| field(&[name])),
        locality: field(&TOWNS),
        region: field(&REGIONS),
        country: field(&COUNTRIES),
        postal_code: field(&POST_CODES),
        latitude: point.map(|(latitude, _)| latitude),
        longitude: point.map(|(_, longitude)| longitude),
    };
    if !is_place && words.text.is_none() {
        words.text = row.0.get("address").filter(|address| address.is_string()).and_then(|address| phrase(address));
    }
    words
}

/// Takes what a place lacks from another description of it.
fn fill(place: &mut PlaceWords, other: PlaceWords) {
    let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } = other;
    let fields = [
        (&mut place.text, text),
        (&mut place.name, name),
        (&mut place.address, address),
        (&mut place.locality, locality),
        (&mut place.region, region),
        (&mut place.country, country),
        (&mut place.postal_code, postal_code),
    ];
    for (field, other) in fields {
        if field.is_none() {
            *field = other;
        }
    }
    if place.latitude.is_none() {
        (place.latitude, place.longitude) = (latitude, longitude);
    }
}

/// Coordinates that are a place on Earth; 0, 0 is nobody's.
fn point(row: &Row<'_>) -> Option<(f64, f64)> {
    let number = |names: &[&str]| {
        let value = row.value(names)?;
        value.as_f64().or_else(|| text::line(value.as_str()?, text::WORD_BYTES_MAX)?.parse().ok())
    };
    let (latitude, longitude) =
        (number(&["latitude", "lat", "geolat"])?, number(&["longitude", "lon", "lng", "long", "geolong"])?);
    let is_place = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0);
    is_place.then_some((latitude, longitude))
}
