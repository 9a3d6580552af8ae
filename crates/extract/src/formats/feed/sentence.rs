//! Feeds that a script writes tell of an event in one sentence, at whose end stands a date as scripts write it:
//! `Rust Night @ Graz (Austria) - Mon Jan 05 2026 00:00:00 GMT+0000 (Coordinated Universal Time)`.

use crate::text;
use chrono::NaiveDate;
use hobnob_domain::{PlaceWords, TimeWords, Words};

/// The longest such text, in bytes.
const BYTES_MAX: usize = 1024;

/// How a script writes midnight, after the day.
const MIDNIGHT: &str = "00:00:00 GMT+0000";

/// What the sentence says; none if the text is no such sentence.
pub(super) fn told(content: &str) -> Option<Words> {
    let content = content.trim();
    if content.len() > BYTES_MAX {
        return None;
    }
    let line = text::phrase(content)?;
    let (what, when) = line.rsplit_once(" - ")?;
    let start = moment(when)?;
    let (name, place) = match what.rsplit_once(" @ ") {
        Some((name, place)) => (name, text::phrase(place)),
        None => (what, None),
    };
    let place = place.map(|place| PlaceWords { text: Some(place), ..PlaceWords::default() });
    Some(Words {
        name: text::phrase(name),
        start: Some(TimeWords { text: start, zone: None }),
        places: place.into_iter().collect(),
        ..Words::default()
    })
}

/// `Mon Jan 05 2026 18:30:00 GMT+0100 (…)`; midnight at Greenwich stands for the whole day.
fn moment(written: &str) -> Option<String> {
    let moment = written.split(" (").next()?.trim();
    let (weekday, rest) = moment.split_at_checked(4)?;
    let (day, clock) = rest.split_at_checked(11)?;
    let is_weekday = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "].contains(&weekday);
    let day = NaiveDate::parse_from_str(day, "%b %d %Y").ok().filter(|_| is_weekday)?;
    match clock.strip_prefix(' ')? {
        MIDNIGHT => Some(day.to_string()),
        clock if clock.len() == MIDNIGHT.len() && clock.contains(" GMT") => Some(moment.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(content: &str) -> Option<String> {
        told(content)?.start.map(|start| start.text)
    }

    #[test]
    fn the_sentence_says_what_where_and_when() {
        let words =
            told("Zig - the day @ Graz (Austria) - Mon Jan 05 2026 00:00:00 GMT+0000 (Coordinated Universal Time)");
        let words = words.unwrap();
        assert_eq!(words.name.as_deref(), Some("Zig - the day"));
        assert_eq!(words.start.unwrap().text, "2026-01-05");
        assert_eq!(words.places[0].text.as_deref(), Some("Graz (Austria)"));
    }

    #[test]
    fn a_time_of_day_is_kept_and_other_sentences_are_none() {
        assert_eq!(
            start("X - Mon Jan 05 2026 18:30:00 GMT+0100").as_deref(),
            Some("Mon Jan 05 2026 18:30:00 GMT+0100")
        );
        for text in ["We met - Mon Jan 05 2026", "", " - ", "X - Mon Jan 99 2026 00:00:00 GMT+0000", "X - Mon"] {
            assert_eq!(start(text), None, "{text}");
        }
    }
}
