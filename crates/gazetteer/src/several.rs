//! Several places in one text: "Seattle / Bellevue", "Virtual (Dallas, TX, US; Oslo, NO)", "Berlin, Hamburg, Munich".

use crate::{
    Hints, Place, confidence, divisions, geocode,
    keys::{self, Called},
    layout::KIND_NAME,
    names::fold,
    records::{Admin1Id, PlaceId, Record},
    tokens::Token,
    words,
};

/// The most places kept of one text.
const PLACES_MAX: usize = 10;

/// The most parts of a text that are looked at.
const PARTS_MAX: usize = 20;

/// A town in a list that nothing but commas parts must be this large, and this far from the others: what is nearer is
/// a quarter and its city.
const PEOPLE_MIN: u32 = 100_000;
const APART_KM: f64 = 60.0;

/// The places that a text names beside `first`, in its order. `rest` is the text without its words for online, `tokens`
/// are its parts.
pub(crate) fn beside(first: &Place, rest: &str, tokens: &[Token], hints: &Hints) -> Vec<Place> {
    let country = hints.country.or(Some(first.country));
    let hints = Hints { country, near: Some(first.point), ..*hints };
    let mut found: Vec<Place> = Vec::new();
    let parts = parts(rest);
    if parts.len() > 1 {
        for part in parts.iter().filter(|part| !words::is_of_a_street(part)) {
            let located = geocode::read_part(part, &hints);
            found.extend(located.place.filter(|_| located.confidence >= confidence::CLEAR));
        }
        // The reading of the whole may have taken the country of one for that of all; a list is a list only as a whole.
        if !found.iter().any(|place| is_same(place, first)) {
            found.clear();
        }
    }
    if found.len() < 2 {
        found = in_commas(first, tokens);
    }
    let mut kept: Vec<Place> = Vec::new();
    for place in found {
        if !is_same(&place, first) && !kept.iter().any(|other| is_same(other, &place)) && kept.len() + 1 < PLACES_MAX {
            kept.push(place);
        }
    }
    kept
}

fn is_same(one: &Place, two: &Place) -> bool {
    one.geoname_id == two.geoname_id
}

/// Cuts at what stands between whole places; not at commas, which stand within one too.
fn parts(text: &str) -> Vec<String> {
    let is_cut = |c: char| matches!(c, ';' | '|' | '•' | '·' | '+' | '&' | '；' | '/' | '(' | ')');
    let parts = text.split(is_cut).flat_map(|part| {
        let mut words = vec![String::new()];
        for word in part.split_whitespace() {
            match (word, words.last_mut()) {
                ("and" | "und" | "et" | "y" | "e" | "en", _) => words.push(String::new()),
                (word, Some(last)) => {
                    last.push(' ');
                    last.push_str(word);
                }
                (_, None) => {}
            }
        }
        words
    });
    let parts = parts.map(|part| part.trim_matches([' ', ',']).to_owned()).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.take(PARTS_MAX).collect();
    if parts.len() < 2 {
        return parts;
    }
    let is_one_name = |text: &str| keys::PLACES.get(&fold(text)).places().any(|called| called.kind == KIND_NAME);
    if is_one_name(text.trim()) { Vec::new() } else { parts }
}

/// "Berlin, Hamburg, Munich, Germany": nothing but towns, and their country.
fn in_commas(first: &Place, tokens: &[Token]) -> Vec<Place> {
    let (last, front) = match tokens.split_last() {
        Some((last, front)) if divisions::country(&last.bare).is_some_and(|named| named.is_clear) => {
            (Some(last), front)
        }
        _ => (None, tokens),
    };
    if front.len() < 2 || front.len() > PARTS_MAX {
        return Vec::new();
    }
    let country = last.and_then(|last| divisions::country(&last.bare)).map(|named| named.country);
    let is_there = |town: &Town| country.is_none_or(|country| town.record.country == country);
    let towns: Vec<Town> = front.iter().map_while(|token| Town::of(token).filter(is_there)).collect();
    let pairs = || towns.iter().flat_map(|one| towns.iter().map(move |two| (one, two)));
    if towns.len() < front.len() || pairs().any(|(one, two)| one.place != two.place && !one.is_apart_from(two)) {
        return Vec::new();
    }
    let places: Vec<Place> = towns.iter().filter_map(|town| town.place.place()).collect();
    if places.iter().any(|place| is_same(place, first)) { places } else { Vec::new() }
}

/// A large town that a part names.
struct Town {
    place: PlaceId,
    record: Record,
    /// What else the part may name.
    divisions: Vec<Admin1Id>,
}

impl Town {
    fn of(token: &Token) -> Option<Self> {
        if words::is_of_a_street(&token.bare) {
            return None;
        }
        let called = keys::PLACES.get(&token.key).places().filter(|Called { kind, .. }| *kind == KIND_NAME);
        let records = called.filter_map(|called| Some((called.place, called.place.record()?)));
        let (place, record) = records.max_by_key(|(_, record)| record.population)?;
        let is_large = record.population >= PEOPLE_MIN;
        is_large.then(|| Self { place, record, divisions: divisions::admin1(&token.bare) })
    }

    /// Whether it is no quarter of the other, and not named to tell where the other is: "Buffalo, New York".
    fn is_apart_from(&self, other: &Self) -> bool {
        let points = self.record.point().zip(other.record.point());
        let tells = |one: &Self, two: &Self| one.divisions.iter().any(|division| two.record.admin1 == Some(*division));
        points.is_some_and(|(one, two)| one.distance_km(two) >= APART_KM) && !tells(self, other) && !tells(other, self)
    }
}
