//! A slice of events with everything around them is a handful of statements, however many events it has.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{Context, Request, execute, schema};
use hobnob_index::Index;
use hobnob_tests::{App, for_each_database};
use serde_json::{Value, json};

const EVENTS: i64 = 100;

/// A calendar of evenings, each in a house of its own and invited to by people of its own.
fn calendar(list: &str, app: &App) -> String {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n".to_owned();
    for number in 1..=EVENTS {
        let day = (app.now() + TimeDelta::days(number)).format("%Y%m%d");
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{number}@{list}.example\r\nDTSTART;TZID=Europe/Berlin:{day}T183000\r\n\
             DTEND;TZID=Europe/Berlin:{day}T210000\r\nSUMMARY:Rust Evening in House {number}\r\n\
             LOCATION:House {number}\\, Berlin\\, Germany\r\nORGANIZER;CN=Club {number}:mailto:x@club{number}.example\r\n\
             URL:https://club{number}.example/evening\r\nEND:VEVENT\r\n"
        );
    }
    text + "END:VCALENDAR\r\n"
}

/// What the process is asked, and the statements that it takes.
async fn asked(app: &App, query: &str) -> (Value, Vec<String>) {
    let statements = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&statements);
    let store = app.store.clone().observed(move |statement| told.lock().expect("a list").push(statement.to_owned()));
    let index = Index::new(None);
    hobnob_web::catch_up(&app.store, &index, app.now()).await.expect("the reader catches up");
    let schema =
        schema(Context { store, index, gazetteer: Gazetteer::embedded(), clock: app.clock.clone(), public_url: None });
    let answer = execute(&schema, Request::new(query)).await.body;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer.get("errors"), None, "{answer}");
    let statements = statements.lock().expect("a list").clone();
    (answer["data"].clone(), statements)
}

fn sum(nodes: &[Value], of: impl Fn(&Value) -> usize) -> usize {
    nodes.iter().map(of).sum()
}

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_events_with_everything_around_them_take_six_statements_at_most() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        for list in ["club", "city"] {
            app.web.put(&format!("/{list}.ics"), "text/calendar", calendar(list, &app));
            app.watch(&format!("/{list}.ics")).await;
        }
        app.work().await;

        let page = "{ events(first: 100) { totalCount nodes { id name venue { name locality country { code } } \
                    organizer { id name } niches { slug label } claims { url source { name lastRun { ending } } } } } }";
        let (data, statements) = asked(&app, page).await;
        let nodes = data["events"]["nodes"].as_array().cloned().unwrap_or_default();
        assert_eq!((nodes.len(), &data["events"]["totalCount"]), (100, &json!(100)));
        assert_eq!(sum(&nodes, |node| length(&node["claims"])), 200, "two sources claim each");
        let is_whole = |node: &Value| {
            let known = [&node["venue"]["name"], &node["organizer"]["name"], &node["niches"][0]["slug"]];
            let sources = node["claims"].as_array().into_iter().flatten().map(|claim| &claim["source"]["name"]);
            known.into_iter().chain(sources).all(|word| word.is_string())
        };
        assert!(nodes.iter().all(is_whole), "{:?}", nodes.iter().find(|node| !is_whole(node)));
        assert!(statements.len() <= 6, "{} statements: {statements:#?}", statements.len());

        let why = "{ events(first: 50) { nodes { provenance { field } matches { score one { name } other { sourceId } \
                   decision { isOneEvent } } previousEdition { name } superEvent { name } } } }";
        let (data, statements) = asked(&app, why).await;
        let nodes = data["events"]["nodes"].as_array().cloned().unwrap_or_default();
        assert_eq!(sum(&nodes, |node| length(&node["matches"])), 50, "each is made of one pair of listings");
        let of_few = asked(&app, &why.replace("50", "2")).await.1;
        assert_eq!(statements.len(), of_few.len(), "fifty take as many as two: {statements:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_told_as_they_are_executed() {
    for_each_database(async |store| {
        let count = Arc::new(Mutex::new(0));
        let told = Arc::clone(&count);
        let store = store.observed(move |_| *told.lock().expect("a number") += 1);
        store.migrate().await.expect("the database takes our shape");
        let before = *count.lock().expect("a number");
        store.sources().await.expect("sources");
        assert!(*count.lock().expect("a number") > before);
    })
    .await;
}
