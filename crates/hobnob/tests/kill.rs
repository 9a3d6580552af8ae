//! Killed at any moment, a worker loses nothing and tells nothing twice: the next run ends where a quiet one ends.
#![allow(clippy::expect_used, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// Groups of the made-up web, each with a calendar.
const GROUPS: usize = 30;

/// Evenings of each group.
const EVENINGS: usize = 20;

/// A made-up word for a number: names that differ in numbers only are editions of one event.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 6] = ["ka", "mo", "ri", "tul", "sen", "bo"];
    let syllable = |number: usize| SYLLABLES.get(number % SYLLABLES.len()).copied().unwrap_or_default();
    format!("{}{}nia", syllable(number), syllable(number / SYLLABLES.len()))
}

/// A calendar; two neighbouring groups announce the same last evening.
fn calendar(group: usize) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//EN\r\n");
    for evening in 0..EVENINGS {
        let is_shared = evening + 1 == EVENINGS;
        let (number, name) = if is_shared { (group / 2, "shared") } else { (group, "own") };
        let (month, day) = (1 + evening / 2, 10 + evening);
        text.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:{name}-{number}-{evening}@{group}.example\r\nDTSTART:2099{month:02}{day:02}T170000Z\r\n\
             SUMMARY:PostgreSQL Meetup {name} of {}\r\nLOCATION:Berlin\\, Germany\r\n\
             URL:https://groups.example/{name}/{number}/{evening}\r\nEND:VEVENT\r\n",
            word(number)
        ));
    }
    text + "END:VCALENDAR\r\n"
}

fn answer(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut first = String::new();
    BufReader::new(&*stream).read_line(&mut first)?;
    let path = first.split(' ').nth(1).unwrap_or_default();
    let group = path.trim_start_matches('/').strip_suffix(".ics").and_then(|group| group.parse().ok());
    let (status, body) = group.map_or(("404 Not Found", String::new()), |group| ("200 OK", calendar(group)));
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/calendar\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all((head + &body).as_bytes())
}

/// Serves the made-up web until the test ends; gives its origin.
fn web() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || stream.and_then(|mut stream| answer(&mut stream)));
        }
    });
    origin
}

fn hobnob(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
    command.current_dir(folder).env("HOBNOB_CATALOGUE", "sources.toml");
    command.env("HOBNOB_ALLOW_PRIVATE_NETWORKS", "127.0.0.1").env_remove("HOBNOB_DATABASE_URL");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A folder with a catalogue of the made-up web.
fn folder(origin: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let entries: String = (0..GROUPS).map(|group| format!("[[source]]\nurl = \"{origin}/{group}.ics\"\n")).collect();
    std::fs::write(folder.path().join("sources.toml"), entries).expect("written");
    folder
}

/// Every event with its identity, in order.
fn told(folder: &Path) -> Vec<(String, u64, String)> {
    let output = hobnob(folder).args(["events", "--json", "--first", "100000"]).stdout(Stdio::piped()).output();
    let lines = String::from_utf8(output.expect("it runs").stdout).expect("text");
    let mut events: Vec<_> = lines
        .lines()
        .map(|line| {
            let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| event.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            let sequence = event.get("sequence").and_then(serde_json::Value::as_u64).expect("a sequence");
            (text("uid"), sequence, text("name"))
        })
        .collect();
    events.sort();
    events
}

#[test]
fn a_worker_killed_at_any_moment_loses_nothing_and_tells_nothing_twice() {
    let origin = web();
    let quiet = folder(&origin);
    assert!(hobnob(quiet.path()).args(["work", "--once"]).status().expect("it runs").success());
    let expected = told(quiet.path());
    assert_eq!(expected.len(), GROUPS * (EVENINGS - 1) + GROUPS / 2);

    for round in 0..4_u64 {
        let killed = folder(&origin);
        let mut child = hobnob(killed.path()).arg("work").spawn().expect("it runs");
        std::thread::sleep(Duration::from_millis(70 + round * 90));
        child.kill().expect("it is killed");
        child.wait().expect("it ended");
        // What it had claimed comes free when its leases end, too late for a story: what is there is looked at.
        assert!(hobnob(killed.path()).arg("migrate").status().expect("it runs").success());
        assert!(hobnob(killed.path()).arg("replay").status().expect("it runs").success());
        let found = told(killed.path());
        // Which of two sources names their shared evening is a matter of who was read first.
        let (own, shared): (Vec<_>, Vec<_>) = found.iter().cloned().partition(|(_, _, name)| name.contains(" own "));
        assert!(own.iter().all(|event| expected.contains(event)), "told as a quiet run tells it: {own:?}");
        let names: BTreeSet<&String> = shared.iter().map(|(_, _, name)| name).collect();
        assert_eq!(names.len(), shared.len(), "no evening is there twice: {shared:?}");
        assert_eq!(own.len() % (EVENINGS - 1), 0, "a calendar is there whole or not at all");
        assert_eq!(hobnob(killed.path()).arg("doctor").status().expect("it runs").code(), Some(0));
    }
}
