//! Which events a letter tells of.

mod beyond;
mod change;
mod families;
mod heirs;
mod reason;
mod repeats;
mod rows;
mod score;
mod section;
mod share;
mod twins;

pub use change::Changed;
pub use heirs::{HEIR_APART, may_be_heir};
pub use score::Score;
pub use section::{Section, is_due, is_news};
pub use share::EVENTS_MAX;

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventFilter, EventId, EventStatus, Occurrence, Standing, Subscriber, Told, ToldEvent};
use reason::found_by;
use rows::{Gathered, Sittings};
use section::{Place, section};

/// An event of a letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen<'a> {
    /// The event.
    pub event: &'a Event,
    /// The sitting it is told at.
    pub sitting: Occurrence,
    /// Further days on which the same takes place, each an event of its own.
    pub also: Vec<(&'a Event, Occurrence)>,
    /// Conferences of the same days, place and web site, each an event of its own.
    pub alongside: Vec<(&'a Event, Occurrence)>,
    /// What seems to be the same conference and is listed for other days: one of the lists is wrong.
    pub differing: Vec<(&'a Event, Occurrence)>,
    /// Where it stands.
    pub section: Section,
    /// What became of it since the reader was told, most important first; empty unless it stands among the changed.
    pub changes: Vec<Changed>,
    /// What speaks for it.
    pub score: Score,
    /// Why the reader is told, in a few words: "Rust · 3 km · free".
    pub reason: String,
}

/// The events of a letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice<'a> {
    /// At most [`EVENTS_MAX`], by section, then by what is due first.
    pub chosen: Vec<Chosen<'a>>,
    /// How many more would have been worth telling.
    pub left_out: usize,
    /// When the reader's last letter was composed; none before the first.
    pub last_at: Option<DateTime<Utc>>,
    /// Whether it begins anew, for a reader who knows events and changed what they ask for.
    pub is_anew: bool,
    /// When it was made.
    pub at: DateTime<Utc>,
}

impl Choice<'_> {
    /// What the letter tells of, as it tells it: to be remembered, so that nothing is new twice and a later change is
    /// told.
    pub fn told(&self) -> BTreeMap<EventId, ToldEvent> {
        let of = |event: &Event, sitting: &Occurrence| ToldEvent {
            sequence: event.sequence,
            // Who was told that it is not listed any more is told when it is again.
            status: if event.standing == Standing::Gone { EventStatus::Postponed } else { sitting.status },
            starts_at: sitting.starts_at,
            name: event.facts.name.clone(),
            venue: change::place(&event.facts).cloned(),
            call_closes_at: change::call_closes_at(&event.facts, self.at),
        };
        let with_it = self.chosen.iter().flat_map(|chosen| chosen.also.iter().chain(&chosen.alongside));
        let also = with_it.map(|(event, sitting)| (*event, sitting));
        let told = self.chosen.iter().map(|chosen| (chosen.event, &chosen.sitting)).chain(also);
        told.map(|(event, sitting)| (event.id, of(event, sitting))).collect()
    }
}

/// Whom a letter is for, what they know, and when it is composed.
#[derive(Clone, Copy)]
struct Reading<'a> {
    subscriber: &'a Subscriber,
    told: &'a Told,
    at: DateTime<Utc>,
}

/// An event that may stand in the letter. There are many more than a letter tells: what only the chosen need is made for
/// them alone.
struct Candidate<'a, 's> {
    event: &'a Event,
    sitting: Cow<'a, Occurrence>,
    also: Vec<(&'a Event, Cow<'a, Occurrence>)>,
    alongside: Vec<(&'a Event, Cow<'a, Occurrence>)>,
    differing: Vec<(&'a Event, Cow<'a, Occurrence>)>,
    place: Place,
    changes: Vec<Changed>,
    score: Score,
    /// What finds it; none for one that nobody asked for, or asks for any more.
    filter: Option<&'s EventFilter>,
}

/// Picks what a letter at `at` tells, each event once.
///
/// `rows` are what the subscriber's filters find from `at` on, in any order, and those of the events `told` that are not
/// over, found or not; beside them what they have gone into, and what may be [another name](may_be_heir) of those that are
/// not listed any more. From `beyond`, any upcoming rows (those around the subscriber, say), comes the one event outside
/// their bubble; rows that are also in `rows` do no harm. A subscriber without filters asks for nothing.
///
/// What does not take place is told only to those who were told that it does; of conferences that seem to be one, the best
/// alone; evenings that are listed one by one with the first of them, and conferences side by side with the best. When there
/// is too much, all that changed stays, and the other sections give way to each other in turn, lowest score first, so that a
/// full week doesn't hide the one call for papers.
pub fn choose<'a>(
    subscriber: &Subscriber,
    rows: impl IntoIterator<Item = (&'a Event, &'a Occurrence)>,
    beyond: impl IntoIterator<Item = (&'a Event, &'a Occurrence)>,
    told: &Told,
    at: DateTime<Utc>,
) -> Choice<'a> {
    let reading = Reading { subscriber, told, at };
    let rows = Gathered::new(rows, at);
    // Both are in the order of ids: what was told is met on the way, not looked for.
    let mut known = told.events.iter().peekable();
    let heirs = heirs::of_told(&rows, reading);
    let of_event = |one: Sittings<'_, 'a>| {
        let id = one.first.event_id;
        while known.next_if(|(known, _)| **known < id).is_some() {}
        let before = known.next_if(|(known, _)| **known == id).map(|(_, before)| before);
        let inherited = heirs.get(&id).copied().or_else(|| told.merged.get(&id));
        let told = before.map(|before| (before, false)).or(inherited.map(|before| (before, true)));
        let changed = told.and_then(|(before, is_heir)| changed(one, before, is_heir, reading));
        changed.or_else(|| asked(one, before.or(inherited), reading))
    };
    let candidates: Vec<_> = rows.events().filter_map(of_event).collect();
    let candidates = heirs::without_inherited(candidates, &rows, reading);
    let candidates = families::gathered(repeats::gathered(twins::without_twins(candidates, &rows, reading)));
    let beyond = if candidates.is_empty() { None } else { Some(Gathered::new(beyond, at)) };
    let others = beyond.iter().flat_map(Gathered::events).filter(|one| !rows.holds(one.event.id));
    let pick = beyond::pick(others, reading);
    let (chosen, left_out) = share::shared_out(candidates, pick);
    let chosen = chosen.into_iter().map(|candidate| {
        let reason = reason::of(&candidate, reading);
        let Candidate { event, sitting, also, alongside, differing, place, changes, score, filter: _ } = candidate;
        let (sitting, also, differing) = (sitting.into_owned(), owned(also), owned(differing));
        let alongside = owned(alongside);
        Chosen { event, sitting, also, alongside, differing, section: place.section, changes, score, reason }
    });
    let is_anew = told.last_at.is_none() && !told.events.is_empty();
    Choice { chosen: chosen.collect(), left_out, last_at: told.last_at, is_anew, at }
}

fn owned<'a>(sittings: Vec<(&'a Event, Cow<'a, Occurrence>)>) -> Vec<(&'a Event, Occurrence)> {
    sittings.into_iter().map(|(event, sitting)| (event, sitting.into_owned())).collect()
}

/// The event among the changed, if what the reader was told of it, or of what it was before it went by another name, does
/// not hold any more.
fn changed<'a, 's>(
    one: Sittings<'_, 'a>,
    before: &ToldEvent,
    is_heir: bool,
    reading: Reading<'s>,
) -> Option<Candidate<'a, 's>> {
    let (sitting, changes) = change::since(before, one, is_heir, reading.at)?;
    let filter = found_by(reading.subscriber, one.event, &sitting, reading.at);
    Some(Candidate {
        event: one.event,
        place: Place::new(Section::Changed, sitting.starts_at, &sitting),
        score: Score::of(one.event, &sitting, filter, reading),
        changes,
        sitting,
        also: Vec::new(),
        alongside: Vec::new(),
        differing: Vec::new(),
        filter,
    })
}

/// The event where a filter of the reader finds it, at the sitting that is due first.
fn asked<'a, 's>(one: Sittings<'_, 'a>, before: Option<&ToldEvent>, reading: Reading<'s>) -> Option<Candidate<'a, 's>> {
    let mut best: Option<(Place, Cow<'a, Occurrence>, &EventFilter)> = None;
    for sitting in one.taking_place(reading.at) {
        let Some(place) = section(one.event, &sitting, before, reading) else { continue };
        if best.as_ref().is_some_and(|(best, ..)| best.rank() <= place.rank()) {
            continue;
        }
        if let Some(filter) = found_by(reading.subscriber, one.event, &sitting, reading.at) {
            best = Some((place, sitting, filter));
        }
    }
    let (place, sitting, filter) = best?;
    Some(Candidate {
        event: one.event,
        place,
        score: Score::of(one.event, &sitting, Some(filter), reading),
        changes: Vec::new(),
        sitting,
        also: Vec::new(),
        alongside: Vec::new(),
        differing: Vec::new(),
        filter: Some(filter),
    })
}
