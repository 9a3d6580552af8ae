//! Names of places seen in one part of a text, each with what speaks for it whatever the rest of the text says.

use crate::{
    divisions,
    keys::{self, Called},
    layout::{FEATURE_CAPITAL, FEATURE_QUARTER, KIND_ALTERNATE, KIND_CODE, KIND_NAME, KIND_SPELLING},
    names::{self, fold},
    records::{Admin1Id, PlaceId, Record},
    stretches::{self, Stretch},
    words,
};

/// What speaks for a place that is written with all its accents: less than what the zone or the country of a source does.
const BY_ACCENTS: f64 = 0.3;

/// A place that goes by a name in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sighting {
    pub(crate) place: PlaceId,
    pub(crate) record: Record,
    /// By what sort of name: see `layout.rs`.
    pub(crate) kind: u32,
    /// Size, sort of name, and how the name sits in its part.
    pub(crate) score: f64,
    /// Whether the name is the whole part.
    pub(crate) is_whole: bool,
    /// Whether it is in the middle of other names.
    pub(crate) is_buried: bool,
    /// Whether it is written in capitals.
    pub(crate) is_shouted: bool,
    /// Whether it is worth a look only where no country is known.
    pub(crate) is_last_resort: bool,
}

/// All that one part of a text shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) sightings: Vec<Sighting>,
    /// Whether the part is about a street or a house.
    pub(crate) is_of_a_street: bool,
    /// Whether a number stood behind it that may be a house's.
    pub(crate) is_numbered: bool,
    /// The divisions the part may name as a whole.
    pub(crate) admin1: Vec<Admin1Id>,
}

impl Seen {
    pub(crate) fn numbered(self, is_numbered: bool) -> Self {
        Self { is_numbered, ..self }
    }
}

/// The places whose name two neighbouring parts make together: "Halle (Saale)".
pub(crate) fn joined(first: &str, second: &str) -> Vec<Sighting> {
    let written = format!("{first} {second}");
    let key = fold(&written);
    let stretch =
        Stretch { written: &written, key, penalty: 0.6, is_whole: true, is_last_resort: false, people_min: 0 };
    let mut sightings = Vec::new();
    sight(&stretch, Setting::Open, &mut sightings);
    sightings.retain(|sighting| sighting.kind == KIND_NAME);
    sightings
}

/// What sort of part it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// Nothing speaks against a name of a place.
    Open,
    /// A street, a house or a room.
    Street,
    /// A house that may bear the name of its city: "Boston University".
    Institution,
}

impl Setting {
    /// Of a part and its key.
    fn of(part: &str, key: &str) -> Self {
        match words::is_of_a_street_by(part, key) {
            true if words::is_of_an_institution(key) => Self::Institution,
            true => Self::Street,
            false => Self::Open,
        }
    }

    /// How much less a name inside such a part is worth.
    fn doubt(self, record: &Record) -> f64 {
        let is_great = record.population >= 300_000;
        if self == Self::Open || (self == Self::Institution && is_great) { 0.0 } else { 0.9 }
    }
}

/// Looks a part up, as a whole and by stretches.
pub(crate) fn look_at(part: &str) -> Seen {
    let key = fold(part);
    let setting = Setting::of(part, &key);
    let is_of_a_street = setting != Setting::Open;
    let mut seen = Seen { is_of_a_street, admin1: divisions::admin1(part), ..Seen::default() };
    let is_a_name = keys::PLACES.get(&key).places().any(|called| called.kind == KIND_NAME);
    for stretch in stretches::of(part) {
        // "Biel/Bienne" is one town, so "Bienne" is not what Vienna is called somewhere.
        let is_side = stretch.is_whole && stretch.written != part;
        if !(is_a_name && is_side) {
            sight(&stretch, setting, &mut seen.sightings);
        }
    }
    seen
}

/// The names of places that a stretch is, is with something added, or is spelt without umlauts.
pub(crate) fn lookup(key: &str) -> Vec<(String, keys::Postings, f64)> {
    let mut found = vec![(key.to_owned(), keys::PLACES.get(key), 0.0)];
    if let Some(rest) = words::without_additions(key) {
        let postings = keys::PLACES.get(&rest);
        found.push((rest, postings, -0.4));
    }
    let may_have_umlauts = || ["ae", "oe", "ue"].iter().any(|pair| key.contains(pair));
    if found.iter().all(|(_, postings, _)| postings.is_empty()) && may_have_umlauts() {
        let plain = key.replace("ae", "a").replace("oe", "o").replace("ue", "u");
        if plain != key {
            let postings = keys::PLACES.get(&plain);
            found.push((plain, postings, -0.3));
        }
    }
    found
}

/// What a name without its ending is called with it: "서귀포" is 서귀포시.
fn with_endings(key: &str) -> impl Iterator<Item = (String, keys::Postings, f64)> {
    let is_cut = key.chars().all(words::is_unspaced) && key.chars().count() > 1;
    let spelt =
        ['시', '군', '市', '町'].into_iter().filter(move |_| is_cut).map(move |ending| format!("{key}{ending}"));
    spelt.map(|key| (fold(&key), -0.2)).map(|(key, penalty)| {
        let postings = keys::PLACES.get(&key);
        (key, postings, penalty)
    })
}

fn sight(stretch: &Stretch<'_>, setting: Setting, into: &mut Vec<Sighting>) {
    let is_shouted = words::is_shouted(stretch.written);
    let mut found = lookup(&stretch.key);
    if stretch.is_whole && found.iter().all(|(_, postings, _)| postings.is_empty()) {
        found.extend(with_endings(&stretch.key));
    }
    for (key, postings, penalty) in found {
        let letters = key.chars().count();
        for Called { place, kind } in postings.places() {
            let is_short = key.is_ascii() && (letters <= 2 && kind != KIND_CODE);
            let is_weak = kind == KIND_ALTERNATE && !stretch.is_whole && letters < 5 && key.is_ascii();
            let Some(record) = place.record().filter(|_| !is_short && !is_weak) else { continue };
            if record.population < stretch.people_min {
                continue;
            }
            if !stretch.is_whole && is_small_letters(stretch.written) && record.population < 500_000 {
                continue;
            }
            // Who writes accents rather means a place that has them.
            let is_spelt_so =
                !stretch.written.is_ascii() && kind == KIND_NAME && names::is_spelt(record.name(), stretch.written);
            let by_accents = if is_spelt_so { BY_ACCENTS } else { 0.0 };
            let doubt = if stretch.is_whole { 0.0 } else { setting.doubt(&record) };
            into.push(Sighting {
                place,
                record,
                kind,
                score: worth(&record, kind) + by_accents + stretch.penalty + penalty - doubt,
                is_whole: stretch.is_whole,
                is_buried: stretch.penalty < -2.5,
                is_shouted,
                is_last_resort: stretch.is_last_resort,
            });
        }
    }
}

fn is_small_letters(written: &str) -> bool {
    written.is_ascii() && !words::is_capitalised(written)
}

/// What speaks for a place before anything is known of the text but the sort of name.
fn worth(record: &Record, kind: u32) -> f64 {
    let by_name = match kind {
        KIND_NAME => 1.0,
        KIND_SPELLING => 0.95,
        KIND_ALTERNATE => 0.25,
        _ => 0.1,
    };
    let by_feature = match record.feature {
        FEATURE_QUARTER => -0.35,
        FEATURE_CAPITAL => 0.25,
        _ => 0.0,
    };
    0.55 * (f64::from(record.population) + 30.0).log10() + by_name + by_feature
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(part: &str) -> Option<(&'static str, bool)> {
        let seen = look_at(part);
        let best = seen.sightings.iter().max_by(|a, b| a.score.total_cmp(&b.score));
        best.map(|sighting| (sighting.record.name(), sighting.is_whole))
    }

    #[test]
    fn a_name_is_seen_whole_or_inside() {
        assert_eq!(best("Berlin"), Some(("Berlin", true)));
        assert_eq!(best("Praha 1"), Some(("Prague", true)));
        assert_eq!(best("Greater Boston Area"), Some(("Boston", true)));
        assert_eq!(best("Novotel Bangkok"), Some(("Bangkok", false)));
        assert_eq!(best("Biel/Bienne"), Some(("Biel/Bienne", true)));
        assert_eq!(best("Duesseldorf").map(|(name, _)| name), Some("Düsseldorf"));
    }

    #[test]
    fn a_name_is_seen_where_nothing_is_spaced() {
        assert_eq!(best("東京都千代田区丸の内"), Some(("Tokyo", false)));
        assert_eq!(best("서울특별시강남구"), Some(("Seoul", false)));
    }

    #[test]
    fn small_words_are_no_places() {
        assert_eq!(best("or"), None);
        assert_eq!(best("of the in"), None);
    }
}
