//! How a server sent it.

use super::{report::Report, rules::answer as rules};
use url::Url;

/// How a server sent what is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The headers of the last answer, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The addresses that led there, the first one asked for; empty where nothing was redirected.
    pub redirects: Vec<Url>,
    /// Whether asking again with its validators was answered by 304; none where that was not tried.
    pub is_revalidated: Option<bool>,
    /// Whether a second answer had other bytes than the first; none where there was no second.
    pub has_changed: Option<bool>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub(super) fn check(answer: &Answer, url: &Url, report: &mut Report) {
    let told = format!("{} redirects", answer.redirects.len());
    report.add_if(!answer.redirects.is_empty(), &rules::REDIRECTED, 0, &told);
    report.add_if(url.scheme() == "http" && !is_at_home(url), &rules::PLAIN_HTTP, 0, url.as_str());
    let kind = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_page = kind.starts_with("text/html") || kind.starts_with("application/xhtml");
    if is_page {
        return;
    }
    let is_calendar = kind.starts_with("text/calendar");
    report.add_if(!is_calendar, &rules::CONTENT_TYPE, 0, if kind.is_empty() { "none" } else { &kind });
    let charset = kind.split("charset=").nth(1).map(|set| set.trim_matches(['"', ' ', ';']));
    report.add_if(is_calendar && charset.is_some_and(|set| set != "utf-8"), &rules::CHARSET, 0, &kind);
    let has_validators = answer.header("etag").is_some() || answer.header("last-modified").is_some();
    report.add_if(!has_validators, &rules::NO_VALIDATORS, 0, "neither ETag nor Last-Modified");
    report.add_if(has_validators && answer.is_revalidated == Some(false), &rules::NO_304, 0, "the same bytes again");
    report.add_if(answer.has_changed == Some(true), &rules::CHURNS, 0, "two answers within seconds differ");
    let control = answer.header("cache-control").unwrap_or_default().to_ascii_lowercase();
    report.add_if(control.contains("no-store"), &rules::NO_STORE, 0, &control);
    let is_attachment =
        answer.header("content-disposition").is_some_and(|text| text.trim_start().starts_with("attachment"));
    report.add_if(is_calendar && is_attachment, &rules::ATTACHMENT, 0, "attachment");
    report.add_if(answer.header("set-cookie").is_some(), &rules::COOKIE, 0, "set-cookie");
}

/// Whether an address is this machine's own, where nobody listens in.
fn is_at_home(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
