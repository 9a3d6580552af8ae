use crate::world::{ask, data, events, fault, world, world_over};
use hobnob_graphql::{Outcome, Request};
use hobnob_store::Store;
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    io,
    sync::mpsc::{Receiver, Sender, channel},
};
use tokio::sync::oneshot;

/// A document that must be refused before anything is executed, and by which code.
async fn refusal(document: &str) -> String {
    let schema = world(events(3), &["a"]).await;
    let (outcome, json) = ask(&schema, Request::new(document)).await;
    assert_eq!((outcome, json.get("data")), (Outcome::Refused, None), "{json}");
    json["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_document_that_is_too_long_is_not_parsed() {
    assert_eq!(refusal(&format!("{{{}}}", "goals ".repeat(2_000))).await, "COMPLEXITY_LIMIT");
    assert_eq!(refusal(&"{".repeat(100_000)).await, "COMPLEXITY_LIMIT");
}

#[tokio::test]
async fn aliases_have_a_limit() {
    let aliases: String = (0..51).map(|n| format!("a{n}: goals ")).collect();
    assert_eq!(refusal(&format!("{{{aliases}}}")).await, "COMPLEXITY_LIMIT");
}

#[tokio::test]
async fn directives_of_one_field_have_a_limit() {
    assert_eq!(refusal(&format!("{{ goals {} }}", "@skip(if: false) ".repeat(6))).await, "COMPLEXITY_LIMIT");
}

#[tokio::test]
async fn depth_has_a_limit() {
    let deep = format!(
        "{{ niches {} }}",
        format!("{}slug{}", "{ broader ".repeat(17), " }".repeat(17)).replace("slug", "{ slug }")
    );
    assert_eq!(refusal(&deep).await, "COMPLEXITY_LIMIT");
}

#[tokio::test]
async fn a_list_in_a_list_costs_both_lengths() {
    let costly = "{ events(first: 100) { nodes { occurrences(first: 100) { nodes { startsAt endsAt } } } } }";
    assert_eq!(refusal(costly).await, "COMPLEXITY_LIMIT");
    let schema = world(events(3), &[]).await;
    let modest = "{ events(first: 10) { nodes { occurrences(first: 10) { nodes { startsAt endsAt } } } } }";
    assert_eq!(data(&schema, modest).await["events"]["nodes"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_full_slice_with_everything_worth_showing_is_within_the_limits() {
    let schema = world(events(100), &["a"]).await;
    let full = "{ events(first: 100) { totalCount facets { niches { count niche { slug label } } modes { count mode } \
        kinds { count kind } goals { count goal } countries { count country { code name } } months { count month } } \
        pageInfo { hasNextPage endCursor } nodes { id uid name url kind status attendanceMode startsAt endsAt startsOn \
        endsOn isAllDay timeZone joinUrl language isFree distanceKm goals niches { slug label } organizer { id name url } \
        venue { name address locality region latitude longitude country { code name } } \
        callForPapers { closesAt url isOpen } offers { price currency } claims { url source { name } } } } }";
    assert_eq!(data(&schema, full).await["events"]["nodes"].as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn a_limit_that_is_passed_is_named() {
    let schema = world(Vec::new(), &[]).await;
    let (_, message) =
        fault(&schema, "{ events(first: 100) { nodes { occurrences(first: 100) { nodes { name url } } } } }").await;
    assert_eq!(message, "the query costs more than 10000; ask for fewer rows or fewer fields of them");
}

#[tokio::test]
async fn an_answer_says_what_it_cost() {
    let schema = world(Vec::new(), &[]).await;
    let cost = async |query: &str| ask(&schema, Request::new(query)).await.1["extensions"]["cost"].clone();
    assert_eq!(cost("{ goals }").await, json!({"requested": 1, "maximum": 10_000}));
    // Fifty rows of two fields and the list of them, and the walk.
    assert_eq!(cost("{ events(first: 50) { nodes { name url } } }").await["requested"], json!(251));
}

#[tokio::test]
async fn fragments_that_would_double_for_ever_are_refused_at_once() {
    let mut document = "{ ...F0 } ".to_owned();
    for n in 0..100 {
        let _ = write!(document, "fragment F{n} on Query {{ ...F{} ...F{} }} ", n + 1, n + 1);
    }
    document.push_str("fragment F100 on Query { goals }");
    assert_eq!(refusal(&document).await, "COMPLEXITY_LIMIT");
}

#[tokio::test]
async fn a_circle_of_fragments_is_refused() {
    let circle = "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }";
    assert_eq!(refusal(circle).await, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn every_refusal_has_a_code_of_the_list() {
    for (document, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ events(first: \"a\") { totalCount } }", "BAD_USER_INPUT"),
        ("query A { goals } query B { goals }", "BAD_USER_INPUT"),
        ("query A($n: Int!) { events(first: $n) { totalCount } }", "BAD_USER_INPUT"),
        ("mutation { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
    ] {
        assert_eq!(refusal(document).await, code, "{document}");
    }
}

#[tokio::test]
async fn an_operation_that_is_not_there_is_bad_input() {
    let schema = world(Vec::new(), &[]).await;
    let request = Request { operation_name: Some("C".into()), ..Request::new("query A { goals } query B { goals }") };
    let (_, json) = ask(&schema, request).await;
    assert_eq!(json["errors"][0]["extensions"]["code"], json!("BAD_USER_INPUT"));
}

#[tokio::test]
async fn a_read_only_request_runs_queries_only() {
    let schema = world(Vec::new(), &[]).await;
    let request = Request { is_read_only: true, ..Request::new("mutation { __typename }") };
    assert_eq!(ask(&schema, request).await.0, Outcome::NotAllowed);
    let request = Request { is_read_only: true, ..Request::new("{ __typename }") };
    assert_eq!(ask(&schema, request).await.1["data"], json!({"__typename": "Query"}));
}

#[tokio::test]
async fn the_whole_schema_can_be_asked_for_in_spite_of_the_limits() {
    let schema = world(Vec::new(), &[]).await;
    let kind = "kind name ".to_owned();
    let of_type = (0..9).fold(kind.clone(), |inner, _| format!("{kind} ofType {{ {inner} }}"));
    let query = format!(
        "{{ __schema {{ queryType {{ name }} types {{ name fields {{ name args {{ name type {{ {of_type} }} }} type {{ {of_type} }} }} }} }} }}"
    );
    let told: Value = data(&schema, &query).await;
    assert_eq!(told["__schema"]["queryType"]["name"], json!("Query"));
}

#[tokio::test]
async fn words_of_the_engine_do_not_reach_clients() {
    let schema = world(Vec::new(), &[]).await;
    let (_, message) = fault(&schema, "{ events(filter: {near: {radiusKm: \"far\"}}) { totalCount } }").await;
    assert!(!message.contains("occurred while parsing"), "{message}");
}

/// Takes nothing until it is let go.
struct Held {
    begun: Option<oneshot::Sender<()>>,
    let_go: Receiver<()>,
}

impl io::Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(begun) = self.begun.take() {
            let _ = begun.send(());
            let _ = self.let_go.recv();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_too_long_for_the_database_is_told_so_and_what_needs_none_is_answered() {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let schema = world_over(store.clone(), events(1), &["a"]).await;
    // A database in memory has one connection, and an export holds it while its reader takes its time.
    let (begun, is_begun) = oneshot::channel();
    let (keep, let_go): (Sender<()>, Receiver<()>) = channel();
    let exporting = tokio::spawn(async move { store.export(Held { begun: Some(begun), let_go }).await.map(drop) });
    is_begun.await.unwrap();
    let (outcome, json) = ask(&schema, Request::new("{ sources { totalCount } }")).await;
    assert_eq!((outcome, &json["errors"][0]["extensions"]["code"]), (Outcome::Refused, &json!("TIMEOUT")));
    assert_eq!(json["errors"][0]["message"], json!("this takes longer than 5 seconds; ask for less at once"));
    assert_eq!(data(&schema, "{ events { totalCount } }").await, json!({"events": {"totalCount": 1}}));
    drop(keep);
    exporting.await.unwrap().unwrap();
    assert_eq!(data(&schema, "{ sources { totalCount } }").await, json!({"sources": {"totalCount": 1}}));
}
