//! What a private calendar takes of somebody's time: read as a source's would be, and dropped.

use crate::preview::{self, Window};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventStatus, Format, Page, SourceSpec};
use hobnob_web::Busy;
use url::Url;

/// The times that a calendar takes between two instants. Whole days (birthdays, holidays) take none, and neither does what
/// is cancelled.
pub(crate) fn times(body: Vec<u8>, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Busy>, String> {
    let url = Url::parse("file:///private.ics").map_err(|error| error.to_string())?;
    let spec = SourceSpec { format: Some(Format::Ical), ..SourceSpec::new("private", url.clone()) };
    let page = Page { url, media_type: Some("text/calendar".to_owned()), body, fetched_at: from };
    let reading = preview::read(page, &spec, Window { from, to }, from);
    if reading.extraction.listings.is_empty() {
        return Err("this file is no calendar with entries: export it as iCalendar (.ics) and send that".to_owned());
    }
    let sittings = reading.drafts.iter().flat_map(|(_, sittings)| sittings);
    let taken = sittings.filter(|sitting| !sitting.is_all_day && sitting.status != EventStatus::Cancelled);
    Ok(taken.map(|sitting| (sitting.starts_at, sitting.ends_at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_private_calendar_takes_the_times_of_its_entries_and_of_each_repetition() {
        let entry = |uid: &str, lines: &str| {
            format!(
                "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Secret {uid}\r\n{lines}END:VEVENT\r\n"
            )
        };
        let weekly =
            entry("w", "DTSTART;TZID=Europe/Berlin:20260302T190000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\n");
        let birthday = entry("b", "DTSTART;VALUE=DATE:20260303\r\n");
        let off = entry("c", "DTSTART:20260303T100000Z\r\nDTEND:20260303T110000Z\r\nSTATUS:CANCELLED\r\n");
        let body = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{weekly}{birthday}{off}END:VCALENDAR\r\n");
        let times = times(body.into_bytes(), at("2026-03-05T00:00:00Z"), at("2026-03-20T00:00:00Z")).unwrap();
        let expected =
            [("2026-03-09T18:00:00Z", "2026-03-09T19:00:00Z"), ("2026-03-16T18:00:00Z", "2026-03-16T19:00:00Z")];
        assert_eq!(times, expected.map(|(from, until)| (at(from), at(until))));
        assert!(super::times(b"hello".to_vec(), at("2026-03-05T00:00:00Z"), at("2026-03-20T00:00:00Z")).is_err());
    }
}
