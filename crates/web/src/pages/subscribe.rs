//! How one subscribes to what a page shows.

use std::net::IpAddr;

use super::link::href;
use crate::{
    State,
    feed::{Layer, address},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    EventFilter,
    query_string::{Query, write_filter},
};
use hobnob_index::Snapshot;
use url::{Host, Url, form_urlencoded::byte_serialize};

/// Over how many weeks is counted how many events come a week.
const WEEKS: u8 = 8;

/// The addresses of a calendar, for each way to subscribe.
#[derive(Clone, Debug)]
pub(crate) struct Subscribe {
    /// To copy into any client.
    pub(crate) https: String,
    /// Opens the calendar of the device.
    pub(crate) webcal: String,
    pub(crate) google: String,
    pub(crate) outlook: String,
    pub(crate) office: String,
    /// Whether services on the internet can't reach us.
    pub(crate) is_local: bool,
    /// Where the same is had as a weekly letter; none where no letters are sent.
    pub(crate) letter: Option<String>,
    /// "about 3 a week".
    pub(crate) pace: String,
    /// Where the same becomes a calendar of one's own.
    pub(crate) own: Option<String>,
}

impl Subscribe {
    pub(crate) fn new(state: &State, snapshot: &Snapshot, filter: &EventFilter, now: DateTime<Utc>) -> Self {
        let https = address(&state.base, Layer::Events, &Query { filter: filter.clone(), ..Query::default() });
        let own = Some(href("/calendars/new", write_filter(filter)));
        let letter = state.letters.as_ref().map(|_| href("/digest", write_filter(filter)));
        Self { own, letter, ..Self::to(state, https, &crate::words::title(filter), pace(snapshot, filter, now)) }
    }

    /// How one subscribes to an address, by a name and with a pace.
    pub(crate) fn to(state: &State, https: String, name: &str, pace: String) -> Self {
        let webcal = https.split_once(':').map_or_else(|| https.clone(), |(_, rest)| format!("webcal:{rest}"));
        let coded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let name = coded(name);
        let from_web = |host: &str| format!("https://{host}/calendar/0/addfromweb?url={}&name={name}", coded(&https));
        Self {
            google: format!("https://calendar.google.com/calendar/r?cid={}", coded(&webcal)),
            outlook: from_web("outlook.live.com"),
            office: from_web("outlook.office.com"),
            is_local: is_local(&state.base),
            letter: None,
            pace,
            own: None,
            https,
            webcal,
        }
    }
}

/// Whether an address is one that only this machine or this house knows.
fn is_local(base: &Url) -> bool {
    match base.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost") || !name.contains('.'),
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback() || ip.is_unspecified() || ip.is_unique_local(),
        None => true,
    }
}

fn pace(snapshot: &Snapshot, filter: &EventFilter, now: DateTime<Utc>) -> String {
    let from = filter.from.unwrap_or(now).max(now);
    let end = from.checked_add_signed(TimeDelta::weeks(i64::from(WEEKS)));
    let to = [filter.to, end].into_iter().flatten().min();
    let count = snapshot.count(&EventFilter { from: Some(from), to, ..filter.clone() }, now);
    match (count, count.div_ceil(usize::from(WEEKS))) {
        (0, _) => format!("none in the next {WEEKS} weeks"),
        (count, 1) => format!("{count} in the next {WEEKS} weeks"),
        (_, each) => format!("about {} a week", crate::words::number(each)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_house_is_told_from_one_of_the_internet() {
        let local = |text: &str| is_local(&text.parse().unwrap());
        let here =
            ["http://127.0.0.1:8080/", "http://localhost/", "http://[::1]/", "http://192.168.0.7/", "http://events/"];
        assert!(here.into_iter().all(local));
        assert!(!local("https://events.example/") && !local("https://93.184.215.14/"));
    }
}
