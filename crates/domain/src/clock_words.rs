//! Days and clocks in words, as pages and letters write them.

use crate::Occurrence;
use chrono::{DateTime, TimeDelta, Weekday};
use chrono_tz::Tz;

/// What takes less than this and ends on the next day is one evening.
const NIGHT_MAX: TimeDelta = TimeDelta::hours(12);

impl Occurrence {
    /// Whether it is over so soon that people count it to the evening on which it began, though it may end after midnight.
    pub fn is_one_evening(&self) -> bool {
        !self.is_all_day && self.ends_at.signed_duration_since(self.starts_at) < NIGHT_MAX
    }
}

/// A weekday's whole name, in English.
pub const fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Whether a zone is that of no place: then its name tells nobody anything, and that of `Etc/GMT+5` says the opposite of
/// what its clocks show.
pub fn is_nowhere(zone: Tz) -> bool {
    zone == Tz::UTC || zone.name().starts_with("Etc/")
}

/// How far the clocks of a zone are from UTC then: "UTC+1", "UTC+5:30", "UTC+0".
pub fn utc_offset(at: &DateTime<Tz>) -> String {
    let text = at.format("%:z").to_string();
    let (sign, rest) = text.split_at_checked(1).unwrap_or(("+", "00:00"));
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
    let hours = hours.trim_start_matches('0');
    let hours = if hours.is_empty() { "0" } else { hours };
    if minutes == "00" { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_written_short() {
        let told = |zone: Tz| utc_offset(&DateTime::UNIX_EPOCH.with_timezone(&zone));
        let zones = [Tz::UTC, Tz::Europe__Berlin, Tz::Asia__Kolkata, Tz::Etc__GMTPlus5];
        assert_eq!(zones.map(told), ["UTC+0", "UTC+1", "UTC+5:30", "UTC-5"]);
        assert_eq!(zones.map(is_nowhere), [true, false, false, true]);
    }
}
