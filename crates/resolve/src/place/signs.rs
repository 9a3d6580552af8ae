//! Signs within the words about a place: flags, small pictures, ends of lines, and the days of each of several places.

use hobnob_domain::{date_words, text::folded};
use hobnob_gazetteer::{Gazetteer, Hints, flags_spelt, is_online_house};

/// Longer texts are no names of places, in bytes.
const BYTES_MAX: usize = 1_000;

/// The longest day in brackets, and the longest word for a picture, in bytes.
const DAY_BYTES_MAX: usize = 40;
const PICTURE_BYTES_MAX: usize = 40;

/// Words that stand within days.
const WITHIN_DAYS: [&str; 8] = ["and", "to", "until", "und", "bis", "et", "au", "y"];

/// A text with countries in the place of their flags, without pictures (`:computer:`) and days in brackets; its lines are
/// parted, one that only says online so that it counts beside the others: "Oslo<br/>Virtual" is both.
pub(super) fn plain(gazetteer: &Gazetteer, text: &str) -> String {
    if text.len() > BYTES_MAX {
        return text.to_owned();
    }
    let text = lines_joined(gazetteer, text);
    without_pictures(&flags_spelt(&without_days(&text))).trim_matches([',', ' ']).to_owned()
}

fn lines_joined(gazetteer: &Gazetteer, text: &str) -> String {
    let lines = lines(text);
    if lines.len() < 2 && !text.contains(" | ") {
        return text.to_owned();
    }
    let parts: Vec<&str> = lines.iter().flat_map(|line| line.split(" | ")).map(str::trim).collect();
    let is_online = |part: &&str| is_online_house(without_pictures(part).trim());
    let (online, places): (Vec<&str>, Vec<&str>) =
        parts.into_iter().filter(|part| !part.is_empty()).partition(is_online);
    let is_place = |part: &&str| gazetteer.locate(part, &Hints::default()).place.is_some();
    if !online.is_empty() && places.iter().any(is_place) {
        format!("{} / {}", places.join(" | "), online.join(", "))
    } else if lines.len() > 1 {
        lines.join(", ")
    } else {
        text.to_owned()
    }
}

/// The lines of a text that are parted by a tag.
fn lines(text: &str) -> Vec<&str> {
    let small = text.to_ascii_lowercase();
    let (mut lines, mut from) = (Vec::new(), 0);
    while let Some(at) = small.get(from..).and_then(|rest| rest.find("<br")).map(|at| from + at) {
        let Some(end) = small.get(at..).and_then(|rest| rest.find('>')).map(|end| at + end + 1) else { break };
        lines.push(text.get(from..at).unwrap_or_default());
        from = end;
    }
    lines.push(text.get(from..).unwrap_or_default());
    lines.into_iter().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// A text without days in brackets: "Valencia, Spain (October 27) and Online (October 28)".
fn without_days(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once('(') {
        out.push_str(before);
        match behind.split_once(')').filter(|(inside, _)| is_day(inside)) {
            Some((_, behind)) => rest = behind,
            None => {
                out.push('(');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text names a day of a month and says nothing else.
fn is_day(text: &str) -> bool {
    if text.len() > DAY_BYTES_MAX {
        return false;
    }
    let folded = folded(text);
    let is_number = |word: &str| word.len() <= 4 && word.starts_with(|c: char| c.is_ascii_digit());
    let is_month = |word: &str| date_words::month(word).is_some();
    let is_other = |word: &str| date_words::weekday(word).is_some() || WITHIN_DAYS.contains(&word);
    folded.split(' ').any(is_number)
        && folded.split(' ').any(is_month)
        && folded.split(' ').all(|word| is_number(word) || is_month(word) || is_other(word))
}

/// A text without the words that stand for small pictures.
fn without_pictures(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once(':') {
        out.push_str(before);
        let is_apart = !out.ends_with(char::is_alphanumeric);
        match behind.split_once(':').filter(|(word, _)| is_apart && is_picture(word)) {
            Some((_, behind)) => rest = behind,
            None => {
                out.push(':');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_picture(word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'+');
    (2..=PICTURE_BYTES_MAX).contains(&word.len())
        && word.bytes().all(is_letter)
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_words_or_nothing() {
        for (text, read) in [
            ("Athens :greece:", "Athens, Greece"),
            ("🇳🇱 Texel", "Texel, The Netherlands"),
            ("🇳🇱", "The Netherlands"),
            ("Graz :computer:", "Graz"),
            ("Oslo, Norway (May 4-5)", "Oslo, Norway"),
            ("Oslo (Norway)", "Oslo (Norway)"),
            ("Old Mill<br>Oslo", "Old Mill, Oslo"),
            ("Oslo<br/>Virtual :computer:", "Oslo / Virtual"),
            ("Oslo | Online", "Oslo / Online"),
            ("APAC | Virtual", "APAC | Virtual"),
            ("Doors 18:30: Old Mill", "Doors 18:30: Old Mill"),
            ("https://example.org/a:b:c", "https://example.org/a:b:c"),
        ] {
            assert_eq!(plain(Gazetteer::embedded(), text), read, "{text}");
        }
    }
}
