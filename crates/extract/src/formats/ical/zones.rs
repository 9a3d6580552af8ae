//! Time zones as calendars name them (RFC 5545 §3.6.5), turned into words that someone who has only the word can use.
//!
//! The name stays as written wherever it may be known elsewhere: IANA (`Europe/Berlin`, also behind a path such as
//! `/mozilla.org/20070129_1/Europe/Berlin`), Windows (`W. Europe Standard Time`), Rails (`Eastern Time (US & Canada)`).
//! `X-LIC-LOCATION` says it better where it is given. A name only its calendar knows (`Customized Time Zone`) becomes
//! the offset that its VTIMEZONE has at that time, `UTC+02:00`; for an event that repeats only if the zone has one offset
//! all year, since one offset would be wrong for half of the instances.

use super::lines::Property;
use super::names::Name;
use super::observance::{Observance, local};
use super::tree::Calendar;
use super::value::unescaped;
use crate::text;
use chrono::NaiveDateTime;

/// So many TZIDs of one VTIMEZONE are kept; one is legal, two have been seen.
const IDS_MAX: usize = 4;

/// So many observances of one zone are kept, and so many onsets of all of them.
const OBSERVANCES_MAX: usize = 200;
const ONSETS_MAX: usize = 1_000;

/// A VTIMEZONE.
#[derive(Clone, Default)]
pub(super) struct Zone {
    ids: Vec<String>,
    location: Option<String>,
    observances: Vec<Observance>,
    onsets_total: usize,
}

impl Zone {
    /// Its names.
    pub(super) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Opens the next observance.
    pub(super) fn begin_observance(&mut self) {
        if self.observances.len() < OBSERVANCES_MAX {
            self.observances.push(Observance::default());
        }
    }

    /// Takes a property of the zone or of its last observance.
    pub(super) fn property(&mut self, property: &Property) {
        let value = property.value.trim();
        match property.name {
            Name::Tzid if self.ids.len() < IDS_MAX => self.ids.extend(name_of(value)),
            Name::LicLocation if self.location.is_none() => self.location = name_of(value),
            _ => {
                if let Some(last) = self.observances.last_mut() {
                    let before = last.onsets.len();
                    last.property(property.name, value, ONSETS_MAX.saturating_sub(self.onsets_total));
                    self.onsets_total += last.onsets.len() - before;
                }
            }
        }
    }

    /// The offset at a local time, in seconds east.
    fn offset_at(&self, local: NaiveDateTime) -> Option<i32> {
        let onsets = self.observances.iter().filter_map(|observance| Some((observance.last_onset(local)?, observance)));
        match onsets.max_by_key(|(onset, _)| *onset) {
            Some((_, observance)) => observance.offset_to,
            // Before the first onset.
            None => {
                let known = self.observances.iter().filter(|observance| !observance.onsets.is_empty());
                known.min_by_key(|observance| observance.onsets.iter().min()).and_then(|first| first.offset_from)
            }
        }
    }

    /// The only offset it ever has.
    fn sole_offset(&self) -> Option<i32> {
        let mut offsets = self.observances.iter().filter_map(|observance| observance.offset_to);
        let first = offsets.next()?;
        offsets.all(|offset| offset == first).then_some(first)
    }
}

/// The name of a zone; as a property it is text with escapes, and some escape the parameter too.
fn name_of(written: &str) -> Option<String> {
    text::line(&unescaped(written), text::WORD_BYTES_MAX)
}

/// The words for the zone that a time names.
pub(super) fn words(calendar: &Calendar, tzid: &str, time: &str, repeats: bool) -> Option<String> {
    let tzid = name_of(tzid)?;
    let Some(zone) = calendar.zones.get(&tzid) else { return Some(tzid) };
    if let Some(location) = &zone.location {
        return Some(location.clone());
    }
    if may_be_known(&tzid) {
        return Some(tzid);
    }
    let at_that_time = || local(time).filter(|_| !repeats).and_then(|local| zone.offset_at(local));
    Some(zone.sole_offset().or_else(at_that_time).map_or(tzid, offset_words))
}

/// The words for the zone of times that name none: what the calendar says, else its only time zone.
pub(super) fn of_calendar(calendar: &Calendar) -> Option<String> {
    let said = calendar.zone.as_deref().and_then(name_of);
    said.or_else(|| {
        let mut zones = calendar.zones.iter();
        let (id, zone) = zones.next().filter(|_| calendar.zones.len() == 1)?;
        Some(zone.location.clone().unwrap_or_else(|| id.clone()))
    })
}

/// The first parts of IANA's names.
const AREAS: [&str; 16] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Brazil",
    "Canada",
    "Chile",
    "Etc",
    "Europe",
    "Indian",
    "Mexico",
    "Pacific",
    "US",
];

/// Whether others than the calendar may know a zone of that name.
fn may_be_known(tzid: &str) -> bool {
    let is_area = |part: &str| AREAS.iter().any(|area| area.eq_ignore_ascii_case(part));
    let is_iana = tzid.contains('/') && tzid.split('/').any(is_area) && !tzid.ends_with('/');
    let is_abbreviation = tzid.len() <= 8 && tzid.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let is_named = tzid.ends_with(" Time") || tzid.ends_with("(US & Canada)") || tzid.ends_with("(Canada)");
    is_iana || is_abbreviation || (is_named && !tzid.starts_with('('))
}

/// `UTC+05:30`.
fn offset_words(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::ical::tree;

    fn calendar(tzid: &str, rest: &str) -> Calendar {
        let text = format!(
            "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{tzid}\n{rest}BEGIN:STANDARD\nDTSTART:19671029T020000\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n\
             BEGIN:DAYLIGHT\nDTSTART:19870329T030000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0100\n\
             TZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\nEND:VCALENDAR\n"
        );
        tree::read(&text).calendars.remove(0)
    }

    fn word(tzid: &str, rest: &str, time: &str, repeats: bool) -> Option<String> {
        words(&calendar(tzid, rest), tzid, time, repeats)
    }

    #[test]
    fn names_that_others_know_stay() {
        let known = [
            "Europe/Berlin",
            "/mozilla.org/20070129_1/Europe/Berlin",
            "W. Europe Standard Time",
            "Eastern Time (US & Canada)",
            "CET",
        ];
        for tzid in known {
            assert_eq!(word(tzid, "", "20260701T180000", false).as_deref(), Some(tzid));
        }
    }

    #[test]
    fn the_location_is_said_best_by_x_lic_location() {
        let word = word("Amsterdam, Berlin", "X-LIC-LOCATION:Europe/Berlin\n", "20260701T180000", true);
        assert_eq!(word.as_deref(), Some("Europe/Berlin"));
    }

    #[test]
    fn a_name_only_the_calendar_knows_becomes_the_offset_of_that_day() {
        let offset = |time| word("Customized Time Zone", "", time, false);
        assert_eq!(offset("20260329T015959").as_deref(), Some("UTC+01:00"));
        assert_eq!(offset("20260329T030000").as_deref(), Some("UTC+02:00"));
        assert_eq!(offset("20261025T015959").as_deref(), Some("UTC+02:00"));
        assert_eq!(offset("20261025T020000").as_deref(), Some("UTC+01:00"));
        assert_eq!(offset("19500101T000000").as_deref(), Some("UTC+02:00"));
    }

    #[test]
    fn a_series_keeps_the_name_unless_the_offset_never_changes() {
        assert_eq!(word("Ours", "", "20260701T180000", true).as_deref(), Some("Ours"));
        let text = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:-0330\nEND:STANDARD\nEND:VTIMEZONE\n";
        let calendar = tree::read(text).calendars.remove(0);
        assert_eq!(words(&calendar, "Ours", "20260701T180000", true).as_deref(), Some("UTC-03:30"));
    }

    #[test]
    fn a_zone_that_is_not_defined_keeps_its_name() {
        assert_eq!(words(&Calendar::default(), " Eastern ", "20260701T180000", false).as_deref(), Some("Eastern"));
    }
}
