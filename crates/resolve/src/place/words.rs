//! A listing's words about a place, without what is no place.

use std::sync::LazyLock;

use hobnob_domain::{PlaceWords, Point, rooms, text::folded};
use hobnob_gazetteer::Gazetteer;
use rustc_hash::FxHashSet;

use super::{Whereabouts, signs};
use crate::{address, sanitize};

/// The words in plain text, addresses taken out: one is a place on the network (or a pin on a map), not a house.
pub(super) fn cleaned(gazetteer: &Gazetteer, words: &PlaceWords, found: &mut Whereabouts) -> PlaceWords {
    let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } = words;
    let mut plain = |text: &Option<String>| {
        let line = text.as_deref().and_then(|text| sanitize::line(text, 400))?;
        match line.split_whitespace().find(|word| address::is_address(word)) {
            Some(url) => {
                let rest: Vec<&str> = line.split_whitespace().filter(|word| !address::is_address(word)).collect();
                let rest = rest.join(" ");
                let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
                // Beside a house stands its own page, unless the words or the address say that one can join there.
                let is_room = is_placeholder(rest)
                    || folded(rest).split(' ').any(is_on_the_network)
                    || address::host(url).is_some_and(|host| rooms::is_room(&host));
                if is_room && !address::is_map(url) {
                    found.join_url = found.join_url.take().or_else(|| address::shown(url, None));
                }
                (!is_placeholder(rest)).then(|| rest.to_owned())
            }
            None => (!is_placeholder(&line)).then_some(line),
        }
    };
    let told = |text: &Option<String>| text.as_deref().map(|text| signs::plain(gazetteer, text));
    let cleaned = PlaceWords {
        text: plain(&told(text)),
        name: plain(&told(name)),
        address: plain(address),
        locality: plain(&told(locality)),
        region: plain(region),
        country: plain(country),
        postal_code: plain(postal_code),
        latitude: *latitude,
        longitude: *longitude,
    };
    // Coordinates beside such a word are those of the word: the Freedom in New York.
    let is_anywhere = [text, name].into_iter().flatten().any(|line| ANYWHERE.contains(&line.trim()));
    let is_silent =
        [&cleaned.text, &cleaned.name, &cleaned.address, &cleaned.locality].iter().all(|part| part.is_none());
    if is_anywhere && is_silent { PlaceWords { latitude: None, longitude: None, ..cleaned } } else { cleaned }
}

/// Whether a folded word says that one takes part over the network.
fn is_on_the_network(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "hybrid",
        "livestream",
        "meet",
        "online",
        "remote",
        "stream",
        "streaming",
        "teams",
        "virtual",
        "webinar",
        "zoom",
    ];
    WORDS.binary_search(&word).is_ok()
}

/// Words for "we don't know yet".
const NOT_YET: &[&str] = &[
    "",
    "a confirmar",
    "a confirmer",
    "a definir",
    "a preciser",
    "bekanntgabe folgt",
    "coming soon",
    "da confermare",
    "da definire",
    "da stabilire",
    "do ustalenia",
    "folgt",
    "lieu a confirmer",
    "lieu a definir",
    "local a confirmar",
    "local a definir",
    "location given after registration",
    "location given after rsvp",
    "location provided after registration",
    "location revealed after registration",
    "location revealed after rsvp",
    "location shared after registration",
    "location shared after rsvp",
    "location tba",
    "location tbd",
    "location to be announced",
    "luogo da definire",
    "lugar por confirmar",
    "lugar por definir",
    "n a",
    "na",
    "needs a location",
    "noch offen",
    "nog niet bekend",
    "nog te bepalen",
    "none",
    "null",
    "ort folgt",
    "ort wird noch bekannt gegeben",
    "ort wird noch bekanntgegeben",
    "place tba",
    "por anunciar",
    "por confirmar",
    "por definir",
    "register to see address",
    "see description",
    "t b a",
    "t b d",
    "tba",
    "tbc",
    "tbd",
    "to be announced",
    "to be confirmed",
    "to be decided",
    "to be determined",
    "undefined",
    "unknown",
    "various locations",
    "venue tba",
    "venue tbc",
    "venue tbd",
    "venue to be announced",
    "wird bekannt gegeben",
    "wird bekanntgegeben",
    "wird noch bekannt gegeben",
    "wird noch bekanntgegeben",
    "место уточняется",
    "уточняется",
    "场地待定",
    "待定",
    "未定",
    "調整中",
    "미정",
];

/// Words for the way one takes part, where a place should be.
const IN_A_ROOM: &[&str] = &["in person", "offline", "on site", "onsite", "presencial", "vor ort"];

/// Words for "wherever you like", where a place should be.
const ANYWHERE: &[&str] = &["各自", "ご自宅", "自宅", "自由", "どこでも", "お好きな場所", "随意", "자택", "자유"];

/// All of them, folded.
static PLACEHOLDERS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| NOT_YET.iter().chain(IN_A_ROOM).chain(ANYWHERE).map(|words| folded(words)).collect());

/// Words for what sort of gathering it is, where a place should be.
const SORTS: &[&str] =
    &["conference", "course", "lecture", "meeting", "meetup", "seminar", "talk", "training", "workshop"];

fn is_placeholder(line: &str) -> bool {
    PLACEHOLDERS.contains(&folded(line)) || is_in_a_room(line)
}

/// Whether a text only says that one comes in person, and to what: "In-person; Training".
fn is_in_a_room(line: &str) -> bool {
    let parts: Vec<String> = line.split([';', ',', '/', '|']).map(folded).filter(|part| !part.is_empty()).collect();
    let is_way = |part: &String| IN_A_ROOM.contains(&part.as_str());
    let is_sort = |part: &String| SORTS.contains(&part.as_str());
    parts.iter().any(is_way) && parts.iter().all(|part| is_way(part) || is_sort(part))
}

/// Coordinates, unless they stand for nothing: the null island, and the atoll that Meetup gives to online events.
pub(super) fn point(words: &PlaceWords) -> Option<Point> {
    let point = Point::new(words.latitude?, words.longitude?)?;
    let is_near = |latitude: f64, longitude: f64| {
        Point::new(latitude, longitude).is_some_and(|other| point.distance_km(other) < 5.0)
    };
    let is_nothing = is_near(0.0, 0.0) || is_near(-8.521_147, 179.196_2);
    (!is_nothing).then_some(point)
}

/// What is looked up: the structured parts if there are any, the town last; else the free text, else the house.
pub(super) fn query(gazetteer: &Gazetteer, words: &PlaceWords) -> String {
    // "NC 28715": a post code makes a code that of a state.
    let code = words.region.as_deref().zip(words.postal_code.as_deref()).filter(|(region, code)| {
        region.len() == 2 && words.country.is_none() && code.bytes().all(|b| b.is_ascii_digit())
    });
    let region = code.map(|(region, code)| format!("{region} {code}")).or_else(|| words.region.clone());
    let parts = [&words.locality, &region, &words.country];
    let structured: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if words.locality.is_some() || words.text.is_none() && !structured.is_empty() {
        return structured.join(", ");
    }
    let free = words.text.as_deref().or(words.address.as_deref()).or(words.name.as_deref()).unwrap_or_default();
    // "Seattle, Washington, United States" of the country "USA": a country said twice makes a town of the state.
    let tail = free.rsplit(',').next().and_then(|tail| gazetteer.country_named(tail.trim()));
    let is_told = |part: &str| {
        let is_country = words.country.as_deref() == Some(part);
        free.contains(part) || is_country && tail.is_some() && gazetteer.country_named(part) == tail
    };
    let more = structured.into_iter().filter(|part| !is_told(part));
    std::iter::once(free).filter(|free| !free.is_empty()).chain(more).collect::<Vec<_>>().join(", ")
}
