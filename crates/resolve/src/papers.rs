//! The invitation to speak.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::{Etc, Tz};
use hobnob_domain::{
    CallForPapers, CallForPapersWords, TimeWords,
    schedule::{instant, midnight},
};
use url::Url;

use crate::{
    address,
    when::{self, Moment},
};

/// Reads a call for papers. It closes at the last second of the day it names, Anywhere on Earth unless a zone is named;
/// it opens with the day it names in the event's zone.
pub(crate) fn call(
    words: &CallForPapersWords,
    zone: Tz,
    base: &Url,
    problems: &mut Vec<String>,
) -> Option<CallForPapers> {
    let opens_at =
        words.opens.as_ref().and_then(|opens| read("its call for papers opens:", opens, Edge::Opens(zone), problems));
    let closes_at =
        words.closes.as_ref().and_then(|closes| read("its call for papers closes:", closes, Edge::Closes, problems));
    let opens_at = match (opens_at, closes_at) {
        (Some(opens_at), Some(closes_at)) if opens_at > closes_at => {
            problems.push("its call for papers closes before it opens: the opening is ignored".to_owned());
            None
        }
        (opens_at, _) => opens_at,
    };
    let url = words.url.as_deref().and_then(|url| address::shown(url, Some(base)));
    (opens_at.is_some() || closes_at.is_some() || url.is_some()).then_some(CallForPapers { opens_at, closes_at, url })
}

/// What lists of calls write behind the name of the event itself.
const CALLS: [&str; 9] = [
    "cfp",
    "cfp open",
    "call for papers",
    "call for proposals",
    "call for speakers",
    "call for presentations",
    "call for participation",
    "call for talks",
    "call for sessions",
];

/// The name of an event that is listed under its call: "Rust Days 2027 - CFP", "Rust Days (Call for Papers)", and with a
/// place in brackets at its end. None where the name is the event's own.
pub(crate) fn without_its_call(name: &str) -> Option<String> {
    let is_call = |text: &str| CALLS.contains(&text.trim().to_ascii_lowercase().as_str());
    let joined = |before: &str, behind: &str| {
        let before = before.trim_end().trim_end_matches(['-', '–', '—', '|', ':']).trim_end();
        (!before.is_empty()).then(|| format!("{before} {behind}").trim_end().to_owned())
    };
    if let Some((before, inside)) = name.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        return if is_call(inside) {
            joined(before, "")
        } else {
            joined(&without_its_call(before)?, &format!("({inside})"))
        };
    }
    let (at, parting) = name.char_indices().rfind(|(_, c)| matches!(c, '-' | '–' | '—' | '|' | ':'))?;
    let (before, behind) = (name.get(..at)?, name.get(at + parting.len_utf8()..)?);
    let is_parted = before.ends_with(' ') || matches!(parting, ':' | '|');
    if is_parted && is_call(behind) { joined(before, "") } else { None }
}

#[derive(Clone, Copy)]
enum Edge {
    Opens(Tz),
    Closes,
}

fn read(what: &str, words: &TimeWords, edge: Edge, problems: &mut Vec<String>) -> Option<DateTime<Utc>> {
    let reading = match when::read(words, None) {
        Ok(reading) => reading,
        Err(when::BadTime::Empty) => return None,
        Err(bad) => {
            problems.push(format!("{what} {bad}"));
            return None;
        }
    };
    // The last place on Earth where a day ends is twelve hours behind UTC.
    let zone = match edge {
        Edge::Opens(zone) => zone,
        Edge::Closes => Etc::GMTPlus12,
    };
    let zone = reading.zone.or_else(|| is_utc(words).then_some(Tz::UTC)).unwrap_or(zone);
    match (reading.moment, edge) {
        (Moment::Instant { at, .. }, _) => Some(at),
        (Moment::Local(wall), _) => Some(instant(zone, wall)),
        (Moment::Day(day), Edge::Opens(_)) => Some(midnight(zone, day)),
        (Moment::Day(day), Edge::Closes) => Some(midnight(zone, day.succ_opt()?) - TimeDelta::seconds(1)),
    }
}

/// Whether UTC was named beside a day; readings don't keep it.
fn is_utc(words: &TimeWords) -> bool {
    let zone = words.zone.as_deref().and_then(|zone| crate::zones::named(zone, None));
    zone.and_then(crate::zones::Zone::tz).is_some_and(crate::zones::is_utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe;

    fn closes(text: &str, zone: Option<&str>) -> Option<String> {
        let words = CallForPapersWords {
            closes: Some(TimeWords { text: text.to_owned(), zone: zone.map(str::to_owned) }),
            ..CallForPapersWords::default()
        };
        let base = Url::parse("https://a.org").unwrap();
        call(&words, Europe::Berlin, &base, &mut Vec::new()).and_then(|call| call.closes_at).map(|at| at.to_rfc3339())
    }

    #[test]
    fn a_day_without_zone_ends_anywhere_on_earth() {
        assert_eq!(closes("2026-03-31", None).as_deref(), Some("2026-04-01T11:59:59+00:00"));
        assert_eq!(closes("2026-03-31", Some("AoE")).as_deref(), Some("2026-04-01T11:59:59+00:00"));
        assert_eq!(closes("2026-03-31 23:59:00", None).as_deref(), Some("2026-04-01T11:59:00+00:00"));
    }

    #[test]
    fn a_zone_that_is_named_holds() {
        assert_eq!(closes("2026-03-31", Some("Europe/Berlin")).as_deref(), Some("2026-03-31T21:59:59+00:00"));
        assert_eq!(closes("2026-03-31", Some("UTC")).as_deref(), Some("2026-03-31T23:59:59+00:00"));
        assert_eq!(closes("2026-03-31T12:00Z", None).as_deref(), Some("2026-03-31T12:00:00+00:00"));
    }

    #[test]
    fn words_that_are_no_day_are_a_problem_and_no_call() {
        let mut problems = Vec::new();
        let words = CallForPapersWords {
            closes: Some(TimeWords { text: "Open".to_owned(), zone: None }),
            ..CallForPapersWords::default()
        };
        let base = Url::parse("https://a.org").unwrap();
        assert_eq!(call(&words, Europe::Berlin, &base, &mut problems), None);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn a_call_that_closes_before_it_opens_has_no_opening() {
        let day = |text: &str| Some(TimeWords { text: text.to_owned(), zone: None });
        let words = CallForPapersWords { opens: day("2026-05-01"), closes: day("2026-04-01"), url: None };
        let mut problems = Vec::new();
        let base = Url::parse("https://a.org").unwrap();
        let call = call(&words, Europe::Berlin, &base, &mut problems).unwrap();
        assert_eq!((call.opens_at, problems.len()), (None, 1));
        assert!(call.closes_at.is_some());
    }

    #[test]
    fn an_event_that_is_listed_under_its_call_has_its_own_name() {
        for (name, expected) in [
            ("Rust Days 2027 - CFP", "Rust Days 2027"),
            ("Rust Days: Call for Papers", "Rust Days"),
            ("Rust Days 2027 – CFP (Vienna, Austria)", "Rust Days 2027 (Vienna, Austria)"),
            ("Rust Days (Call for Speakers)", "Rust Days"),
        ] {
            assert_eq!(without_its_call(name).as_deref(), Some(expected), "{name}");
        }
        for name in
            ["Rust Days", "How to write a CFP", "CFP", "- CFP", "No-CFP", "Rust Days - CFP night", "Days (Vienna)"]
        {
            assert_eq!(without_its_call(name), None, "{name}");
        }
    }
}
