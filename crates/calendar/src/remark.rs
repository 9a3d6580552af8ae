//! What is said of an event beside what it says of itself: what it was before.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use hobnob_domain::{Change, ChangeKind, EventId};

/// What an event was before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Remark {
    /// When it would have been: "4 May 2026, 18:00".
    pub(crate) moved_from: Option<String>,
    /// When its call for papers would have closed.
    pub(crate) call_extended_from: Option<DateTime<Utc>>,
}

impl Remark {
    /// From the latest changes of an event, one of each kind; kinds that say nothing here are passed over. None where
    /// there is nothing to say.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Option<Self> {
        let mut remark = Self::default();
        for Change { kind, before, after, .. } in changes {
            let Some((before, after)) = before.as_deref().zip(after.as_deref()) else { continue };
            match kind {
                ChangeKind::Moved => remark.moved_from = moved(before, after),
                ChangeKind::CfpExtended => remark.call_extended_from = before.parse().ok(),
                _ => {}
            }
        }
        (remark != Self::default()).then_some(remark)
    }
}

/// The start that a schedule's line tells (`2026-05-04 18:00–20:00 Europe/Berlin`), where another one starts otherwise.
fn moved(before: &str, after: &str) -> Option<String> {
    // A series is not moved by its rule being another one.
    let is_single = !before.contains("FREQ=") && !after.contains("FREQ=");
    let start = |line: &str| line.split('–').next().unwrap_or_default().trim().to_owned();
    let (from, to) = (start(before), start(after));
    if !is_single || from == to {
        return None;
    }
    let day = || from.parse::<NaiveDate>().ok().map(|day| day.format("%-d %B %Y").to_string());
    let hour = NaiveDateTime::parse_from_str(from.get(..16).unwrap_or(&from), "%Y-%m-%d %H:%M").ok();
    hour.map(|at| at.format("%-d %B %Y, %H:%M").to_string()).or_else(day)
}

/// The remarks on the events of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks(BTreeMap<EventId, Remark>);

impl Remarks {
    /// The one on an event.
    pub fn of(&self, id: EventId) -> Option<&Remark> {
        self.0.get(&id)
    }
}

impl FromIterator<(EventId, Remark)> for Remarks {
    fn from_iter<T: IntoIterator<Item = (EventId, Remark)>>(remarks: T) -> Self {
        Self(remarks.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_before_is_told_as_people_say_it() {
        for (before, after, told) in [
            ("2026-05-04 18:00–20:00 Europe/Berlin", "2026-05-11 18:00–20:00 Europe/Berlin", Some("4 May 2026, 18:00")),
            ("2026-05-04 18:00 Europe/Berlin", "2026-05-04 19:00 Europe/Berlin", Some("4 May 2026, 18:00")),
            ("2026-05-04–2026-05-05", "2026-06-04–2026-06-05", Some("4 May 2026")),
            ("2026-05-04", "2026-06-04", Some("4 May 2026")),
            ("2026-05-04 18:00–20:00 Europe/Berlin", "2026-05-04 18:00–21:00 Europe/Berlin", None),
            ("2026-05-04 18:00–20:00 UTC, FREQ=WEEKLY", "2026-05-11 18:00–20:00 UTC, FREQ=WEEKLY", None),
            ("", "2026-05-04", None),
        ] {
            assert_eq!(moved(before, after).as_deref(), told, "{before} → {after}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_makes_it_panic(before in ".{0,40}", after in ".{0,40}") {
            let _ = moved(&before, &after);
        }
    }
}
