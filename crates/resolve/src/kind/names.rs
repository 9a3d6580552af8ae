//! Names that are built like those of conferences.

use hobnob_domain::text::folded;

/// Words that grow on days of the week and of the year, not on names.
const PLAIN_DAYS: &[&str] = &[
    "birthday",
    "birthdays",
    "friday",
    "fridays",
    "holiday",
    "holidays",
    "monday",
    "mondays",
    "nowadays",
    "saturday",
    "saturdays",
    "someday",
    "sunday",
    "sundays",
    "thursday",
    "thursdays",
    "today",
    "todays",
    "tuesday",
    "tuesdays",
    "wednesday",
    "wednesdays",
    "weekday",
    "weekdays",
    "workday",
    "yesterday",
];

/// Endings of names of conferences that other things have too: only in the trade do they tell.
const OF_THE_TRADE: &[&str] = &["day", "saturday", "saturdays", "tour", "world", "nation", "live", "one", "week"];

/// Whether a folded name ends like that of a conference in the trade.
pub(super) fn may_be_conference(name: &str) -> bool {
    name.split(' ').any(|word| OF_THE_TRADE.contains(&word))
}

/// Whether a name is built like a conference's: RustConf, PyCon, DevOpsDays, DevFest, Craft Con.
pub(super) fn is_conference(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let last = words.clone().rfind(|word| !word.bytes().all(|b| b.is_ascii_digit()));
    last.is_some_and(|last| matches!(last, "Con" | "CON")) && words.clone().count() > 1 || words.any(is_conference_word)
}

fn is_conference_word(word: &str) -> bool {
    if PLAIN_DAYS.binary_search(&word.to_lowercase().as_str()).is_ok() {
        return false;
    }
    // "BSidesLNZ"
    if word.starts_with("BSides") {
        return true;
    }
    // "Conf42"
    if word.strip_prefix("Conf").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())) {
        return true;
    }
    let stem = |end: &str| word.strip_suffix(end).filter(|stem| !stem.is_empty());
    let is_named = word.chars().any(char::is_uppercase);
    // `con` ends many words of the language (falcon, silicon): only capitals tell.
    let is_con = stem("Con").is_some()
        || stem("CON").is_some_and(|stem| stem.len() > 1)
        || stem("con").is_some_and(|stem| stem.len() > 1 && stem.bytes().all(|b| b.is_ascii_uppercase()));
    let is_short = ["conf", "Conf", "CONF", "Fest", "Days", "Day"].iter().any(|end| stem(end).is_some());
    let is_long = word.len() > 6 && ["days", "fest", "camp"].iter().any(|end| stem(end).is_some());
    is_con || is_named && (is_short || is_long)
}

/// Words for an evening and for a sitting, in order.
const SITTINGS: &[&str] = &[
    "abend",
    "evening",
    "meeting",
    "night",
    "noche",
    "noite",
    "serata",
    "soiree",
    "vecer",
    "wieczor",
    "вечер",
    "вечір",
];

/// Words behind which the number of a sitting stands, in order.
const COUNTED: &[&str] =
    &["ed", "edicao", "edicion", "edition", "episode", "episodio", "sesion", "session", "vol", "volume"];

/// Months as they stand in names of monthly sittings, in order: none that is a word of another meaning (May, March).
const MONTHS: &[&str] = &[
    "abril",
    "agosto",
    "aout",
    "april",
    "august",
    "avril",
    "december",
    "dezember",
    "dezembro",
    "dicembre",
    "diciembre",
    "enero",
    "febbraio",
    "febrero",
    "februar",
    "february",
    "fevereiro",
    "fevrier",
    "giugno",
    "janeiro",
    "januar",
    "january",
    "janvier",
    "juillet",
    "juin",
    "julho",
    "juli",
    "julio",
    "july",
    "june",
    "junho",
    "juni",
    "junio",
    "luglio",
    "maart",
    "marzo",
    "november",
    "novembre",
    "novembro",
    "noviembre",
    "october",
    "octobre",
    "octubre",
    "oktober",
    "ottobre",
    "outubro",
    "september",
    "septembre",
    "septiembre",
    "setembro",
    "settembre",
];

/// Whether a name is that of one of many sittings, by its number, its month or a word for it; `folded` is the same folded.
pub(super) fn is_sitting(name: &str, folded: &str) -> bool {
    let is_numbered = |behind: &str| behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
    // "第3回"
    let is_counted = |behind: &str| behind.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['回', '届']);
    let mut is_behind_word = false;
    let is_sitting_word = |word: &str| {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 3;
        let is_it =
            is_behind_word && is_number || SITTINGS.binary_search(&word).is_ok() || MONTHS.binary_search(&word).is_ok();
        is_behind_word = COUNTED.binary_search(&word).is_ok();
        is_it
    };
    name.split(['#', '№', '＃']).skip(1).any(is_numbered)
        || folded.split(' ').any(is_sitting_word)
        || !name.is_ascii() && name.split('第').skip(1).any(is_counted)
}

/// Who holds it, folded, where the name begins with that: "Linz Users: macros", "Coders of Linz presents macros".
pub(super) fn host(name: &str) -> Option<String> {
    let marks = [": ", " - ", " – ", " — ", " | ", " presents ", " apresenta", " presenta ", " présente "];
    let heads = marks.iter().filter_map(|mark| name.split_once(mark)).map(|(head, _)| head);
    heads.min_by_key(|head| head.len()).map(folded)
}

/// Whether a folded name holds a year: "Oxidize 2027".
pub(super) fn has_a_year(name: &str) -> bool {
    name.split(' ').any(|word| word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit()))
}

/// Words on `-athon` that are no contests of makers, a first name among them, in order.
const OF_ENDURANCE: &[&str] = &[
    "bikeathon",
    "bowlathon",
    "danceathon",
    "jogathon",
    "jonathon",
    "marathon",
    "readathon",
    "rideathon",
    "runathon",
    "skateathon",
    "swimathon",
    "walkathon",
];

/// Whether a word is made as `hackathon` is: Testathon, Makerthon, Buildathon.
fn is_marathon_of_work(word: &str) -> bool {
    let ends_in = |end: &str| {
        let at = word.len().checked_sub(end.len());
        at.and_then(|at| word.get(at..)).is_some_and(|behind| behind.eq_ignore_ascii_case(end))
    };
    let is_made_so = word.len() > 7 && (ends_in("athon") || ends_in("erthon"));
    is_made_so && !OF_ENDURANCE.iter().any(|other| ends_in(other))
}

/// Words that grow on `Hack` to name what is no hackathon: a house, a school.
const OF_HOUSES: &[&str] = &["aton", "ers", "space", "lab", "labs", "erspace", "night", "school", "academy", "your"];

/// Whether a name is built like a hackathon's: WUHack, CityHacks, HackLNZ.
pub(super) fn is_hackathon(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let before = word.strip_suffix("Hacks").or_else(|| word.strip_suffix("Hack"));
        let behind = word.strip_prefix("Hack").filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        let is_house = |rest: &str| OF_HOUSES.iter().any(|house| rest.to_lowercase().starts_with(house));
        is_marathon_of_work(word)
            || before.is_some_and(|stem| !stem.is_empty())
            || behind.is_some_and(|rest| !is_house(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_days_are_in_order() {
        assert!(PLAIN_DAYS.is_sorted() && SITTINGS.is_sorted() && COUNTED.is_sorted() && MONTHS.is_sorted());
        assert!(OF_ENDURANCE.is_sorted());
    }
}
