//! Where people meet on the network.

/// Hosts whose pages are rooms; a subdomain counts too.
const MEETING_HOSTS: [&str; 24] = [
    "airmeet.com",
    "bigmarker.com",
    "crowdcast.io",
    "discord.gg",
    "gather.town",
    "goto.com",
    "gotomeeting.com",
    "hopin.com",
    "jit.si",
    "livestorm.co",
    "meet.google.com",
    "meet.jit.si",
    "on24.com",
    "restream.io",
    "ringcentral.com",
    "streamyard.com",
    "teams.live.com",
    "teams.microsoft.com",
    "twitch.tv",
    "webex.com",
    "whereby.com",
    "youtu.be",
    "youtube.com",
    "zoom.us",
];

/// So many addresses of a text are looked at.
const ADDRESSES_MAX: usize = 50;

/// Whether the pages of a host are rooms in which people take part.
pub fn is_room(host: &str) -> bool {
    MEETING_HOSTS.iter().any(|room| host.strip_suffix(room).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// Whether a path on such a host leads into one room, and not to a channel, a recording or the front door.
fn is_one_room(host: &str, path: &str) -> bool {
    let is_on = |name: &str| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if is_on("zoom.us") {
        return ["j", "my", "s", "w", "wc", "meeting", "webinar"].contains(&first) && second.is_some();
    }
    if is_on("teams.microsoft.com") || is_on("teams.live.com") {
        return matches!((first, second), ("l", Some("meetup-join")) | ("meet", Some(_)));
    }
    if is_on("webex.com") {
        return ["meet", "join", "j.php", "weblink"].iter().any(|name| path.contains(&format!("/{name}")));
    }
    // Each of their pages is a room.
    let rooms = ["meet.google.com", "jit.si", "whereby.com", "meet.goto.com", "gotomeeting.com", "gather.town"];
    rooms.into_iter().any(is_on) && first.len() >= 6
}

/// The first address of a room in a text.
pub fn room_within(text: &str) -> Option<&str> {
    text.match_indices("https://").take(ADDRESSES_MAX).find_map(|(at, scheme)| {
        let rest = text.get(at..)?;
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | ','));
        let address = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', ';', '*', '_']);
        let (host, path) = address.get(scheme.len()..)?.split_once('/')?;
        let path = path.split(['?', '#']).next().unwrap_or(path);
        is_one_room(&host.to_ascii_lowercase(), path).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subdomain_is_a_room_too_and_a_longer_name_is_not() {
        assert_eq!(["zoom.us", "us02web.zoom.us", "notzoom.us", ""].map(is_room), [true, true, false, false]);
    }

    #[test]
    fn a_text_may_name_a_room() {
        for (text, room) in [
            ("Join Zoom Meeting https://us02web.zoom.us/j/123?pwd=a.", Some("https://us02web.zoom.us/j/123?pwd=a")),
            ("[Join](https://meet.google.com/abc-defg-hij)", Some("https://meet.google.com/abc-defg-hij")),
            (
                "https://teams.microsoft.com/l/meetup-join/19%3a/0",
                Some("https://teams.microsoft.com/l/meetup-join/19%3a/0"),
            ),
            ("Recorded: https://us02web.zoom.us/rec/share/1", None),
            ("Get https://zoom.us/download and join our https://discord.gg/lakes", None),
            ("On https://youtube.com/watch?v=1", None),
            ("https://", None),
        ] {
            assert_eq!(room_within(text), room, "{text}");
        }
    }
}
