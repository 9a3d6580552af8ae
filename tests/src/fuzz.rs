//! Doors that strangers' bytes come in by, each as a function that must come back whatever it is given. `tests/fuzz.rs`
//! knocks at each for a moment in every test run, and for as long as one likes with `PROPTEST_CASES`.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    Draft, Format, KnownListing, Listing, ListingId, Page, PlaceWords, SourceId, SourceSpec, TimeWords, Words,
    occurrences, query_string,
};
use hobnob_extract::{Rules, extract, extract_by, lint::Answer};
use hobnob_fetch::robots::Robots;
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{Resolver, cluster, fold, identity_keys};
use url::Url;

/// A door: its name and what is behind it.
pub type Target = (&'static str, fn(&[u8]));

/// Every door.
pub const TARGETS: [Target; 11] = [
    ("ics", ics),
    ("lint", lint),
    ("html", html),
    ("json", json),
    ("feed", feed),
    ("rules", rules),
    ("any", any),
    ("robots", robots),
    ("date", date),
    ("place", place),
    ("filter", filter),
];

static RESOLVER: LazyLock<Resolver> = LazyLock::new(|| Resolver::new(Gazetteer::embedded()));

static LIST_RULES: LazyLock<Rules> = LazyLock::new(|| {
    let rules = r##"{"item": {"select": "li, article, tr, p", "group": true}, "name": ["h2", "a", {"attr": "title"}],
        "starts_at": ["time", {"regex": "\\d.*"}], "place": {"from": "after", "select": "b, span"},
        "year": {"from": "before", "select": "h1, h2"}, "link": "a", "next": "?page={page}", "empty": ".none",
        "detail": {"description": {"select": "div", "html": true}, "name": {"json": "/name"}},
        "dates": {"patterns": ["%d.%m.%Y %H:%M"], "locale": "de", "zone": "Europe/Berlin", "year": "next"}}"##;
    Rules::parse(rules).expect("rules")
});

static FOLLOW_RULES: LazyLock<Rules> = LazyLock::new(|| {
    let rules = r#"{"follow": ["a", {"json": "/props/*/url"}], "next": "link[rel=next]", "empty": "p"}"#;
    Rules::parse(rules).expect("rules")
});

fn now() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().expect("an instant")
}

fn address() -> Url {
    "https://site.example/2026/rust.json".parse().expect("an address")
}

/// Reads a page and takes what it says all the way to sittings.
fn whole_way(media_type: &str, body: &[u8], format: Option<Format>) {
    let page = Page { url: address(), media_type: Some(media_type.into()), body: body.to_vec(), fetched_at: now() };
    understood(extract(&page, format).listings);
}

fn understood(listings: Vec<Listing>) {
    let spec = SourceSpec::new("A source", address());
    let known = |(number, listing)| KnownListing {
        id: ListingId::new(number),
        source_id: SourceId::new(1),
        listing,
        first_seen_at: now(),
        changed_at: now(),
        missing_runs: 0,
        missing_since: None,
    };
    let listings = (1..).zip(listings.into_iter().take(200)).map(known);
    let drafts: Vec<Draft> = listings.filter_map(|known| RESOLVER.draft(&known, &spec, now()).ok()).collect();
    for members in cluster(&drafts, &[]).parts {
        let members: Vec<&Draft> = members.into_iter().filter_map(|member| drafts.get(member)).collect();
        members.iter().for_each(|draft| assert!(identity_keys(draft).len() < 100, "keys are few"));
        let event = fold(&members, None, now());
        let sittings = occurrences(&event, now() - TimeDelta::days(400), now() + TimeDelta::days(730));
        assert!(sittings.is_sorted_by_key(|sitting| sitting.starts_at), "sittings are in order");
    }
}

fn ics(bytes: &[u8]) {
    whole_way("text/calendar", bytes, Some(Format::Ical));
}

/// As a calendar or a page that is checked, as if it had just been fetched.
fn lint(bytes: &[u8]) {
    let page = Page { url: address(), media_type: None, body: bytes.to_vec(), fetched_at: now() };
    let linted = hobnob_extract::lint::lint(&page, Some(&Answer::default()));
    assert!(!linted.is_clean(), "an answer without a Content-Type is never clean");
    assert!(
        linted.findings.iter().all(|finding| finding.times > 0 && finding.lines.len() <= 5),
        "findings are bounded"
    );
}

fn html(bytes: &[u8]) {
    whole_way("text/html", bytes, None);
}

fn json(bytes: &[u8]) {
    whole_way("application/json", bytes, None);
}

fn feed(bytes: &[u8]) {
    for format in [Format::Rss, Format::Atom, Format::JsonFeed] {
        whole_way("application/xml", bytes, Some(format));
    }
}

/// As a page of which everything is asked, and as rules themselves.
fn rules(bytes: &[u8]) {
    let page = Page { url: address(), media_type: Some("text/html".into()), body: bytes.to_vec(), fetched_at: now() };
    for rules in [&*LIST_RULES, &*FOLLOW_RULES] {
        understood(extract_by(&page, rules).0.listings);
    }
    if let Ok(rules) = Rules::parse(&String::from_utf8_lossy(bytes)) {
        understood(extract_by(&page, &rules).0.listings);
    }
}

fn any(bytes: &[u8]) {
    for format in Format::ALL {
        whole_way("application/octet-stream", bytes, Some(*format));
    }
}

fn robots(bytes: &[u8]) {
    let rules = Robots::parse(bytes, "hobnob");
    let _ = rules.allows(&address());
}

/// Three lines: a start, an end and a rule, as a page might write them.
fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let mut moment = || lines.next().map(|text| TimeWords { text: text.to_owned(), zone: None });
    let (start, end) = (moment(), moment());
    let rules = lines.next().map(str::to_owned).into_iter().collect();
    let zone = lines.next().map(str::to_owned);
    let words = Words { name: Some("An evening".into()), start, end, rules, zone, ..Words::default() };
    understood(vec![Listing { key: "one".into(), url: None, words }]);
}

fn place(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let place = PlaceWords { text: Some(text.clone()), ..PlaceWords::default() };
    let start = Some(TimeWords { text: "2026-03-05T18:00".into(), zone: None });
    let words = Words { name: Some(text), start, places: vec![place], ..Words::default() };
    understood(vec![Listing { key: "one".into(), url: None, words }]);
}

fn filter(bytes: &[u8]) {
    let nowhere = |text: &str| Err(hobnob_domain::PlaceError::NotFound { text: text.to_owned() });
    let pairs = |written: &[u8]| -> Vec<(String, String)> {
        url::form_urlencoded::parse(written).map(|(key, value)| (key.into_owned(), value.into_owned())).collect()
    };
    let read = |pairs: &[(String, String)]| {
        query_string::read_query(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())), &nowhere)
    };
    if let Ok(query) = read(&pairs(bytes)) {
        let written = query_string::write_query(&query);
        let again: Vec<(String, String)> = written.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        assert_eq!(read(&again).as_ref(), Ok(&query), "what is written is read back");
    }
}
