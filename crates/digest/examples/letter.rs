//! Writes made-up mails into a directory, to look at them in a mail program: a first letter, a later one with every
//! section, a full one, and the one that asks for consent. With a private key in PEM form they are signed for example.org.
//!
//! `cargo run -p hobnob-digest --example letter -- /tmp/letters [KEY.pem]`

#[path = "../tests/digest/made.rs"]
#[allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "shared with the tests, which use more of it")]
mod made;

use std::error::Error;

use hobnob_digest::{Directory, Letter, Mailer, Sender, Signer, compose_confirmation};
use hobnob_domain::{Event, EventFilter, EventStatus, Goal, Subscriber, Told};
use made::{about, ana, at, calling, changed, conference, letter_after, meetup, new, told};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = Directory::new(arguments.next().ok_or("name a directory")?);
    let sender = match arguments.next() {
        None => made::sender(),
        Some(key) => signed(&std::fs::read_to_string(key)?)?,
    };
    for letter in letters()? {
        println!("{} {}", directory.path_of(&letter).display(), letter.subject);
        Mailer::Directory(directory.clone()).send(&letter, &sender).await?;
    }
    Ok(())
}

fn signed(key: &str) -> Result<Sender, Box<dyn Error>> {
    let signer = Signer::new("example.org", "hobnob1", key)?;
    eprintln!("{} TXT \"{}\"", signer.record_name(), signer.record());
    Ok(made::sender().signed_by(signer)?)
}

fn letters() -> Result<Vec<Letter>, Box<dyn Error>> {
    let base = "https://events.example.org/".parse()?;
    let confirm = "https://events.example.org/digest/confirm/Zm9yIHRoZSBleGFtcGxlIG9ubHk".parse()?;
    let mut letters = vec![compose_confirmation("ana@example.org", at(), &base, &confirm)];
    let first: Vec<Event> = (1..=8).map(|number| meetup(number, number * 30)).collect();
    letters.extend(letter_after(&reader(1), &first, &[], &Told::default()));
    let before = [meetup(1, 60), meetup(2, 70), meetup(3, 80)];
    letters.extend(letter_after(&reader(2), &later(&before), &[about(meetup(20, 34), "haskell")], &told(&before)));
    let full: Vec<Event> = (1..=40).map(|number| calling(meetup(number, number * 4), 20)).collect();
    letters.extend(letter_after(&reader(3), &full, &[about(meetup(50, 34), "haskell")], &told(&[])));
    Ok(letters)
}

/// A reader with an address and a filter more, so that each letter is another file.
fn reader(number: usize) -> Subscriber {
    let conferences = EventFilter { countries: "DE".parse().into_iter().collect(), ..EventFilter::default() };
    let filters = [ana().filters, vec![EventFilter { near: None, ..ana().filters.remove(0) }, conferences]].concat();
    let filters = filters.into_iter().take(number).collect();
    Subscriber {
        address: format!("reader{number}@example.org"),
        filters,
        goals: [(Goal::OpenSource, 3)].into(),
        ..ana()
    }
}

/// Events of a week later.
fn later(before: &[Event; 3]) -> Vec<Event> {
    let mut odd = new(meetup(4, 200));
    odd.facts.name = "Ein sehr langer Abend über Grüße aus Köln & <anderswo>, mit \"Zeichen\" und 東京".to_owned();
    odd.facts.language = Some("de".to_owned());
    odd.facts.schedule.zone = chrono_tz::Tz::America__New_York;
    let mut long = meetup(5, 20);
    long.facts.name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".to_owned();
    let mut open_source = meetup(9, 30);
    (open_source.facts.goals, open_source.facts.is_free) = (vec![Goal::OpenSource], Some(true));
    vec![
        changed(&before[0], |event| event.facts.status = EventStatus::Cancelled),
        changed(&before[1], |event| event.facts.schedule = meetup(2, 94).facts.schedule),
        changed(&before[2], |event| "Rust 2027: what comes next".clone_into(&mut event.facts.name)),
        odd,
        long,
        open_source,
        new(meetup(10, 130)),
        conference(6, 40),
        conference(7, 75),
        calling(conference(8, 92), 5),
    ]
}
