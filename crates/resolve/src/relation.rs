//! By what an event is found to belong with others: the editions before and after it, the event it is part of.

use std::collections::BTreeSet;

use hobnob_domain::{Draft, Event, EventKey, EventKind, KeyRole, text::folded};

use crate::{address, identity::lasting_name, trust::site};

/// The most addresses of one event that parts are found by, and the most wholes that one is part of.
const ADDRESSES_MAX: usize = 4;

/// Sites where many announce: being on one of them makes two events no series.
const PLATFORMS: &[&str] = &[
    "bevy.com",
    "billetto.com",
    "community.dev",
    "connpass.com",
    "doorkeeper.jp",
    "eventbrite.com",
    "facebook.com",
    "github.com",
    "guild.host",
    "hopin.com",
    "linkedin.com",
    "lu.ma",
    "luma.com",
    "meetup.com",
    "mobilizon.fr",
    "papercall.io",
    "pretix.eu",
    "sched.com",
    "sessionize.com",
    "ti.to",
    "tito.io",
    "universe.com",
    "xing.com",
    "youtube.com",
];

/// By what an event is found to belong with others; `drafts` are what it was made of. At most a dozen keys, whatever is
/// stored:
///
/// - `edition:<name without years and numbers>:<organizer, or site>`, of gatherings that come back every year or so: a
///   meetup that comes back every month has no editions;
/// - the addresses of the event, by which its parts find it;
/// - the address of the event that it is part of.
pub fn event_keys(event: &Event, drafts: &[&Draft]) -> Vec<EventKey> {
    let mut keys = BTreeSet::new();
    if comes_back(event) {
        keys.extend(edition_keys(event).map(|key| (KeyRole::Edition, key)));
        keys.extend(addresses(drafts, |draft| draft.listing_url.as_deref()).map(|key| (KeyRole::Own, key)));
    }
    keys.extend(addresses(drafts, |draft| draft.super_event.as_deref()).map(|key| (KeyRole::Whole, key)));
    let own: BTreeSet<String> = addresses(drafts, |draft| draft.listing_url.as_deref()).collect();
    let of = |(role, key): (KeyRole, String)| EventKey { event_id: event.id, role, key };
    // An event that names itself as what it is part of is part of nothing.
    keys.into_iter().filter(|(role, key)| *role != KeyRole::Whole || !own.contains(key)).map(of).collect()
}

/// Whether it is of a sort that has editions and parts.
fn comes_back(event: &Event) -> bool {
    use EventKind::{CareerFair, Conference, Course, Hackathon, Other, Sprint, Unconference, Workshop};
    let is_of_the_sort = match event.facts.kind {
        Conference | Unconference | Workshop | Course | Hackathon | Sprint | CareerFair | Other => true,
        EventKind::Meetup
        | EventKind::Talk
        | EventKind::Webinar
        | EventKind::Mentoring
        | EventKind::StudyGroup
        | EventKind::Social => false,
    };
    is_of_the_sort && event.facts.schedule.recurrence.is_none()
}

/// The same name, and the same people or the same site behind it.
fn edition_keys(event: &Event) -> impl Iterator<Item = String> {
    let facts = &event.facts;
    let name = lasting_name(&facts.name);
    let organizer = facts.organizer.as_ref().map(|organizer| format!("by {}", folded(&organizer.name)));
    let site = address::host(&facts.url).map(|host| lasting_site(&host)).filter(|site| !is_platform(site));
    let behind = [organizer, site].into_iter().flatten();
    behind.filter(|behind| !behind.is_empty()).map(move |behind| format!("edition:{name}:{behind}"))
}

fn is_platform(site: &str) -> bool {
    // Eventbrite has a site in every country.
    PLATFORMS.contains(&site) || site.starts_with("eventbrite.")
}

/// A site without the year that some have in their name: `phptek2026.com`.
fn lasting_site(host: &str) -> String {
    let site = site(host);
    let (name, rest) = site.split_once('.').unwrap_or((site, ""));
    let lasting = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let is_year = name.len() - lasting.len() >= 2 && !lasting.is_empty();
    format!("{}.{rest}", if is_year { lasting } else { name })
}

fn addresses<'a>(drafts: &'a [&Draft], address: impl Fn(&'a Draft) -> Option<&'a str>) -> impl Iterator<Item = String> {
    let compared = drafts.iter().filter_map(|draft| address::compared(address(draft)?));
    let all: BTreeSet<String> = compared.map(|url| format!("url:{url}")).collect();
    all.into_iter().take(ADDRESSES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_not_part_of_a_site() {
        for (host, expected) in [
            ("2026.rustfest.eu", "rustfest.eu"),
            ("phptek2026.com", "phptek.com"),
            ("jsconf-26.org", "jsconf.org"),
            ("web3.org", "web3.org"),
            ("2026.org", "2026.org"),
            ("localhost", "localhost."),
        ] {
            assert_eq!(lasting_site(host), expected, "{host}");
        }
    }
}
