//! The classes of hCalendar, hCard, adr and geo, and what they are in microformats2 (its "backward compatibility" lists).

/// What a class means within an item.
pub(super) struct Meaning {
    /// How the value is taken: `p`, `u`, `dt` or `e`.
    pub(super) prefix: &'static str,
    /// The property.
    pub(super) name: &'static str,
    /// What the element is beside, if it is an item.
    pub(super) root: Option<&'static str>,
}

/// The root that a class of old marks.
pub(super) fn root(class: &str) -> Option<&'static str> {
    Some(match class {
        "vevent" => "h-event",
        "vcard" => "h-card",
        "adr" => "h-adr",
        "geo" => "h-geo",
        "hreview" => "h-review",
        "hentry" => "h-entry",
        "vcalendar" => "h-feed",
        _ => return None,
    })
}

/// What a class of old means in an item of a root.
pub(super) fn property(root: &str, class: &str) -> Option<Meaning> {
    let (prefix, name, root) = match (root, class) {
        ("h-event", "summary") => ("p", "name", None),
        ("h-event", "dtstart") => ("dt", "start", None),
        ("h-event", "dtend") => ("dt", "end", None),
        ("h-event", "duration") => ("dt", "duration", None),
        ("h-event", "rdate") => ("dt", "rdate", None),
        ("h-event", "last-modified") => ("dt", "updated", None),
        ("h-event", "description") => ("e", "description", None),
        ("h-event", "location") => ("p", "location", None),
        ("h-event", "organizer") => ("p", "organizer", None),
        ("h-event", "category") => ("p", "category", None),
        ("h-event", "status") => ("p", "status", None),
        ("h-event", "rrule") => ("p", "rrule", None),
        ("h-event", "attendee") => ("p", "attendee", None),
        ("h-event" | "h-card", "uid") => ("u", "uid", None),
        ("h-event" | "h-card", "url") => ("u", "url", None),
        ("h-event" | "h-card", "photo") => ("u", "photo", None),
        ("h-event" | "h-card", "adr") => ("p", "adr", Some("h-adr")),
        ("h-event" | "h-card", "geo") => ("p", "geo", Some("h-geo")),
        ("h-card", "fn") => ("p", "name", None),
        ("h-card", "org") => ("p", "org", None),
        ("h-card" | "h-adr", "street-address") => ("p", "street-address", None),
        ("h-card" | "h-adr", "extended-address") => ("p", "extended-address", None),
        ("h-card" | "h-adr", "locality") => ("p", "locality", None),
        ("h-card" | "h-adr", "region") => ("p", "region", None),
        ("h-card" | "h-adr", "postal-code") => ("p", "postal-code", None),
        ("h-card" | "h-adr", "country-name") => ("p", "country-name", None),
        ("h-geo", "latitude") => ("p", "latitude", None),
        ("h-geo", "longitude") => ("p", "longitude", None),
        _ => return None,
    };
    Some(Meaning { prefix, name, root })
}
