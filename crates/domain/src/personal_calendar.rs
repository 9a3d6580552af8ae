//! A calendar of one's own: several filters in one, how it is written, and what its owner thinks of single events.

mod choice;
mod settings;

pub use choice::{CHOICES_MAX, CalendarChoice, CalendarChoices, ChoiceKind, KeptChoice};
pub use settings::{CalendarFault, CalendarSettings, Colour, FILTERS_MAX, NAME_CHARS_MAX};

use crate::{CalendarId, Event, Occurrence, Standing, UnreadFilter};
use chrono::{DateTime, Utc};

/// Somebody's own calendar. Who knows its secret address owns it; nothing else is known of them.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonalCalendar {
    /// Which. No secret: operators see it, and it opens nothing.
    pub id: CalendarId,
    /// What its owner may edit at once.
    pub settings: CalendarSettings,
    /// Filters of it that can't be read as they were written; empty but for calendars that name what is no more.
    pub unread: Vec<UnreadFilter>,
    /// What its owner said of single events and organizers.
    pub choices: CalendarChoices,
    /// Grows with every change of settings or choices: the same revision is the same calendar.
    pub revision: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When settings or choices last changed.
    pub changed_at: DateTime<Utc>,
    /// When its address last changed: at first when it was made.
    pub rotated_at: DateTime<Utc>,
}

impl PersonalCalendar {
    /// Whether nothing of what it asks for can be read: then what it shows is not what its owner wants.
    pub fn is_unreadable(&self) -> bool {
        self.settings.filters.is_empty() && !self.unread.is_empty()
    }

    /// Whether a sitting of an event stands in it: what its owner said of the event decides, else any of the filters.
    pub fn shows(&self, event: &Event, occurrence: &Occurrence, now: DateTime<Utc>) -> bool {
        let matches = || self.settings.filters.iter().any(|filter| filter.matches(event, occurrence, now));
        event.standing != Standing::Gone && self.choices.says(event).unwrap_or_else(matches)
    }
}
