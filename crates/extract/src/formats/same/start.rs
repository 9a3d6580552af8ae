//! When an event starts, as far as it takes to say whether two are one.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// A start made comparable.
#[derive(Clone, Default)]
pub(crate) struct Start {
    /// The instant when it has an offset, else the local time, else as written.
    pub(super) exact: String,
    instant: Option<i64>,
    wall: Option<NaiveDateTime>,
    day: Option<NaiveDate>,
}

impl Start {
    /// Reads ISO 8601, with and without hyphens, zeros and a `T`.
    pub(crate) fn of(written: &str) -> Self {
        let written = written.trim().to_ascii_uppercase();
        let text = written.replacen(' ', "T", 1);
        let with_offset = [
            "%Y-%m-%dT%H:%M:%S%.f%#z",
            "%Y-%m-%dT%H:%M%#z",
            "%Y%m%dT%H%M%S%#z",
            "%Y-%m-%dT%H:%M:%S%.f %#z",
            "%Y-%m-%dT%H:%M %#z",
        ];
        let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M"];
        let moment = with_offset.iter().find_map(|format| DateTime::parse_from_str(&text, format).ok());
        let local = || local.iter().find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
        let wall = moment.map(|at| at.naive_local()).or_else(local);
        let date = text.split('T').next().unwrap_or_default();
        let day = || ["%Y-%m-%d", "%Y%m%d"].iter().find_map(|format| NaiveDate::parse_from_str(date, format).ok());
        let exact = match (moment, wall) {
            (Some(at), _) => format!("@{}", at.timestamp()),
            (None, Some(at)) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
            (None, None) => written,
        };
        let day = wall.map(|at| at.date()).or_else(day);
        Self { exact, instant: moment.map(|at| at.timestamp()), wall, day }
    }

    /// Whether it says what time of the day, in a way that can be read.
    pub(crate) fn has_time(&self) -> bool {
        self.wall.is_some()
    }

    /// Whether it says on which day, in a way that can be read.
    pub(crate) fn has_day(&self) -> bool {
        self.day.is_some()
    }

    /// On which day, as it is written.
    pub(crate) const fn day(&self) -> Option<NaiveDate> {
        self.day
    }

    /// Whether both say the same time of the same day.
    pub(crate) fn is_equal(&self, other: &Self) -> bool {
        self.has_time() && other.has_time() && self.agrees(other)
    }

    /// Whether both are written for the same moment, or in the same words.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.exact == other.exact
    }

    /// One form of what may be written in many: an instant in UTC, a local time, a day; other words as they are.
    pub(crate) fn canonical(&self) -> String {
        let at = self.instant.and_then(|at| DateTime::from_timestamp(at, 0));
        let is_day_alone = self.wall.is_none() && !self.exact.contains(['T', ' ']);
        match (at, self.day) {
            (Some(at), _) => at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            (None, Some(day)) if is_day_alone => day.to_string(),
            _ => self.exact.clone(),
        }
    }

    /// Whether it certainly is on another day. A day has two dates where one of the two says its offset and the other does
    /// not.
    pub(crate) fn is_on_another_day(&self, other: &Self) -> bool {
        let Some((day, other_day)) = self.day.zip(other.day) else { return false };
        let apart = day.signed_duration_since(other_day).num_days().abs();
        match (self.instant, other.instant) {
            (Some(at), Some(other_at)) => at != other_at && apart > 0,
            (None, None) => apart > 0,
            _ => apart > 1,
        }
    }

    /// Whether they may mean the same moment: one of them may be without offset, or without time.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self.instant, other.instant, self.wall, other.wall) {
            (Some(a), Some(b), ..) => a == b,
            (_, _, Some(a), Some(b)) => a == b,
            _ if self.day.is_some() || other.day.is_some() => self.day == other.day,
            _ => self.exact == other.exact,
        }
    }

    /// What it can be found by.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut keys = vec![self.exact.clone()];
        keys.extend(self.wall.map(|wall| format!("wall {wall}")));
        keys.extend(self.day.map(|day| format!("{} {day}", if self.has_time() { "time on" } else { "day" })));
        keys
    }

    /// Under what others that may mean the same are found.
    pub(super) fn sought(&self) -> Vec<String> {
        let mut keys = self.keys();
        keys.extend(self.day.map(|day| format!("{} {day}", if self.has_time() { "day" } else { "time on" })));
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::Start;

    #[test]
    fn starts_agree_as_far_as_they_go() {
        let agree = |a: &str, b: &str| Start::of(a).agrees(&Start::of(b));
        assert!(agree("2026-05-01T18:00:00-07:00", "2026-05-02T01:00:00.000Z"));
        assert!(agree("2026-05-01t18:00+02", "2026-05-01 18:00"));
        assert!(agree("20260501T180000", "2026-5-1T18:00"));
        assert!(agree("2026-05-01", "20260501T1800"));
        assert!(agree("2026-9-18T10-10-00-00", "2026-9-18T10:00"));
        assert!(agree("soon", "SOON"));
        assert!(!agree("2026-05-01T18:00", "2026-05-01T19:00"));
        assert!(!agree("2026-05-01", "2026-05-02T18:00"));
        assert!(!agree("2026-05-01", "soon"));
    }
}
