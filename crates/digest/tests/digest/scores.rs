//! What speaks for an event, in points.

use crate::made::{about, ana, at, borrowed, calling, changed, conference, meetup, new, rows, told};
use hobnob_digest::choose;
use hobnob_domain::{AttendanceMode, Event, EventFilter, EventKind, Goal, Organizer, OrganizerId, Point, Standing};

/// Each event's name with its score, best first.
fn scores(events: &[Event]) -> String {
    let mut reader = ana();
    reader.goals = [(Goal::Mentoring, 3), (Goal::Networking, 0)].into();
    reader.filters[0].niches.push("python".parse().unwrap());
    let online = EventFilter { modes: vec![AttendanceMode::Online], ..reader.filters[0].clone() };
    reader.filters.push(online);
    reader.filters.push(EventFilter { niches: vec!["haskell".parse().unwrap()], ..EventFilter::default() });
    let rows = rows(events);
    let choice = choose(&reader, borrowed(&rows), [], &told(&events[..1]), at());
    let mut scored: Vec<_> =
        choice.chosen.iter().map(|one| (-one.score.total(), &one.event.facts.name, one.score)).collect();
    scored.sort_by_key(|(total, name, _)| (*total, *name));
    scored.iter().map(|(_, name, score)| format!("{name}: {score}\n")).collect()
}

fn named(name: &str, event: Event, change: impl FnOnce(&mut Event)) -> Event {
    let mut event = changed(&event, change);
    event.sequence = 0;
    name.clone_into(&mut event.facts.name);
    event.facts.url = format!("https://{}.example/", name.replace(' ', "-"));
    event
}

fn at_point(latitude: f64, longitude: f64) -> impl FnOnce(&mut Event) {
    move |event| event.facts.venue.as_mut().unwrap().point = Point::new(latitude, longitude)
}

#[test]
fn scores_are_what_they_were() {
    let by = |event: &mut Event| {
        event.facts.organizer = Some(Organizer { id: OrganizerId::new(7), name: "Group".to_owned(), url: None });
    };
    let events = [
        named("told before", meetup(1, 50), |_| {}),
        named("this week", meetup(2, 50), |_| {}),
        named("new and tomorrow", new(meetup(3, 20)), |_| {}),
        named("a narrower niche", about(meetup(4, 50), "pydata"), |_| {}),
        named("two niches", meetup(5, 50), |event| event.facts.niches.insert(0, "python".parse().unwrap())),
        named("30 km away", meetup(6, 50), at_point(52.4, 13.8)),
        named("online", meetup(7, 50), |event| {
            event.facts.attendance_mode = AttendanceMode::Online;
            event.facts.venue = None;
        }),
        named("a valued goal", meetup(8, 50), |event| event.facts.goals = vec![Goal::Skills, Goal::Mentoring]),
        named("a goal worth nothing", meetup(9, 50), |event| event.facts.goals = vec![Goal::Networking]),
        named("a conference ahead", conference(10, 60), |_| {}),
        named("a call that closes", calling(conference(11, 120), 12), |_| {}),
        named("no longer listed", meetup(12, 50), |event| event.standing = Standing::Unconfirmed),
        named("a webinar", meetup(13, 50), |event| event.facts.kind = EventKind::Webinar),
        named("of one group", meetup(14, 50), by),
        named("of the same group", meetup(15, 51), by),
        named("of one site", meetup(16, 52), |_| {}),
        named("of one site", meetup(17, 53), |_| {}),
        named("anywhere 250 km away", conference(18, 40), |event| {
            event.facts.niches = vec!["haskell".parse().unwrap()];
            at_point(53.55, 10.0)(event);
        }),
    ];
    assert_eq!(
        scores(&events),
        "\
a valued goal: 91: niches 30, distance 20, goals 20, kind 7, time 8, freshness 6
a call that closes: 77: niches 30, distance 20, kind 10, time 6, freshness 6, call 5
new and tomorrow: 77: niches 30, distance 20, kind 7, time 10, freshness 10
two niches: 77: niches 36, distance 20, kind 7, time 8, freshness 6
a goal worth nothing: 71: niches 30, distance 20, kind 7, time 8, freshness 6
of one group: 71: niches 30, distance 20, kind 7, time 8, freshness 6
of one site: 71: niches 30, distance 20, kind 7, time 8, freshness 6
this week: 71: niches 30, distance 20, kind 7, time 8, freshness 6
a conference ahead: 68: niches 30, distance 20, kind 10, time 2, freshness 6
a webinar: 67: niches 30, distance 20, kind 3, time 8, freshness 6
a narrower niche: 65: niches 24, distance 20, kind 7, time 8, freshness 6
told before: 65: niches 30, distance 20, kind 7, time 8
of one site: 63: niches 30, distance 20, kind 7, time 8, freshness 6, variety -8
of the same group: 63: niches 30, distance 20, kind 7, time 8, freshness 6, variety -8
30 km away: 59: niches 30, distance 8, kind 7, time 8, freshness 6
online: 57: niches 30, distance 6, kind 7, time 8, freshness 6
no longer listed: 56: niches 30, distance 20, kind 7, time 8, freshness 6, standing -15
anywhere 250 km away: 54: niches 30, distance 6, kind 10, time 2, freshness 6
"
    );
}

#[test]
fn every_score_is_explained_by_its_parts() {
    let events = [meetup(1, 50), new(calling(conference(2, 40), 3))];
    let rows = rows(&events);
    for chosen in choose(&ana(), borrowed(&rows), [], &told(&[]), at()).chosen {
        let written = chosen.score.to_string();
        let (total, parts) = written.split_once(": ").unwrap();
        let parts = parts.split(", ").map(|part| part.rsplit_once(' ').unwrap().1.parse::<i32>().unwrap());
        assert_eq!(parts.sum::<i32>(), total.parse::<i32>().unwrap(), "{written}");
    }
}
