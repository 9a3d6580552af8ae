//! Patterns such as `%d.%m.%Y um %H:%M Uhr`, for pages whose dates are written in no usual way.

use super::clocks::{Clock, Half};
use super::days::Day;
use super::{Hints, Moment, Span, names, year};
use hobnob_domain::{date_words, text::folded};

/// The longest pattern, in bytes.
const BYTES_MAX: usize = 200;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    WeekdayName,
    Hour,
    Hour12,
    Minute,
    Second,
    Half,
    Offset,
    Zone,
    Anything,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Field(Field),
    Letter(char),
    Blank,
}

/// A date written down the way a page writes it, after strptime: `%Y %y` year, `%m` month, `%B %b` its name in any
/// language, `%d %e` day, `%A %a` weekday, `%H %I %M %S` time, `%p` am or pm, `%z` offset, `%Z` zone, `%*` a word that
/// does not matter, `%%` a percent sign. A blank is any white space, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

impl Pattern {
    /// Reads a pattern. An error names what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > BYTES_MAX {
            return Err(format!("is longer than {BYTES_MAX} bytes"));
        }
        let mut parts = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            parts.push(match letter {
                '%' => Self::field(letters.next())?,
                c if c.is_whitespace() => Part::Blank,
                c => Part::Letter(c),
            });
        }
        let has =
            |wanted: &[Field]| parts.iter().any(|part| matches!(part, Part::Field(field) if wanted.contains(field)));
        if !has(&[Field::Day]) || !has(&[Field::Month, Field::MonthName]) {
            return Err(format!("`{text}` names no day and month: it needs %d, and %m or %B"));
        }
        Ok(Self { parts })
    }

    fn field(letter: Option<char>) -> Result<Part, String> {
        Ok(Part::Field(match letter {
            Some('Y') => Field::Year,
            Some('y') => Field::ShortYear,
            Some('m') => Field::Month,
            Some('B' | 'b' | 'h') => Field::MonthName,
            Some('d' | 'e') => Field::Day,
            Some('A' | 'a') => Field::WeekdayName,
            Some('H' | 'k') => Field::Hour,
            Some('I' | 'l') => Field::Hour12,
            Some('M') => Field::Minute,
            Some('S') => Field::Second,
            Some('p' | 'P') => Field::Half,
            Some('z') => Field::Offset,
            Some('Z') => Field::Zone,
            Some('*') => Field::Anything,
            Some('%') => return Ok(Part::Letter('%')),
            Some(other) => {
                return Err(format!("`%{other}` is unknown: %Y %y %m %B %d %A %H %I %M %S %p %z %Z %* %% are known"));
            }
            None => return Err("ends in the middle: `%%` is a percent sign".to_owned()),
        }))
    }

    /// Reads a text that has a date in this form, anywhere in its first 300 characters.
    pub fn read(&self, text: &str, hints: &Hints) -> Option<Span> {
        let starts = text.char_indices().take(300).map(|(at, _)| at);
        let mut was_alphanumeric = false;
        starts.filter_map(|at| text.get(at..)).find_map(|rest| {
            let first = rest.chars().next()?;
            let is_inside = was_alphanumeric && first.is_alphanumeric();
            was_alphanumeric = first.is_alphanumeric();
            if is_inside { None } else { self.read_here(rest, hints) }
        })
    }

    fn read_here(&self, text: &str, hints: &Hints) -> Option<Span> {
        let mut found = Found::default();
        let mut rest = text;
        for part in &self.parts {
            rest = match part {
                Part::Blank => rest.trim_start(),
                Part::Letter(letter) => {
                    let first = rest.chars().next()?;
                    let is_same = first.to_lowercase().eq(letter.to_lowercase());
                    rest.get(first.len_utf8()..).filter(|_| is_same)?
                }
                Part::Field(field) => found.take(*field, rest, hints)?,
            };
        }
        found.told(hints)
    }
}

#[derive(Default)]
struct Found {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    weekday: Option<u32>,
    hour: Option<u32>,
    minute: u32,
    second: u32,
    half: Option<Half>,
    offset: Option<String>,
    zone: Option<String>,
}

impl Found {
    /// Takes a field off the text; gives what is left.
    fn take<'a>(&mut self, field: Field, text: &'a str, hints: &Hints) -> Option<&'a str> {
        let (number, digits, behind) = number(text, if field == Field::Year { 4 } else { 2 });
        let value = (digits > 0).then_some(number);
        match field {
            Field::Year => self.year = Some(i32::try_from(value.filter(|_| digits == 4)?).ok()?),
            Field::ShortYear => self.year = Some(2000 + i32::try_from(value.filter(|_| digits == 2)?).ok()?),
            Field::Month => self.month = Some(value.filter(|month| (1..=12).contains(month))?),
            Field::Day => self.day = Some(value.filter(|day| (1..=31).contains(day))?),
            Field::Hour | Field::Hour12 => self.hour = Some(value.filter(|hour| *hour <= 24)?),
            Field::Minute => self.minute = value.filter(|minute| *minute < 60 && digits == 2)?,
            Field::Second => self.second = value.filter(|second| *second <= 60 && digits == 2)?,
            _ => return self.take_word(field, text, hints),
        }
        Some(behind)
    }

    fn take_word<'a>(&mut self, field: Field, text: &'a str, hints: &Hints) -> Option<&'a str> {
        let is_part = |c: char| match field {
            Field::Offset => c.is_ascii_digit() || matches!(c, '+' | '-' | ':' | 'Z'),
            Field::Zone => c.is_alphanumeric() || matches!(c, '/' | '_' | '+'),
            Field::Half => c.is_alphabetic() || c == '.',
            Field::Anything => !c.is_whitespace(),
            _ => c.is_alphabetic(),
        };
        let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
        let word = text.get(..end).filter(|word| !word.is_empty() && word.len() <= 64)?;
        let plain = folded(word);
        match field {
            Field::MonthName => self.month = Some(names::month(&plain, hints.locale)?),
            Field::WeekdayName => self.weekday = Some(date_words::weekday(&plain)?),
            Field::Half => {
                let letter = plain.chars().next()?;
                self.half = Some(match letter {
                    'a' => Half::Morning,
                    'p' => Half::Evening,
                    _ => return None,
                });
            }
            Field::Offset => self.offset = Some(word.to_owned()),
            Field::Zone => self.zone = Some(word.to_owned()),
            _ => {}
        }
        text.get(end..)
    }

    fn told(self, hints: &Hints) -> Option<Span> {
        let day = Day { year: self.year, month: self.month?, day: self.day?, weekday: self.weekday };
        let day = year::dated(&day, hints.read_on, hints.year)?;
        let time = match self.hour {
            None => None,
            Some(hour) => {
                let (minute, second, half) = (self.minute, self.second, self.half);
                Some(Clock { hour, minute, second, half, offset: None }.time(half)?)
            }
        };
        Some(Span {
            start: Moment { day, time, offset: self.offset.filter(|_| time.is_some()) },
            end: None,
            zone: self.zone,
        })
    }
}

/// The number that a text begins with, of at most so many digits; how many it has; and what is behind.
fn number(text: &str, digits_max: usize) -> (u32, usize, &str) {
    let digits = text.bytes().take(digits_max).take_while(u8::is_ascii_digit).count();
    let (number, behind) = text.split_at_checked(digits).unwrap_or((text, ""));
    (number.parse().unwrap_or(0), digits, behind)
}
