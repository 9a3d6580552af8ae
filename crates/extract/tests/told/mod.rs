//! What matters of listings, a line each.

#![allow(dead_code, reason = "each test file uses its part")]

use hobnob_domain::{Extraction, Format, Listing, PlaceWords, TimeWords};
use hobnob_extract::extract;

/// Reads a list, which must be one of that format.
pub(crate) fn read(url: &str, format: Format, body: &str) -> Extraction {
    let extraction = extract(&crate::dump::page(url, None, body.as_bytes()), None);
    assert_eq!(extraction.format, Some(format), "{:?}", extraction.problems);
    extraction
}

/// Name, from when until when, zone and status of each listing, as far as it says them.
pub(crate) fn when(extraction: &Extraction) -> Vec<String> {
    let line = |listing: &Listing| {
        let words = &listing.words;
        let rest = [time(words.end.as_ref()), words.zone.clone(), words.status.clone()];
        let first = [words.name.clone(), time(words.start.as_ref())].map(Option::unwrap_or_default);
        first.into_iter().chain(rest.into_iter().flatten()).collect::<Vec<_>>().join(" | ")
    };
    extraction.listings.iter().map(line).collect()
}

/// The place of each listing: its text, its house, its street, its town.
pub(crate) fn places(extraction: &Extraction) -> Vec<String> {
    let part = |label: &str, part: &Option<String>| part.as_ref().map(|part| format!("{label}={part}"));
    let line = |place: &PlaceWords| {
        let parts =
            [("text", &place.text), ("name", &place.name), ("address", &place.address), ("town", &place.locality)];
        let point = place.latitude.zip(place.longitude).map(|(north, east)| format!("at={north},{east}"));
        let parts = parts.into_iter().filter_map(|(label, value)| part(label, value));
        parts.chain(point).collect::<Vec<_>>().join(" | ")
    };
    extraction.listings.iter().map(|listing| listing.words.places.first().map(line).unwrap_or_default()).collect()
}

fn time(time: Option<&TimeWords>) -> Option<String> {
    let TimeWords { text, zone } = time?;
    Some(zone.as_ref().map_or_else(|| text.clone(), |zone| format!("{text} [{zone}]")))
}
