//! Killed at any moment, a worker sends no letter twice and loses none without saying so: over a relay that fails in every
//! way relays do.
#![allow(clippy::expect_used, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use hobnob_domain::{EventFilter, LetterKind, LetterState, MailAddress, MailKeys, SealingKey, WeeklyHour, Wishes};
use hobnob_store::{SignUp, Store};

const SECRET: &str = "the secret of this story";

/// Who gets letters.
const READERS: usize = 60;

/// How often the worker is killed, unless `HOBNOB_KILLS` says otherwise.
const KILLS: u32 = 10;

/// When letters are due, and how far each run is from the one before: farther than a claim lasts.
const DUE: &str = "2099-01-05T09:00:00Z";
const STEP: TimeDelta = TimeDelta::minutes(7);

#[expect(clippy::disallowed_methods, reason = "stories are told what they need by it")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The relay's program: in `HOBNOB_CONFORMANCE`, else beside the checkout. Where it or Python is absent the story says
/// that it was skipped; with `HOBNOB_REQUIRE_STORIES` set it fails.
fn relay_program() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance"));
    let program = told("HOBNOB_CONFORMANCE").map_or_else(beside, PathBuf::from).join("smtp_sink.py");
    let has_python = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if program.is_file() && has_python {
        return Some(program);
    }
    assert!(told("HOBNOB_REQUIRE_STORIES").is_none(), "HOBNOB_REQUIRE_STORIES is set and there is no relay to fail");
    eprintln!("skipped: no {} or no python3", program.display());
    None
}

/// Ends with the story.
struct Relay(Child);

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A relay that keeps letters in a folder and fails by plan.
fn relay(program: &Path, kept: &Path, plan: &str) -> (Relay, String) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let mut command = Command::new("python3");
    command.arg(program).arg(port.to_string()).arg(kept).args(["--plan", plan]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the relay runs");
    let mut said = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut said).expect("it says that it listens");
    (Relay(child), format!("smtp://127.0.0.1:{port}"))
}

/// A site with one calendar, served until the test ends.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/club.ics", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@club.example\r\n\
                DTSTART:20990108T180000Z\r\nSUMMARY:Rust Meetup\r\nLOCATION:Berlin\\, Germany\r\n\
                URL:https://club.example/1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
            let Ok(mut stream) = stream else { continue };
            let mut first = String::new();
            let _ = BufReader::new(&stream).read_line(&mut first);
            let (status, body) = if first.contains("/club.ics") { ("200 OK", calendar) } else { ("404 Not Found", "") };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Type: text/calendar\r\nContent-Length: {}\r\n", body.len());
            let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
        }
    });
    url
}

fn hobnob(folder: &Path, relay: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
    command.current_dir(folder).env_remove("HOBNOB_DATABASE_URL").env("HOBNOB_CATALOGUE", "sources.toml");
    command.env("HOBNOB_ALLOW_PRIVATE_NETWORKS", "127.0.0.1").env("HOBNOB_SECRET", SECRET);
    command.env("HOBNOB_SMTP_URL", relay).env("HOBNOB_MAIL_FROM", "letters@events.example");
    command.env("HOBNOB_MAIL_PACE", "0").env("HOBNOB_PUBLIC_URL", "https://events.example/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Readers who said yes a few days before.
async fn readers(store: &Store, due: DateTime<Utc>) -> Vec<String> {
    let keys = MailKeys::new(SealingKey::new(SECRET));
    let asked_at = due - TimeDelta::days(3);
    let when = WeeklyHour { zone: chrono_tz::Tz::UTC, weekday: Weekday::Mon, hour: 8 };
    let wishes = Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when };
    let mut addresses = Vec::new();
    for number in 0..READERS {
        let text = format!("reader-{number}@example.org");
        let address: MailAddress = text.parse().expect("an address");
        let asked = SignUp { address, wishes: wishes.clone(), client_hash: text.clone() };
        store.subscriber_sign_up(&keys, &asked, asked_at).await.expect("it is kept");
        addresses.push(text);
    }
    for letter in store.letters(None, Some(LetterState::Planned), 1_000).await.expect("letters") {
        let token = keys.confirmation(letter.id).hash();
        store.subscriber_confirm(&token, asked_at).await.expect("it is kept").expect("a reader");
    }
    addresses
}

async fn opened(folder: &Path) -> Store {
    let url = format!("sqlite://{}?mode=rwc", folder.join("hobnob.db").display());
    let store = Store::connect(&url).await.expect("it opens");
    store.migrate().await.expect("it takes our shape");
    store
}

fn send(folder: &Path, relay: &str, at: DateTime<Utc>) -> Command {
    let mut command = hobnob(folder, relay);
    command.args(["digest", "send", "--at", &at.to_rfc3339()]);
    command
}

/// Letters at the relay: how often each address was written to.
fn delivered(kept: &Path) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for file in std::fs::read_dir(kept).expect("the relay's folder").filter_map(Result::ok) {
        if file.path().extension().is_none_or(|end| end != "eml") {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).expect("a letter");
        let to = text.lines().find_map(|line| line.strip_prefix("To: ")).expect("a reader").trim().to_owned();
        *counts.entry(to).or_default() += 1;
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_at_any_moment_sends_nothing_twice_and_loses_nothing_unsaid() {
    let Some(program) = relay_program() else { return };
    let kills = told("HOBNOB_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"));
    let due: DateTime<Utc> = DUE.parse().expect("an instant");
    for plan in ["ok", "ok,temp,grey,ok,drop-after,ok", "ok,drop-before,hangup,ok,slow"] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        std::fs::write(path.join("sources.toml"), format!("[[source]]\nurl = \"{}\"\n", site())).expect("written");
        let kept = path.join("relay");
        let (_relay, relay) = relay(&program, &kept, plan);
        let store = opened(path).await;
        let addresses = readers(&store, due).await;
        let mut work = hobnob(path, &relay);
        assert!(
            work.env_remove("HOBNOB_SMTP_URL")
                .env_remove("HOBNOB_MAIL_FROM")
                .args(["work", "--once"])
                .status()
                .expect("it runs")
                .success()
        );

        let mut at = due;
        let mut chance = 7_u64;
        for _ in 0..kills {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut child = send(path, &relay, at).spawn().expect("it runs");
            std::thread::sleep(Duration::from_millis(20 + (chance >> 33) % 400));
            child.kill().expect("it is killed");
            child.wait().expect("it ended");
            at += STEP;
        }
        let last = due + TimeDelta::hours(23);
        while at < last && store.letters_open().await.expect("a count") > 0 {
            assert!(send(path, &relay, at).status().expect("it runs").success());
            at += TimeDelta::minutes(125).min(last - at);
        }
        let totals = store.letter_totals(LetterKind::Weekly).await.expect("totals");
        assert!(totals.is_balanced() && totals.open == 0, "{plan}: {totals:?}");
        let delivered = delivered(&kept);
        assert!(delivered.values().all(|count| *count == 1), "{plan}: nothing comes twice: {delivered:?}");
        let weekly = |state| {
            let store = store.clone();
            async move {
                let letters = store.letters(None, Some(state), 1_000).await.expect("letters");
                letters.into_iter().filter(|letter| letter.kind == LetterKind::Weekly).count()
            }
        };
        let (sent, unknown) = (weekly(LetterState::Sent).await, weekly(LetterState::Unknown).await);
        let lost: BTreeSet<&String> = addresses.iter().filter(|address| !delivered.contains_key(*address)).collect();
        println!("{plan}: {sent} sent, {unknown} unknown, {} delivered of {READERS}", delivered.len());
        assert_eq!(sent + unknown, READERS, "{plan}: {totals:?}");
        assert!(lost.len() <= unknown, "{plan}: what is lost is said to be unknown: {lost:?}, {unknown}");
        store.close().await.expect("it closes");
    }
}
