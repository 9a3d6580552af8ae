//! What the owner of a calendar edits at once.

use crate::{CalendarOptions, EventFilter};

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 100;

/// The most filters one calendar joins.
pub const FILTERS_MAX: usize = 10;

words! {
    /// A colour of a calendar, by its CSS name (RFC 7986 §5.9 takes those); all are readable under white text.
    pub enum Colour {
        /// #008080
        Teal = "teal",
        /// #4169E1
        Royalblue = "royalblue",
        /// #2E8B57
        Seagreen = "seagreen",
        /// #9932CC
        Darkorchid = "darkorchid",
        /// #B22222
        Firebrick = "firebrick",
        /// #4682B4
        Steelblue = "steelblue",
        /// #D2691E
        Chocolate = "chocolate",
        /// #4B0082
        Indigo = "indigo",
    }
}

/// What a calendar is called, what stands in it and how it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CalendarSettings {
    /// Its name in clients.
    pub name: String,
    /// Its colour; by its name where nobody chose.
    pub colour: Option<Colour>,
    /// What any of these finds stands in it: meetups within 30 km and conferences within 1,500 km are two filters.
    pub filters: Vec<EventFilter>,
    /// How it is written.
    pub options: CalendarOptions,
}

/// Why settings can't be taken; each names the cure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// It has no name.
    #[error("a calendar needs a name")]
    NoName,
    /// Its name is too long.
    #[error("the name has {0} characters; {NAME_CHARS_MAX} fit")]
    LongName(usize),
    /// It has no filter.
    #[error("a calendar needs a filter; an empty one stands for every event")]
    NoFilter,
    /// It has too many filters.
    #[error("{0} filters; a calendar joins at most {FILTERS_MAX}")]
    ManyFilters(usize),
}

impl CalendarSettings {
    /// Takes settings as a person gave them: the name on one line, no filter twice; or says everything that is wrong.
    pub fn checked(mut self) -> Result<Self, Vec<CalendarFault>> {
        self.name = one_line(&self.name);
        let mut filters: Vec<EventFilter> = Vec::new();
        for filter in std::mem::take(&mut self.filters) {
            if !filters.contains(&filter) {
                filters.push(filter);
            }
        }
        self.filters = filters;
        let faults = self.faults();
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    fn faults(&self) -> Vec<CalendarFault> {
        let name = match self.name.chars().count() {
            0 => Some(CalendarFault::NoName),
            long if long > NAME_CHARS_MAX => Some(CalendarFault::LongName(long)),
            _ => None,
        };
        let filters = match self.filters.len() {
            0 => Some(CalendarFault::NoFilter),
            many if many > FILTERS_MAX => Some(CalendarFault::ManyFilters(many)),
            _ => None,
        };
        name.into_iter().chain(filters).collect()
    }
}

/// Blanks for everything that would end a line or be invisible, one for each run of them.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || is_mark(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether it ends a line, or turns the direction of what stands around it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str, filters: usize) -> CalendarSettings {
        let filter = |number: usize| EventFilter { query: Some(format!("q{number}")), ..EventFilter::default() };
        CalendarSettings {
            name: name.to_owned(),
            filters: (0..filters).map(filter).collect(),
            ..CalendarSettings::default()
        }
    }

    #[test]
    fn a_name_is_one_line() {
        let checked = settings(" Rust\r\nand\u{2028}\u{202e}  Go\u{0} ", 1).checked();
        assert_eq!(checked.map(|settings| settings.name), Ok("Rust and Go".to_owned()));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let long = "é".repeat(NAME_CHARS_MAX + 1);
        let faults = settings(&long, FILTERS_MAX + 1).checked().unwrap_err();
        assert_eq!(faults, [CalendarFault::LongName(101), CalendarFault::ManyFilters(11)]);
        assert_eq!(settings(" ", 0).checked(), Err(vec![CalendarFault::NoName, CalendarFault::NoFilter]));
        assert!(settings(&"é".repeat(NAME_CHARS_MAX), FILTERS_MAX).checked().is_ok());
    }

    #[test]
    fn a_filter_that_is_given_twice_stands_once() {
        let one = settings("Rust", 1);
        let twice = CalendarSettings { filters: [one.filters.clone(), one.filters.clone()].concat(), ..one.clone() };
        assert_eq!(twice.checked(), Ok(one));
    }
}
