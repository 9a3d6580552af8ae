//! Whether an event is told, and as what: schema.org's five statuses as iCalendar's three (RFC 5545 §3.8.1.11).

use hobnob_domain::{CalendarOptions, CancelledPolicy, EventStatus, Standing};

/// How an event stands in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// STATUS.
    pub(crate) status: &'static str,
    /// Stands before the name.
    pub(crate) prefix: &'static str,
    /// Whether it takes place: else nobody is alarmed.
    pub(crate) takes_place: bool,
}

/// `None` where the calendar's options leave it out.
pub(crate) fn told(status: EventStatus, standing: Standing, options: &CalendarOptions) -> Option<Told> {
    let is_tentative = match standing {
        Standing::Confirmed => false,
        Standing::Unconfirmed if options.includes_tentative => true,
        Standing::Unconfirmed | Standing::Gone => return None,
    };
    let as_it_stands = if is_tentative { "TENTATIVE" } else { "CONFIRMED" };
    let (status, prefix, takes_place) = match (status, options.cancelled) {
        (EventStatus::Scheduled | EventStatus::Rescheduled | EventStatus::MovedOnline, _) => (as_it_stands, "", true),
        (EventStatus::Postponed, _) => ("TENTATIVE", "Postponed: ", false),
        (EventStatus::Cancelled, CancelledPolicy::Mark) => ("CONFIRMED", "Cancelled: ", false),
        (EventStatus::Cancelled, CancelledPolicy::Rfc) => ("CANCELLED", "", false),
        // For as long as it is told at all: whoever hands it over knows for how long.
        (EventStatus::Cancelled, CancelledPolicy::Drop) if !options.grace.is_zero() => {
            ("CONFIRMED", "Cancelled: ", false)
        }
        (EventStatus::Cancelled, CancelledPolicy::Drop) => return None,
    };
    Some(Told { status, prefix, takes_place })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(status: EventStatus, cancelled: CancelledPolicy) -> Option<(&'static str, &'static str)> {
        let options = CalendarOptions { cancelled, ..CalendarOptions::default() };
        told(status, Standing::Confirmed, &options).map(|told| (told.status, told.prefix))
    }

    #[test]
    fn a_cancelled_event_is_told_as_the_calendar_asks() {
        assert_eq!(words(EventStatus::Cancelled, CancelledPolicy::Mark), Some(("CONFIRMED", "Cancelled: ")));
        assert_eq!(words(EventStatus::Cancelled, CancelledPolicy::Rfc), Some(("CANCELLED", "")));
        assert_eq!(words(EventStatus::Cancelled, CancelledPolicy::Drop), None);
        assert_eq!(words(EventStatus::Rescheduled, CancelledPolicy::Drop), Some(("CONFIRMED", "")));
    }

    #[test]
    fn an_event_no_source_lists_any_more_is_tentative_or_left_out() {
        let status = |standing, includes_tentative| {
            let options = CalendarOptions { includes_tentative, ..CalendarOptions::default() };
            told(EventStatus::Scheduled, standing, &options).map(|told| told.status)
        };
        assert_eq!(status(Standing::Unconfirmed, true), Some("TENTATIVE"));
        assert_eq!(status(Standing::Unconfirmed, false), None);
        assert_eq!(status(Standing::Gone, true), None);
    }
}
