//! What becomes of a letter on the way.

use crate::{
    made::{ana, letter_to, meetup, sender},
    relay::{Replies, relay},
};
use hobnob_digest::{Directory, Letter, Mailer, Memory, SendError, Sender, Smtp};
use proptest::prelude::*;

fn letter() -> Letter {
    letter_to(&ana(), &[meetup(1, 10)]).unwrap()
}

/// The bytes of a letter.
pub(crate) fn eml(letter: &Letter, from: &Sender) -> Result<Vec<u8>, SendError> {
    let memory = Memory::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(Mailer::Memory(memory.clone()).send(letter, from))?;
    Ok(memory.letters().pop().unwrap().1)
}

/// Header lines, unfolded.
pub(crate) fn headers(eml: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(eml);
    let head = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    head.split("\r\n").map(str::to_owned).collect()
}

pub(crate) fn names(eml: &[u8]) -> Vec<String> {
    headers(eml).iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

const NAMES: [&str; 12] = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Precedence",
    "MIME-Version",
    "Content-Type",
];

#[test]
fn a_letter_says_that_it_is_of_a_list_and_how_to_leave_it() {
    let letter = letter();
    let headers = headers(&eml(&letter, &sender()).unwrap());
    for expected in [
        "Date: Mon, 01 Jun 2026 06:00:00 +0000",
        "From: hobnob <letters@events.example.org>",
        "To: ana@example.org",
        "Subject: Your events: Evening 1",
        "List-Id: <digest.events.example.org>",
        "List-Unsubscribe: <https://events.example.org/digest/unsubscribe/Zm9yIHRoZSBleGFtcGxlIG9ubHk>, \
         <mailto:leave@events.example.org?subject=Zm9yIHRoZSBleGFtcGxl>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        &format!("Message-ID: {}", letter.message_id),
    ] {
        assert!(headers.iter().any(|line| line == expected), "{expected}\nin {headers:#?}");
    }
}

#[test]
fn two_renders_are_byte_equal() {
    assert_eq!(eml(&letter(), &sender()).unwrap(), eml(&letter(), &sender()).unwrap());
}

#[tokio::test]
async fn a_directory_holds_one_whole_file_for_each_letter() {
    let directory = tempfile::tempdir().unwrap();
    let mailer = Mailer::Directory(Directory::new(directory.path().join("out")));
    let (letter, memory) = (letter(), Memory::default());
    Mailer::Memory(memory.clone()).send(&letter, &sender()).await.unwrap();
    for _ in 0..2 {
        mailer.send(&letter, &sender()).await.unwrap();
    }
    let files: Vec<_> = std::fs::read_dir(directory.path().join("out")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(files, [Directory::new(directory.path().join("out")).path_of(&letter)]);
    assert_eq!(std::fs::read(&files[0]).unwrap(), memory.letters()[0].1);
}

#[tokio::test]
async fn a_directory_that_can_not_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let sent = Mailer::Directory(Directory::new(file.path())).send(&letter(), &sender()).await;
    assert!(matches!(&sent, Err(error @ SendError::Directory { .. }) if error.may_be_tried_again()), "{sent:?}");
}

async fn sent(replies: Replies, takes_many: bool) -> (Result<(), SendError>, Vec<u8>) {
    let (address, taken) = relay(replies, takes_many);
    let mailer = Mailer::Smtp(Smtp::new(&format!("smtp://me:hunter2@{address}")).unwrap());
    let sent = mailer.send(&letter(), &sender()).await;
    let taken = taken.lock().unwrap().clone();
    (sent, taken)
}

#[tokio::test]
async fn a_letter_reaches_the_relay_byte_for_byte() {
    for takes_many in [false, true] {
        let (result, taken) = sent(("250 ok", Some("250 taken"), "235 welcome"), takes_many).await;
        let memory = Memory::default();
        Mailer::Memory(memory.clone()).send(&letter(), &sender()).await.unwrap();
        result.unwrap();
        // RFC 5321 §4.5.2: a dot that begins a line is doubled on the way.
        let arrived = String::from_utf8(taken).unwrap().replace("\r\n..", "\r\n.");
        let sent = String::from_utf8(memory.letters()[0].1.clone()).unwrap();
        assert_eq!(arrived.strip_suffix("\r\n.\r\n"), Some(sent.as_str()));
    }
}

#[tokio::test]
async fn what_the_relay_answers_decides_whether_to_try_again() {
    let of = async |rcpt, data, login| {
        let replies = (rcpt, data, login);
        let [by_steps, at_once] = [sent(replies, false).await, sent(replies, true).await].map(|(sent, taken)| {
            let error = sent.unwrap_err();
            ((error.to_string(), error.may_be_tried_again()), taken.is_empty())
        });
        assert_eq!(by_steps, at_once, "however it was told of it");
        assert_eq!(by_steps.1, !rcpt.starts_with("250") || login.starts_with('5'), "what was refused was not given");
        by_steps.0
    };
    let welcome = "235 welcome";
    assert_eq!(
        of("550 no <ana@example.org> here", None, welcome).await,
        ("the relay refused the letter (550): no <…> here".to_owned(), false)
    );
    assert_eq!(
        of("451 greylisted", None, welcome).await,
        ("the relay put the letter off (451): greylisted".to_owned(), true)
    );
    assert_eq!(
        of("250 ok", Some("452 full"), welcome).await,
        ("the relay put the letter off (452): full".to_owned(), true)
    );
    assert_eq!(
        of("250 ok", None, "535 not hunter2").await,
        ("the relay can't be used: it answers our login with 535".to_owned(), true)
    );
    assert_eq!(
        of("us 553 5.7.1 <letters@events.example> is not yours", None, welcome).await,
        ("the relay can't be used: 553 5.7.1 <…> is not yours".to_owned(), true),
        "another letter would fare alike"
    );
    let (lost, is_tried_again) = of("", None, welcome).await;
    assert!(lost.starts_with("the relay can't be used: ") && is_tried_again, "nothing was given: {lost}");
    let (uncertain, is_tried_again) = of("250 ok", None, welcome).await;
    assert!(uncertain.starts_with("nobody knows whether the letter was taken: ") && !is_tried_again, "{uncertain}");
}

#[tokio::test]
async fn letters_go_over_kept_connections_also_after_a_refusal_and_after_they_were_ended() {
    for takes_many in [false, true] {
        for replies in [("250 ok", Some("250 taken"), "235 in"), ("550 no", None, "235 in"), ("250 ok", None, "235 in")]
        {
            let (address, _) = relay(replies, takes_many);
            let mailer = Mailer::Smtp(Smtp::new(&format!("smtp://me:hunter2@{address}")).unwrap());
            mailer.reach().await.unwrap();
            let mut said = Vec::new();
            for turn in 0..4 {
                said.push(mailer.send(&letter(), &sender()).await.map_err(|error| error.to_string()));
                if turn == 1 {
                    mailer.rest().await;
                }
            }
            assert!(said.iter().all(|one| one == &said[0]), "{said:?}");
        }
    }
}

#[tokio::test]
async fn a_relay_that_is_not_there_is_tried_again() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sent = Mailer::Smtp(Smtp::new(&format!("smtp://{free}")).unwrap()).send(&letter(), &sender()).await;
    assert!(matches!(&sent, Err(error @ SendError::Unreachable { .. }) if error.may_be_tried_again()), "{sent:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_that_is_written_becomes_a_header(
        name in "(?s)(=\\?utf-8\\?q\\?|\r\nBcc: |\r|\n| |.){0,40}",
        to in "(ana|\r\nBcc: x@y.example|\"a b\"|[!-~]|.){0,4}@(example.org|\r\n|[a-zß.\r\n]|\\[::1\\]){0,4}",
        from in "(?s)(\r\nBcc: x|=\\?|\"|<|>|.){0,20}",
        id in "(?s)(<a@b>|\r\nBcc: x|.){0,6}",
        seconds in any::<i64>(),
    ) {
        let mut event = meetup(1, 10);
        event.facts.name.clone_from(&name);
        let mut letter = letter_to(&ana(), &[event]).unwrap();
        letter.at = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or(letter.at);
        for wild in [false, true] {
            if wild {
                letter.subject.clone_from(&name);
                letter.message_id.clone_from(&id);
                let list = letter.list.as_mut().unwrap();
                list.id.clone_from(&id);
                list.unsubscribe = format!("x:{id}").parse().unwrap_or(list.unsubscribe.clone());
            }
            let sender = Sender::read(&format!("{from} <letters@example.org>")).unwrap();
            let bytes = eml(&letter, &sender).unwrap();
            prop_assert_eq!(names(&bytes), NAMES);
            let (is_lone, is_ascii) = (bytes.windows(2).any(|w| (w[0] == b'\r') != (w[1] == b'\n')), bytes.is_ascii());
            prop_assert!(!is_lone && is_ascii);
        }
        letter.to = to;
        if let Ok(bytes) = eml(&letter, &sender()) {
            prop_assert_eq!(names(&bytes), NAMES);
            prop_assert!(bytes.is_ascii());
        }
    }
}
