//! Times of day: `19:00`, `7pm`, `6:30 p.m.`, `19 Uhr`, `19.30 uur`, `10h30`, `7 de la tarde`, `午後7時半`, `noon`.

use super::cursor::Cursor;
use super::names;
use super::tokens::Kind;
use chrono::NaiveTime;

/// Which half of the day was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Evening,
}

/// A time as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    pub(super) half: Option<Half>,
    /// `Z`, `+01:00`.
    pub(super) offset: Option<String>,
}

impl Clock {
    const fn at(hour: u32, minute: u32) -> Self {
        Self { hour, minute, second: 0, half: None, offset: None }
    }

    /// The time, if its half of the day were this one. 24:00 is told as the day's last minute.
    pub(super) fn time(&self, half: Option<Half>) -> Option<NaiveTime> {
        let hour = match (half, self.hour) {
            (Some(Half::Morning), 12) => 0,
            (Some(Half::Evening), 1..=11) => self.hour + 12,
            (_, 24) if self.minute == 0 => return NaiveTime::from_hms_opt(23, 59, 0),
            (_, hour) => hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute, self.second.min(59))
    }
}

/// Words behind an hour that say it is one.
const HOURS: [&str; 10] = ["uhr", "h", "hs", "hrs", "hours", "uur", "heures", "horas", "godz", "hour"];

/// How a time is being read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// It stands behind the `T` of ISO 8601: an offset may follow.
    pub(super) is_iso: bool,
    /// A bare hour is one: `at 7`, `um 19`.
    pub(super) is_expected: bool,
    /// `19.30` is a time and no day.
    pub(super) is_dotted: bool,
}

/// Reads a time.
pub(super) fn read(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Clock> {
    let mut ahead = *cursor;
    let clock = match ahead.digits() {
        0 => worded(&mut ahead)?,
        1 | 2 => numbered(&mut ahead, manner)?,
        3 | 4 | 6 => run_on(&mut ahead, manner)?,
        _ => return None,
    };
    // Seconds are written by machines, and what follows them is an offset.
    let is_colon = |at: usize| matches!(cursor.ahead(at), Some(Kind::Mark(':')));
    let has_seconds = is_colon(1) && is_colon(3) && matches!(cursor.ahead(4), Some(Kind::Number(_, 2)));
    let clock = Clock { offset: offset(&mut ahead, manner.is_iso || has_seconds), ..clock };
    let is_sound = clock.minute < 60 && clock.second <= 60 && clock.time(clock.half).is_some();
    is_sound.then(|| *cursor = ahead)?;
    Some(clock)
}

/// `noon`, `midnight`, `午後7時30分`.
fn worded(cursor: &mut Cursor<'_>) -> Option<Clock> {
    if cursor.take_word(&names::NOON) {
        return Some(Clock::at(12, 0));
    }
    if cursor.take_word(&names::MIDNIGHT) {
        return Some(Clock::at(0, 0));
    }
    if (cursor.word(), cursor.ahead(1)) == ("meio", Some(&Kind::Mark('-'))) {
        cursor.skip(2);
        return cursor.take_word(&["dia"]).then(|| Clock::at(12, 0));
    }
    cursor.take(&['午'])?;
    let half = if cursor.take(&['前', '後'])? == '前' { Half::Morning } else { Half::Evening };
    east_asian(cursor, Some(half))
}

fn east_asian(cursor: &mut Cursor<'_>, half: Option<Half>) -> Option<Clock> {
    let hour = cursor.short(24)?;
    if cursor.take(&[':']).is_some() {
        return Some(Clock { half, ..Clock::at(hour, cursor.short(59)?) });
    }
    cursor.take(&['時'])?;
    let mut minute = 0;
    if cursor.take(&['半']).is_some() {
        minute = 30;
    } else if matches!(cursor.ahead(1), Some(Kind::Mark('分'))) {
        minute = cursor.short(59)?;
        cursor.take(&['分']);
    }
    Some(Clock { half, ..Clock::at(hour, minute) })
}

/// `19:00:30`, `19.30 Uhr`, `19h30`, `7pm`, `19 Uhr`, `19時`, and bare hours where one is expected.
fn numbered(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Clock> {
    if matches!(cursor.ahead(1), Some(Kind::Mark('時'))) {
        return east_asian(cursor, None);
    }
    let hour = cursor.short(24)?;
    let mut clock = Clock::at(hour, 0);
    let mut is_time = manner.is_expected;
    if cursor.is_at(':') && matches!(cursor.ahead(1), Some(Kind::Number(_, 2))) {
        cursor.skip(1);
        clock.minute = cursor.short(59)?;
        seconds(cursor, &mut clock);
        is_time = true;
    } else if matches!(cursor.word(), "h" | "u")
        && !cursor.is_spaced()
        && matches!(cursor.ahead(1), Some(Kind::Number(_, 2)))
    {
        cursor.skip(1);
        clock.minute = cursor.short(59)?;
        is_time = true;
    } else if cursor.is_at('.') && matches!(cursor.ahead(1), Some(Kind::Number(_, 2))) {
        let mut ahead = *cursor;
        ahead.skip(1);
        let minute = ahead.short(59).filter(|_| !ahead.is_at('.'))?;
        let is_said = suffix(&mut ahead.clone()).is_some();
        if is_said || manner.is_dotted || manner.is_expected {
            *cursor = ahead;
            clock.minute = minute;
            is_time = true;
        }
    }
    if let Some(half) = suffix(cursor) {
        clock.half = half;
        is_time = true;
        // `19 Uhr 30`
        if clock.minute == 0
            && half.is_none()
            && cursor.digits() == 2
            && !matches!(cursor.ahead(1), Some(Kind::Mark('.' | '/' | ':')))
        {
            let mut ahead = *cursor;
            if let Some(minute) = ahead.short(59).filter(|_| names::month(ahead.word(), ahead.locale).is_none()) {
                clock.minute = minute;
                *cursor = ahead;
            }
        }
    }
    is_time.then_some(clock)
}

fn seconds(cursor: &mut Cursor<'_>, clock: &mut Clock) {
    if cursor.is_at(':') && matches!(cursor.ahead(1), Some(Kind::Number(_, 2))) {
        cursor.skip(1);
        clock.second = cursor.short(60).unwrap_or(0);
        let is_fraction = cursor.is_at('.') && matches!(cursor.ahead(1), Some(Kind::Number(..)));
        if is_fraction && !cursor.is_spaced() {
            cursor.skip(2);
        }
    }
}

/// `1830` and `183000` behind the `T` of ISO 8601, `1830 hrs`, `730pm`.
fn run_on(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Clock> {
    let digits = cursor.digits();
    let number = cursor.number(|_| true)?;
    if digits == 6 {
        let clock = Clock { second: number % 100, ..Clock::at(number / 10_000, number / 100 % 100) };
        return manner.is_iso.then_some(clock);
    }
    let clock = Clock::at(number / 100, number % 100);
    match suffix(cursor) {
        Some(half) => Some(Clock { half, ..clock }),
        None => (manner.is_iso && digits == 4).then_some(clock),
    }
}

/// What stands behind an hour: `pm`, `p.m.`, `Uhr`, `de la tarde`, `abends`. The inner value is the half of the day.
fn suffix(cursor: &mut Cursor<'_>) -> Option<Option<Half>> {
    let is_hour = cursor.take_word(&HOURS) || o_clock(cursor);
    if is_hour {
        cursor.take(&['.']).filter(|_| cursor.digits() == 0);
    }
    if let Some(half) = half(cursor) {
        return Some(Some(half));
    }
    is_hour.then_some(None)
}

fn o_clock(cursor: &mut Cursor<'_>) -> bool {
    let is_it = cursor.word() == "o" && matches!(cursor.ahead(2), Some(Kind::Word(word, _)) if word == "clock");
    if is_it {
        cursor.skip(3);
    }
    is_it
}

fn half(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut ahead = *cursor;
    let is_glued = !ahead.is_spaced();
    let word = ahead.word();
    let half = match word.chars().next()? {
        'a' => Half::Morning,
        'p' => Half::Evening,
        _ => return part_of_day(cursor),
    };
    if matches!(word, "a" | "p") {
        ahead.skip(1);
        let has_dot = ahead.take(&['.']).is_some();
        let has_m = ahead.take_word(&["m"]);
        if has_m {
            ahead.take(&['.']);
        }
        (has_m || (is_glued && !has_dot)).then(|| *cursor = ahead)?;
        return Some(half);
    }
    if matches!(word, "am" | "pm") {
        // German `18:00 am 5. März` is no morning.
        let is_before_day = word == "am" && ahead.written() == "am" && is_day_behind(&ahead);
        if is_before_day {
            return None;
        }
        ahead.skip(1);
        ahead.take(&['.']);
        *cursor = ahead;
        return Some(half);
    }
    part_of_day(cursor)
}

/// Whether `am` is followed by a day such as `5.` or `Montag`.
fn is_day_behind(cursor: &Cursor<'_>) -> bool {
    match cursor.ahead(1) {
        Some(Kind::Number(..)) => matches!(cursor.ahead(2), Some(Kind::Mark('.'))),
        Some(Kind::Word(word, _)) => word.ends_with("tag") || word == "mittwoch" || word == "sonnabend",
        _ => false,
    }
}

/// `abends`, `de la tarde`, `du soir`, `in the evening`.
fn part_of_day(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut ahead = *cursor;
    for _ in 0..2 {
        ahead.take_word(&["de", "da", "du", "di", "del", "la", "in", "the", "s"]);
        ahead.take(&['\'']);
    }
    let half = if ahead.take_word(&names::MORNING) {
        Half::Morning
    } else if ahead.take_word(&names::EVENING) {
        Half::Evening
    } else {
        return None;
    };
    *cursor = ahead;
    Some(half)
}

/// `Z`, `+01:00`, `+0100`; with a minus only where a machine writes, for elsewhere it parts two times.
fn offset(cursor: &mut Cursor<'_>, is_iso: bool) -> Option<String> {
    let mut ahead = *cursor;
    if ahead.written() == "Z" || (is_iso && ahead.word() == "z") {
        cursor.skip(1);
        return Some("Z".to_owned());
    }
    let signs: &[char] = if is_iso { &['+', '-'] } else { &['+'] };
    let sign = ahead.take(signs).filter(|_| !ahead.is_spaced())?;
    let (hours, minutes) = match ahead.digits() {
        4 => ahead.number(|_| true).map(|number| (number / 100, number % 100))?,
        2 => {
            let hours = ahead.short(14)?;
            let has_minutes = ahead.take(&[':']).is_some();
            (hours, if has_minutes { ahead.short(59)? } else { 0 })
        }
        _ => return None,
    };
    // `09:00:00-12:00:00` is from one time to another.
    (hours <= 14 && minutes < 60 && !ahead.is_at(':')).then(|| *cursor = ahead)?;
    Some(format!("{sign}{hours:02}:{minutes:02}"))
}
