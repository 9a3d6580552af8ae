//! VTIMEZONE (RFC 5545 §3.6.5): what a zone's clocks do while the feed's events take place, and no more.

use crate::{
    lines::Lines,
    moment::{clock, utc},
    observance::{Observance, Repeats, observances, written_offset},
};
use chrono::{DateTime, Utc, Weekday};
use chrono_tz::Tz;

/// The room reserved for one component, in bytes; the property test holds all zones below it.
pub(crate) const BYTES_MAX: usize = 2_048;

/// A zone, from its first use to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ZoneUse {
    pub(crate) zone: Tz,
    pub(crate) from: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
}

impl ZoneUse {
    /// The component. Its text depends on the years of the two ends, not on their days.
    pub(crate) fn write(&self, lines: &mut Lines) {
        lines.begin("VTIMEZONE");
        lines.plain("TZID", self.zone.name());
        for observance in observances(self.zone, self.from, self.until) {
            write_observance(lines, &observance);
        }
        lines.end("VTIMEZONE");
    }

    /// The same zone, used by both.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        Self { zone: self.zone, from: self.from.min(other.from), until: self.until.max(other.until) }
    }
}

fn write_observance(lines: &mut Lines, observance: &Observance) {
    let component = if observance.kind.is_daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.begin(component);
    lines.plain("DTSTART", &clock(observance.first));
    lines.plain("TZOFFSETFROM", &written_offset(observance.kind.from));
    lines.plain("TZOFFSETTO", &written_offset(observance.kind.to));
    lines.plain("TZNAME", &observance.kind.name);
    match &observance.repeats {
        Repeats::At(others) if others.is_empty() => {}
        // One date a line, the first onset among them: there are readers that take only the first date of a line, and
        // readers that forget DTSTART where they find RDATE.
        Repeats::At(others) => {
            let onsets = std::iter::once(&observance.first).chain(others);
            onsets.for_each(|onset| lines.plain("RDATE", &clock(*onset)));
        }
        Repeats::Yearly { month, nth, weekday, until } => {
            let until = until.map(|until| format!(";UNTIL={}", utc(until))).unwrap_or_default();
            let day = written_weekday(*weekday);
            lines.plain("RRULE", &format!("FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{day}{until}"));
        }
    }
    lines.end(component);
}

const fn written_weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

#[cfg(test)]
mod tests;
