//! Times of a row as people write them: `July 8-10, 2027`, `2027-04-13 19:30–22:00`, `2027-03-05/2027-03-07`,
//! `2027年3月5日`, and days whose year stands in a field of its own.

use super::{Row, first};
use crate::day_order;
use crate::prose_date::{self, Hints, Moment, Span, YearRule};
use chrono::NaiveDate;
use hobnob_domain::TimeWords;
use serde_json::Value;

/// The longest text that is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 120;

/// What stands between the first and the last of two whole dates.
const BETWEEN: [&str; 13] = ["/", " - ", " – ", " — ", " to ", " bis ", "--", "–", "—", "~", "〜", "～", "-"];

/// From when, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) start: TimeWords,
    pub(super) end: Option<TimeWords>,
}

impl Told {
    /// A time as it is written, taken apart where it is a range; words that are read elsewhere stay as they are.
    pub(super) fn of(words: TimeWords) -> Self {
        let text = words.text.as_str();
        let told = if text.len() > TEXT_BYTES_MAX || is_one_moment(text) {
            None
        } else {
            halves(text).or_else(|| prose(text))
        };
        let Some((start, end, zone)) = told else { return Self { start: words, end: None } };
        let zone = words.zone.or(zone);
        let timed = |text: String| TimeWords { text, zone: zone.clone() };
        Self { start: timed(start), end: end.map(timed) }
    }

    /// The same with the end that stands in one object with the start: `{"value": …, "end_value": …}`.
    pub(super) fn until(mut self, value: &Value) -> Self {
        if self.end.is_none()
            && let Some(period) = first(value).as_object()
        {
            self.end = Row::of(period).moment(&["endvalue", "enddate", "end"]);
        }
        self
    }

    /// Days whose year is known from elsewhere.
    pub(super) fn in_year(text: &str, year: i32) -> Option<Self> {
        let read_on = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let hints = Hints { year: YearRule::Fixed(year), ..Hints::on(read_on) };
        let Span { start, end, zone } = prose_date::read(crate::text::cut(text, TEXT_BYTES_MAX), &hints)?;
        let timed = |moment: Moment| TimeWords { text: moment.to_string(), zone: zone.clone() };
        Some(Self { start: timed(start), end: end.map(timed) })
    }
}

type Parts = (String, Option<String>, Option<String>);

/// Two whole dates, written for machines.
fn halves(text: &str) -> Option<Parts> {
    let is_whole = |half: &str| is_iso(half) || day_order::is_numeric(half);
    BETWEEN.iter().find_map(|mark| {
        let (start, end) = text.split_once(mark).map(|(start, end)| (start.trim(), end.trim()))?;
        if is_whole(start) && is_whole(end) {
            return Some((start.to_owned(), Some(end.to_owned()), None));
        }
        // Which number is the day is told by the whole list.
        let (day, _) = start.split_once(' ').filter(|_| day_order::is_numeric(start) && is_clock(end))?;
        Some((start.to_owned(), Some(format!("{day} {end}")), None))
    })
}

/// What is written for people, where it has an end or no machine reads it.
fn prose(text: &str) -> Option<Parts> {
    let hints = Hints::on(NaiveDate::from_ymd_opt(2000, 1, 1)?);
    let Span { start, end, zone } = prose_date::read(text, &hints)?;
    let is_foreign = text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let is_range = end.is_some() && !ends_in_offset(text, start.time.zip(end.as_ref().and_then(|end| end.time)));
    (is_range || (is_foreign && end.is_none())).then(|| (start.to_string(), end.map(|end| end.to_string()), zone))
}

fn is_clock(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':') && text.len() <= 8
}

fn is_iso(text: &str) -> bool {
    text.get(..10).is_some_and(|day| day.parse::<NaiveDate>().is_ok())
}

/// Whether a text is one time for machines for sure: a number, a bare day, a moment with its `T`.
fn is_one_moment(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = is_iso(text) && text.get(10..).is_some_and(|rest| rest.is_empty() || is_clock_behind_t(rest));
    is_number || is_whole
}

fn is_clock_behind_t(rest: &str) -> bool {
    rest.starts_with('T') && rest.len() <= 24 && !rest.contains(['/', ' ', '–', '—']) && !rest.contains("--")
}

/// Whether what seems to be an end is an offset from UTC: `18:00:00 -0700`, `18:00-07:00`.
fn ends_in_offset<T: PartialOrd>(text: &str, times: Option<(T, T)>) -> bool {
    let Some((before, tail)) = text.rsplit_once('-') else { return false };
    let is_number = |text: &str, digits: usize| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes) = tail.split_once(':').unwrap_or_else(|| tail.split_at_checked(2).unwrap_or((tail, "")));
    let is_offset = is_number(hours, 2) && is_number(minutes, 2) && hours <= "14";
    let clock = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let is_behind_clock = clock.ends_with(|c: char| c.is_ascii_digit()) && clock.contains(':');
    let is_before = times.is_some_and(|(start, end)| end < start);
    is_offset && is_behind_clock && (!tail.contains(':') || clock.matches(':').count() > 1 || is_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let Told { start, end } = Told::of(TimeWords { text: text.to_owned(), zone: None });
        [Some(start), end].into_iter().flatten().map(|time| time.text).collect::<Vec<_>>().join(" … ")
    }

    #[test]
    fn ranges_are_taken_apart() {
        for (text, meant) in [
            ("July 8-10, 2027", "2027-07-08 … 2027-07-10"),
            ("22-27 January, 2027", "2027-01-22 … 2027-01-27"),
            ("April 30 - May 2, 2027", "2027-04-30 … 2027-05-02"),
            ("Apr 5, 2027 - Apr 7, 2027", "2027-04-05 … 2027-04-07"),
            ("11. - 13.08.2027", "2027-08-11 … 2027-08-13"),
            ("28.07. - 02.08.2027", "2027-07-28 … 2027-08-02"),
            ("du 3 au 5 mars 2027", "2027-03-03 … 2027-03-05"),
            ("2027-03-05 - 2027-03-07", "2027-03-05 … 2027-03-07"),
            ("2027-03-05/2027-03-07", "2027-03-05 … 2027-03-07"),
            ("2027-03-05T10:00Z/2027-03-07T12:00Z", "2027-03-05T10:00Z … 2027-03-07T12:00Z"),
            ("13/08/2027 – 15/08/2027", "13/08/2027 … 15/08/2027"),
            ("03/08/2027 19:00 – 22:00", "03/08/2027 19:00 … 03/08/2027 22:00"),
            ("03/08/2027 19:00-22:00", "03/08/2027 19:00 … 03/08/2027 22:00"),
            ("2027-04-13 19:30–22:00", "2027-04-13T19:30 … 2027-04-13T22:00"),
            ("2027-04-13 19:30-22:00", "2027-04-13T19:30 … 2027-04-13T22:00"),
            ("2027年3月5日", "2027-03-05"),
            ("5 марта 2027", "2027-03-05"),
        ] {
            assert_eq!(told(text), meant, "{text}");
        }
    }

    #[test]
    fn one_moment_stays_as_it_is_written() {
        for text in [
            "2027-03-05",
            "2027-03-05T19:00:00-07:00",
            "2027-03-05 19:00:00-07:00",
            "2027-03-05 19:00 -0700",
            "2027-03-05 06:00:00 -0700",
            "2027-03-05 19:00-07:00",
            "Fri, 05 Mar 2027 06:00:00 -0700",
            "March 5, 2027 7pm",
            "3/4/2027",
            "1804270000",
            "some day in 2027",
        ] {
            assert_eq!(told(text), text);
        }
    }

    #[test]
    fn a_year_may_stand_beside() {
        let told = Told::in_year("November 15-19", 2027).map(|told| (told.start.text, told.end.map(|end| end.text)));
        assert_eq!(told, Some(("2027-11-15".to_owned(), Some("2027-11-19".to_owned()))));
        assert_eq!(Told::in_year("to be announced", 2027), None);
    }
}
