//! Which language a date is written in, which names of months need to know that, and words for parts of the day;
//! folded, so that `März` is `marz`.

use std::str::FromStr;

use crate::day_order::DayOrder;
use hobnob_domain::date_words;

/// A language, with the country where it matters: how numbers stand in `3/4/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    language: [u8; 2],
    is_month_first: bool,
}

/// The languages whose names are known, by ISO 639-1.
const LANGUAGES: [&str; 11] = ["en", "de", "fr", "es", "pt", "nl", "it", "pl", "ja", "zh", "ca"];

impl Locale {
    /// The two letters of the language.
    fn language(self) -> String {
        self.language.iter().map(|byte| char::from(*byte)).collect()
    }

    /// The same language, if it is known, with day and month in this order.
    pub(crate) fn ordered(locale: Option<Self>, order: DayOrder) -> Self {
        let language = locale.map_or([b' '; 2], |locale| locale.language);
        Self { language, is_month_first: order == DayOrder::MonthFirst }
    }

    /// Whether the month stands before the day in `3/4/2026`.
    pub(super) const fn is_month_first(self) -> bool {
        self.is_month_first
    }
}

/// BCP 47: `de`, `de-AT`, `en_GB`. English is American unless a country says otherwise. An error lists the languages.
impl FromStr for Locale {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, String> {
        let lower = tag.trim().to_ascii_lowercase();
        let mut parts = lower.split(['-', '_', '.']);
        let language = parts.next().unwrap_or_default();
        let region = parts.find(|part| part.len() == 2);
        let unknown = || format!("`{tag}` is not a language such as {}", LANGUAGES.join(", "));
        if !LANGUAGES.contains(&language) {
            return Err(unknown());
        }
        let language = language.as_bytes().first_chunk::<2>().copied().ok_or_else(unknown)?;
        let is_american = matches!(region, None | Some("us" | "ph" | "bz"));
        Ok(Self { language, is_month_first: language == *b"en" && is_american })
    }
}

/// Months that are other words elsewhere: read only where the language is known to be one of these.
const CAREFUL: [(&str, &str); 9] = [
    ("out", "pt"),
    ("set", "pt it"),
    ("ago", "es pt it ca"),
    ("sie", "pl"),
    ("lis", "pl"),
    ("lip", "pl"),
    ("des", "ca"),
    ("gen", "it ca"),
    ("ene", "es"),
];

/// The number of the month so called, 1…12.
pub(super) fn month(word: &str, locale: Option<Locale>) -> Option<u32> {
    if let Some((_, languages)) = CAREFUL.iter().find(|(name, _)| *name == word)
        && !locale.is_some_and(|locale| languages.contains(&locale.language()))
    {
        return None;
    }
    date_words::month(word)
}

/// The day of the week of its character, Monday = 0.
pub(super) fn weekday_mark(mark: char) -> Option<u32> {
    (0..7).zip("月火水木金土日".chars()).find(|(_, known)| *known == mark).map(|(number, _)| number)
}

/// Words that make an hour one of the morning.
pub(super) const MORNING: [&str; 12] = [
    "morgens",
    "vormittags",
    "fruh",
    "matin",
    "manana",
    "madrugada",
    "manha",
    "mattina",
    "mattino",
    "ochtends",
    "morning",
    "rano",
];

/// Words that make an hour one of the afternoon or evening.
pub(super) const EVENING: [&str; 13] = [
    "abends",
    "nachmittags",
    "soir",
    "tarde",
    "noche",
    "noite",
    "sera",
    "pomeriggio",
    "avonds",
    "middags",
    "afternoon",
    "evening",
    "wieczorem",
];

/// Noon.
pub(super) const NOON: [&str; 8] =
    ["noon", "midday", "midi", "mediodia", "mezzogiorno", "mittags", "poludnie", "meiodia"];

/// Midnight.
pub(super) const MIDNIGHT: [&str; 8] =
    ["midnight", "mitternacht", "minuit", "medianoche", "mezzanotte", "middernacht", "polnoc", "meianoite"];
