//! What administrators change, and that nobody else does.

use crate::world::{ask, world};
use hobnob_graphql::{Outcome, Request, RulesReader, Schema, Viewer};
use serde_json::{Value, json};

const ADD: &str = "mutation($input: SourceAddInput!) { sourceAdd(input: $input) { isNew source { id name url format \
                   niches { slug } state } problems { field code message } } }";
const UPDATE: &str = "mutation($input: SourceUpdateInput!) { sourceUpdate(input: $input) { source { name format state \
                      niches { slug } } problems { field message } } }";
const REMOVE: &str = "mutation($input: SourceRemoveInput!) { sourceRemove(input: $input) { sourceId wasThere } }";

fn by(viewer: Viewer, query: &str, input: Value) -> Request {
    let variables = json!({ "input": input }).as_object().cloned().unwrap_or_default();
    Request { viewer, variables, ..Request::new(query) }
}

/// What an administrator is answered.
async fn done(schema: &Schema, query: &str, field: &str, input: Value) -> Value {
    let (_, mut answer) = ask(schema, by(Viewer::Administrator, query, input)).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"][field].take()
}

async fn refused(schema: &Schema, request: Request) -> (Value, String) {
    let (outcome, answer) = ask(schema, request).await;
    assert_eq!(outcome, Outcome::Executed);
    let error = &answer["errors"][0];
    (error["extensions"]["code"].clone(), error["message"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_source_is_added_once_however_often_it_is_tried() {
    let schema = world(Vec::new(), &[]).await;
    let input =
        json!({ "url": "webcal://lists.example/a.ics", "name": "Rust Berlin", "niches": ["rust"], "format": "ical" });
    let first = done(&schema, ADD, "sourceAdd", input.clone()).await;
    let source = json!({
        "id": first["source"]["id"], "name": "Rust Berlin", "url": "https://lists.example/a.ics", "format": "ical",
        "niches": [{ "slug": "rust" }], "state": "ACTIVE"
    });
    assert_eq!(first, json!({ "isNew": true, "source": source, "problems": [] }));
    let again = json!({ "url": "https://lists.example/a.ics", "name": "Another name" });
    let unchanged = json!({ "isNew": false, "source": source, "problems": [] });
    assert_eq!(done(&schema, ADD, "sourceAdd", input).await, unchanged);
    assert_eq!(done(&schema, ADD, "sourceAdd", again).await, unchanged, "one address is one source");
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_source_is_said_at_once_and_nothing_is_stored() {
    let schema = world(Vec::new(), &[]).await;
    let input = json!({ "url": "ftp://lists.example/", "niches": ["rusty"], "every": "often", "timeZone": "Mars", "rules": "{}" });
    let answer = done(&schema, ADD, "sourceAdd", input).await;
    let fields: Vec<&Value> =
        answer["problems"].as_array().into_iter().flatten().map(|problem| &problem["field"][0]).collect();
    assert_eq!(fields, ["url", "niches", "every", "timeZone", "rules"]);
    assert_eq!(answer["problems"][2]["message"], "`every` is `often`, expected a duration such as 6h");
    let total = ask(&schema, Request::new("{ sources { totalCount } }")).await.1;
    assert_eq!((&answer["source"], &total["data"]["sources"]["totalCount"]), (&Value::Null, &json!(0)));
}

#[tokio::test]
async fn what_is_left_out_stays_and_what_is_null_is_taken_back() {
    let schema = world(Vec::new(), &[]).await;
    let input = json!({ "url": "https://lists.example/a.ics", "name": "A", "niches": ["rust"], "format": "ical" });
    let id = done(&schema, ADD, "sourceAdd", input).await["source"]["id"].take();
    let answer = done(&schema, UPDATE, "sourceUpdate", json!({ "id": id, "format": null, "state": "PAUSED" })).await;
    let expected = json!({ "name": "A", "format": null, "state": "PAUSED", "niches": [{ "slug": "rust" }] });
    assert_eq!(answer, json!({ "source": expected, "problems": [] }));
    let answer = done(&schema, UPDATE, "sourceUpdate", json!({ "id": id, "name": "B", "niches": null })).await;
    let expected = json!({ "name": "B", "format": null, "state": "PAUSED", "niches": [] });
    assert_eq!(answer["source"], expected);
    let parked = done(&schema, UPDATE, "sourceUpdate", json!({ "id": id, "state": "PARKED", "every": "x" })).await;
    assert_eq!((&parked["source"], parked["problems"].as_array().map(Vec::len)), (&Value::Null, Some(2)));
}

#[tokio::test]
async fn a_source_is_removed_and_removing_it_again_does_no_harm() {
    let schema = world(Vec::new(), &["a"]).await;
    let sources = ask(&schema, Request::new("{ sources { nodes { id } } }")).await.1;
    let id = &sources["data"]["sources"]["nodes"][0]["id"];
    for was_there in [true, false] {
        let answer = done(&schema, REMOVE, "sourceRemove", json!({ "id": id })).await;
        assert_eq!(answer, json!({ "sourceId": id, "wasThere": was_there }));
    }
    let request = by(Viewer::Administrator, UPDATE, json!({ "id": id, "name": "B" }));
    assert_eq!(refused(&schema, request).await.0, json!("NOT_FOUND"));
}

#[tokio::test]
async fn rules_are_read_by_the_reader_that_the_process_was_given() {
    let reader = RulesReader(|text| text.strip_prefix("rules:").map(str::to_owned).ok_or_else(|| "no".to_owned()));
    let schema = world(Vec::new(), &[]).await.with_rules(reader);
    let added = |rules: &str| json!({ "url": "https://lists.example/a", "rules": rules });
    let answer = done(&schema, ADD, "sourceAdd", added("x")).await;
    assert_eq!(answer["problems"], json!([{ "field": ["rules"], "code": "INVALID", "message": "no" }]));
    assert_eq!(done(&schema, ADD, "sourceAdd", added("rules:{}")).await["isNew"], json!(true));
}

#[tokio::test]
async fn nobody_but_an_administrator_changes_anything() {
    let schema = world(Vec::new(), &["a"]).await;
    let join = "mutation($input: PairJoinInput!) { pairJoin(input: $input) { problems { message } } }";
    let pair = json!({ "oneId": "listing_1", "otherId": "listing_2" });
    let mutations = [
        (ADD, json!({ "url": "https://lists.example/b.ics" })),
        (UPDATE, json!({ "id": "source_1", "name": "B" })),
        (REMOVE, json!({ "id": "source_1" })),
        (join, pair.clone()),
        (&join.replace("Join", "Split"), pair),
    ];
    for (query, input) in mutations {
        for (viewer, words) in [
            (Viewer::Anyone, "send the instance's token"),
            (Viewer::Stranger, "is not the administrator's"),
            (Viewer::NobodyIsLetIn, "set HOBNOB_ADMIN_TOKEN"),
        ] {
            let (code, message) = refused(&schema, by(viewer, query, input.clone())).await;
            assert_eq!(code, json!("UNAUTHENTICATED"), "{query}");
            assert!(message.contains(words), "{message}");
        }
    }
    let total = ask(&schema, Request::new("{ sources { totalCount } }")).await.1;
    assert_eq!(total["data"]["sources"]["totalCount"], json!(1));
}

#[tokio::test]
async fn listings_that_are_not_there_are_not_decided_about() {
    let schema = world(Vec::new(), &[]).await;
    let join =
        "mutation($input: PairJoinInput!) { pairJoin(input: $input) { decision { id } problems { field message } } }";
    let by_admin = |one: &str, other: &str| by(Viewer::Administrator, join, json!({ "oneId": one, "otherId": other }));
    let none = (json!("NOT_FOUND"), "there is no listing listing_1".to_owned());
    assert_eq!(refused(&schema, by_admin("listing_1", "listing_2")).await, none);
    assert_eq!(refused(&schema, by_admin("event_1", "listing_2")).await.0, json!("BAD_USER_INPUT"));
    let same = ask(&schema, by_admin("listing_1", "listing_1")).await.1;
    let problems = json!([{ "field": ["otherId"], "message": "this is the same listing; name two" }]);
    assert_eq!(same["data"]["pairJoin"], json!({ "decision": null, "problems": problems }));
}
