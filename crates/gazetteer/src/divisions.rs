//! Which country or first-level division a part of a text names.

use crate::{
    names::fold,
    records::{Admin1Id, CountryId},
    words,
};
use hobnob_domain::CountryCode;

/// Countries whose divisions are written as two letters that are other countries' codes.
const LETTERED: [&str; 5] = ["AU", "BR", "CA", "IN", "US"];

/// Parts of a country that have a code of their own and are also written with the country after them.
const TERRITORIES: [(&str, &str); 21] = [
    ("AW", "NL"),
    ("AX", "FI"),
    ("CW", "NL"),
    ("FO", "DK"),
    ("GF", "FR"),
    ("GG", "GB"),
    ("GI", "GB"),
    ("GL", "DK"),
    ("GP", "FR"),
    ("GU", "US"),
    ("HK", "CN"),
    ("IM", "GB"),
    ("JE", "GB"),
    ("MO", "CN"),
    ("MQ", "FR"),
    ("NC", "FR"),
    ("PF", "FR"),
    ("PR", "US"),
    ("RE", "FR"),
    ("TW", "CN"),
    ("VI", "US"),
];

/// A country that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) country: CountryId,
    /// Whether it can be nothing else: spelt out, or a code that is no code of a division.
    pub(crate) is_clear: bool,
}

impl CountryId {
    /// Whether its code is one of these.
    pub(crate) fn is_one_of(self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code.as_str()))
    }

    /// Whether it is written with that country after it: "Hong Kong, China".
    pub(crate) fn is_territory_of(self, country: Self) -> bool {
        let codes = self.code().zip(country.code());
        codes.is_some_and(|(inner, outer)| TERRITORIES.contains(&(inner.as_str(), outer.as_str())))
    }
}

/// The country a part of a text names. Codes must be in capitals: "in" is no India.
pub(crate) fn country(text: &str) -> Option<Named> {
    let text = text.trim_matches([' ', '.']);
    let key = fold(text);
    let letters: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    let is_code = letters.bytes().all(|b| b.is_ascii_uppercase());
    let clear = |country| Named { country, is_clear: true };
    let may_be_name = key.chars().count() > 3 || words::is_shouted(text);
    if let Some(country) = CountryId::by_key(&key).filter(|_| may_be_name) {
        return Some(clear(country));
    }
    match (letters.len(), is_code, text.contains('.')) {
        (3, true, _) => CountryId::by_long_code(&letters).map(clear),
        (2, true, false) => {
            let is_division = Admin1Id::by_key(&key).any(|division| division.country().is_one_of(&LETTERED));
            CountryId::by_code(&letters).map(|country| Named { country, is_clear: !is_division })
        }
        _ => None,
    }
}

/// The divisions a part of a text may name, of any country. Codes must be in capitals; "Goa" is a name.
pub(crate) fn admin1(text: &str) -> Vec<Admin1Id> {
    let text = text.trim_matches([' ', '.']);
    let key = fold(text);
    let mut found: Vec<Admin1Id> = Admin1Id::by_key(&key).collect();
    if key.is_ascii() && key.chars().count() <= 3 && !words::is_shouted(text) {
        found.retain(|division| words::is_capitalised(text) && fold(division.name()) == key);
    }
    if found.is_empty() {
        found.extend(words::without_direction(&key).into_iter().flat_map(Admin1Id::by_key));
    }
    found
}

/// States and provinces of North America as newspapers shorten them, with their codes (The Associated Press Stylebook,
/// "state names"; the Government Publishing Office's manual, §9.37). First those that are no words.
const SHORTENED: [(&str, &str); 17] = [
    ("Alta", "AB"),
    ("Ariz", "AZ"),
    ("Calif", "CA"),
    ("Colo", "CO"),
    ("Conn", "CT"),
    ("Fla", "FL"),
    ("Mich", "MI"),
    ("Minn", "MN"),
    ("Nebr", "NE"),
    ("Okla", "OK"),
    ("Ont", "ON"),
    ("Sask", "SK"),
    ("Tenn", "TN"),
    ("Tex", "TX"),
    ("Wis", "WI"),
    ("Wyo", "WY"),
    ("W.Va", "WV"),
];

/// The same that are words as well, or codes in other letters: only where nothing else stands beside them.
const SHORTENED_ALONE: [(&str, &str); 22] = [
    ("Ala", "AL"),
    ("Ark", "AR"),
    ("Del", "DE"),
    ("Ga", "GA"),
    ("Ill", "IL"),
    ("Ind", "IN"),
    ("Kan", "KS"),
    ("Ky", "KY"),
    ("Man", "MB"),
    ("Mass", "MA"),
    ("Md", "MD"),
    ("Miss", "MS"),
    ("Mo", "MO"),
    ("Mont", "MT"),
    ("Nev", "NV"),
    ("Ore", "OR"),
    ("Pa", "PA"),
    ("Penn", "PA"),
    ("Que", "QC"),
    ("Va", "VA"),
    ("Vt", "VT"),
    ("Wash", "WA"),
];

/// The state or province of a newspaper's abbreviation, or of a code with dots ("N.C."); one that is a word besides only where
/// it stands alone.
pub(crate) fn shortened(text: &str, stands_alone: bool) -> Option<Admin1Id> {
    let text = text.trim_matches([' ', '.']);
    let known = SHORTENED.iter().chain(SHORTENED_ALONE.iter().filter(|_| stands_alone));
    let code = known.into_iter().find(|(short, _)| *short == text).map(|(_, code)| (*code).to_owned());
    let dotted = || match text.as_bytes() {
        [one, b'.', other] if one.is_ascii_uppercase() && other.is_ascii_uppercase() => Some(text.replace('.', "")),
        _ => None,
    };
    let code = code.or_else(dotted)?;
    Admin1Id::by_key(&fold(&code)).find(|division| division.country().is_one_of(&["CA", "US"]))
}

/// The country of a field that holds nothing else: a name in any language, or a code in any case.
pub(crate) fn country_of_field(text: &str) -> Option<CountryCode> {
    let text: String = text.trim().chars().take(100).collect();
    let letters = text.replace('.', "").to_ascii_uppercase();
    let by_code = || match letters.len() {
        2 => CountryId::by_code(&letters),
        3 => CountryId::by_long_code(&letters),
        _ => None,
    };
    CountryId::by_key(&fold(&text)).or_else(by_code)?.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<(String, bool)> {
        country(text).and_then(|named| Some((named.country.code()?.to_string(), named.is_clear)))
    }

    #[test]
    fn newspapers_shorten_states() {
        let name = |text, alone| shortened(text, alone).map(Admin1Id::name);
        assert_eq!(name("Mass.", true), Some("Massachusetts"));
        assert_eq!(name("Ont", false), Some("Ontario"));
        assert_eq!(name("N.C.", false), Some("North Carolina"));
        assert_eq!(name("W.Va.", false), Some("West Virginia"));
        assert_eq!([name("Ind.", true), name("Ind.", false), name("tex", true)], [Some("Indiana"), None, None]);
        assert_eq!(name("Mass", false), None, "people go there");
    }

    #[test]
    fn a_country_is_named_by_name_or_by_code() {
        for text in ["Germany", "Deutschland", "DEU", "allemagne"] {
            assert_eq!(code(text), Some(("DE".to_owned(), true)), "{text}");
        }
        assert_eq!(code("DE"), Some(("DE".to_owned(), false)), "or Delaware");
        assert_eq!(code("U.S.A."), Some(("US".to_owned(), true)));
        assert_eq!(code("UK"), Some(("GB".to_owned(), true)));
        assert_eq!([code("in"), code("de"), code("Berlin"), code("")], [None, None, None, None]);
    }

    #[test]
    fn a_field_that_holds_a_country_may_be_small() {
        let found =
            ["de", "DEU", "germany", " Deutschland ", "u.s.a."].map(|t| country_of_field(t).map(|c| c.to_string()));
        assert_eq!(found, ["DE", "DE", "DE", "DE", "US"].map(|code| Some(code.to_owned())));
        assert_eq!(country_of_field("Narnia"), None);
    }

    #[test]
    fn a_division_is_named_by_name_or_by_code() {
        let first = |text| admin1(text).first().map(|division| division.name());
        assert_eq!(first("Northern California"), Some("California"));
        assert_eq!(first("TX"), Some("Texas"));
        assert_eq!((first("tx"), first("Narnia")), (None, None));
    }
}
