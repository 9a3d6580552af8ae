//! How `robots.txt` is fetched, kept and obeyed.

use crate::web::{Web, client, failed, now, refused, text};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use chrono::TimeDelta;
use hobnob_fetch::{Ask, Fetched};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

const FILE: &str = "User-agent: *\nDisallow: /private\n";

fn site() -> Router {
    Router::new().route("/private/x", get(|| async { "secret" })).route("/events", get(|| async { "events" }))
}

async fn with_robots(status: u16, headers: &[(&'static str, String)], file: String) -> Web {
    let headers: axum::http::HeaderMap =
        headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
    let answer = (StatusCode::from_u16(status).unwrap(), headers, file);
    Web::serve(site().route("/robots.txt", get(move || async move { answer }))).await
}

#[tokio::test]
async fn what_is_disallowed_is_never_asked_for() {
    let web = with_robots(200, &[], FILE.into()).await;
    assert_eq!(web.fetched("/private/x").await, refused("is disallowed to robots by its robots.txt"));
    assert_eq!(web.paths(), ["/robots.txt"]);
    assert_eq!(text(&web.fetched("/events").await), Some("events".into()));
}

#[tokio::test]
async fn no_file_forbids_nothing_and_a_broken_server_everything() {
    for status in [400, 401, 403, 404, 410, 451] {
        let web = with_robots(status, &[], FILE.into()).await;
        assert_eq!(text(&web.fetched("/private/x").await), Some("secret".into()), "{status}");
    }
    let web = with_robots(500, &[], String::new()).await;
    let reason = "its robots.txt can't be read, so nothing is fetched: it answered 500 Internal Server Error";
    assert_eq!(web.fetched("/events").await, failed(reason));
    assert_eq!(web.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_throttled_file_throttles_the_site() {
    let web = with_robots(503, &[("retry-after", "120".into())], String::new()).await;
    assert_eq!(web.fetched("/events").await, Fetched::Throttled { until: now() + TimeDelta::minutes(2) });
    assert_eq!(web.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_redirected_file_binds_the_host_that_was_asked() {
    let other = Web::serve(Router::new().route("/rules", get(|| async { FILE }))).await;
    let web = with_robots(302, &[("location", other.url("/rules").into())], String::new()).await;
    assert_eq!(web.fetched("/private/x").await, refused("is disallowed to robots by its robots.txt"));
    assert_eq!((web.paths(), other.paths()), (vec!["/robots.txt".to_owned()], vec!["/rules".to_owned()]));
}

#[tokio::test]
async fn a_file_that_redirects_for_ever_or_to_where_we_do_not_go_forbids_nothing() {
    for location in ["/robots.txt", "http://10.0.0.1/robots.txt", "file:///etc/passwd"] {
        let web = with_robots(302, &[("location", location.into())], String::new()).await;
        assert_eq!(text(&web.fetched("/events").await), Some("events".into()), "{location}");
    }
}

#[tokio::test]
async fn an_endless_file_is_read_up_to_its_limit() {
    let web = with_robots(200, &[], format!("{FILE}{}", "Disallow: /event\n".repeat(200_000))).await;
    assert_eq!(web.fetched("/events").await, refused("is disallowed to robots by its robots.txt"));
    let padded = format!("{FILE}{}Disallow: /events\n", "# nothing here\n".repeat(40_000));
    let web = with_robots(200, &[], padded).await;
    assert_eq!(text(&web.fetched("/events").await), Some("events".into()));
}

#[tokio::test]
async fn a_host_is_asked_once_a_day_however_many_fetch() {
    let web = Arc::new(with_robots(200, &[], FILE.into()).await);
    let client = Arc::new(client());
    let fetch = |later: TimeDelta| {
        let (web, client) = (Arc::clone(&web), Arc::clone(&client));
        async move { client.fetch(&Ask::new(web.url("/events")), now() + later).await }
    };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        tasks.spawn(fetch(TimeDelta::zero()));
    }
    tasks.join_all().await;
    fetch(TimeDelta::hours(23)).await;
    let files = || web.paths().into_iter().filter(|path| path == "/robots.txt").count();
    assert_eq!(files(), 1);
    fetch(TimeDelta::hours(25)).await;
    assert_eq!(files(), 2);
}

#[tokio::test]
async fn yesterdays_file_binds_while_todays_is_out_of_reach() {
    let status = Arc::new(AtomicU16::new(200));
    let answer = Arc::clone(&status);
    let robots = get(move || async move { (StatusCode::from_u16(answer.load(Ordering::SeqCst)).unwrap(), FILE) });
    let web = Web::serve(site().route("/robots.txt", robots)).await;
    let client = client();
    client.fetch(&Ask::new(web.url("/events")), now()).await;
    status.store(500, Ordering::SeqCst);
    let tomorrow = now() + TimeDelta::hours(25);
    assert_eq!(text(&client.fetch(&Ask::new(web.url("/events")), tomorrow).await), Some("events".into()));
    let forbidden = client.fetch(&Ask::new(web.url("/private/x")), tomorrow).await;
    assert_eq!(forbidden, refused("is disallowed to robots by its robots.txt"));
}
