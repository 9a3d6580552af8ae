//! The zone that a list names for all of its events that name none, whole days above all, as Google's calendars do:
//! `{"timeZone": "Europe/Berlin", "items": […]}`.

use crate::text;
use hobnob_domain::Listing;
use serde_json::Value;

/// What it is called.
const NAMES: [&str; 4] = ["timeZone", "timezone", "time_zone", "timeZoneId"];

/// The zone of a list. Only a place's counts: UTC, or an offset, may be that of the program which wrote the list.
pub(super) fn of_list(values: &[Value]) -> Option<String> {
    let [Value::Object(whole)] = values else { return None };
    let zone = NAMES.iter().find_map(|name| whole.get(*name)?.as_str())?;
    let is_place = zone.contains('/') && !zone.starts_with("Etc/") && !zone.contains(char::is_whitespace);
    text::line(zone, text::WORD_BYTES_MAX).filter(|_| is_place)
}

/// A listing whose times are in that zone where nothing nearer says otherwise.
pub(super) fn set(zone: Option<&String>, mut listing: Listing) -> Listing {
    listing.words.zone = listing.words.zone.take().or_else(|| zone.cloned());
    listing
}

#[cfg(test)]
mod tests {
    use super::of_list;
    use serde_json::json;

    #[test]
    fn a_place_is_told_from_what_servers_write() {
        let zone = |value: serde_json::Value| of_list(&[value]);
        assert_eq!(zone(json!({"timeZone": "Europe/Berlin", "items": []})).as_deref(), Some("Europe/Berlin"));
        for other in [
            json!({"timezone": "UTC"}),
            json!({"timezone": "Etc/UTC"}),
            json!({"timezone": "+02:00"}),
            json!({"timezone": "day / night"}),
            json!({"timezone": 3}),
            json!([{"timezone": "Europe/Berlin"}]),
        ] {
            assert_eq!(zone(other), None);
        }
    }
}
