//! Dates and times as people write them → ISO 8601: `Do., 5.–7. März 2026, 19 Uhr`, `du 3 au 5 mars`, `3 de marzo a las
//! 19:00`, `2026年3月5日(木) 19:00〜21:00`, `Mon, March 3rd, 6:30pm – 9 p.m. CET`.
//!
//! A text becomes tokens, tokens become pieces (days, times, "to", zones, anything else), and pieces become a span. Names
//! of all languages are known at once; a locale decides only what would mean two things: `3/4/2026`, `mar`, `set`.
//! Nothing is guessed that half the world would read otherwise: without a locale `3/4/2026` is not read.

mod clocks;
mod cursor;
mod days;
mod korean;
mod names;
mod pattern;
mod pieces;
mod span;
mod tokens;
pub(crate) mod words;
mod year;

use chrono::{NaiveDate, NaiveTime};
use std::fmt;

pub use names::Locale;
pub use pattern::Pattern;
pub use year::YearRule;

/// The longest text that is looked at, in bytes; what stands behind is left out.
pub const TEXT_BYTES_MAX: usize = 2048;

/// What is known beside the text.
#[derive(Clone, Copy, Debug)]
pub struct Hints {
    /// The language and country of the text, where known.
    pub locale: Option<Locale>,
    /// The day it was read on: a year that is not written is found from here.
    pub read_on: NaiveDate,
    /// How a year that is not written is found.
    pub year: YearRule,
    /// The day meant where the text has a time only.
    pub day: Option<NaiveDate>,
}

impl Hints {
    /// Nothing known but the day the text was read on.
    pub const fn on(read_on: NaiveDate) -> Self {
        Self { locale: None, read_on, year: YearRule::Nearest, day: None }
    }
}

/// A day, or a time on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: NaiveDate,
    /// The time on it, where one is written.
    pub time: Option<NaiveTime>,
    /// The offset written behind it: `Z`, `+01:00`.
    pub offset: Option<String>,
}

/// ISO 8601: `2026-03-05`, `2026-03-05T19:00`, `2026-03-05T19:00:30+01:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day.format("%Y-%m-%d"))?;
        let Some(time) = self.time else { return Ok(()) };
        let has_seconds = chrono::Timelike::second(&time) > 0;
        write!(f, "{}", time.format(if has_seconds { "T%H:%M:%S" } else { "T%H:%M" }))?;
        f.write_str(self.offset.as_deref().unwrap_or_default())
    }
}

/// What a text says about when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// From when.
    pub start: Moment,
    /// Until when: a day is the last one, a time its end.
    pub end: Option<Moment>,
    /// The zone as it was written: `CET`, `PT`, `Europe/Berlin`, `UTC+2`.
    pub zone: Option<String>,
}

/// Reads the first date of a text, with the times and the end that belong to it. None when there is no date, or when it
/// can't be told which day is meant.
pub fn read(text: &str, hints: &Hints) -> Option<Span> {
    let text = korean::as_japanese(crate::text::cut(text, TEXT_BYTES_MAX));
    let tokens = tokens::tokens(&text);
    let pieces = pieces::pieces(&tokens, hints.locale);
    span::span(&pieces, hints)
}

#[cfg(test)]
mod tests;
