use crate::world::{data, event, events, fault, world};
use chrono::TimeDelta;
use hobnob_domain::{Event, Point, Venue};
use hobnob_graphql::Schema;
use serde_json::{Value, json};

const PAGE: &str = "edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

async fn page(schema: &Schema, arguments: &str) -> Value {
    data(schema, &format!("{{ events({arguments}) {{ {PAGE} }} }}")).await["events"].take()
}

fn numbers(page: &Value) -> Vec<String> {
    let name = |edge: &Value| edge["node"]["name"].as_str().unwrap().replace("Rust evening ", "");
    page["edges"].as_array().unwrap().iter().map(name).collect()
}

/// Walks the whole list and gives the numbers of its events in the order of the list.
async fn walked(schema: &Schema, length: usize, backwards: bool) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut cursor = String::new();
    loop {
        let arguments = match (backwards, cursor.is_empty()) {
            (false, true) => format!("first: {length}"),
            (false, false) => format!("first: {length}, after: \"{cursor}\""),
            (true, true) => format!("last: {length}"),
            (true, false) => format!("last: {length}, before: \"{cursor}\""),
        };
        let page = page(schema, &arguments).await;
        if backwards {
            all.splice(0..0, numbers(&page));
        } else {
            all.extend(numbers(&page));
        }
        let (more, next) = if backwards { ("hasPreviousPage", "startCursor") } else { ("hasNextPage", "endCursor") };
        if page["pageInfo"][more] == json!(false) {
            return all;
        }
        cursor = page["pageInfo"][next].as_str().unwrap().to_owned();
    }
}

#[tokio::test]
async fn walking_either_way_with_any_step_gives_the_same_list() {
    // Three events start together, so the order among them is by id.
    let mut all = events(10);
    for position in [4, 5] {
        all[position].facts.schedule = event(4).facts.schedule;
    }
    let schema = world(all, &[]).await;
    let expected: Vec<String> = (1..=10).map(|number| number.to_string()).collect();
    for length in [1, 3, 7, 100] {
        assert_eq!(walked(&schema, length, false).await, expected);
        assert_eq!(walked(&schema, length, true).await, expected);
    }
}

#[tokio::test]
async fn twenty_rows_are_given_when_nobody_says() {
    let schema = world(events(25), &[]).await;
    let answer = data(&schema, "{ events { nodes { name } totalCount pageInfo { hasNextPage } } }").await;
    assert_eq!(answer["events"]["nodes"].as_array().map(Vec::len), Some(20));
    assert_eq!(answer["events"]["totalCount"], json!(25));
    assert_eq!(answer["events"]["pageInfo"]["hasNextPage"], json!(true));
}

#[tokio::test]
async fn a_slice_of_none_is_empty_and_says_that_more_follow() {
    let schema = world(events(2), &[]).await;
    let expected = json!({"edges": [], "pageInfo": {
        "hasNextPage": true, "hasPreviousPage": false, "startCursor": null, "endCursor": null
    }});
    assert_eq!(page(&schema, "first: 0").await, expected);
}

#[tokio::test]
async fn behind_the_last_row_is_nothing() {
    let schema = world(events(2), &[]).await;
    let cursor = page(&schema, "first: 2").await["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let behind = page(&schema, &format!("first: 5, after: \"{cursor}\"")).await;
    assert_eq!(numbers(&behind), Vec::<String>::new());
    assert_eq!(behind["pageInfo"]["hasNextPage"], json!(false));
    assert_eq!(behind["pageInfo"]["hasPreviousPage"], json!(true));
}

#[tokio::test]
async fn arguments_that_make_no_slice_are_refused() {
    let schema = world(events(2), &["a"]).await;
    let long = "A".repeat(5_000);
    let foreign =
        data(&schema, "{ sources { pageInfo { endCursor } } }").await["sources"]["pageInfo"]["endCursor"].take();
    for arguments in [
        "first: 1, last: 1",
        "first: -1",
        "last: -1",
        "first: 101",
        "first: 2147483647",
        "first: 1, after: \"\"",
        "first: 1, after: \"garbage\"",
        &format!("first: 1, before: \"{long}\""),
        &format!("first: 1, after: {foreign}"),
    ] {
        let (code, message) = fault(&schema, &format!("{{ events({arguments}) {{ totalCount }} }}")).await;
        assert_eq!(code, "BAD_USER_INPUT", "{arguments}: {message}");
    }
}

#[tokio::test]
async fn sources_are_walked_by_their_cursors() {
    let schema = world(Vec::new(), &["a", "b", "c"]).await;
    let query = |after: &str| {
        format!(
            "{{ sources(first: 2{after}) {{ totalCount edges {{ node {{ name state }} }} pageInfo {{ hasNextPage hasPreviousPage endCursor }} }} }}"
        )
    };
    let first = data(&schema, &query("")).await["sources"].take();
    let cursor = first["pageInfo"]["endCursor"].as_str().unwrap();
    let rest = data(&schema, &query(&format!(", after: \"{cursor}\""))).await["sources"].take();
    let more = |page: &Value| (page["pageInfo"]["hasPreviousPage"] == true, page["pageInfo"]["hasNextPage"] == true);
    assert_eq!((first["totalCount"].as_i64(), more(&first), more(&rest)), (Some(3), (false, true), (true, false)));
    let all = [first, rest];
    let nodes = all.iter().flat_map(|page| page["edges"].as_array().unwrap()).map(|edge| &edge["node"]);
    let mut names: Vec<&str> = nodes.map(|node| node["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["a", "b", "c"]);
}

/// Four events: each farther, newer and less about databases than the one before it, except that the last is nowhere.
fn four() -> Vec<Event> {
    let words = ["Databases", "Database", "Rust", "Rust"];
    let mut all = events(4);
    for (number, event) in all.iter_mut().enumerate() {
        let steps = f64::from(u8::try_from(number).unwrap());
        event.facts.name = words[number].to_owned();
        event.facts.keywords = if number == 2 { vec!["databases".to_owned()] } else { Vec::new() };
        event.facts.description = Some("An evening about databases.".to_owned());
        event.created_at += TimeDelta::days(i64::try_from(number).unwrap());
        event.facts.venue = (number < 3)
            .then(|| Venue { point: Point::new(52.52 + 0.01 * steps, 13.405), ..event.facts.venue.clone().unwrap() });
    }
    all
}

#[tokio::test]
async fn every_order_can_be_walked_both_ways_by_its_own_cursors() {
    let schema = world(four(), &[]).await;
    let near = r#"filter: {modes: [OFFLINE, MIXED, ONLINE], near: {latitude: 52.53, longitude: 13.405, radiusKm: 50}}"#;
    let orders = [
        ("filter: {}, orderBy: NEWEST".to_owned(), vec![4, 3, 2, 1]),
        ("filter: {query: \"databases\"}, orderBy: RELEVANCE".to_owned(), vec![1, 2, 3, 4]),
        (format!("{near}, orderBy: DISTANCE"), vec![2, 1, 3]),
    ];
    for (asked, expected) in orders {
        let mut found = Vec::new();
        let mut arguments = format!("{asked}, first: 1");
        let mut last = String::new();
        for _ in 0..expected.len() {
            let rows =
                data(&schema, &format!("{{ events({arguments}) {{ edges {{ cursor node {{ uid }} }} }} }}")).await;
            let edge = &rows["events"]["edges"][0];
            found.push(edge["node"]["uid"].as_str().unwrap().split('@').next().unwrap().parse::<i64>().unwrap());
            last = edge["cursor"].as_str().unwrap().to_owned();
            arguments = format!("{asked}, first: 1, after: \"{last}\"");
        }
        assert_eq!(found, expected, "{asked}");
        let query = format!(
            "{{ events({asked}, last: 2, before: \"{last}\") {{ nodes {{ uid }} pageInfo {{ hasNextPage }} }} }}"
        );
        let back = data(&schema, &query).await["events"].take();
        assert_eq!(
            (back["nodes"].as_array().map(Vec::len), back["pageInfo"]["hasNextPage"].as_bool()),
            (Some(2), Some(true))
        );
        let (code, _) = fault(&schema, &format!("{{ events(after: \"{last}\") {{ totalCount }} }}")).await;
        assert_eq!(code, "BAD_USER_INPUT", "a place in another order is no place in this one");
    }
}

#[tokio::test]
async fn an_order_by_what_was_not_asked_for_says_what_is_missing() {
    let schema = world(events(1), &[]).await;
    for (order, missing) in [("DISTANCE", "`near`"), ("RELEVANCE", "`query`")] {
        let (code, message) = fault(&schema, &format!("{{ events(orderBy: {order}) {{ totalCount }} }}")).await;
        assert!(code == "BAD_USER_INPUT" && message.contains(missing), "{message}");
    }
}
