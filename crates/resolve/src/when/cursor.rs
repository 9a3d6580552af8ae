//! A place in a text that is read from left to right.

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What is not yet read.
    pub(super) const fn rest(&self) -> &'a str {
        self.rest
    }

    /// Whether all is read, blanks aside.
    pub(super) fn is_done(&self) -> bool {
        self.rest.trim().is_empty()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes the next character if it is one of these.
    pub(super) fn take(&mut self, one_of: &[char]) -> Option<char> {
        let next = self.peek().filter(|c| one_of.contains(c))?;
        self.rest = self.rest.get(next.len_utf8()..).unwrap_or_default();
        Some(next)
    }

    pub(super) fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// How many digits come next.
    pub(super) fn digits_ahead(&self) -> usize {
        self.rest.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Takes exactly so many digits.
    pub(super) fn number(&mut self, digits: usize) -> Option<u32> {
        let (taken, rest) = self.rest.split_at_checked(digits)?;
        if digits == 0 || !taken.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        taken.parse().ok()
    }

    /// Takes one or two digits.
    pub(super) fn short_number(&mut self) -> Option<u32> {
        match self.digits_ahead() {
            count @ (1 | 2) => self.number(count),
            _ => None,
        }
    }

    /// Takes the letters that come next.
    pub(super) fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or(("", self.rest));
        self.rest = rest;
        word
    }
}
