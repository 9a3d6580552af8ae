//! Older versions of an event that its calendar still holds (SEQUENCE, LAST-MODIFIED, RFC 5545 §3.8.7): the newest is
//! meant.

use super::names::Name;
use super::namesakes::{Namesake, Namesakes};
use super::removed::sequence;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The places of the events of which a newer version stands in the same calendar.
#[derive(Default)]
pub(super) struct Outdated(BTreeSet<usize>);

impl Outdated {
    /// Looks at the events of a calendar that share their UIDs.
    pub(super) fn of(namesakes: &Namesakes) -> Self {
        let versions = namesakes.by_uid().flatten().map(|one| (Version::of(one), one.place));
        let mut versions: Vec<(Version, usize)> = versions.collect();
        versions.sort_unstable_by_key(|(version, place)| (version.of, *place));
        let mut outdated = BTreeSet::new();
        for versions in versions.chunk_by(|(one, _), (other, _)| one.of == other.of).filter(|some| some.len() > 1) {
            let versions = versions.get(versions.len().saturating_sub(VERSIONS_MAX)..).unwrap_or_default();
            let is_outdated = |(one, place): &&(Version, usize)| {
                versions.iter().any(|(other, its_place)| one.is_older_than(other, place < its_place))
            };
            outdated.extend(versions.iter().filter(is_outdated).map(|(_, place)| *place));
        }
        Self(outdated)
    }

    /// Whether the event at a place is an older version of another.
    pub(super) fn holds(&self, place: usize) -> bool {
        self.0.contains(&place)
    }
}

/// So many events of one UID and start are compared with each other.
const VERSIONS_MAX: usize = 16;

/// What tells the versions of an event apart.
struct Version<'a> {
    /// Its UID, and the sitting it is: one of a series by its RECURRENCE-ID wherever it was moved to, anything else by its
    /// start, since some programs give one UID to many events.
    of: (&'a str, &'a str, &'a str),
    sequence: u64,
    /// Its name and place.
    said: (Option<&'a str>, Option<&'a str>),
    changed: Option<&'a str>,
    is_instance: bool,
}

impl<'a> Version<'a> {
    fn of(Namesake { uid, event, .. }: &Namesake<'_, 'a>) -> Self {
        let instance = event.value(Name::RecurrenceId);
        let start = event.value(Name::DtStart).unwrap_or_default();
        Self {
            of: (uid, instance.unwrap_or_default(), if instance.is_some() { "" } else { start }),
            sequence: sequence(event),
            said: (event.value(Name::Summary), event.value(Name::Location)),
            changed: event.value(Name::LastModified).or_else(|| event.value(Name::DtStamp)),
            is_instance: instance.is_some(),
        }
    }

    /// Whether another one is a newer version of it: by its number, else by when it was changed, else because it stands
    /// behind. Without a number only what has the same name and place is a version and not another event.
    fn is_older_than(&self, other: &Self, stands_before: bool) -> bool {
        match self.sequence.cmp(&other.sequence) {
            Ordering::Less => true,
            Ordering::Greater => false,
            Ordering::Equal if !self.is_instance && self.said != other.said => false,
            Ordering::Equal => match self.changed.zip(other.changed).map(|(own, its)| own.cmp(its)) {
                Some(Ordering::Less) => true,
                Some(Ordering::Greater) => false,
                Some(Ordering::Equal) | None => stands_before,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{namesakes::Namesakes, tree};
    use super::Outdated;

    fn outdated(events: &[&str]) -> Vec<usize> {
        let events: String = events
            .iter()
            .map(|rest| format!("BEGIN:VEVENT\nUID:a\n{}\nEND:VEVENT\n", rest.replace(' ', "\n")))
            .collect();
        let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
        let stream = tree::read(&text);
        let namesakes = Namesakes::of(stream.calendars.first().unwrap());
        let outdated = Outdated::of(&namesakes);
        (0..10).filter(|place| outdated.holds(*place)).collect()
    }

    #[test]
    fn of_one_start_the_highest_sequence_is_meant_wherever_it_stands() {
        let (old, new) = ("DTSTART:20260701 SUMMARY:Tea SEQUENCE:1", "DTSTART:20260701 SUMMARY:Coffee SEQUENCE:2");
        assert_eq!(outdated(&[old, new]), [0]);
        assert_eq!(outdated(&[new, old]), [1]);
    }

    #[test]
    fn without_a_sequence_the_last_change_decides_and_then_the_place() {
        let at = |changed: &str| format!("DTSTART:20260701 SUMMARY:Tea LAST-MODIFIED:{changed}");
        let (old, new) = (at("20260601T080000Z"), at("20260602T080000Z"));
        assert_eq!(outdated(&[&new, &old]), [1]);
        assert_eq!(outdated(&["DTSTART:20260701 SUMMARY:Tea", "DTSTART:20260701 SUMMARY:Tea EXDATE:20260708"]), [0]);
    }

    #[test]
    fn a_changed_sitting_is_the_same_wherever_it_was_moved() {
        let first = "RECURRENCE-ID:20260708 DTSTART:20260709 SUMMARY:Tea";
        let second = "RECURRENCE-ID:20260708 DTSTART:20260710 SUMMARY:Coffee";
        assert_eq!(outdated(&["DTSTART:20260701 RRULE:FREQ=WEEKLY", first, second]), [1]);
    }

    #[test]
    fn other_events_of_one_uid_are_no_versions() {
        assert_eq!(outdated(&["DTSTART:20260701 SUMMARY:Tea", "DTSTART:20270701 SUMMARY:Tea"]), [0_usize; 0]);
        assert_eq!(outdated(&["DTSTART:20260701 SUMMARY:Tea", "DTSTART:20260701 SUMMARY:Coffee"]), [0_usize; 0]);
        let room = |room: &str| format!("DTSTART:20260701 SUMMARY:Tea LOCATION:{room}");
        assert_eq!(outdated(&[&room("Attic"), &room("Cellar")]), [0_usize; 0]);
    }
}
