//! How close a source stands to an event, told by where its listing leads.

use hobnob_domain::{Format, SourceSpec, Trust};

use crate::address;

/// Hosts under which anybody has a site of their own.
const SHARED: &[&str] = &[
    "blogspot.com",
    "framer.website",
    "github.com",
    "github.io",
    "githubusercontent.com",
    "gitlab.io",
    "google.com",
    "herokuapp.com",
    "netlify.app",
    "notion.site",
    "pages.dev",
    "substack.com",
    "vercel.app",
    "web.app",
    "webflow.io",
    "weebly.com",
    "wixsite.com",
    "wordpress.com",
];

/// Second levels under which a country gives out names: `co.uk`, `com.au`.
const SECOND_LEVELS: &[&str] = &["ac", "co", "com", "edu", "gov", "net", "or", "org", "ne", "go"];

/// The site a host belongs to: what was registered, or the part of a shared host that is one's own.
pub(crate) fn site(host: &str) -> &str {
    if SHARED.iter().any(|shared| host.strip_suffix(shared).is_some_and(|own| own.is_empty() || own.ends_with('.'))) {
        return host;
    }
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), second) = (dots.next(), dots.next()) else { return host };
    let Some(second) = second else { return host };
    let is_country = host.len() - last == 3;
    let is_second_level = host.get(second + 1..last).is_some_and(|label| SECOND_LEVELS.contains(&label));
    let start = if is_country && is_second_level { dots.next().map_or(0, |third| third + 1) } else { second + 1 };
    host.get(start..).unwrap_or(host)
}

/// Lists that tell of what others organize, whatever their addresses look like.
const fn is_list(format: Format) -> bool {
    matches!(
        format,
        Format::CallingAllPapers
            | Format::CcfDeadlines
            | Format::AiDeadlines
            | Format::ConfsTech
            | Format::Ctftime
            | Format::DevelopersEvents
            | Format::PythonDeadlines
            | Format::RubyConferences
            | Format::RubyEvents
            | Format::ThisWeekInRust
    )
}

/// How close a source stands to an event, as far as one of its listings tells. A listing that leads to another site
/// passes on what stands there; one that leads to the source's own site, where the organizer is at home as well, is
/// theirs.
pub(crate) fn of(source: &SourceSpec, listing_url: Option<&str>, organizer_url: Option<&str>) -> Trust {
    if source.format.is_some_and(is_list) {
        return Trust::Relay;
    }
    let host = source.url.host_str().unwrap_or_default();
    let own = site(host.strip_prefix("www.").unwrap_or(host));
    let is_own = |url: &str| address::host(url).is_some_and(|host| site(&host) == own);
    match (listing_url, organizer_url) {
        (Some(listing), _) if !is_own(listing) => Trust::Relay,
        (Some(_), Some(organizer)) if is_own(organizer) => Trust::Organizer,
        _ => Trust::Publisher,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[test]
    fn a_site_is_what_was_registered() {
        for (host, expected) in [
            ("2026.rustfest.eu", "rustfest.eu"),
            ("api.lu.ma", "lu.ma"),
            ("events.example.co.uk", "example.co.uk"),
            ("example.co.uk", "example.co.uk"),
            ("co.uk", "co.uk"),
            ("rust.github.io", "rust.github.io"),
            ("calendar.google.com", "calendar.google.com"),
            ("localhost", "localhost"),
            ("", ""),
        ] {
            assert_eq!(site(host), expected, "{host}");
        }
    }

    fn told(source: &str, format: Option<Format>, listing: Option<&str>, organizer: Option<&str>) -> Trust {
        of(&SourceSpec { format, ..SourceSpec::new("s", Url::parse(source).unwrap()) }, listing, organizer)
    }

    #[test]
    fn a_source_is_as_close_as_its_listing_shows() {
        let group = "https://groups.example/rust/events.ics";
        assert_eq!(told(group, None, Some("https://www.groups.example/e/1"), None), Trust::Publisher);
        assert_eq!(told(group, None, None, None), Trust::Publisher);
        assert_eq!(told(group, None, Some("https://rust.example/1"), Some("https://groups.example")), Trust::Relay);
        let own = "https://2026.rustfest.eu/schedule";
        assert_eq!(told(own, None, Some("https://rustfest.eu/2026"), Some("https://rustfest.eu")), Trust::Organizer);
        let list = "https://raw.githubusercontent.com/tech-conferences/x/rust.json";
        assert_eq!(told(list, Some(Format::ConfsTech), Some("https://rustfest.eu"), None), Trust::Relay);
        assert_eq!(told(list, Some(Format::ConfsTech), None, None), Trust::Relay);
        let (one, two) = ("https://one.github.io/", "https://two.github.io/");
        assert_eq!(told(one, None, Some(two), Some(one)), Trust::Relay);
    }

    proptest::proptest! {
        #[test]
        fn no_host_breaks_a_site(host in "[a-z.é]{0,20}") {
            proptest::prop_assert!(host.ends_with(site(&host)));
        }
    }
}
