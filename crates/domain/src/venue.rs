//! Where one goes.

use std::collections::BTreeSet;

use crate::{CountryCode, Point, text::folded};

/// How far apart the points of one town may lie, in kilometres: it has several names, and sources differ in them.
const TOWN_KM: f64 = 10.0;

/// Countries whose towns are told with their state; elsewhere people don't.
const WITH_STATE: [&str; 6] = ["AU", "BR", "CA", "IN", "MX", "US"];

/// Countries where a post code of digits stands in front of the town: "10179 Berlin".
const CODE_BEFORE_TOWN: [&str; 32] = [
    "AT", "BA", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IS", "IT", "LI", "LT",
    "LU", "LV", "MC", "MK", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK",
];

/// A physical place; a place on the network is a `join_url`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Venue {
    /// The house: "c-base".
    pub name: Option<String>,
    /// Street, number and what else a postman needs.
    pub address: Option<String>,
    /// The town.
    pub locality: Option<String>,
    /// State, province or county.
    pub region: Option<String>,
    /// The country.
    pub country: Option<CountryCode>,
    /// Of the house if known, else of the town.
    pub point: Option<Point>,
    /// Whether the point is the middle of the town: near enough to look around there, no place to be led to.
    pub is_town_centre: bool,
    /// The town's GeoNames id.
    pub geoname_id: Option<u32>,
}

impl Venue {
    /// The state, province or county where people say it: behind a town only in some countries.
    pub fn told_region(&self) -> Option<&str> {
        let is_told = self.country.as_ref().is_none_or(|country| WITH_STATE.contains(&country.as_str()));
        self.region.as_deref().filter(|_| is_told || self.locality.is_none())
    }

    /// The name of the house. Lists write "Brno (Czechia)" or "CA (USA)" where they know none: the town again, or its state.
    pub fn house(&self) -> Option<&str> {
        let is_town = |name: &str| (name.ends_with(')') && self.is_town_again(name)) || self.is_part_of_town(name);
        self.name.as_deref().filter(|name| !is_town(name))
    }

    /// Whether a text is the town's name or the begin of it: "New York" in New York City.
    fn is_part_of_town(&self, text: &str) -> bool {
        let Some(town) = self.locality.as_deref().map(folded) else { return false };
        let text = folded(text);
        !text.is_empty() && town.strip_prefix(&text).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    /// Street and number, and what else a postman needs; nothing where lists write the town once more: "OR (USA), Portland".
    pub fn street(&self) -> Option<&str> {
        self.address.as_deref().filter(|address| !self.is_town_again(address))
    }

    /// Whether a text names nothing beside the town, its state or its country, which may stand behind it in brackets.
    fn is_town_again(&self, text: &str) -> bool {
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            return false; // as nearly every street
        }
        let wider = [&self.locality, &self.region];
        let mut told: BTreeSet<String> = wider.into_iter().flatten().flat_map(|text| words(text)).collect();
        let (mut before, mut has_brackets) = (String::new(), false);
        for (position, part) in text.split('(').enumerate() {
            let behind = if position == 0 { Some(part) } else { part.split_once(')').map(|(_, behind)| behind) };
            before.extend([" ", behind.unwrap_or(part)]);
            has_brackets |= position > 0 && behind.is_some();
        }
        // The code of a state: "OR", "D.C.", in Australia "NSW".
        let letters = if self.country.is_some_and(|code| code.as_str() == "AU") { 3 } else { 2 };
        let written = before.split(|c: char| !c.is_alphanumeric());
        let is_code =
            |word: &str| word.len() <= letters && written.clone().any(|said| said == word.to_ascii_uppercase());
        let is_known = !told.is_empty();
        told.extend(self.country.iter().flat_map(|code| words(code.as_str())));
        let said = words(&before);
        is_known && !said.is_empty() && said.iter().all(|word| told.contains(word) || (has_brackets && is_code(word)))
    }

    /// Where the house is, if that is known.
    pub fn exact_point(&self) -> Option<Point> {
        self.point.filter(|_| !self.is_town_centre)
    }

    /// One line for people: what is known, from the house to the country.
    pub fn line(&self) -> String {
        self.line_in(self.country.as_ref().map(CountryCode::as_str))
    }

    /// The same, where the country has a name.
    pub fn line_in(&self, country: Option<&str>) -> String {
        let mut parts: Vec<&str> = Vec::with_capacity(5);
        let (street, code) = self.street_and_code();
        let town = self.town_with_code(code);
        let known = [self.house(), street, town.as_deref(), self.told_region(), country];
        for part in known.into_iter().flatten().map(str::trim) {
            if !part.is_empty() && !parts.iter().any(|before| ends_with(before, part)) {
                parts.push(part);
            }
        }
        parts.join(", ")
    }

    /// The lines of an address, without the country: house, street, town.
    pub fn address_lines(&self) -> Vec<String> {
        let (street, code) = self.street_and_code();
        let town = self.town_with_code(code);
        let town: Vec<&str> = [town.as_deref(), self.told_region()].into_iter().flatten().collect();
        let town = town.join(", ");
        let known = [self.house(), street, Some(town.as_str())];
        let mut lines: Vec<String> = Vec::new();
        for line in known.into_iter().flatten().filter(|line| !line.is_empty()) {
            if !lines.iter().any(|before| before == line) {
                lines.push(line.to_owned());
            }
        }
        lines
    }

    /// The street, and the post code behind it where that belongs in front of the town.
    fn street_and_code(&self) -> (Option<&str>, Option<&str>) {
        let Some(street) = self.street() else { return (None, None) };
        let is_before = self.locality.is_some() && self.is_code_before_town();
        match street.rsplit_once(',').map(|(street, code)| (street.trim(), code.trim())) {
            Some((street, code)) if is_before && is_post_code(code) => (Some(street), Some(code)),
            _ if is_before && is_post_code(street) => (None, Some(street)),
            _ => (Some(street), None),
        }
    }

    /// The town behind its post code; none where the street ends with it already: "Prinsengracht 5, 1012 DK Amsterdam".
    fn town_with_code(&self, code: Option<&str>) -> Option<String> {
        let town = self.locality.as_deref()?;
        match code {
            Some(code) => Some(format!("{code} {town}")),
            None if self.is_town_in_street(town) => None,
            None => Some(town.to_owned()),
        }
    }

    fn is_code_before_town(&self) -> bool {
        self.country.is_some_and(|country| CODE_BEFORE_TOWN.contains(&country.as_str()))
    }

    /// Whether the street ends with the town, as it is called here or there: "Atelierstr. 1, 81671 München" for Munich.
    fn is_town_in_street(&self, town: &str) -> bool {
        let Some(street) = self.street() else { return false };
        let last = street.rsplit(',').next().unwrap_or_default();
        let (code, named): (Vec<&str>, Vec<&str>) = last.split_whitespace().partition(|word| has_digit(word));
        let has_town = is_post_code(&code.join(" ")) && !named.is_empty() && last.trim().ends_with(&named.join(" "));
        ends_with(street, town) || (self.is_code_before_town() && has_town)
    }

    /// Whether somebody who went to `before` would be wrong here. Sources write one place in many ways, and learn more of
    /// it: neither is another place.
    pub fn is_elsewhere(&self, before: &Self) -> bool {
        let points = self.point.zip(before.point);
        let is_far = points.is_none_or(|(here, there)| here.distance_km(there) > TOWN_KM);
        if let Some((here, there)) = self.locality.as_deref().zip(before.locality.as_deref())
            && folded(here) != folded(there)
            && is_far
        {
            return true;
        }
        let (here, there) = (self.house_words(), before.house_words());
        let common = here.intersection(&there).count();
        !here.is_empty() && !there.is_empty() && 2 * common < here.len().min(there.len())
    }

    /// The words of house and street, without those that also name the town.
    fn house_words(&self) -> BTreeSet<String> {
        let country = self.country.map(|code| code.to_string());
        let wider =
            [&self.locality, &self.region, &country].into_iter().flatten().flat_map(|text| words(text)).collect();
        let house: BTreeSet<String> =
            [&self.name, &self.address].into_iter().flatten().flat_map(|text| words(text)).collect();
        house.difference(&wider).cloned().collect()
    }
}

/// Whether a text ends with a part of an address, alone or behind a post code.
fn ends_with(text: &str, part: &str) -> bool {
    let Some(before) = text.strip_suffix(part) else { return false };
    let is_code =
        |before: &str| before.rsplit(", ").next().is_some_and(|code| code.bytes().any(|b| b.is_ascii_digit()));
    before.is_empty() || before.ends_with(", ") || (before.ends_with(' ') && is_code(before))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text may be a post code of digits, such as "10179", "D-10179", "110 00" or "00-950".
fn is_post_code(text: &str) -> bool {
    let code = text.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start_matches('-');
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    text.len() - code.len() <= 3
        && (4..=7).contains(&digits)
        && code.bytes().all(|b| b.is_ascii_digit() || b" -".contains(&b))
}

/// The words of a text, folded.
fn words(text: &str) -> BTreeSet<String> {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn venue(name: &str, address: &str, locality: &str, point: Option<(f64, f64)>) -> Venue {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Venue {
            name: said(name),
            address: said(address),
            locality: said(locality),
            point: point.and_then(|(latitude, longitude)| Point::new(latitude, longitude)),
            ..Venue::default()
        }
    }

    #[test]
    fn a_state_is_told_where_people_say_it_and_once() {
        let line = |locality: &str, region: &str, country: &str| {
            let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let (locality, region) = (said(locality), said(region));
            Venue { locality, region, country: country.parse().ok(), ..Venue::default() }.line()
        };
        assert_eq!(line("Austin", "Texas", "US"), "Austin, Texas, US");
        assert_eq!(line("New York", "New York", "US"), "New York, US");
        assert_eq!(line("London", "England", "GB"), "London, GB");
        assert_eq!(line("", "Bavaria", "DE"), "Bavaria, DE");
        assert_eq!(line("Springfield", "Elsewhere", ""), "Springfield, Elsewhere");
    }

    #[test]
    fn a_post_code_stands_in_front_of_its_town_where_people_write_it_there() {
        let of = |address: &str, town: &str, country: &str| Venue {
            country: country.parse().ok(),
            ..venue("Old Mill", address, town, None)
        };
        let line = |address: &str, town: &str, country: &str| of(address, town, country).line();
        assert_eq!(line("Mill St 2, 10179", "Berlin", "DE"), "Old Mill, Mill St 2, 10179 Berlin, DE");
        assert_eq!(line("10179", "Berlin", "DE"), "Old Mill, 10179 Berlin, DE");
        assert_eq!(line("Mill St 2, 110 00", "Prague", "CZ"), "Old Mill, Mill St 2, 110 00 Prague, CZ");
        assert_eq!(line("Mill St 2, 81671 München", "Munich", "DE"), "Old Mill, Mill St 2, 81671 München, DE");
        assert_eq!(line("Mill St 2, 110 00 Praha", "Prague", "CZ"), "Old Mill, Mill St 2, 110 00 Praha, CZ");
        assert_eq!(line("Mill St 2, Hall 1200", "Prague", "CZ"), "Old Mill, Mill St 2, Hall 1200, Prague, CZ");
        assert_eq!(line("Mill St 2, 10179 Berlin", "Berlin", "DE"), "Old Mill, Mill St 2, 10179 Berlin, DE");
        assert_eq!(line("Mill St 2, Hall 12", "Berlin", "DE"), "Old Mill, Mill St 2, Hall 12, Berlin, DE");
        assert_eq!(line("2 Mill St, 02139", "Cambridge", "US"), "Old Mill, 2 Mill St, 02139, Cambridge, US");
        assert_eq!(of("Mill St 2, 10179", "Berlin", "DE").address_lines(), ["Old Mill", "Mill St 2", "10179 Berlin"]);
        assert_eq!(
            of("Mill St 2, 81671 München", "Munich", "DE").address_lines(),
            ["Old Mill", "Mill St 2, 81671 München"]
        );
    }

    #[test]
    fn a_town_that_stands_where_a_house_should_is_told_once() {
        let line = |name: &str, locality: &str, region: &str, country: &str| {
            let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let (name, locality, region) = (said(name), said(locality), said(region));
            Venue { name, locality, region, country: country.parse().ok(), ..Venue::default() }.line()
        };
        assert_eq!(line("Brno (Czechia)", "Brno", "", "CZ"), "Brno, CZ");
        assert_eq!(line("OR (USA)", "Portland", "Oregon", "US"), "Portland, Oregon, US");
        assert_eq!(
            line("Washington D.C. (USA)", "Washington", "District of Columbia", "US"),
            "Washington, District of Columbia, US"
        );
        assert_eq!(line("New York", "New York City", "New York", "US"), "New York City, New York, US");
        assert_eq!(line("New", "Newcastle", "", "GB"), "New, Newcastle, GB");
        assert_eq!(line("Old Mill (Yard)", "Brno", "", "CZ"), "Old Mill (Yard), Brno, CZ");
        assert_eq!(line("NSW (Australia)", "Sydney", "New South Wales", "AU"), "Sydney, New South Wales, AU");
        assert_eq!(line("MIT (Cambridge)", "Cambridge", "", "US"), "MIT (Cambridge), Cambridge, US");
        assert_eq!(line("MIT", "Cambridge", "Massachusetts", "US"), "MIT, Cambridge, Massachusetts, US");
        assert_eq!(line("UNI (Hall 2)", "", "", "DE"), "UNI (Hall 2), DE");
    }

    #[test]
    fn a_town_that_stands_where_a_street_should_is_told_once() {
        let line = |address: &str, locality: &str, region: &str, country: &str| {
            let region = Some(region.to_owned()).filter(|region| !region.is_empty());
            Venue { region, country: country.parse().ok(), ..venue("", address, locality, None) }.line()
        };
        assert_eq!(line("OR (USA), Portland", "Portland", "Oregon", "US"), "Portland, Oregon, US");
        assert_eq!(line("Gracht 5, 1012 DK Amsterdam", "Amsterdam", "", "NL"), "Gracht 5, 1012 DK Amsterdam, NL");
        assert_eq!(line("Old Mill of Bern", "Bern", "", "CH"), "Old Mill of Bern, Bern, CH");
        assert_eq!(line("Berlin, DE", "Berlin", "", "DE"), "Berlin, DE");
        assert_eq!(line("(Portland", "Portland", "", "US"), "Portland, US");
        assert_eq!(line("Portland St 5", "Portland", "Oregon", "US"), "Portland St 5, Portland, Oregon, US");
        assert_eq!(line("D 4 (yard)", "Bern", "", "CH"), "D 4 (yard), Bern, CH");
        assert_eq!(line("DE", "", "", "DE"), "DE");
        assert_eq!(line("---", "Bern", "", "CH"), "---, Bern, CH");
    }

    #[test]
    fn another_house_or_town_is_elsewhere() {
        let base = venue("c-base", "Rungestraße 20", "Berlin", None);
        assert!(venue("betahaus", "Rudi-Dutschke-Str. 23", "Berlin", None).is_elsewhere(&base));
        assert!(venue("", "", "Hamburg", None).is_elsewhere(&venue("", "", "Berlin", None)));
        let in_hall = venue("Hall 1, Old Mill", "", "Berlin", Some((52.52, 13.4)));
        assert!(venue("Hall 1, Old Mill", "", "Hamburg", Some((53.55, 10.0))).is_elsewhere(&in_hall));
    }

    #[test]
    fn more_words_or_other_spelling_are_the_same_place() {
        let town = venue("", "", "Berlin", None);
        let base = venue("c-base", "Rungestraße 20", "Berlin", None);
        assert!(!base.is_elsewhere(&town) && !town.is_elsewhere(&base));
        assert!(!venue("c-base e.V.", "Rungestr. 20, 10179 Berlin", "Berlin", None).is_elsewhere(&base));
        let koeln = venue("", "", "Köln", Some((50.933, 6.95)));
        assert!(!venue("", "", "Cologne", Some((50.94, 6.96))).is_elsewhere(&koeln));
    }
}
