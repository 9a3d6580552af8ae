//! Which stretches of one part of a text may be a name.

use crate::{names::fold, words};

/// Words in a part above which only the part as a whole is looked up.
const WORDS_MAX: usize = 14;

/// Letters in a part without blanks, above which the rest is not looked at.
const LETTERS_MAX: usize = 60;

/// A stretch of the part that may be a name.
pub(crate) struct Stretch<'a> {
    /// As it is written.
    pub(crate) written: &'a str,
    /// The same, folded.
    pub(crate) key: String,
    /// How much speaks for its being a name by itself; mostly below 0.
    pub(crate) penalty: f64,
    /// Whether it is the whole part.
    pub(crate) is_whole: bool,
    /// Whether it is worth a look only where no country is known.
    pub(crate) is_last_resort: bool,
    /// People that a place needs to be meant by it.
    pub(crate) people_min: u32,
}

/// People of a town that is written with its quarter behind a hyphen: "Berlin-Mitte".
const BEFORE_A_HYPHEN_MIN: u32 = 25_000;

impl<'a> Stretch<'a> {
    fn whole(written: &'a str, penalty: f64) -> Self {
        let written = written.trim();
        Self { written, key: fold(written), penalty, is_whole: true, is_last_resort: false, people_min: 0 }
    }
}

/// The part as a whole, and what in it may be a name.
pub(crate) fn of(part: &str) -> Vec<Stretch<'_>> {
    let mut all = wholes(part);
    all.extend(inner(part));
    all.extend(glued(part));
    all.retain(|stretch| {
        let is_tiny = stretch.written.len() <= 2 && stretch.written.is_ascii();
        !is_tiny || words::is_shouted(stretch.written)
    });
    all
}

/// The part itself, its sides around a slash or a hyphen, and itself without the number of a district.
fn wholes(part: &str) -> Vec<Stretch<'_>> {
    let mut all = vec![Stretch::whole(part, 0.0)];
    if part.contains('/') {
        all.extend(part.split('/').map(|side| Stretch::whole(side, -0.2)));
    }
    if part.contains('-') && !is_one_name(part) {
        let sides = part.split('-').filter(|side| side.chars().count() > 3);
        all.extend(sides.map(|side| Stretch { people_min: BEFORE_A_HYPHEN_MIN, ..Stretch::whole(side, -0.9) }));
    }
    // Postal addresses of Germany say the town twice now and then: "03044 Cottbus Cottbus".
    let half = part.len() / 2;
    if let Some((first, second)) = part.split_at_checked(half)
        && second.strip_prefix(' ') == Some(first)
    {
        all.push(Stretch::whole(first, -0.1));
    }
    // Praha 1, Dublin 2, Paris 15e
    if let Some((name, number)) = part.rsplit_once(' ') {
        let digits = number.trim_end_matches(['e', 'r', 'è', 'm', 't', 'h', '.']);
        let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if is_number && name.chars().count() >= 4 && !words::is_of_a_street(name) {
            all.push(Stretch::whole(name, -0.2));
        }
    }
    all
}

/// Whether the sides of a hyphen are no names of their own: "Marsac-sur-l'Isle" is one, and a school that is called after two
/// towns is in neither for sure.
fn is_one_name(part: &str) -> bool {
    let is_small = |side: &str| side.starts_with(char::is_lowercase) && side.is_ascii();
    part.split('-').skip(1).any(is_small) || words::is_of_a_street(part)
}

/// Stretches of one to four words, not all of them.
fn inner(part: &str) -> Vec<Stretch<'_>> {
    let starts: Vec<usize> = std::iter::once(0).chain(part.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let texts: Vec<&str> = part.split(' ').collect();
    let count = texts.len();
    let mut all = Vec::new();
    if !(2..=WORDS_MAX).contains(&count) {
        return all;
    }
    let keys: Vec<String> = texts.iter().map(|word| fold(word)).collect();
    let is_name = |at: Option<usize>| at.and_then(|at| texts.get(at)).is_some_and(|word| is_part_of_a_name(word));
    for length in (1..=4.min(count - 1)).rev() {
        for first in 0..=count - length {
            let end = first + length;
            let stop = starts.get(end).map_or(part.len(), |start| start - 1);
            let written = starts.get(first).and_then(|start| part.get(*start..stop)).unwrap_or_default();
            let folded = keys.get(first..end).unwrap_or_default().iter().filter(|key| !key.is_empty());
            let key = folded.map(String::as_str).collect::<Vec<_>>().join(" ");
            let is_buried = first > 0 && is_name(first.checked_sub(1)) || is_name(Some(end));
            let penalty = match () {
                () if end == count && is_behind_a_street(&keys, first) => -1.3,
                () if is_buried => -3.21,
                () => -2.2,
            };
            let edge = match first {
                _ if end == count => 0.5,
                0 => 0.1,
                _ => -0.3,
            };
            let more_words = f64::from(u32::try_from(length - 1).unwrap_or(0));
            let penalty = penalty + edge + 0.25 * more_words;
            all.extend(stretch(written, key, penalty, length == 1));
        }
    }
    all
}

/// Small words that belong to what follows them: the end of "8 rue de Paris" is no town that a street is in.
const JOINTS: &[&str] = &["da", "de", "del", "della", "des", "di", "do", "dos", "du", "la", "le", "les"];

/// Whether the words from a place on stand behind a whole street, as people write it in Romance languages: a word for a street
/// and its name with a number before or behind it, "13 rue Sainte Ursule Toulouse", "Calle Mayor 5 Zaragoza".
fn is_behind_a_street(keys: &[String], first: usize) -> bool {
    let Some((before, rest)) = keys.split_at_checked(first) else { return false };
    if rest.iter().any(|word| words::is_of_a_street(word)) {
        return false;
    }
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let is_street = |word: &String| words::is_of_a_street(word) && !is_number(word);
    let is_joint = |word: &String| JOINTS.binary_search(&word.as_str()).is_ok();
    match before {
        [number, street, .., last] if is_number(number) => is_street(street) && !is_joint(last),
        [street, .., last] => before.len() > 2 && is_street(street) && is_number(last),
        _ => false,
    }
}

/// A stretch that is worth looking up: a name begins with a capital, where the script has some.
fn stretch(written: &str, key: String, penalty: f64, is_one_word: bool) -> Option<Stretch<'_>> {
    let letters = key.chars().count();
    let is_name = !written.is_ascii() || words::is_capitalised(written.trim_start_matches(['"', '\'', '`']));
    if !is_name {
        let is_long = is_one_word && letters >= 6;
        return is_long.then_some(Stretch {
            written,
            key,
            penalty: -3.2,
            is_whole: false,
            is_last_resort: true,
            people_min: 0,
        });
    }
    let is_weak = is_one_word && (letters < 4 || words::is_common(&key));
    (!is_weak).then_some(Stretch { written, key, penalty, is_whole: false, is_last_resort: false, people_min: 0 })
}

/// Whether a word beside a name makes it a longer name: "San" beside "Jose", but no "Hotel" and no "TX".
fn is_part_of_a_name(word: &str) -> bool {
    let is_code = word.chars().count() <= 3 && words::is_shouted(word);
    words::is_capitalised(word) && !is_code && !words::is_of_a_street(word)
}

/// Stretches of two to six letters of scripts that are written without blanks.
fn glued(part: &str) -> Vec<Stretch<'_>> {
    let letters: Vec<(usize, char)> = part.char_indices().take(LETTERS_MAX).collect();
    let mut all = Vec::new();
    if letters.len() <= 3 {
        return all;
    }
    for (length, penalty) in [(2, -1.4), (3, -1.1), (4, -0.8), (5, -0.5), (6, -0.2)] {
        for window in letters.windows(length).filter(|window| window.iter().all(|(_, c)| words::is_unspaced(*c))) {
            let (Some((start, _)), Some((last, c))) = (window.first(), window.last()) else { continue };
            let written = part.get(*start..*last + c.len_utf8()).unwrap_or_default();
            all.push(Stretch {
                written,
                key: fold(written),
                penalty,
                is_whole: false,
                is_last_resort: false,
                people_min: 0,
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    fn written(part: &str) -> Vec<&str> {
        super::of(part).into_iter().map(|stretch| stretch.written).collect()
    }

    #[test]
    fn sides_and_numbered_names_are_names() {
        assert_eq!(written("Biel/Bienne"), ["Biel/Bienne", "Biel", "Bienne"]);
        assert_eq!(written("Praha 1"), ["Praha 1", "Praha", "Praha"]);
    }

    #[test]
    fn up_to_four_words_are_tried_but_no_small_ones() {
        assert_eq!(
            written("Hotel in San José"),
            ["Hotel in San José", "Hotel in San", "in San José", "Hotel in", "San José", "Hotel", "José",]
        );
    }

    #[test]
    fn letters_without_blanks_are_tried_in_twos_to_sixes() {
        assert_eq!(written("東京都内"), ["東京都内", "東京", "京都", "都内", "東京都", "京都内", "東京都内"]);
    }
}
