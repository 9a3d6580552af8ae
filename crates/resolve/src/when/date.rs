//! Days: `20260301`, `2026-03-01`, `31.12.2026`, `Sun, 1 Mar 2026`, `March 1st, 2026`.

use super::{Fault, clock, cursor::Cursor};
use chrono::{NaiveDate, NaiveTime};
use hobnob_domain::{date_words, text::folded};

/// Reads a day, and the time of day where it stands before the year (`Sun Mar  1 18:00:00 2026`).
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<(NaiveDate, Option<NaiveTime>), Fault> {
    match cursor.digits_ahead() {
        0 => worded(cursor),
        1 | 2 => day_first(cursor).map(|day| (day, None)),
        4 => year_first(cursor).map(|day| (day, None)),
        8 | 12 | 14 => basic(cursor).map(|day| (day, None)),
        _ => Err(Fault::Form),
    }
}

fn day(year: u32, month: u32, day: u32) -> Result<NaiveDate, Fault> {
    let year = i32::try_from(year).map_err(|_| Fault::Impossible)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Fault::Impossible)
}

/// `YYYYMMDD`, also with the time run on.
fn basic(cursor: &mut Cursor<'_>) -> Result<NaiveDate, Fault> {
    let mut next = |digits| cursor.number(digits).ok_or(Fault::Form);
    day(next(4)?, next(2)?, next(2)?)
}

/// `2026-03-01`, `2026/3/1`, `2026.03.01`.
fn year_first(cursor: &mut Cursor<'_>) -> Result<NaiveDate, Fault> {
    let year = cursor.number(4).ok_or(Fault::Form)?;
    let separator = cursor.take(&['-', '/', '.']).ok_or(Fault::Form)?;
    let month = cursor.short_number().ok_or(Fault::Form)?;
    cursor.take(&[separator]).ok_or(Fault::Form)?;
    day(year, month, cursor.short_number().ok_or(Fault::Form)?)
}

/// `31.12.2026`, `13/04/2026` where no month can be meant, `1 Mar 2026`, `21-December-2026`, `1er mars 2026`.
fn day_first(cursor: &mut Cursor<'_>) -> Result<NaiveDate, Fault> {
    let first = cursor.short_number().ok_or(Fault::Form)?;
    let numeric = cursor.take(&['.', '/']).filter(|_| cursor.digits_ahead() > 0);
    if let Some(separator) = numeric {
        let second = cursor.short_number().ok_or(Fault::Form)?;
        cursor.take(&[separator]).ok_or(Fault::Form)?;
        let year = cursor.number(4).ok_or(Fault::Form)?;
        return match (separator, first, second) {
            ('.', ..) => day(year, second, first),
            (_, 13.., _) => day(year, second, first),
            (_, _, 13..) => day(year, first, second),
            (_, a, b) if a == b => day(year, a, b),
            // Half the world means one day, the other half another.
            _ => Err(Fault::Form),
        };
    }
    skip_ordinal(cursor);
    let month = month(cursor).ok_or(Fault::Form)?;
    skip_fillers(cursor);
    day(year(cursor)?, month, first)
}

/// `Sun, 01 Mar 2026`, `March 1st, 2026`, `March-31-2019`, `Sun Mar 01 18:00:00 2026`.
fn worded(cursor: &mut Cursor<'_>) -> Result<(NaiveDate, Option<NaiveTime>), Fault> {
    let ahead = *cursor;
    let first = cursor.word();
    if date_words::month(&folded(first)).is_none() {
        if date_words::weekday(&folded(first)).is_none() {
            return Err(Fault::Form);
        }
        skip_fillers(cursor);
        if cursor.digits_ahead() > 0 {
            return day_or_year_first(cursor).map(|day| (day, None));
        }
    } else {
        *cursor = ahead;
    }
    let month = month(cursor).ok_or(Fault::Form)?;
    skip_fillers(cursor);
    let number = cursor.short_number().ok_or(Fault::Form)?;
    skip_ordinal(cursor);
    skip_fillers(cursor);
    let mut early = None;
    if cursor.digits_ahead() <= 2 && cursor.rest().contains(':') {
        early = Some(clock::time(cursor)?.0);
        cursor.skip_blanks();
        if cursor.digits_ahead() != 4 {
            return Err(Fault::Form);
        }
    }
    Ok((day(year(cursor)?, month, number)?, early))
}

fn day_or_year_first(cursor: &mut Cursor<'_>) -> Result<NaiveDate, Fault> {
    if cursor.digits_ahead() == 4 { year_first(cursor) } else { day_first(cursor) }
}

fn year(cursor: &mut Cursor<'_>) -> Result<u32, Fault> {
    if cursor.digits_ahead() == 4 { cursor.number(4).ok_or(Fault::Form) } else { Err(Fault::Form) }
}

fn month(cursor: &mut Cursor<'_>) -> Option<u32> {
    skip_fillers(cursor);
    date_words::month(&folded(cursor.word()))
}

/// The `st` of `1st`, the `er` of `1er`, the dot of `1.`.
fn skip_ordinal(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    if ["st", "nd", "rd", "th", "er", "º", "ª"].contains(&ahead.word().to_lowercase().as_str()) {
        *cursor = ahead;
    }
    cursor.take(&['.', 'º']);
}

/// Blanks, commas, dots, hyphens, and the `of` and `de` between day, month and year.
fn skip_fillers(cursor: &mut Cursor<'_>) {
    loop {
        while cursor.take(&[' ', ',', '.', '-', '\u{a0}', '\t']).is_some() {}
        let mut ahead = *cursor;
        if !["of", "de", "del", "den", "the", "le"].contains(&ahead.word().to_lowercase().as_str()) {
            return;
        }
        *cursor = ahead;
    }
}
