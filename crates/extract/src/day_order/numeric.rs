//! Dates of three numbers with the year last: `9/11/2027`, `09-11-2027`, `9/11/27`.

use super::DayOrder;
use chrono::{Datelike, NaiveDate};
use hobnob_domain::{date_words, text::folded};
use std::ops::Range;

/// So much of a text is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 512;

/// So many dates of one text are looked at.
const DATES_MAX: usize = 4;

/// A date as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numeric {
    first: u32,
    second: u32,
    year: i32,
    /// The one named just before, Monday = 0.
    weekday: Option<u32>,
    /// Where it stands.
    at: Range<usize>,
}

impl Numeric {
    /// The day by day-month, and by month-day; none where there is no such day.
    pub(super) fn readings(&self) -> [Option<NaiveDate>; 2] {
        [
            NaiveDate::from_ymd_opt(self.year, self.second, self.first),
            NaiveDate::from_ymd_opt(self.year, self.first, self.second),
        ]
    }

    /// Whether a day is of the weekday that is named, if one is.
    pub(super) fn fits_weekday(&self, day: NaiveDate) -> bool {
        self.weekday.is_none_or(|weekday| day.weekday().num_days_from_monday() == weekday)
    }

    /// The day that is meant: there may be only one, else the order tells. Of a list that is in one order a row that is
    /// possible in the other only is read so.
    fn day(&self, order: Option<DayOrder>) -> Option<NaiveDate> {
        match (self.readings(), order) {
            ([Some(day), None] | [None, Some(day)], _) => Some(day),
            ([Some(a), Some(b)], _) if a == b => Some(a),
            ([by_day, _], Some(DayOrder::DayFirst)) => by_day,
            ([_, by_month], Some(DayOrder::MonthFirst)) => by_month,
            (_, None) => None,
        }
    }

    /// Whether a time with AM or PM stands behind the date, whose parts are parted by slashes.
    pub(super) fn has_half(&self, text: &str) -> bool {
        let has_slash = text.get(self.at.clone()).is_some_and(|date| date.contains('/'));
        let behind = text.get(self.at.end..).unwrap_or_default().trim_start_matches([' ', ',', 'T', '@']);
        let time = behind.trim_start_matches("at ").trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
        let half = time.trim_start().get(..2).unwrap_or_default().to_ascii_lowercase();
        let has_half = matches!(half.as_str(), "am" | "pm" | "a." | "p.");
        has_slash && time.len() < behind.len() && has_half
    }

    /// The text with the day as ISO 8601; none where it can't be told.
    pub(super) fn rewritten(&self, text: &str, order: Option<DayOrder>) -> Option<String> {
        let day = self.day(order)?;
        let (before, behind) = (text.get(..self.at.start)?, text.get(self.at.end..)?);
        Some(format!("{before}{day}{behind}"))
    }
}

/// Whether a text begins with such a date.
pub(crate) fn is_numeric(text: &str) -> bool {
    at_place(text, 0).is_some()
}

/// The two numbers that a text begins with where they are a date without its year: `13/4, 19:00`.
pub(super) fn without_year(text: &str) -> Option<(u32, u32)> {
    let text = text.trim_start();
    let word = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (named, rest) = text.split_at_checked(word)?;
    let is_weekday = named.is_empty() || date_words::weekday(&folded(named)).is_some();
    let (first, rest) = number(rest.trim_start_matches([' ', ',', '.']), 1, 2)?;
    let (second, rest) = number(rest.strip_prefix('/')?, 1, 2)?;
    let is_over = rest.is_empty() || rest.starts_with([' ', ',', ';']);
    (is_weekday && is_over && first.max(second) <= 31 && first.min(second) <= 12).then_some((first, second))
}

/// The first date of a text.
pub(super) fn first(text: &str) -> Option<Numeric> {
    all(text).next()
}

/// The dates of a text.
pub(super) fn all(text: &str) -> impl Iterator<Item = Numeric> {
    let text = crate::text::cut(text, TEXT_BYTES_MAX);
    let may_be = text.contains(['/', '-']);
    let starts = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at);
    starts.filter(move |_| may_be).filter_map(|at| at_place(text, at)).take(DATES_MAX)
}

/// The date that begins at a place.
fn at_place(text: &str, at: usize) -> Option<Numeric> {
    let (before, rest) = text.split_at_checked(at)?;
    // Part of a longer number, of a path, of a date that begins with the year.
    if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ':' | '_')) {
        return None;
    }
    let (first, rest) = number(rest, 1, 2)?;
    let mark = rest.chars().next().filter(|mark| matches!(mark, '/' | '-'))?;
    let (second, rest) = number(rest.get(1..)?, 1, 2)?;
    let rest = rest.strip_prefix(mark)?;
    let year = match number(rest, 4, 4) {
        Some((year, rest)) => Some((year, rest)).filter(|(year, _)| (1970..2200).contains(year)),
        // `09-11-27` may have the year first.
        None if mark == '/' => number(rest, 2, 2).map(|(year, rest)| (2000 + year, rest)),
        None => None,
    };
    let (year, rest) = year?;
    if rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-') || (c.is_alphabetic() && c != 'T')) {
        return None;
    }
    let date = Numeric {
        first,
        second,
        year: i32::try_from(year).ok()?,
        weekday: weekday(before),
        at: at..text.len() - rest.len(),
    };
    date.readings().iter().any(Option::is_some).then_some(date)
}

/// A number of so many digits, and what follows.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    (least..=most).contains(&digits).then(|| number.parse().ok()).flatten().map(|number| (number, rest))
}

/// The weekday that a text ends with: `Thu, `, `Donnerstag, den `.
fn weekday(before: &str) -> Option<u32> {
    let mut words = before.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let last = words.next()?;
    let day = |word: &str| date_words::weekday(&folded(word));
    day(last).or_else(|| ["den", "the", "le", "el", "il"].contains(&last).then(|| day(words.next()?)).flatten())
}
