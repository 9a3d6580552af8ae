//! Writes a made-up letter into a directory, to look at it in a mail program:
//! `cargo run -p hobnob-digest --example letter -- /tmp/letters`.

#[path = "../tests/digest/made.rs"]
#[allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "shared with the tests, which use more of it")]
mod made;

use hobnob_digest::{Directory, Mailer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = std::env::args().nth(1).ok_or("name a directory")?;
    let mut events = vec![made::calling(made::conference(40, 90), 12), made::conference(41, 45)];
    events.extend((1..=8).map(|number| made::meetup(number, number * 30)));
    if let Some(event) = events.last_mut() {
        event.facts.name =
            "Ein sehr langer Abend über Grüße aus Köln & <anderswo>, mit \"Zeichen\" und 東京".to_owned();
        event.facts.language = Some("de".to_owned());
        event.facts.schedule.zone = chrono_tz::Tz::America__New_York;
    }
    let letter = made::letter_to(&made::ana(), &events).ok_or("nothing to tell")?;
    let directory = Directory::new(directory);
    println!("{}", directory.path_of(&letter).display());
    Mailer::Directory(directory).send(&letter, &made::sender()).await?;
    Ok(())
}
