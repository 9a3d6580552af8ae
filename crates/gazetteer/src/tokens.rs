//! The parts of a text about a place, between its commas and brackets.

use crate::{
    keys::{self, Called},
    layout::KIND_CODE,
    names::fold,
    postcode,
    records::Admin1Id,
    streets, words,
};
use std::mem;

/// Parts looked at; the rest of a longer list is dropped from its beginning, for the country stands at the end.
const TOKENS_MAX: usize = 24;

/// One part of the text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Without postcodes.
    pub(crate) bare: String,
    /// The same, folded.
    pub(crate) key: String,
    /// Whether a postcode stood behind it.
    pub(crate) is_numbered: bool,
    /// Whether that had four digits and may be the number of a house.
    pub(crate) may_be_house: bool,
}

impl Token {
    fn of(piece: &str) -> Self {
        let raw = without_joiners(piece.trim_matches([' ', '.', ':', '-', '–', '—', '&', '/']));
        let raw = without_its_sort(raw);
        let bare = postcode::without(raw);
        let bare = bare.trim_matches([' ', '.', '-']);
        let number = raw.strip_prefix(bare).unwrap_or_default().trim();
        let may_be_house = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
        Self { bare: bare.to_owned(), key: fold(bare), is_numbered: !number.is_empty(), may_be_house }
    }
}

/// Without the small words that joined the part to its neighbours: "and", "in".
fn without_joiners(mut part: &str) -> &str {
    const JOINERS: [&str; 13] = ["also", "and", "at", "by", "e", "et", "in", "on", "or", "plus", "und", "via", "y"];
    while let Some((_, rest)) = part.split_once(' ').filter(|(first, _)| JOINERS.contains(first)) {
        part = rest;
    }
    while let Some((rest, _)) = part.rsplit_once(' ').filter(|(_, last)| JOINERS.contains(last)) {
        part = rest;
    }
    part
}

/// Words for a town as they stand before its name in Cyrillic: "г. Омск", "гр. Русе", "м. Суми".
const SORTS: &[&str] = &["г.", "г ", "гор.", "город ", "гр.", "м.", "місто "];

/// A town's name without the word for a town before it.
fn without_its_sort(part: &str) -> &str {
    if !part.starts_with(['г', 'м']) {
        return part;
    }
    let rests = SORTS.iter().filter_map(|sort| part.strip_prefix(sort)).map(str::trim_start);
    rests.filter(|rest| words::is_capitalised(rest)).min_by_key(|rest| rest.len()).unwrap_or(part)
}

/// The parts that say something, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for piece in pieces(text) {
        let token = Token::of(&piece);
        // `IN` and `OR` are states of the United States.
        let is_code = token.bare.len() == 2 && token.bare.bytes().all(|b| b.is_ascii_uppercase());
        if !token.bare.is_empty() && (is_code || !words::is_filler(&token.key)) {
            tokens.push(token);
        }
    }
    tokens.drain(..tokens.len().saturating_sub(TOKENS_MAX));
    tokens
}

/// Cuts at commas and what stands for one, and drops addresses of the web.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for word in text.split(' ').filter(|word| !is_address(word)) {
        // "Hotel & Spa" is one house.
        let is_of_a_house = word == "&" && piece.rsplit(' ').next().is_some_and(words::is_of_a_street);
        if !is_of_a_house && matches!(word, "-" | "–" | "—" | "&" | "near") {
            pieces.push(mem::take(&mut piece));
            continue;
        }
        if !piece.is_empty() {
            piece.push(' ');
        }
        for c in word.chars() {
            match c {
                ',' | '(' | ')' | '[' | ']' | ';' | '|' | '•' | '·' | '+' | '，' | '、' | '（' | '）' | '；' | '・' =>
                {
                    pieces.push(mem::take(&mut piece));
                }
                c => piece.push(c),
            }
        }
    }
    pieces.push(piece);
    let pieces = streets::joined(pieces).into_iter().flat_map(|piece| before_postcode(&piece));
    pieces.flat_map(streets::apart).flat_map(house_first).flat_map(smallest_first).collect()
}

/// "大阪府堺市 / 市民会館" tells the town before the house: turned round as well.
fn house_first(piece: String) -> Vec<String> {
    match piece.split_once(" / ") {
        Some((town, house)) if town.ends_with(words::is_unspaced) && !is_city(&fold(house)) => {
            vec![house.to_owned(), town.to_owned()]
        }
        _ => vec![piece],
    }
}

/// People of a city that what follows it is taken for a part of.
const OUTER_MIN: u32 = 300_000;

/// "경남 진주시 가좌동", "大阪 梅田" tell the largest first: turned round, for the end says where.
fn smallest_first(piece: String) -> Vec<String> {
    let is_outer = |word: &str| {
        let is_written_so = word.starts_with(words::is_unspaced);
        is_written_so && {
            let key = fold(word);
            Admin1Id::by_key(&key).next().is_some() || is_city(&key)
        }
    };
    match piece.split_once(' ') {
        Some((first, _)) if is_outer(first) => piece.split(' ').rev().map(str::to_owned).collect(),
        _ => vec![piece],
    }
}

fn is_city(key: &str) -> bool {
    let is_large = |Called { place, kind }: Called| {
        kind != KIND_CODE && place.record().is_some_and(|record| record.population >= OUTER_MIN)
    };
    keys::PLACES.get(key).places().any(is_large)
}

/// Cuts between the number of a house and a postcode before the town: "Via Garibaldi 18 40033 Casalecchio di Reno".
fn before_postcode(piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split(' ').collect();
    let is_house = |word: &str| word.len() <= 5 && word.starts_with(|c: char| c.is_ascii_digit());
    let is_code = |word: &str| matches!(word.len(), 4 | 5) && word.bytes().all(|b| b.is_ascii_digit());
    let at = words.windows(3).position(|three| match three {
        [house, code, town] => is_house(house) && is_code(code) && words::is_capitalised(town),
        _ => false,
    });
    let cut = at.and_then(|at| Some((words.get(..=at)?.join(" "), words.get(at + 1..)?.join(" "))));
    let is_street = |rest: &str| rest.split(' ').skip(1).any(words::is_of_a_street);
    match cut {
        Some((street, rest)) if !is_street(&rest) => vec![street, rest],
        _ => vec![piece.to_owned()],
    }
}

fn is_address(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn bare(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.bare).collect()
    }

    #[test]
    fn a_text_falls_apart_at_what_stands_for_a_comma() {
        assert_eq!(bare("c-base - Berlin (Germany); EU"), ["c-base", "Berlin", "Germany", "EU"]);
        assert_eq!(bare("Otis, OR 97368"), ["Otis", "OR"]);
        assert_eq!(bare("Via Roma, 18 40033 Casalecchio di Reno"), ["Via Roma", "18", "Casalecchio di Reno"]);
        assert_eq!(bare("Am Markt 3b 10827 Berlin"), ["Am Markt 3b", "Berlin"]);
        assert_eq!(bare("Unit 3 1200 Main St"), ["Unit 3 Main St"]);
        assert_eq!(bare("Portland, OR"), ["Portland", "OR"]);
        assert_eq!(bare("in Oslo, Norway and via , x"), ["Oslo", "Norway", "x"]);
        assert_eq!(bare("at, Oslo , https://example.org/x, and"), ["Oslo"]);
    }

    #[test]
    fn what_a_script_writes_first_is_turned_round() {
        assert_eq!(bare("大阪府堺市 / 市民会館2F"), ["市民会館2F", "大阪府堺市"]);
        assert_eq!(bare("東京 / 大阪"), ["大阪", "東京"], "two towns");
        assert_eq!(bare("Oslo / Bergen"), ["Oslo / Bergen"]);
    }

    #[test]
    fn the_word_for_a_town_is_no_part_of_its_name() {
        assert_eq!(bare("г. Омск, ул. Мира, д. 4"), ["Омск", "ул. Мира", "д. 4"]);
        assert_eq!(bare("м.Суми"), ["Суми"]);
        assert_eq!(bare("гр. Русе"), ["Русе"]);
        assert_eq!(bare("гараж"), ["гараж"]);
    }

    #[test]
    fn of_a_long_list_the_end_is_kept() {
        let long: Vec<String> = (0..100).map(|n| format!("Place {n}a")).collect();
        assert_eq!(bare(&long.join(", ")).last().map(String::as_str), Some("Place 99a"));
        assert_eq!(bare(&long.join(", ")).len(), super::TOKENS_MAX);
    }
}
