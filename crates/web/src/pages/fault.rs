//! What is wrong with what was asked, for people.

use super::link::{Link, href};
use crate::{
    search::{BadSearch, Pairs},
    words::language,
};
use hobnob_domain::{CountryCode, FilterError, NicheId, UnknownNiche, filter_words::niche_label, found_place::Area};
use hobnob_gazetteer::Gazetteer;

/// What is wrong, and the places or niches that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) text: String,
    /// Each with the address that asks the same with it; where a form has to be sent anew, with an empty one.
    pub(crate) meant: Vec<Link>,
    /// The field that it is about, where it is about one.
    pub(crate) field: Option<String>,
    /// The form that is sent anew by choosing one of the places that may have been meant; none where it has no field for
    /// a place.
    pub(crate) form: Option<&'static str>,
}

/// What the field that a fault is about says of it to those who don't see the page: that it is wrong, and where it
/// stands why. Attributes, or nothing.
pub(crate) fn mark(fault: &Option<Fault>, field: &str) -> &'static str {
    match fault {
        Some(fault) if fault.field.as_deref() == Some(field) => " aria-invalid=\"true\" aria-describedby=\"fault\"",
        _ => "",
    }
}

impl Fault {
    /// A fault in a form that no address fills in.
    pub(crate) fn new(bad: &BadSearch) -> Self {
        let meant = bad.places.iter().map(|place| Link::new(place, String::new())).collect();
        Self { text: told(bad), meant, field: bad.field.clone(), form: None }
    }

    /// A fault in a form that is sent anew with the place that was meant.
    pub(crate) fn in_form(bad: &BadSearch, form: &'static str) -> Self {
        let has_place = bad.field.as_deref() == Some("near");
        Self { form: has_place.then_some(form), ..Self::new(bad) }
    }

    /// A fault in a search or a form that can be asked by address: its links lead to the same page with another value of a key, and
    /// `without` some.
    pub(crate) fn leading(bad: &BadSearch, pairs: &Pairs, path: &str, without: &[&str]) -> Self {
        let with = |key: &str, value: &str, without: &[&str]| href(path, pairs.with(key, value, without));
        if let Some((written, unknown)) = unknown_niche(bad, pairs) {
            let meant = unknown.near.iter().filter_map(|slug| {
                let niche: NicheId = slug.parse().ok()?;
                let word = |word: &str| if word.trim() == unknown.word { (*slug).to_owned() } else { word.to_owned() };
                let words: Vec<String> = written.split(',').map(word).collect();
                Some(Link::new(niche_label(niche), with("niche", &words.join(","), without)))
            });
            let text = format!("“{}” is no niche.", unknown.word);
            return Self { text, meant: meant.collect(), field: bad.field.clone(), form: None };
        }
        let whole = bad.area.as_deref().and_then(|(_, area)| match area {
            Area::Country { code, name } => {
                let without = [without, &["near", "radius_km", "far_km"]].concat();
                Some(Link::new(format!("all of {name}"), with("country", &code.to_string(), &without)))
            }
            Area::Division { .. } => None,
        });
        let named = by_name(bad, pairs).map(|(key, codes, name)| Link::new(name, with(key, &codes, without)));
        let places = bad.places.iter().map(|place| Link::new(place, with("near", place, without)));
        let meant = named.into_iter().chain(whole).chain(places).collect();
        Self { text: told(bad), meant, field: bad.field.clone(), form: None }
    }
}

/// The word among what was written that is no niche but like one, where that is what is wrong.
fn unknown_niche(bad: &BadSearch, pairs: &Pairs) -> Option<(String, UnknownNiche)> {
    let written = pairs.value("niche");
    let unknown = written.split(',').find_map(|word| word.trim().parse::<NicheId>().err())?;
    let said = FilterError::BadValue { key: "niche".to_owned(), fault: unknown.to_string() }.to_string();
    (said == bad.message && !unknown.near.is_empty()).then_some((written, unknown))
}

/// Gives the code of what has a name, and its name as it is usually written.
type CodeOf = fn(&str) -> Option<(String, &'static str)>;

/// A country or a language that is written by its name, where that is what is wrong: the key, its values with the code in
/// the place of the name, and what it is called.
fn by_name(bad: &BadSearch, pairs: &Pairs) -> Option<(&'static str, String, String)> {
    let (key, code_of): (_, CodeOf) = match bad.field.as_deref()? {
        "country" => ("country", country_code),
        "lang" => ("lang", language_code),
        _ => return None,
    };
    let written = pairs.value(key);
    let words: Vec<&str> = written.split(',').map(str::trim).collect();
    let (word, (code, name)) = words.iter().find_map(|word| Some((*word, code_of(word)?)))?;
    let codes: Vec<&str> = words.iter().map(|other| if *other == word { code.as_str() } else { other }).collect();
    Some((key, codes.join(","), name.to_owned()))
}

fn country_code(word: &str) -> Option<(String, &'static str)> {
    let gazetteer = Gazetteer::embedded();
    let code = gazetteer.country_named(word).filter(|_| word.parse::<CountryCode>().is_err())?;
    Some((code.to_string(), gazetteer.country_name(code)?))
}

fn language_code(word: &str) -> Option<(String, &'static str)> {
    let codes = ('a'..='z').flat_map(|first| ('a'..='z').map(move |second| format!("{first}{second}")));
    let mut named = codes.filter_map(|code| Some((language(&code)?, code)));
    named.find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(name, code)| (code, name))
}

/// What is wrong with a search: the places that may have been meant stand below it.
fn told(bad: &BadSearch) -> String {
    match bad.area.as_deref() {
        Some((text, Area::Country { .. })) => {
            return format!("“{text}” is a country, and too wide to be near to: name a town.");
        }
        Some((text, Area::Division { name: _, country })) => {
            return format!("“{text}” is a part of {country}, and too wide to be near to: name a town.");
        }
        None if !bad.places.is_empty() => return "Several places have that name.".to_owned(),
        None => {}
    }
    let pieces = bad.message.split('`').enumerate();
    let quoted: String = pieces
        .map(|(position, piece)| match position {
            0 => piece.to_owned(),
            odd if odd % 2 == 1 => format!("“{piece}"),
            _ => format!("”{piece}"),
        })
        .collect();
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_may_have_been_meant_are_named_once_with_or_without_a_link() {
        let message = "`near`: `Springfield` is several places; say which: Springfield, Missouri".to_owned();
        let bad = BadSearch { places: vec!["Springfield, Missouri".to_owned()], ..BadSearch::of("near", message) };
        let named = Fault::new(&bad);
        assert_eq!(
            (named.text.as_str(), named.meant),
            ("Several places have that name.", vec![Link::new("Springfield, Missouri", "")])
        );
        let led = Fault::leading(&bad, &Pairs::default(), "/", &[]);
        assert_eq!(led.meant, [Link::new("Springfield, Missouri", "/?near=Springfield%2C+Missouri")]);
    }

    #[test]
    fn a_country_or_a_language_that_is_written_by_its_name_leads_to_its_code() {
        let led = |field: &str, query: &str| {
            let pairs = Pairs::read(Some(query)).unwrap();
            let meant = Fault::leading(&BadSearch::of(field, "no code"), &pairs, "/", &[]).meant;
            meant.into_iter().map(|link| (link.text, link.href)).next().unwrap_or_default()
        };
        let link = |text: &str, href: &str| (text.to_owned(), href.to_owned());
        assert_eq!(led("country", "niche=rust&country=AT,Germany"), link("Germany", "/?niche=rust&country=AT%2CDE"));
        assert_eq!(led("country", "country=Schweiz"), link("Switzerland", "/?country=CH"));
        assert_eq!(led("lang", "lang=german"), link("German", "/?lang=de"));
        assert_eq!(led("lang", "lang=Klingon"), link("", ""));
        assert_eq!(led("kind", "country=Germany&kind=party"), link("", ""), "something else is wrong");
    }

    #[test]
    fn a_country_that_was_written_for_a_place_leads_to_all_of_it() {
        let pairs = Pairs::read(Some("niche=rust&near=Italy&radius_km=50&after=x")).unwrap();
        let area = Area::Country { code: "IT".parse().unwrap(), name: "Italy".to_owned() };
        let places = vec!["Italy, Texas, United States".to_owned()];
        let bad =
            BadSearch { places, area: Some(Box::new(("Italy".to_owned(), area))), ..BadSearch::of("near", "too wide") };
        let led = Fault::leading(&bad, &pairs, "/", &["after"]);
        assert!(led.text.starts_with("“Italy” is a country"), "{}", led.text);
        let texts: Vec<&str> = led.meant.iter().map(|link| link.text.as_str()).collect();
        assert_eq!(texts, ["all of Italy", "Italy, Texas, United States"]);
        assert_eq!(led.meant.first(), Some(&Link::new("all of Italy", "/?niche=rust&country=IT")));
    }

    #[test]
    fn a_word_that_is_nearly_a_niche_leads_to_the_search_with_that_niche() {
        let pairs = Pairs::read(Some("niche=python,rusty&near=Berlin")).unwrap();
        let of = |message: &str| Fault::leading(&BadSearch::new(message), &pairs, "/", &["near"]);
        let led = of("`niche`: `rusty` is no niche; did you mean `rust`?");
        assert_eq!(
            (led.text.as_str(), led.meant),
            ("“rusty” is no niche.", vec![Link::new("Rust", "/?niche=python%2Crust")])
        );
        assert_eq!(of("`near`: `Mars` is no place").meant, [], "what else is wrong is told as it is");
    }

    #[test]
    fn what_was_written_stands_in_the_quotes_of_a_page() {
        let bad = BadSearch::new("`Mars` is no time zone; write one such as `Europe/Berlin`");
        assert_eq!(Fault::new(&bad).text, "“Mars” is no time zone; write one such as “Europe/Berlin”");
    }
}
