//! What the headings above a line say: which year and month, and whether what follows are events.

use hobnob_domain::{date_words, text::folded};
use url::Url;

/// So many levels of headings are kept.
const LEVELS: usize = 6;

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

/// One heading.
#[derive(Clone, Default)]
struct Level {
    year: Option<i32>,
    month: Option<u32>,
    is_about_events: bool,
}

/// The headings above a line.
#[derive(Default)]
pub(super) struct Context {
    levels: [Level; LEVELS],
    /// Whether the address says that the text is about events: `…/awesome-conferences/…/README.md`.
    is_named_so: bool,
}

/// Whether a line is a heading: `## 2027`, or one that is underlined.
pub(super) fn is_heading(line: &str, next: Option<&str>) -> bool {
    level(line, next).is_some()
}

fn level(line: &str, next: Option<&str>) -> Option<usize> {
    let line = line.trim();
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=LEVELS).contains(&marks) && line.get(marks..).is_some_and(|rest| rest.starts_with([' ', '\t'])) {
        return Some(marks);
    }
    let lower = line.to_ascii_lowercase();
    if let Some(number) = lower.strip_prefix("<h").and_then(|rest| rest.chars().next()?.to_digit(10)) {
        return usize::try_from(number).ok().filter(|number| (1..=LEVELS).contains(number));
    }
    let underline = next.map(str::trim).filter(|next| next.len() >= 3)?;
    let is_text = !line.is_empty() && !line.starts_with(['|', '-', '*', '+', '>', '=']);
    match () {
        () if is_text && underline.bytes().all(|byte| byte == b'=') => Some(1),
        () if is_text && underline.bytes().all(|byte| byte == b'-') => Some(2),
        () => None,
    }
}

impl Context {
    /// Above the first heading of a text.
    pub(super) fn of(url: &Url) -> Self {
        Self { is_named_so: is_about_events(&folded(url.path())), ..Self::default() }
    }

    /// Takes a heading; those below it are over.
    pub(super) fn heading(&mut self, line: &str, next: Option<&str>) {
        let Some(level) = level(line, next) else { return };
        let name = folded(line);
        let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let years: Vec<i32> = words()
            .filter(|word| word.len() == 4)
            .filter_map(|word| word.parse().ok())
            .filter(|year| (1990..2200).contains(year))
            .collect();
        let said = Level {
            // `2025–2027` is no year.
            year: match years.as_slice() {
                [year] => Some(*year),
                _ => None,
            },
            month: words().find_map(date_words::month),
            is_about_events: is_about_events(&name),
        };
        for (number, kept) in (1..).zip(&mut self.levels) {
            if number == level {
                *kept = said.clone();
            } else if number > level {
                *kept = Level::default();
            }
        }
    }

    /// The year, and the month, that the nearest heading names.
    pub(super) fn year(&self) -> Option<i32> {
        self.levels.iter().rev().find_map(|level| level.year)
    }

    /// The month that the nearest heading names.
    pub(super) fn month(&self) -> Option<u32> {
        self.levels.iter().rev().find_map(|level| level.month)
    }

    /// Whether a heading says that what follows are events.
    pub(super) fn is_about_events(&self) -> bool {
        self.is_named_so || self.levels.iter().any(|level| level.is_about_events)
    }
}

/// Whether a folded text has a word that is about events.
fn is_about_events(name: &str) -> bool {
    let begins = |word: &str| EVENTS.iter().any(|event| word.starts_with(event));
    let is_confusing = |word: &str| {
        ["config", "confidential", "conflict", "confirm", "eventual"].iter().any(|other| word.starts_with(other))
    };
    name.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| begins(word) && !is_confusing(word))
        || ["イベント", "勉強会", "会议"].iter().any(|word| name.contains(word))
}
