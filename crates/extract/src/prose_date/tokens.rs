//! Text → numbers, words and marks. Full-width digits are digits; a Chinese or Japanese character is a mark.

use hobnob_domain::text::folded;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits: their value, and how many there are. Of more than eight only the count counts.
    Number(u32, usize),
    /// Letters: folded, and as written.
    Word(String, String),
    /// Anything else but white space.
    Mark(char),
}

/// A token, and whether white space stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) is_spaced: bool,
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().map(narrow).peekable();
    let mut is_spaced = true;
    while let Some(c) = characters.next() {
        if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') {
            is_spaced = true;
            continue;
        }
        let kind = if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(digit) = characters.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            let value = if digits.len() <= 8 { digits.parse().unwrap_or(0) } else { 0 };
            Kind::Number(value, digits.len())
        } else if is_letter(c) {
            let mut word = String::from(c);
            while let Some(letter) = characters.next_if(|c| is_letter(*c)) {
                word.push(letter);
            }
            Kind::Word(folded(&word), word)
        } else {
            Kind::Mark(c)
        };
        tokens.push(Token { kind, is_spaced });
        is_spaced = false;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    let is_mark_above = matches!(c, '\u{300}'..='\u{36f}');
    (c.is_alphabetic() || is_mark_above) && !is_east_asian(c) && !matches!(c, 'º' | 'ª')
}

/// Kana, CJK and Hangul, where a character is a word.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Full-width forms as the characters they stand for, and one kind of dash, wave and apostrophe.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5d}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{301c}' | '\u{ff5e}' | '\u{223c}' => '~',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2236}' => ':',
        c => c,
    }
}
