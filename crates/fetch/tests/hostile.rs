//! The client against the hostile web site of the conformance folder: every endpoint, with the limits as they are by
//! default. Skipped without the folder (`HOBNOB_CONFORMANCE`, else beside the checkout) or without Python.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that can't go on says where")]

use chrono::{DateTime, Utc};
use hobnob_fetch::{Ask, Client, Fetched, Settings, networks};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

/// How each endpoint that is the fetcher's business must end; all others are pages for others to chew on.
const ENDS: &[(&str, &str)] = &[
    ("/410", "gone"),
    ("/429-forever", "throttled"),
    ("/429-junk", "throttled"),
    ("/429-seconds", "throttled"),
    ("/500", "answered 500 Internal Server Error"),
    ("/503-date", "throttled"),
    ("/bad-gzip", "sent a compressed body without its end"),
    ("/big-header", "did not answer as a web server does: message head is too large"),
    ("/double-gzip", "answered in several content-codings at once"),
    ("/drip", "took longer than 30s"),
    ("/empty", "answered with nothing"),
    ("/endless", "sent more than 10 MiB"),
    ("/folded.ics", "sent more than 10 MiB"),
    ("/gzip-bomb", "sent a body that grows to more than 100 times its size"),
    ("/hang", "did not answer within 10s"),
    ("/hop0", "redirects more than 5 times"),
    ("/hop1", "redirects more than 5 times"),
    ("/hop2", "redirects more than 5 times"),
    ("/hop3", "redirects more than 5 times"),
    ("/hop4", "redirects more than 5 times"),
    ("/hop5", "redirects more than 5 times"),
    ("/hop6", "redirects more than 5 times"),
    ("/length-lie", "sent more than 10 MiB"),
    ("/many-events.ics", "sent more than 10 MiB"),
    ("/private/x", "is disallowed to robots by its robots.txt"),
    ("/redirect-loop", "redirects more than 5 times"),
    ("/short-body", "broke off after 80 of 5000 bytes"),
    ("/to-decimal", "redirects to a host that is not on the public Internet"),
    ("/to-file", "redirects to something other than a web address"),
    ("/to-mapped", "redirects to a host that is not on the public Internet"),
    ("/to-private", "redirects to a host that is not on the public Internet"),
];

/// What the site must never have been asked for.
const NEVER: [&str; 2] = ["/secret", "/private/x"];

struct Site {
    child: Child,
    base: Url,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "tests find the conformance folder by it")]
fn script() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance");
    std::env::var("HOBNOB_CONFORMANCE").map_or_else(|_| PathBuf::from(beside), PathBuf::from).join("hostile_server.py")
}

/// Starts the site at a free port; none if something is missing.
async fn site() -> Option<Site> {
    if !script().exists() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no hostile site");
        return None;
    }
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let child = Command::new("python3").arg(script()).arg(free.port().to_string()).stdout(Stdio::null()).spawn();
    let site = Site { child: child.unwrap(), base: Url::parse(&format!("http://{free}/")).unwrap() };
    let start = Instant::now();
    while TcpStream::connect(free).await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(20), "the hostile site did not start");
        tokio::task::yield_now().await;
    }
    Some(site)
}

fn told(fetched: &Fetched) -> String {
    match fetched {
        Fetched::Page { .. } => "page".to_owned(),
        Fetched::NotModified { .. } => "not modified".to_owned(),
        Fetched::Throttled { .. } => "throttled".to_owned(),
        Fetched::Crowded { .. } => "crowded".to_owned(),
        Fetched::Gone => "gone".to_owned(),
        Fetched::Missing { reason }
        | Fetched::Refused { reason }
        | Fetched::Unreached { reason }
        | Fetched::Failed { reason } => reason.clone(),
    }
}

fn now() -> DateTime<Utc> {
    // The far past: the site writes dates by its own clock, and a date in our past would be no reason to wait.
    DateTime::UNIX_EPOCH
}

async fn body(client: &Client, url: Url) -> Vec<u8> {
    match client.fetch(&Ask::new(url.clone()), now()).await {
        Fetched::Page { page, .. } => page.body,
        other => panic!("{url}: {other:?}"),
    }
}

/// The most memory this process ever had, in KiB, where the system says.
fn memory_peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().split(' ').next()?.parse().ok()
}

/// Visits every endpoint, a few at a time; tells how each ended and how long it took.
async fn visited(client: &Arc<Client>, base: &Url, paths: Vec<String>) -> BTreeMap<String, (String, Duration)> {
    let (places, mut visits) = (Arc::new(Semaphore::new(6)), JoinSet::new());
    for path in paths {
        let (client, places, url) = (Arc::clone(client), Arc::clone(&places), base.join(&path).unwrap());
        visits.spawn(async move {
            let _place = places.acquire().await.unwrap();
            let start = Instant::now();
            let fetched = client.fetch(&Ask::new(url), now()).await;
            (path, (told(&fetched), start.elapsed()))
        });
    }
    visits.join_all().await.into_iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_site_gets_nowhere() {
    let Some(site) = site().await else { return };
    let settings = Settings { allow: networks("127.0.0.1").unwrap(), ..Settings::default() };
    let client = Arc::new(Client::new(settings).unwrap());
    let list = String::from_utf8(body(&client, site.base.clone()).await).unwrap();
    let paths: Vec<String> = list.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect();
    let asked: Vec<String> = paths.iter().filter(|path| *path != "/secret").cloned().collect();
    let before = memory_peak();
    let visits = visited(&client, &site.base, asked.clone()).await;
    let after = memory_peak();

    let expected: BTreeMap<&str, &str> = ENDS.iter().copied().collect();
    for (path, (end, took)) in &visits {
        println!("{path}\t{took:.1?}\t{end}");
    }
    for (path, (end, took)) in &visits {
        assert_eq!(end, expected.get(path.as_str()).unwrap_or(&"page"), "{path}");
        assert!(*took < Duration::from_secs(31), "{path} took {took:?}");
    }
    assert_eq!(visits.len(), asked.len());
    assert!(ENDS.iter().all(|(path, _)| visits.contains_key(*path)), "the site lacks an endpoint");
    println!("memory before and after: {before:?} {after:?} KiB");
    // Six at once, each at most the limit of a body and the room a growing buffer takes.
    let grown = after.unwrap_or_default().saturating_sub(before.unwrap_or_default());
    assert!(grown < 6 * 32 * 1024, "{grown} KiB");

    let log = body(&client, site.base.join("/_log").unwrap()).await;
    let log: Vec<serde_json::Value> = serde_json::from_slice(&log).unwrap();
    let count = |path: &str| log.iter().filter(|asked| asked["path"] == path).count();
    assert_eq!(NEVER.map(count), [0, 0]);
    assert_eq!(count("/robots.txt"), 1);
    assert!(log.iter().all(|asked| asked["headers"]["Cookie"].is_null() && asked["headers"]["Referer"].is_null()));
}

#[tokio::test]
async fn the_second_round_at_the_hostile_site_finds_nothing_new() {
    let Some(site) = site().await else { return };
    let client = Client::new(Settings { allow: networks("127.0.0.1").unwrap(), ..Settings::default() }).unwrap();
    for path in ["/ok.ics", "/lm-only", "/moved"] {
        let url = site.base.join(path).unwrap();
        let first = client.fetch(&Ask::new(url.clone()), now()).await;
        let Fetched::Page { validators, moved_to, .. } = first else { panic!("{path}: {first:?}") };
        let second = client.fetch(&Ask::new(url).since(validators), now()).await;
        assert_eq!(second, Fetched::NotModified { moved_to, fresh_for: None }, "{path}");
    }
}
