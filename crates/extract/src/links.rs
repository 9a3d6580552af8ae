//! Links as pages write them, made absolute; only `http` and `https` are kept.

use crate::{entities, text};
use hobnob_domain::rooms;
use url::Url;

/// The longest link kept, in bytes.
const BYTES_MAX: usize = 2048;

/// The absolute address of a link on a page. None for anything that no browser would open over HTTP.
pub(crate) fn resolved(base: &Url, written: &str) -> Option<Url> {
    let written = entities::decoded(written.trim().trim_start_matches('<').trim_end_matches('>'));
    let escaped = unescaped(written.trim());
    let written = escaped.as_deref().unwrap_or(written.trim());
    if written.is_empty() || written.starts_with('#') || written.len() > BYTES_MAX {
        return None;
    }
    let url = if written.starts_with("www.") { Url::parse(&format!("https://{written}")) } else { base.join(written) };
    url.ok().filter(is_for_all)
}

/// An address that was escaped as a whole: `https%3A%2F%2Fexample.org`.
fn unescaped(written: &str) -> Option<String> {
    let begins = |scheme: &&str| written.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if !["http%3a%2f%2f", "https%3a%2f%2f"].iter().any(begins) || written.len() > BYTES_MAX {
        return None;
    }
    let encoded = written.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(encoded.as_bytes()).next().map(|(decoded, _)| decoded.into_owned())
}

/// Whether an address is one of the web and holds no password.
fn is_for_all(url: &Url) -> bool {
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    matches!(url.scheme(), "http" | "https") && !has_credentials && url.as_str().len() <= BYTES_MAX
}

/// The same, as text.
pub(crate) fn absolute(base: &Url, written: &str) -> Option<String> {
    resolved(base, written).map(String::from)
}

/// The address a text consists of, if that is all it consists of.
pub(crate) fn sole(text: &str) -> Option<Url> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    if !has_scheme(text) || text.len() > BYTES_MAX || text.contains(char::is_whitespace) {
        return None;
    }
    Url::parse(entities::decoded(text).trim()).ok().filter(is_for_all)
}

fn has_scheme(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|t| t.eq_ignore_ascii_case(scheme)))
}

/// So many addresses of a text are looked at for a place to meet.
const ADDRESSES_MAX: usize = 256;

/// The first address in a text whose host is a place to meet online.
pub(crate) fn meeting_within(text: &str) -> Option<Url> {
    text.match_indices("http").take(ADDRESSES_MAX).find_map(|(at, _)| {
        let rest = text::cut(text.get(at..)?, BYTES_MAX + 1);
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ',' | ';'));
        let url = sole(rest.get(..end.unwrap_or(rest.len()))?)?;
        is_meeting(&url).then_some(url)
    })
}

/// Whether an address leads into a room on the network.
pub(crate) fn is_meeting(url: &Url) -> bool {
    url.host_str().is_some_and(rooms::is_room) || (is_at_luma(url) && url.path().starts_with("/join/"))
}

/// First labels of hosts on which people run rooms of their own. Conferences have `meeting.` and `webinar.` for pages.
const ROOM_LABELS: [&str; 3] = ["bbb", "jitsi", "meet"];

/// Hosts of rooms that also have pages which tell of events.
const CHANNEL_HOSTS: [&str; 5] = ["airmeet.com", "crowdcast.io", "twitch.tv", "youtube.com", "youtu.be"];

/// Whether an address that should be an event's page leads into a room and nowhere else.
pub(crate) fn is_room(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let is_own = host.split_once('.').is_some_and(|(label, _)| ROOM_LABELS.contains(&label));
    (is_meeting(url) || is_own) && !is_host(host, &CHANNEL_HOSTS)
}

/// How close a map must be to show where a place is by its middle: some streets.
const ZOOM_MIN: f64 = 14.0;

/// Hosts whose pages show where a place is.
const MAP_HOSTS: [&str; 6] =
    ["goo.gl", "maps.app.goo.gl", "maps.apple.com", "maps.google.com", "openstreetmap.org", "osm.org"];

/// Whether an address shows where a place is.
pub(crate) fn is_map(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    is_host(host, &MAP_HOSTS) || (host.contains("google.") && url.path().starts_with("/maps"))
}

/// The point that an address of a map marks, or is close around: `…!3d52.5!4d13.4`, `?q=52.5,13.4`, `/@52.5,13.4,17z`,
/// `?mlat=52.5&mlon=13.4`, `#map=17/52.5/13.4`.
pub(crate) fn point_of_map(url: &Url) -> Option<(f64, f64)> {
    if !is_map(url) {
        return None;
    }
    let pair = |latitude: &str, longitude: &str| {
        let (latitude, longitude) = (latitude.trim().parse::<f64>().ok()?, longitude.trim().parse::<f64>().ok()?);
        let is_place = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0);
        is_place.then_some((latitude, longitude))
    };
    let path = url.path();
    let pin = path.split_once("!3d").and_then(|(_, rest)| {
        let (latitude, rest) = rest.split_once("!4d")?;
        pair(latitude, rest.split(['!', '/', '?']).next()?)
    });
    let asked = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let in_query = || {
        let marked = asked("mlat").zip(asked("mlon")).and_then(|(latitude, longitude)| pair(&latitude, &longitude));
        let names = ["q", "query", "ll", "destination", "daddr"];
        marked.or_else(|| {
            names.into_iter().filter_map(asked).find_map(|value| {
                let (latitude, longitude) = value.split_once(',')?;
                pair(latitude, longitude)
            })
        })
    };
    // What is in the middle of the view is near only where little is seen.
    let in_view = || {
        let mut parts = path
            .split_once("/@")
            .map(|(_, view)| view)
            .or_else(|| url.fragment()?.strip_prefix("map="))?
            .split([',', '/']);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        let (latitude, longitude, zoom) =
            if path.contains("/@") { (first, second, third) } else { (second, third, first) };
        let zoom = zoom.strip_suffix('z').unwrap_or(zoom).parse::<f64>().ok()?;
        pair(latitude, longitude).filter(|_| zoom >= ZOOM_MIN)
    };
    pin.or_else(in_query).or_else(in_view)
}

/// Whether an address leads to a page of Luma, which writes the event's where a hidden address would stand.
pub(crate) fn is_luma(url: &Url) -> bool {
    is_at_luma(url) && !is_meeting(url)
}

fn is_at_luma(url: &Url) -> bool {
    url.host_str().is_some_and(|host| is_host(host, &["lu.ma", "luma.com"]))
}

fn is_host(host: &str, hosts: &[&str]) -> bool {
    hosts.iter().any(|known| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_page(written: &str) -> Option<String> {
        absolute(&Url::parse("https://example.org/events/list?page=1").unwrap(), written)
    }

    #[test]
    fn links_start_at_the_page() {
        assert_eq!(on_page("/e/1").as_deref(), Some("https://example.org/e/1"));
        assert_eq!(on_page("//cdn.example.org/a.png").as_deref(), Some("https://cdn.example.org/a.png"));
        assert_eq!(on_page("?a=1&#038;b=2").as_deref(), Some("https://example.org/events/list?a=1&b=2"));
        assert_eq!(on_page("www.example.com/x").as_deref(), Some("https://www.example.com/x"));
    }

    #[test]
    fn what_was_escaped_as_a_whole_is_an_address() {
        assert_eq!(on_page("https%3A%2F%2Fclub.example").as_deref(), Some("https://club.example/"));
        assert_eq!(
            on_page("HTTP%3a%2f%2fclub.example%2Fa+b%3Fc=1&d").as_deref(),
            Some("http://club.example/a+b?c=1&d")
        );
        assert_eq!(
            on_page("javascript%3Aalert(1)").as_deref(),
            Some("https://example.org/events/javascript%3Aalert(1)")
        );
    }

    #[test]
    fn only_the_web_is_kept() {
        let refused = [
            "",
            "#",
            "mailto:a@example.org",
            "javascript:alert(1)",
            "http://",
            "ftp://example.org/x",
            "http://a:b@example.org/",
        ];
        assert_eq!(refused.map(on_page), [const { None }; 7]);
    }

    #[test]
    fn a_map_marks_a_point() {
        let point = |text: &str| point_of_map(&Url::parse(text).unwrap());
        for text in [
            "https://www.google.com/maps/place/Mill/@47.1,15.1,9z/data=!4m5!3m4!1s0x0:0xb7!8m2!3d47.07!4d15.44",
            "https://www.google.com/maps/place/Mill/@47.07,15.44,17z",
            "https://maps.google.com/?q=47.07,15.44",
            "https://www.google.com/maps/search/?api=1&query=47.07%2C15.44",
            "https://www.openstreetmap.org/?mlat=47.07&mlon=15.44#map=10/47.5/15.5",
            "https://www.openstreetmap.org/#map=18/47.07/15.44",
            "https://maps.apple.com/?ll=47.07,15.44",
        ] {
            assert_eq!(point(text), Some((47.07, 15.44)), "{text}");
        }
        for text in [
            "https://www.google.com/maps/@47.07,15.44,9z",
            "https://maps.google.com/?q=Old+Mill,+Graz",
            "https://maps.app.goo.gl/abc",
            "https://example.org/?q=47.07,15.44",
        ] {
            assert_eq!(point(text), None, "{text}");
        }
    }

    #[test]
    fn a_room_is_no_page() {
        let is_room = |text: &str| super::is_room(&Url::parse(text).unwrap());
        for room in ["https://meet.example.org/rust", "https://us02web.zoom.us/j/1", "https://bbb.example.org/b/1"] {
            assert!(is_room(room), "{room}");
        }
        for page in ["https://www.meetup.com/rust/1", "https://youtube.com/@rust/live", "https://meeting.example.org/"]
        {
            assert!(!is_room(page), "{page}");
        }
    }

    #[test]
    fn rooms_are_known_by_their_host() {
        let room = |text| meeting_within(text).map(String::from);
        assert_eq!(
            room("Online (https://us02web.zoom.us/j/1?pwd=a)").as_deref(),
            Some("https://us02web.zoom.us/j/1?pwd=a")
        );
        assert_eq!(room("Main St 1, https://notzoom.us/ https://maps.google.com/?q=x"), None);
    }
}
