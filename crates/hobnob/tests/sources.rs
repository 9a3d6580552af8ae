//! Adding and checking sources, over real HTTP on loopback.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex},
};

use serde_json::Value;

/// A made-up web site whose pages a story can change.
#[derive(Clone)]
struct Site {
    origin: String,
    pages: Arc<Mutex<BTreeMap<String, (&'static str, String)>>>,
}

impl Site {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Self { origin, pages: Arc::default() };
        let served = site.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let served = served.clone();
                std::thread::spawn(move || stream.and_then(|mut stream| served.answer(&mut stream)));
            }
        });
        site
    }

    fn put(&self, path: &str, media_type: &'static str, body: impl Into<String>) {
        self.pages.lock().expect("pages").insert(path.to_owned(), (media_type, body.into()));
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn answer(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(&*stream);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let mut line = String::new();
        while reader.read_line(&mut line)? > 2 {
            line.clear();
        }
        let path = first.split(' ').nth(1).unwrap_or_default();
        let page = self.pages.lock().expect("pages").get(path).cloned();
        let (status, (media_type, body)) = match page {
            Some(page) => ("200 OK", page),
            None => ("404 Not Found", ("text/plain", String::new())),
        };
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all((head + &body).as_bytes())
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
    command.current_dir(folder).env("HOBNOB_ALLOW_PRIVATE_NETWORKS", "127.0.0.1").env("HOBNOB_CATALOGUE", "none.toml");
    for name in ["HOBNOB_DATABASE_URL", "HOBNOB_LOG", "HOBNOB_LISTEN", "HOBNOB_PUBLIC_URL"] {
        command.env_remove(name);
    }
    std::fs::write(folder.join("none.toml"), "").expect("written");
    command.args(arguments).stdin(Stdio::null()).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&out(output)).expect("JSON")
}

/// A calendar of so many evenings, all to come for a long time.
fn calendar(evenings: usize) -> String {
    let evening = |number: usize| {
        let day = number + 1;
        format!(
            "BEGIN:VEVENT\r\nUID:{number}@made-up.example\r\nDTSTART:2026{:02}{day:02}T180000Z\r\nRRULE:FREQ=YEARLY\r\n\
             SUMMARY:Evening {number}\r\nLOCATION:Berlin\\, Germany\r\nEND:VEVENT\r\n",
            1 + number % 12
        )
    };
    let events: String = (0..evenings).map(evening).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

const RULES: &str = "item = \"li.event\"\nname = \"b\"\nstarts_at = \"i\"\nlink = \"a\"\n\
    [detail]\nvenue = \".venue\"\ndescription = \".text\"\n[dates]\nzone = \"Europe/Berlin\"\n";

/// A hand-made page of so many events.
fn page(events: usize) -> String {
    let event = |number: usize| {
        let day = number + 1;
        format!("<li class=event><a href=\"/e/{number}\"><b>Night {number}</b></a> <i>{day} March 2099, 7pm</i></li>")
    };
    let events: String = (0..events).map(event).collect();
    format!("<html lang=en><body><ul>{events}</ul></body></html>")
}

#[test]
fn the_calendar_that_a_page_declares_is_chosen_when_it_tells_of_more() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    let head = "<link rel=alternate type=\"text/calendar\" title=\"All evenings\" href=\"/all.ics\">";
    site.put("/events", "text/html", format!("<html><head>{head}</head><body>Come!</body></html>"));
    site.put("/all.ics", "text/calendar", calendar(9));
    let told = out(&run(folder.path(), &["sources", "add", &site.url("/events")]));
    let expected = [
        format!("The address itself: {} has no events that can be read.", site.url("/events")),
        format!(
            "The page declares “All evenings” as text/calendar: {}, read as ical, has 9 listings, 9 of them coming.",
            site.url("/all.ics")
        ),
        format!("Chosen: {} (that tells of the most that is coming).", site.url("/all.ics")),
    ];
    assert_eq!(told.lines().take(3).collect::<Vec<_>>(), expected, "{told}");
    let sources = json(&run(folder.path(), &["sources", "list", "--json"]));
    assert_eq!(sources[0]["url"], site.url("/all.ics"));
}

#[test]
fn what_is_written_for_programs_is_chosen_before_a_list_that_was_made_out() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    #[expect(clippy::disallowed_methods, reason = "the program's own clock is the system's")]
    let year = chrono::Datelike::year(&chrono::Utc::now()) + 1;
    let list = format!(
        "<h1>Evenings</h1><ul><li><a href=/1>Night of lakes</a>, 3 March {year}<li><a href=/2>Night of hills</a>, \
         17 March {year}<li><a href=/3>Night of seas</a>, 4 May {year}</ul>"
    );
    let head = "<link rel=alternate type=\"text/calendar\" href=\"/all.ics\">";
    site.put("/events", "text/html", format!("<html><head>{head}</head><body>{list}</body></html>"));
    site.put("/all.ics", "text/calendar", calendar(2));
    let told = out(&run(folder.path(), &["sources", "add", &site.url("/events")]));
    let made_out =
        format!("The address itself: {}, read as html_list, has 3 listings, 3 of them coming.", site.url("/events"));
    let chosen = format!("Chosen: {} (that is written for programs).", site.url("/all.ics"));
    assert_eq!((told.lines().next(), told.lines().nth(2)), (Some(made_out.as_str()), Some(chosen.as_str())), "{told}");
}

#[test]
fn an_address_is_taken_as_it_is_when_asked() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    let event =
        "{\"@type\":\"Event\",\"name\":\"One\",\"startDate\":\"2099-03-05T19:00+01:00\",\"location\":\"Berlin\"}";
    let script = format!("<script type=\"application/ld+json\">{event}</script><a href=\"/all.ics\">calendar</a>");
    site.put("/events", "text/html", format!("<html><body>{script}</body></html>"));
    site.put("/all.ics", "text/calendar", calendar(9));
    for flags in [["--no-detect", "--json"].as_slice(), &["--format", "json_ld", "--json"]] {
        let url = site.url("/events");
        let arguments = [["sources", "add", &url].as_slice(), flags].concat();
        let added = json(&run(folder.path(), &arguments));
        assert_eq!((&added["url"], &added["tried"]), (&Value::from(site.url("/events")), &Value::Array(Vec::new())));
    }
    let added = json(&run(folder.path(), &["sources", "add", &site.url("/events"), "--json"]));
    assert_eq!(added["url"], site.url("/all.ics"));
}

#[test]
fn nothing_is_stored_where_nothing_can_be_read_and_the_cure_is_named() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    site.put("/", "text/html", "<html><body>Come!</body></html>");
    let output = run(folder.path(), &["sources", "add", &site.url("/")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("rules (--rules FILE), or --anyway"), "{}", err(&output));
    let output = run(folder.path(), &["sources", "list", "--json"]);
    assert!(!output.status.success(), "no database was made");
}

#[test]
fn a_source_that_is_added_again_keeps_what_is_not_said_anew() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    site.put("/club.ics", "text/calendar", calendar(3));
    let url = site.url("/club.ics");
    let first = ["sources", "add", &url, "--name", "The club", "--niche", "rust,python", "--every", "7h"];
    assert!(out(&run(folder.path(), &first)).contains("Added The club"));
    let again = out(&run(folder.path(), &["sources", "add", &url]));
    assert!(again.contains("Updated The club") && again.contains("what was not said anew stays"), "{again}");
    let catalogue = || out(&run(folder.path(), &["sources", "export"]));
    let kept = catalogue();
    assert!(kept.contains("name = \"The club\"") && kept.contains("every = \"7h\""), "{kept}");
    assert!(kept.contains("\"rust\"") && kept.contains("\"python\""), "{kept}");
    out(&run(folder.path(), &["sources", "add", &url, "--niche", "go", "--format", "ical"]));
    let changed = catalogue();
    assert!(changed.contains("niches = [\"go\"]") && changed.contains("format = \"ical\""), "{changed}");
    assert!(changed.contains("name = \"The club\"") && changed.contains("every = \"7h\""), "{changed}");
}

#[test]
fn rules_are_checked_stored_and_followed_to_the_pages_behind_links() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    site.put("/events", "text/html", page(12));
    for number in 0..12 {
        let body = format!("<p class=venue>Old Mill {number}</p><p class=text>All of night {number}</p>");
        site.put(&format!("/e/{number}"), "text/html", body);
    }
    std::fs::write(folder.path().join("city.toml"), RULES).expect("written");
    let checked =
        json(&run(folder.path(), &["sources", "check", "--rules", "city.toml", &site.url("/events"), "--json"]));
    assert_eq!(checked["rules"]["items"], 12);
    let rules = checked["rules"]["rules"].as_array().expect("rules");
    let counts: Vec<(&str, u64)> = rules
        .iter()
        .map(|rule| (rule["rule"].as_str().expect("a key"), rule["matched"].as_u64().expect("a count")))
        .collect();
    assert_eq!(counts, [("item", 12), ("name", 12), ("starts_at", 12), ("link", 12)]);
    assert_eq!(checked["detail"]["rules"]["rules"][1]["example"], "Old Mill 0");

    out(&run(folder.path(), &["sources", "add", &site.url("/events"), "--rules", "city.toml", "--name", "City"]));
    let report = json(&run(folder.path(), &["work", "--once", "--json"]));
    assert_eq!(
        (&report["pages"]["fetched"], &report["events"]["new"]),
        (&Value::from(13), &Value::from(12)),
        "{report}"
    );
    let events = out(&run(folder.path(), &["events", "--json", "--to", "2100-01-01"]));
    let first: Value = serde_json::from_str(events.lines().next().expect("an event")).expect("JSON");
    assert_eq!((&first["name"], &first["venue"]["name"]), (&Value::from("Night 0"), &Value::from("Old Mill 0")));
    assert_eq!(first["description"], "All of night 0");

    site.put("/events", "text/html", page(3));
    let output = run(folder.path(), &["sources", "check", "City"]);
    assert!(out(&output).contains("li.event"), "{}", out(&output));
    site.put("/events", "text/html", "<html><body>Our new design</body></html>");
    let output = run(folder.path(), &["sources", "check", "City"]);
    assert!(err(&output).starts_with("warning: 0 listings now, 12 when it was last read: "), "{}", err(&output));
}

#[test]
fn a_source_that_gives_less_than_half_of_what_it_gave_is_warned_of() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    site.put("/all.ics", "text/calendar", calendar(20));
    out(&run(folder.path(), &["sources", "add", &site.url("/all.ics"), "--name", "All"]));
    out(&run(folder.path(), &["work", "--once"]));
    site.put("/all.ics", "text/calendar", calendar(15));
    assert_eq!(json(&run(folder.path(), &["sources", "check", "All", "--json"]))["yield"]["warning"], Value::Null);
    site.put("/all.ics", "text/calendar", calendar(4));
    let output = run(folder.path(), &["sources", "check", "All", "--json"]);
    assert_eq!(
        (&json(&output)["yield"]["before"], &json(&output)["yield"]["now"]),
        (&Value::from(20), &Value::from(4))
    );
    assert!(err(&output).starts_with("warning: 4 listings now, 20 when it was last read: "), "{}", err(&output));
}

#[test]
fn a_page_is_kept_as_it_came_and_read_by_rules() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    site.put("/events", "text/html", page(2));
    std::fs::write(
        folder.path().join("city.toml"),
        format!(
            "[[source]]\nurl = \"https://example.org/\"\n[source.rules]\n{}",
            RULES.replace("[detail]", "[source.rules.detail]").replace("[dates]", "[source.rules.dates]")
        ),
    )
    .expect("written");
    let arguments = ["read", &site.url("/events"), "--save", "kept.html", "--rules", "city.toml", "--json"];
    let reading = json(&run(folder.path(), &arguments));
    assert_eq!((&reading["format"], reading["listings"].as_array().map(Vec::len)), (&Value::from("rules"), Some(2)));
    assert_eq!(std::fs::read_to_string(folder.path().join("kept.html")).expect("kept"), page(2));
    let output = run(folder.path(), &["read", "kept.html", "--rules", "none.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("`item`: is missing"), "{}", err(&output));
}

#[test]
fn the_letter_about_what_was_read_can_be_looked_at_in_every_form() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    let evening =
        "BEGIN:VEVENT\r\nUID:0@made-up.example\r\nDTSTART:20990101T180000Z\r\nSUMMARY:Evening 0\r\nEND:VEVENT\r\n";
    site.put("/all.ics", "text/calendar", format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{evening}END:VCALENDAR\r\n"));
    out(&run(folder.path(), &["sources", "add", &site.url("/all.ics"), "--name", "All"]));
    out(&run(folder.path(), &["work", "--once"]));
    let called = |more: &[&str]| {
        run(
            folder.path(),
            &[&["digest", "preview", "--at", "2099-01-01T08:00:00Z", "--zone", "Europe/Berlin"], more].concat(),
        )
    };
    let preview = |more: &[&str]| out(&called(more));
    let first =
        "Your events from Thu 1 January\n\n1 this week. This is your first letter. Times are in Europe/Berlin.\n";
    assert_eq!(preview(&[]).get(..first.len()), Some(first));
    let later = "Your events from Thu 1 January\n\n1 this week. Times are in Europe/Berlin.\n";
    let since = preview(&["--since", "2098-12-28", "--or", "mode=online"]);
    assert_eq!(since.get(..later.len()), Some(later));
    assert!(preview(&["--html"]).starts_with("<!DOCTYPE html>\n"));
    assert!(preview(&["--eml"]).contains("\r\nSubject: Your events: Evening 0\r\n"));
    let scores = preview(&["--scores", "--worth", "networking=3"]);
    assert_eq!(scores.split("  ").take(2).collect::<Vec<_>>(), ["Week", "Evening 0"]);

    let refused = |more: &[&str]| (called(more).status.code(), err(&called(more)));
    let late = "error: --since must be before the letter itself: give an earlier day, or a later --at\n".to_owned();
    assert_eq!(refused(&["--since", "2099-01-02"]), (Some(2), late));
    assert_eq!(refused(&["--worth", "networking=4"]).0, Some(2));
    assert_eq!(refused(&["--html", "--eml"]).0, Some(2));
    let nothing =
        "No letter: nothing to tell from 2099-01-01 09:00 (Europe/Berlin) on. Widen --radius-km, or drop a flag.\n";
    assert_eq!(refused(&["--niche", "cobol-mainframe"]), (Some(0), nothing.to_owned()));
}

#[test]
fn what_gives_no_event_is_told_with_its_reason() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    let nameless = "BEGIN:VEVENT\r\nUID:odd@made-up.example\r\nDTSTART:20990101T180000Z\r\nEND:VEVENT\r\nEND:VCALENDAR";
    site.put("/a.ics", "text/calendar", calendar(3).replace("END:VCALENDAR", nameless));
    out(&run(folder.path(), &["sources", "add", &site.url("/a.ics"), "--name", "Club"]));
    out(&run(folder.path(), &["work", "--once"]));
    let told = out(&run(folder.path(), &["sources", "show", "Club"]));
    assert!(told.ends_with("rejected odd@made-up.example: it has no name\n"), "{told}");
    let rejections = &json(&run(folder.path(), &["sources", "show", "Club", "--json"]))["rejections"];
    assert_eq!(*rejections, serde_json::json!([{"key": "odd@made-up.example", "reason": "it has no name"}]));
}

#[test]
fn what_becomes_of_a_source_is_told_as_json_too() {
    let (site, folder) = (Site::start(), tempfile::tempdir().expect("a folder"));
    site.put("/all.ics", "text/calendar", calendar(2));
    out(&run(folder.path(), &["sources", "add", &site.url("/all.ics"), "--name", "All"]));
    for (command, state) in [("pause", "paused"), ("resume", "active"), ("remove", "active")] {
        let source = json(&run(folder.path(), &["sources", command, "All", "--json"]));
        let told = (&source["name"], &source["url"], &source["state"]);
        let expected = (&Value::from("All"), &Value::from(site.url("/all.ics")), &Value::from(state));
        assert_eq!(told, expected, "{command}");
    }
    assert_eq!(json(&run(folder.path(), &["sources", "list", "--json"])), Value::Array(Vec::new()));
}
