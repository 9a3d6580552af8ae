//! Free text of a listing to a place: every reading of the text's end is tried on every name before it.

use crate::{
    Hints, Located, LocatedMode, by_postcode,
    confidence::{self, Evidence},
    divisions, flags, keys, misspelt, mode,
    names::fold,
    provinces,
    records::{Admin1Id, CountryId, PlaceId, part_of_the_world},
    score::{self, Judge, Scored},
    several,
    sightings::{self, Seen},
    tails::{self, Hypothesis},
    tokens::{Token, tokens},
    words, zip, zone_of,
};

/// Characters of a text that are looked at. Listings put whole pages into their place.
const TEXT_MAX: usize = 500;

/// A text of so many parts is a town and its state; longer ones are addresses of all the world.
const SHORT: usize = 3;

/// Reads a listing's words about its place.
pub(crate) fn locate(text: &str, hints: &Hints) -> Located {
    let text = cleaned(text);
    if words::is_unsaid(&fold(&text)) {
        return Located::default();
    }
    let (mode, rest) = mode::read(&text);
    let parts = tokens(&rest);
    let alone = || match parts.as_slice() {
        [part] => part_of_the_world(&part.bare),
        _ => None,
    };
    if let Some(region) = part_of_the_world(&text).or_else(alone) {
        return Located { mode, ..in_part_of_the_world(region) };
    }
    let mode = match mode {
        LocatedMode::Offline if parts.is_empty() && mode::is_address_of_a_call(&text) => LocatedMode::Online,
        LocatedMode::Offline if parts.is_empty() => LocatedMode::Unknown,
        mode => mode,
    };
    let located = by_its_postcode(by_its_zip(&parts, &rest, hints), &rest);
    let located = in_its_province(&rest, hints, &located).unwrap_or(located);
    let more = located.place.as_ref().map(|place| several::beside(place, &rest, &parts, hints)).unwrap_or_default();
    Located { mode, more, ..located }
}

/// A ZIP code of the United States says the state, unless the text clearly names a town elsewhere.
fn by_its_zip(parts: &[Token], text: &str, hints: &Hints) -> Located {
    let plain = read(parts, hints);
    let hypotheses = tails::hypotheses(parts);
    // A state that is named beside the country needs no number.
    let is_of_states = |country: CountryId| country.is_one_of(&["US"]);
    let named = parts.last().and_then(|last| divisions::country(&last.bare)).filter(|named| named.is_clear);
    let is_in_the_states = named.is_some_and(|named| is_of_states(named.country))
        && !hypotheses.iter().any(|h| h.admin1.is_some() && h.country.is_some_and(is_of_states));
    let Some(state) = zip::state_in(text, is_in_the_states) else { return plain };
    let is_there = plain.country == state.country().code() && plain.region.as_deref() == Some(state.name());
    if is_there {
        return plain;
    }
    let inside = read_under(tails::in_state(hypotheses, state), parts, hints);
    // Tel Aviv, IL has post codes too, and there is none in Illinois.
    let is_its_countrys_code = plain.country.is_some_and(|country| zip::state(country.as_str()) == Some(state));
    let is_clear = plain.confidence >= confidence::CLEAR || is_its_countrys_code && inside.place.is_none();
    let is_elsewhere = plain.place.is_some() && is_clear;
    let is_found = inside.place.is_some() && inside.confidence >= plain.confidence;
    if is_elsewhere && !is_found { plain } else { inside }
}

/// An address without a town may have a post code that says it.
fn by_its_postcode(located: Located, text: &str) -> Located {
    let Some(country) = located.country.filter(|_| located.place.is_none() && located.confidence >= confidence::CLEAR)
    else {
        return located;
    };
    let town = CountryId::by_code(country.as_str()).and_then(|country| by_postcode::town(text, country));
    let is_in_region = |place: &crate::Place| located.region.is_none() || place.admin1 == located.region.as_deref();
    let is_country_stated = located.is_country_stated;
    let found = town.map(|town| Located { is_country_stated, ..at_place(town, confidence::BY_POSTCODE) });
    found.filter(|found| found.place.as_ref().is_some_and(is_in_region)).unwrap_or(located)
}

/// A town of Italy before the code of its province, unless that is clearly something else: "Camerino (MC)" is not Monaco.
fn in_its_province(text: &str, hints: &Hints, plain: &Located) -> Option<Located> {
    let town = provinces::before_code(text)?;
    let key = fold(town.rsplit(',').next()?);
    let is_called_so = |place: &crate::Place| fold(place.name) == key;
    let is_clear = plain.confidence >= confidence::CLEAR && plain.place.as_ref().is_some_and(is_called_so);
    let located = read(&tokens(&format!("{town}, Italy")), hints);
    let is_there = located.confidence >= confidence::CLEAR && located.place.as_ref().is_some_and(is_called_so);
    (is_there && !is_clear).then_some(located)
}

/// Reads one part of a text as if it was the whole.
pub(crate) fn read_part(part: &str, hints: &Hints) -> Located {
    read(&tokens(part), hints)
}

/// One blank between words, a comma for a new line, not too long.
fn cleaned(text: &str) -> String {
    let text: String = text.trim_start().chars().take(TEXT_MAX).collect();
    let text = flags::spelt(&text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

fn in_part_of_the_world(name: &str) -> Located {
    Located { region: Some(name.to_owned()), confidence: confidence::PART_OF_THE_WORLD, ..Located::default() }
}

fn at_place(place: PlaceId, confidence: f64) -> Located {
    let place = place.place();
    Located {
        country: place.map(|place| place.country),
        region: place.and_then(|place| place.admin1).map(str::to_owned),
        confidence: if place.is_some() { confidence } else { 0.0 },
        zone: place.map(|place| place.zone),
        place,
        ..Located::default()
    }
}

fn in_division(country: CountryId, admin1: Option<Admin1Id>, is_clear: bool) -> Located {
    Located {
        country: country.code(),
        is_country_stated: is_clear,
        region: admin1.map(|division| division.name().to_owned()),
        zone: zone_of::zone_of(country, admin1),
        confidence: confidence::of_division(is_clear),
        ..Located::default()
    }
}

fn read(parts: &[Token], hints: &Hints) -> Located {
    let Some((last, front)) = parts.split_last() else { return Located::default() };
    let named = divisions::country(&last.bare).filter(|named| named.is_clear);
    if let (Some(outer), Some(before)) = (named, front.last()) {
        let inner = divisions::country(&before.bare).filter(|named| named.is_clear);
        if inner.is_some_and(|inner| inner.country.is_territory_of(outer.country)) {
            return read(front, hints);
        }
    }
    if is_several_countries(&last.bare) {
        return in_part_of_the_world(&last.bare);
    }
    let located = read_under(tails::hypotheses(parts), parts, hints);
    let is_code = last.bare.len() == CODE_LEN && named.is_some();
    if is_code && located.place.is_none() { before_a_code(front, hints).unwrap_or(located) } else { located }
}

/// Letters of a country's short code.
const CODE_LEN: usize = 2;

/// A great city before the code of a country that has no such town: what some write there is cut off, or the code of a
/// region.
fn before_a_code(front: &[Token], hints: &Hints) -> Option<Located> {
    let city = front.last().filter(|city| !words::is_of_a_street(&city.bare))?;
    let located = read(front, hints);
    let place = located.place.filter(|place| place.population >= GREAT_MIN && fold(place.name) == city.key)?;
    let confidence = (located.confidence - confidence::EACH_UNEXPLAINED).max(0.0);
    Some(Located { confidence, is_country_stated: false, place: Some(place), ..located })
}

/// People of a city that is known all over the world.
const GREAT_MIN: u32 = 1_000_000;

/// Reads the parts under these readings of their end.
fn read_under(hypotheses: Vec<Hypothesis>, parts: &[Token], hints: &Hints) -> Located {
    let seen = seen_in(parts);
    let judge = Judge::new(hints);
    let scored: Vec<Scored> = hypotheses.iter().flat_map(|h| judge.scored(h, &seen)).collect();
    let best = score::best(&scored).map(|best| *score::rather_inside(best, &scored));
    let (best, scored) = match best.and_then(|best| Some((score::town_before(&best, &scored)?, best.place))) {
        Some((town, city)) => {
            (Some(town), scored.into_iter().filter(|other| ![city, town.place].contains(&other.place)).collect())
        }
        None => (best, scored),
    };
    let best = best.as_ref();
    let alone = hypotheses.iter().filter_map(|h| Some((weight_alone(h, parts, hints)?, h)));
    let alone = alone.max_by(|(a, _), (b, _)| a.total_cmp(b));
    let is_no_town = |best| {
        rather_a_division(best, &hypotheses, parts, hints)
            .or_else(|| rather_the_state(best, &hypotheses, parts))
            .or_else(|| rather_its_state(best, &hypotheses, parts))
    };
    if let Some(hypothesis) = best.and_then(is_no_town) {
        return without_place(hypothesis, parts);
    }
    match (best, alone) {
        (Some(best), None) => at_best(best, &scored, parts, hints),
        (Some(best), Some((weight, _))) if best.score >= weight => at_best(best, &scored, parts, hints),
        (_, Some((_, hypothesis))) => without_place(hypothesis, parts),
        (None, None) => {
            let region = parts.iter().rev().find_map(|part| part_of_the_world(&part.bare));
            region.map(in_part_of_the_world).unwrap_or_default()
        }
    }
}

/// The best place, with those that it may be as well if it is not clear.
fn at_best(best: &Scored, scored: &[Scored], parts: &[Token], hints: &Hints) -> Located {
    let confidence = confidence_in(best, scored, hints);
    let is_unsure = named_behind_a_school(best, parts).is_some();
    let confidence = if is_unsure { confidence.min(confidence::BEHIND_A_SCHOOL) } else { confidence };
    let rivals = if confidence < confidence::CLEAR { score::rivals(best, scored) } else { Vec::new() };
    Located {
        rivals: rivals.into_iter().filter_map(PlaceId::place).collect(),
        is_country_stated: best.is_stated && confidence >= confidence::CLEAR,
        ..at_place(best.place, confidence)
    }
}

/// The names in each part, and in each with the one before.
fn seen_in(parts: &[Token]) -> Vec<Seen> {
    let look_at = |part: &Token| sightings::look_at(&part.bare).numbered(part.may_be_house);
    let mut seen: Vec<Seen> = parts.iter().map(look_at).collect();
    for (pair, seen) in parts.windows(2).zip(seen.iter_mut().skip(1)) {
        if let [first, second] = pair {
            seen.sightings.extend(sightings::joined(&first.bare, &second.bare));
        }
    }
    seen
}

/// "Germany/Austria", "Benelux / UK".
fn is_several_countries(part: &str) -> bool {
    let is_country = |side: &str| divisions::country(side).is_some() || part_of_the_world(side).is_some();
    part.contains('/') && part.split('/').all(is_country)
}

/// How well a reading of the end explains the text by itself, with no town known.
fn weight_alone(hypothesis: &Hypothesis, parts: &[Token], hints: &Hints) -> Option<f64> {
    hypothesis.country?;
    let last_is_long = parts.last().is_some_and(|last| last.bare.chars().count() > 2);
    let is_code_behind_a_name = hypothesis.head.as_ref().is_some_and(|head| {
        let tail = parts.len().checked_sub(hypothesis.taken).and_then(|at| parts.get(at));
        tail.is_some_and(|part| part.bare.len() <= head.len() + 4)
    });
    // "Zürich HB" is not in Bremen; "Nowhereville TX" is in Texas.
    if is_code_behind_a_name && !hypothesis.country.is_some_and(|country| country.is_one_of(&["AU", "CA", "US"])) {
        return None;
    }
    let has_body = hypothesis.head.is_some() || parts.len() > hypothesis.taken;
    let is_country = hypothesis.taken == 1 && hypothesis.head.is_none() && hypothesis.admin1.is_none();
    let for_country = match is_country {
        true if has_body
            && (parts.len() <= SHORT || has_street(parts))
            && is_rather_a_state(parts, hypothesis, hints) =>
        {
            -0.6
        }
        true => 0.4,
        false => 0.0,
    };
    let unexplained = if has_body && last_is_long { 0.5 } else { 0.0 };
    Some(hypothesis.weight + 0.2 + for_country - unexplained)
}

/// Whether a code behind a town that nobody knows is rather that of a state: "Candler, NC" is not in New Caledonia. `DE` is
/// left to Germany, and any code to the country that the hints name.
fn is_rather_a_state(parts: &[Token], country: &Hypothesis, hints: &Hints) -> bool {
    let Some(last) = parts.last() else { return false };
    let code = country.country.and_then(CountryId::code);
    // India writes its streets as North America does.
    let is_left = code.is_some_and(|code| code.as_str() == "DE" || code.as_str() == "IN" && parts.len() > SHORT);
    let is_hinted = code.is_some() && hints.country == code || is_left;
    let is_code = last.bare.len() == 2;
    is_code && !is_hinted && divisions::admin1(&last.bare).iter().any(|state| state.country().is_one_of(&["CA", "US"]))
}

/// Whether a part is a street as North America writes it: "1 Main St".
fn has_street(parts: &[Token]) -> bool {
    parts.iter().any(|part| {
        let mut words = part.key.split(' ');
        let is_numbered = words.next().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()));
        is_numbered && words.any(words::is_english_street)
    })
}

/// Countries of which a state is better known than a small town of its name elsewhere.
const OF_STATES: [&str; 4] = ["AU", "CA", "IN", "US"];

/// People that make a town better known than a state far away that has its name.
const TOWN_MIN: u32 = 100_000;

/// A whole text that is the name of a state, and of nothing else but a small town far away: "Goa" is in India.
fn rather_a_division<'a>(
    best: &Scored,
    hypotheses: &'a [Hypothesis],
    parts: &[Token],
    hints: &Hints,
) -> Option<&'a Hypothesis> {
    let [part] = parts else { return None };
    let is_hinted = hints.country.is_some() && hints.country == best.record.country.code();
    if best.is_stated || best.record.population >= TOWN_MIN || is_hinted {
        return None;
    }
    let is_named = |division: Admin1Id| {
        division.country().is_one_of(&OF_STATES)
            && fold(division.name()) == part.key
            && best.record.admin1 != Some(division)
    };
    hypotheses.iter().find(|h| h.taken == 1 && h.head.is_none() && h.admin1.is_some_and(is_named))
}

/// The division before a country where a town of its name lies in another: "Lakeside Valley, California, USA" is not in
/// California, Maryland. A city is meant where a house or a street stands before it.
fn rather_the_state<'a>(best: &Scored, hypotheses: &'a [Hypothesis], parts: &[Token]) -> Option<&'a Hypothesis> {
    let [.., before, part, _] = parts else { return None };
    let is_its_name = keys::PLACES.get(&part.key).places().any(|called| called.place == best.place);
    let is_house = before.is_numbered || words::is_of_a_street(&before.bare);
    let people = best.record.population;
    let may_be_city = people >= GREAT_MIN || people >= TOWN_MIN && is_house;
    if !is_its_name || may_be_city || best.distance > 0 {
        return None;
    }
    let is_elsewhere =
        |division: Admin1Id| best.record.country == division.country() && best.record.admin1 != Some(division);
    hypotheses.iter().find(|h| h.taken == 2 && h.head.is_none() && h.admin1.is_some_and(is_elsewhere))
}

/// The state behind a school that does not bear the city's name: "Lakeside University, NY, USA" need not be in the city that
/// shares the state's name.
fn rather_its_state<'a>(best: &Scored, hypotheses: &'a [Hypothesis], parts: &[Token]) -> Option<&'a Hypothesis> {
    let code = named_behind_a_school(best, parts).filter(|part| words::is_shouted(&part.bare))?;
    let at = parts.iter().position(|part| std::ptr::eq(part, code))?;
    let is_its_own = |division: Admin1Id| best.record.admin1 == Some(division);
    let reading = |h: &&Hypothesis| h.head.is_none() && h.taken == parts.len() - at && h.admin1.is_some_and(is_its_own);
    hypotheses.iter().find(reading)
}

/// The part that names a city which is called like the state it is in, right behind a school that is not called so.
fn named_behind_a_school<'a>(best: &Scored, parts: &'a [Token]) -> Option<&'a Token> {
    let state = fold(best.record.admin1?.name());
    let is_its_name = |part: &Token| {
        part.key == state || divisions::admin1(&part.bare).iter().any(|named| best.record.admin1 == Some(*named))
    };
    let is_its_school = |before: &Token| words::is_of_a_school(&before.key) && !before.key.contains(state.as_str());
    let is_last = parts.last().is_some_and(is_its_name);
    let [.., before, part] = parts.split_last().filter(|_| !is_last).map_or(parts, |(_, front)| front) else {
        return None;
    };
    let is_city = || keys::PLACES.get(&part.key).places().any(|called| called.place == best.place);
    (is_its_name(part) && is_its_school(before) && is_city()).then_some(part)
}

fn without_place(hypothesis: &Hypothesis, parts: &[Token]) -> Located {
    let Some(country) = hypothesis.country else { return Located::default() };
    let admin1 = hypothesis.admin1;
    let front = parts.iter().take(parts.len().saturating_sub(hypothesis.taken)).map(|part| part.bare.as_str());
    let is_clear = hypothesis.weight >= 1.6;
    if let Some(place) = misspelt::one_letter_off(front.chain(hypothesis.head.as_deref()), country, admin1) {
        return Located { is_country_stated: is_clear, ..at_place(place, confidence::ONE_LETTER_OFF) };
    }
    match country.town().filter(|_| admin1.is_none()) {
        Some(town) => Located { is_country_stated: is_clear, ..at_place(town, confidence::of_division(is_clear)) },
        None => in_division(country, admin1, is_clear),
    }
}

fn confidence_in(best: &Scored, all: &[Scored], hints: &Hints) -> f64 {
    confidence::of_place(Evidence {
        is_whole: best.is_whole,
        population: best.record.population,
        is_hinted: hints.country.is_some() && best.record.country.code() == hints.country,
        is_stated: best.is_stated,
        distance: best.distance,
        lead: score::lead(best, all),
    })
}
