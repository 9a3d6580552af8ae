//! Days as the file's contributors write them: `May 22-27, 2022`, `June 30 - July 4, 2025`, `29 June - 3 July, 2026`.

use crate::prose_date::{self, Hints, YearRule};
use chrono::NaiveDate;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// So many words and numbers are looked at.
const PARTS_MAX: usize = 12;

/// The first and the last day, as ISO 8601. Dates that are written otherwise stay as they are; ones that are not known
/// yet are none.
pub(in crate::sites) fn read(written: &str, year: &str) -> (Option<String>, Option<String>) {
    match parsed(written, year).or_else(|| in_prose(written, year)) {
        Some((first, last)) => (Some(first.to_string()), Some(last.to_string())),
        None => (written.contains(|c: char| c.is_ascii_digit()).then(|| written.to_owned()), None),
    }
}

fn parsed(written: &str, year: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (mut days, mut months, mut years) = (Vec::new(), Vec::new(), Vec::new());
    let parts = written.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    for part in parts.take(PARTS_MAX) {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match digits.parse::<i32>() {
            Ok(number) if number >= 1900 => years.push(number),
            Ok(number) => days.push(u32::try_from(number).ok()?),
            Err(_) => months.extend(month(part)),
        }
    }
    let last_year = years.last().copied().or_else(|| year.parse().ok())?;
    let (first_day, last_day) = match *days.as_slice() {
        [day] => (day, day),
        [first, last] => (first, last),
        _ => return None,
    };
    let (first_month, last_month) = match *months.as_slice() {
        [month] => (month, month),
        [first, last] => (first, last),
        _ => return None,
    };
    let first_year = match *years.as_slice() {
        [first, _] => first,
        // From December into January.
        _ if first_month > last_month => last_year - 1,
        _ => last_year,
    };
    let first = NaiveDate::from_ymd_opt(first_year, first_month, first_day)?;
    let last = NaiveDate::from_ymd_opt(last_year, last_month, last_day)?;
    (first <= last).then_some((first, last))
}

/// Days in another language or order: `13.–19. Juli 2026`, `2026-07-13 - 2026-07-19`.
fn in_prose(written: &str, year: &str) -> Option<(NaiveDate, NaiveDate)> {
    let year: i32 = year.parse().ok()?;
    let hints = Hints { year: YearRule::Fixed(year), ..Hints::on(NaiveDate::from_ymd_opt(year, 1, 1)?) };
    let span = prose_date::read(written, &hints)?;
    Some((span.start.day, span.end.map_or(span.start.day, |end| end.day)))
}

/// The number of a month by its English name, whole or short.
fn month(part: &str) -> Option<u32> {
    let short = part.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().zip(1..).find(|(name, _)| **name == short).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(written: &str) -> String {
        let (first, last) = read(written, "2026");
        [first, last].map(Option::unwrap_or_default).join("/")
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (written, meant) in [
            ("May 22-27, 2022", "2022-05-22/2022-05-27"),
            ("July 2 - 7, 2026", "2026-07-02/2026-07-07"),
            ("June 19 - June 24, 2022", "2022-06-19/2022-06-24"),
            ("29 June - 3 July, 2026", "2026-06-29/2026-07-03"),
            ("August 29-September 1, 2022", "2022-08-29/2022-09-01"),
            ("Oct. 6-10, 2025", "2025-10-06/2025-10-10"),
            ("December 29 - January 2, 2027", "2026-12-29/2027-01-02"),
            ("Dec 29, 2025 - Jan 2nd, 2026", "2025-12-29/2026-01-02"),
            ("March 3", "2026-03-03/2026-03-03"),
        ] {
            assert_eq!(days(written), meant, "{written}");
        }
    }

    #[test]
    fn what_is_not_known_yet_is_none_and_other_ways_stay() {
        assert_eq!(days("TBA"), "/");
        assert_eq!(days("in May 2026"), "in May 2026/");
        assert_eq!(days("February 30-31, 2026"), "February 30-31, 2026/");
    }
}
