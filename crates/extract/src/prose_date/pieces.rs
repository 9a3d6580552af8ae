//! Tokens → days, times, "to", zones, and that there was something else.

use super::clocks::{self, Clock, Manner};
use super::cursor::Cursor;
use super::days::{self, Days};
use super::names::{self, Locale};
use super::tokens::{Kind, Token};
use hobnob_domain::date_words;

/// A part of a text that means something; words such as `on` and `um` leave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Days(Days),
    Clock(Clock),
    /// `–`, `to`, `bis`, `au`.
    To,
    /// `CET`, `Europe/Berlin`, `UTC+2`.
    Zone(String),
    /// Anything else.
    Noise,
}

/// Words and marks that stand between parts of a date and say nothing.
const FILLERS: [&str; 44] = [
    "on", "at", "of", "the", "from", "um", "am", "den", "dem", "der", "vom", "von", "ab", "im", "le", "la", "las",
    "los", "du", "de", "del", "des", "el", "il", "dal", "dalle", "ore", "ora", "das", "dia", "om", "op", "van", "od",
    "o", "w", "dnia", "godz", "godzinie", "r", "roku", "uhr", "h", "starts",
];
const FILLER_MARKS: [char; 12] = [',', '(', ')', '[', ']', '.', '|', '·', '@', '•', ';', ':'];

/// Words before which a bare number is an hour.
const BEFORE_HOURS: [&str; 12] =
    ["at", "um", "om", "ore", "alle", "dalle", "godz", "godzinie", "las", "kl", "ab", "klokken"];

/// Words between two times or days.
const TO_WORDS: [&str; 16] = [
    "to", "till", "until", "thru", "through", "bis", "au", "al", "a", "ate", "as", "alle", "tot", "do", "hasta", "fino",
];

/// Abbreviations of zones, as they are written: in capitals.
const ZONES: [&str; 56] = [
    "UTC", "GMT", "CET", "CEST", "MEZ", "MESZ", "WET", "WEST", "EET", "EEST", "BST", "IST", "MSK", "EST", "EDT", "ET",
    "CST", "CDT", "CT", "MST", "MDT", "MT", "PST", "PDT", "PT", "AKST", "AKDT", "HST", "JST", "KST", "SGT", "HKT",
    "AEST", "AEDT", "ACST", "ACDT", "AWST", "NZST", "NZDT", "SAST", "WAT", "EAT", "CAT", "BRT", "ART", "CLT", "COT",
    "PET", "PKT", "NPT", "WIB", "ICT", "PHT", "AST", "ADT", "NST",
];

/// Continents of zone names.
const CONTINENTS: [&str; 9] =
    ["Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// The pieces of a text, in its order.
pub(super) fn pieces(tokens: &[Token], locale: Option<Locale>) -> Vec<Piece> {
    let mut scan = Scan { cursor: Cursor::new(tokens, locale), pieces: Vec::new(), weekday: None, is_hour_next: false };
    while !scan.cursor.is_done() {
        scan.step();
    }
    scan.pieces
}

struct Scan<'a> {
    cursor: Cursor<'a>,
    pieces: Vec<Piece>,
    /// The day of the week that was just named.
    weekday: Option<u32>,
    /// Whether the word before says that an hour follows.
    is_hour_next: bool,
}

impl Scan<'_> {
    fn step(&mut self) {
        let piece = self.weekday().or_else(|| self.days()).or_else(|| self.clock()).or_else(|| self.zone());
        match piece {
            Some(Some(piece)) => self.push(piece),
            Some(None) => {}
            None => self.rest(),
        }
    }

    fn push(&mut self, piece: Piece) {
        self.is_hour_next = false;
        self.weekday = None;
        self.pieces.push(piece);
    }

    fn last(&self) -> Option<&Piece> {
        self.pieces.last()
    }

    /// A day of the week, with what stands behind its abbreviation: no piece, but known to the day that follows.
    fn weekday(&mut self) -> Option<Option<Piece>> {
        let mut ahead = self.cursor;
        let weekday = date_words::weekday(ahead.word())?;
        // `mar 3 de marzo` is a Tuesday, `mar 3` is in March.
        let is_month_too = names::month(ahead.word(), ahead.locale).is_some();
        if is_month_too && days::read(&mut ahead.clone(), None, false).is_some() && !names_month_behind(&ahead) {
            return None;
        }
        ahead.skip(1);
        if ahead.take(&['-']).is_some() && !ahead.take_word(&["feira"]) {
            return None;
        }
        while ahead.take(&['.', ',']).is_some() {}
        // Short ones are other words too: `do`, `so`, `sun`.
        let is_long = ahead.digits() > 0 || names::month(ahead.word(), ahead.locale).is_some();
        let is_filler = FILLERS.contains(&ahead.word());
        if self.cursor.word().len() < 4 && !is_long && !is_filler && !ahead.is_done() && !ahead.is_at('(') {
            return None;
        }
        self.cursor = ahead;
        self.weekday = Some(weekday);
        Some(None)
    }

    fn days(&mut self) -> Option<Option<Piece>> {
        let is_alone = self.pieces.is_empty();
        let days = days::read(&mut self.cursor, self.weekday, is_alone)?;
        Some(Some(Piece::Days(days)))
    }

    fn clock(&mut self) -> Option<Option<Piece>> {
        let is_iso = matches!(self.last(), Some(Piece::Days(_)));
        if is_iso && !self.cursor.is_spaced() && self.cursor.word() == "t" {
            let mut ahead = self.cursor;
            ahead.skip(1);
            let clock = clocks::read(&mut ahead, Manner { is_iso, ..Manner::default() })?;
            self.cursor = ahead;
            return Some(Some(Piece::Clock(clock)));
        }
        let knows_day = self.pieces.iter().any(|piece| matches!(piece, Piece::Days(_)));
        let ends_range = matches!(self.pieces.as_slice(), [.., Piece::Clock(_), Piece::To]);
        let is_expected = ends_range || self.is_hour_next;
        let manner = Manner { is_iso: false, is_expected, is_dotted: knows_day || is_expected };
        let clock = clocks::read(&mut self.cursor, manner).or_else(|| self.begins_range())?;
        Some(Some(Piece::Clock(clock)))
    }

    /// A bare hour that a time follows: `6–9pm`, `18 bis 20 Uhr`.
    fn begins_range(&mut self) -> Option<Clock> {
        let mut ahead = self.cursor;
        let manner = Manner { is_expected: true, is_dotted: true, ..Manner::default() };
        let clock = clocks::read(&mut ahead, manner)?;
        let mut behind = ahead;
        is_to(&mut behind).then_some(())?;
        clocks::read(&mut behind, Manner::default())?;
        self.cursor = ahead;
        Some(clock)
    }

    fn zone(&mut self) -> Option<Option<Piece>> {
        let is_behind_time = matches!(self.last(), Some(Piece::Clock(_)));
        let mut ahead = self.cursor;
        let name = if CONTINENTS.contains(&ahead.written()) {
            iana(&mut ahead)?
        } else if is_behind_time && ZONES.contains(&ahead.written()) {
            let mut name = ahead.written().to_owned();
            ahead.skip(1);
            if matches!(name.as_str(), "UTC" | "GMT") {
                name.push_str(&utc_offset(&mut ahead));
            }
            name
        } else {
            return None;
        };
        self.cursor = ahead;
        Some(Some(Piece::Zone(name)))
    }

    /// "to", a filler, or something else.
    fn rest(&mut self) {
        let mut ahead = self.cursor;
        if is_to(&mut ahead) {
            let is_before_hour = BEFORE_HOURS.contains(&self.cursor.word());
            self.cursor = ahead;
            if self.last() != Some(&Piece::To) {
                self.push(Piece::To);
            }
            self.is_hour_next = self.cursor.take_word(&BEFORE_HOURS) || is_before_hour;
            return;
        }
        let word = self.cursor.word();
        if BEFORE_HOURS.contains(&word) || FILLERS.contains(&word) {
            self.is_hour_next = BEFORE_HOURS.contains(&word);
            return self.cursor.skip(1);
        }
        if self.cursor.take(&FILLER_MARKS).is_some() {
            return;
        }
        self.cursor.skip(1);
        if self.last() != Some(&Piece::Noise) {
            self.push(Piece::Noise);
        }
        self.is_hour_next = false;
        self.weekday = None;
    }
}

/// Whether a month is named a few tokens behind a word that may be a month itself.
fn names_month_behind(cursor: &Cursor<'_>) -> bool {
    (2..=4).any(|places| match cursor.ahead(places) {
        Some(Kind::Word(word, _)) => names::month(word, cursor.locale).is_some(),
        _ => false,
    })
}

/// Takes what stands between two times or days.
fn is_to(cursor: &mut Cursor<'_>) -> bool {
    if cursor.take(&['-', '~', '→']).is_some() {
        while cursor.take(&['-', '>', '~']).is_some() {}
        return true;
    }
    // `t/m`, `jusqu'à`
    if (cursor.word(), cursor.ahead(1)) == ("t", Some(&Kind::Mark('/'))) {
        cursor.skip(3);
        return true;
    }
    if cursor.word() == "jusqu" {
        cursor.skip(3);
        return true;
    }
    if cursor.is_at('か') && matches!(cursor.ahead(1), Some(Kind::Mark('ら'))) {
        cursor.skip(2);
        return true;
    }
    cursor.take_word(&TO_WORDS)
}

/// `Europe/Berlin`, `America/Argentina/Buenos_Aires`.
fn iana(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut name = cursor.written().to_owned();
    cursor.skip(1);
    while name.len() < 48
        && let Some(mark) = cursor.take(&['/', '_'])
    {
        name.push(mark);
        name.push_str(cursor.written());
        cursor.skip(1);
    }
    name.contains('/').then_some(name)
}

/// The `+2` of `UTC+2`, the `+05:30` of `GMT+05:30`.
fn utc_offset(cursor: &mut Cursor<'_>) -> String {
    let mut ahead = *cursor;
    let is_glued = !ahead.is_spaced();
    let offset = ahead.take(&['+', '-']).filter(|_| is_glued && !ahead.is_spaced()).and_then(|sign| {
        let hours = ahead.short(14)?;
        let has_minutes = ahead.is_at(':') && matches!(ahead.ahead(1), Some(Kind::Number(_, 2)));
        if !has_minutes {
            return Some(format!("{sign}{hours}"));
        }
        ahead.skip(1);
        Some(format!("{sign}{hours}:{:02}", ahead.short(59)?))
    });
    match offset {
        Some(offset) => {
            *cursor = ahead;
            offset
        }
        None => String::new(),
    }
}
