//! Events, written directly. What is not named here, the library asks for.

use super::{
    Page, Selected, Shape, Step,
    event_parts::{CALL, CLAIM, NICHE, OFFER, ORGANIZER, VENUE},
};
use crate::{
    scalars::{Day, Instant},
    types::{AttendanceMode, EventEdge, EventKind, EventNode, EventStatus, Goal},
};
use hobnob_domain::EventId;

/// An event.
pub(crate) const EVENT: Shape<EventNode> = Shape { name: "Event", interfaces: &["Node"], step: event };

/// An event in a slice.
pub(crate) const EVENT_EDGE: Shape<EventEdge> = Shape { name: "EventEdge", interfaces: &[], step: edge };

/// A step; so that its closure's type is known.
pub(super) fn step<T>(write: impl Fn(&T, &mut Page) + Send + Sync + 'static) -> Option<Step<T>> {
    Some(Box::new(write))
}

/// A field with text, or without.
pub(super) fn perhaps<T>(text: impl Fn(&T) -> Option<&str> + Send + Sync + 'static) -> Option<Step<T>> {
    step(move |row, page| page.perhaps(text(row), |text, page| page.text(text)))
}

fn edge(field: &str, inside: &Selected<'_>) -> Option<Step<EventEdge>> {
    match field {
        "cursor" => step(|edge: &EventEdge, page| page.text(&edge.place())),
        "node" => {
            let plan = inside.plan(&EVENT)?;
            step(move |edge: &EventEdge, page| plan.write(&edge.node, page))
        }
        _ => None,
    }
}

fn event(field: &str, inside: &Selected<'_>) -> Option<Step<EventNode>> {
    when(field).or_else(|| what(field)).or_else(|| parts(field, inside))
}

fn when(field: &str) -> Option<Step<EventNode>> {
    match field {
        "startsAt" => step(|event: &EventNode, page| page.instant(event.shown.starts())),
        "endsAt" => step(|event: &EventNode, page| page.perhaps(event.shown.ends(), |at, page| page.instant(at))),
        "startsOn" => step(|event: &EventNode, page| page.day(Day(event.shown.sitting.starts_on))),
        "endsOn" => step(|event: &EventNode, page| page.perhaps(event.shown.last_day(), |day, page| page.day(day))),
        "isAllDay" => step(|event: &EventNode, page| page.flag(event.shown.sitting.is_all_day)),
        "timeZone" => step(|event: &EventNode, page| page.text(event.facts().schedule.zone.name())),
        "isRecurring" => step(|event: &EventNode, page| page.flag(event.facts().schedule.recurrence.is_some())),
        "revisedAt" => step(|event: &EventNode, page| page.instant(Instant::utc(event.event().revised_at))),
        _ => None,
    }
}

fn what(field: &str) -> Option<Step<EventNode>> {
    match field {
        "id" => step(|event: &EventNode, page| page.id(EventId::KIND, event.event().id)),
        "uid" => step(|event: &EventNode, page| page.text(&event.event().uid)),
        "name" => step(|event: &EventNode, page| page.text(&event.facts().name)),
        "description" => perhaps(|event: &EventNode| event.facts().description.as_deref()),
        "url" => step(|event: &EventNode, page| page.text(&event.facts().url)),
        "kind" => step(|event: &EventNode, page| page.word(EventKind::from(event.facts().kind))),
        "status" => step(|event: &EventNode, page| page.word(EventStatus::from(event.shown.sitting.status))),
        "attendanceMode" => {
            step(|event: &EventNode, page| page.word(AttendanceMode::from(event.facts().attendance_mode)))
        }
        "joinUrl" => perhaps(|event: &EventNode| event.facts().join_url.as_deref()),
        "keywords" => step(|event: &EventNode, page| page.json(&event.facts().keywords)),
        "language" => perhaps(|event: &EventNode| event.facts().language.as_deref()),
        "isFree" => step(|event: &EventNode, page| page.json(&event.facts().is_free)),
        "imageUrl" => perhaps(|event: &EventNode| event.facts().image_url.as_deref()),
        "distanceKm" => step(|event: &EventNode, page| page.json(&event.distance())),
        "sequence" => step(|event: &EventNode, page| page.json(&event.event().sequence)),
        "goals" => step(|event: &EventNode, page| {
            page.list(&event.facts().goals, |goal, page| page.word(Goal::from(*goal)));
        }),
        _ => None,
    }
}

fn parts(field: &str, inside: &Selected<'_>) -> Option<Step<EventNode>> {
    /// An object that is there where something of the event is.
    fn object(
        plan: super::Plan<EventNode>,
        is_there: impl Fn(&EventNode) -> bool + Send + Sync + 'static,
    ) -> Option<Step<EventNode>> {
        step(move |event, page| if is_there(event) { plan.write(event, page) } else { page.null() })
    }
    match field {
        "venue" => object(inside.plan(&VENUE)?, |event| event.facts().venue.is_some()),
        "organizer" => object(inside.plan(&ORGANIZER)?, |event| event.facts().organizer.is_some()),
        "callForPapers" => object(inside.plan(&CALL)?, |event| event.facts().call_for_papers.is_some()),
        "niches" => {
            let plan = inside.plan(&NICHE)?;
            step(move |event: &EventNode, page| {
                page.list(&event.facts().niches, |niche, page| plan.write(niche, page));
            })
        }
        "offers" => {
            let plan = inside.plan(&OFFER)?;
            step(move |event: &EventNode, page| {
                let places = 0..event.facts().offers.len();
                page.list(places, |place, page| plan.write(&(event.clone(), place), page));
            })
        }
        "claims" => {
            let plan = inside.plan(&CLAIM)?;
            step(move |event: &EventNode, page| {
                page.list(&event.event().claims, |claim, page| plan.write(claim, page));
            })
        }
        _ => None,
    }
}
