//! Questions that are asked in a way of their own: another User-Agent, a body, the owner's consent.

use crate::web::{Web, client, now, refused, text};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use hobnob_domain::Validators;
use hobnob_fetch::{Ask, Client, Fetched, Settings, networks};

const FILE: &str = "User-agent: *\nDisallow: /private\n";

async fn echo(headers: HeaderMap, body: String) -> String {
    let value = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    format!("{} {} {body}", value("content-type"), value("if-none-match"))
}

fn to(status: u16, location: &str) -> axum::routing::MethodRouter {
    let answer = (StatusCode::from_u16(status).unwrap(), [("location", location.to_owned())]);
    post(move || async move { answer })
}

async fn web() -> Web {
    let router = Router::new()
        .route("/robots.txt", get(|| async { FILE }))
        .route("/private/x", get(|| async { "let in" }))
        .route("/api", post(echo))
        .route("/found", to(302, "/api"))
        .route("/kept", to(307, "/api"))
        .route("/moved", to(308, "/api"))
        .route("/elsewhere", to(308, "http://127.0.0.2:9/api"));
    Web::serve(router).await
}

#[tokio::test]
async fn a_source_may_be_asked_by_another_name_and_its_robots_txt_by_ours() {
    let web = web().await;
    let ask = Ask { user_agent: Some("Mozilla/5.0 (compatible)".into()), ..Ask::new(web.url("/other")) };
    client().fetch(&ask, now()).await;
    let names: Vec<String> =
        web.asked().iter().map(|asked| format!("{} {}", asked.path, asked.header("user-agent").unwrap())).collect();
    let own = format!("/robots.txt hobnob/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(names, [own, "/other Mozilla/5.0 (compatible)".to_owned()]);
}

#[tokio::test]
async fn a_name_that_can_not_be_sent_is_refused_before_anything_is_asked() {
    let web = web().await;
    let ask = Ask { user_agent: Some("a\r\nX: y".into()), ..Ask::new(web.url("/")) };
    let reason = "`a\\r\\nX: y` can't stand in a User-Agent: use letters, digits and signs of ASCII on one line";
    assert_eq!(client().fetch(&ask, now()).await, refused(reason));
    assert_eq!(web.asked().len(), 0);
}

#[tokio::test]
async fn a_question_with_a_body_is_posted_as_json_without_conditions_or_fragment() {
    let web = web().await;
    let known = Validators { etag: Some("\"1\"".into()), last_modified: None };
    let ask = Ask { body: Some("{\"page\":2}".into()), ..Ask::new(web.url("/api#page=2")) }.since(known);
    let fetched = client().fetch(&ask, now()).await;
    assert_eq!(text(&fetched), Some("application/json  {\"page\":2}".into()));
    let Fetched::Page { page, .. } = fetched else { panic!("{fetched:?}") };
    assert_eq!(page.url, web.url("/api#page=2"), "the answer is known by what was asked");
    let asked: Vec<String> = web.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    assert_eq!(asked, ["GET /robots.txt", "POST /api"]);
}

#[tokio::test]
async fn a_question_is_repeated_only_where_its_own_site_says_so() {
    let web = web().await;
    let ask = |path: &str| Ask { body: Some("{}".into()), ..Ask::new(web.url(path)) };
    assert_eq!(text(&client().fetch(&ask("/kept"), now()).await), Some("application/json  {}".into()));
    let fetched = client().fetch(&ask("/moved#page=2"), now()).await;
    let Fetched::Page { page, moved_to, .. } = fetched else { panic!("{fetched:?}") };
    assert_eq!((page.url, moved_to), (web.url("/api#page=2"), Some(web.url("/api#page=2"))), "it says what is asked");
    let elsewhere = refused("redirects a question to where it was not meant for");
    assert_eq!(client().fetch(&ask("/found"), now()).await, elsewhere);
    let wide = Settings { allow: networks("127.0.0.0/8").unwrap(), ..Settings::default() };
    assert_eq!(Client::new(wide).unwrap().fetch(&ask("/elsewhere"), now()).await, elsewhere);
}

#[tokio::test]
async fn with_the_owners_consent_robots_txt_is_left_aside_for_that_question_alone() {
    let (web, client) = (web().await, client());
    let ask = Ask::new(web.url("/private/x"));
    let consented = Ask { has_robots_consent: true, ..ask.clone() };
    assert_eq!(text(&client.fetch(&consented, now()).await), Some("let in".into()));
    assert_eq!(client.fetch(&ask, now()).await, refused("is disallowed to robots by its robots.txt"));
}

#[tokio::test]
async fn a_consent_does_not_speak_for_another_site() {
    let other = Web::serve_at("127.0.0.2", Router::new().route("/robots.txt", get(|| async { FILE }))).await;
    let there = other.url("/private/x").to_string();
    let redirect = get(move || async move { (StatusCode::FOUND, [("location", there)]) });
    let web = Web::serve(Router::new().route("/", redirect)).await;
    let wide = Settings { allow: networks("127.0.0.0/8").unwrap(), ..Settings::default() };
    let ask = Ask { has_robots_consent: true, ..Ask::new(web.url("/")) };
    let fetched = Client::new(wide).unwrap().fetch(&ask, now()).await;
    assert_eq!(fetched, refused("is disallowed to robots by its robots.txt"));
    assert_eq!(other.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_question_may_ask_for_less_than_the_settings_allow() {
    let web = Web::serve(Router::new().route("/", get(|| async { "x".repeat(3000) }))).await;
    let ask = |max| Ask { body_bytes_max: Some(max), ..Ask::new(web.url("/")) };
    let fetched = client().fetch(&ask(2048), now()).await;
    assert_eq!(fetched, Fetched::Failed { reason: "sent more than 2048 bytes".into() });
    assert_eq!(text(&client().fetch(&ask(3000), now()).await).map(|body| body.len()), Some(3000));
}
