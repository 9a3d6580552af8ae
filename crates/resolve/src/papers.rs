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
}
