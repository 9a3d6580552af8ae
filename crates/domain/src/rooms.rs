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

/// Whether the pages of a host are rooms in which people take part.
pub fn is_room(host: &str) -> bool {
    MEETING_HOSTS.iter().any(|room| host.strip_suffix(room).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subdomain_is_a_room_too_and_a_longer_name_is_not() {
        assert_eq!(["zoom.us", "us02web.zoom.us", "notzoom.us", ""].map(is_room), [true, true, false, false]);
    }
}
