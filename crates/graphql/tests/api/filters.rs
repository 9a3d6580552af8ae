use crate::world::{ask, data, data_with, event, events, fault, world};
use hobnob_domain::{AttendanceMode, Point, Venue};
use hobnob_graphql::Request;
use serde_json::json;

async fn names(filter: &str) -> serde_json::Value {
    let mut munich = event(2);
    munich.facts.name = "Munich".into();
    munich.facts.venue = Some(Venue { point: Point::new(48.137, 11.575), ..Venue::default() });
    let mut online = event(3);
    online.facts.name = "Online".into();
    online.facts.attendance_mode = AttendanceMode::Online;
    online.facts.venue = None;
    let schema = world(vec![event(1), munich, online], &[]).await;
    let answer = data(&schema, &format!("{{ events(filter: {{{filter}}}) {{ nodes {{ name }} }} }}")).await;
    let nodes = answer["events"]["nodes"].as_array().unwrap().iter().map(|node| node["name"].clone()).collect();
    serde_json::Value::Array(nodes)
}

#[tokio::test]
async fn near_a_point_is_near_and_online_is_nowhere() {
    assert_eq!(names("near: {latitude: 52.5, longitude: 13.4}").await, json!(["Rust evening 1"]));
    assert_eq!(
        names("near: {latitude: 52.5, longitude: 13.4, radiusKm: 700}").await,
        json!(["Rust evening 1", "Munich"])
    );
}

#[tokio::test]
async fn near_a_place_is_near_its_middle() {
    assert_eq!(names("near: {place: \"Berlin\"}").await, json!(["Rust evening 1"]));
}

#[tokio::test]
async fn online_events_are_found_when_they_are_asked_for() {
    let filter = "near: {latitude: 52.5, longitude: 13.4}, modes: [OFFLINE, ONLINE]";
    assert_eq!(names(filter).await, json!(["Rust evening 1", "Online"]));
}

#[tokio::test]
async fn the_distance_is_told_when_near_is_given() {
    let schema = world(events(1), &[]).await;
    let query = "{ events(filter: {near: {latitude: 52.53, longitude: 13.405}}) { nodes { distanceKm } } }";
    let answer = data(&schema, query).await;
    let distance = answer["events"]["nodes"][0]["distanceKm"].as_f64().unwrap();
    assert_eq!((distance * 1000.0).round(), 1112.0);
}

#[tokio::test]
async fn every_part_of_the_filter_is_read() {
    let filter = "niches: [\"rust\"], goals: [SKILLS], kinds: [MEETUP], modes: [OFFLINE], countries: [\"de\"], \
        languages: [\"en\"], isFree: true, query: \"two talks ferr\", from: \"2026-03-03T18:00:00+01:00\", \
        to: \"2026-03-09T00:00:00Z\", callForPapersOpen: true, organizers: [\"organizer_9\"], sources: [\"source_1\"], \
        statuses: [SCHEDULED]";
    assert_eq!(names(filter).await, json!(["Rust evening 1"]));
}

#[tokio::test]
async fn without_from_a_list_starts_now() {
    let mut over = event(0);
    over.facts.schedule = event(-2).facts.schedule;
    let schema = world(vec![over, event(1)], &[]).await;
    assert_eq!(data(&schema, "{ events { totalCount } }").await, json!({"events": {"totalCount": 1}}));
    let since = "{ events(filter: {from: \"2026-01-01T00:00:00Z\"}) { totalCount } }";
    assert_eq!(data(&schema, since).await, json!({"events": {"totalCount": 2}}));
}

#[tokio::test]
async fn a_filter_can_be_a_variable() {
    let schema = world(events(3), &[]).await;
    let query = "query($f: EventFilter, $n: Int = 1) { events(filter: $f, first: $n) { nodes { name } } }";
    let answer = data_with(
        &schema,
        query,
        json!({"f": {"modes": ["OFFLINE"], "near": {"latitude": 52, "longitude": 13, "radiusKm": 100}}}),
    )
    .await;
    assert_eq!(answer, json!({"events": {"nodes": [{"name": "Rust evening 1"}]}}));
}

async fn refused(filter: &str) -> String {
    let schema = world(events(1), &[]).await;
    let (code, message) = fault(&schema, &format!("{{ events(filter: {{{filter}}}) {{ totalCount }} }}")).await;
    assert_eq!(code, "BAD_USER_INPUT", "{message}");
    message
}

#[tokio::test]
async fn what_cannot_be_read_is_named_with_what_may_be_written() {
    assert!(
        refused("niches: [\"rusty\"]").await.starts_with("filter.niches: `rusty` is no niche; did you mean `rust`?")
    );
    assert_eq!(
        refused("countries: [\"Germany\"]").await,
        "filter.countries: `Germany` is not an ISO 3166-1 code of two letters, such as DE"
    );
    assert_eq!(
        refused("languages: [\"english\"]").await,
        "filter.languages: `english` is not an ISO 639-1 code such as en"
    );
    assert_eq!(refused("from: \"tomorrow\"").await, "`tomorrow` is not an instant such as 2026-05-31T18:00:00+02:00");
    assert_eq!(refused("sources: [\"!\"]").await, "filter.sources: `!` is not an id such as source_3kq0v7x1m2a4b");
    let kinds = refused("kinds: [PARTY]").await;
    assert!(kinds.contains("\"PARTY\"; allowed: CAREER_FAIR, CONFERENCE, COURSE, HACKATHON, MEETUP, "), "{kinds}");
    let field = refused("niche: [\"rust\"]").await;
    assert!(field.contains("unknown field \"niche\""), "{field}");
    assert!(field.contains("; allowed: callForPapersOpen, countries, from, goals, "), "{field}");
    let both = "filter.near: give either `place`, or both `latitude` and `longitude`";
    assert_eq!(refused("near: {place: \"Berlin\", latitude: 1, longitude: 2}").await, both);
    assert_eq!(refused("near: {latitude: 1}").await, both);
    assert!(
        refused("near: {latitude: 91, longitude: 0}").await.starts_with("filter.near: 91,0 is no point on the Earth")
    );
    assert!(
        refused("near: {latitude: 1, longitude: 0, radiusKm: 0}")
            .await
            .starts_with("filter.near.radiusKm: `0` is not a number")
    );
}

#[tokio::test]
async fn a_place_that_is_nowhere_is_said_to_be() {
    assert!(
        refused("near: {place: \"Qqqqxyz\"}")
            .await
            .starts_with("filter.near.place: no place called `Qqqqxyz` is known")
    );
}

#[tokio::test]
async fn a_name_that_several_places_bear_is_answered_with_them() {
    let schema = world(events(1), &[]).await;
    let query = "{ events(filter: {near: {place: \"Springfield\"}}) { totalCount } }";
    let (_, answer) = ask(&schema, Request::new(query)).await;
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(extensions["code"], json!("BAD_USER_INPUT"));
    let candidates: Vec<&str> =
        extensions["candidates"].as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
    assert!(candidates.contains(&"Springfield, Missouri, United States"), "{candidates:?}");
}
