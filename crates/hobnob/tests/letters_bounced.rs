//! What came back, fed to `hobnob digest bounces`: who can't be reached is not written to any more, who could not be once
//! still is, and a mailbox that is none loses nothing and says so. On both databases.
#![allow(clippy::expect_used, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Output},
};

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use hobnob_domain::{
    EventFilter, LetterState, MailAddress, MailKeys, SealingKey, SubscriberId, SubscriberState, WeeklyHour, Wishes,
};
use hobnob_store::{Leaving, SignUp, SignedUp, Store};
use hobnob_tests::for_each_address;
use serde_json::{Value, json};

const SECRET: &str = "the secret of this story";

/// Of different lengths, by which their letters are called.
const READERS: [&str; 4] = ["gone", "crowded", "tardy", "reachable"];

/// A delivery report as relays write it: a letter in words for people, then one for programs.
fn report(id: &str, action: &str, status: &str, recipient: &str, letter: &str) -> String {
    format!(
        "From MAILER-DAEMON Mon Jan  5 09:00:00 2026\nFrom: MAILER-DAEMON@mx.example\nTo: letters@events.example\n\
         Date: {id} Jan 2026 09:00:00 +0000\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: <{id}@mx.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"part\"\n\n--part\n\
         Content-Type: text/plain\n\nThe mail could not be delivered.\nFrom here on it is over.\n\n--part\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{recipient}\
         Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} says the relay\n\n--part\n\
         Content-Type: text/rfc822-headers\n\n{letter}\n--part--\n\n"
    )
}

fn about(id: &str, action: &str, status: &str, name: &str) -> String {
    let letter = format!("From: letters@events.example\nMessage-ID: {}\n", message_id(name));
    report(id, action, status, &format!("Final-Recipient: rfc822; {name}@example.org\n"), &letter)
}

/// What the letter to a reader is called.
fn message_id(name: &str) -> String {
    format!("<confirm.{:0>32}@events.example>", name.len())
}

/// Somebody's absence, which is no report.
const AWAY: &str = "From reachable@example.org Mon Jan  5 09:00:00 2026\nFrom: reachable@example.org\nSubject: I am away\n\n\
    Until Monday.\n\n";

/// The program over one database.
struct Place<'a> {
    folder: &'a Path,
    database: &'a str,
}

impl Place<'_> {
    /// What `hobnob digest bounces` makes of a file.
    fn fed(&self, name: &str, text: &[u8]) -> Output {
        std::fs::write(self.folder.join(name), text).expect("written");
        self.bounces(name)
    }

    fn bounces(&self, name: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hobnob"));
        command.current_dir(self.folder).env("HOBNOB_DATABASE_URL", self.database).env("HOBNOB_SECRET", SECRET);
        command.args(["digest", "bounces", "--json", name]).output().expect("hobnob runs")
    }

    fn told(&self, text: &str) -> Value {
        let output = self.fed("bounces.mbox", text.as_bytes());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

fn asked(keys: &MailKeys, name: &str) -> SignUp {
    let when = WeeklyHour { zone: chrono_tz::Tz::UTC, weekday: Weekday::Mon, hour: 8 };
    let wishes = Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when };
    let address: MailAddress = format!("{name}@example.org").parse().expect("an address");
    SignUp { client_hash: keys.client_hash(name), address, wishes }
}

/// Four readers who said yes.
async fn readers(store: &Store, keys: &MailKeys, now: DateTime<Utc>) {
    for name in READERS {
        store.subscriber_sign_up(keys, &asked(keys, name), now).await.expect("it is kept");
    }
    for letter in store.letters(None, Some(LetterState::Planned), 10).await.expect("letters") {
        let token = keys.confirmation(letter.id).hash();
        store.subscriber_confirm(&token, letter.at).await.expect("it is kept").expect("a reader");
    }
    // The questions went out, each under its name.
    let minute = TimeDelta::minutes(1);
    let claimed = store.letters_claim(now, 10, "w", minute, None).await.expect("letters");
    let ids: Vec<SubscriberId> = claimed.iter().map(|letter| letter.subscriber_id).collect();
    let addresses = store.subscriber_addresses(&ids).await.expect("addresses");
    let name = |id| addresses.get(id).map(|address| message_id(address.trim_end_matches("@example.org")));
    let leaving: Vec<Leaving> =
        claimed.iter().map(|one| Leaving { id: one.id, message_id: name(&one.subscriber_id) }).collect();
    store.letters_note(&[], &leaving, "w", now, now + minute).await.expect("it is kept");
}

/// Who gets letters, by name.
async fn reached(store: &Store) -> Vec<String> {
    let (known, _) = store.subscribers(None, 10).await.expect("readers");
    let confirmed = known.iter().filter(|known| known.state == SubscriberState::Confirmed);
    let ids: Vec<_> = confirmed.map(|known| known.id).collect();
    let mut names: Vec<String> = store.subscriber_addresses(&ids).await.expect("addresses").into_values().collect();
    names.sort();
    names.iter().map(|address| address.trim_end_matches("@example.org").to_owned()).collect()
}

/// The reader of that name.
async fn reader(store: &Store, name: &str) -> SubscriberId {
    let (known, _) = store.subscribers(None, 10).await.expect("readers");
    let ids: Vec<SubscriberId> = known.iter().map(|known| known.id).collect();
    let addresses = store.subscriber_addresses(&ids).await.expect("addresses");
    let address = format!("{name}@example.org");
    addresses.into_iter().find(|(_, known)| *known == address).expect("such a reader").0
}

/// How many letters wait.
async fn waiting(store: &Store) -> usize {
    store.letters(None, Some(LetterState::Planned), 100).await.expect("letters").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_can_not_be_reached_is_not_written_to_and_no_mailbox_is_lost() {
    for_each_address(async |database, store| {
        store.migrate().await.expect("it takes our shape");
        let keys = MailKeys::new(SealingKey::new(SECRET));
        #[expect(clippy::disallowed_methods, reason = "the program's own clock is the system's")]
        let now = Utc::now();
        readers(&store, &keys, now).await;
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { folder: folder.path(), database: &database };

        let first = [
            about("1", "failed", "5.1.1", "gone"),
            AWAY.to_owned(),
            about("2", "failed", "5.2.2", "crowded"),
            about("3", "delayed", "4.4.1", "tardy"),
            about("4", "delivered", "2.0.0", "reachable"),
            about("5", "failed", "5.1.1", "a stranger"),
            report("6", "failed", "5.1.1", "", ""),
            report(
                "10",
                "failed",
                "5.1.1",
                "Final-Recipient: rfc822; reachable@example.org\n",
                "From: anybody@example.org\n",
            ),
        ]
        .concat();
        let expected = json!({ "suppressed": 1, "noted": 1, "left": 0, "unread": 3 });
        assert_eq!(place.told(&first), expected);
        assert_eq!(reached(&store).await, ["crowded", "reachable", "tardy"]);
        assert_eq!(place.told(&first), expected, "what was read counts once");
        assert_eq!(reached(&store).await, ["crowded", "reachable", "tardy"]);

        // A report that is cut off in the middle says what it says; those before it count.
        let second = about("7", "failed", "5.2.2", "crowded") + &about("8", "failed", "5.1.1", "reachable");
        let cut = second.rfind("Final-Recipient").expect("the last report's");
        assert_eq!(place.told(second.get(..cut).unwrap_or_default())["noted"], 1);
        assert_eq!(reached(&store).await, ["crowded", "reachable", "tardy"]);
        let third = about("9", "failed", "4.2.2", "crowded");
        let expected = json!({ "suppressed": 1, "noted": 0, "left": 0, "unread": 0 });
        assert_eq!(place.told(&third), expected, "the third in 14 days");
        assert_eq!(reached(&store).await, ["reachable", "tardy"]);

        // Who leaves by mail writes what stands in their letter; a word alone is of nobody.
        let tardy = reader(&store, "tardy").await;
        let leave = |subject: &str| {
            format!("From tardy Mon Jan  5 09:00:00 2026\nFrom: tardy@example.org\nSubject: {subject}\n\nBye.\n\n")
        };
        let left = leave(&format!("unsubscribe {}", keys.link(tardy))) + &leave("unsubscribe me");
        assert_eq!(place.told(&left), json!({ "suppressed": 0, "noted": 0, "left": 1, "unread": 1 }));
        assert_eq!(reached(&store).await, ["reachable"]);

        // What is no mailbox is an error that names the file, not an empty answer; nothing changes.
        std::fs::create_dir(folder.path().join("folder")).expect("a folder");
        let picture = place.fed("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        let prose = place.fed("notes.txt", b"Call the relay's people.\n");
        let calendar = place.fed("feed.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n");
        for (output, name) in [
            (place.bounces("nowhere.mbox"), "nowhere.mbox"),
            (place.bounces("folder"), "folder"),
            (picture, "picture.png"),
            (prose, "notes.txt"),
            (calendar, "feed.ics"),
        ] {
            let says = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success() && output.stdout.is_empty(), "{name}: {output:?}");
            assert!(says.contains(name) && says.contains("the mailbox"), "{name}: {says}");
        }
        let nothing = json!({ "suppressed": 0, "noted": 0, "left": 0, "unread": 0 });
        assert_eq!(place.told(""), nothing, "nothing came back");
        assert_eq!(reached(&store).await, ["reachable"]);

        // Who was given up stays so, even where somebody signs up with the address.
        let questions = waiting(&store).await;
        let week = now + TimeDelta::days(7);
        let taken = store.subscriber_sign_up(&keys, &asked(&keys, "gone"), week).await.expect("it is kept");
        assert_eq!(taken, SignedUp::Suppressed);
        assert_eq!(waiting(&store).await, questions, "no question is sent");
        store.close().await.expect("it closes");
    })
    .await;
}
