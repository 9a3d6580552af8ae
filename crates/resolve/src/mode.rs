//! How one takes part: at a venue, over the network, or either.

use hobnob_domain::{AttendanceMode, EventKind, text::folded};

use crate::phrase::{holds, holds_any};

/// What is known that bears on the mode.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs<'a> {
    /// The field that says so: `https://schema.org/OnlineEventAttendanceMode`, `hybrid`.
    pub(crate) field: Option<&'a str>,
    /// The name, which may say "(Hybrid)".
    pub(crate) name: &'a str,
    /// Whether a house or a town is named.
    pub(crate) has_place: bool,
    /// Whether a place's text says online, or is an address on the network.
    pub(crate) is_place_online: bool,
    /// Whether a place's text says that it is both.
    pub(crate) is_place_mixed: bool,
    /// Whether there is an address to take part at.
    pub(crate) has_join_url: bool,
    /// What sort of gathering it is, as far as known.
    pub(crate) kind: Option<EventKind>,
}

const MIXED: &[&str] =
    &["mixed", "hybrid", "both", "hibrido", "hibrida", "hybride", "onsite and online", "online and onsite"];
const ONLINE: &[&str] = &[
    "online",
    "virtual",
    "remote",
    "digital",
    "webinar",
    "livestream",
    "live stream",
    "virtuell",
    "virtuel",
    "virtuelle",
    "en ligne",
    "en linea",
    "zoom",
    "onlineevent",
];
const OFFLINE: &[&str] = &[
    "offline",
    "physical",
    "in person",
    "inperson",
    "onsite",
    "on site",
    "venue",
    "presencial",
    "prasenz",
    "vor ort",
    "en persona",
    "presentiel",
    "irl",
];

/// Reads a mode field.
pub(crate) fn of_field(text: &str) -> Option<AttendanceMode> {
    let last = text.trim().rsplit(['/', '#']).next().unwrap_or_default();
    let word = folded(last.strip_suffix("EventAttendanceMode").unwrap_or(last));
    let has = |words| holds_any(&word, words);
    match (has(MIXED) || has(ONLINE) && has(OFFLINE), has(ONLINE), has(OFFLINE)) {
        (true, ..) => Some(AttendanceMode::Mixed),
        (_, true, _) => Some(AttendanceMode::Online),
        (_, _, true) => Some(AttendanceMode::Offline),
        _ => None,
    }
}

/// Decides. What a field says holds, except that plugins write "offline" for want of a thought: without any place, but
/// with an address to take part at, it is online.
pub(crate) fn decide(signs: &Signs<'_>) -> AttendanceMode {
    let is_online = signs.has_join_url || signs.is_place_online;
    match signs.field.and_then(of_field) {
        Some(AttendanceMode::Offline) if is_online && !signs.has_place => return AttendanceMode::Online,
        Some(AttendanceMode::Offline) if signs.is_place_mixed => return AttendanceMode::Mixed,
        Some(mode) => return mode,
        None => {}
    }
    let name = folded(signs.name);
    if signs.is_place_mixed || holds(&name, "hybrid") && (signs.has_place || is_online) {
        return AttendanceMode::Mixed;
    }
    match (signs.has_place, is_online) {
        (true, true) => AttendanceMode::Mixed,
        (true, false) => AttendanceMode::Offline,
        (false, true) => AttendanceMode::Online,
        (false, false) => {
            let is_told = signs.kind == Some(EventKind::Webinar) || holds_any(&name, ONLINE);
            if is_told { AttendanceMode::Online } else { AttendanceMode::Offline }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AttendanceMode::{Mixed, Offline, Online};

    #[test]
    fn fields_are_read_in_every_vocabulary() {
        assert_eq!(of_field("https://schema.org/OnlineEventAttendanceMode"), Some(Online));
        assert_eq!(of_field("http://schema.org/MixedEventAttendanceMode"), Some(Mixed));
        assert_eq!(of_field("OfflineEventAttendanceMode"), Some(Offline));
        assert_eq!(of_field("hybrid"), Some(Mixed));
        assert_eq!(of_field("PHYSICAL"), Some(Offline));
        assert_eq!(of_field("in-person"), Some(Offline));
        assert_eq!(of_field("in person & online"), Some(Mixed));
        assert_eq!(of_field("?"), None);
    }

    #[test]
    fn places_and_addresses_tell_the_mode() {
        let signs = |has_place, has_join_url| Signs { has_place, has_join_url, ..Signs::default() };
        assert_eq!(decide(&signs(true, true)), Mixed);
        assert_eq!(decide(&signs(true, false)), Offline);
        assert_eq!(decide(&signs(false, true)), Online);
        assert_eq!(decide(&signs(false, false)), Offline);
    }

    #[test]
    fn a_plugins_offline_gives_way_where_only_an_address_is_given() {
        let field = Some("https://schema.org/OfflineEventAttendanceMode");
        assert_eq!(decide(&Signs { field, has_join_url: true, ..Signs::default() }), Online);
        assert_eq!(decide(&Signs { field, has_join_url: true, has_place: true, ..Signs::default() }), Offline);
    }

    #[test]
    fn the_name_speaks_where_nothing_else_does() {
        let named = |name, has_place| decide(&Signs { name, has_place, ..Signs::default() });
        assert_eq!(named("Online: Rust Night", false), Online);
        assert_eq!(named("Online Marketing Meetup", true), Offline);
        assert_eq!(named("Rust Night (hybrid)", true), Mixed);
        assert_eq!(decide(&Signs { kind: Some(EventKind::Webinar), ..Signs::default() }), Online);
    }
}
