//! Which of the numbers in `9/11/2027` is the day. A row alone can't tell, its list can: one row with a number over 12,
//! or with a weekday that fits one reading only, settles it for all rows; else the rows whose end makes sense in one
//! reading only; else the language and the region of the page and of its source; else a time with AM or PM behind it. Where
//! nothing tells, the words stay as they are.

mod numeric;
mod region;

use chrono::NaiveDate;
use hobnob_domain::{Extraction, Page, SourceHints, TimeWords, Words};
use numeric::Numeric;
pub(crate) use numeric::is_numeric;

/// How day and month stand in dates written in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayOrder {
    /// `31/12/2027`.
    DayFirst,
    /// `12/31/2027`.
    MonthFirst,
}

/// The longest time from start to end that speaks for a reading, in days.
const LENGTH_MAX: i64 = 31;

/// What the dates of a page say about their order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence {
    /// Dates that are read one way only.
    sure: Votes,
    /// Events whose length makes sense one way only.
    likely: Votes,
    /// Whether a time behind one has its half of the day: `9/11/2027 7:00 PM`.
    has_half: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    day_first: bool,
    month_first: bool,
}

impl Votes {
    fn note(&mut self, can_be_day_first: bool, can_be_month_first: bool) {
        self.day_first |= can_be_day_first && !can_be_month_first;
        self.month_first |= can_be_month_first && !can_be_day_first;
    }

    /// The order that nothing speaks against.
    const fn verdict(self) -> Option<DayOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }
}

impl Evidence {
    /// Notes the dates in a text: those with a year, and one without at its beginning.
    pub(crate) fn text(&mut self, text: &str) {
        for date in numeric::all(text) {
            self.date(&date);
            self.has_half |= date.has_half(text);
        }
        if let Some((first, second)) = numeric::without_year(text) {
            self.sure.note((1..=12).contains(&second), (1..=12).contains(&first));
        }
    }

    fn date(&mut self, date: &Numeric) {
        let [day_first, month_first] = date.readings();
        // A weekday that fits neither is a slip.
        let fits = |day: Option<NaiveDate>| day.is_some_and(|day| date.fits_weekday(day));
        match (fits(day_first), fits(month_first)) {
            (false, false) => self.sure.note(day_first.is_some(), month_first.is_some()),
            (by_day, by_month) => self.sure.note(by_day, by_month),
        }
    }

    /// Notes the start and the end of one event.
    fn span(&mut self, start: &Numeric, end: &Numeric) {
        let makes_sense = |first: Option<NaiveDate>, last: Option<NaiveDate>| {
            first
                .zip(last)
                .is_some_and(|(first, last)| (0..=LENGTH_MAX).contains(&last.signed_duration_since(first).num_days()))
        };
        let ([by_day, by_month], [to_by_day, to_by_month]) = (start.readings(), end.readings());
        self.likely.note(makes_sense(by_day, to_by_day), makes_sense(by_month, to_by_month));
    }

    /// The order of a page's dates: as they say with one voice, else as page and source say. Dates that contradict each
    /// other don't speak for their neighbours.
    pub(crate) fn order(&self, page: &Page, hints: &SourceHints) -> Option<DayOrder> {
        if self.sure.day_first && self.sure.month_first {
            return None;
        }
        let told = self.verdict().or_else(|| region::of_page(page)).or_else(|| region::of_source(hints));
        // Who parts numbers by slashes and the day in halves is American more often than not.
        told.or(self.has_half.then_some(DayOrder::MonthFirst))
    }

    /// The same, as far as the dates go.
    pub(crate) fn verdict(&self) -> Option<DayOrder> {
        let is_silent = !self.sure.day_first && !self.sure.month_first;
        self.sure.verdict().or_else(|| if is_silent { self.likely.verdict() } else { None })
    }
}

/// Writes the dates of a page's listings that two halves of the world read differently as ISO 8601, as far as it can be
/// told which day is meant.
pub(crate) fn settle(extraction: &mut Extraction, page: &Page, hints: &SourceHints) {
    let mut evidence = Evidence::default();
    let mut has_numeric = false;
    for Words { start, end, call_for_papers, .. } in extraction.listings.iter().map(|listing| &listing.words) {
        let calls = call_for_papers.iter().flat_map(|call| [&call.opens, &call.closes]).flatten();
        for time in start.iter().chain(end).chain(calls) {
            if let Some(date) = numeric::first(&time.text) {
                has_numeric = true;
                evidence.date(&date);
                evidence.has_half |= date.has_half(&time.text);
            }
        }
        let date = |time: &Option<TimeWords>| time.as_ref().and_then(|time| numeric::first(&time.text));
        if let Some((start, end)) = date(start).zip(date(end)) {
            evidence.span(&start, &end);
        }
    }
    if !has_numeric {
        return;
    }
    let order = evidence.order(page, hints);
    for words in extraction.listings.iter_mut().map(|listing| &mut listing.words) {
        let calls = words.call_for_papers.iter_mut().flat_map(|call| [&mut call.opens, &mut call.closes]).flatten();
        for time in words.start.iter_mut().chain(&mut words.end).chain(calls) {
            if let Some(text) = numeric::first(&time.text).and_then(|date| date.rewritten(&time.text, order)) {
                time.text = text;
            }
        }
    }
}

#[cfg(test)]
mod tests;
