//! How long something takes, ISO 8601: `PT2H`, `P1DT12H`, `P2W`.

use chrono::TimeDelta;

/// The longest duration taken, in days: ten years.
const DAYS_MAX: i64 = 3_660;

/// A duration: days by the calendar, and hours by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Whole days; a day in which clocks change is a day.
    pub days: i64,
    /// What is left.
    pub time: TimeDelta,
}

/// Reads a duration. Years and months have no fixed length and are refused, as RFC 5545 §3.3.6 does.
pub fn length(text: &str) -> Option<Length> {
    let upper = text.trim().to_ascii_uppercase();
    let body = upper.strip_prefix('+').unwrap_or(&upper).strip_prefix('P')?;
    if body.is_empty() || body.len() > 40 {
        return None;
    }
    let (date, time) = body.split_once('T').unwrap_or((body, ""));
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let (mut days, mut seconds) = (0_f64, 0_f64);
    for (count, unit) in counts(date)? {
        days += count
            * match unit {
                'W' => 7.0,
                'D' => 1.0,
                // Programs write what there is none of: `P0Y0M0DT2H`.
                'Y' | 'M' if count == 0.0 => 0.0,
                _ => return None,
            };
    }
    for (count, unit) in counts(time)? {
        seconds += count
            * match unit {
                'H' => 3600.0,
                'M' => 60.0,
                'S' => 1.0,
                _ => return None,
            };
    }
    let whole_days = days.trunc();
    seconds += (days - whole_days) * 86_400.0;
    let days = whole(whole_days).filter(|days| *days <= DAYS_MAX)?;
    let time = whole(seconds.round()).filter(|seconds| *seconds <= DAYS_MAX * 86_400)?;
    Some(Length { days, time: TimeDelta::try_seconds(time)? })
}

/// Numbers with the letter behind each.
fn counts(text: &str) -> Option<Vec<(f64, char)>> {
    let mut found = Vec::new();
    let mut number = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => number.push(c),
            '.' | ',' => number.push('.'),
            _ => {
                found.push((number.parse().ok()?, c));
                number.clear();
            }
        }
    }
    number.is_empty().then_some(found)
}

/// A number without fraction as an integer.
fn whole(number: f64) -> Option<i64> {
    format!("{number:.0}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Option<f64> {
        length(text).map(|length| {
            f64::from(i32::try_from(length.days * 86_400 + length.time.num_seconds()).unwrap_or(-1)) / 3600.0
        })
    }

    #[test]
    fn durations_are_read() {
        assert_eq!(hours("PT2H"), Some(2.0));
        assert_eq!(hours("pt1h30m"), Some(1.5));
        assert_eq!(hours("PT1.5H"), Some(1.5));
        assert_eq!(hours("+P1DT12H"), Some(36.0));
        assert_eq!(hours("P2W"), Some(336.0));
        assert_eq!(hours("P0D"), Some(0.0));
        assert_eq!(hours("P0Y0M0DT2H0M0S"), Some(2.0));
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "P", "2H", "P1Y", "P1M", "PT", "-PT2H", "PT2", "P9999999999D", "PTH", "P1H"] {
            assert_eq!(length(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_a_duration(text in "[PTDHMSW0-9.,+-]{0,30}") {
            let _ = length(&text);
        }
    }
}
