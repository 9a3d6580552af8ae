//! Places in a letter's words.

use std::borrow::Cow;

use hobnob_domain::Venue;

/// Countries whose towns are told with their state; elsewhere people don't.
const WITH_STATE: [&str; 6] = ["AU", "BR", "CA", "IN", "MX", "US"];

/// Where it is, on one line: the state only where people say it, and once. Lists write "Austin, TX" for the town.
pub(crate) fn place_line(venue: &Venue) -> String {
    let is_told = |code: &str| WITH_STATE.contains(&code);
    let is_with_state = venue.country.as_ref().is_none_or(|country| is_told(country.as_str()));
    let locality = town(venue).map(str::to_owned);
    let region = venue.region.clone().filter(|_| is_with_state || locality.is_none());
    let name = house(venue).map(str::to_owned);
    Venue { name, locality, region, ..venue.clone() }.line()
}

/// The name of the house. Lists write "Brno (Czechia)" or "CA (USA)" where they know none: the town again, or its state.
pub(crate) fn house(venue: &Venue) -> Option<&str> {
    let name = venue.name.as_deref()?;
    let Some((before, _)) = name.strip_suffix(')').and_then(|open| open.rsplit_once(" (")) else { return Some(name) };
    let told = [&venue.locality, &venue.region].into_iter().flatten().map(|text| text.to_lowercase());
    let told: Vec<String> = told.collect();
    let is_told = |word: &str| {
        let is_code = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code || told.iter().flat_map(|text| words(text)).any(|known| known == word.to_lowercase())
    };
    if !told.is_empty() && words(before).all(is_told) { None } else { Some(name) }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The town, without the code of a state that is told beside it.
pub(crate) fn town(venue: &Venue) -> Option<&str> {
    let locality = venue.locality.as_deref()?;
    let is_code = |tail: &str| matches!(tail.len(), 2 | 3) && tail.bytes().all(|byte| byte.is_ascii_uppercase());
    match locality.rsplit_once(", ") {
        Some((town, tail)) if venue.region.is_some() && is_code(tail) => Some(town),
        _ => Some(locality),
    }
}

/// A distance for people: "3 km", "1,250 km".
pub(crate) fn kilometres(km: f64) -> Cow<'static, str> {
    if km < 1.0 {
        return Cow::Borrowed("under 1 km");
    }
    let digits = format!("{km:.0}");
    let written = match digits.len().checked_sub(3).filter(|at| *at > 0).and_then(|at| digits.split_at_checked(at)) {
        Some((thousands, rest)) => format!("{thousands},{rest} km"),
        None => format!("{digits} km"),
    };
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(locality: &str, region: &str, country: &str) -> String {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (locality, region) = (said(locality), said(region));
        place_line(&Venue { locality, region, country: country.parse().ok(), ..Venue::default() })
    }

    #[test]
    fn a_state_is_told_where_people_say_it_and_once() {
        assert_eq!(line("Austin, TX", "Texas", "US"), "Austin, Texas, US");
        assert_eq!(line("New York, NY", "New York", "US"), "New York, US");
        assert_eq!(line("Austin, TX", "", "US"), "Austin, TX, US");
        assert_eq!(line("London", "England", "GB"), "London, GB");
        assert_eq!(line("", "Bavaria", "DE"), "Bavaria, DE");
        assert_eq!(line("Springfield", "Elsewhere", ""), "Springfield, Elsewhere");
    }

    #[test]
    fn a_town_that_stands_where_a_house_should_is_told_once() {
        let line = |name: &str, locality: &str, region: &str, country: &str| {
            let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let (name, locality, region) = (said(name), said(locality), said(region));
            place_line(&Venue { name, locality, region, country: country.parse().ok(), ..Venue::default() })
        };
        assert_eq!(line("Brno (Czechia)", "Brno", "", "CZ"), "Brno, CZ");
        assert_eq!(line("OR (USA)", "Portland", "Oregon", "US"), "Portland, Oregon, US");
        assert_eq!(
            line("Washington D.C. (USA)", "Washington", "District of Columbia", "US"),
            "Washington, District of Columbia, US"
        );
        assert_eq!(line("Old Mill (Yard)", "Brno", "", "CZ"), "Old Mill (Yard), Brno, CZ");
        assert_eq!(line("MIT", "Cambridge", "Massachusetts", "US"), "MIT, Cambridge, Massachusetts, US");
        assert_eq!(line("UNI (Hall 2)", "", "", "DE"), "UNI (Hall 2), DE");
    }

    #[test]
    fn thousands_of_kilometres_are_parted() {
        assert_eq!(
            [0.4, 1.4, 999.7, 1_249.6, 20_040.0].map(kilometres),
            ["under 1 km", "1 km", "1,000 km", "1,250 km", "20,040 km"]
        );
    }
}
