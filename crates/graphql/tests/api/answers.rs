use crate::world::{at, data, event, events, world};
use chrono_tz::Europe::Berlin;
use hobnob_domain::{EventStatus, Override, Recurrence, RecurrenceRule, Schedule, Span};
use hobnob_graphql::{Request, execute};
use serde_json::json;

#[tokio::test]
async fn an_event_is_told_with_everything_we_believe() {
    let schema = world(events(1), &["Rust Berlin"]).await;
    let query = "{ events { nodes { id uid name description url kind status attendanceMode startsAt endsAt startsOn endsOn \
        isAllDay timeZone isRecurring joinUrl keywords language isFree imageUrl sequence revisedAt goals distanceKm \
        niches { slug label field { slug } } organizer { id name url } offers { price currency } \
        callForPapers { closesAt isOpen url } claims { id url source { name } } \
        venue { name address locality region country { code name } latitude longitude geonameId } } } }";
    let told = json!({"events": {"nodes": [{
        "id": "event_1", "uid": "1@events.example", "name": "Rust evening 1",
        "description": "Two talks and time to talk.", "url": "https://rust.example/1", "kind": "MEETUP",
        "status": "SCHEDULED", "attendanceMode": "OFFLINE",
        "startsAt": "2026-03-03T19:00:00+01:00", "endsAt": "2026-03-03T22:00:00+01:00",
        "startsOn": "2026-03-03", "endsOn": "2026-03-03", "isAllDay": false, "timeZone": "Europe/Berlin",
        "isRecurring": false, "joinUrl": null, "keywords": ["ferris"], "language": "en", "isFree": true,
        "imageUrl": null, "sequence": 2, "revisedAt": "2026-02-01T12:00:00Z", "goals": ["SKILLS", "NETWORKING"],
        "distanceKm": null,
        "niches": [{"slug": "rust", "label": "Rust", "field": {"slug": "languages"}}],
        "organizer": {"id": "organizer_9", "name": "Rust Berlin", "url": null},
        "offers": [{"price": "0", "currency": "EUR"}],
        "callForPapers": {"closesAt": "2026-03-10T12:00:00Z", "isOpen": true, "url": "https://rust.example/speak"},
        "claims": [{"id": "listing_1", "url": "https://lists.example/1", "source": {"name": "Rust Berlin"}}],
        "venue": {
            "name": "The Workshop", "address": "Example Street 1", "locality": "Berlin", "region": null,
            "country": {"code": "DE", "name": "Germany"}, "latitude": 52.52, "longitude": 13.405, "geonameId": 2_950_159
        }
    }]}});
    assert_eq!(data(&schema, query).await, told);
}

#[tokio::test]
async fn what_has_to_wait_for_the_store_stands_where_it_was_asked_for() {
    let schema = world(events(1), &["Rust Berlin"]).await;
    let query = "{ sources { totalCount } goals events { nodes { claims { source { name } } id } } }";
    let body = execute(&schema, Request::new(query)).await.body;
    let begin = "{\"data\":{\"sources\":{\"totalCount\":1},\"goals\":[";
    let end = "\"events\":{\"nodes\":[{\"claims\":[{\"source\":{\"name\":\"Rust Berlin\"}}],\"id\":\"event_1\"}]}}";
    assert!(body.starts_with(begin) && body.contains(end), "{body}");
}

#[tokio::test]
async fn fields_are_answered_in_the_order_they_were_asked_for() {
    let schema = world(events(1), &[]).await;
    let answer = execute(&schema, Request::new("{ events { totalCount nodes { name kind id } } }")).await;
    let data = r#"{"events":{"totalCount":1,"nodes":[{"name":"Rust evening 1","kind":"MEETUP","id":"event_1"}]}}"#;
    let cost = r#"{"requested":221,"maximum":10000}"#;
    assert_eq!(answer.body, format!(r#"{{"data":{data},"extensions":{{"cost":{cost}}}}}"#));
}

#[tokio::test]
async fn an_event_that_nobody_says_the_end_of_has_no_end() {
    let mut open = event(1);
    open.facts.schedule = Schedule::once(Berlin, Span::Timed { starts_at: at("2026-03-03T18:00:00Z"), ends_at: None });
    let schema = world(vec![open], &[]).await;
    let told = json!({"events": {"nodes": [{"startsOn": "2026-03-03", "endsAt": null, "endsOn": null}]}});
    assert_eq!(data(&schema, "{ events { nodes { startsOn endsAt endsOn } } }").await, told);
}

#[tokio::test]
async fn whole_days_are_told_by_their_first_and_last() {
    let mut days = event(1);
    let (starts_on, ends_on) = ("2026-03-10".parse().unwrap(), "2026-03-12".parse().unwrap());
    days.facts.schedule = Schedule::once(Berlin, Span::AllDay { starts_on, ends_on });
    let schema = world(vec![days], &[]).await;
    let told = json!({"isAllDay": true, "startsOn": "2026-03-10", "endsOn": "2026-03-12",
        "startsAt": "2026-03-10T00:00:00+01:00", "endsAt": "2026-03-13T00:00:00+01:00"});
    let answer = data(&schema, "{ events { nodes { isAllDay startsOn endsOn startsAt endsAt } } }").await;
    assert_eq!(answer["events"]["nodes"][0], told);
}

#[tokio::test]
async fn a_recurring_event_is_one_row_at_its_next_sitting_and_tells_them_all() {
    let schema = world(vec![weekly()], &[]).await;
    let query = "{ events { totalCount nodes { isRecurring startsAt occurrences(first: 2) { \
        nodes { startsAt name status recurrenceId } pageInfo { hasNextPage hasPreviousPage } } } } }";
    let told = json!({"events": {"totalCount": 1, "nodes": [{
        "isRecurring": true, "startsAt": "2026-03-05T19:00:00+01:00",
        "occurrences": {
            "nodes": [
                {"startsAt": "2026-03-05T19:00:00+01:00", "name": "Rust evening 1", "status": "SCHEDULED",
                 "recurrenceId": "2026-03-05T19:00:00+01:00"},
                {"startsAt": "2026-03-12T20:00:00+01:00", "name": "Late night", "status": "CANCELLED",
                 "recurrenceId": "2026-03-12T19:00:00+01:00"},
            ],
            "pageInfo": {"hasNextPage": true, "hasPreviousPage": false}
        }
    }]}});
    assert_eq!(data(&schema, query).await, told);
}

#[tokio::test]
async fn sittings_are_walked_by_their_cursors() {
    let schema = world(vec![weekly()], &[]).await;
    let query = |after: &str| {
        format!(
            "{{ event(id: \"event_1\") {{ occurrences(first: 1{after}) {{ nodes {{ startsOn }} pageInfo {{ endCursor hasPreviousPage }} }} }} }}"
        )
    };
    let first = data(&schema, &query("")).await;
    let cursor = first["event"]["occurrences"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let second = data(&schema, &query(&format!(", after: \"{cursor}\""))).await;
    assert_eq!(second["event"]["occurrences"]["nodes"], json!([{"startsOn": "2026-03-12"}]));
    assert_eq!(second["event"]["occurrences"]["pageInfo"]["hasPreviousPage"], json!(true));
}

/// Every Thursday since February, the second in March moved by an hour and then called off.
fn weekly() -> hobnob_domain::Event {
    let mut weekly = event(1);
    let span = |from: &str, to: &str| Span::Timed { starts_at: at(from), ends_at: Some(at(to)) };
    let moved = Override {
        recurrence_id: at("2026-03-12T18:00:00Z"),
        span: span("2026-03-12T19:00:00Z", "2026-03-12T22:00:00Z"),
        status: EventStatus::Cancelled,
        name: Some("Late night".into()),
        description: None,
        url: None,
    };
    weekly.facts.schedule = Schedule {
        zone: Berlin,
        span: span("2026-02-05T18:00:00Z", "2026-02-05T21:00:00Z"),
        recurrence: Some(Recurrence {
            rules: vec![RecurrenceRule::new("FREQ=WEEKLY;COUNT=20").unwrap()],
            overrides: vec![moved],
            ..Recurrence::default()
        }),
    };
    weekly
}

#[tokio::test]
async fn facets_count_what_the_filter_finds() {
    let mut django = event(2);
    django.facts.niches = vec!["django".parse().unwrap()];
    let schema = world(vec![event(1), django], &[]).await;
    let query = "{ events { facets { months { month count } goals { goal count } countries { country { code } count } \
        kinds { kind count } modes { mode count } } python: facets { niches { niche { slug } count } } } }";
    let told = data(&schema, query).await;
    let facets = json!({
        "months": [{"month": "2026-03", "count": 2}],
        "goals": [{"goal": "SKILLS", "count": 2}, {"goal": "NETWORKING", "count": 2}],
        "countries": [{"country": {"code": "DE"}, "count": 2}],
        "kinds": [{"kind": "MEETUP", "count": 2}],
        "modes": [{"mode": "OFFLINE", "count": 2}],
    });
    assert_eq!(told["events"]["facets"], facets);
    let niches = told["events"]["python"]["niches"].as_array().unwrap();
    assert!(niches.contains(&json!({"niche": {"slug": "python"}, "count": 1})), "{niches:?}");
}

#[tokio::test]
async fn a_preview_tells_how_much_would_come() {
    let schema = world(events(70), &[]).await;
    let query = "{ calendarPreview(filter: {niches: [\"rust\"], kinds: [MEETUP]}) { \
        totalCount perWeek isTooFew isTooMany url next { name } } }";
    let told = json!({"calendarPreview": {
        "totalCount": 70, "perWeek": 6.875, "isTooFew": false, "isTooMany": false,
        "url": "https://events.example/calendar.ics?niche=rust&kind=meetup",
        "next": [{"name": "Rust evening 1"}, {"name": "Rust evening 2"}, {"name": "Rust evening 3"},
            {"name": "Rust evening 4"}, {"name": "Rust evening 5"}]
    }});
    assert_eq!(data(&schema, query).await, told);
}

#[tokio::test]
async fn niches_goals_and_places_can_be_looked_up() {
    let schema = world(Vec::new(), &[]).await;
    let query =
        "{ niches(query: \"golang\") { slug } goals places(query: \"Berl\", first: 1) { name fullName timeZone } }";
    let told = json!({
        "niches": [{"slug": "go"}],
        "goals": ["SKILLS", "ARCHITECTURE", "OPEN_SOURCE", "MENTORING", "SPECIALIZATION", "COMMUNICATION", "NETWORKING"],
        "places": [{"name": "Berlin", "fullName": "Berlin, State of Berlin, Germany", "timeZone": "Europe/Berlin"}],
    });
    assert_eq!(data(&schema, query).await, told);
}
