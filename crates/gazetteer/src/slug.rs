//! A place as a part of an address: `berlin-de`, `springfield-illinois-us`.

use crate::{
    Place,
    find::{narrowed, needs_its_region},
    names::fold,
    records::CountryId,
};

/// The longest slug that is read, in bytes.
const SLUG_BYTES_MAX: usize = 120;

/// See [`Place::slug`].
pub(crate) fn slug(place: &Place) -> String {
    let region = place.admin1.filter(|_| needs_its_region(place)).map(fold);
    let parts = [Some(fold(place.name)), region, Some(place.country.as_str().to_ascii_lowercase())];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// See [`crate::Gazetteer::by_slug`].
pub(crate) fn by_slug(written: &str) -> Option<Place> {
    if written.len() > SLUG_BYTES_MAX {
        return None;
    }
    let words: Vec<&str> = written.split('-').filter(|word| !word.is_empty()).collect();
    let (code, words) = words.split_last()?;
    let country = CountryId::by_code(&code.to_ascii_uppercase())?.name();
    let mut first = None;
    for at in (1..=words.len()).rev() {
        let (name, region) = words.split_at_checked(at)?;
        let region = region.join(" ");
        let by: Vec<&str> = [region.as_str(), country].into_iter().filter(|part| !part.is_empty()).collect();
        for candidate in narrowed(&name.join(" "), &by) {
            let Some(place) = candidate.place.place() else { continue };
            if slug(&place) == written {
                return Some(place);
            }
            first = first.or(Some(place));
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use crate::Gazetteer;

    fn led_to(written: &str) -> Option<(String, String)> {
        let place = Gazetteer::embedded().by_slug(written)?;
        Some((place.clear_name(), place.slug()))
    }

    #[test]
    fn a_slug_leads_to_its_place_and_back() {
        for (written, name) in [
            ("berlin-de", "Berlin, Germany"),
            ("new-york-city-us", "New York City, United States"),
            ("frankfurt-am-main-de", "Frankfurt am Main, Germany"),
            ("springfield-illinois-us", "Springfield, Illinois, United States"),
            ("paris-fr", "Paris, France"),
        ] {
            assert_eq!(led_to(written), Some((name.to_owned(), written.to_owned())));
        }
    }

    #[test]
    fn another_spelling_leads_to_the_same_place() {
        assert_eq!(led_to("cologne-de").map(|found| found.1), Some("koln-de".to_owned()));
        assert_eq!(led_to("Berlin-DE").map(|found| found.1), Some("berlin-de".to_owned()));
    }

    #[test]
    fn what_is_no_place_is_none() {
        for written in ["", "de", "-", "berlin", "berlin-zz", "qqqxyz-de", &"a-".repeat(200)] {
            assert_eq!(led_to(written), None, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_a_slug_never_panics(written in "[a-zA-Zü-]{0,40}") {
            if let Some(place) = Gazetteer::embedded().by_slug(&written) {
                let again = Gazetteer::embedded().by_slug(&place.slug());
                proptest::prop_assert_eq!(again.map(|again| again.slug()), Some(place.slug()));
            }
        }
    }
}
