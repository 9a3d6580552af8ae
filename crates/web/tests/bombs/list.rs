//! The bombs, for the test and for the example that times them.

use std::fmt::Write as _;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Each bomb, and what it is answered with.
pub(crate) fn bombs() -> Vec<(&'static str, String, StatusCode, &'static str)> {
    let aliases: String = (0..20_000).map(|n| format!("a{n}:goals ")).collect();
    let few_aliases: String = (0..2_000).map(|n| format!("a{n}:goals ")).collect();
    let mut chain = "{ ...F0 } ".to_owned();
    for n in 0..2_000 {
        let _ = write!(chain, "fragment F{n} on Query {{ ...F{} }} ", n + 1);
    }
    chain.push_str("fragment F2000 on Query { goals }");
    let mut doubled = "{ ...F0 } ".to_owned();
    for n in 0..60 {
        let _ = write!(doubled, "fragment F{n} on Query {{ ...F{m} ...F{m} }} ", m = n + 1);
    }
    doubled.push_str("fragment F60 on Query { goals }");
    let large = StatusCode::PAYLOAD_TOO_LARGE;
    let bad = StatusCode::BAD_REQUEST;
    vec![
        ("20,000 aliases", format!("{{ {aliases} }}"), large, "BAD_USER_INPUT"),
        ("2,000 aliases", format!("{{ {few_aliases} }}"), bad, "COMPLEXITY_LIMIT"),
        ("10,000 directives", format!("{{ goals {} }}", "@skip(if: false) ".repeat(10_000)), large, "BAD_USER_INPUT"),
        ("1,000 directives", format!("{{ goals {} }}", "@a ".repeat(900)), bad, "COMPLEXITY_LIMIT"),
        ("100,000 braces", "{".repeat(100_000), large, "BAD_USER_INPUT"),
        ("60,000 braces", "{".repeat(60_000), bad, "COMPLEXITY_LIMIT"),
        ("2,000 chained fragments", chain, large, "BAD_USER_INPUT"),
        ("fragments that double sixty times", doubled, bad, "COMPLEXITY_LIMIT"),
        ("a comment of 3 MB", format!("{{ goals }} # {}", "x".repeat(3_000_000)), large, "BAD_USER_INPUT"),
        ("a comment of 60 KB", format!("{{ goals # {}\n }}", "x".repeat(60_000)), StatusCode::OK, ""),
        ("a list in a list in a list", deep_lists(), bad, "COMPLEXITY_LIMIT"),
    ]
}

fn deep_lists() -> String {
    let inner = "subEvents { subEvents { subEvents { name } } }";
    format!("{{ events(first: 100) {{ nodes {{ {inner} }} }} }}")
}

/// What the API answers to a document.
pub(crate) async fn thrown(router: &Router, document: &str) -> (StatusCode, Value) {
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .body(Body::from(json!({ "query": document }).to_string()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}
