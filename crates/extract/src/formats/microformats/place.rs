//! Where an event takes place: a card, an address, coordinates, or text.

use super::item::{Item, Value};
use crate::{links, text};
use hobnob_domain::PlaceWords;
use url::Url;

/// So many places of one event are kept.
const PLACES_MAX: usize = 16;

/// Places one can go to, and where to take part online.
pub(super) fn read(event: &Item) -> (Vec<PlaceWords>, Option<Url>) {
    let mut join_url = None;
    let mut places: Vec<PlaceWords> = Vec::new();
    for value in event.all("location").iter().take(PLACES_MAX) {
        let mut place = PlaceWords::default();
        match value {
            Value::Item(item, _) => fill(&mut place, item),
            value => match links::sole(value.text()).filter(|url| !links::is_map(url)) {
                Some(url) => join_url = join_url.or(Some(url)),
                None => place.text = text::phrase(value.text()),
            },
        }
        if place != PlaceWords::default() && !places.contains(&place) {
            places.push(place);
        }
    }
    // Address and coordinates may stand beside the name of the house.
    let mut beside = PlaceWords::default();
    details(&mut beside, event);
    if beside != PlaceWords::default() {
        match places.first_mut() {
            Some(place) => details(place, event),
            None => places.push(beside),
        }
    }
    (places, join_url)
}

/// The words of an item that is a place.
fn fill(place: &mut PlaceWords, item: &Item) {
    place.name = item.text("name").or_else(|| item.text("org")).and_then(text::phrase);
    details(place, item);
    from_text(place, place.name.clone().filter(|_| item.is_of("h-geo")).as_deref().unwrap_or_default());
    let has_parts = place.address.is_some() || place.locality.is_some() || place.latitude.is_some();
    if !has_parts && place.text.is_none() {
        place.text = item.text("label").and_then(text::phrase);
    }
    // An address without parts is what its item is called.
    if !has_parts && item.is_of("h-adr") {
        place.text = place.text.take().or_else(|| place.name.take());
    }
}

/// Address and coordinates, of an item or of the items within it.
fn details(place: &mut PlaceWords, item: &Item) {
    address(place, item);
    for value in item.all("adr") {
        match value {
            Value::Item(inner, _) => {
                address(place, inner);
                point(place, inner);
                let is_told = place.address.is_some() || place.locality.is_some();
                if !is_told && place.text.is_none() {
                    place.text = text::phrase(value.text());
                }
            }
            value => place.text = place.text.take().or_else(|| text::phrase(value.text())),
        }
    }
    point(place, item);
    for value in item.all("geo") {
        if let Value::Item(inner, _) = value {
            point(place, inner);
        }
        from_text(place, value.text());
    }
}

fn address(place: &mut PlaceWords, item: &Item) {
    let fill = |known: &mut Option<String>, name: &str| {
        if known.is_none() {
            *known = item.text(name).and_then(text::phrase);
        }
    };
    fill(&mut place.address, "street-address");
    fill(&mut place.locality, "locality");
    fill(&mut place.region, "region");
    fill(&mut place.country, "country-name");
    fill(&mut place.postal_code, "postal-code");
}

fn point(place: &mut PlaceWords, item: &Item) {
    if let (Some(latitude), Some(longitude)) = (item.text("latitude"), item.text("longitude")) {
        from_text(place, &format!("{};{}", latitude.trim(), longitude.trim()));
    }
}

/// Coordinates as text: `52.5;13.4`, `52.5, 13.4`, `geo:52.5,13.4`.
fn from_text(place: &mut PlaceWords, written: &str) {
    let written = written.trim().strip_prefix("geo:").unwrap_or(written);
    let mut numbers = written.split([';', ',', '?', ' ', '\n']).filter(|part| !part.trim().is_empty());
    let mut next = || numbers.next()?.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if let (None, Some(latitude), Some(longitude)) = (place.latitude, next(), next())
        && latitude.abs() <= 90.0
        && longitude.abs() <= 180.0
        && (latitude != 0.0 || longitude != 0.0)
    {
        place.latitude = Some(latitude);
        place.longitude = Some(longitude);
    }
}
