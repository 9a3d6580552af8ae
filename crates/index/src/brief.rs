//! An event in brief: what filters ask of it, in a row of fixed width.

use crate::window::instant;
use chrono::NaiveDate;
use hobnob_domain::{
    AttendanceMode, CountryCode, Event, EventId, EventKind, EventStatus, Goal, Occurrence, OrganizerId, Point,
    search::Stemming,
};

/// A country's letters; zeros where it is not known.
pub(crate) type Letters = [u8; 2];

/// A language's code, filled up with zeros: ISO 639 has two or three letters. Longer ones are none.
pub(crate) type Language = [u8; 3];

/// An event in brief.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief {
    pub(crate) id: EventId,
    /// When we first knew, in seconds since 1970.
    pub(crate) created: i64,
    pub(crate) organizer: Option<OrganizerId>,
    /// Not a number where there is no point.
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    pub(crate) starts_on: NaiveDate,
    pub(crate) ends_on: NaiveDate,
    /// The event's state.
    pub(crate) state: u32,
    pub(crate) country: Letters,
    pub(crate) language: Language,
    pub(crate) stemming: Stemming,
    pub(crate) kind: EventKind,
    pub(crate) mode: AttendanceMode,
    pub(crate) status: EventStatus,
    pub(crate) is_free: Option<bool>,
    pub(crate) is_all_day: bool,
    /// A bit for each goal.
    pub(crate) goals: u8,
}

impl Brief {
    /// That of an event at its first sitting.
    pub(crate) fn new(event: &Event, (starts_on, ends_on, is_all_day): (NaiveDate, NaiveDate, bool)) -> Self {
        let facts = &event.facts;
        let point = facts.venue.as_ref().and_then(|venue| venue.point);
        Self {
            id: event.id,
            created: event.created_at.timestamp(),
            organizer: facts.organizer.as_ref().map(|organizer| organizer.id),
            latitude: point.map_or(f64::NAN, Point::latitude),
            longitude: point.map_or(f64::NAN, Point::longitude),
            starts_on,
            ends_on,
            state: event.state(),
            country: letters(facts.venue.as_ref().and_then(|venue| venue.country)),
            language: facts.language.as_deref().map(language).unwrap_or_default(),
            stemming: Stemming::of(facts.language.as_deref()),
            kind: facts.kind,
            mode: facts.attendance_mode,
            status: facts.status,
            is_free: facts.is_free,
            is_all_day,
            goals: goal_bits(&facts.goals),
        }
    }

    pub(crate) fn country(&self) -> Option<CountryCode> {
        std::str::from_utf8(&self.country).ok()?.parse().ok()
    }

    pub(crate) fn point(&self) -> Option<Point> {
        Point::new(self.latitude, self.longitude)
    }

    /// The only sitting of an event that has one.
    pub(crate) fn occurrence(&self, starts: i64, ends: i64) -> Occurrence {
        Occurrence {
            event_id: self.id,
            recurrence_id: None,
            starts_at: instant(starts),
            ends_at: instant(ends),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            is_all_day: self.is_all_day,
            status: self.status,
        }
    }
}

/// A country as rows keep it.
fn letters(country: Option<CountryCode>) -> Letters {
    let mut letters = Letters::default();
    let of_country = country.as_ref().map_or("", CountryCode::as_str).bytes();
    letters.iter_mut().zip(of_country).for_each(|(held, letter)| *held = letter);
    letters
}

/// A language as rows keep it.
pub(crate) fn language(code: &str) -> Language {
    let mut language = Language::default();
    if code.len() <= language.len() {
        language.iter_mut().zip(code.bytes()).for_each(|(held, byte)| *held = byte);
    }
    language
}

/// A bit for each of these goals.
pub(crate) fn goal_bits(goals: &[Goal]) -> u8 {
    let bits = (0..).zip(Goal::ALL).filter(|(_, goal)| goals.contains(goal)).map(|(bit, _)| 1_u8 << bit);
    bits.fold(0, |all, bit| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_no_wider_than_a_line_of_the_processors_cache() {
        assert!(size_of::<Brief>() <= 64, "{}", size_of::<Brief>());
    }

    #[test]
    fn a_country_is_kept_as_it_is() {
        let country = "DE".parse().ok();
        assert_eq!(letters(country), *b"DE");
        assert_eq!(letters(None), [0, 0]);
    }
}
