//! One literal of a script.

use super::text::{is_of_name, unescaped};
use serde_json::{Map, Number, Value};
use std::ops::Range;

/// How deep literals may stand in each other.
const DEPTH_MAX: usize = 64;

/// What is called to make a moment of a text.
const MOMENTS: [&str; 6] = ["Date", "dayjs", "moment", "fromISO", "parseISO", "Temporal"];

/// Reads a piece of a script from its beginning.
pub(super) struct Reader<'a> {
    script: &'a str,
    at: usize,
    end: usize,
    taken: usize,
    aside: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(script: &'a str, span: Range<usize>) -> Self {
        Self { script, at: span.start, end: span.end, taken: 0, aside: Vec::new() }
    }

    /// Where it is.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// How many values were taken since this was last asked.
    pub(super) fn taken(&mut self) -> usize {
        std::mem::take(&mut self.taken)
    }

    /// What was passed over since this was last asked.
    pub(super) fn aside(&mut self) -> Vec<Range<usize>> {
        std::mem::take(&mut self.aside)
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// Goes on by one byte.
    pub(super) fn advance(&mut self) {
        self.at = self.end.min(self.at + 1);
    }

    fn rest(&self) -> &'a [u8] {
        self.script.as_bytes().get(self.at..self.end).unwrap_or_default()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        if is_it {
            self.advance();
        }
        is_it
    }

    /// Passes over blanks and comments; says whether there were some.
    pub(super) fn blank(&mut self) -> bool {
        let start = self.at;
        loop {
            match self.rest() {
                [b' ' | b'\t' | b'\r' | b'\n', ..] => self.advance(),
                [b'/', b'/', ..] => self.pass_over(b"\n"),
                [b'/', b'*', ..] => self.pass_over(b"*/"),
                _ => return self.at > start,
            }
        }
    }

    /// Goes on behind a mark, or to the end.
    fn pass_over(&mut self, mark: &[u8]) {
        let found = memchr::memmem::find(self.rest(), mark);
        self.at = found.map_or(self.end, |found| self.at + found + mark.len());
    }

    /// The name that begins here.
    pub(super) fn name(&mut self) -> &'a str {
        let length = self.rest().iter().take_while(|byte| is_of_name(**byte)).count();
        let name = self.script.get(self.at..self.at + length).unwrap_or_default();
        self.at = self.end.min(self.at + length.max(1));
        name
    }

    /// Passes over a string; what stood in it, and whether it is whole. Those in quotes end with their line.
    pub(super) fn pass_over_text(&mut self) -> Option<&'a str> {
        let mark = self.peek()?;
        self.advance();
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => self.advance(),
                b'\n' if mark != b'`' => return None,
                _ if byte == mark => {
                    let text = self.script.get(start..self.at);
                    self.advance();
                    return text;
                }
                _ => {}
            }
            self.advance();
        }
        None
    }

    /// The value that begins here; `Null` for what is no literal.
    pub(super) fn value(&mut self, depth: usize) -> Value {
        self.blank();
        self.taken += 1;
        let start = self.at;
        if depth > DEPTH_MAX || self.taken > super::VALUES_MAX {
            self.expression();
            return Value::Null;
        }
        let mut value = match self.peek() {
            Some(b'{') => Some(self.object(depth)),
            Some(b'[') => Some(self.list(depth)),
            Some(b'"' | b'\'') => self.pass_over_text().map(|text| Value::String(unescaped(text))),
            Some(b'`') => {
                self.pass_over_text().filter(|text| !text.contains("${")).map(|text| Value::String(unescaped(text)))
            }
            Some(b'!') => {
                self.advance();
                match self.name() {
                    "0" => Some(Value::Bool(true)),
                    "1" => Some(Value::Bool(false)),
                    _ => None,
                }
            }
            Some(b'0'..=b'9' | b'-' | b'.') => self.number(),
            Some(byte) if is_of_name(byte) => self.word(depth),
            _ => None,
        };
        self.blank();
        while let (Some(Value::String(text)), Some(b'+')) = (&mut value, self.peek()) {
            self.advance();
            self.blank();
            match self.peek() {
                Some(b'"' | b'\'') => text.push_str(&self.pass_over_text().map(unescaped).unwrap_or_default()),
                _ => value = None,
            }
            self.blank();
        }
        match self.peek() {
            None | Some(b',' | b'}' | b']' | b')' | b';') => {}
            // What TypeScript thinks of it.
            Some(b'a') if self.rest().starts_with(b"as ") => self.expression(),
            Some(b's') if self.rest().starts_with(b"satisfies ") => self.expression(),
            // `'…'.trim()`, `moment('…').tz('…')`
            Some(b'.') if matches!(value, Some(Value::String(_))) => self.expression(),
            // A list that is called upon (`[…].map(…)`) is still one, where it stands by itself.
            Some(_) if depth == 0 => {}
            Some(_) => {
                value = None;
                self.expression();
            }
        }
        value.unwrap_or_else(|| {
            self.put_aside(start);
            Value::Null
        })
    }

    /// What was passed over since there may hold literals. What was put aside within it is looked at with it.
    fn put_aside(&mut self, start: usize) {
        let passed = self.script.as_bytes().get(start..self.at).unwrap_or_default();
        if memchr::memchr2(b'[', b'{', passed).is_some() {
            while self.aside.pop_if(|inner| inner.start >= start).is_some() {}
            self.aside.push(start..self.at);
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.advance();
        let mut object = Map::new();
        loop {
            self.blank();
            let start = self.at;
            let key = match self.peek() {
                None => break,
                Some(b'}') => {
                    self.advance();
                    break;
                }
                Some(b'"' | b'\'') => self.pass_over_text().map(unescaped),
                Some(byte) if is_of_name(byte) => Some(self.name().to_owned()),
                Some(_) => None,
            };
            self.blank();
            match key {
                Some(key) if self.takes(b':') => {
                    let value = self.value(depth + 1);
                    if !value.is_null() {
                        object.insert(key, value);
                    }
                }
                // A method, a name that is its own value, `...others`, `[computed]: …`.
                _ => {
                    self.expression();
                    self.put_aside(start);
                }
            }
            self.next(start);
        }
        Value::Object(object)
    }

    fn list(&mut self, depth: usize) -> Value {
        self.advance();
        let mut list = Vec::new();
        loop {
            self.blank();
            let start = self.at;
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.advance();
                    break;
                }
                Some(_) => {
                    let value = self.value(depth + 1);
                    if !value.is_null() {
                        list.push(value);
                    }
                }
            }
            self.next(start);
        }
        Value::Array(list)
    }

    /// Goes to the next of several; never stays where it was.
    fn next(&mut self, start: usize) {
        self.blank();
        if !self.takes(b',') && (self.at == start || matches!(self.peek(), Some(b';' | b')'))) {
            self.advance();
        }
    }

    fn number(&mut self) -> Option<Value> {
        let is_of_number = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b'_');
        let length = self.rest().iter().take_while(is_of_number).count();
        let text = self.script.get(self.at..self.at + length)?.replace('_', "");
        self.at += length;
        let hexadecimal = text.strip_prefix("0x").map(|digits| u64::from_str_radix(digits, 16).ok());
        match hexadecimal {
            Some(number) => Some(Value::from(number?)),
            None => text.parse::<i64>().map(Value::from).ok().or_else(|| {
                let number = Number::from_f64(text.parse().ok()?)?;
                Some(Value::Number(number))
            }),
        }
    }

    /// What begins with a name: a constant, or what makes a moment or a value of a text.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let mut name = self.name();
        while matches!(name, "new" | "await") || self.peek() == Some(b'.') {
            self.takes(b'.');
            self.blank();
            let before = std::mem::replace(&mut name, self.name());
            if (before, name) == ("JSON", "parse") && self.takes(b'(') {
                let text = self.arguments(depth).into_iter().next()?;
                return serde_json::from_str(text.as_str()?).ok();
            }
        }
        match name {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            name if MOMENTS.contains(&name) && self.takes(b'(') => moment(&self.arguments(depth)),
            _ => None,
        }
    }

    /// What stands in the brackets that were opened.
    fn arguments(&mut self, depth: usize) -> Vec<Value> {
        let mut arguments = Vec::new();
        loop {
            self.blank();
            let start = self.at;
            if self.peek().is_none() || self.takes(b')') {
                return arguments;
            }
            arguments.push(self.value(depth + 1));
            self.blank();
            if !self.takes(b',') && self.at == start {
                self.advance();
            }
        }
    }

    /// Passes over an expression, to what ends it.
    fn expression(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' | b'\'' | b'`' => {
                    self.pass_over_text();
                    continue;
                }
                b'/' if self.blank() => continue,
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' if open == 0 => return,
                b')' | b']' | b'}' => open -= 1,
                b',' if open == 0 => return,
                _ => {}
            }
            self.advance();
        }
    }
}

/// What `Date` makes of it: a text, milliseconds, or year, month from 0, day, hour and minute (ECMA-262 §21.4.2.1).
fn moment(arguments: &[Value]) -> Option<Value> {
    if let [only @ (Value::String(_) | Value::Number(_))] = arguments {
        return Some(only.clone());
    }
    let number = |place: usize, otherwise: u64| arguments.get(place).map_or(Some(otherwise), Value::as_u64);
    let (year, month) = (number(0, 0)?, number(1, 0)? + 1);
    let (day, hour, minute) = (number(2, 1)?, number(3, 0)?, number(4, 0)?);
    let is_moment = (1900..2200).contains(&year) && month <= 12 && (1..=31).contains(&day) && hour < 24 && minute < 60;
    let time = if arguments.len() > 3 { format!("T{hour:02}:{minute:02}") } else { String::new() };
    is_moment.then(|| Value::String(format!("{year:04}-{month:02}-{day:02}{time}")))
}
