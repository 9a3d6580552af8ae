//! The mail that asks whether somebody wants letters.

use crate::{
    made::{at, sender},
    sending::{eml, headers},
};
use hobnob_digest::{Letter, compose_confirmation};
use url::Url;

const WHOLE: &str = "\
Please confirm your weekly letter

Somebody, hopefully you, asked at https://events.example.org/ for a weekly letter about events nearby to be sent to this address.

To get it, open this page within 24 hours and say yes:
https://events.example.org/digest/confirm/Zm9yIHRoZSBleGFtcGxlIG9ubHk

If it was not you, do nothing: no letter comes without your yes.
";

fn confirmation() -> Letter {
    let base: Url = "https://events.example.org/".parse().unwrap();
    let confirm = base.join("digest/confirm/Zm9yIHRoZSBleGFtcGxlIG9ubHk").unwrap();
    compose_confirmation("ana@example.org", at(), &base, &confirm)
}

#[test]
fn it_says_who_asked_what_happens_and_how_to_say_yes() {
    let letter = confirmation();
    assert_eq!(letter.text, WHOLE);
    assert!(letter.html.contains("<a href=\"https://events.example.org/digest/confirm/Zm9yIHRoZSBleGFtcGxlIG9ubHk\""));
    assert_eq!(confirmation(), letter);
}

#[test]
fn it_is_of_no_list_and_answers_no_autoresponder() {
    let letter = confirmation();
    let bytes = eml(&letter, &sender()).unwrap();
    let expected = [
        "Date: Mon, 01 Jun 2026 06:00:00 +0000",
        "From: hobnob <letters@events.example.org>",
        "To: ana@example.org",
        "Subject: Please confirm your weekly letter",
        &format!("Message-ID: {}", letter.message_id),
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ];
    assert_eq!(headers(&bytes)[..expected.len()], expected);
    assert!(letter.message_id.starts_with("<confirm.") && letter.message_id.ends_with("@events.example.org>"));
}

#[test]
fn each_request_has_its_own_message_id() {
    let base: Url = "https://events.example.org/".parse().unwrap();
    let id = |address, seconds, token| {
        let at = at() + chrono::TimeDelta::seconds(seconds);
        compose_confirmation(address, at, &base, &base.join(token).unwrap()).message_id
    };
    let ids = [
        id("ana@example.org", 0, "a"),
        id("bea@example.org", 0, "a"),
        id("ana@example.org", 1, "a"),
        id("ana@example.org", 0, "b"),
    ];
    assert_eq!(std::collections::BTreeSet::from(ids).len(), 4);
}
