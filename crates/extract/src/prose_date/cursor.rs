//! Where a reader is among the tokens. Copied to look ahead, assigned back to go on.

use super::names::Locale;
use super::tokens::{Kind, Token};

/// The tokens still to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a [Token],
    /// The language of the text.
    pub(super) locale: Option<Locale>,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(tokens: &'a [Token], locale: Option<Locale>) -> Self {
        Self { rest: tokens, locale }
    }

    pub(super) const fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// The token so many places ahead.
    pub(super) fn ahead(&self, places: usize) -> Option<&'a Kind> {
        self.rest.get(places).map(|token| &token.kind)
    }

    /// Whether white space stands before the next token.
    pub(super) fn is_spaced(&self) -> bool {
        self.rest.first().is_none_or(|token| token.is_spaced)
    }

    pub(super) fn skip(&mut self, places: usize) {
        self.rest = self.rest.get(places..).unwrap_or_default();
    }

    /// Takes a number of one of so many digits: its value.
    pub(super) fn number(&mut self, digits: impl FnOnce(usize) -> bool) -> Option<u32> {
        match self.ahead(0) {
            Some(Kind::Number(value, count)) if digits(*count) => {
                self.skip(1);
                Some(*value)
            }
            _ => None,
        }
    }

    /// Takes a number of one or two digits that is not larger than `max`.
    pub(super) fn short(&mut self, max: u32) -> Option<u32> {
        let mut ahead = *self;
        let value = ahead.number(|digits| digits <= 2).filter(|value| *value <= max)?;
        *self = ahead;
        Some(value)
    }

    /// The digits of the number ahead; 0 if it is none.
    pub(super) fn digits(&self) -> usize {
        match self.ahead(0) {
            Some(Kind::Number(_, count)) => *count,
            _ => 0,
        }
    }

    /// The word ahead, folded; empty if it is none.
    pub(super) fn word(&self) -> &'a str {
        match self.ahead(0) {
            Some(Kind::Word(folded, _)) => folded,
            _ => "",
        }
    }

    /// The word ahead as it was written; empty if it is none.
    pub(super) fn written(&self) -> &'a str {
        match self.ahead(0) {
            Some(Kind::Word(_, written)) => written,
            _ => "",
        }
    }

    /// Takes the word ahead if it is one of these.
    pub(super) fn take_word(&mut self, words: &[&str]) -> bool {
        let word = self.word();
        let is_one = !word.is_empty() && words.contains(&word);
        if is_one {
            self.skip(1);
        }
        is_one
    }

    /// Takes the mark ahead if it is one of these.
    pub(super) fn take(&mut self, marks: &[char]) -> Option<char> {
        match self.ahead(0) {
            Some(Kind::Mark(mark)) if marks.contains(mark) => {
                self.skip(1);
                Some(*mark)
            }
            _ => None,
        }
    }

    /// Whether the mark ahead is this one.
    pub(super) fn is_at(&self, mark: char) -> bool {
        matches!(self.ahead(0), Some(Kind::Mark(ahead)) if *ahead == mark)
    }
}
