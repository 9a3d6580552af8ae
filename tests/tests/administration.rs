//! What an administrator does through the API becomes events: a source is added, read and removed, two listings are split
//! and joined.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{Context, Request, Schema, Viewer, execute, schema};
use hobnob_tests::{App, for_each_database};
use serde_json::{Value, json};

fn calendar(uid: &str, name: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;TZID=Europe/Berlin:20260512T183000\r\n\
         DTEND;TZID=Europe/Berlin:20260512T210000\r\nSUMMARY:{name}\r\nLOCATION:Old Mill\\, Berlin\\, Germany\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

async fn api(app: &App) -> Schema {
    schema(Context {
        store: app.store.clone(),
        index: app.index().await,
        gazetteer: Gazetteer::embedded(),
        clock: app.clock.clone(),
        public_url: None,
    })
}

async fn asked(schema: &Schema, query: &str, variables: Value) -> Value {
    let variables = variables.as_object().cloned().unwrap_or_default();
    let request = Request { viewer: Viewer::Administrator, variables, ..Request::new(query) };
    let mut answer: Value = serde_json::from_str(&execute(schema, request).await.body).expect("JSON");
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"].take()
}

const ADD: &str =
    "mutation($url: String!) { sourceAdd(input: {url: $url}) { isNew source { id } problems { message } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_added_is_read_and_one_that_is_removed_takes_its_events_along() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/club.ics", "text/calendar", calendar("1@club.example", "Fearless Concurrency Evening"));
        let url = app.web.url("/club.ics");
        let added = asked(&api(&app).await, ADD, json!({ "url": url.as_str() })).await["sourceAdd"].take();
        assert_eq!((&added["isNew"], &added["problems"]), (&json!(true), &json!([])));
        app.work().await;
        let names: Vec<String> = app.all_events().await.into_iter().map(|event| event.facts.name).collect();
        assert_eq!(names, ["Fearless Concurrency Evening"]);
        let remove = "mutation($id: ID!) { sourceRemove(input: {id: $id}) { wasThere } }";
        let removed = asked(&api(&app).await, remove, json!({ "id": added["source"]["id"] })).await;
        assert_eq!(removed["sourceRemove"]["wasThere"], json!(true));
        app.work().await;
        assert!(app.all_events().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_listings_are_split_and_joined_through_the_api() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        for (path, uid) in [("/club.ics", "1@club.example"), ("/city.ics", "77@city.example")] {
            app.web.put(path, "text/calendar", calendar(uid, "Fearless Concurrency Evening"));
            app.watch(path).await;
        }
        app.work().await;
        let why = "{ events { nodes { matches { oneId otherId verdict score findings { finding points } decision { isOneEvent } \
                   one { name sourceId } other { source { name } } } } } }";
        let told = asked(&api(&app).await, why, Value::Null).await;
        let pair = &told["events"]["nodes"][0]["matches"][0];
        assert_eq!((&pair["verdict"], &pair["decision"]), (&json!("SAME"), &Value::Null), "{told}");
        assert_eq!(pair["one"]["name"], "Fearless Concurrency Evening");
        let points = pair["findings"].as_array().into_iter().flatten().filter_map(|finding| finding["points"].as_i64());
        assert_eq!(Some(points.sum::<i64>()), pair["score"].as_i64());
        let schema = api(&app).await;
        let listed = asked(&schema, "{ pairs(verdict: SAME) { totalCount nodes { oneId otherId } } }", Value::Null);
        let ids = json!({ "oneId": pair["oneId"], "otherId": pair["otherId"] });
        assert_eq!(listed.await["pairs"], json!({ "totalCount": 1, "nodes": [ids] }));

        let decide = async |app: &App, what: &str| {
            let query = format!(
                "mutation($oneId: ID!, $otherId: ID!) {{ {what}(input: {{oneId: $oneId, otherId: $otherId}}) {{ \
                 decision {{ isOneEvent decidedAt }} problems {{ message }} }} }}"
            );
            asked(&api(app).await, &query, ids.clone()).await[what]["decision"].take()
        };
        let said = json!({ "isOneEvent": false, "decidedAt": "2026-05-01T08:00:00Z" });
        assert_eq!(decide(&app, "pairSplit").await, said);
        app.work().await;
        assert_eq!(app.all_events().await.len(), 2);
        app.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(decide(&app, "pairJoin").await["decidedAt"], "2026-05-01T08:00:01Z", "to the second, not the minute");
        app.work().await;
        assert_eq!(app.all_events().await.len(), 1);
        let told = asked(&api(&app).await, why, Value::Null).await;
        assert_eq!(told["events"]["nodes"][0]["matches"][0]["decision"], json!({ "isOneEvent": true }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_are_walked_slice_by_slice() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        // Three lists of one evening.
        for list in ["club", "city", "country"] {
            let path = format!("/{list}.ics");
            app.web.put(&path, "text/calendar", calendar(&format!("1@{list}.example"), "Fearless Concurrency Evening"));
            app.watch(&path).await;
        }
        app.work().await;
        let schema = api(&app).await;
        let query = "query($first: Int!, $after: String) { pairs(verdict: SAME, first: $first, after: $after) { totalCount \
                     nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
        let all = asked(&schema, query, json!({ "first": 100 })).await["pairs"].take();
        let total = all["totalCount"].as_u64();
        let all: Vec<Value> = all["nodes"].as_array().cloned().unwrap_or_default();
        assert!(all.len() > 1, "{all:?}");
        assert_eq!(u64::try_from(all.len()).ok(), total);
        let (mut walked, mut after) = (Vec::new(), Value::Null);
        loop {
            let slice = asked(&schema, query, json!({ "first": 1, "after": after })).await["pairs"].take();
            walked.extend(slice["nodes"].as_array().cloned().unwrap_or_default());
            assert_eq!(slice["pageInfo"]["hasPreviousPage"], json!(!after.is_null()));
            after = slice["pageInfo"]["endCursor"].clone();
            if slice["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
        }
        assert_eq!(walked, all);
    })
    .await;
}
