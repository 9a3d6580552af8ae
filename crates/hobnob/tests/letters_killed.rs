//! Killed at any moment, a worker sends no letter twice and loses none without saying so: over a relay that fails in every
//! way relays do, on both databases.
#![allow(clippy::expect_used, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use hobnob_domain::{EventFilter, LetterKind, LetterState, MailAddress, MailKeys, SealingKey, WeeklyHour, Wishes};
use hobnob_store::{SignUp, Store};
use hobnob_tests::{FakeWeb, due_at, for_each_address, pass_time};

const SECRET: &str = "the secret of this story";

/// How often the worker is killed for each plan and database, unless `HOBNOB_KILLS` says otherwise.
const KILLS: u32 = 6;

/// Letters that are due for each kill: so many that each finds something on its way.
const READERS_PER_KILL: usize = 12;

/// How much time passes before each run: more than a claim lasts.
const STEP: TimeDelta = TimeDelta::minutes(7);

/// Over how many hours readers' letters are due at most.
const HOURS: i64 = 12;

/// What the relay does with one message after the other.
const PLANS: [&str; 3] =
    ["ok", "ok,temp,ok,grey,ok,drop-after,ok,ok", "ok,drop-before,ok,hangup,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,slow"];

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

/// A relay that keeps letters in a folder and fails by plan. It ends with the story.
struct Relay {
    child: Child,
    url: String,
    kept: PathBuf,
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Relay {
    fn start(program: &Path, folder: &Path, plan: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let kept = folder.join("relay");
        let mut command = Command::new("python3");
        command.arg(program).arg(port.to_string()).arg(&kept).args(["--plan", plan]).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the relay runs");
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut said).expect("it says that it listens");
        Self { child, url: format!("smtp://127.0.0.1:{port}"), kept }
    }

    /// How much it has written down: that grows with every message it is offered.
    fn busy(&self) -> u64 {
        std::fs::metadata(self.kept.join("log.jsonl")).map_or(0, |log| log.len())
    }

    /// How often each address was written to.
    fn delivered(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for file in std::fs::read_dir(&self.kept).expect("the relay's folder").filter_map(Result::ok) {
            if file.path().extension().is_none_or(|end| end != "eml") {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).expect("a letter");
            let to = text.lines().find_map(|line| line.strip_prefix("To: ")).expect("a reader").trim().to_owned();
            *counts.entry(to).or_default() += 1;
        }
        counts
    }
}

/// The program, where it works and what it works with.
struct Place<'a> {
    folder: &'a Path,
    database: &'a str,
    relay: &'a Relay,
}

impl Place<'_> {
    fn hobnob(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
        command.current_dir(self.folder).env("HOBNOB_DATABASE_URL", self.database).args(args);
        command.env("HOBNOB_CATALOGUE", "sources.toml").env("HOBNOB_ALLOW_PRIVATE_NETWORKS", "127.0.0.1");
        command.env("HOBNOB_SECRET", SECRET).env("HOBNOB_PUBLIC_URL", "https://events.example/");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn send(&self) -> Command {
        let mut command = self.hobnob(&["digest", "send"]);
        command.env("HOBNOB_SMTP_URL", &self.relay.url).env("HOBNOB_MAIL_FROM", "letters@events.example");
        command.env("HOBNOB_MAIL_PACE", "0");
        command
    }

    /// Starts a run and kills it: every third time at any moment of it, else soon after the relay hears of it. Says whether
    /// it was still running.
    fn send_and_kill(&self, usual: Duration, chance: &mut Chance) -> bool {
        let before = self.relay.busy();
        let mut child = self.send().spawn().expect("it runs");
        let begun = Instant::now();
        if chance.below(3) == 0 {
            std::thread::sleep(usual.mul_f64(f64::from(chance.below(1_000)) / 1_000.0));
        } else {
            while self.relay.busy() == before && begun.elapsed() < 4 * usual {
                if child.try_wait().expect("it is watched").is_some() {
                    return false;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_micros(chance.below(30_000).into()));
        }
        let was_running = child.try_wait().expect("it is watched").is_none();
        child.kill().expect("it is killed");
        child.wait().expect("it ended");
        was_running
    }
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).expect("it is below")
    }
}

/// Over how long readers' letters are due.
fn span(kills: u32) -> TimeDelta {
    (STEP * i32::try_from(kills).expect("a few")).min(TimeDelta::hours(HOURS))
}

/// Readers who said yes a few days before; their letters are due one after the other while the worker is killed, and then not
/// for days.
async fn readers(database: &str, store: &Store, now: DateTime<Utc>, kills: u32) -> Vec<String> {
    let keys = MailKeys::new(SealingKey::new(SECRET));
    let when = WeeklyHour { zone: chrono_tz::Tz::UTC, weekday: now.weekday().pred(), hour: 8 };
    let mut addresses = Vec::new();
    for number in 0..READERS_PER_KILL * usize::try_from(kills).expect("a few") {
        // A flood of questions would not be asked.
        let asked_at = now - TimeDelta::days(3) + TimeDelta::hours((number / 900).try_into().expect("a few"));
        let wishes = Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when };
        let text = format!("reader-{number}@example.org");
        let address: MailAddress = text.parse().expect("an address");
        let asked = SignUp { address, wishes, client_hash: text.clone() };
        store.subscriber_sign_up(&keys, &asked, asked_at).await.expect("it is kept");
        addresses.push(text);
    }
    for letter in store.letters(None, Some(LetterState::Planned), 10_000).await.expect("letters") {
        let token = keys.confirmation(letter.id).hash();
        store.subscriber_confirm(&token, letter.at).await.expect("it is kept").expect("a reader");
    }
    let (known, _) = store.subscribers(None, 10_000).await.expect("readers");
    let apart = span(kills) / i32::try_from(known.len()).expect("a few");
    let due = known.iter().zip(0_i32..).map(|(one, number)| (one.id, now + apart * number));
    due_at(database, due).await;
    addresses
}

async fn weekly(store: &Store, state: LetterState) -> usize {
    let letters = store.letters(None, Some(state), 10_000).await.expect("letters");
    letters.into_iter().filter(|letter| letter.kind == LetterKind::Weekly).count()
}

async fn told_with_a_plan(program: &Path, plan: &str, database: &str, store: &Store, kills: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    #[expect(clippy::disallowed_methods, reason = "the program's own clock is the system's")]
    let now = Utc::now();
    let web = FakeWeb::start().await;
    web.put(
        "/club.ics",
        "text/calendar",
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@club.example\r\nDTSTART:{}\r\n\
             SUMMARY:Rust Meetup\r\nLOCATION:Berlin\\, Germany\r\nURL:https://club.example/1\r\nEND:VEVENT\r\n\
             END:VCALENDAR\r\n",
            (now + TimeDelta::days(3)).format("%Y%m%dT180000Z")
        ),
    );
    let catalogue = format!("[[source]]\nurl = \"{}\"\n", web.url("/club.ics"));
    std::fs::write(folder.path().join("sources.toml"), catalogue).expect("written");
    let relay = Relay::start(program, folder.path(), plan);
    let place = Place { folder: folder.path(), database, relay: &relay };
    store.migrate().await.expect("it takes our shape");
    let addresses = readers(database, store, now, kills).await;
    assert!(place.hobnob(&["work", "--once"]).status().expect("it runs").success());

    let begun = Instant::now();
    assert!(place.send().status().expect("it runs").success());
    let usual = begun.elapsed();
    let (mut passed, mut chance, mut killed) = (TimeDelta::zero(), Chance(7), 0);
    for _ in 0..kills {
        pass_time(database, STEP).await;
        passed += STEP;
        killed += u32::from(place.send_and_kill(usual, &mut chance));
    }
    let (all_due, most) = (span(kills), passed + TimeDelta::hours(23));
    while passed < most && (passed < all_due || store.letters_open().await.expect("a count") > 0) {
        let by = TimeDelta::minutes(125).min(most - passed);
        pass_time(database, by).await;
        passed += by;
        assert!(place.send().status().expect("it runs").success());
    }
    let totals = store.letter_totals(LetterKind::Weekly).await.expect("totals");
    assert!(totals.is_balanced() && totals.open == 0, "{plan}: {totals:?}");
    let report = Command::new("python3").arg(program).arg("--report").arg(&relay.kept).output().expect("it reports");
    assert!(report.status.success(), "{plan}: {}", String::from_utf8_lossy(&report.stdout));
    let delivered = relay.delivered();
    assert!(delivered.values().all(|count| *count == 1), "{plan}: nothing comes twice: {delivered:?}");
    let (sent, unknown) = (weekly(store, LetterState::Sent).await, weekly(store, LetterState::Unknown).await);
    let lost: BTreeSet<&String> = addresses.iter().filter(|address| !delivered.contains_key(*address)).collect();
    println!(
        "{plan}: killed {killed} of {kills} times; {sent} sent, {unknown} unknown of {}; {} delivered",
        addresses.len(),
        delivered.len()
    );
    assert_eq!(sent + unknown, addresses.len(), "{plan}: {totals:?}");
    assert!(lost.len() <= unknown, "{plan}: what is lost is said to be unknown: {lost:?}, {unknown}");
    assert!(2 * killed >= kills, "{plan}: most runs were killed while they ran");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_at_any_moment_sends_nothing_twice_and_loses_nothing_unsaid() {
    let Some(program) = relay_program() else { return };
    let kills = told("HOBNOB_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"));
    for plan in PLANS {
        let program = program.as_path();
        for_each_address(move |database, store| async move {
            told_with_a_plan(program, plan, &database, &store, kills).await;
            store.close().await.expect("it closes");
        })
        .await;
    }
}
