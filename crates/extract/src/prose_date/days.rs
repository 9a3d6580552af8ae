//! Days: in words (`5.–7. März 2026`, `March 3rd, 2026`, `du 3 au 5 mars`, `3 de marzo de 2026`), in numbers by the
//! order of the locale, and as ISO 8601.

use super::cursor::Cursor;
use super::names;
use super::tokens::Kind;
use hobnob_domain::date_words;

/// A day as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
    /// Monday = 0.
    pub(super) weekday: Option<u32>,
}

/// One day, or the first and the last of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: Day,
    pub(super) last: Option<Day>,
}

/// So many days may stand before their month: `5, 6, 7 and 8 March`.
const LIST_MAX: usize = 10;

/// Marks and words between the first and the last of some days.
const BETWEEN: [char; 6] = ['-', '~', '&', '/', '+', '>'];
const BETWEEN_WORDS: [&str; 22] = [
    "to", "bis", "au", "al", "a", "ate", "tot", "do", "and", "und", "et", "y", "e", "en", "i", "oraz", "thru",
    "through", "till", "until", "hasta", "fino",
];

/// Reads a day or days. `weekday` is the one named just before; `is_alone` says that nothing stands before.
pub(super) fn read(cursor: &mut Cursor<'_>, weekday: Option<u32>, is_alone: bool) -> Option<Days> {
    let mut ahead = *cursor;
    let days = match ahead.digits() {
        0 => month_first(&mut ahead)?,
        1 | 2 => {
            let is_marked = is_alone || weekday.is_some();
            retried(&mut ahead, japanese)
                .or_else(|| retried(&mut ahead, |cursor| numeric(cursor, is_marked)))
                .or_else(|| retried(&mut ahead, numeric_span))
                .or_else(|| retried(&mut ahead, day_first))?
        }
        4 => year_first(&mut ahead)?,
        8 => basic(&mut ahead)?,
        _ => return None,
    };
    *cursor = ahead;
    Some(Days { first: Day { weekday: days.first.weekday.or(weekday), ..days.first }, ..days })
}

/// Reads with a cursor that is put back if nothing comes of it.
fn retried(cursor: &mut Cursor<'_>, read: impl Fn(&mut Cursor<'_>) -> Option<Days>) -> Option<Days> {
    let mut ahead = *cursor;
    let days = read(&mut ahead)?;
    *cursor = ahead;
    Some(days)
}

fn one(year: Option<u32>, month: u32, day: u32) -> Option<Days> {
    let year = year.map(i32::try_from).transpose().ok()?;
    let is_sound = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_sound.then_some(Days { first: Day { year, month, day, weekday: None }, last: None })
}

/// `20260305`.
fn basic(cursor: &mut Cursor<'_>) -> Option<Days> {
    let number = cursor.number(|digits| digits == 8)?;
    let year = number / 10_000;
    (1970..2200).contains(&year).then(|| one(Some(year), number / 100 % 100, number % 100)).flatten()
}

/// `2026-03-05`, `2026/3/5`, `2026.3.5`, `2026年3月5日`, `2026, March 5`.
fn year_first(cursor: &mut Cursor<'_>) -> Option<Days> {
    let year = cursor.number(|digits| digits == 4).filter(|year| (1970..2200).contains(year))?;
    if cursor.take(&['年']).is_some() {
        return with_year(month_and_day(cursor)?, year);
    }
    let Some(mark) = cursor.take(&['-', '/', '.']).filter(|_| cursor.digits() > 0) else {
        cursor.take(&[',']);
        return with_year(month_first(cursor)?, year);
    };
    let month = cursor.short(12)?;
    cursor.take(&[mark])?;
    one(Some(year), month, cursor.short(31)?)
}

fn with_year(days: Days, year: u32) -> Option<Days> {
    let year = i32::try_from(year).ok();
    let dated = |day: Day| Day { year: day.year.or(year), ..day };
    Some(Days { first: dated(days.first), last: days.last.map(dated) })
}

/// `3月5日` without its year; `8年3月5日` in the era of Reiwa is read by [`japanese`].
fn month_and_day(cursor: &mut Cursor<'_>) -> Option<Days> {
    let month = cursor.short(12)?;
    cursor.take(&['月'])?;
    let day = cursor.short(31)?;
    cursor.take(&['日'])?;
    let mut days = one(None, month, day)?;
    days.first.weekday = east_asian_weekday(cursor);
    // `3月5日〜7日`
    let mut ahead = *cursor;
    if ahead.take(&['-', '~', '・', '、']).is_some()
        && let Some(last) = ahead.short(31)
        && ahead.take(&['日']).is_some()
    {
        days.last = one(None, month, last).map(|days| days.first);
        *cursor = ahead;
        east_asian_weekday(cursor);
    }
    Some(days)
}

/// `3月5日`, `8年3月5日` of Reiwa, whose first year was 2019.
fn japanese(cursor: &mut Cursor<'_>) -> Option<Days> {
    let mut ahead = *cursor;
    if let Some(year) = ahead.short(99).filter(|_| ahead.is_at('年')) {
        ahead.skip(1);
        *cursor = ahead;
        return with_year(month_and_day(cursor)?, 2018 + year);
    }
    month_and_day(cursor)
}

/// `(木)`, `木曜日`, `(金・祝)`.
fn east_asian_weekday(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let is_bracketed = ahead.take(&['(', '[', '【']).is_some();
    let Some(Kind::Mark(mark)) = ahead.ahead(0) else { return None };
    let weekday = names::weekday_mark(*mark)?;
    ahead.skip(1);
    let is_named = ahead.take(&['曜']).is_some();
    ahead.take(&['日']);
    if is_bracketed {
        while ahead.take(&['・', '祝', '休', '日', '/', '.']).is_some() {}
        ahead.take(&[')', ']', '】'])?;
    }
    (is_bracketed || is_named).then(|| *cursor = ahead)?;
    Some(weekday)
}

/// `5.3.2026`, `5/3/26`, `05-03-2026`; `5.3.` and `5/3` where they can't be anything else.
fn numeric(cursor: &mut Cursor<'_>, is_marked: bool) -> Option<Days> {
    let first = cursor.short(31)?;
    let mark = cursor.take(&['.', '/', '-'])?;
    let second = cursor.short(31)?;
    let is_closed = cursor.take(&[mark]).is_some();
    let year = match cursor.digits() {
        4 if is_closed => Some(cursor.number(|digits| digits == 4).filter(|year| (1970..2200).contains(year))?),
        2 if is_closed && !cursor.is_spaced() => Some(2000 + cursor.number(|digits| digits == 2)?),
        _ => None,
    };
    let is_sure = match (year, mark) {
        (Some(_), _) => true,
        (None, '.') => is_closed,
        (None, '/') => is_marked && !is_closed,
        _ => false,
    };
    let (month, day) = in_order(cursor, mark, first, second)?;
    is_sure.then(|| one(year, month, day)).flatten()
}

/// `11.–13.8.2026`, `7./8.3.2026`: the first of two days without its month.
fn numeric_span(cursor: &mut Cursor<'_>) -> Option<Days> {
    let first = cursor.short(31)?;
    cursor.take(&['.'])?;
    between(cursor).then_some(())?;
    let last = numeric(cursor, false)?.first;
    (last.year.is_some() && first < last.day).then_some(Days { first: Day { day: first, ..last }, last: Some(last) })
}

/// Month and day of two numbers. Half the world means one thing, the other half another: only a locale can tell.
fn in_order(cursor: &Cursor<'_>, mark: char, first: u32, second: u32) -> Option<(u32, u32)> {
    match (mark, cursor.locale) {
        ('.', _) => Some((second, first)),
        (_, None) if first <= 12 && second <= 12 && first != second => None,
        (_, locale) if first <= 12 && second <= 12 => {
            let is_month_first = locale.is_some_and(names::Locale::is_month_first);
            Some(if is_month_first { (first, second) } else { (second, first) })
        }
        _ if first > 12 => Some((second, first)),
        _ => Some((first, second)),
    }
}

/// `5. März 2026`, `5.–7. März`, `5, 6 and 7 March`, `3 de marzo de 2026`, `1er mars`, `21-Dec-2026`.
fn day_first(cursor: &mut Cursor<'_>) -> Option<Days> {
    let mut days = vec![cursor.short(31)?];
    ordinal(cursor);
    while days.len() < LIST_MAX {
        let mut ahead = *cursor;
        let is_between = between(&mut ahead) || ahead.take(&[',']).is_some();
        if is_between {
            weekday(&mut ahead);
            articles(&mut ahead);
        }
        match ahead.short(31).filter(|_| is_between) {
            Some(day) => days.push(day),
            None => break,
        }
        ordinal(&mut ahead);
        *cursor = ahead;
    }
    articles(cursor);
    cursor.take(&['-', '/', ',']);
    let month = month(cursor)?;
    let year = year_behind(cursor);
    let first = one(year, month, *days.first()?)?;
    let last = days.get(1..)?.last().and_then(|last| one(year, month, *last));
    Some(Days { first: first.first, last: last.map(|days| days.first) })
}

/// Takes what stands between some days; `t/m` too.
fn between(cursor: &mut Cursor<'_>) -> bool {
    if cursor.word() == "t" && matches!(cursor.ahead(1), Some(Kind::Mark('/'))) {
        cursor.skip(3);
        return true;
    }
    cursor.take(&BETWEEN).is_some() || cursor.take_word(&BETWEEN_WORDS)
}

/// `March 3, 2026`, `March 3rd–5th`, `Mar. 3 & 4`, and `March, 3` where no other word follows.
fn month_first(cursor: &mut Cursor<'_>) -> Option<Days> {
    let month = month(cursor)?;
    let is_parted = cursor.take(&['-', '/']).is_none() && cursor.take(&[',']).is_some();
    articles(cursor);
    let day = cursor.short(31).filter(|_| !is_time_ahead(cursor))?;
    ordinal(cursor);
    if is_parted && !is_closed(cursor) {
        return None;
    }
    let mut last = None;
    let mut ahead = *cursor;
    if between(&mut ahead) {
        weekday(&mut ahead);
        articles(&mut ahead);
        let day = ahead.short(31).filter(|_| !is_time_ahead(&ahead));
        ordinal(&mut ahead);
        let is_of_another_month = names::month(ahead.word(), ahead.locale).is_some();
        if let Some(day) = day.filter(|_| !is_of_another_month) {
            last = Some(day);
            *cursor = ahead;
        }
    }
    let year = year_behind(cursor);
    let first = one(year, month, day)?;
    let last = last.and_then(|last| one(year, month, last));
    Some(Days { first: first.first, last: last.map(|days| days.first) })
}

/// Whether what stands behind a number leaves it a day: nothing, a year, a mark, the word before a time.
fn is_closed(cursor: &Cursor<'_>) -> bool {
    match cursor.ahead(0) {
        None => true,
        Some(Kind::Number(_, digits)) => *digits == 4,
        Some(Kind::Mark(mark)) => {
            [',', ';', ':', ')', ']', '|', '@'].contains(mark) || (*mark == '-' && cursor.is_spaced())
        }
        Some(Kind::Word(..)) => matches!(cursor.word(), "at" | "from"),
    }
}

/// Whether what stands behind a number makes it a time: `7pm`, `19:00`, `19 Uhr`, `19h`.
fn is_time_ahead(cursor: &Cursor<'_>) -> bool {
    let is_colon = cursor.is_at(':') && matches!(cursor.ahead(1), Some(Kind::Number(..)));
    let is_point = matches!(cursor.word(), "a" | "p") && matches!(cursor.ahead(1), Some(Kind::Mark('.')));
    is_colon
        || is_point
        || matches!(cursor.word(), "am" | "pm" | "uhr" | "h" | "hs" | "hrs" | "uur")
        || matches!(cursor.ahead(0), Some(Kind::Mark('時')))
}

fn month(cursor: &mut Cursor<'_>) -> Option<u32> {
    let month = names::month(cursor.word(), cursor.locale)?;
    cursor.skip(1);
    cursor.take(&['.']);
    Some(month)
}

fn weekday(cursor: &mut Cursor<'_>) {
    if date_words::weekday(cursor.word()).is_some() {
        cursor.skip(1);
        while cursor.take(&['.', ',']).is_some() {}
    }
}

/// The year behind a day and its month: `2026`, `, 2026`, `de 2026`, `-2026`, `'26`.
fn year_behind(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    ahead.take(&[',', '-', '/']);
    articles(&mut ahead);
    let year = if ahead.take(&['\'']).is_some() {
        ahead.number(|digits| digits == 2).map(|year| 2000 + year)
    } else {
        ahead.number(|digits| digits == 4)
    };
    let year = year.filter(|year| (1970..2200).contains(year) && !ahead.is_at(':'))?;
    *cursor = ahead;
    Some(year)
}

/// `of`, `de`, `del`, `the`, `den`, `d'`.
fn articles(cursor: &mut Cursor<'_>) {
    loop {
        if cursor.take_word(&["d"]) {
            cursor.take(&['\'']);
        } else if !cursor.take_word(&["of", "de", "del", "the", "den", "der", "le", "el", "il"]) {
            return;
        }
    }
}

/// The `st` of `1st`, the `er` of `1er`, the dot of `1.`, the `º` of `1º`.
fn ordinal(cursor: &mut Cursor<'_>) {
    let is_glued = !cursor.is_spaced();
    if is_glued {
        cursor.take_word(&["st", "nd", "rd", "th", "er", "e", "ste", "o", "re"]);
    }
    cursor.take(&['.', 'º', 'ª', '°']);
}
