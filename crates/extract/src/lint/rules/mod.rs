//! What may be wrong, as tables: a word, how grave, where the standard says so, the fault and its cure.

/// How grave a defect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It breaks the standard, or a client loses events by it.
    Error,
    /// Some clients show something wrong, or nothing.
    Warning,
    /// It would be better otherwise.
    Hint,
}

impl Severity {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// Something that may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name: `duplicate-uid`.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Where the standard says so: `RFC 5545 §3.8.4.7`.
    pub section: &'static str,
    /// What is wrong, and what comes of it.
    pub fault: &'static str,
    /// What to do about it.
    pub cure: &'static str,
}

/// A table of rules, and the list of all that stand in it.
macro_rules! table {
    ($($name:ident: $severity:ident, $id:literal, $section:literal, $fault:literal, $cure:literal;)*) => {
        $(pub(in crate::lint) static $name: super::Rule = super::Rule {
            id: $id,
            severity: super::Severity::$severity,
            section: $section,
            fault: $fault,
            cure: $cure,
        };)*

        pub(super) static ALL: &[&super::Rule] = &[$(&$name),*];
    };
}

pub(super) mod alarms;
pub(super) mod answer;
pub(super) mod calendar;
pub(super) mod event;
pub(super) mod markup;
pub(super) mod prose;
pub(super) mod repeats;
pub(super) mod times;
pub(super) mod together;
pub(super) mod wire;
pub(super) mod zones;

/// Properties that a calendar has once at most (RFC 5545 §3.6).
pub(super) const ONCE_IN_CALENDAR: &[&str] = &["PRODID", "VERSION", "CALSCALE", "METHOD", "REFRESH-INTERVAL"];

/// Properties that an event has once at most (RFC 5545 §3.6.1).
pub(super) const ONCE_IN_EVENT: &[&str] = &[
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "DURATION",
    "CLASS",
    "CREATED",
    "DESCRIPTION",
    "GEO",
    "LAST-MODIFIED",
    "LOCATION",
    "ORGANIZER",
    "PRIORITY",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "URL",
    "RECURRENCE-ID",
];

/// Every rule there is.
pub fn all_rules() -> impl Iterator<Item = &'static Rule> {
    let tables = [
        wire::ALL,
        calendar::ALL,
        event::ALL,
        times::ALL,
        zones::ALL,
        prose::ALL,
        repeats::ALL,
        alarms::ALL,
        together::ALL,
        answer::ALL,
        markup::ALL,
    ];
    tables.into_iter().flatten().copied()
}
