//! The parts of a letter, and what stands in which.

use super::Reading;
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId, EventKind, Occurrence, Standing, ToldEvent};

/// The week of the letter.
const WEEK: TimeDelta = TimeDelta::days(7);

/// How far ahead the first letter tells everything, for it knows no "since the last one".
const FIRST_AHEAD: TimeDelta = TimeDelta::days(30);

/// How far ahead something new is told.
const NEW_AHEAD: TimeDelta = TimeDelta::days(400);

/// How much older than the last letter an event may be that it did not have yet: it may have been on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::hours(1);

/// How far ahead conferences are told: one books them early.
const AHEAD: TimeDelta = TimeDelta::days(90);

/// How long before it begins a conference is told again: once, four weeks ahead.
const REMINDED: (TimeDelta, TimeDelta) = (TimeDelta::days(21), TimeDelta::days(28));

/// How long before it closes a call for papers is told.
const CLOSING: TimeDelta = TimeDelta::days(21);

/// How long before it closes a call for papers is told to those who know the event: once three weeks ahead, and once in the
/// last one.
const CLOSING_KNOWN: [(TimeDelta, TimeDelta); 2] =
    [(TimeDelta::days(14), TimeDelta::days(21)), (TimeDelta::zero(), TimeDelta::days(7))];

/// What is shorter is no conference that one travels to, whatever it calls itself.
const SHORT: TimeDelta = TimeDelta::hours(4);

/// How long ago an event may have begun that isn't over. Today's is told; what runs for a year is not told every week.
const BEGUN: TimeDelta = TimeDelta::days(1);

/// The parts of a letter, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The reader was told of it, and it is cancelled, moved or renamed since.
    Changed,
    /// It was found since the last letter.
    New,
    /// It begins within 7 days.
    Week,
    /// In a reader's first letter: it begins within 30 days.
    Later,
    /// It is a conference within 90 days that the reader was not told of, or that begins in four weeks.
    Ahead,
    /// Its call for papers closes within 21 days; where the reader was told of the event, it is told three weeks ahead and in
    /// the last week.
    CallForPapers,
    /// No filter of the reader asks for it.
    Beyond,
}

/// Where a candidate stands, and what counts there as its date. Total, so that the order of the rows doesn't matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) section: Section,
    pub(super) due_at: DateTime<Utc>,
    event_id: EventId,
    recurrence_id: Option<DateTime<Utc>>,
}

impl Place {
    pub(super) fn new(section: Section, due_at: DateTime<Utc>, sitting: &Occurrence) -> Self {
        Self { section, due_at, event_id: sitting.event_id, recurrence_id: sitting.recurrence_id }
    }

    /// Which sitting of an event is told: one of this week before all others, then the first.
    pub(super) fn rank(&self) -> (bool, DateTime<Utc>, Option<DateTime<Utc>>) {
        (self.section != Section::Week, self.due_at, self.recurrence_id)
    }
}

/// The section that takes a sitting which takes place; the first that does. `Before` is what the reader was told of it.
pub(super) fn section(
    event: &Event,
    sitting: &Occurrence,
    before: Option<&ToldEvent>,
    reading: Reading<'_>,
) -> Option<Place> {
    let Reading { told, at, .. } = reading;
    let starts_in = sitting.starts_at.signed_duration_since(at);
    let due = |section, due_at| Some(Place::new(section, due_at, sitting));
    let is_new = told.last_at.is_some_and(|last_at| is_news(event, last_at));
    // Of what no source lists any more nobody hears for the first time, but for what may still be this week.
    if before.is_none() && event.standing != Standing::Confirmed && starts_in >= WEEK {
        return None;
    }
    if starts_in > -BEGUN && starts_in < NEW_AHEAD && before.is_none() && is_new {
        return due(Section::New, sitting.starts_at);
    }
    if starts_in > -BEGUN && starts_in < WEEK {
        // What began this morning was in the week of the last letter.
        let was_due = |last_at: DateTime<Utc>| sitting.starts_at.signed_duration_since(last_at) < WEEK;
        let is_known = before.is_some_and(|before| before.starts_at == sitting.starts_at);
        let was_told = starts_in <= TimeDelta::zero() && is_known && told.last_at.is_some_and(was_due);
        return if was_told { None } else { due(Section::Week, sitting.starts_at) };
    }
    if let Some(closes_at) = closing(event, before, at) {
        return due(Section::CallForPapers, closes_at);
    }
    if is_ahead(event, before, starts_in) && !is_short(event, sitting) {
        return due(Section::Ahead, sitting.starts_at);
    }
    let is_first = told.last_at.is_none() && before.is_none();
    if is_first && starts_in >= WEEK && starts_in < FIRST_AHEAD { due(Section::Later, sitting.starts_at) } else { None }
}

/// Whether we know the event only since a reader's last letter.
pub fn is_news(event: &Event, last_at: DateTime<Utc>) -> bool {
    event.created_at.signed_duration_since(last_at) > -ON_ITS_WAY
}

/// Whether a letter at `at` may tell of the event at this sitting to anybody who finds it. What is neither due nor
/// [news](is_news) stands in no letter but a reader's first, unless it changed: so of rows from which many letters are
/// chosen most are looked at once.
pub fn is_due(event: &Event, sitting: &Occurrence, at: DateTime<Utc>) -> bool {
    let starts_in = sitting.starts_at.signed_duration_since(at);
    // Of a series that is called off once, a later sitting may be told.
    let is_open = event.facts.schedule.recurrence.is_some() && !sitting.status.takes_place();
    is_open
        || (starts_in > -BEGUN && starts_in < WEEK)
        || closing(event, None, at).is_some()
        || is_ahead(event, None, starts_in)
}

/// When its call for papers closes, if that is soon enough to be told.
fn closing(event: &Event, before: Option<&ToldEvent>, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let call = event.facts.open_call(at)?;
    call.closes_at.filter(|closes_at| {
        let closes_in = closes_at.signed_duration_since(at);
        match before {
            None => closes_in <= CLOSING,
            Some(_) => CLOSING_KNOWN.iter().any(|(from, until)| closes_in > *from && closes_in <= *until),
        }
    })
}

/// Whether it is a conference that should be told of ahead of its week.
fn is_ahead(event: &Event, before: Option<&ToldEvent>, starts_in: TimeDelta) -> bool {
    let is_conference = matches!(event.facts.kind, EventKind::Conference | EventKind::Unconference);
    let is_due = match before {
        None => starts_in >= WEEK && starts_in < AHEAD,
        Some(_) => starts_in >= REMINDED.0 && starts_in < REMINDED.1,
    };
    is_conference && is_due
}

/// Whether it is known to take a few hours only.
fn is_short(event: &Event, sitting: &Occurrence) -> bool {
    let lasts = sitting.ends_at.signed_duration_since(sitting.starts_at);
    !sitting.is_all_day && event.is_end_known(sitting) && lasts < SHORT
}
