//! A day that is written as its midnight, beside the time of day: `2027-08-26T00:00:00` and `9:00 AM`, or another moment of
//! which only the clock counts.

use super::{Row, phrase};
use hobnob_domain::TimeWords;

/// Days that stand for none, where a clock is written as a moment.
const NO_DAYS: [&str; 3] = ["0001-01-01", "1900-01-01", "1899-12-30"];

/// The day of a midnight that names no zone.
fn day(text: &str) -> Option<&str> {
    let day = text.strip_suffix("T00:00:00").or_else(|| text.strip_suffix(" 00:00:00"))?;
    (day.len() == 10).then_some(day)
}

/// The day alone, of a midnight that names no zone; any other time as it is.
pub(super) fn bare(mut time: TimeWords) -> TimeWords {
    if day(&time.text).is_some() {
        time.text.truncate(10);
    }
    time
}

/// The clock of the first of these fields that is a moment on the day whose midnight is given, or on none.
pub(super) fn clock(row: &Row<'_>, names: &[&str], midnight: &TimeWords) -> Option<String> {
    let day = day(&midnight.text)?;
    names.iter().find_map(|name| {
        let text = phrase(row.0.get(*name)?)?;
        let (written, clock) = text.split_once('T').filter(|(_, clock)| matches!(clock.len(), 5 | 8))?;
        let is_clock = clock.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        (is_clock && (written == day || NO_DAYS.contains(&written))).then(|| clock.get(..5).map(str::to_owned))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn time(text: &str) -> TimeWords {
        TimeWords { text: text.to_owned(), zone: None }
    }

    #[test]
    fn only_a_midnight_without_a_zone_is_a_day() {
        assert_eq!(bare(time("2027-08-26T00:00:00")).text, "2027-08-26");
        assert_eq!(bare(time("2027-08-26 00:00:00")).text, "2027-08-26");
        for other in ["2027-08-26T00:00:00Z", "2027-08-26T09:00:00", "2027-08-26", "May 5 00:00:00"] {
            assert_eq!(bare(time(other)).text, other);
        }
    }

    #[test]
    fn a_clock_is_that_of_the_same_day_or_of_none() {
        let clock = |written: &str| {
            let row = json!({"time": written});
            clock(&Row::of(row.as_object().unwrap()), &["time"], &time("2027-08-26T00:00:00"))
        };
        assert_eq!(clock("2027-08-26T16:30:00").as_deref(), Some("16:30"));
        assert_eq!(clock("1900-01-01T16:30:00").as_deref(), Some("16:30"));
        assert_eq!(clock("2027-08-27T16:30:00"), None);
        assert_eq!(clock("2027-08-26T16:30:00+02:00"), None);
    }
}
