//! Words that end a name and say, with nothing to part them from it, that it does not take place: "Stammtisch fällt aus",
//! "Board meeting cancelled". A title that ends so by itself ("How to deal with being cancelled") says nothing of the kind.

use hobnob_domain::text::folded;

/// The longest name that is looked at, in bytes.
const BYTES_MAX: usize = 300;

/// Participles that end no other sentence, folded.
const LAST: [&str; 19] = [
    "abgesagt",
    "entfallt",
    "entfaellt",
    "annule",
    "annulee",
    "annules",
    "annulees",
    "geannuleerd",
    "gecanceld",
    "afgelast",
    "cancelado",
    "cancelada",
    "cancelados",
    "canceladas",
    "annullato",
    "annullata",
    "odwolane",
    "odwolany",
    "odwolana",
];

/// English is the language of titles: these need more to be a mark.
const ENGLISH: [&str; 2] = ["cancelled", "canceled"];

/// So many words of a name stand before them.
const ENGLISH_BEFORE_MIN: usize = 2;

/// What may stand between "fällt" and "aus", and how many words of it.
const BETWEEN: [&str; 13] = [
    "leider",
    "heute",
    "morgen",
    "wieder",
    "erneut",
    "diesmal",
    "diese",
    "woche",
    "ersatzlos",
    "krankheitsbedingt",
    "wetterbedingt",
    "bis",
    "weiteres",
];
const BETWEEN_MAX: usize = 3;

/// What joins such a word to the name before it.
const JOINTS: [&str; 19] = [
    "ist", "wird", "wurde", "leider", "heute", "est", "a", "ete", "is", "wordt", "helaas", "vandaag", "esta", "ha",
    "sido", "foi", "e", "stato", "zostalo",
];

/// Words before it that make it another sentence.
const OTHERWISE: [&str; 51] = [
    "a",
    "almost",
    "already",
    "an",
    "and",
    "are",
    "be",
    "been",
    "being",
    "by",
    "ever",
    "for",
    "from",
    "get",
    "gets",
    "getting",
    "got",
    "he",
    "her",
    "his",
    "i",
    "in",
    "is",
    "it",
    "just",
    "my",
    "nearly",
    "never",
    "not",
    "of",
    "officially",
    "on",
    "or",
    "our",
    "she",
    "so",
    "that",
    "the",
    "their",
    "they",
    "to",
    "too",
    "totally",
    "was",
    "we",
    "were",
    "who",
    "will",
    "with",
    "you",
    "your",
];

/// The same in other languages.
const NOT: [&str; 18] = [
    "als", "et", "fast", "jamais", "nao", "never", "nicht", "nie", "niet", "no", "non", "nunca", "oder", "ou", "pas",
    "und", "y", "zu",
];

/// Words right before it, or before the one that is, by which it takes place.
const NEGATED: [&str; 12] =
    ["nicht", "kein", "keine", "not", "no", "never", "plus", "pas", "jamais", "nie", "niet", "non"];

/// What takes place in the stead of what was called off.
const INSTEAD: [&str; 2] = ["ersatztermin", "nachholtermin"];

/// Words by which it is somebody's life, and a title.
const SOMEBODYS: [&str; 3] = ["mi", "ma", "mon"];

/// What is called off in tales alone.
const TALES: [&str; 3] = ["weihnachten", "weltuntergang", "apokalypse"];

/// Words for gatherings: where a name has none of these, it is a title.
const GATHERINGS: [&str; 18] = [
    "board",
    "class",
    "committee",
    "concert",
    "event",
    "group",
    "hearing",
    "lecture",
    "meeting",
    "meetup",
    "night",
    "practice",
    "rehearsal",
    "seminar",
    "session",
    "tour",
    "training",
    "workshop",
];

/// Signs that make a word a quoted one, or a question.
const QUOTES: [char; 12] = ['"', '\'', '“', '”', '„', '’', '‘', '«', '»', '?', '？', '…'];

/// Words with which questions and tales begin.
const QUESTIONS: [&str; 25] = [
    "how", "why", "what", "when", "where", "who", "if", "being", "getting", "wie", "warum", "was", "wann", "wenn",
    "wer", "comment", "pourquoi", "quand", "si", "como", "porque", "cuando", "hoe", "waarom", "wat",
];

/// A name, and the words behind it that say that it does not take place.
pub(super) fn parted(name: &str) -> Option<(String, String)> {
    if name.len() > BYTES_MAX {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let keys: Vec<String> = words.iter().map(|word| folded(word)).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    if keys.first().is_none_or(|first| QUESTIONS.contains(first)) {
        return None;
    }
    let at = begins(&keys)?;
    // One that is quoted is told of.
    let is_plain = |word: &&str| !word.contains(QUOTES);
    let (before, said) = words.split_at_checked(at)?;
    if !said.iter().all(is_plain) {
        return None;
    }
    let before = before.get(..named(keys.get(..at)?, keys.get(at..)?)?)?;
    Some((before.join(" "), said.join(" ")))
}

/// Where the words begin that say so.
fn begins(keys: &[&str]) -> Option<usize> {
    let (last, before) = keys.split_last()?;
    if *last == "aus" {
        let between = before.iter().rev().take(BETWEEN_MAX).take_while(|word| BETWEEN.contains(word)).count();
        let at = before.len().checked_sub(between + 1)?;
        return before.get(at).filter(|word| ["fallt", "faellt"].contains(word)).map(|_| at);
    }
    (LAST.contains(last) || ENGLISH.contains(last)).then_some(before.len())
}

/// How many of the words before are the name, where they are one.
fn named(before: &[&str], said: &[&str]) -> Option<usize> {
    let is_english = said.first().is_some_and(|word| ENGLISH.contains(word));
    let is_other = |word: &&str| [&INSTEAD[..], &SOMEBODYS, &TALES].iter().any(|words| words.contains(word));
    if before.iter().any(is_other) || before.iter().rev().take(2).any(|word| NEGATED.contains(word)) {
        return None;
    }
    if is_english && !before.iter().any(|word| GATHERINGS.contains(word)) {
        return None;
    }
    let name = match before {
        [name @ .., "has", "been"] if is_english => name,
        [name @ .., "is"] if is_english && name.last().is_some_and(|word| GATHERINGS.contains(word)) => name,
        [.., last] if is_english && OTHERWISE.contains(last) => return None,
        [.., last] if !is_english && NOT.contains(last) => return None,
        _ if is_english => before,
        _ => {
            let joints = before.iter().rev().take_while(|word| JOINTS.contains(word)).count();
            before.get(..before.len().saturating_sub(joints))?
        }
    };
    let least = if is_english { ENGLISH_BEFORE_MIN } else { 1 };
    (name.len() >= least).then_some(name.len())
}

#[cfg(test)]
mod tests {
    use super::super::of_name;
    use hobnob_domain::EventStatus;

    #[test]
    fn a_name_may_end_with_the_word_that_tells() {
        for (name, rest) in [
            ("Der Computer-Treff fällt aus", "Der Computer-Treff"),
            ("Lesekreis fällt heute leider aus!", "Lesekreis"),
            ("Stammtisch abgesagt", "Stammtisch"),
            ("Stammtisch ist leider abgesagt", "Stammtisch"),
            ("Lesekreis entfällt", "Lesekreis"),
            ("Soirée Rust annulée", "Soirée Rust"),
            ("La soirée Rust est annulée", "La soirée Rust"),
            ("Rust avond geannuleerd", "Rust avond"),
            ("Noche de Rust cancelada", "Noche de Rust"),
            ("Canal Board Meeting Cancelled", "Canal Board Meeting"),
            ("CANAL BOARD MEETING CANCELED", "CANAL BOARD MEETING"),
            ("Canal board, lock committee cancelled", "Canal board, lock committee"),
            ("The canal meeting for January has been cancelled.", "The canal meeting for January"),
            ("Next week's meeting is cancelled", "Next week's meeting"),
            ("No Code Meetup cancelled", "No Code Meetup"),
        ] {
            let (marked, less) = of_name(name);
            assert_eq!((marked.status, less.as_str()), (Some(EventStatus::Cancelled), rest), "{name}");
        }
    }

    #[test]
    fn a_title_that_ends_so_tells_of_something_else() {
        for name in [
            "How to deal with being cancelled",
            "Why my talk was cancelled",
            "The day my favourite show was cancelled",
            "Everything is cancelled",
            "Christmas is cancelled",
            "Loud, proud and cancelled",
            "Is the canal meeting cancelled?",
            "Rust Cancelled",
            "Cancelled",
            "Abgesagt",
            "Fällt aus",
            "A reading from “Cancelled”",
            "Film night: \"My Summer Cancelled\"",
            "Der Stammtisch fällt nicht aus",
            "Die Wahl wird nicht abgesagt",
            "Warum der Unterricht fällt aus",
            "Der Blick fällt von oben auf das Haus",
            "Konzert doch nicht mehr abgesagt",
            "Rust Meetup no longer cancelled",
            "Le concert n'est plus annulé",
            "Kein Termin entfällt",
            "Mode: schrill, bunt, ausgefallen",
            "Ersatztermin für Konzert abgesagt",
            "Weihnachten fällt aus!",
            "Ballet: Mi vida cancelada",
            "Silent Disco: Noise Cancelled",
            "Student Debt Cancelled",
        ] {
            let (marked, less) = of_name(name);
            assert_eq!((marked.status, less.as_str()), (None, name), "{name}");
        }
    }
}
