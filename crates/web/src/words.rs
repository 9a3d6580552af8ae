//! What the words of the domain are called for people.

pub(crate) use hobnob_domain::filter_words::language;
use hobnob_domain::{AttendanceMode, Countries, EventFilter, EventKind, EventStatus, Goal, filter_words};
use hobnob_gazetteer::Gazetteer;

/// What countries are called, for calendars.
pub(crate) const COUNTRIES: Countries = Countries(|code| Gazetteer::embedded().country_name(code));

/// What a filter finds, in one line.
pub(crate) fn title(filter: &EventFilter) -> String {
    filter_words::title(filter, COUNTRIES.0)
}

/// One word of a vocabulary and what people call it.
pub(crate) const fn goal(goal: Goal) -> &'static str {
    match goal {
        Goal::Skills => "Broaden skills",
        Goal::Architecture => "Architecture and design",
        Goal::OpenSource => "Open source",
        Goal::Mentoring => "Mentoring",
        Goal::Specialization => "Specialise",
        Goal::Communication => "Speaking and writing",
        Goal::Networking => "Meet people",
    }
}

/// What people call a sort of gathering, one of them.
pub(crate) const fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Meetup => "Meetup",
        EventKind::Conference => "Conference",
        EventKind::Unconference => "Unconference",
        EventKind::Workshop => "Workshop",
        EventKind::Course => "Course",
        EventKind::Hackathon => "Hackathon",
        EventKind::Sprint => "Sprint",
        EventKind::Talk => "Talk",
        EventKind::Webinar => "Webinar",
        EventKind::Mentoring => "Mentoring",
        EventKind::StudyGroup => "Study group",
        EventKind::CareerFair => "Career fair",
        EventKind::Social => "Social",
        EventKind::Other => "Event",
    }
}

/// What people call a way to take part.
pub(crate) const fn mode(mode: AttendanceMode) -> &'static str {
    match mode {
        AttendanceMode::Offline => "In person",
        AttendanceMode::Online => "Online",
        AttendanceMode::Mixed => "In person or online",
    }
}

/// What must be said of an event that does not take place as announced.
pub(crate) const fn status(status: EventStatus) -> Option<&'static str> {
    match status {
        EventStatus::Scheduled => None,
        EventStatus::Postponed => Some("Postponed"),
        EventStatus::Rescheduled => Some("New date"),
        EventStatus::MovedOnline => Some("Moved online"),
        EventStatus::Cancelled => Some("Cancelled"),
    }
}

/// A number for people: 12345 → "12,345".
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }
}
