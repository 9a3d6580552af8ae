//! Turns at sites that are shared with others.

use crate::web::{Web, now, settings, text};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_fetch::{Ask, Client, Fetched, NoTurn, Passing, Settings, Turnstile};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Writes down what it is asked.
#[derive(Default)]
struct Book {
    lines: Mutex<Vec<String>>,
    closed: Option<NoTurn>,
}

impl Book {
    fn note(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }
}

impl Turnstile for Book {
    fn enter<'a>(&'a self, site: &'a str, host: &'a str) -> Passing<'a, Result<(), NoTurn>> {
        self.note(format!("enter {site} {host}"));
        Box::pin(async move { self.closed.map_or(Ok(()), Err) })
    }

    fn leave<'a>(&'a self, site: &'a str, pause: Duration) -> Passing<'a, ()> {
        let is_pace = (Duration::from_millis(20)..=Duration::from_millis(30)).contains(&pause);
        Box::pin(async move { self.note(format!("leave {site} {is_pace}")) })
    }

    fn silence<'a>(&'a self, host: &'a str, until: DateTime<Utc>) -> Passing<'a, ()> {
        Box::pin(async move { self.note(format!("silence {host} {until}")) })
    }
}

fn client(book: &Arc<Book>, paces_ours: bool) -> Client {
    let settings = Settings { paces_ours, pace: Duration::from_millis(20), ..settings() };
    let turnstile: Arc<dyn Turnstile> = book.clone();
    Client::new(settings).unwrap().with_turnstile(turnstile)
}

async fn web() -> Web {
    let busy = (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "60")]);
    Web::serve(Router::new().route("/", get(|| async { "here" })).route("/busy", get(move || async move { busy })))
        .await
}

#[tokio::test]
async fn every_request_takes_a_turn_and_gives_it_back_with_the_pause() {
    let (web, book) = (web().await, Arc::new(Book::default()));
    let client = client(&book, true);
    assert_eq!(text(&client.fetch(&Ask::new(web.url("/")), now()).await), Some("here".into()));
    let until = now() + TimeDelta::minutes(1);
    assert_eq!(client.fetch(&Ask::new(web.url("/busy")), now()).await, Fetched::Throttled { until });
    let turn = ["enter 127.0.0.1 127.0.0.1", "leave 127.0.0.1 true"];
    let told = format!("silence 127.0.0.1 {until}");
    let expected = [turn[0], turn[1], turn[0], turn[1], turn[0], &told, turn[1]];
    assert_eq!(*book.lines.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_site_whose_turn_is_far_off_is_asked_another_time() {
    let until = now() + TimeDelta::hours(1);
    let web = web().await;
    // Whether the site has asked for it, or others of us are there.
    for (closed, expected) in
        [(NoTurn::Silent(until), Fetched::Throttled { until }), (NoTurn::Crowded(until), Fetched::Crowded { until })]
    {
        let book = Arc::new(Book { closed: Some(closed), ..Book::default() });
        assert_eq!(client(&book, true).fetch(&Ask::new(web.url("/")), now()).await, expected);
    }
    assert_eq!(web.paths().len(), 0);
}

#[tokio::test]
async fn a_site_that_asks_for_a_second_once_more_is_left_alone_for_longer_though_it_failed_meanwhile() {
    let answers = Mutex::new(std::collections::VecDeque::from([429, 500, 301, 429, 404, 429]));
    let answers = Arc::new(answers);
    let answer = move || {
        let status = StatusCode::from_u16(answers.lock().unwrap().pop_front().unwrap()).unwrap();
        async move { (status, [("retry-after", "1")]) }
    };
    let web = Web::serve(Router::new().route("/busy", get(answer))).await;
    let settings = Settings { paces_ours: true, pace: Duration::from_millis(1), ..settings() };
    let client = Client::new(settings).unwrap();
    let mut waits = Vec::new();
    for hour in 0..6 {
        let at = now() + TimeDelta::hours(hour);
        if let Fetched::Throttled { until } = client.fetch(&Ask::new(web.url("/busy")), at).await {
            waits.push((until - at).num_seconds());
        }
    }
    // Only the page that is not there says that the site has recovered.
    assert_eq!(waits, [1, 120, 1]);
}

#[test]
fn sources_of_one_site_are_told_and_our_own_hosts_are_of_none() {
    let book = Arc::new(Book::default());
    let site = |client: &Client, url: &str| client.site(&url::Url::parse(url).unwrap());
    let urls =
        ["https://www.meetup.com/a", "webcal://meetup.com/b.ics", "http://127.0.0.1:8080/", "http://localhost/", "x:y"];
    let sites = urls.map(|url| site(&client(&book, false), url));
    assert_eq!(sites, [Some("meetup.com".into()), Some("meetup.com".into()), None, None, None]);
    assert_eq!(site(&client(&book, true), "http://127.0.0.1:8080/"), Some("127.0.0.1".into()));
}

#[tokio::test]
async fn our_own_hosts_need_no_turn() {
    let (web, book) = (web().await, Arc::new(Book::default()));
    assert_eq!(text(&client(&book, false).fetch(&Ask::new(web.url("/")), now()).await), Some("here".into()));
    assert_eq!(book.lines.lock().unwrap().len(), 0);
}
