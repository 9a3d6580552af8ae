//! One filter language: the index, the feed and the API give the same events for the same words, on both databases.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::collections::BTreeSet;

use hobnob_domain::{Clock, EventFilter, Slice, query_string};
use hobnob_gazetteer::Gazetteer;
use hobnob_tests::{App, corpus, for_each_database};
use serde_json::{Value, json};

/// Words of the query string, and the same filter as the API takes it.
fn filters() -> Vec<(&'static str, Value)> {
    vec![
        ("", json!({})),
        (
            "niche=rust&near=Berlin&radius_km=300",
            json!({ "niches": ["rust"], "near": { "place": "Berlin", "radiusKm": 300 } }),
        ),
        ("niche=python", json!({ "niches": ["python"] })),
        ("niche=javascript,css&mode=online", json!({ "niches": ["javascript", "css"], "modes": ["ONLINE"] })),
        (
            "near=52.52,13.405&radius_km=700",
            json!({ "near": { "latitude": 52.52, "longitude": 13.405, "radiusKm": 700 } }),
        ),
        ("country=DE,AT,CH&kind=conference", json!({ "countries": ["DE", "AT", "CH"], "kinds": ["CONFERENCE"] })),
        (
            "goal=networking,architecture&lang=de",
            json!({ "goals": ["NETWORKING", "ARCHITECTURE"], "languages": ["de"] }),
        ),
        ("cfp=open", json!({ "callForPapersOpen": true })),
        ("q=devops days", json!({ "query": "devops days" })),
        (
            "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z",
            json!({ "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z" }),
        ),
        ("mode=offline,mixed&near=London", json!({ "modes": ["OFFLINE", "MIXED"], "near": { "place": "London" } })),
        ("status=cancelled", json!({ "statuses": ["CANCELLED"] })),
    ]
}

const QUERY: &str = "query($filter: EventFilter, $after: String) { events(filter: $filter, first: 100, after: $after) { totalCount nodes { uid } pageInfo { hasNextPage endCursor } } }";

async fn by_api(schema: &hobnob_graphql::Schema, filter: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut after = Value::Null;
    loop {
        let body = json!({ "query": QUERY, "variables": { "filter": filter, "after": after } }).to_string();
        let request = hobnob_graphql::Request::from_json(body.as_bytes()).expect("a request");
        let answer: Value = serde_json::from_str(&hobnob_graphql::execute(schema, request).await.body).expect("JSON");
        let page = &answer["data"]["events"];
        let nodes = page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        found.extend(nodes.iter().filter_map(|node| node["uid"].as_str()).map(str::to_owned));
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            assert_eq!(page["totalCount"].as_u64(), u64::try_from(found.len()).ok());
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn by_feed(text: &str) -> BTreeSet<String> {
    text.replace("\r\n ", "").lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_surface_gives_the_same_events() {
    let Some(corpus) = corpus() else { return };
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-02-01T00:00:00Z").await;
        for topic in ["rust", "python", "javascript", "css", "devops", "general", "data", "security"] {
            let path = format!("/2026/{topic}.json");
            let body = std::fs::read(corpus.join(format!("lists/confs.tech{path}"))).expect("a topic file");
            app.web.put(&path, "application/json", body);
            app.watch(&path).await;
        }
        app.work().await;
        let index = app.index().await;
        let gazetteer = Gazetteer::embedded();
        let schema = hobnob_graphql::schema(hobnob_graphql::Context {
            store: app.store.clone(),
            index: index.clone(),
            gazetteer,
            clock: app.clock.clone(),
            public_url: None,
        });
        let now = app.clock.now();
        let mut found_any = 0;
        for (words, input) in filters() {
            let pairs: Vec<(&str, &str)> = words.split('&').filter_map(|pair| pair.split_once('=')).collect();
            let with_options = pairs.iter().copied().chain([("past", "0d")]);
            let query = query_string::read_query(with_options, &|text| gazetteer.find(text)).expect("a filter");
            let answer = index.snapshot().query(&query.filter, &Slice::first(100_000), now);
            let by_index: BTreeSet<String> =
                answer.rows.iter().filter_map(|row| Some(row.event.as_ref()?.uid.clone())).collect();
            let naive: BTreeSet<String> = naively(&app, &query.filter).await;
            assert_eq!(by_index, naive, "{words}");
            assert_eq!(by_api(&schema, &input).await, by_index, "{words}");
            let feed = hobnob_web::feed_of(&app.store, &index.snapshot(), &query, None, now).await.expect("a feed");
            if !by_index.is_empty() {
                assert_eq!(by_feed(&feed.text), by_index, "{words}");
                found_any += 1;
            }
        }
        assert!(found_any >= 8, "only {found_any} filters find anything");
    })
    .await;
}

/// What the filter's specification says, event by event.
async fn naively(app: &App, filter: &EventFilter) -> BTreeSet<String> {
    let now = app.now();
    let filter = EventFilter { from: filter.from.or(Some(now)), ..filter.clone() };
    let far = now + chrono::TimeDelta::days(5_000);
    let events = app.store.events_changed_since(0, 100_000).await.expect("events").events;
    let is_asked = |event: &hobnob_domain::Event| {
        hobnob_domain::occurrences(event, now - chrono::TimeDelta::days(5_000), far)
            .iter()
            .any(|sitting| filter.matches(event, sitting, now))
    };
    events.iter().filter(|event| is_asked(event)).map(|event| event.uid.clone()).collect()
}
