//! A newcomer's first minute: `hobnob demo`, then the page, the feed and the API, as people use them.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

/// The running demo; it ends with the test.
struct Demo {
    child: Child,
    /// Host and port.
    host: String,
    _folder: tempfile::TempDir,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Demo {
    /// Starts it on a free port and waits until it prints its addresses.
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_hobnob"))
            .args(["demo", "--listen", "127.0.0.1:0"])
            .env_remove("HOBNOB_PUBLIC_URL")
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let mut lines = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let page = lines
            .find_map(|line| line.expect("text").trim().strip_prefix("page ").map(|url| url.trim().to_owned()))
            .expect("the demo prints its page's address");
        // What it prints later is read and dropped, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        let host = page.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let demo = Self { child, host, _folder: folder };
        demo.wait_until_ready();
        demo
    }

    /// The addresses are printed once everything is read; the reader may need a breath to catch up.
    fn wait_until_ready(&self) {
        for _ in 0..200 {
            if self.get("/readyz", &[]).status == 200 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the demo never became ready");
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).expect("the demo listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{more}\r\n", self.host))
    }

    fn graphql(&self, query: &str, variables: &Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let answer = self.send(&format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Accept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        ));
        serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
    }
}

/// The UIDs of a feed's events, instances of one series once.
fn uids(feed: &str) -> BTreeSet<String> {
    feed.replace("\r\n ", "").lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect()
}

const QUERY: &str =
    "query($filter: EventFilter!) { events(filter: $filter, first: 100) { totalCount nodes { uid name } } }";

#[test]
fn the_feed_and_the_api_give_the_same_events() {
    let demo = Demo::start();
    let surfaces = [
        (
            "niche=rust&near=Berlin&radius_km=300",
            json!({ "niches": ["rust"], "near": { "place": "Berlin", "radiusKm": 300 } }),
        ),
        ("niche=data&mode=offline,mixed", json!({ "niches": ["data"], "modes": ["OFFLINE", "MIXED"] })),
        ("mode=online", json!({ "modes": ["ONLINE"] })),
        ("country=NL,IN&goal=networking", json!({ "countries": ["NL", "IN"], "goals": ["NETWORKING"] })),
        ("kind=conference", json!({ "kinds": ["CONFERENCE"] })),
    ];
    for (query, filter) in surfaces {
        // A feed keeps what is over for a while; the API starts now. `past=0d` makes them ask the same.
        let feed = demo.get(&format!("/calendar.ics?{query}&past=0d"), &[]);
        assert_eq!(feed.status, 200, "{}", feed.body);
        let answer = demo.graphql(QUERY, &json!({ "filter": filter }));
        let nodes = answer["data"]["events"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let found: BTreeSet<String> = nodes.iter().filter_map(|node| node["uid"].as_str()).map(str::to_owned).collect();
        assert_ne!(found.len(), 0, "{query} finds something in the demo");
        assert_eq!(uids(&feed.body), found, "{query}");
        assert_eq!(answer["data"]["events"]["totalCount"].as_u64(), u64::try_from(found.len()).ok());
    }
}

#[test]
fn the_feed_is_byte_stable_and_answers_not_modified() {
    let demo = Demo::start();
    let path = "/calendar.ics?niche=rust&near=Berlin&radius_km=300";
    let (first, second) = (demo.get(path, &[]), demo.get(path, &[]));
    assert_eq!(first.body, second.body);
    let tag = first.header("etag").expect("an ETag").to_owned();
    assert!(tag.starts_with('"'), "{tag} is strong");
    let again = demo.get(path, &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", Some(tag.as_str())));
    let modified = first.header("last-modified").expect("a date");
    assert_eq!(demo.get(path, &[("If-Modified-Since", modified)]).status, 304);
}

#[test]
fn bad_questions_are_answered_with_what_is_allowed() {
    let demo = Demo::start();
    let key = demo.get("/calendar.ics?nich=rust", &[]);
    assert_eq!(key.status, 400);
    assert!(key.body.contains("unknown key `nich`; allowed: niche, goal"), "{}", key.body);
    let place = demo.get("/calendar.ics?near=Springfield", &[]);
    assert_eq!(place.status, 400);
    assert!(place.body.contains("several places"), "{}", place.body);
    let filter = json!({ "filter": { "near": { "place": "Qwxyzzt" } } });
    let answer = demo.graphql(QUERY, &filter);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    assert_eq!(demo.get("/nothing/here", &[]).status, 404);
}

#[test]
fn a_node_is_the_event_that_was_listed() {
    let demo = Demo::start();
    let listed = demo.graphql("{ events(first: 1) { nodes { id name url } } }", &json!({}));
    let node = &listed["data"]["events"]["nodes"][0];
    let fetched = demo
        .graphql("query($id: ID!) { node(id: $id) { id ... on Event { name url } } }", &json!({ "id": node["id"] }));
    assert_eq!(&fetched["data"]["node"], node);
}

/// A Chromium, where there is one. With `HOBNOB_REQUIRE_STORIES` set, its absence is a failure.
fn chromium() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "CI says so by it")]
    let (path, required) = (std::env::var("PATH").unwrap_or_default(), std::env::var("HOBNOB_REQUIRE_STORIES").is_ok());
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.is_file());
    if found.is_none() {
        assert!(!required, "HOBNOB_REQUIRE_STORIES is set and there is no Chromium");
        eprintln!("skipped: no Chromium");
    }
    found
}

/// The page as Chromium understands it.
fn seen(chromium: &PathBuf, url: &str) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--virtual-time-budget=8000",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--dump-dom", url])
        .stderr(Stdio::null())
        .output()
        .expect("Chromium runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_browser_shows_events_and_links_to_their_calendar() {
    let Some(chromium) = chromium() else { return };
    let demo = Demo::start();
    let page = seen(&chromium, &format!("http://{}/?niche=rust", demo.host));
    assert!(page.contains("Rust Evening Berlin"), "{page}");
    assert!(page.contains("calendar.ics?niche=rust"), "{page}");
}

#[test]
fn a_browser_gets_an_editor_for_queries() {
    let Some(chromium) = chromium() else { return };
    let demo = Demo::start();
    let page = seen(&chromium, &format!("http://{}/graphql", demo.host));
    assert!(page.contains("graphiql-editors") || page.contains("graphiql-query-editor"), "{page}");
}
