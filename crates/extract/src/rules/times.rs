//! From when until when: the parts of a date that rules pick, put together.

use super::dates::Dates;
use super::field::Field;
use crate::prose_date::{self, Hints, Locale, Span, YearRule};
use crate::text::{self, WORD_BYTES_MAX};
use chrono::{DateTime, NaiveDate, SecondsFormat};
use hobnob_domain::TimeWords;

/// When an event is, in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) start: Option<TimeWords>,
    pub(super) end: Option<TimeWords>,
    /// A text that should be a date and could not be read.
    pub(super) unread: Option<String>,
}

/// Puts times together. `get` gives what was picked for a field.
pub(super) fn times(
    get: impl Fn(Field) -> Option<String>,
    dates: &Dates,
    locale: Option<Locale>,
    read_on: NaiveDate,
) -> Times {
    let reader =
        Reader { dates, hints: Hints { locale, year: year(&get).unwrap_or(dates.year), ..Hints::on(read_on) } };
    let Some(written) = get(Field::StartsAt).or_else(|| get(Field::StartsOn)) else { return Times::default() };
    let whole = match get(Field::StartTime) {
        Some(time) => format!("{written}, at {time}"),
        None => written.clone(),
    };
    let Some(span) = reader.read(&whole).or_else(|| reader.read(&written)).map(|span| reader.timed(span, &get)) else {
        let raw = text::line(&written, WORD_BYTES_MAX);
        return Times { start: raw.clone().map(|text| TimeWords { text, zone: None }), end: None, unread: raw };
    };
    let (end, unread) = end(&get, &reader, &span);
    let words =
        |moment: &prose_date::Moment, zone: &Option<String>| TimeWords { text: moment.to_string(), zone: zone.clone() };
    let told = end.as_ref().map(|end| words(&end.start, &end.zone.clone().or_else(|| span.zone.clone())));
    Times {
        end: told.or_else(|| span.end.as_ref().map(|end| words(end, &span.zone))),
        start: Some(words(&span.start, &span.zone)),
        unread,
    }
}

/// The end by fields of its own, and what of it could not be read.
fn end(get: &impl Fn(Field) -> Option<String>, reader: &Reader<'_>, start: &Span) -> (Option<Span>, Option<String>) {
    let last_day = start.end.as_ref().map_or(start.start.day, |end| end.day);
    let hints = Hints { read_on: start.start.day, year: YearRule::Next, day: Some(last_day), ..reader.hints };
    let reader = Reader { hints, ..*reader };
    let written = match (get(Field::EndsAt), get(Field::EndsOn), get(Field::EndTime)) {
        (Some(at), ..) => at,
        (None, Some(on), Some(time)) => format!("{on}, at {time}"),
        (None, Some(on), None) => on,
        (None, None, Some(time)) => format!("at {time}"),
        (None, None, None) => return (None, None),
    };
    let Some(mut span) = reader.read(&written) else { return (None, text::line(&written, WORD_BYTES_MAX)) };
    // Until two in the morning; a last day that is before the first is a slip.
    if span.start.day == start.start.day && span.start.time.is_some() && span.start.time < start.start.time {
        span.start.day = span.start.day.succ_opt().unwrap_or(span.start.day);
    }
    let is_behind = span.start.day >= start.start.day;
    (is_behind.then_some(span), None)
}

/// The year that a field of its own names.
fn year(get: &impl Fn(Field) -> Option<String>) -> Option<YearRule> {
    let text = get(Field::Year)?;
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    let year = numbers.filter_map(|number| number.parse().ok()).find(|year| (1970..2200).contains(year))?;
    Some(YearRule::Fixed(year))
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    dates: &'a Dates,
    hints: Hints,
}

impl Reader<'_> {
    /// A day with the time of a field of its own: a pattern reads the day and leaves the rest.
    fn timed(&self, span: Span, get: &impl Fn(Field) -> Option<String>) -> Span {
        let time = || get(Field::StartTime).filter(|_| span.start.time.is_none());
        let Some(time) = time() else { return span };
        let hints = Hints { read_on: span.start.day, year: YearRule::Next, day: Some(span.start.day), ..self.hints };
        let timed = Reader { hints, ..*self }.read(&format!("at {time}"));
        timed.filter(|timed| timed.start.day == span.start.day && timed.start.time.is_some()).unwrap_or(span)
    }

    fn read(&self, text: &str) -> Option<Span> {
        let by_pattern = self.dates.patterns.iter().find_map(|pattern| pattern.read(text, &self.hints));
        by_pattern.or_else(|| unix(text)).or_else(|| prose_date::read(text, &self.hints))
    }
}

/// Seconds (ten digits) or milliseconds (thirteen) since 1970.
fn unix(text: &str) -> Option<Span> {
    let text = text.trim();
    let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten()?;
    let at = match text.len() {
        10 => DateTime::from_timestamp(number, 0),
        13 => DateTime::from_timestamp_millis(number),
        _ => None,
    }?;
    prose_date::read(&at.to_rfc3339_opts(SecondsFormat::Secs, true), &Hints::on(at.date_naive()))
}
