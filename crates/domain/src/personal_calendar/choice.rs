//! What the owner of a calendar says of single events, whatever its filters say.

use std::collections::BTreeSet;

use crate::{Event, EventId, OrganizerId, SeriesId, text::folded};
use chrono::{DateTime, Utc};

/// The most choices of one kind that a calendar keeps.
pub const CHOICES_MAX: usize = 500;

words! {
    /// What is said.
    pub enum ChoiceKind {
        /// This event is left out.
        Hidden = "hidden",
        /// This event stays, beyond the filters too.
        Pinned = "pinned",
        /// This organizer's events are left out.
        Muted = "muted",
        /// This organizer's events are all in it.
        Followed = "followed",
        /// Nothing of this series any more.
        Ended = "ended",
    }
}

impl SeriesId {
    /// The series that an event is of: its evenings of other months, its editions of other years. One whose name is
    /// nothing but numbers is a series of its own. A hash, the same everywhere.
    pub fn of(event: &Event) -> Self {
        let name = lasting(&event.facts.name);
        let by = event.facts.organizer.as_ref().map(|organizer| folded(&organizer.name)).unwrap_or_default();
        let own = if name.is_empty() { event.id.to_string() } else { String::new() };
        let mut first = [0; 8];
        let text = format!("{name}\n{by}\n{own}");
        blake3::Hasher::new().update(text.as_bytes()).finalize_xof().fill(&mut first);
        Self::new(i64::from_be_bytes(first) & i64::MAX)
    }
}

/// A name without its numbers, years and ordinals.
fn lasting(name: &str) -> String {
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    folded(name).split(' ').filter(|word| !is_number(word)).collect::<Vec<_>>().join(" ")
}

/// One thing said of one event, organizer or series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarChoice {
    /// Leave the event out.
    Hide(EventId),
    /// Keep the event in, whatever the filters say.
    Pin(EventId),
    /// Leave the organizer's events out.
    Mute(OrganizerId),
    /// Keep all of the organizer's events in.
    Follow(OrganizerId),
    /// Leave everything of the series out.
    End(SeriesId),
}

impl CalendarChoice {
    /// What is said, and the number of what it is said of.
    pub const fn parts(self) -> (ChoiceKind, i64) {
        match self {
            Self::Hide(event) => (ChoiceKind::Hidden, event.get()),
            Self::Pin(event) => (ChoiceKind::Pinned, event.get()),
            Self::Mute(organizer) => (ChoiceKind::Muted, organizer.get()),
            Self::Follow(organizer) => (ChoiceKind::Followed, organizer.get()),
            Self::End(series) => (ChoiceKind::Ended, series.get()),
        }
    }

    /// Takes what [`CalendarChoice::parts`] gave.
    pub const fn from_parts(kind: ChoiceKind, target: i64) -> Self {
        match kind {
            ChoiceKind::Hidden => Self::Hide(EventId::new(target)),
            ChoiceKind::Pinned => Self::Pin(EventId::new(target)),
            ChoiceKind::Muted => Self::Mute(OrganizerId::new(target)),
            ChoiceKind::Followed => Self::Follow(OrganizerId::new(target)),
            ChoiceKind::Ended => Self::End(SeriesId::new(target)),
        }
    }

    /// What can't be said of the same at once, where there is such a thing: who says the one takes the other back.
    pub const fn opposite(self) -> Option<Self> {
        match self {
            Self::Hide(event) => Some(Self::Pin(event)),
            Self::Pin(event) => Some(Self::Hide(event)),
            Self::Mute(organizer) => Some(Self::Follow(organizer)),
            Self::Follow(organizer) => Some(Self::Mute(organizer)),
            Self::End(_) => None,
        }
    }
}

/// A choice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptChoice {
    /// What is said of what.
    pub choice: CalendarChoice,
    /// What that was called then, so that its owner knows it again.
    pub label: String,
    /// When it was said.
    pub chosen_at: DateTime<Utc>,
}

/// Everything the owner of a calendar has said, at most [`CHOICES_MAX`] of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarChoices {
    /// Events that are left out.
    pub hidden: BTreeSet<EventId>,
    /// Events that stay, beyond the filters too.
    pub pinned: BTreeSet<EventId>,
    /// Organizers whose events are left out.
    pub muted: BTreeSet<OrganizerId>,
    /// Organizers whose events are all in it.
    pub followed: BTreeSet<OrganizerId>,
    /// Series of which nothing is in it any more.
    pub ended: BTreeSet<SeriesId>,
}

impl CalendarChoices {
    /// Whether the event is in, where anything was said of it. The nearer word decides: of the event before of its
    /// series, of that before of its organizer.
    pub fn says(&self, event: &Event) -> Option<bool> {
        let organizer = event.facts.organizer.as_ref().map(|organizer| organizer.id);
        let of_organizer =
            |organizers: &BTreeSet<OrganizerId>| organizer.is_some_and(|organizer| organizers.contains(&organizer));
        let is_ended = || !self.ended.is_empty() && self.ended.contains(&SeriesId::of(event));
        if self.pinned.contains(&event.id) {
            Some(true)
        } else if self.hidden.contains(&event.id) || is_ended() || of_organizer(&self.muted) {
            Some(false)
        } else {
            of_organizer(&self.followed).then_some(true)
        }
    }

    /// Whether this was said.
    pub fn contains(&self, choice: CalendarChoice) -> bool {
        match choice {
            CalendarChoice::Hide(event) => self.hidden.contains(&event),
            CalendarChoice::Pin(event) => self.pinned.contains(&event),
            CalendarChoice::Mute(organizer) => self.muted.contains(&organizer),
            CalendarChoice::Follow(organizer) => self.followed.contains(&organizer),
            CalendarChoice::End(series) => self.ended.contains(&series),
        }
    }
}

impl FromIterator<CalendarChoice> for CalendarChoices {
    fn from_iter<I: IntoIterator<Item = CalendarChoice>>(said: I) -> Self {
        let mut choices = Self::default();
        for choice in said {
            match choice {
                CalendarChoice::Hide(event) => choices.hidden.insert(event),
                CalendarChoice::Pin(event) => choices.pinned.insert(event),
                CalendarChoice::Mute(organizer) => choices.muted.insert(organizer),
                CalendarChoice::Follow(organizer) => choices.followed.insert(organizer),
                CalendarChoice::End(series) => choices.ended.insert(series),
            };
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_lasts_though_its_numbers_change() {
        assert_eq!(lasting("Rust Berlin #42: 2nd Hack Night 2026"), "rust berlin hack night");
        assert_eq!(lasting("PyCon DE 2026"), lasting("PyCon DE 2027"));
        assert_ne!(lasting("PyCon DE 2026"), lasting("PyCon US 2026"));
        assert_eq!(lasting("2026"), "");
    }

    proptest::proptest! {
        #[test]
        fn a_choice_is_its_parts(kind in 0..ChoiceKind::ALL.len(), target in 0..=i64::MAX) {
            let choice = CalendarChoice::from_parts(ChoiceKind::ALL[kind], target);
            proptest::prop_assert_eq!(choice.parts(), (ChoiceKind::ALL[kind], target));
            proptest::prop_assert_eq!(choice.opposite().and_then(CalendarChoice::opposite), choice.opposite().map(|_| choice));
            let choices: CalendarChoices = [choice].into_iter().collect();
            proptest::prop_assert!(choices.contains(choice));
        }
    }
}
