//! When a zone's clocks change: found in the time zone data, told as few rules as say it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

/// How long after the window clocks are watched, to tell a rule from a coincidence.
const SAMPLE_YEARS: i32 = 8;

/// How far apart the clocks are looked at: no two changes of one zone lie within so many days in the years that calendars
/// tell in local time, or they undo each other unseen.
const STEP: Days = Days::new(3);

/// One change of the clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The first instant of the new time.
    pub(crate) at: DateTime<Utc>,
    /// What the clocks show then if nobody touches them.
    pub(crate) local: NaiveDateTime,
    pub(crate) kind: Kind,
}

/// What sort of change: the same sort in several years can be one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Seconds east of UTC before.
    pub(crate) from: i32,
    /// Seconds east of UTC after.
    pub(crate) to: i32,
    pub(crate) name: String,
    pub(crate) is_daylight: bool,
}

/// Changes of one kind that one component can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Observance {
    pub(crate) kind: Kind,
    pub(crate) first: NaiveDateTime,
    pub(crate) repeats: Repeats,
}

/// How an observance goes on after its first onset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// At these onsets too, possibly none.
    At(Vec<NaiveDateTime>),
    /// Every year on the n-th such weekday of the month (−1 is the last); `until` lies behind the last onset, if there
    /// is one.
    Yearly { month: u32, nth: i64, weekday: Weekday, until: Option<DateTime<Utc>> },
}

fn offset_at(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

fn kind(zone: Tz, before: DateTime<Utc>, at: DateTime<Utc>) -> Kind {
    let from = offset_at(zone, before);
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    let to = offset.fix().local_minus_utc();
    let dst = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).dst_offset();
    let is_negative = dst(before) < TimeDelta::zero(); // Dublin's summer is its standard time
    let is_daylight = dst(at) > TimeDelta::zero() || (dst(at).is_zero() && is_negative);
    let name =
        offset.abbreviation().filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-".contains(&b)));
    Kind { from, to, name: name.map_or_else(|| written_offset(to), str::to_owned), is_daylight }
}

/// Hours and minutes east of UTC, as in `+0530`.
pub(crate) fn written_offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

/// The changes from one instant to another.
fn changes(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Change> {
    let mut found = Vec::new();
    let (mut before, mut offset) = (from, offset_at(zone, from));
    while before < until {
        let Some(after) = before.checked_add_days(STEP) else { break };
        let next = offset_at(zone, after);
        if next != std::mem::replace(&mut offset, next) {
            let (mut low, mut high) = (before, after);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + (high - low) / 2;
                let middle = middle - TimeDelta::nanoseconds(i64::from(middle.timestamp_subsec_nanos()));
                if offset_at(zone, middle) == offset_at(zone, low) { low = middle } else { high = middle }
            }
            let kind = kind(zone, low, high);
            let local = high.naive_utc() + TimeDelta::seconds(i64::from(kind.from));
            found.push(Change { at: high, local, kind });
        }
        before = after;
    }
    found
}

fn new_year(year: i32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN).and_utc()
}

/// What a zone's clocks do from the year of one instant to the year of another, told briefly. The first observance
/// begins before the window does.
pub(crate) fn observances(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Observance> {
    let window = (new_year(from.year()), new_year(until.year().saturating_add(1)));
    let start = new_year(from.year() - 1);
    let sample_end = new_year(until.year().saturating_add(1 + SAMPLE_YEARS));
    let changes = changes(zone, start, sample_end);
    let mut told = Vec::new();
    if changes.first().is_none_or(|first| first.at > window.0) {
        let mut kind = kind(zone, start, start);
        kind.from = kind.to;
        let first = start.naive_utc() + TimeDelta::seconds(i64::from(kind.to));
        told.push(Observance { kind, first, repeats: Repeats::At(Vec::new()) });
    }
    let mut kinds: Vec<&Kind> = Vec::new();
    for change in &changes {
        if !kinds.contains(&&change.kind) {
            kinds.push(&change.kind);
        }
    }
    for kind in kinds {
        let same: Vec<&Change> = changes.iter().filter(|change| change.kind == *kind).collect();
        told.extend(told_briefly(kind, &same, window.1));
    }
    told.sort_by_key(|observance| observance.first);
    told
}

/// Tells changes of one kind as yearly rules where several years in a row agree, and as dates where not.
fn told_briefly(kind: &Kind, changes: &[&Change], end: DateTime<Utc>) -> Vec<Observance> {
    let mut told = Vec::new();
    let mut single = Vec::new();
    let mut rest = changes;
    while let Some(first) = rest.first().filter(|first| first.at < end) {
        let (length, nth) = run(rest);
        let (run, more) = rest.split_at(length);
        match run.last() {
            Some(last) if length >= 3 => {
                // A day later than the last onset: some readers compare UNTIL with local time.
                let until = (!more.is_empty() || last.at < end).then_some(last.at + TimeDelta::days(1));
                let (month, weekday) = (first.local.month(), first.local.weekday());
                let repeats = Repeats::Yearly { month, nth, weekday, until };
                told.push(Observance { kind: kind.clone(), first: first.local, repeats });
            }
            _ => single.extend(run.iter().filter(|change| change.at < end).map(|change| change.local)),
        }
        rest = more;
    }
    if let Some((first, others)) = single.split_first() {
        told.push(Observance { kind: kind.clone(), first: *first, repeats: Repeats::At(others.to_vec()) });
    }
    told
}

/// How many changes from the first on follow one yearly rule, at least one, and which weekday of the month it names.
fn run(changes: &[&Change]) -> (usize, i64) {
    let Some(first) = changes.first() else { return (1, 1) };
    let mut fits = positions(first.local.date());
    let mut length = 1;
    for (before, next) in changes.iter().zip(changes.iter().skip(1)) {
        let (a, b) = (before.local, next.local);
        let is_alike =
            b.year() == a.year() + 1 && (a.month(), a.weekday(), a.time()) == (b.month(), b.weekday(), b.time());
        let still: Vec<i64> = positions(b.date()).into_iter().filter(|nth| fits.contains(nth)).collect();
        if !is_alike || still.is_empty() {
            break;
        }
        fits = still;
        length += 1;
    }
    (length, fits.first().copied().unwrap_or(1))
}

/// Which weekday of its month a day is: the last (−1), if it is, then the n-th.
fn positions(day: NaiveDate) -> Vec<i64> {
    let is_last = day.checked_add_days(Days::new(7)).is_none_or(|later| later.month() != day.month());
    let nth = i64::from((day.day() - 1) / 7 + 1);
    if is_last { vec![-1, nth] } else { vec![nth] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32) -> DateTime<Utc> {
        new_year(year)
    }

    #[test]
    fn berlin_is_two_rules_without_an_end() {
        let told = observances(Tz::Europe__Berlin, year(2026), year(2026));
        let rules: Vec<_> =
            told.iter().map(|o| (o.kind.name.as_str(), o.first.to_string(), o.repeats.clone())).collect();
        let yearly = |month| Repeats::Yearly { month, nth: -1, weekday: Weekday::Sun, until: None };
        assert_eq!(
            rules,
            [
                ("CEST", "2025-03-30 02:00:00".to_owned(), yearly(3)),
                ("CET", "2025-10-26 03:00:00".to_owned(), yearly(10)),
            ]
        );
    }

    #[test]
    fn a_zone_whose_clocks_never_change_is_one_observance() {
        let told = observances(Tz::Asia__Kolkata, year(2026), year(2028));
        assert_eq!(told.len(), 1);
        assert_eq!(
            told.first().map(|o| (o.kind.from, o.kind.to, o.kind.name.clone())),
            Some((19_800, 19_800, "IST".into()))
        );
    }

    #[test]
    fn no_two_changes_lie_so_close_that_a_step_misses_one() {
        for zone in chrono_tz::TZ_VARIANTS {
            let (from, until) = (year(1972), year(2069));
            let days = (0..(until - from).num_days()).map(|day| offset_at(zone, from + TimeDelta::days(day)));
            let daily = days.collect::<Vec<_>>().windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert_eq!(changes(zone, from, until).len(), daily, "{zone}");
        }
    }
}
