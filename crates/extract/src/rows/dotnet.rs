//! Times as .NET writes them: `/Date(1804270000000+0100)/`, and days that stand for none.

use chrono::{DateTime, FixedOffset};
use hobnob_domain::TimeWords;

/// What its programs and its databases keep where there is no date.
const NOTHING: [&str; 4] = ["0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01"];

/// Whether a time is one that stands for none.
pub(super) fn is_nothing(text: &str) -> bool {
    NOTHING.iter().any(|day| text.starts_with(day))
}

/// A moment in milliseconds; an offset behind it is that of the clock on the wall.
pub(super) fn moment(text: &str) -> Option<TimeWords> {
    let inner = text.trim_matches('/').strip_prefix("Date(")?.strip_suffix(')')?;
    let (number, offset) = inner.split_at_checked(13)?;
    let millis: i64 = number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let text = if offset.is_empty() {
        number.to_owned()
    } else {
        let at = DateTime::from_timestamp_millis(millis)?.with_timezone(&east(offset)?);
        at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    Some(TimeWords { text, zone: None })
}

/// `+0100`
fn east(written: &str) -> Option<FixedOffset> {
    let (sign, digits) = written.split_at_checked(1)?;
    let (hours, minutes) = digits.split_at_checked(2).filter(|(_, minutes)| minutes.len() == 2)?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    match sign {
        "+" => FixedOffset::east_opt(seconds),
        "-" => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_unix_time_or_a_local_one() {
        let moment = |text: &str| moment(text).map(|moment| moment.text);
        assert_eq!(moment("/Date(1804270000000)/").as_deref(), Some("1804270000000"));
        assert_eq!(moment("/Date(1804271400000+0100)/").as_deref(), Some("2027-03-05T19:30:00+01:00"));
        assert_eq!(moment("/Date(1804271400000-0530)/").as_deref(), Some("2027-03-05T13:00:00-05:30"));
        for other in ["/Date(-62135596800000)/", "/Date(18)/", "Date(2027,4,12)", "/Date(1804270000000", "2027-03-05"] {
            assert_eq!(moment(other), None, "{other}");
        }
    }

    #[test]
    fn days_without_a_date_are_none() {
        assert!(is_nothing("0001-01-01T00:00:00") && is_nothing("1900-01-01T00:00:00Z"));
        assert!(!is_nothing("2027-01-01T00:00:00"));
    }
}
