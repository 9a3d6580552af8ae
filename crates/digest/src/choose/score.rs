//! What speaks for an event, in points: whole numbers, so that a score is the same everywhere and can be explained.

use std::fmt;

use super::{Reading, reason::home};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    AttendanceMode, Event, EventFilter, EventKind, Facts, Goal, NicheId, Occurrence, Standing, Subscriber,
};

/// Points for how far away it is, by the part of the filter's radius.
const DISTANCE: [(f64, i32); 5] = [(0.1, 20), (0.25, 16), (0.5, 12), (0.75, 8), (1.0, 4)];

/// Points for how far away it is, in kilometres, where the filter that finds it names no place and another does.
const FROM_HOME: [(f64, i32); 3] = [(300.0, 6), (1_000.0, 4), (3_000.0, 2)];

/// Points for how soon it is, or closes.
const TIME: [(TimeDelta, i32); 5] = [
    (TimeDelta::days(2), 10),
    (TimeDelta::days(7), 8),
    (TimeDelta::days(14), 6),
    (TimeDelta::days(30), 4),
    (TimeDelta::days(60), 2),
];

/// How long an event is fresh.
const FRESH: TimeDelta = TimeDelta::days(7);

/// The most niches and goals that count.
const COUNTED_MAX: usize = 3;

/// What a goal is worth at most.
const WORTH_MAX: i32 = 3;

/// What speaks for an event. The larger the sum, the better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// 30 for a niche that was asked for, 24 for a narrower one, 6 for each further one, up to two.
    pub niches: i32,
    /// 4 to 20 for a place within the radius that was asked for, the nearer the more; 6 for online, where asked for; 2 to 6
    /// within 3,000 km of the reader, where any place was asked for.
    pub distance: i32,
    /// 5 for each goal it serves, times what the goal is worth to the reader, at most three goals.
    pub goals: i32,
    /// 0 to 10 for what sort of gathering it is.
    pub kind: i32,
    /// 0 to 10 for how soon it is, or how soon its call for papers closes.
    pub time: i32,
    /// 10 for an event found within a week, 6 for one that was not told yet.
    pub freshness: i32,
    /// 5 for an open call for papers.
    pub call: i32,
    /// −15 when no source lists it any more.
    pub standing: i32,
    /// −8 for each better event of the same section and organizer, or web site where no organizer is named.
    pub variety: i32,
}

impl Score {
    /// What speaks for an event that a filter finds at a sitting; without a filter, what speaks for it anyway.
    pub(super) fn of(event: &Event, sitting: &Occurrence, filter: Option<&EventFilter>, reading: Reading<'_>) -> Self {
        let Reading { subscriber, told, at } = reading;
        let facts = &event.facts;
        let closes_at = facts.open_call(at).and_then(|call| call.closes_at);
        let due_at = closes_at.map_or(sitting.starts_at, |closes_at| closes_at.min(sitting.starts_at));
        Self {
            niches: filter.map_or(0, |filter| niches(facts, &filter.niches)),
            distance: filter.map_or(0, |filter| distance(facts, filter, subscriber)),
            goals: goals(facts, subscriber),
            kind: kind(facts.kind),
            time: time(due_at, at),
            freshness: match told.knows(event.id) {
                true => 0,
                false if at.signed_duration_since(event.created_at) <= FRESH => 10,
                false => 6,
            },
            call: if closes_at.is_some() { 5 } else { 0 },
            standing: if event.standing == Standing::Confirmed { 0 } else { -15 },
            variety: 0,
        }
    }

    /// The sum.
    pub const fn total(&self) -> i32 {
        let Self { niches, distance, goals, kind, time, freshness, call, standing, variety } = self;
        *niches + *distance + *goals + *kind + *time + *freshness + *call + *standing + *variety
    }

    fn parts(&self) -> [(&'static str, i32); 9] {
        let Self { niches, distance, goals, kind, time, freshness, call, standing, variety } = *self;
        [
            ("niches", niches),
            ("distance", distance),
            ("goals", goals),
            ("kind", kind),
            ("time", time),
            ("freshness", freshness),
            ("call", call),
            ("standing", standing),
            ("variety", variety),
        ]
    }
}

impl fmt::Display for Score {
    /// Writes `63: niches 30, distance 16, kind 7, time 10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.total())?;
        for (number, (name, points)) in self.parts().into_iter().filter(|(_, points)| *points != 0).enumerate() {
            write!(f, "{} {name} {points}", if number == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

fn niches(facts: &Facts, asked: &[NicheId]) -> i32 {
    let of = |wanted: &NicheId| match () {
        () if facts.niches.contains(wanted) => 30,
        () if facts.niches.iter().any(|niche| niche.is_within(*wanted)) => 24,
        () => 0,
    };
    let points = asked.iter().map(of).filter(|points| *points > 0);
    let further = points.clone().skip(1).take(COUNTED_MAX - 1).map(|_| 6).sum::<i32>();
    points.max().map_or(0, |best| best + further)
}

fn distance(facts: &Facts, filter: &EventFilter, subscriber: &Subscriber) -> i32 {
    if facts.attendance_mode == AttendanceMode::Online {
        return if filter.modes.contains(&AttendanceMode::Online) { 6 } else { 0 };
    }
    let Some(point) = facts.venue.as_ref().and_then(|venue| venue.point) else { return 0 };
    let Some(near) = &filter.near else {
        let km = home(subscriber).map_or(f64::INFINITY, |home| home.point.distance_km(point));
        return FROM_HOME.iter().find(|(most, _)| km <= *most).map_or(0, |(_, points)| *points);
    };
    let part = near.point.distance_km(point) / near.radius_km;
    DISTANCE.iter().find(|(most, _)| part <= *most).map_or(0, |(_, points)| *points)
}

/// How much a goal is worth to a reader, 0 to 3.
pub(super) fn worth(subscriber: &Subscriber, goal: Goal) -> i32 {
    subscriber.goals.get(&goal).map_or(1, |worth| i32::from(*worth).min(WORTH_MAX))
}

fn goals(facts: &Facts, subscriber: &Subscriber) -> i32 {
    let worths = facts.goals.iter().map(|goal| worth(subscriber, *goal));
    // The most valued ones count.
    let mut left = COUNTED_MAX;
    let of_worth = |worth: i32| {
        let count = worths.clone().filter(|one| *one == worth).count().min(left);
        left -= count;
        std::iter::repeat_n(worth, count).sum::<i32>()
    };
    5 * (1..=WORTH_MAX).rev().map(of_worth).sum::<i32>()
}

const fn kind(kind: EventKind) -> i32 {
    match kind {
        EventKind::Conference | EventKind::Unconference => 10,
        EventKind::Workshop => 9,
        EventKind::Hackathon | EventKind::Sprint | EventKind::Mentoring => 8,
        EventKind::Meetup => 7,
        EventKind::StudyGroup => 6,
        EventKind::Talk | EventKind::Course => 5,
        EventKind::Social | EventKind::CareerFair => 4,
        EventKind::Webinar => 3,
        EventKind::Other => 0,
    }
}

fn time(due_at: DateTime<Utc>, at: DateTime<Utc>) -> i32 {
    let due_in = due_at.signed_duration_since(at);
    TIME.iter().find(|(within, _)| due_in < *within).map_or(0, |(_, points)| *points)
}
