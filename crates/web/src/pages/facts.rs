//! An event's facts as people read them, wherever it is shown.

use crate::{State, words};
use hobnob_domain::{AttendanceMode, CountryCode, Event, Offer, Standing, Venue};

/// A country's name; its code where the gazetteer has none.
pub(crate) fn country(state: &State, code: CountryCode) -> String {
    state.gazetteer.country_name(code).map_or_else(|| code.to_string(), str::to_owned)
}

/// The house and the town: "c-base, Berlin, Germany".
pub(crate) fn place(state: &State, event: &Event) -> String {
    let facts = &event.facts;
    match (&facts.venue, facts.attendance_mode) {
        (Some(venue), mode) => {
            let place = short_place(state, venue);
            match (place.is_empty(), mode) {
                (true, AttendanceMode::Offline) => "Place not announced".to_owned(),
                (true, _) => words::mode(mode).to_owned(),
                (false, AttendanceMode::Mixed) => format!("{place} and online"),
                (false, _) => place,
            }
        }
        (None, AttendanceMode::Offline) => "Place not announced".to_owned(),
        (None, mode) => words::mode(mode).to_owned(),
    }
}

fn short_place(state: &State, venue: &Venue) -> String {
    let country = venue.country.map(|code| country(state, code));
    let mut parts: Vec<&str> = Vec::new();
    let known = [venue.house(), venue.locality.as_deref(), country.as_deref()];
    for part in known.into_iter().flatten() {
        if !part.trim().is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

/// "1.2 km", "340 km"; nothing where it is next door, or where only the town is known.
pub(crate) fn kilometres(distance: f64) -> Option<String> {
    match distance {
        near if near < 1.0 => None,
        middling if middling < 10.0 => Some(format!("{middling:.1} km")),
        far => Some(format!("{far:.0} km")),
    }
}

/// What must be said before anything else, if anything.
pub(crate) fn warning(event: &Event, status: hobnob_domain::EventStatus) -> Option<&'static str> {
    words::status(status).or(match event.standing {
        Standing::Confirmed => None,
        Standing::Unconfirmed => Some("Unconfirmed"),
        Standing::Gone => Some("No longer listed"),
    })
}

/// "Early bird: 49.90 EUR".
pub(crate) fn price(offer: &Offer) -> Option<String> {
    let Offer { name, price, currency, url: _ } = offer;
    let amount = match (price.as_deref(), currency.as_deref()) {
        (Some("0" | "0.00" | "0.0"), _) => Some("free".to_owned()),
        (Some(price), Some(currency)) => Some(format!("{price} {currency}")),
        (Some(price), None) => Some(price.to_owned()),
        (None, _) => None,
    };
    match (name.as_deref(), amount) {
        (Some(name), Some(amount)) => Some(format!("{name}: {amount}")),
        (Some(name), None) => Some(name.to_owned()),
        (None, amount) => amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_told_as_far_as_it_is_known() {
        let offer = |name: &str, price: &str, currency: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            price_of(&Offer { name: some(name), price: some(price), currency: some(currency), url: None })
        };
        fn price_of(offer: &Offer) -> Option<String> {
            price(offer)
        }
        assert_eq!(offer("Early bird", "49.90", "EUR").as_deref(), Some("Early bird: 49.90 EUR"));
        assert_eq!(offer("", "0", "EUR").as_deref(), Some("free"));
        assert_eq!(offer("", "", "EUR"), None);
    }
}
