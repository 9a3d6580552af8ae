//! The rules of the series that changed sittings belong to, by UID.

use super::listing;
use super::names::Name;
use super::tree::Calendar;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The rules of each series of a calendar, once they were asked for.
#[derive(Default)]
pub(super) struct Series(OnceCell<BTreeMap<String, Vec<String>>>);

impl Series {
    /// The rules of the first event of a UID that is no changed sitting itself.
    pub(super) fn rules(&self, calendar: &Calendar, uid: Option<&str>) -> Vec<String> {
        let known = self.0.get_or_init(|| {
            let mut known = BTreeMap::new();
            for event in calendar.events().filter(|event| event.first(Name::RecurrenceId).is_none()) {
                let uid = event.value(Name::Uid).unwrap_or_default().to_owned();
                known.entry(uid).or_insert_with(|| listing::rules_of(&event));
            }
            known
        });
        known.get(uid.unwrap_or_default()).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    #[test]
    fn the_rules_are_those_of_the_first_event_of_a_uid_that_is_no_sitting() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20270501\nRRULE:FREQ=DAILY\nEND:VEVENT\n\
            BEGIN:VEVENT\nUID:a\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nRRULE:FREQ=YEARLY\nEND:VEVENT\n\
            BEGIN:VEVENT\nRRULE:FREQ=MONTHLY\nEND:VEVENT\nEND:VCALENDAR\n";
        let calendar = &tree::read(text).calendars[0];
        let rules = |uid| calendar.series.rules(calendar, uid);
        assert!(calendar.series.0.get().is_none());
        assert_eq!((rules(Some("a")), rules(None)), (vec!["FREQ=WEEKLY".to_owned()], vec!["FREQ=MONTHLY".to_owned()]));
        assert!(rules(Some("b")).is_empty());
        assert_eq!(calendar.series.0.get().map(BTreeMap::len), Some(2));
    }
}
