//! Times of day, with the offset or zone behind them.

use super::{Fault, cursor::Cursor};
use crate::zones::{self, Zone};
use chrono::NaiveTime;
use chrono_tz::Tz;

/// What stands behind a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Beside {
    /// The offset or zone the time is in.
    pub(super) zone: Option<Zone>,
    /// The zone named behind the offset: `+01:00[Europe/Berlin]`.
    pub(super) named: Option<Tz>,
}

impl Beside {
    pub(super) const fn utc() -> Self {
        Self { zone: Some(Zone::Named(Tz::UTC)), named: None }
    }
}

/// Takes what parts day and time: `T`, blanks, commas, "at". Whether there was any (or the time is run on).
pub(super) fn separator(cursor: &mut Cursor<'_>) -> bool {
    if cursor.digits_ahead() > 0 {
        return true;
    }
    if cursor.take(&['T', 't', '_']).is_none() {
        let mut is_parted = false;
        while cursor.take(&[' ', ',', '\u{a0}', '\u{202f}', '\t']).is_some() {
            is_parted = true;
        }
        if !is_parted {
            return false;
        }
        let mut ahead = *cursor;
        if ["at", "um", "à", "a", "om", "alle", "kl", "às"].contains(&ahead.word().to_lowercase().as_str()) {
            *cursor = ahead;
        }
        while cursor.take(&['-', '–', '|', '@', ' ', '.']).is_some() {}
    }
    cursor.digits_ahead() > 0
}

/// Reads `18`, `18:00`, `1800`, `180000`, `18:00:30.5`, `6:30 pm`, `18h30`; and whether it is the next day's first
/// instant, written `24:00`.
pub(super) fn time(cursor: &mut Cursor<'_>) -> Result<(NaiveTime, bool), Fault> {
    let (hour, minute, second) = match cursor.digits_ahead() {
        1 | 2 => colons(cursor)?,
        4 => (cursor.number(2).ok_or(Fault::Form)?, cursor.number(2).ok_or(Fault::Form)?, 0),
        6 => {
            let mut next = || cursor.number(2).ok_or(Fault::Form);
            (next()?, next()?, next()?)
        }
        _ => return Err(Fault::Form),
    };
    skip_fraction(cursor);
    let hour = half_of_day(cursor, hour)?;
    if hour == 24 && minute == 0 && second == 0 {
        return Ok((NaiveTime::MIN, true));
    }
    // A leap second is shown as the one before it.
    let time = NaiveTime::from_hms_opt(hour, minute, if second == 60 { 59 } else { second });
    time.map(|time| (time, false)).ok_or(Fault::Impossible)
}

fn colons(cursor: &mut Cursor<'_>) -> Result<(u32, u32, u32), Fault> {
    let hour = cursor.short_number().ok_or(Fault::Form)?;
    let Some(mark) = cursor.take(&[':', 'h', 'H']) else { return Ok((hour, 0, 0)) };
    if cursor.digits_ahead() == 0 && mark != ':' {
        return Ok((hour, 0, 0));
    }
    let two = |cursor: &mut Cursor<'_>| if cursor.digits_ahead() == 2 { cursor.number(2) } else { None };
    let minute = two(cursor).ok_or(Fault::Form)?;
    let second = if mark == ':' && cursor.take(&[':']).is_some() { two(cursor).ok_or(Fault::Form)? } else { 0 };
    Ok((hour, minute, second))
}

fn skip_fraction(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    if ahead.take(&['.', ',']).is_some() && ahead.digits_ahead() > 0 {
        while ahead.digits_ahead() > 0 {
            ahead.number(1);
        }
        *cursor = ahead;
    }
}

/// Takes `am`, `p.m.` and `Uhr`.
fn half_of_day(cursor: &mut Cursor<'_>, hour: u32) -> Result<u32, Fault> {
    let mut ahead = *cursor;
    ahead.skip_blanks();
    let mut word = ahead.word().to_lowercase();
    if word.len() == 1 && ahead.take(&['.']).is_some() {
        word.push_str(&ahead.word().to_lowercase());
    }
    ahead.take(&['.']);
    let turned = match (word.as_str(), hour) {
        ("am", 12) => 0,
        ("am", 1..=11) => hour,
        ("pm", 12) => 12,
        ("pm", 1..=11) => hour + 12,
        ("am" | "pm", _) => return Err(Fault::Impossible),
        ("uhr", _) => hour,
        _ => return Ok(hour),
    };
    *cursor = ahead;
    Ok(turned)
}

/// Reads what is left behind a time: `Z`, `+01:00`, `+0100`, `GMT+2`, `PDT`, `[Europe/Berlin]`, and a remark in brackets.
pub(super) fn beside(cursor: &mut Cursor<'_>, place: Option<Tz>) -> Result<Beside, Fault> {
    let rest = cursor.rest().trim();
    if rest.is_empty() {
        return Ok(Beside::default());
    }
    let (bare, bracketed) = match rest.split_once(['[', '(']) {
        Some((bare, bracketed)) => (bare.trim(), Some(bracketed.trim_end_matches([']', ')']).trim())),
        None => (rest, None),
    };
    let named = bracketed.and_then(|name| zones::named(name, place)).and_then(Zone::rules);
    if bare.is_empty() {
        let zone = named.map(Zone::Named).ok_or(Fault::Form)?;
        return Ok(Beside { zone: Some(zone), named });
    }
    let is_offset = bare.starts_with(['+', '-', '−']);
    let zone = if is_offset { zones::fixed(bare).map(Zone::Fixed) } else { zones::named(bare, place) };
    match zone {
        Some(zone) => Ok(Beside { zone: Some(zone), named }),
        // An offset in its right form that no place has.
        None if is_offset && bare.chars().skip(1).all(|c| c.is_ascii_digit() || c == ':') => Err(Fault::Impossible),
        None => Err(Fault::Form),
    }
}
