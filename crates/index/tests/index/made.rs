//! Events and filters from numbers: the same number gives the same thing.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, CallForPapers, Claim, Event, EventFilter, EventId, EventKind, EventStatus, Facts, Goal, ListingId,
    Near, NicheId, Organizer, OrganizerId, Override, Point, Recurrence, RecurrenceRule, Schedule, SourceId, Span,
    Standing, Venue,
};

/// The instant the tests live at.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-05-04T10:00:00Z".parse().unwrap()
}

/// Numbers that look random and are not (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to `below`, without it.
    pub(crate) fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn of<T: Clone>(&mut self, items: &[T]) -> T {
        let at = usize::try_from(self.roll(u64::try_from(items.len()).unwrap())).unwrap();
        items[at].clone()
    }

    fn some<T: Clone>(&mut self, items: &[T], most: u64) -> Vec<T> {
        (0..self.roll(most + 1)).map(|_| self.of(items)).collect()
    }

    fn maybe<T>(&mut self, one_in: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.roll(one_in) == 0 { Some(make(self)) } else { None }
    }

    fn minutes(&mut self, from: i64, to: i64) -> TimeDelta {
        TimeDelta::minutes(from + i64::try_from(self.roll(u64::try_from(to - from).unwrap())).unwrap())
    }
}

const WORDS: &[&str] = &[
    "Rust",
    "Café",
    "C++",
    "night",
    "Ruby",
    "rusty",
    "Graph QL",
    "ß",
    "東京",
    "and",
    "& friends",
    "nights",
    "Datenbanken",
    "databases",
    "the database",
    "running",
    "C",
    "Node.js",
];
const ASKED: &[&str] = &[
    "ru",
    "rust",
    "CAFÉ",
    "c++",
    "n",
    "graph ql",
    "",
    "s",
    "東",
    "&",
    "night",
    "nights",
    "datenbank",
    "database",
    "c",
    "run",
    "\"rust night\"",
    "\"graph ql\"",
    "\"databases\"",
    "\"c the",
    "the",
    "\"database rust\"",
    "nodejs \"night",
    "dat",
];
const LANGUAGES: &[&str] = &["en", "de", "fr", "ja"];
const COUNTRIES: &[&str] = &["DE", "FR", "US", "JP", "BR", "IN", "ZA", "AU"];
const ZONES: &[Tz] = &[Tz::Europe__Berlin, Tz::America__New_York, Tz::Asia__Tokyo, Tz::UTC];
const DAY: i64 = 24 * 60;

fn niches() -> Vec<NicheId> {
    NicheId::all().step_by(17).chain(["rust", "django", "python"].iter().map(|n| n.parse().unwrap())).collect()
}

fn point(dice: &mut Dice) -> Point {
    if dice.roll(6) == 0 {
        let sides = [(89.9, 10.0), (-33.9, 151.2), (0.0, 179.99), (0.1, -179.99), (52.0, 180.0), (37.8, -122.4)];
        let (latitude, longitude) = dice.of(&sides);
        return Point::new(latitude, longitude).unwrap();
    }
    let (north, east) = (dice.roll(400), dice.roll(400));
    Point::new(
        50.0 + 0.01 * f64::from(u16::try_from(north).unwrap()),
        10.0 + 0.01 * f64::from(u16::try_from(east).unwrap()),
    )
    .unwrap()
}

fn span(dice: &mut Dice) -> Span {
    // Mostly around now; some beyond any horizon, some conferences of days, some that start together.
    let starts_at = match dice.roll(8) {
        0 => now() + dice.minutes(-900 * DAY, 900 * DAY),
        1 => now() + TimeDelta::days(7),
        _ => now() + dice.minutes(-40 * DAY, 120 * DAY),
    };
    if dice.roll(5) == 0 {
        let starts_on: NaiveDate = starts_at.date_naive();
        return Span::AllDay { starts_on, ends_on: starts_on + dice.minutes(0, 4 * DAY) };
    }
    let ends_at = dice.maybe(2, |dice| starts_at + dice.minutes(30, 3 * DAY));
    Span::Timed { starts_at, ends_at }
}

fn recurrence(dice: &mut Dice, schedule: &Schedule) -> Recurrence {
    let rule = dice.of(&["FREQ=WEEKLY;COUNT=6", "FREQ=DAILY;INTERVAL=9;COUNT=30", "FREQ=MONTHLY;COUNT=40"]);
    let first = schedule.span.starts_at(schedule.zone);
    let week = |weeks: i64| first + TimeDelta::days(7 * weeks);
    let overrides = dice.maybe(3, |dice| Override {
        recurrence_id: week(1),
        span: Span::Timed { starts_at: week(1) + dice.minutes(-20 * DAY, 20 * DAY), ends_at: None },
        status: dice.of(EventStatus::ALL),
        name: None,
        description: None,
        url: None,
    });
    Recurrence {
        rules: vec![RecurrenceRule::new(rule).unwrap()],
        additions: dice.maybe(4, |dice| first + dice.minutes(0, 300 * DAY)).into_iter().collect(),
        exclusions: dice.maybe(4, |_| first).into_iter().collect(),
        overrides: overrides.into_iter().collect(),
    }
}

fn venue(dice: &mut Dice) -> Venue {
    Venue {
        locality: dice.maybe(2, |dice| dice.of(WORDS).to_owned()),
        country: dice.maybe(2, |dice| dice.of(COUNTRIES).parse().unwrap()),
        point: dice.maybe(2, point),
        ..Venue::default()
    }
}

fn organizer(dice: &mut Dice) -> Organizer {
    let id = OrganizerId::new(i64::try_from(dice.roll(4)).unwrap());
    Organizer { id, name: dice.of(WORDS).to_owned(), url: None }
}

fn call(dice: &mut Dice) -> CallForPapers {
    CallForPapers {
        opens_at: dice.maybe(2, |dice| now() + dice.minutes(-9 * DAY, 9 * DAY)),
        closes_at: dice.maybe(2, |dice| now() + dice.minutes(-9 * DAY, 9 * DAY)),
        url: None,
    }
}

fn facts(dice: &mut Dice) -> Facts {
    let mut schedule = Schedule::once(dice.of(ZONES), span(dice));
    schedule.recurrence = dice.maybe(6, |dice| recurrence(dice, &schedule));
    Facts {
        name: dice.some(WORDS, 4).join(" "),
        description: dice.maybe(2, |dice| dice.some(WORDS, 6).join("\n")),
        url: "https://example.org/".to_owned(),
        kind: dice.of(EventKind::ALL),
        status: dice.of(EventStatus::ALL),
        attendance_mode: dice.of(AttendanceMode::ALL),
        schedule,
        venue: dice.maybe(2, venue),
        join_url: None,
        organizer: dice.maybe(2, organizer),
        niches: dice.some(&niches(), 3),
        goals: dice.some(Goal::ALL, 2),
        keywords: dice.some(WORDS, 2).into_iter().map(str::to_owned).collect(),
        language: dice.maybe(2, |dice| dice.of(LANGUAGES).to_owned()),
        is_free: dice.maybe(2, |dice| dice.roll(2) == 0),
        offers: Vec::new(),
        image_url: None,
        more_venues: Vec::new(),
        call_for_papers: dice.maybe(3, call),
    }
}

/// The event of an id, as the seed says.
pub(crate) fn event(id: i64, seed: u64) -> Event {
    let mut dice = Dice::new(seed);
    let claims = dice.some(&[1, 2, 3], 2).into_iter().map(|number| Claim {
        listing_id: ListingId::new(number),
        source_id: SourceId::new(number),
        url: None,
    });
    Event {
        id: EventId::new(id),
        uid: format!("{id}@example.org"),
        sequence: 0,
        created_at: now() - dice.minutes(0, 50 * DAY),
        revised_at: now(),
        fingerprint: String::new(),
        claims: claims.collect(),
        standing: dice.of(&[Standing::Confirmed, Standing::Confirmed, Standing::Unconfirmed, Standing::Gone]),
        facts: facts(&mut dice),
    }
}

/// A filter that leaves something more often than not.
pub(crate) fn filter(seed: u64) -> EventFilter {
    let mut dice = Dice::new(seed);
    let lists = dice.roll(3);
    let most = |wanted: bool| if wanted { 3 } else { 0 };
    EventFilter {
        niches: dice.some(&niches(), most(lists == 0)),
        goals: dice.some(Goal::ALL, most(lists == 1)),
        kinds: dice.maybe(4, |dice| dice.some(EventKind::ALL, 8)).unwrap_or_default(),
        modes: dice.maybe(4, |dice| dice.some(AttendanceMode::ALL, 2)).unwrap_or_default(),
        near: dice.maybe(4, |dice| {
            let most = dice.of(&[300, 300, 300, 20_100]);
            let radius_km = f64::from(u16::try_from(dice.roll(most)).unwrap());
            Near { text: "here".to_owned(), point: point(dice), radius_km }
        }),
        countries: dice
            .maybe(5, |dice| dice.some(COUNTRIES, 2))
            .unwrap_or_default()
            .iter()
            .map(|c| c.parse().unwrap())
            .collect(),
        languages: dice
            .maybe(5, |dice| dice.some(LANGUAGES, 2))
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        is_free: dice.maybe(6, |dice| dice.roll(2) == 0),
        query: dice.maybe(3, |dice| dice.some(ASKED, 2).join(" ")),
        from: dice.maybe(3, |dice| now() + dice.minutes(-600 * DAY, 60 * DAY)),
        to: dice.maybe(3, |dice| now() + dice.minutes(-30 * DAY, 200 * DAY)),
        call_for_papers_open: dice.maybe(6, |dice| dice.roll(2) == 0),
        organizers: dice
            .maybe(6, |dice| dice.some(&[0, 1, 2, 3], 3))
            .unwrap_or_default()
            .into_iter()
            .map(OrganizerId::new)
            .collect(),
        sources: dice
            .maybe(6, |dice| dice.some(&[1, 2, 3], 2))
            .unwrap_or_default()
            .into_iter()
            .map(SourceId::new)
            .collect(),
        statuses: dice.maybe(5, |dice| dice.some(EventStatus::ALL, 3)).unwrap_or_default(),
    }
}
