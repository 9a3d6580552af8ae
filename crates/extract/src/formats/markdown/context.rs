//! What the headings above a line say: which year and month, and whether what follows are events.

use super::document::HeadingLevel;
use hobnob_domain::{date_words, text::folded};
use std::collections::BTreeMap;
use url::Url;

/// Beginnings of words that say that a list is of events, folded.
const EVENTS: [&str; 29] = [
    "event",
    "conf",
    "meetup",
    "meet-up",
    "hackathon",
    "summit",
    "upcoming",
    "calendar",
    "agenda",
    "cfp",
    "workshop",
    "veranstaltung",
    "konferenz",
    "treffen",
    "termin",
    "kalender",
    "evenement",
    "rencontre",
    "evento",
    "congres",
    "encontro",
    "calendario",
    "calendrier",
    "wydarzen",
    "konferenc",
    "spotkan",
    "イベント",
    "勉強会",
    "会议",
];

/// The same in Korean, whose letters folding takes apart.
const KOREAN: [&str; 4] = ["행사", "이벤트", "컨퍼런스", "밋업"];

/// Words that say that a list is of what is over, folded.
const PAST: [&str; 12] = [
    "past",
    "previous",
    "archive",
    "archives",
    "archived",
    "vergangene",
    "vergangen",
    "archiv",
    "passes",
    "pasados",
    "passados",
    "minione",
];

/// Words that say that it is also of what is to come.
const AHEAD: [&str; 6] = ["upcoming", "future", "next", "current", "kommende", "proximos"];

/// Words that say that what follows has days and is no event: news, minutes, the dates of one conference. Folded.
const OTHERS: [&str; 46] = [
    "news",
    "blog",
    "press",
    "minutes",
    "articles",
    "posts",
    "releases",
    "changelog",
    "publications",
    "papers",
    "jobs",
    "proceedings",
    "deadlines",
    "dates",
    "timeline",
    "updates",
    "announcements",
    "newsletter",
    "podcast",
    "videos",
    "talks",
    "recordings",
    "reports",
    "neuigkeiten",
    "aktuelles",
    "nachrichten",
    "presse",
    "protokolle",
    "noticias",
    "noticia",
    "actualites",
    "actualite",
    "notizie",
    "aktualnosci",
    "новости",
    "ニュース",
    "お知らせ",
    "program",
    "programme",
    "programm",
    "programa",
    "sessions",
    "session",
    "speakers",
    "zeitplan",
    "ablauf",
];

/// One heading.
struct Level {
    year: Option<i32>,
    month: Option<u32>,
    is_about_events: bool,
    is_past: bool,
    /// Whether it says that what follows is something else.
    is_about_others: bool,
    /// Whether it says nothing but a year, or but a month.
    is_bare: bool,
    /// The year of its month where no heading names one.
    year_of_month: Option<i32>,
}

/// The headings above a line.
#[derive(Default)]
pub(super) struct Context {
    levels: BTreeMap<HeadingLevel, Level>,
    /// The year that the address or the title names.
    stated: Option<i32>,
    /// Whether the address says that the text is about events: `…/awesome-conferences/…/README.md`.
    is_named_so: bool,
    /// Whether it says that it is about something else.
    is_named_otherwise: bool,
}

impl Context {
    /// Above the first heading of a text.
    pub(super) fn of(url: &Url) -> Self {
        let path = folded(url.path());
        let is_named_otherwise = path.split(['/', '-', '_', '.']).any(|word| OTHERS.contains(&word));
        Self { is_named_so: is_about_events(&path), is_named_otherwise, ..Self::default() }
    }

    /// The same for a text whose address or title names that year.
    pub(super) fn stating(self, stated: Option<i32>) -> Self {
        Self { stated, ..self }
    }

    /// Takes a heading; those below it are over.
    pub(super) fn heading(&mut self, level: HeadingLevel, text: &str) {
        let name = folded(text);
        let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let said = Level {
            // `2025–2027` is no year.
            year: match years_in(text).as_slice() {
                [year] => Some(*year),
                _ => None,
            },
            month: month_in(text),
            is_about_events: is_about_events(&name) || KOREAN.iter().any(|word| text.contains(word)),
            is_past: words().any(|word| PAST.contains(&word)) && !words().any(|word| AHEAD.contains(&word)),
            is_about_others: words().any(|word| OTHERS.contains(&word)),
            is_bare: words().count() == 1,
            year_of_month: None,
        };
        // Some write the year smaller than its months: `### 2027`, `## May`.
        let is_month = said.is_bare && said.month.is_some();
        self.levels.retain(|above, known| *above < level || (is_month && known.is_bare && known.year.is_some()));
        self.levels.insert(level, said);
    }

    /// Notes the year of the month that the last heading of a level names.
    pub(super) fn month_is_in(&mut self, level: HeadingLevel, year: Option<i32>) {
        if let Some(said) = self.levels.get_mut(&level) {
            said.year_of_month = year;
        }
    }

    /// The year, and the month, that the nearest heading names.
    pub(super) fn year(&self) -> Option<i32> {
        self.levels.values().rev().find_map(|level| level.year)
    }

    /// The year of the month that the nearest heading names, where no heading names a year: that of the whole list.
    pub(super) fn year_of_month(&self) -> Option<i32> {
        self.levels.values().rev().find(|level| level.month.is_some())?.year_of_month
    }

    /// The year that the address or the title names, as it holds for the month that the nearest heading names.
    pub(super) fn stated_year(&self) -> Option<i32> {
        self.stated.map(|stated| self.year_of_month().unwrap_or(stated))
    }

    /// The month that the nearest heading names.
    pub(super) fn month(&self) -> Option<u32> {
        self.levels.values().rev().find_map(|level| level.month)
    }

    /// Whether a heading says that what follows is over.
    pub(super) fn is_past(&self) -> bool {
        self.levels.values().any(|level| level.is_past)
    }

    /// Whether the nearest heading that says what follows says that it is something else.
    pub(super) fn is_about_others(&self) -> bool {
        let telling = self.levels.values().rev().find(|level| level.is_about_others || level.is_about_events);
        telling.map_or(self.is_named_otherwise, |level| level.is_about_others)
    }

    /// Whether a heading says that what follows are events.
    pub(super) fn is_about_events(&self) -> bool {
        self.is_named_so || self.levels.values().any(|level| level.is_about_events)
    }
}

/// The years that a heading names.
pub(super) fn years_in(text: &str) -> Vec<i32> {
    let written = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    written.filter_map(year).filter(|year| (1990..2200).contains(year)).collect()
}

/// The month that a heading names.
pub(super) fn month_in(text: &str) -> Option<u32> {
    let name = folded(text);
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut written = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.find_map(date_words::month).or_else(|| written.find_map(numbered_month))
}

/// `2027`, `27년`, `2027年`.
fn year(word: &str) -> Option<i32> {
    match word.strip_suffix(['년', '年']).map(|year| (year.len(), year.parse::<i32>())) {
        Some((2, Ok(year))) => Some(2000 + year),
        Some((_, year)) => year.ok(),
        None => word.parse().ok().filter(|_| word.len() == 4),
    }
}

/// `8월`, `08月`.
fn numbered_month(word: &str) -> Option<u32> {
    word.strip_suffix(['월', '月'])?.parse().ok().filter(|month| (1..=12).contains(month))
}

/// Whether a folded text has a word that is about events.
pub(super) fn is_about_events(name: &str) -> bool {
    let begins = |word: &str| EVENTS.iter().any(|event| word.starts_with(event));
    let is_confusing = |word: &str| {
        ["config", "confidential", "conflict", "confirm", "eventual"].iter().any(|other| word.starts_with(other))
    };
    name.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| begins(word) && !is_confusing(word))
        || ["イベント", "勉強会", "会议"].iter().any(|word| name.contains(word))
}
