//! The weekly letter over real HTTP, by the program itself: asked for by GraphQL, said yes to on the page, sent into a
//! directory, ended by the one click of a mail program. And what becomes of wishes and calendars when a niche is taken out.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use hobnob_domain::{EventFilter, LetterState, MailKeys, SealingKey, SubscriberId, WeeklyHour, Wishes};
use hobnob_store::{SignUp, Store};
use hobnob_tests::{FakeWeb, for_each_address, hide_changes, keep_index};
use serde_json::Value;

const FORM: &str = "application/x-www-form-urlencoded";

/// The program over one database, and where it puts letters.
struct Place<'a> {
    folder: &'a Path,
    database: &'a str,
}

impl Place<'_> {
    fn hobnob(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
        command.current_dir(self.folder).env("HOBNOB_DATABASE_URL", self.database).args(args);
        command.env("HOBNOB_CATALOGUE", "sources.toml").env("HOBNOB_ALLOW_PRIVATE_NETWORKS", "127.0.0.1");
        command.env("HOBNOB_PUBLIC_URL", "https://events.example/").env("HOBNOB_SECRET", "the secret of this story");
        command.env("HOBNOB_MAIL_DIRECTORY", "mail").env("HOBNOB_MAIL_FROM", "letters@events.example");
        command
    }

    fn said(&self, args: &[&str]) -> String {
        let output = self.hobnob(args).output().expect("hobnob runs");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Letters that came, in the order of their names: the date stands first.
    fn letters(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.folder.join("mail")) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = files.filter_map(Result::ok).map(|file| file.path()).collect();
        paths.sort();
        // Soft line breaks of quoted-printable would part the links.
        paths.iter().map(|path| std::fs::read_to_string(path).expect("a letter").replace("=\r\n", "")).collect()
    }

    fn readers(&self) -> Value {
        serde_json::from_str(&self.said(&["digest", "subscribers", "--json"])).expect("JSON")
    }
}

/// A running `hobnob serve`.
struct Server {
    child: Child,
    host: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(place: &Place<'_>) -> Self {
        Self::start_with(place, &[])
    }

    fn start_with(place: &Place<'_>, settings: &[(&str, &str)]) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let host = free.to_string();
        let mut command = place.hobnob(&["serve", "--listen", &host]);
        command.envs(settings.iter().copied());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        let server = Self { child, host };
        let begun = Instant::now();
        while TcpStream::connect(&server.host).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it listens within a minute");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// The status and the body of an answer.
    fn ask(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        let head = format!("{head}\r\nHost: events.example\r\nConnection: close\r\nContent-Length: {}", body.len());
        stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path} HTTP/1.1"), "")
    }

    fn post(&self, path: &str, media_type: &str, body: &str) -> (u16, String) {
        self.ask(&format!("POST {path} HTTP/1.1\r\nContent-Type: {media_type}"), body)
    }
}

/// The path of the first of our addresses that begins so.
fn link(letter: &str, path: &str) -> String {
    let at = letter.find(&format!("https://events.example{path}")).unwrap_or_else(|| panic!("no {path} in {letter}"));
    let link = letter[at..].split([' ', '\r', '\n', '>', '"']).next().unwrap_or_default();
    link.trim_start_matches("https://events.example").to_owned()
}

/// Reads an evening for each of the next twenty days.
async fn stocked(place: &Place<'_>, now: DateTime<Utc>) {
    let web = FakeWeb::start().await;
    let days = (1..=20).map(|day| {
        let day_of = (now + TimeDelta::days(day)).format("%Y%m%d");
        format!(
            "BEGIN:VEVENT\r\nUID:{day}@club.example\r\nDTSTART:{day_of}T180000Z\r\nSUMMARY:Rust Meetup {day}\r\n\
             LOCATION:Berlin\\, Germany\r\nURL:https://club.example/{day}\r\nEND:VEVENT\r\n"
        )
    });
    let calendar = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", days.collect::<String>());
    web.put("/club.ics", "text/calendar", calendar);
    let catalogue = format!("[[source]]\nurl = \"{}\"\n", web.url("/club.ics"));
    std::fs::write(place.folder.join("sources.toml"), catalogue).expect("written");
    place.said(&["work", "--once"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_asked_for_by_graphql_comes_after_a_yes_and_ends_by_one_click() {
    for_each_address(async |database, store| {
        store.migrate().await.expect("it takes our shape");
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { folder: folder.path(), database: &database };
        #[expect(clippy::disallowed_methods, reason = "the program's own clock is the system's")]
        let now = Utc::now();
        stocked(&place, now).await;
        let server = Server::start(&place);

        let asks = "mutation { digestSubscribe(input: { address: \"reader@example.org\", \
            filters: [{ niches: [\"rust\"], near: { place: \"Berlin\", radiusKm: 30 } }] }) \
            { isTaken problems { message } } }";
        let body = serde_json::json!({ "query": asks }).to_string();
        let (status, answer) = server.post("/graphql", "application/json", &body);
        assert_eq!((status, answer.contains("\"isTaken\":true")), (200, true), "{answer}");
        place.said(&["digest", "send"]);
        let [question] = &place.letters()[..] else { panic!("one question: {:?}", place.letters()) };
        assert!(question.contains("To: reader@example.org") && !question.contains("Rust Meetup"));

        let confirm = link(question, "/digest/confirm/");
        let (status, page) = server.get(&confirm);
        assert_eq!((status, page.contains("<form")), (200, true), "{page}");
        assert_eq!(place.readers()["counts"]["confirmed"], 0, "looking is no yes");
        assert_eq!(server.post(&confirm, FORM, "").0, 200);
        let readers = place.readers();
        assert_eq!(readers["counts"]["confirmed"], 1);
        assert_eq!(readers["subscribers"][0]["time_zone"], "Europe/Berlin", "that of the place");
        let due = readers["subscribers"][0]["next_due_at"].as_str().expect("an instant");
        let due: DateTime<Utc> = due.parse().expect("an instant");
        place.said(&["digest", "send", "--at", &(due + TimeDelta::minutes(1)).to_rfc3339()]);
        let letters = place.letters();
        assert_eq!(letters.len(), 2, "the question and a letter: {letters:?}");
        let letter = letters.iter().find(|letter| letter.contains("Rust Meetup")).expect("the letter");
        assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));

        let (status, page) = server.get(&link(letter, "/digest/preferences/"));
        assert_eq!((status, page.contains("value=\"rust\"")), (200, true), "{page}");
        let leave = link(letter, "/digest/unsubscribe/");
        let (status, page) = server.get(&leave);
        assert_eq!((status, page.contains("<form")), (200, true), "{page}");
        assert_eq!(place.readers()["counts"]["confirmed"], 1, "looking is no farewell");
        for _ in 0..2 {
            assert_eq!(server.post(&leave, FORM, "List-Unsubscribe=One-Click").0, 200);
            assert_eq!(place.readers()["counts"]["left"], 1);
        }
        place.said(&["digest", "send", "--at", &(due + TimeDelta::days(7)).to_rfc3339()]);
        assert_eq!(place.letters().len(), 2, "who left gets no letter");
        drop(server);
        store.close().await.expect("it closes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_whose_niche_was_taken_out_mends_their_wishes_by_their_link() {
    for_each_address(async |database, store| {
        store.migrate().await.expect("it takes our shape");
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { folder: folder.path(), database: &database };
        std::fs::write(folder.path().join("sources.toml"), "").expect("written");
        let own = "[[niche]]\nslug = \"bee-keeping\"\nlabel = \"Bee keeping\"\nfield = \"science\"\nkeywords = [\"apiary\"]\n";
        std::fs::write(folder.path().join("niches.toml"), own).expect("written");
        let with_own = Server::start_with(&place, &[("HOBNOB_NICHES", "niches.toml")]);
        let asked = "address=reader%40example.org&niche=bee-keeping&near=Berlin&weekday=3&hour=9&goal_mentoring=3";
        assert_eq!(with_own.post("/digest", FORM, asked).0, 200);
        place.said(&["digest", "send"]);
        let confirm = link(&place.letters()[0], "/digest/confirm/");
        let (status, page) = with_own.post(&confirm, FORM, "");
        assert_eq!(status, 200, "{page}");
        let begin = page.find("/digest/preferences/").expect("a link to the wishes");
        let wishes = page[begin..].split('"').next().unwrap_or_default().to_owned();
        drop(with_own);

        let server = Server::start(&place);
        let (status, page) = server.get(&wishes);
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("“bee-keeping” is no niche"), "{page}");
        assert!(page.contains("niche=bee-keeping&#38;near=Berlin"), "their filters stand as they were: {page}");
        assert!(page.contains("<option value=\"3\" selected>Thursday"), "and so does the rest: {page}");
        let listed = place.hobnob(&["digest", "subscribers"]).output().expect("hobnob runs");
        let warned = String::from_utf8_lossy(&listed.stderr).into_owned();
        assert!(listed.status.success() && warned.contains("put back what it names"), "{warned}");

        let mended = "filters=niche%3Drust%26near%3DBerlin&weekday=3&hour=9";
        let (status, page) = server.post(&wishes, FORM, mended);
        assert_eq!((status, page.contains("It is changed")), (200, true), "{page}");
        let (status, page) = server.get(&wishes);
        assert_eq!((status, page.contains("role=\"alert\"")), (200, false), "{page}");
        assert_eq!(place.readers()["subscribers"][0]["filters"][0].as_str().expect("a filter").find("rust"), Some(6));
        drop(server);
        store.close().await.expect("it closes");
    })
    .await;
}

/// Makes a calendar and gives the path of its page.
fn own_calendar(place: &Place<'_>, niches: &Path, filter: &[&str]) -> String {
    let args = [&["calendars", "create", "--json", "--name", "Mine"], filter].concat();
    let made = place.hobnob(&args).env("HOBNOB_NICHES", niches).output().expect("hobnob runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made: Value = serde_json::from_slice(&made.stdout).expect("JSON");
    format!("/calendars/{}", made["token"].as_str().expect("a token"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_whose_niche_was_taken_out_goes_on_with_what_is_left_and_is_mended_on_its_page() {
    for_each_address(async |database, store| {
        store.migrate().await.expect("it takes our shape");
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { folder: folder.path(), database: &database };
        let own = "[[niche]]\nslug = \"bee-keeping\"\nlabel = \"Bee keeping\"\nfield = \"science\"\nkeywords = [\"apiary\"]\n";
        let niches = folder.path().join("niches.toml");
        std::fs::write(&niches, own).expect("written");
        #[expect(clippy::disallowed_methods, reason = "the program's own clock is the system's")]
        let now = Utc::now();
        stocked(&place, now).await;
        let among = own_calendar(&place, &niches, &["--niche", "rust,bee-keeping", "--near", "Berlin"]);
        let beside = own_calendar(&place, &niches, &["--niche", "bee-keeping", "--also", "niche=rust"]);
        let alone = own_calendar(&place, &niches, &["--niche", "bee-keeping", "--near", "Berlin"]);

        let server = Server::start(&place);
        for page in [&among, &beside] {
            let (status, calendar) = server.get(&format!("{page}.ics"));
            assert_eq!((status, calendar.contains("SUMMARY:Rust Meetup 3")), (200, true), "{calendar}");
            assert!(calendar.replace("\r\n ", "").contains("their page tells what"), "{calendar}");
        }
        let (status, said) = server.get(&format!("{alone}.ics"));
        assert_eq!((status, said.contains("Its owner can mend it on its page")), (503, true), "no empty calendar: {said}");
        let (status, page) = server.get(&among);
        assert_eq!((status, page.contains("“bee-keeping” is no niche")), (200, true), "{page}");
        assert!(page.contains("niche=rust,bee-keeping&#38;near=Berlin&#38;radius_km=50</textarea>"), "{page}");
        let listed = place.said(&["calendars", "list", "--json"]);
        assert_eq!(listed.matches("is no niche").count(), 3, "the operator sees it: {listed}");
        let asked = |query: &str| {
            let body = serde_json::json!({ "query": query.replace("TOKEN", alone.trim_start_matches("/calendars/")) });
            server.post("/graphql", "application/json", &body.to_string()).1
        };
        let told = asked("{ calendar(token: \"TOKEN\") { filters { query } problems { code message } } }");
        assert!(told.contains("\"filters\":[]") && told.contains("GONE"), "{told}");
        let renamed = "mutation { calendarUpdate(input: {token: \"TOKEN\", name: \"Bees\"}) { problems { message } } }";
        assert!(asked(renamed).contains("give the calendar its filters anew"), "nothing is lost on the way");

        let (status, page) = server.post(&alone, FORM, "do=edit&name=Mine&filters=niche%3Drust");
        assert_eq!(status, 303, "{page}");
        let (status, calendar) = server.get(&format!("{alone}.ics"));
        assert_eq!((status, calendar.contains("SUMMARY:Rust Meetup 3")), (200, true), "{calendar}");
        assert!(!server.get(&alone).1.contains("role=\"alert\""));
        drop(server);
        store.close().await.expect("it closes");
    })
    .await;
}

/// Somebody says yes to letters about everything; their id, and when the first is due.
async fn reader(store: &Store, name: &str, now: DateTime<Utc>) -> (SubscriberId, DateTime<Utc>) {
    let keys = MailKeys::new(SealingKey::new("the secret of this story"));
    let when = WeeklyHour { zone: chrono_tz::Tz::UTC, weekday: Weekday::Mon, hour: 8 };
    let wishes = Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when };
    let address = format!("{name}@example.org").parse().expect("an address");
    let asked = SignUp { address, wishes, client_hash: name.to_owned() };
    store.subscriber_sign_up(&keys, &asked, now).await.expect("it is kept");
    let waiting = store.letters(None, Some(LetterState::Planned), 10).await.expect("letters");
    let mut ids = Vec::new();
    for letter in waiting {
        ids.extend(store.subscriber_confirm(&keys.confirmation(letter.id).hash(), now).await.expect("it is kept"));
    }
    let [id] = ids[..] else { panic!("one reader: {ids:?}") };
    let known = store.subscriber(id).await.expect("a reader").expect("a reader");
    (id, known.next_due_at.expect("a letter is due"))
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_chosen_from_the_index_that_a_server_kept_and_what_changed_since() {
    for_each_address(async |database, store| {
        store.migrate().await.expect("it takes our shape");
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { folder: folder.path(), database: &database };
        #[expect(clippy::disallowed_methods, reason = "the program's own clock is the system's")]
        let now = Utc::now();
        stocked(&place, now).await;
        let kept = folder.path().join("kept.index");
        keep_index(&store, &kept, Path::new(env!("CARGO_BIN_EXE_hobnob")), now).await;
        // Whoever reads the events anew finds none from now on.
        hide_changes(&database).await;
        let sent = |name: &str, id: SubscriberId, due: DateTime<Utc>| {
            let at = (due + TimeDelta::minutes(1)).to_rfc3339();
            let mut command = place.hobnob(&["digest", "send", "--at", &at, "--subscriber", &id.to_string()]);
            let output = command.env("HOBNOB_INDEX_FILE", name).output().expect("hobnob runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            place.letters().iter().filter(|letter| letter.contains("Rust Meetup")).count()
        };
        let (one, due) = reader(&store, "one", now).await;
        assert_eq!(sent("none", one, due), 0, "there is nothing to tell");
        let (other, due) = reader(&store, "other", now).await;
        assert_eq!(sent("kept.index", other, due), 1);
        store.close().await.expect("it closes");
    })
    .await;
}
