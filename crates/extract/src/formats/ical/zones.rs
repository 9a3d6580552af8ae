//! Time zones as calendars name them (RFC 5545 §3.6.5), turned into words that someone who has only the word can use.
//!
//! The name stays as written wherever it may be known elsewhere: IANA (`Europe/Berlin`, also behind a path such as
//! `/mozilla.org/20070129_1/Europe/Berlin`), Windows (`W. Europe Standard Time`), Rails (`Eastern Time (US & Canada)`).
//! `X-LIC-LOCATION` says it better where it is given. A name only its calendar knows (`Customized Time Zone`), and letters
//! that many places go by (`CST`), become the place whose clocks its VTIMEZONE describes, else the offset that it has at
//! that time, `UTC+02:00`; for an event that repeats only if the zone has one offset all year, since one offset would be
//! wrong for half of the instances.

use super::lines::Property;
use super::names::Name;
use super::observance::{Observance, local};
use super::tree::Calendar;
use super::value::unescaped;
use crate::text;
use chrono::NaiveDateTime;
use chrono_tz::{TZ_VARIANTS, Tz};
use std::cell::OnceCell;

/// So many TZIDs of one VTIMEZONE are kept; one is legal, two have been seen.
const IDS_MAX: usize = 4;

/// So much of a name is looked at, in bytes.
const NAME_BYTES_MAX: usize = 4 * text::WORD_BYTES_MAX;

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
    /// The name by which others know it, once it was looked for.
    known_as: OnceCell<Option<String>>,
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

    /// The zone that has these offsets and changes them in these months: what Outlook means by `Customized Time Zone` and
    /// `Canberra, Melbourne, Sydney`. Where several zones do so it is the one with most people, and none where that would
    /// be a guess.
    fn likely_name(&self) -> Option<&'static str> {
        let offset = |observance: &&Observance| observance.offset_to;
        let latest =
            |a: &&Observance, b: &&Observance| offset(a).cmp(&offset(b)).then(a.onsets.last().cmp(&b.onsets.last()));
        let summer = self.observances.iter().filter(|one| one.offset_to.is_some()).max_by(latest)?;
        let standard = self.observances.iter().filter_map(|one| one.offset_to).min()?;
        let is_north = matches!(summer.month()?, 3..=5);
        let is_south = matches!(summer.month()?, 8..=12);
        if summer.offset_to? - standard != 3600 {
            return None;
        }
        Some(match standard / 60 {
            0 if is_north => "Europe/London",
            60 if is_north => "Europe/Berlin",
            120 if is_north && summer.begins_as_in_europe() => "Europe/Helsinki",
            -210 if is_north => "America/St_Johns",
            -240 if is_north => "America/Halifax",
            -300 if is_north => "America/New_York",
            -360 if is_north => "America/Chicago",
            -420 if is_north => "America/Denver",
            -480 if is_north => "America/Los_Angeles",
            -540 if is_north => "America/Anchorage",
            570 if is_south => "Australia/Adelaide",
            600 if is_south => "Australia/Sydney",
            720 if is_south => "Pacific/Auckland",
            _ => return None,
        })
    }

    /// The name by which others know it: its location's, its own, that of the place whose clocks it describes.
    fn known_as(&self, tzid: &str) -> Option<&str> {
        self.known_as.get_or_init(|| self.looked_up(tzid).map(str::to_owned)).as_deref()
    }

    fn looked_up<'z>(&'z self, tzid: &'z str) -> Option<&'z str> {
        if let Some(location) = self.location.as_deref().filter(|location| is_iana(location)) {
            return Some(location);
        }
        if is_iana(tzid) || is_named_by_programs(tzid) {
            return Some(tzid);
        }
        let is_utc = || is_abbreviation(tzid) && self.sole_offset() == Some(0);
        self.likely_name().or_else(|| is_utc().then_some(tzid))
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
    text::line(&unescaped(text::cut(written, NAME_BYTES_MAX)), text::WORD_BYTES_MAX)
}

/// The words for the zone that a time names.
pub(super) fn words(calendar: &Calendar, tzid: &str, time: &str, repeats: bool) -> Option<String> {
    let tzid = name_of(tzid)?;
    let Some(zone) = calendar.zones.get(&tzid) else { return Some(tzid) };
    if let Some(name) = zone.known_as(&tzid) {
        return Some(name.to_owned());
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
        let offset = || zone.sole_offset().map_or_else(|| id.clone(), offset_words);
        Some(zone.known_as(id).map_or_else(offset, str::to_owned))
    })
}

/// Whether a name is one of IANA's, in any case and behind any path (`/mozilla.org/20070129_1/Europe/Berlin`).
fn is_iana(name: &str) -> bool {
    let ends = || std::iter::once(name).chain(name.match_indices('/').filter_map(|(slash, _)| name.get(slash + 1..)));
    let of_area = || ends().filter(|end| end.contains('/'));
    of_area().any(|end| end.parse::<Tz>().is_ok())
        || !is_abbreviation(name) && name.parse::<Tz>().is_ok()
        || of_area().any(|end| TZ_VARIANTS.iter().any(|zone| zone.name().eq_ignore_ascii_case(end)))
}

/// `CET`, `UTC`: what others may know by these letters need not be what the calendar means.
fn is_abbreviation(tzid: &str) -> bool {
    tzid.len() <= 8 && tzid.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether Windows or Rails may call a zone so.
fn is_named_by_programs(tzid: &str) -> bool {
    let is_named = tzid.ends_with(" Time") || tzid.ends_with("(US & Canada)") || tzid.ends_with("(Canada)");
    is_named && !tzid.starts_with('(')
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

    fn calendar(tzid: &str, rest: &str) -> String {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{tzid}\n{rest}BEGIN:STANDARD\nDTSTART:19671029T020000\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n\
             BEGIN:DAYLIGHT\nDTSTART:19870329T030000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0100\n\
             TZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\nEND:VCALENDAR\n"
        )
    }

    fn word(tzid: &str, rest: &str, time: &str, repeats: bool) -> Option<String> {
        words(&tree::read(&calendar(tzid, rest)).calendars[0], tzid, time, repeats)
    }

    #[test]
    fn names_that_others_know_stay() {
        let known = [
            "Europe/Berlin",
            "/mozilla.org/20070129_1/Europe/Berlin",
            "W. Europe Standard Time",
            "Eastern Time (US & Canada)",
            "europe/berlin",
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
    fn the_offset_is_that_of_the_last_change_before() {
        let text = calendar("Ours", "");
        let calendars = tree::read(&text).calendars;
        let offset = |time: &str| calendars[0].zones["Ours"].offset_at(local(time).unwrap());
        assert_eq!(offset("20260329T015959"), Some(3600));
        assert_eq!(offset("20260329T030000"), Some(7200));
        assert_eq!(offset("20261025T015959"), Some(7200));
        assert_eq!(offset("20261025T020000"), Some(3600));
        assert_eq!(offset("19500101T000000"), Some(7200));
    }

    #[test]
    fn a_name_only_the_calendar_knows_becomes_an_offset_unless_a_series_changes_it() {
        let text = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:-0330\nEND:STANDARD\nEND:VTIMEZONE\n";
        let calendar = tree::read(text).calendars.remove(0);
        assert_eq!(words(&calendar, "Ours", "20260701T180000", true).as_deref(), Some("UTC-03:30"));
    }

    #[test]
    fn a_zone_of_an_unknown_name_is_known_by_its_changes() {
        let zone = |west: &str, east: &str, onset: &str| {
            let text = format!(
                "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETTO:{west}\n\
                 END:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\nRRULE:FREQ=YEARLY;{onset}\nTZOFFSETTO:{east}\n\
                 END:DAYLIGHT\nEND:VTIMEZONE\n"
            );
            let named =
                |repeats| words(&tree::read(&text).calendars[0], "Customized Time Zone", "20260701T180000", repeats);
            (named(true), named(false))
        };
        let both = |series: &str, evening: &str| (Some(series.to_owned()), Some(evening.to_owned()));
        assert_eq!(zone("+0100", "+0200", "BYDAY=-1SU;BYMONTH=3"), both("Europe/Berlin", "Europe/Berlin"));
        assert_eq!(zone("-0500", "-0400", "BYDAY=2SU;BYMONTH=3"), both("America/New_York", "America/New_York"));
        assert_eq!(zone("+1000", "+1100", "BYDAY=1SU;BYMONTH=10"), both("Australia/Sydney", "Australia/Sydney"));
        // Several countries, and not on the same days.
        assert_eq!(zone("+0200", "+0300", "BYDAY=-1FR;BYMONTH=3"), both("Customized Time Zone", "UTC+03:00"));
        assert_eq!(zone("-0400", "-0300", "BYDAY=1SU;BYMONTH=9"), both("Customized Time Zone", "UTC-03:00"));
    }

    #[test]
    fn what_a_calendar_defines_is_meant_where_no_place_has_the_name() {
        let central_europe = |tzid: &str, rest: &str| word(tzid, rest, "20260701T180000", true);
        for (tzid, location) in [("CET", ""), ("Europe/Brelin", ""), ("OURS", "X-LIC-LOCATION:OURS\n")] {
            assert_eq!(central_europe(tzid, location).as_deref(), Some("Europe/Berlin"), "{tzid}");
        }
        let fixed = |tzid: &str, offset: &str| {
            let text = format!(
                "BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
            );
            let calendar = tree::read(&text).calendars.remove(0);
            (words(&calendar, tzid, "20260701T180000", true), of_calendar(&calendar))
        };
        let both = |name: &str| (Some(name.to_owned()), Some(name.to_owned()));
        assert_eq!(fixed("CST", "+0800"), both("UTC+08:00"));
        assert_eq!(fixed("UTC", "+0000"), both("UTC"));
        assert_eq!(fixed("Asia/Tokyo", "+0900"), both("Asia/Tokyo"));
    }

    #[test]
    fn the_name_of_a_zone_is_looked_up_once_for_all_its_times() {
        let tzid = "/a".repeat(60);
        let text = calendar(&tzid, "");
        let calendar = &tree::read(&text).calendars[0];
        let named = || words(calendar, &tzid, "20260701T180000", true);
        assert_eq!(named().as_deref(), Some("Europe/Berlin"));
        assert_eq!(calendar.zones[&tzid].known_as.get(), Some(&Some("Europe/Berlin".to_owned())));
        assert_eq!(named().as_deref(), Some("Europe/Berlin"));
    }

    #[test]
    fn a_zone_that_is_not_defined_keeps_its_name() {
        assert_eq!(words(&Calendar::default(), " Eastern ", "20260701T180000", false).as_deref(), Some("Eastern"));
    }
}
