//! Fields of the forms about personal calendars.

use super::form::{Choice, choices};
use crate::wish::line_of;
use hobnob_domain::{CalendarOptions, CalendarSettings, CancelledPolicy, Colour, query_string::duration_text};

/// How a calendar is called and written, filled in.
#[derive(Clone, Debug)]
pub(crate) struct CalendarFields {
    pub(crate) name: String,
    pub(crate) colours: Vec<Choice>,
    pub(crate) past: Vec<Choice>,
    pub(crate) cancelled: Vec<Choice>,
    pub(crate) grace: Vec<Choice>,
    pub(crate) alarms: Vec<Choice>,
    pub(crate) tentative: Vec<Choice>,
    pub(crate) has_calls: bool,
    /// The filters, one a line.
    pub(crate) filters: String,
}

impl CalendarFields {
    /// Fills the fields in with what a calendar has.
    pub(crate) fn new(settings: &CalendarSettings) -> Self {
        let CalendarSettings { name, colour, filters, options } = settings;
        let CalendarOptions { past, cancelled, grace, alarms, includes_calls_for_papers, includes_tentative } = options;
        let known = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect()
        };
        let colours = Colour::ALL.iter().map(|colour| (colour.to_string(), colour_name(*colour).to_owned()));
        let colour = colour.map(|colour| colour.to_string()).unwrap_or_default();
        let alarms: Vec<String> = alarms.iter().map(|alarm| duration_text(*alarm)).collect();
        let tentative = if *includes_tentative { "true" } else { "false" };
        Self {
            name: name.clone(),
            colours: choices(colours, &colour, Some("By its name"), str::to_owned),
            past: choices(known(PAST), &duration_text(*past), None, str::to_owned),
            cancelled: choices(known(CANCELLED), cancelled.as_str(), None, str::to_owned),
            grace: choices(known(GRACE), &duration_text(*grace), None, str::to_owned),
            alarms: choices(known(ALARMS), &alarms.join(","), Some("None"), |several| several.replace(',', ", ")),
            tentative: choices(known(TENTATIVE), tentative, None, str::to_owned),
            has_calls: *includes_calls_for_papers,
            filters: filters.iter().map(line_of).collect::<Vec<_>>().join("\n"),
        }
    }
}

const PAST: &[(&str, &str)] = &[
    ("0d", "Go at once"),
    ("7d", "Stay a week"),
    ("30d", "Stay 30 days"),
    ("90d", "Stay 90 days"),
    ("365d", "Stay a year"),
];

const CANCELLED: &[(&str, &str)] = &[
    (CancelledPolicy::Mark.as_str(), "Marked in their name"),
    (CancelledPolicy::Rfc.as_str(), "As the calendar app likes"),
    (CancelledPolicy::Drop.as_str(), "Left out"),
];

const GRACE: &[(&str, &str)] =
    &[("0d", "At once"), ("1d", "After a day"), ("3d", "After three days"), ("7d", "After a week")];

const ALARMS: &[(&str, &str)] = &[
    ("1h", "An hour before"),
    ("1d", "A day before"),
    ("1d,2h", "A day and two hours before"),
    ("7d,1d", "A week and a day before"),
];

const TENTATIVE: &[(&str, &str)] = &[("true", "Shown as tentative"), ("false", "Left out")];

const fn colour_name(colour: Colour) -> &'static str {
    match colour {
        Colour::Teal => "Teal",
        Colour::Royalblue => "Blue",
        Colour::Seagreen => "Green",
        Colour::Darkorchid => "Orchid",
        Colour::Firebrick => "Red",
        Colour::Steelblue => "Steel",
        Colour::Chocolate => "Brown",
        Colour::Indigo => "Indigo",
    }
}
