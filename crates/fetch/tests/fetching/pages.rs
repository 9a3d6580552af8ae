//! Pages, conditions, and answers that are no pages.

use crate::web::{Web, client, failed, now, settings, text};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use chrono::TimeDelta;
use hobnob_domain::{Page, Validators};
use hobnob_fetch::{Ask, Client, Fetched, Settings};
use std::collections::BTreeSet;

const FEED: &str = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
const MODIFIED: &str = "Thu, 01 Jan 2026 00:00:00 GMT";

async fn feed(headers: HeaderMap) -> impl IntoResponse {
    let known = headers.get("if-none-match").is_some_and(|tag| tag == "W/\"v 1\"");
    let headers = [
        ("content-type", "text/calendar; charset=utf-8"),
        ("etag", "W/\"v 1\""),
        ("last-modified", MODIFIED),
        ("cache-control", "max-age=3600"),
        ("set-cookie", "a=b"),
    ];
    if known { (StatusCode::NOT_MODIFIED, headers, "") } else { (StatusCode::OK, headers, FEED) }
}

async fn feeds() -> Web {
    Web::serve(Router::new().route("/feed.ics", get(feed))).await
}

#[tokio::test]
async fn a_page_comes_with_its_validators_and_its_freshness() {
    let web = feeds().await;
    let expected = Fetched::Page {
        page: Page {
            url: web.url("/feed.ics"),
            media_type: Some("text/calendar; charset=utf-8".into()),
            body: FEED.into(),
            fetched_at: now(),
        },
        validators: Validators { etag: Some("W/\"v 1\"".into()), last_modified: Some(MODIFIED.into()) },
        moved_to: None,
        fresh_for: Some(TimeDelta::hours(1)),
    };
    assert_eq!(web.fetched("/feed.ics#today").await, expected);
}

#[tokio::test]
async fn the_second_round_asks_with_the_validators_byte_for_byte() {
    let (web, client) = (feeds().await, client());
    let first = client.fetch(&Ask::new(web.url("/feed.ics")), now()).await;
    let Fetched::Page { validators, .. } = first else { panic!("{first:?}") };
    let second = client.fetch(&Ask::new(web.url("/feed.ics")).since(validators), now()).await;
    assert_eq!(second, Fetched::NotModified { moved_to: None, fresh_for: Some(TimeDelta::hours(1)) });
    let asked = web.asked();
    assert_eq!(web.paths(), ["/robots.txt", "/feed.ics", "/feed.ics"]);
    assert_eq!(asked[1].header("if-none-match"), None);
    assert_eq!(asked[2].header("if-none-match"), Some("W/\"v 1\""));
    assert_eq!(asked[2].header("if-modified-since"), Some(MODIFIED));
}

#[tokio::test]
async fn we_say_who_we_are_and_nothing_else() {
    let web = feeds().await;
    let settings = Settings { contact: Some("https://example.org/bot".into()), ..settings() };
    let client = Client::new(settings).unwrap();
    client.fetch(&Ask::new(web.url("/feed.ics")), now()).await;
    client.fetch(&Ask::new(web.url("/feed.ics")), now()).await;
    for asked in web.asked() {
        let names: BTreeSet<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, BTreeSet::from(["accept", "accept-encoding", "host", "user-agent"]));
        let agent = format!("hobnob/{} (+https://example.org/bot)", env!("CARGO_PKG_VERSION"));
        assert_eq!(asked.header("user-agent"), Some(agent.as_str()));
        assert_eq!(asked.header("accept-encoding"), Some("gzip"));
    }
}

#[tokio::test]
async fn a_user_agent_that_can_not_be_sent_is_refused_with_the_cure() {
    let settings = Settings { contact: Some("a\r\nX: y".into()), ..Settings::default() };
    let error = Client::new(settings).err().unwrap().to_string();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        error,
        format!(
            "`hobnob/{version} (+a\\r\\nX: y)` can't stand in a User-Agent: use letters, digits and signs of ASCII on one line"
        )
    );
}

async fn answered(status: u16, headers: &[(&'static str, &'static str)]) -> Fetched {
    let headers: HeaderMap = headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
    let answer = (StatusCode::from_u16(status).unwrap(), headers, "an excuse");
    Web::serve(Router::new().route("/", get(move || async move { answer }))).await.fetched("/").await
}

#[tokio::test]
async fn every_status_has_its_meaning() {
    assert_eq!(answered(410, &[]).await, Fetched::Gone);
    assert_eq!(answered(404, &[]).await, Fetched::Missing { reason: "answered 404 Not Found".into() });
    assert_eq!(answered(403, &[]).await, failed("answered 403 Forbidden"));
    assert_eq!(answered(500, &[]).await, failed("answered 500 Internal Server Error"));
    assert_eq!(answered(503, &[]).await, failed("answered 503 Service Unavailable"));
    assert_eq!(answered(599, &[]).await, failed("answered 599"));
    assert_eq!(answered(206, &[]).await, failed("answered 206 Partial Content"));
    assert_eq!(answered(204, &[]).await, failed("answered with nothing"));
    assert_eq!(answered(304, &[]).await, failed("answered 304 Not Modified though it was not asked for changes"));
    assert_eq!(answered(301, &[]).await, failed("redirects without saying where to"));
    assert_eq!(text(&answered(203, &[]).await), Some("an excuse".into()));
}

#[tokio::test]
async fn retry_after_is_honoured_within_a_day_and_junk_is_a_minute() {
    let until = |seconds| Fetched::Throttled { until: now() + TimeDelta::seconds(seconds) };
    assert_eq!(answered(429, &[("retry-after", "3")]).await, until(3));
    assert_eq!(answered(503, &[("retry-after", "Fri, 01 May 2026 12:00:04 GMT")]).await, until(4));
    assert_eq!(answered(429, &[("retry-after", "999999999")]).await, until(86_400));
    assert_eq!(answered(429, &[("retry-after", "-1, soon")]).await, until(60));
    assert_eq!(answered(429, &[]).await, until(60));
    assert_eq!(answered(503, &[("retry-after", "soon")]).await, failed("answered 503 Service Unavailable"));
}

#[tokio::test]
async fn an_empty_page_is_a_failure_and_no_page() {
    let web = Web::serve(Router::new().route("/", get(|| async { " \r\n" })).route("/0", get(|| async {}))).await;
    assert_eq!(web.fetched("/").await, failed("answered with nothing"));
    assert_eq!(web.fetched("/0").await, failed("answered with nothing"));
}

#[tokio::test]
async fn our_own_host_is_neither_paced_nor_silenced() {
    let busy = (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "3600")], "");
    let web =
        Web::serve(Router::new().route("/busy", get(move || async move { busy })).route("/", get(|| async { "x" })))
            .await;
    let client = client();
    client.fetch(&Ask::new(web.url("/busy")), now()).await;
    let start = std::time::Instant::now();
    for _ in 0..5 {
        let page = client.fetch(&Ask::new(web.url("/")), now()).await;
        assert_eq!(text(&page), Some("x".into()));
    }
    assert!(start.elapsed() < Settings::default().pace, "{:?}", start.elapsed());
}
