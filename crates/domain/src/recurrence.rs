//! How an event repeats.

use std::fmt;

use crate::{EventStatus, Span};
use chrono::{DateTime, Utc};

/// An RRULE value (RFC 5545 §3.3.10), kept as text; checked for form, not for sense.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecurrenceRule(String);

/// A rule that is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// It has no frequency, or characters no rule has.
    #[error("`{0}` is not a recurrence rule such as FREQ=WEEKLY;BYDAY=TU")]
    Form(String),
    /// It repeats more than once an hour, which no gathering does.
    #[error("`{0}` repeats every minute or second")]
    Frequency(String),
}

impl RecurrenceRule {
    /// The longest rule taken, in bytes.
    pub const BYTES_MAX: usize = 1024;

    /// Takes the value of an RRULE property. What programs get wrong in its form, and only that, is put right.
    pub fn new(text: &str) -> Result<Self, BadRule> {
        let rule = mended(text.trim());
        let is_plain = rule.bytes().all(|b| b.is_ascii_alphanumeric() || b"=,;+-".contains(&b));
        let frequency = rule.split(';').find_map(|part| part.strip_prefix("FREQ="));
        match frequency {
            Some("SECONDLY" | "MINUTELY") => Err(BadRule::Frequency(rule)),
            Some("HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY") if is_plain && rule.len() <= Self::BYTES_MAX => {
                Ok(Self(rule))
            }
            _ => Err(BadRule::Form(text.chars().take(80).collect())),
        }
    }

    /// Whether its sittings can be told: each part is one of RFC 5545 §3.3.10 with a value that it may have. Of others, as
    /// those of another calendar than the Gregorian (RFC 7529), only the first sitting is known.
    pub fn is_understood(&self) -> bool {
        crate::occurrence::is_rule(&self.0)
    }

    /// The value, without `RRULE:` before it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A rule in capitals, less what some programs write into it: the name of its property, blanks, escapes (`\;`), parts that
/// say nothing (`BYMONTH=`), a negative count for "for ever", a last day with punctuation (`UNTIL=2026-06-30`).
fn mended(rule: &str) -> String {
    let upper = rule.to_ascii_uppercase();
    let rule = upper.strip_prefix("RRULE:").unwrap_or(&upper).replace(['\\', ' ', '\t'], "");
    let mut mended = String::with_capacity(rule.len());
    for part in rule.split(';') {
        if part.is_empty() || part.ends_with('=') || part.starts_with("COUNT=-") {
            continue;
        }
        if !mended.is_empty() {
            mended.push(';');
        }
        match part.strip_prefix("UNTIL=").filter(|until| until.contains(['-', ':'])) {
            Some(until) => mended.push_str(&unpunctuated(until)),
            None => mended.push_str(part),
        }
    }
    mended
}

/// The part that says until when: a day or time without its punctuation, anything else as it stands.
fn unpunctuated(written: &str) -> String {
    let bare = written.replace(['-', ':'], "");
    let (day, time) = bare.split_once('T').map_or((bare.as_str(), None), |(day, time)| (day, Some(time)));
    let is_number = |text: &str, digits: usize| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = time.is_none_or(|time| is_number(time.trim_end_matches('Z'), 6));
    format!("UNTIL={}", if is_number(day, 8) && is_time { &bare } else { written })
}

impl fmt::Display for RecurrenceRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How an event repeats: rules and extra dates, less exclusions, with single instances changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recurrence {
    /// Rules; usually one.
    pub rules: Vec<RecurrenceRule>,
    /// Starts beside the rules (RDATE).
    pub additions: Vec<DateTime<Utc>>,
    /// Starts that fall out (EXDATE).
    pub exclusions: Vec<DateTime<Utc>>,
    /// Changed instances, by the start they had.
    pub overrides: Vec<Override>,
}

/// One instance of a series that is not like the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The start it would have had (RECURRENCE-ID); for whole days midnight in the schedule's zone.
    pub recurrence_id: DateTime<Utc>,
    /// When it takes place instead.
    pub span: Span,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Its own name, where it has one.
    pub name: Option<String>,
    /// Its own description, where it has one.
    pub description: Option<String>,
    /// Its own page, where it has one.
    pub url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_cannot_smuggle_lines() {
        assert!(RecurrenceRule::new("FREQ=DAILY\r\nATTENDEE:x").is_err());
    }

    #[test]
    fn less_than_no_sitting_is_no_bound() {
        let rule = RecurrenceRule::new("FREQ=WEEKLY;UNTIL=20270331;COUNT=-1;INTERVAL=4;BYDAY=MO");
        assert_eq!(rule.map(|rule| rule.to_string()), Ok("FREQ=WEEKLY;UNTIL=20270331;INTERVAL=4;BYDAY=MO".to_owned()));
    }

    #[test]
    fn a_rule_of_another_calendar_is_not_understood() {
        let is_understood = |rule| RecurrenceRule::new(rule).is_ok_and(|rule| rule.is_understood());
        assert!(is_understood("FREQ=MONTHLY;BYDAY=-1FR;COUNT=4"));
        assert!(!is_understood("RSCALE=CHINESE;FREQ=YEARLY"));
        assert!(!is_understood("FREQ=DAILY;INTERVAL=99999999999999999999"));
    }

    #[test]
    fn what_programs_get_wrong_in_the_form_is_put_right() {
        for (written, meant) in [
            (r"FREQ=DAILY\;COUNT=10", "FREQ=DAILY;COUNT=10"),
            ("RRULE:FREQ=WEEKLY;BYDAY=MO, WE", "FREQ=WEEKLY;BYDAY=MO,WE"),
            ("FREQ=DAILY;BYMONTH=;UNTIL=20260305T230000Z;", "FREQ=DAILY;UNTIL=20260305T230000Z"),
            ("FREQ=DAILY;INTERVAL=2;UNTIL=", "FREQ=DAILY;INTERVAL=2"),
            ("FREQ=DAILY;UNTIL=2026-06-30", "FREQ=DAILY;UNTIL=20260630"),
            ("FREQ=DAILY;UNTIL=2026-06-30T18:00:00Z", "FREQ=DAILY;UNTIL=20260630T180000Z"),
            ("FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=-1"),
        ] {
            assert_eq!(RecurrenceRule::new(written).map(|rule| rule.to_string()), Ok(meant.to_owned()), "{written}");
        }
        assert!(RecurrenceRule::new("FREQ=DAILY;UNTIL=2026-06-30T18:00:00+02:00").is_err());
    }

    #[test]
    fn nothing_repeats_every_second() {
        assert_eq!(RecurrenceRule::new("FREQ=SECONDLY"), Err(BadRule::Frequency("FREQ=SECONDLY".into())));
    }
}
