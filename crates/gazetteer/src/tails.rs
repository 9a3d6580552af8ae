//! What the end of a text may say about country and region: several hypotheses, each with a weight.

use crate::{
    divisions::{self, Named},
    keys::{self, Called},
    layout::KIND_NAME,
    names::fold,
    records::{Admin1Id, CountryId},
    tokens::Token,
    words,
};

/// A city of more than so many people is meant by its name, though a state elsewhere or, in another language, a country is
/// called so.
pub(crate) const KNOWN_MIN: u32 = 200_000;

/// One reading of the end of the text.
#[derive(Clone, Debug)]
pub(crate) struct Hypothesis {
    /// The country it names.
    pub(crate) country: Option<CountryId>,
    /// The division it names.
    pub(crate) admin1: Option<Admin1Id>,
    /// How many parts at the end it takes up.
    pub(crate) taken: usize,
    /// What is left of the first of them, if it took only the end of that: "Austin" of "Austin TX".
    pub(crate) head: Option<String>,
    /// How much speaks for it; comparable with the scores of places.
    pub(crate) weight: f64,
}

impl Hypothesis {
    /// That the end says nothing.
    const NOTHING: Self = Self { country: None, admin1: None, taken: 0, head: None, weight: 0.0 };

    fn division(division: Admin1Id, taken: usize, weight: f64) -> Self {
        Self { country: Some(division.country()), admin1: Some(division), taken, head: None, weight }
    }

    fn after(self, head: &str) -> Self {
        Self { head: Some(head.to_owned()), ..self }
    }
}

/// Every reading of the end of these parts.
pub(crate) fn hypotheses(tokens: &[Token]) -> Vec<Hypothesis> {
    let mut all = vec![Hypothesis::NOTHING];
    let [front @ .., last] = tokens else { return all };
    // "MD 21782": a postcode stands behind the code of a division, never behind a country's.
    let named = divisions::country(&last.bare).filter(|named| named.is_clear || !last.is_numbered);
    let named = named.filter(|named| !front.is_empty() || !is_rather_a_city(last, named.country));
    let mut regions = divisions::admin1(&last.bare);
    if let [_, ..] = front {
        regions.extend(divisions::shortened(&last.bare, true).filter(|_| regions.is_empty()));
    }
    if let Some(Named { country, is_clear }) = named {
        let weight = if is_clear { 3.0 } else { 1.5 };
        all.push(Hypothesis { country: Some(country), taken: 1, weight, ..Hypothesis::NOTHING });
        if let [rest @ .., region] = front {
            all.extend(before_country(!rest.is_empty(), region, country, weight));
        }
    }
    for region in &regions {
        // A script without capitals has no codes.
        let is_spelt = last.bare.chars().count() > 3 || !last.key.is_ascii();
        let is_clear = is_spelt || region.country().is_one_of(&["US", "CA", "AU"]);
        all.push(Hypothesis::division(*region, 1, if is_clear { 1.6 } else { 1.0 }));
    }
    all.extend(inside(&last.bare));
    if let Some(Named { country, is_clear: true }) = named {
        // A country that is spelt out excludes every other, unless its name is also a region's: Georgia, Luxembourg.
        let is_open = |h: &Hypothesis| h.country == Some(country) || h.admin1.is_some_and(|a| regions.contains(&a));
        all.retain(is_open);
        if let [_, .., region] = front {
            all.extend(neighbours(region, country));
        }
    }
    all
}

/// Whether a text that is the name of a country in another language than English is rather the city of that name: "Granada"
/// is in Spain, though Grenada is called so in Spanish.
fn is_rather_a_city(part: &Token, country: CountryId) -> bool {
    let is_city = |called: Called| {
        let record = called.place.record();
        called.kind == KIND_NAME && record.is_some_and(|record| record.population >= KNOWN_MIN)
    };
    fold(country.name()) != part.key && keys::PLACES.get(&part.key).places().any(is_city)
}

/// The readings that agree with the state of the United States that a ZIP code says, in it; at least that it is there.
pub(crate) fn in_state(mut all: Vec<Hypothesis>, state: Admin1Id) -> Vec<Hypothesis> {
    all.retain(|h| h.country == Some(state.country()) && h.admin1.is_none_or(|admin1| admin1 == state));
    if all.is_empty() {
        all.push(Hypothesis::division(state, 0, BY_ZIP));
    }
    all.into_iter().map(|h| Hypothesis { admin1: Some(state), ..h }).collect()
}

/// How much a ZIP code alone says: as much as the code of a state.
const BY_ZIP: f64 = 1.6;

/// The part before a country may be a division, or end on one, or be a code that nobody knows.
fn before_country(has_front: bool, region: &Token, country: CountryId, weight: f64) -> Vec<Hypothesis> {
    let mut all = Vec::new();
    let is_short = region.bare.chars().count() <= 2 && region.bare.bytes().all(|b| b.is_ascii_alphabetic());
    let written = if is_short { region.bare.to_uppercase() } else { region.bare.clone() };
    let mut divisions = divisions::admin1(&written);
    divisions.retain(|division| division.country() == country);
    all.extend(divisions.iter().map(|division| Hypothesis::division(*division, 2, weight + 1.5)));
    if is_short && has_front && divisions.is_empty() {
        all.push(Hypothesis { country: Some(country), taken: 2, weight, ..Hypothesis::NOTHING });
    }
    for (head, tail) in named_ends(&region.bare) {
        let found = divisions::admin1(tail).into_iter().filter(|division| division.country() == country);
        all.extend(found.map(|division| Hypothesis::division(division, 2, weight + 1.4).after(head)));
    }
    all
}

/// "London UK", "Austin TX": the tail is inside the last part.
fn inside(last: &str) -> Vec<Hypothesis> {
    let mut all = Vec::new();
    for (head, tail) in named_ends(last) {
        if let Some(Named { country, is_clear }) = divisions::country(tail).filter(|n| n.is_clear || tail.len() == 2) {
            let weight = if is_clear { 2.0 } else { 0.7 };
            let named = Hypothesis { country: Some(country), taken: 1, weight, ..Hypothesis::NOTHING };
            all.push(named.after(head));
        }
        let mut regions = divisions::admin1(tail);
        regions.extend(divisions::shortened(tail, false).filter(|_| regions.is_empty()));
        all.extend(regions.into_iter().map(|a| Hypothesis::division(a, 1, 1.4).after(head)));
    }
    all
}

/// "Waterloo, ON, U.S.A.": a code of the neighbour's division, and the town may be there.
fn neighbours(region: &Token, country: CountryId) -> Vec<Hypothesis> {
    let divisions = divisions::admin1(&region.bare);
    if region.bare.chars().count() > 3 || divisions.iter().any(|division| division.country() == country) {
        return Vec::new();
    }
    // The United States have no ON or BC: there the code is right and the country wrong.
    let weight = |division: Admin1Id| {
        let are_north_american = country.is_one_of(&["US"]) && division.country().is_one_of(&["CA"]);
        if are_north_american { 3.2 } else { 0.5 }
    };
    divisions.into_iter().map(|division| Hypothesis::division(division, 2, weight(division))).collect()
}

/// The same, less those of which the end is only the name of a house or a street: "Maison de la Bretagne". A code names
/// none.
fn named_ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    ends(text).filter(|(head, tail)| tail.chars().count() <= CODE_MAX || !words::is_only_a_house(head))
}

/// Letters of a code of a country or a division.
const CODE_MAX: usize = 3;

/// A text cut before its last one, two and three words, as long as something is left in front.
pub(crate) fn ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.rmatch_indices(' ').take(3).filter_map(|(at, _)| {
        let (head, tail) = text.split_at_checked(at)?;
        Some((head, tail.trim_start()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    /// What the readings of a text say, as (country, division, parts taken, head).
    fn said(text: &str) -> Vec<(String, Option<&'static str>, usize, Option<String>)> {
        let code = |h: &Hypothesis| h.country.and_then(CountryId::code).map(|c| c.to_string()).unwrap_or_default();
        let all = hypotheses(&tokens(text));
        all.iter().map(|h| (code(h), h.admin1.map(Admin1Id::name), h.taken, h.head.clone())).collect()
    }

    #[test]
    fn a_country_that_is_spelt_out_excludes_all_others() {
        assert_eq!(said("Berlin, Germany"), [("DE".to_owned(), None, 1, None)]);
    }

    #[test]
    fn a_code_may_be_a_country_or_a_division() {
        let said = said("Boulder, CO");
        assert!(said.contains(&("CO".to_owned(), None, 1, None)));
        assert!(said.contains(&("US".to_owned(), Some("Colorado"), 1, None)));
    }

    #[test]
    fn a_division_may_stand_in_the_same_part_as_the_town() {
        assert!(said("Austin TX").contains(&("US".to_owned(), Some("Texas"), 1, Some("Austin".to_owned()))));
    }

    #[test]
    fn a_text_is_cut_before_its_last_words() {
        assert_eq!(ends("a b c d e").collect::<Vec<_>>(), [("a b c d", "e"), ("a b c", "d e"), ("a b", "c d e")]);
        assert_eq!(ends("a").count(), 0);
    }
}
