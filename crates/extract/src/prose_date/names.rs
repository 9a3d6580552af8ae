//! Names of months, weekdays and parts of the day, in the languages listings are written in; folded, so that `März` is
//! `marz`.

use std::str::FromStr;

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

/// Twelve months: full names, other cases, short names.
const MONTHS: [&str; 12] = [
    " january jan januar janner jaenner janvier janv enero ene janeiro gennaio gen januari styczen stycznia sty gener ",
    " february feb februar feber fevrier fevr fev febrero fevereiro febbraio februari luty lutego lut febrer ",
    " march mar marz maerz mrz mars marzo marco maart mrt marzec marca ",
    " april apr avril avr abril abr aprile kwiecien kwietnia kwi ",
    " may mai mayo maio maggio mag mei maj maja maig ",
    " june jun juni juin junio junho giugno giu czerwiec czerwca cze juny ",
    " july jul juli juillet juil julio julho luglio lug lipiec lipca lip juliol ",
    " august aug aout agosto ago augustus sierpien sierpnia sie agost ",
    " september sep sept septembre septiembre setembro set settembre sett wrzesien wrzesnia wrz setembre ",
    " october oct oktober okt octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz ",
    " november nov novembre noviembre novembro listopad listopada lis ",
    " december dec dezember dez decembre diciembre dic dezembro dicembre grudzien grudnia gru desembre des ",
];

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

/// Monday to Sunday.
const WEEKDAYS: [&str; 7] = [
    " monday mon montag mo lundi lun lunes segunda seg maandag ma lunedi poniedzialek poniedzialku pon pn dilluns ",
    " tuesday tue tues dienstag di mardi mar martes terca ter dinsdag martedi wtorek wt dimarts ",
    " wednesday wed mittwoch mi mercredi mer miercoles mie quarta qua woensdag wo mercoledi sroda srode sr dimecres ",
    " thursday thu thur thurs donnerstag do jeudi jeu jueves jue quinta qui donderdag giovedi gio czwartek czw dijous ",
    " friday fri freitag fr vendredi ven viernes vie sexta sex vrijdag vr venerdi piatek pt divendres ",
    " saturday sat samstag sa sonnabend samedi sam sabado sab zaterdag za sabato sobota sobote sob dissabte ",
    " sunday sun sonntag so dimanche dim domingo dom zondag zo domenica niedziela niedziele nd niedz diumenge ",
];

fn holds(list: &str, word: &str) -> bool {
    word.len() >= 2 && word.len() <= 16 && list.contains(&format!(" {word} "))
}

/// The number of the month so called, 1…12.
pub(super) fn month(word: &str, locale: Option<Locale>) -> Option<u32> {
    if let Some((_, languages)) = CAREFUL.iter().find(|(name, _)| *name == word)
        && !locale.is_some_and(|locale| languages.contains(&locale.language()))
    {
        return None;
    }
    (1..=12).zip(MONTHS).find(|(_, names)| holds(names, word)).map(|(number, _)| number)
}

/// The day of the week so called, Monday = 0.
pub(super) fn weekday(word: &str) -> Option<u32> {
    (0..7).zip(WEEKDAYS).find(|(_, names)| holds(names, word)).map(|(number, _)| number)
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
