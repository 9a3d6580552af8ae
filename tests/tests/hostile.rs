//! A worker whose sources are the endpoints of a hostile web site: everything comes to an end, in time and within bounds,
//! and what is good among it is stored. Skipped without the conformance folder (`HOBNOB_CONFORMANCE`, else beside the
//! checkout) or without Python.

#![allow(clippy::expect_used, reason = "a test that can't go on says where")]

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use hobnob_domain::SourceSpec;
use hobnob_fetch::{Ask, Client, Fetched, Settings, networks};
use hobnob_store::Store;
use hobnob_tests::App;
use tokio::net::TcpStream;
use url::Url;

/// The longest that one source may keep a worker, which is one fetch and the reading of what came.
const LONGEST: TimeDelta = TimeDelta::seconds(31);

/// The most memory that reading all of it may take beyond what a worker has, in KiB: sixteen sources, 8 MiB each.
const MEMORY_KIB_MAX: u64 = 128 * 1024;

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
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

async fn site() -> Option<Site> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/conformance");
    let folder = variable("HOBNOB_CONFORMANCE").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let script = folder.join("hostile_server.py");
    if !script.exists() || Command::new("python3").arg("--version").output().is_err() {
        assert!(variable("HOBNOB_REQUIRE_STORIES").is_none(), "the hostile site is required");
        println!("skipped: no hostile site");
        return None;
    }
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let child = Command::new("python3").arg(script).arg(free.port().to_string()).stdout(Stdio::null()).spawn();
    let base = Url::parse(&format!("http://{free}/")).expect("a URL");
    let site = Site { child: child.expect("the site"), base };
    let start = Instant::now();
    while TcpStream::connect(free).await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(20), "the hostile site did not start");
        tokio::task::yield_now().await;
    }
    Some(site)
}

async fn got(url: Url) -> String {
    let settings = Settings { allow: networks("127.0.0.1").expect("a network"), ..Settings::default() };
    let client = Client::new(settings).expect("a client");
    let now = "2026-05-01T08:00:00Z".parse().expect("an instant");
    let Fetched::Page { page, .. } = client.fetch(&Ask::new(url), now).await else { return String::new() };
    String::from_utf8_lossy(&page.body).into_owned()
}

/// The most memory this process ever had, in KiB, where the system says.
fn memory_peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().split(' ').next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_site_keeps_nobody_from_the_others() {
    let Some(site) = site().await else { return };
    let store = Store::connect("sqlite::memory:").await.expect("a database");
    let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
    app.web.put("/good.ics", "text/calendar", GOOD);
    app.watch("/good.ics").await;
    app.work().await;
    let list = got(site.base.clone()).await;
    let paths: Vec<&str> = list.lines().filter_map(|line| line.split('\t').next()).collect();
    assert!(paths.len() >= 60, "{} endpoints", paths.len());
    let mut ids = Vec::new();
    for path in paths.iter().filter(|path| **path != "/secret") {
        let spec = SourceSpec::new(*path, site.base.join(path).expect("a path"));
        ids.push(app.store.source_save(&spec, app.now()).await.expect("a source").0);
    }
    let before = memory_peak();
    // Two rounds: what asked for patience, or was odd once, is asked again.
    let first = app.work_after(TimeDelta::hours(7)).await;
    let second = app.work_after(TimeDelta::days(2)).await;
    let grown = memory_peak().unwrap_or_default().saturating_sub(before.unwrap_or_default());
    println!("{first:?}\n{second:?}\n{grown} KiB");
    assert!(grown < MEMORY_KIB_MAX, "{grown} KiB");

    let runs = app.store.source_runs(&ids, 5).await.expect("runs");
    for (id, path) in ids.iter().zip(paths.iter().filter(|path| **path != "/secret")) {
        let runs = runs.get(id).map_or(&[][..], Vec::as_slice);
        assert!(!runs.is_empty(), "{path} was never asked");
        let slow = runs.iter().find(|run| run.finished_at - run.started_at > LONGEST);
        assert_eq!(slow, None, "{path}");
    }
    let asked = got(site.base.join("/_log").expect("a path")).await;
    assert!(!asked.is_empty() && !asked.contains("\"/secret\"") && !asked.contains("\"/private/x\""));
    let events = app.all_events().await;
    let names: Vec<&str> = events.iter().map(|event| event.facts.name.as_str()).collect();
    assert!(names.contains(&"Rust Evening"), "{names:?}");
    let hostile = ["<script", "javascript:", "\u{0}", "\r", "\u{202e}"];
    for event in &events {
        let shown =
            format!("{}\n{}\n{}", event.facts.name, event.facts.url, event.facts.description.as_deref().unwrap_or(""));
        let found: Vec<_> = hostile.iter().filter(|word| shown.to_lowercase().contains(**word)).collect();
        assert!(found.is_empty(), "{found:?} in {shown:.300}");
    }
}

const GOOD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@club.example\r\n\
    DTSTART:20260601T180000Z\r\nSUMMARY:Rust Evening\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
