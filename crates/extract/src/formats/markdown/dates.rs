//! Days of a table's cell or an entry, in the light of the headings above.

use super::context::Context;
use crate::prose_date::{self, Hints, Locale, Span, YearRule};
use chrono::{Datelike, Months, NaiveDate};
use hobnob_domain::{date_words, text::folded};
use std::ops::RangeInclusive;

/// How far from the day of reading the year in a name may be to be that of the event.
const YEARS_BACK: i32 = 20;
const YEARS_AHEAD: i32 = 2;

/// A leap year that no list is about.
const UNLIKELY_YEAR: i32 = 1904;

/// The longest text of days without their month, in bytes.
const DAYS_BYTES_MAX: usize = 32;

/// Words between them.
const BETWEEN: [&str; 11] = ["and", "to", "und", "bis", "et", "au", "y", "al", "e", "a", "i"];

/// How a text's dates are read.
#[derive(Clone, Copy)]
pub(super) struct Dates {
    locale: Option<Locale>,
    read_on: NaiveDate,
    /// The year of days for which neither they nor the headings name one.
    year: Option<i32>,
    /// Whether every year must be told, and whatever else tells events from other things that have a day.
    is_strict: bool,
}

impl Dates {
    /// Those of a text that was read that day.
    pub(super) fn on(read_on: NaiveDate, locale: Option<Locale>) -> Self {
        Self { locale, read_on, year: None, is_strict: false }
    }

    /// The same where nothing is guessed.
    pub(super) fn strictly_on(read_on: NaiveDate, locale: Option<Locale>) -> Self {
        Self { is_strict: true, ..Self::on(read_on, locale) }
    }

    /// Whether nothing is guessed.
    pub(super) fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// The same for an event of that name, which may have its year in it: `Lake Conf 2027`.
    pub(super) fn of(self, name: &str) -> Self {
        Self { year: lone_year(name, &years_around(self.read_on)), ..self }
    }

    /// From when until when, as ISO 8601, and the zone that is named.
    pub(super) fn read(&self, text: &str, context: &Context) -> Option<(String, Option<String>, Option<String>)> {
        let stated = context.stated_year();
        let known = match context.year() {
            // What was is older than the list.
            None if context.is_past() => self.year.or(stated),
            said => said.or(self.year).or(stated),
        };
        // What is over is not what is near: its year is said or not known.
        let may_guess = !context.is_past() && !self.is_strict;
        let is_guessed = known.is_none() && may_guess;
        let of_list = context.year_of_month().filter(|_| may_guess);
        // A day below a month is of the list's year: what the name has in it, `Ignite 2024`, may be what the event is about.
        let of_days = context.year().or(stated).or(of_list).or(known);
        if let Some(month) = context.month().filter(|_| is_guessed || of_days.is_some())
            && let Some((first, last)) = self.below_month(text, month, of_days)
        {
            return Some((first.to_string(), (last > first).then(|| last.to_string()), None));
        }
        let read = |year| prose_date::read(text, &Hints { locale: self.locale, year, ..Hints::on(self.read_on) });
        // A weekday says more than the other months do.
        let has_weekday = || folded(text).split(' ').any(|word| date_words::weekday(word).is_some());
        let in_list = of_list.filter(|_| is_guessed && !has_weekday()).and_then(|year| read(YearRule::Fixed(year)));
        let in_list = in_list.filter(|span| context.month() == Some(span.start.day.month()));
        let span = in_list.or_else(|| read(known.map_or(YearRule::Nearest, YearRule::Fixed)))?;
        if known.is_none() && !is_guessed && read(YearRule::Fixed(UNLIKELY_YEAR))?.start != span.start {
            return None;
        }
        let Span { start, end, zone } = span;
        Some((start.to_string(), end.map(|end| end.to_string()), zone))
    }

    /// The last day of a call for papers: the year that it does not name is that of the last such day before the event.
    pub(super) fn deadline(&self, text: &str, start: Option<&str>) -> Option<String> {
        let read_on = start.and_then(|start| start.get(..10)?.parse().ok()).unwrap_or(self.read_on);
        let hints = Hints { locale: self.locale, year: YearRule::Previous, ..Hints::on(read_on) };
        let Span { start, end, .. } = prose_date::read(text, &hints)?;
        Some(end.unwrap_or(start).to_string())
    }

    /// Days that stand without their month: `9`, `1-2`, `29 & 30`, `4, 5 e 6`, and into the next one, `30-2`, `30-2/06`.
    fn below_month(&self, text: &str, month: u32, year: Option<i32>) -> Option<(NaiveDate, NaiveDate)> {
        let text = text.trim_matches([' ', '.', ':', '*']);
        if text.len() > DAYS_BYTES_MAX {
            return None;
        }
        let parts = text.split(['-', '–', '—', '&', '+', ',', ' ']).filter(|part| !part.is_empty());
        let days: Vec<&str> = parts.filter(|part| !BETWEEN.contains(part)).collect();
        let (first, last) = (*days.first()?, *days.last()?);
        let is_day = |day: &&str| day.split('/').all(|number| number.len() <= 2 && number.parse::<u32>().is_ok());
        if !days.iter().all(is_day) {
            return None;
        }
        let (last, last_month) = match last.split_once('/') {
            Some((day, month)) => (day, Some(month.parse::<u32>().ok()?)),
            None => (last, None),
        };
        let first = self.day(first.parse().ok()?, month, year)?;
        let last: u32 = last.parse().ok()?;
        // What ends before it begins ends in the next month.
        let is_next = last_month.is_some_and(|last| last != month) || (last_month.is_none() && last < first.day());
        let ends_in = if is_next { first.with_day(1)?.checked_add_months(Months::new(1))? } else { first };
        let is_sound = last_month.is_none_or(|month| month == ends_in.month());
        ends_in.with_day(last).filter(|_| is_sound).map(|last| (first, last))
    }

    fn day(&self, day: u32, month: u32, year: Option<i32>) -> Option<NaiveDate> {
        let around = self.read_on.year();
        let years = year.map_or(around - 1..=around + 1, |year| year..=year);
        let days = years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        days.min_by_key(|day| day.signed_duration_since(self.read_on).num_days().abs())
    }
}

/// The years in which an event may be that was read that day.
pub(super) fn years_around(read_on: NaiveDate) -> RangeInclusive<i32> {
    read_on.year() - YEARS_BACK..=read_on.year() + YEARS_AHEAD
}

/// The only number of four digits in a text, if it is such a year.
pub(super) fn lone_year(text: &str, known: &RangeInclusive<i32>) -> Option<i32> {
    let mut years = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    let year = years.next().filter(|_| years.next().is_none()).and_then(|year| year.parse().ok());
    year.filter(|year| known.contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::markdown::document::HeadingLevel;

    fn days(text: &str, headings: &[&str]) -> Option<String> {
        let mut context = Context::default();
        [HeadingLevel::H2, HeadingLevel::H3]
            .into_iter()
            .zip(headings)
            .for_each(|(level, heading)| context.heading(level, heading));
        let dates = Dates::on(NaiveDate::from_ymd_opt(2027, 2, 1).unwrap(), None);
        dates.read(text, &context).map(|(start, end, _)| [Some(start), end].map(Option::unwrap_or_default).join("/"))
    }

    #[test]
    fn headings_say_what_the_days_do_not() {
        let may = ["2028", "May"];
        assert_eq!(days("9", &may).as_deref(), Some("2028-05-09/"));
        assert_eq!(days("30 – 31", &may).as_deref(), Some("2028-05-30/2028-05-31"));
        assert_eq!(days("29-2", &may).as_deref(), Some("2028-05-29/2028-06-02"));
        assert_eq!(days("29-2/06", &may).as_deref(), Some("2028-05-29/2028-06-02"));
        assert_eq!(days("04, 05, 06 e 07", &may).as_deref(), Some("2028-05-04/2028-05-07"));
        assert_eq!(days("29-2/09", &may), None);
        assert_eq!(days("June 3-4", &may).as_deref(), Some("2028-06-03/2028-06-04"));
        assert_eq!(days("12", &["Dezember"]).as_deref(), Some("2026-12-12/"));
        assert_eq!(days("12", &["2028"]), None);
    }

    #[test]
    fn what_is_over_has_the_year_that_is_said() {
        assert_eq!(days("June 3-4", &["Past events"]), None);
        assert_eq!(days("12", &["Past events", "May"]), None);
        assert_eq!(days("June 3-4, 2019", &["Past events"]).as_deref(), Some("2019-06-03/2019-06-04"));
        assert_eq!(days("12", &["Past events", "May 2019"]).as_deref(), Some("2019-05-12/"));
    }

    #[test]
    fn a_name_may_have_the_year() {
        let dates = Dates::on(NaiveDate::from_ymd_opt(2027, 2, 1).unwrap(), None);
        let read = |name: &str, text: &str| dates.of(name).read(text, &Context::default()).map(|(start, ..)| start);
        assert_eq!(read("Lake Conf 2025", "June 3").as_deref(), Some("2025-06-03"));
        assert_eq!(read("Lake Conf 2025", "June 3, 2026").as_deref(), Some("2026-06-03"));
        for name in ["Lake Conf", "Agenda 2050", "2024 & 2025 at once"] {
            assert_eq!(read(name, "March 3").as_deref(), Some("2027-03-03"), "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_read(text in "[0-9/&. –-]{0,12}") {
            let _ = days(&text, &["2028", "May"]);
        }
    }
}
