//! Cuts postcodes out of a text: they are no names, and stand beside one.

/// `A` a capital, `9` a digit, `X` either, `?` the one before or nothing, `>` a blank and a word must follow, anything
/// else itself. All between the bounds of words.
const SHAPES: [&str; 12] = [
    "AA?9X? ?9AA", // United Kingdom: SW1A 1AA
    "A9A ?9A9",    // Canada
    "9999 ?AA>",   // Netherlands, before the town
    "AA?A?-9999?9?9?-99?9?9?",
    "AA?A?-9999?9?9?", // LV-1001, D-10115
    "99999-9999?",     // United States, Brazil
    "〒 ?999-?9999",   // Japan
    "999-9999",
    "999 99",     // Sweden, Czechia, Greece
    "99-999",     // Poland
    "9999-999",   // Portugal
    "99999?9?9?", // four to seven digits: most of the others
];

/// The text with a blank in the place of each postcode, and no blank twice.
pub(crate) fn without(text: &str) -> String {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut chars: Vec<char> = text.chars().collect();
    for shape in SHAPES {
        let shape: Vec<char> = shape.chars().collect();
        let begins = |c: char| shape.first().is_some_and(|class| fits(*class, c));
        if !chars.iter().any(|c| begins(*c)) {
            continue;
        }
        let (mut kept, mut at) = (Vec::with_capacity(chars.len()), 0);
        while let Some(c) = chars.get(at) {
            let starts =
                begins(*c) && (*c == '〒' || !at.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(is_word));
            let found = if starts { length(&shape, chars.get(at..).unwrap_or_default()) } else { None };
            match found {
                Some(length) => {
                    kept.push(' ');
                    at += length;
                }
                None => {
                    kept.push(*c);
                    at += 1;
                }
            }
        }
        chars = kept;
    }
    let bare: String = chars.into_iter().collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a postcode can't end beside it. Scripts without blanks are written on right behind one.
fn is_word(c: &char) -> bool {
    (c.is_alphanumeric() && *c < '\u{2e80}') || *c == '_'
}

fn fits(class: char, c: char) -> bool {
    match class {
        'A' => c.is_ascii_uppercase(),
        '9' => c.is_ascii_digit(),
        'X' => c.is_ascii_uppercase() || c.is_ascii_digit(),
        class => class == c,
    }
}

/// How much of the text has the shape. Shapes have at most six `?`, so trying every way is cheap.
fn length(shape: &[char], text: &[char]) -> Option<usize> {
    let with_one = |rest: &[char]| length(rest, text.get(1..)?).map(|length| length + 1);
    match (shape, text) {
        ([], _) => (!text.first().is_some_and(is_word)).then_some(0),
        (['>'], [' ', next, ..]) => is_word(next).then_some(0),
        ([class, '?', rest @ ..], [c, ..]) if fits(*class, *c) => with_one(rest).or_else(|| length(rest, text)),
        ([_, '?', rest @ ..], _) => length(rest, text),
        ([class, rest @ ..], [c, ..]) if fits(*class, *c) => with_one(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn postcodes_of_many_countries_come_out() {
        let cases = [
            ("London SW1A 1AA", "London"),
            ("Ottawa K1A 0B1", "Ottawa"),
            ("1012 AB Amsterdam", "Amsterdam"),
            ("D-10115 Berlin", "Berlin"),
            ("10115 Berlin", "Berlin"),
            ("OR 97201-1234", "OR"),
            ("00-001 Warszawa", "Warszawa"),
            ("111 22 Stockholm", "Stockholm"),
            ("〒100-0001東京都", "東京都"),
            ("LV-1001", ""),
        ];
        for (text, bare) in cases {
            assert_eq!(without(text), bare, "{text}");
        }
    }

    #[test]
    fn numbers_of_houses_and_names_stay() {
        for text in ["Torstr. 12", "Area 51", "Praha 1", "B4 Hall", "Room 101"] {
            assert_eq!(without(text), text);
        }
    }
}
