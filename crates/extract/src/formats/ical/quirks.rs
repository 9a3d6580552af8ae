//! Habits of the programs that write calendars, told by what they call themselves and by all events together.

use super::names::Name;
use super::namesakes::{Namesake, Namesakes};
use super::tree::{Calendar, Event};
use super::value::unescaped;
use crate::text;
use hobnob_domain::TimeWords;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be known about a calendar before its events are read.
pub(super) struct Habits {
    /// Whether LAST-MODIFIED says nothing: only when the calendar was asked for, or, on Meetup, when the event was created.
    pub(super) has_idle_revisions: bool,
    /// Whether every event is tentative, and that means nothing: Luma.
    is_always_tentative: bool,
    /// What stays of UIDs that have the event's dates in them: The Events Calendar, LiveWhale.
    lasting: BTreeMap<String, String>,
    /// UIDs of several events that begin at different times: those of all editions, say.
    shared: BTreeSet<String>,
    /// UIDs of several events that begin at one time in different places.
    scattered: BTreeSet<String>,
}

impl Habits {
    /// Looks at a calendar, and at its events that share their UIDs.
    pub(super) fn of(calendar: &Calendar, namesakes: &Namesakes) -> Self {
        let is_by = |name: &str| calendar.prodid.as_deref().is_some_and(|prodid| prodid.contains(name));
        let (shared, scattered) = shared(namesakes);
        Self {
            has_idle_revisions: is_by("//Meetup//") || has_stamped_revisions(calendar),
            is_always_tentative: is_by("//Luma//"),
            lasting: lasting(calendar, is_by(" ECPv")),
            shared,
            scattered,
        }
    }

    /// A status that says something.
    pub(super) fn status(&self, status: Option<String>) -> Option<String> {
        status.filter(|status| !(self.is_always_tentative && status.eq_ignore_ascii_case("TENTATIVE")))
    }

    /// What of a UID stays when its event moves.
    pub(super) fn lasting(&self, uid: &str) -> String {
        self.lasting.get(uid).cloned().unwrap_or_else(|| uid.to_owned())
    }

    /// Whether only its start tells an event of that UID from others of the calendar, in whatever order they stand there.
    pub(super) fn is_shared(&self, uid: &str) -> bool {
        self.shared.contains(uid)
    }

    /// Whether only its place tells an event of that UID from others of the calendar.
    pub(super) fn is_scattered(&self, uid: &str) -> bool {
        self.scattered.contains(uid)
    }
}

/// Whether LAST-MODIFIED says only when the calendar was asked for: all events have one and the same, equal to DTSTAMP.
fn has_stamped_revisions(calendar: &Calendar) -> bool {
    let Some(stamp) = calendar.events().next().and_then(|event| event.value(Name::LastModified)) else { return false };
    calendar.events_total() > 1
        && calendar
            .events()
            .all(|event| event.value(Name::LastModified) == Some(stamp) && event.value(Name::DtStamp) == Some(stamp))
}

/// UIDs of events that begin at different times, and of those that begin at one time in different places.
fn shared(namesakes: &Namesakes) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut shared, mut scattered) = (BTreeSet::new(), BTreeSet::new());
    for some in namesakes.by_uid() {
        let mut told = some.iter().filter_map(told);
        let (Some(uid), Some((first_start, first_place))) = (some.first().map(|one| one.uid), told.next()) else {
            continue;
        };
        let known = || text::line(&unescaped(uid), text::LINE_BYTES_MAX);
        for (start, place) in told {
            if start != first_start {
                shared.extend(known());
            } else if first_place.zip(place).is_some_and(|(first, place)| first != place) {
                scattered.extend(known());
            }
        }
    }
    (shared, scattered)
}

/// When and where an event takes place that is no changed sitting.
fn told<'a>(Namesake { event, .. }: &Namesake<'_, 'a>) -> Option<(&'a str, Option<&'a str>)> {
    let is_whole = event.value(Name::RecurrenceId).is_none();
    let start = event.value(Name::DtStart).filter(|_| is_whole)?;
    Some((start, event.value(Name::Location)))
}

/// What stays of each UID. The sittings of a series may share what stays; theirs keep their dates.
fn lasting(calendar: &Calendar, is_by_the_events_calendar: bool) -> BTreeMap<String, String> {
    let stays = |event: Event| {
        let uid = event.value(Name::Uid)?;
        let stays = without_start(uid, event.value(Name::DtStart)?);
        let stays = stays.or_else(|| without_dates(uid).filter(|_| is_by_the_events_calendar))?;
        Some((uid.to_owned(), stays))
    };
    let known: BTreeMap<String, String> = calendar.events().filter_map(stays).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for stays in known.values() {
        *counts.entry(stays.clone()).or_insert(0) += 1;
    }
    known.into_iter().filter(|(_, stays)| counts.get(stays) == Some(&1)).collect()
}

/// `77@example.org` of `20260403T153000Z-77@example.org` for an event that starts then: LiveWhale.
fn without_start(uid: &str, start: &str) -> Option<String> {
    let (local, host) = uid.split_once('@')?;
    let id = local.strip_prefix(start)?.strip_prefix('-')?;
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{id}@{host}"))
}

/// `123@example.org` of `123-1767225600-1767232800@example.org`: the post's id, its start and end as Unix time.
fn without_dates(uid: &str) -> Option<String> {
    let (local, host) = uid.split_once('@')?;
    let mut parts = local.split('-');
    let (id, start, end) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let are_numbers = is_number(id) && is_number(start) && is_number(end);
    (are_numbers && parts.next().is_none()).then(|| format!("{id}@{host}"))
}

/// The days of an event that is said to last whole days (Microsoft) and yet has hours: midnight to midnight.
pub(super) fn whole_days(
    event: &Event,
    start: Option<TimeWords>,
    end: Option<TimeWords>,
) -> (Option<TimeWords>, Option<TimeWords>) {
    let is_whole = event.value(Name::AllDay).is_some_and(|value| value.eq_ignore_ascii_case("TRUE") || value == "1");
    let day = |time: &TimeWords| {
        let day = time.text.strip_suffix("T000000")?;
        Some(TimeWords { text: day.to_owned(), zone: None })
    };
    let days = start.as_ref().and_then(day).map(|start| (start, end.as_ref().map(day)));
    match days {
        Some((start, None)) if is_whole => (Some(start), None),
        Some((start, Some(Some(end)))) if is_whole => (Some(start), Some(end)),
        _ => (start, end),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{namesakes::Namesakes, tree};
    use super::{Habits, without_dates, without_start};

    #[test]
    fn only_its_start_tells_an_event_from_others_of_its_uid() {
        let event = |uid: &str, start: &str| format!("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{start}\r\nEND:VEVENT\r\n");
        let series = "BEGIN:VEVENT\r\nUID:c\r\nRECURRENCE-ID:20260801\r\nDTSTART:20260802\r\nEND:VEVENT\r\n";
        let events = [
            event("a", "20260621"),
            event("b", "20260621"),
            event("a", "20270612"),
            event("b", "20260621"),
            event("c", "20260701"),
            series.to_owned(),
        ];
        let text = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
        let stream = tree::read(&text);
        let calendar = stream.calendars.first().unwrap();
        let habits = Habits::of(calendar, &Namesakes::of(calendar));
        assert_eq!(["a", "b", "c"].map(|uid| habits.is_shared(uid)), [true, false, false]);
    }

    #[test]
    fn only_its_place_tells_an_event_from_others_of_its_uid_and_time() {
        let event =
            |uid: &str, place: &str| format!("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20260621\r\n{place}END:VEVENT\r\n");
        let (lille, lyon) = ("LOCATION:Lille\r\n", "LOCATION:Lyon\r\n");
        let events = [event("a", lille), event("b", lille), event("a", lyon), event("b", ""), event("b", lille)];
        let text = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
        let stream = tree::read(&text);
        let calendar = stream.calendars.first().unwrap();
        let habits = Habits::of(calendar, &Namesakes::of(calendar));
        assert_eq!(["a", "b"].map(|uid| habits.is_scattered(uid)), [true, false]);
    }

    #[test]
    fn only_the_dates_of_the_events_calendar_are_taken_off() {
        assert_eq!(without_dates("123-1767225600-1767232800@example.org").as_deref(), Some("123@example.org"));
        let others = ["123@example.org", "a-1-2@example.org", "1-2-3-4@example.org", "1-2-3", "1--3@example.org"];
        assert_eq!(others.map(without_dates), [const { None }; 5]);
    }

    #[test]
    fn a_start_is_taken_off_only_if_it_is_the_events_own() {
        let uid = "20260403T153000Z-77@example.org";
        assert_eq!(without_start(uid, "20260403T153000Z").as_deref(), Some("77@example.org"));
        assert_eq!([without_start(uid, "20260404T153000Z"), without_start(uid, "2026")], [None, None]);
    }
}
