//! How one takes part: at a venue, over the network, or either.

mod words;

use hobnob_domain::{AttendanceMode, EventKind, text::folded};

use words::{
    ABOUT_THE_NETWORK, BESIDE, Folded, MIXED, MIXED_APART, MIXED_IN_NAMES, OFFLINE, ONLINE, ONLINE_APART,
    ONLINE_DESPITE_A_HOUSE, ONLINE_IN_NAMES,
};

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

/// Whether a part of a name between separators says one of these and nothing else.
fn stands_apart(name: &str, words: &Folded) -> bool {
    let parts =
        name.split([':', '(', ')', '[', ']', '|', '–', '—', ',', '/', '【', '】']).flat_map(|part| part.split(" - "));
    parts.map(folded).any(|part| {
        let mut rest = part.split(' ').filter(|word| !BESIDE.contain(word)).peekable();
        rest.peek().is_some() && rest.all(|word| words.contain(word))
    })
}

/// Whether a name says that one takes part over the network.
fn is_online_by(name: &str) -> bool {
    let folded = folded(name);
    ONLINE_IN_NAMES.are_in(&folded) && !ABOUT_THE_NETWORK.are_in(&folded) || stands_apart(name, &ONLINE_APART)
}

/// Whether a name says that one takes part either way: "(hybrid)", "Hybrid meetup: …"; not "Hybrid cloud".
fn is_mixed_by(name: &str) -> bool {
    stands_apart(name, &MIXED_APART) || MIXED_IN_NAMES.are_in(&folded(name))
}

/// Reads a mode field.
pub(crate) fn of_field(text: &str) -> Option<AttendanceMode> {
    let last = text.trim().rsplit(['/', '#']).next().unwrap_or_default();
    let word = folded(last.strip_suffix("EventAttendanceMode").unwrap_or(last));
    let (is_online, is_offline) = (ONLINE.are_in(&word), OFFLINE.are_in(&word));
    match (MIXED.are_in(&word) || is_online && is_offline, is_online, is_offline) {
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
    if signs.is_place_mixed || (signs.has_place || is_online) && is_mixed_by(signs.name) {
        return AttendanceMode::Mixed;
    }
    match (signs.has_place, is_online) {
        // "Rust Night (online)" at an office that all events of its group are said to be at.
        (true, _) if stands_apart(signs.name, &ONLINE_DESPITE_A_HOUSE) => AttendanceMode::Online,
        (true, true) => AttendanceMode::Mixed,
        (true, false) => AttendanceMode::Offline,
        (false, true) => AttendanceMode::Online,
        (false, false) => {
            let is_told = signs.kind == Some(EventKind::Webinar) || is_online_by(signs.name);
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
        assert_eq!(of_field("Présentiel"), Some(Offline));
        assert_eq!(of_field("En línea"), Some(Online));
        assert_eq!(of_field("híbrido"), Some(Mixed));
        assert_eq!(of_field("онлайн"), Some(Online));
        assert_eq!(of_field("オンライン"), Some(Online));
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
        assert_eq!(named("Rust Night (online)", true), Online);
        assert_eq!(named("[Online] Rust Night", true), Online);
        assert_eq!(named("Rust Night - virtual", true), Online);
        assert_eq!(named("Rust Night (online & in person)", true), Mixed);
        assert_eq!(named("Rust Night (Virtual)", false), Online);
        assert_eq!(named("Remote: Rust Night", false), Online);
        assert_eq!(named("Rust 勉強会 オンライン", false), Online);
        assert_eq!(named("Soirée Rust en ligne", false), Online);
        assert_eq!(decide(&Signs { kind: Some(EventKind::Webinar), ..Signs::default() }), Online);
    }

    #[test]
    fn what_a_name_is_about_is_no_way_to_take_part() {
        let named = |name, has_place| decide(&Signs { name, has_place, ..Signs::default() });
        for name in ["Virtual Reality Meetup", "Remote Work Evening", "Digital Marketing Night", "Online Safety Meetup"]
        {
            assert_eq!(named(name, false), Offline, "{name}");
        }
        assert_eq!(named("Hybrid Cloud Meetup", true), Offline);
    }
}
