//! Where a VEVENT takes place, in the house or on the network.

use super::names::Name;
use super::tree::Event;
use super::value::{coordinates, unescaped};
use crate::{links, text};
use hobnob_domain::PlaceWords;

/// What is said about where.
#[derive(Default)]
pub(in crate::formats) struct Whereabouts {
    /// Places one can go to.
    pub(in crate::formats) places: Vec<PlaceWords>,
    /// Where to take part online.
    pub(in crate::formats) join_url: Option<String>,
    /// The event's page, where LOCATION is one.
    pub(in crate::formats) page_url: Option<String>,
}

impl Whereabouts {
    fn at(mut self, place: PlaceWords) -> Self {
        if place != PlaceWords::default() {
            // Pushed, it would take room for four.
            self.places = vec![place];
        }
        self
    }
}

/// Where an event takes place whose LOCATION is this text.
pub(in crate::formats) fn whereabouts(written: &str) -> Whereabouts {
    let (mut found, mut place) = (Whereabouts::default(), PlaceWords::default());
    location(written, &mut place, &mut found);
    found.at(place)
}

/// Reads LOCATION, GEO, X-APPLE-STRUCTURED-LOCATION and CONFERENCE.
pub(super) fn read(event: &Event) -> Whereabouts {
    let mut found = Whereabouts::default();
    let mut place = PlaceWords::default();
    if let Some(written) = event.value(Name::Location) {
        location(&unescaped(written), &mut place, &mut found);
    }
    structured(event, &mut place);
    if let Some((latitude, longitude)) = event.value(Name::Geo).and_then(coordinates) {
        place.latitude = Some(latitude);
        place.longitude = Some(longitude);
    }
    let said = event.all(Name::Conference).find_map(|property| links::sole(&unescaped(property.value)));
    found.join_url = said.map(String::from).or(found.join_url);
    found.at(place)
}

/// LOCATION: usually a postal address, sometimes a room on the network, on Luma the event's page while the address is
/// hidden.
fn location(written: &str, place: &mut PlaceWords, found: &mut Whereabouts) {
    match links::sole(written) {
        Some(url) if links::is_luma(&url) => found.page_url = Some(url.into()),
        Some(url) if links::is_map(&url) => place.text = Some(url.into()),
        Some(url) => found.join_url = Some(url.into()),
        None => {
            found.join_url = links::meeting_within(written).map(String::from);
            place.text = text::phrase(written);
        }
    }
}

/// Apple's property: a title and an address in parameters, `geo:latitude,longitude` as the value.
fn structured(event: &Event, place: &mut PlaceWords) {
    let Some(property) = event.first(Name::StructuredLocation) else { return };
    let param = |name| property.param(name).and_then(|written| text::phrase(&unescaped(&written)));
    let title = param("X-TITLE");
    match title.as_deref().and_then(|street| house_before(event, street)) {
        Some(house) => (place.name, place.address) = (Some(house), title),
        None => {
            place.name = title.filter(|title| Some(title) != place.text.as_ref());
            place.address = param("X-ADDRESS").filter(|address| Some(address) != place.text.as_ref());
        }
    }
    let point = property.value.trim().strip_prefix("geo:").and_then(|geo| coordinates(geo.split(';').next()?));
    if let Some((latitude, longitude)) = point {
        place.latitude = Some(latitude);
        place.longitude = Some(longitude);
    }
}

/// The house that LOCATION names before a street: The Events Calendar gives the street as the title, and as the address
/// the house, street and town in one.
fn house_before(event: &Event, street: &str) -> Option<String> {
    if !street.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let location = unescaped(event.value(Name::Location)?);
    let mut parts = location.split([',', '\n']).filter_map(text::phrase);
    let house = parts.next().filter(|house| house != street)?;
    parts.next().filter(|second| second == street).map(|_| house)
}
