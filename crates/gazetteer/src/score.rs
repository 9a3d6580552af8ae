//! Judges the names seen in a text under one reading of the text's end.

use crate::{
    Hints,
    confidence::RIVAL_BEHIND,
    layout::{FEATURE_CAPITAL, FEATURE_QUARTER, FEATURE_SEAT, KIND_ALTERNATE, KIND_CODE, KIND_NAME},
    names::fold,
    records::{Admin1Id, CountryId, PlaceId, Record, zone_number},
    sightings::{self, Seen, Sighting},
    tails::Hypothesis,
};
use hobnob_domain::Point;

/// Below this, nothing worth saying was seen.
const SCORE_MIN: f64 = 1.2;

/// Places of one name this close to each other are one answer.
const SAME_KM: f64 = 30.0;

/// How far from the organizer's usual place still speaks for a place.
const NEAR_KM: f64 = 150.0;

/// Parts of an address between a name and its country; more say no more.
const PARTS_BETWEEN_MAX: usize = 5;

/// A place under a reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub(crate) place: PlaceId,
    pub(crate) record: Record,
    /// All that speaks for it.
    pub(crate) score: f64,
    /// Whether its name is a whole part of the text, and that is no street or house.
    pub(crate) is_whole: bool,
    /// Whether the text states its country or region.
    pub(crate) is_stated: bool,
    /// Parts between its name and what states its country.
    pub(crate) distance: usize,
    /// Whether the text has the name that it goes by itself.
    is_its_name: bool,
    /// Whether the reading takes the part before the country for a division, and it is called so in full before that.
    pub(crate) is_before_division: bool,
}

/// What is known beside the text.
pub(crate) struct Judge {
    country: Option<CountryId>,
    zone: Option<u16>,
    near: Option<Point>,
}

/// Where a part stands under a reading.
struct Position<'a> {
    hypothesis: &'a Hypothesis,
    part: &'a Seen,
    /// Parts before the country and the region.
    count: usize,
    /// Parts between this one and them.
    distance: usize,
    /// Divisions, of any country, that the part beside them may name.
    divisions_beside: &'a [Admin1Id],
}

impl Judge {
    pub(crate) fn new(hints: &Hints) -> Self {
        Self {
            country: hints.country.and_then(|code| CountryId::by_code(code.as_str())),
            zone: hints.zone.and_then(zone_number),
            near: hints.near,
        }
    }

    /// Every place worth naming under a reading of the end.
    pub(crate) fn scored(&self, hypothesis: &Hypothesis, parts: &[Seen]) -> Vec<Scored> {
        let mut body: Vec<&Seen> = parts.iter().take(parts.len().saturating_sub(hypothesis.taken)).collect();
        let head = hypothesis.head.as_deref().map(sightings::look_at);
        body.extend(&head);
        let count = body.len();
        let beside = match body.last() {
            Some(last) if hypothesis.admin1.is_none() && count > 1 => last.admin1.as_slice(),
            _ => &[],
        };
        let mut all = Vec::new();
        for (number, part) in body.into_iter().enumerate() {
            let distance = count - 1 - number;
            let position = Position { hypothesis, part, count, distance, divisions_beside: beside };
            all.extend(part.sightings.iter().filter_map(|sighting| self.scored_one(sighting, &position)));
        }
        all
    }

    fn scored_one(&self, sighting: &Sighting, position: &Position<'_>) -> Option<Scored> {
        let hypothesis = position.hypothesis;
        if !sighting.is_possible(position) {
            return None;
        }
        let distance = f64::from(u32::try_from(position.distance.min(PARTS_BETWEEN_MAX)).unwrap_or(u32::MAX));
        let mut score = sighting.score - 0.45 * distance + sighting.by_size_inside(hypothesis.country.is_some());
        score += sighting.by_surroundings(position) + self.by_hints(&sighting.record, hypothesis.country.is_some());
        if hypothesis.country.is_none() {
            score += sighting.without_country();
        }
        (score > SCORE_MIN).then_some(Scored {
            place: sighting.place,
            record: sighting.record,
            score: score + hypothesis.weight,
            is_whole: sighting.is_whole && !position.part.is_of_a_street,
            is_stated: hypothesis.country.is_some(),
            distance: position.distance,
            is_its_name: sighting.kind == KIND_NAME,
            is_before_division: hypothesis.admin1.is_some()
                && hypothesis.taken == 2
                && position.distance == 0
                && sighting.is_whole
                && sighting.kind == KIND_NAME
                && !position.part.is_of_a_street
                && !position.part.is_numbered,
        })
    }

    fn by_hints(&self, record: &Record, country_is_stated: bool) -> f64 {
        let near = self.near.zip(record.point()).is_some_and(|(near, point)| near.distance_km(point) <= NEAR_KM);
        let mut score = if near { 0.8 } else { 0.0 };
        if !country_is_stated && self.country == Some(record.country) {
            score += 0.8;
        }
        if self.zone == Some(record.zone) {
            score += 0.4;
        }
        score
    }
}

impl Sighting {
    fn is_possible(&self, position: &Position<'_>) -> bool {
        let Hypothesis { country, admin1, .. } = position.hypothesis;
        let is_inside = country.is_none_or(|country| self.record.country == country)
            && admin1.is_none_or(|admin1| self.record.admin1 == Some(admin1));
        let may_be_code = || {
            let stands_alone = position.count == 1 || (country.is_some() && position.distance == 0);
            self.is_shouted && self.is_whole && stands_alone
        };
        is_inside && (country.is_none() || !self.is_last_resort) && (self.kind != KIND_CODE || may_be_code())
    }

    /// A great city is worth more inside a longer name.
    fn by_size_inside(&self, country_is_stated: bool) -> f64 {
        match self.record.population {
            _ if self.is_whole || !self.is_buried => 0.0,
            0..300_000 => 0.0,
            300_000..1_000_000 => 0.8,
            _ if country_is_stated => 0.8,
            _ => 1.5,
        }
    }

    fn by_surroundings(&self, position: &Position<'_>) -> f64 {
        let record = &self.record;
        let mut score = 0.0;
        if self.is_whole && position.part.is_of_a_street && position.distance > 0 {
            score -= 0.8;
        }
        if position.part.is_numbered {
            score -= 1.2;
        }
        if self.is_whole && position.hypothesis.admin1.is_none() {
            score += self.by_division_of_that_name(&position.part.admin1, position.hypothesis.country.is_some());
        }
        let is_outside = names_others(position.divisions_beside, record);
        if position.distance > 0 && is_outside && record.population < 1_000_000 {
            score -= 2.0;
        }
        score
    }

    /// A small place that goes by the name of a division it is not in is hardly meant: "California, United States" is
    /// not the California in Pennsylvania, nor "Maryland" Maryland City.
    fn by_division_of_that_name(&self, divisions: &[Admin1Id], country_is_stated: bool) -> f64 {
        let record = &self.record;
        let is_small = record.population < 200_000 && names_others(divisions, record);
        let is_alternate = country_is_stated
            && self.kind == KIND_ALTERNATE
            && record.population < 500_000
            && divisions.iter().any(|division| division.country() == record.country)
            && !divisions.iter().any(|division| is_its_seat(record, *division));
        let doubts = u32::from(is_small) + u32::from(is_alternate);
        -2.0 * f64::from(doubts)
    }

    /// Nothing is said about the country: only what is well known, or a whole part, is taken.
    fn without_country(&self) -> f64 {
        let inside = if self.is_whole { 0.0 } else { -0.8 };
        let alternate = if self.kind == KIND_ALTERNATE && self.record.population < 300_000 { -1.0 } else { 0.0 };
        let small = if self.record.population < 50_000 { -0.7 } else { 0.0 };
        inside + alternate + small
    }
}

/// Whether a place is the seat of a division and bears its name with something added: "Fukui-shi" of Fukui.
fn is_its_seat(record: &Record, division: Admin1Id) -> bool {
    let is_seat = matches!(record.feature, FEATURE_CAPITAL | FEATURE_SEAT) && record.admin1 == Some(division);
    is_seat && fold(record.name()).starts_with(&fold(division.name()))
}

/// Whether these are divisions of a place's country, but not its own.
fn names_others(divisions: &[Admin1Id], record: &Record) -> bool {
    divisions.iter().any(|division| division.country() == record.country)
        && !divisions.iter().any(|division| record.admin1 == Some(*division))
}

/// The place most speaks for; of equals, the first.
pub(crate) fn best(scored: &[Scored]) -> Option<&Scored> {
    scored.iter().reduce(|best, next| if next.score > best.score { next } else { best })
}

/// By how much a great city may outdo a town in the state of its name: more, and the town's name is that of a house.
const OUTDONE_BY: f64 = 1.2;

/// The town before a division, where the best is the city that is called like the division: "Stony Brook, New York, USA" is no
/// house in the city.
pub(crate) fn rather_inside<'a>(best: &'a Scored, scored: &'a [Scored]) -> &'a Scored {
    if best.is_before_division || best.distance > 0 {
        return best;
    }
    let points = |other: &Scored| best.record.point().zip(other.record.point());
    // A ward is in the city.
    let is_elsewhere = |other: &Scored| points(other).is_some_and(|(one, two)| one.distance_km(two) > SAME_KM);
    let may_be =
        |other: &&Scored| other.is_before_division && other.score > best.score - OUTDONE_BY && is_elsewhere(other);
    scored.iter().filter(may_be).reduce(|one, next| if next.score > one.score { next } else { one }).unwrap_or(best)
}

/// How far the towns of a province are from the city that it is called after.
const PROVINCE_KM: f64 = 80.0;

/// People of a town that is no seat of a municipality, as far as is known, and is taken for a town of its own all the same.
const TOWN_MIN: u32 = 5_000;

/// People of a city so great that what is named before it is a ward rather than a town beside it.
const GREAT_MIN: u32 = 5_000_000;

/// The town right before the best, where that is the city near it that its province is called after: "Ainhoa, Lakeside, Spain"
/// is not in Lakeside. Nothing else that the text says speaks against it, so it takes the place of the city.
pub(crate) fn town_before(best: &Scored, scored: &[Scored]) -> Option<Scored> {
    let city = &best.record;
    let may_be = |other: &&Scored| {
        let town = &other.record;
        let is_town = town.feature == FEATURE_SEAT || town.feature != FEATURE_QUARTER && town.population >= TOWN_MIN;
        let is_before = other.is_whole
            && other.is_its_name
            && other.distance == best.distance + 1
            && other.is_stated == best.is_stated;
        let is_near = || city.point().zip(town.point()).is_some_and(|(one, two)| one.distance_km(two) <= PROVINCE_KM);
        let is_inside = city.country == town.country && city.admin1.is_some() && city.admin1 == town.admin1;
        is_before && is_town && town.population < city.population && is_inside && is_near()
    };
    let town = scored.iter().filter(may_be).reduce(|one, next| if next.score > one.score { next } else { one });
    town.filter(|_| best.is_whole && city.population < GREAT_MIN).map(|town| Scored {
        score: best.score,
        distance: best.distance,
        ..*town
    })
}

/// The most places that an answer names beside itself.
const RIVALS_MAX: usize = 4;

/// The places elsewhere that the text fits nearly as well as the best, the likeliest first.
pub(crate) fn rivals(best: &Scored, scored: &[Scored]) -> Vec<PlaceId> {
    let mut close: Vec<&Scored> = scored.iter().filter(|other| best.score - other.score < RIVAL_BEHIND).collect();
    close.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept = vec![best];
    for other in close {
        let Some(point) = other.record.point() else { continue };
        let is_new = |held: &&Scored| held.record.point().is_some_and(|held| held.distance_km(point) > SAME_KM);
        if kept.len() <= RIVALS_MAX && kept.iter().all(is_new) {
            kept.push(other);
        }
    }
    kept.iter().skip(1).map(|scored| scored.place).collect()
}

/// By how much the best is ahead of the next that is elsewhere.
pub(crate) fn lead(best: &Scored, scored: &[Scored]) -> Option<f64> {
    let middle = best.record.point()?;
    let is_elsewhere = |other: &&Scored| other.record.point().is_some_and(|point| point.distance_km(middle) > SAME_KM);
    // The city that is called like the division is none.
    let is_rival = |other: &&Scored| is_elsewhere(other) && (!best.is_before_division || other.is_before_division);
    let rival = scored.iter().filter(is_rival).map(|other| other.score).reduce(f64::max)?;
    Some(best.score - rival)
}
