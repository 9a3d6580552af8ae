//! A million invented events that are spread as real ones are: most in few niches, most in large towns, most once.
#![allow(dead_code, reason = "each bench uses a part")]

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, Claim, Event, EventFilter, EventId, EventKind, EventStatus, Facts, Goal, ListingId, Near, NicheId,
    Organizer, OrganizerId, Point, Recurrence, RecurrenceRule, Schedule, SourceId, Span, Standing, Venue,
};

use super::made::{Dice, now};

const SYLLABLES: &[&str] = &[
    "ka", "lo", "mi", "ra", "ten", "sol", "ver", "du", "pan", "el", "ga", "ri", "mos", "ta", "fen", "or", "bu", "shi",
];
const COMMON: &[&str] = &[
    "the",
    "and",
    "we",
    "you",
    "to",
    "with",
    "of",
    "a",
    "our",
    "for",
    "talk",
    "meetup",
    "join",
    "learn",
    "about",
    "evening",
    "community",
    "speakers",
    "pizza",
    "drinks",
    "developers",
    "code",
    "software",
    "networking",
    "doors",
    "open",
];

/// From 0 to `below`, the low ones far more often.
fn skewed(dice: &mut Dice, below: u64) -> u64 {
    let (one, other) = (dice.roll(below) + 1, dice.roll(below) + 1);
    (one * other / below).min(dice.roll(below))
}

fn word(dice: &mut Dice) -> String {
    if dice.roll(5) < 2 {
        return COMMON[usize::try_from(skewed(dice, u64::try_from(COMMON.len()).unwrap())).unwrap()].to_owned();
    }
    // Some twenty thousand words, the short ones often.
    let number = skewed(dice, 20_000);
    let mut rest = number;
    let mut word = String::new();
    while word.is_empty() || rest > 0 {
        word.push_str(SYLLABLES[usize::try_from(rest % 18).unwrap()]);
        rest /= 18;
    }
    word
}

fn words(dice: &mut Dice, count: u64) -> String {
    (0..count).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}

fn niche(dice: &mut Dice) -> NicheId {
    let all = NicheId::all().count();
    NicheId::all().nth(usize::try_from(skewed(dice, u64::try_from(all).unwrap())).unwrap()).unwrap()
}

/// The middle of one of 120 towns, the first ones large.
fn town(number: u64) -> Point {
    let mut dice = Dice::new(number + 77);
    let degrees = |roll: u64, from: f64, span: f64| from + span * f64::from(u32::try_from(roll).unwrap()) / 1e6;
    Point::new(degrees(dice.roll(1_000_000), 35.0, 24.0), degrees(dice.roll(1_000_000), -10.0, 40.0)).unwrap()
}

fn near_by(dice: &mut Dice, middle: Point) -> Point {
    let off = |roll: u64| (f64::from(u32::try_from(roll).unwrap()) - 500.0) / 5_000.0;
    Point::new(middle.latitude() + off(dice.roll(1_000)), middle.longitude() + off(dice.roll(1_000))).unwrap()
}

fn schedule(dice: &mut Dice) -> Schedule {
    let starts_at = now()
        + TimeDelta::days(i64::try_from(dice.roll(545)).unwrap() - 180)
        + TimeDelta::minutes(30 * i64::try_from(dice.roll(30)).unwrap());
    let mut schedule =
        Schedule::once(Tz::Europe__Berlin, Span::Timed { starts_at, ends_at: Some(starts_at + TimeDelta::hours(2)) });
    // One in a hundred is told as a series; the rest, though regular, are listed one by one.
    if dice.roll(100) == 0 {
        let rules = vec![RecurrenceRule::new("FREQ=MONTHLY").unwrap()];
        schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    }
    schedule
}

/// The event of a number. About 80 words of description.
pub(crate) fn event(number: i64) -> Event {
    let mut dice = Dice::new(number.unsigned_abs().wrapping_mul(31));
    let is_online = dice.roll(100) < 15;
    let organizer = i64::try_from(dice.roll(60_000)).unwrap();
    let place = town(skewed(&mut dice, 120));
    let venue = Venue {
        name: Some(words(&mut dice, 2)),
        locality: Some(words(&mut dice, 1)),
        country: "DE".parse().ok(),
        point: Some(near_by(&mut dice, place)),
        ..Venue::default()
    };
    let facts = Facts {
        name: words(&mut dice, 7),
        description: {
            let count = 20 + dice.roll(120);
            Some(words(&mut dice, count))
        },
        url: format!("https://example.org/{number}"),
        kind: EventKind::ALL[usize::try_from(skewed(&mut dice, 14)).unwrap()],
        status: EventStatus::Scheduled,
        attendance_mode: if is_online { AttendanceMode::Online } else { AttendanceMode::Offline },
        schedule: schedule(&mut dice),
        venue: (!is_online).then_some(venue),
        more_venues: Vec::new(),
        join_url: None,
        organizer: Some(Organizer { id: OrganizerId::new(organizer), name: format!("Group {organizer}"), url: None }),
        niches: (0..=dice.roll(3)).map(|_| niche(&mut dice)).collect(),
        goals: vec![Goal::ALL[usize::try_from(dice.roll(7)).unwrap()]],
        keywords: Vec::new(),
        language: Some("en".to_owned()),
        is_free: Some(dice.roll(5) > 0),
        offers: Vec::new(),
        image_url: None,
        call_for_papers: None,
    };
    Event {
        id: EventId::new(number),
        uid: format!("{number}@example.org"),
        sequence: 0,
        created_at: now(),
        revised_at: now(),
        fingerprint: number.to_string(),
        claims: vec![Claim { listing_id: ListingId::new(number), source_id: SourceId::new(organizer), url: None }],
        standing: Standing::Confirmed,
        facts,
    }
}

/// A niche, a town with 10 to 100 km around it, and 7 to 90 days from some time on.
pub(crate) fn filter(number: u64) -> EventFilter {
    let mut dice = Dice::new(number * 13 + 5);
    let place = town(skewed(&mut dice, 120));
    let radius_km = [10.0, 25.0, 25.0, 50.0, 100.0][usize::try_from(dice.roll(5)).unwrap()];
    let from: DateTime<Utc> = now() + TimeDelta::hours(i64::try_from(dice.roll(24 * 60)).unwrap());
    let days = [7, 30, 30, 90][usize::try_from(dice.roll(4)).unwrap()];
    EventFilter {
        niches: vec![niche(&mut dice)],
        near: Some(Near { text: "here".to_owned(), point: near_by(&mut dice, place), radius_km }),
        from: Some(from),
        to: Some(from + TimeDelta::days(days)),
        ..EventFilter::default()
    }
}
