//! Calendars as clients write them.

use super::EventFilterInput;
use crate::types::{CalendarChoiceKind, CalendarColour, CancelledPolicy};
use async_graphql::{ID, InputObject};

/// How a calendar is written.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "CalendarOptionsInput")]
pub(crate) struct CalendarOptionsInput {
    /// How long ended events stay, such as `30d` or `12w`; 30 days when it is left out.
    pub(crate) past: Option<String>,
    /// How cancelled events are told; marked when it is left out.
    pub(crate) cancelled: Option<CancelledPolicy>,
    /// Alarms before each event, such as `1d` and `2h`; at most five.
    pub(crate) alarms: Option<Vec<String>>,
    /// Whether calls for papers are entries too; no when it is left out.
    pub(crate) includes_calls_for_papers: Option<bool>,
    /// Where cancelled events are dropped: how long each is still told as cancelled before, such as `7d`; not at all when
    /// it is left out.
    pub(crate) grace: Option<String>,
    /// Whether unconfirmed events are entries, as tentative ones; yes when it is left out.
    pub(crate) includes_tentative: Option<bool>,
}

/// A calendar to make.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct CalendarCreateInput {
    /// Its name in clients, at most 100 characters.
    pub(crate) name: String,
    /// Its colour in clients; one that follows from its name when it is left out.
    pub(crate) colour: Option<CalendarColour>,
    /// What any of these finds stands in it: from one filter to ten. "Meetups within 30 km, conferences within 1,500 km"
    /// is two.
    pub(crate) filters: Vec<EventFilterInput>,
    /// How it is written.
    pub(crate) options: Option<CalendarOptionsInput>,
    /// For clients that ask again when no answer came: the same input under the same key within a day gives the same
    /// calendar and token once more. A random text of 16 to 100 characters, such as a UUID; who knows it and the input has
    /// the token.
    pub(crate) idempotency_key: Option<String>,
}

/// What to change of a calendar; what is left out stays.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct CalendarUpdateInput {
    /// The key to the calendar.
    pub(crate) token: String,
    /// Another name.
    pub(crate) name: Option<String>,
    /// Another colour.
    pub(crate) colour: Option<CalendarColour>,
    /// Other filters, in place of all it has.
    pub(crate) filters: Option<Vec<EventFilterInput>>,
    /// Other options, in place of all it has.
    pub(crate) options: Option<CalendarOptionsInput>,
}

/// Which calendar to delete.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct CalendarDeleteInput {
    /// The key to the calendar.
    pub(crate) token: String,
}

/// Which calendar to give another address.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct CalendarRotateInput {
    /// The key to the calendar as it is now.
    pub(crate) token: String,
}

/// What to choose in a calendar.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct CalendarHideInput {
    /// The key to the calendar.
    pub(crate) token: String,
    /// What it is about. For `MUTED` and `FOLLOWED` an organizer, or an event whose organizer is meant; for `ENDED` an
    /// event of the series, or the series' own id; else an event.
    pub(crate) id: ID,
    /// What is chosen.
    #[graphql(default_with = "CalendarChoiceKind::Hidden")]
    pub(crate) kind: CalendarChoiceKind,
    /// Whether the choice is taken back.
    #[graphql(default)]
    pub(crate) is_undone: bool,
}
