//! Events of one calendar that share their UID: the sittings and versions of a series, and what programs name alike that is
//! not. Most calendars have few, so what looks for them looks at these alone.

use super::names::Name;
use super::tree::{Calendar, Event};
use std::collections::{BTreeSet, HashMap};

/// The events whose UID another one has as well, with their places in the calendar: in the order of UIDs, then of places.
#[derive(Default)]
pub(super) struct Namesakes<'c, 'a>(Vec<Namesake<'c, 'a>>);

/// One of them.
pub(super) struct Namesake<'c, 'a> {
    pub(super) uid: &'a str,
    pub(super) place: usize,
    pub(super) event: Event<'c, 'a>,
}

impl<'c, 'a> Namesakes<'c, 'a> {
    /// Looks at a calendar.
    pub(super) fn of(calendar: &'c Calendar<'a>) -> Self {
        let mut first: HashMap<&str, usize> = HashMap::with_capacity(calendar.events_total());
        let (mut places, mut events) = (BTreeSet::new(), Vec::new());
        let named = || {
            let named = |(place, event): (usize, Event<'c, 'a>)| Some((event.value(Name::Uid)?, place, event));
            calendar.events().enumerate().filter_map(named)
        };
        for (uid, place, _) in named() {
            let first = *first.entry(uid).or_insert(place);
            if first != place {
                places.extend([first, place]);
            }
        }
        if !places.is_empty() {
            let these = named().filter(|(_, place, _)| places.contains(place));
            events.extend(these.map(|(uid, place, event)| Namesake { uid, place, event }));
            events.sort_unstable_by_key(|one| (one.uid, one.place));
        }
        Self(events)
    }

    /// Those of each UID.
    pub(super) fn by_uid(&self) -> impl Iterator<Item = &[Namesake<'c, 'a>]> {
        self.0.chunk_by(|one, other| one.uid == other.uid)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::Namesakes;

    #[test]
    fn only_events_that_share_their_uid_are_namesakes() {
        let event = |uid: &str| format!("BEGIN:VEVENT\n{uid}DTSTART:20260701\nEND:VEVENT\n");
        let events = ["UID:b\n", "UID:a\n", "", "UID:c\n", "UID:a\n", "UID:b\n", "", "UID:a\n"].map(event).concat();
        let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
        let stream = tree::read(&text);
        let namesakes = Namesakes::of(stream.calendars.first().unwrap());
        let places = |some: &[super::Namesake]| some.iter().map(|one| one.place).collect::<Vec<_>>();
        assert_eq!(namesakes.by_uid().map(places).collect::<Vec<_>>(), [vec![1, 4, 7], vec![0, 5]]);
    }
}
