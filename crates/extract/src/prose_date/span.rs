//! Pieces → the first date, its times and its end.

use super::clocks::{Clock, Half};
use super::days::Day;
use super::pieces::Piece;
use super::year::{self, YearRule};
use super::{Hints, Moment, Span};
use chrono::{NaiveDate, NaiveTime};

/// What has been found so far.
#[derive(Default)]
struct Found {
    start_day: Option<Day>,
    end_day: Option<Day>,
    start_clock: Option<Clock>,
    end_clock: Option<Clock>,
    zone: Option<String>,
}

/// The span that the pieces tell of.
pub(super) fn span(pieces: &[Piece], hints: &Hints) -> Option<Span> {
    let mut found = Found::default();
    let mut before = [None, None];
    for piece in pieces {
        found.take(piece, before);
        let is_zone = matches!(piece, Piece::Zone(_));
        // `18:00 CET – 20:00 CET`: a zone does not part what belongs together.
        if !is_zone {
            before = [before[1], Some(piece)];
        }
    }
    found.told(hints)
}

impl Found {
    /// Takes a piece in; `before` are the two before it, the nearer one last.
    fn take(&mut self, piece: &Piece, before: [Option<&Piece>; 2]) {
        let is_after_to = before[1] == Some(&Piece::To);
        let is_after_clock = is_after_to && matches!(before[0], Some(Piece::Clock(_)));
        let is_range = is_after_to && matches!(before[0], Some(Piece::Clock(_) | Piece::Days(_)));
        match piece {
            Piece::Days(days) if self.start_day.is_none() => {
                self.start_day = Some(days.first);
                self.end_day = days.last;
            }
            Piece::Days(days) if is_range && self.end_day.is_none() => {
                self.end_day = Some(days.last.unwrap_or(days.first))
            }
            Piece::Clock(clock) if self.start_clock.is_none() => self.start_clock = Some(clock.clone()),
            Piece::Clock(clock) if self.end_clock.is_none() => {
                let ends_day = self.end_day.is_some() && matches!(before[1], Some(Piece::Days(_)));
                if is_after_clock || ends_day {
                    self.end_clock = Some(clock.clone());
                }
            }
            Piece::Zone(zone) => {
                self.zone.get_or_insert_with(|| zone.clone());
            }
            _ => {}
        }
    }

    fn told(self, hints: &Hints) -> Option<Span> {
        let start_clock = self.start_clock.as_ref();
        let (start_day, end_day) = match &self.start_day {
            Some(start) => days(start, self.end_day.as_ref(), hints)?,
            None => (hints.day.filter(|_| start_clock.is_some())?, None),
        };
        let (start_time, end_time) = match start_clock {
            Some(clock) => times(clock, self.end_clock.as_ref(), end_day.is_some()),
            None => (None, None),
        };
        let end_day = match (end_day, start_time, end_time) {
            // Until two in the morning.
            (None, Some(start), Some(end)) if end < start => start_day.succ_opt(),
            (None, _, Some(_)) => Some(start_day),
            (end_day, ..) => end_day,
        };
        let offset = |clock: Option<&Clock>| clock.and_then(|clock| clock.offset.clone());
        let start_offset = offset(start_clock);
        let end_offset =
            offset(self.end_clock.as_ref()).or_else(|| start_offset.clone()).filter(|_| end_time.is_some());
        let start = Moment { day: start_day, time: start_time, offset: start_offset };
        let end = end_day.map(|day| Moment { day, time: end_time, offset: end_offset });
        let is_after = |end: &Moment| (end.day, end.time) > (start.day, end.time.and(start.time));
        Some(Span { end: end.filter(is_after), start, zone: self.zone })
    }
}

/// The days meant. A year that one of them has is the other's too, and the last is never before the first.
fn days(first: &Day, last: Option<&Day>, hints: &Hints) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let Some(last) = last else {
        return Some((year::dated(first, hints.read_on, hints.year)?, None));
    };
    if let (None, Some(year)) = (first.year, last.year) {
        let is_over_new_year = (first.month, first.day) > (last.month, last.day);
        let year = if is_over_new_year { year - 1 } else { year };
        let start = year::dated(first, hints.read_on, YearRule::Fixed(year))?;
        return Some((start, year::dated(last, hints.read_on, hints.year)));
    }
    let start = year::dated(first, hints.read_on, hints.year)?;
    let end = match last.year {
        Some(_) => year::dated(last, hints.read_on, hints.year),
        None => year::dated(last, start, YearRule::Next),
    };
    // "3 March – 2 March" is no year's course.
    let is_near = |end: &NaiveDate| *end >= start && end.signed_duration_since(start).num_days() <= 366;
    Some((start, end.filter(is_near)))
}

/// The times meant: in `6–9pm` and `11–1pm` one half of the day is written, and the other found.
fn times(start: &Clock, end: Option<&Clock>, is_over_days: bool) -> (Option<NaiveTime>, Option<NaiveTime>) {
    let Some(end) = end else { return (start.time(start.half), None) };
    let (start_half, end_half) = match (start.half, end.half) {
        (None, Some(half)) if start.hour <= 12 && !is_over_days => {
            let is_before = start.time(Some(half)) < end.time(Some(half));
            (Some(if is_before { half } else { other(half) }), Some(half))
        }
        (Some(half), None) if end.hour <= 12 && !is_over_days => {
            let is_behind = end.time(Some(half)) > start.time(Some(half));
            (Some(half), Some(if is_behind { half } else { other(half) }))
        }
        halves => halves,
    };
    (start.time(start_half), end.time(end_half))
}

const fn other(half: Half) -> Half {
    match half {
        Half::Morning => Half::Evening,
        Half::Evening => Half::Morning,
    }
}
