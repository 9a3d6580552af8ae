//! Redirects.

use crate::web::{Web, client, failed, now, refused, text};
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use hobnob_domain::Validators;
use hobnob_fetch::{Ask, Fetched};
use url::Url;

fn to(status: u16, location: &str) -> axum::routing::MethodRouter {
    let (status, location) = (StatusCode::from_u16(status).unwrap(), location.to_owned());
    get(move || async move { (status, [("location", location)]) })
}

async fn page(headers: axum::http::HeaderMap) -> impl IntoResponse {
    let status = if headers.contains_key("if-none-match") { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    (status, [("etag", "\"1\"")], "here")
}

async fn web() -> Web {
    let router = Router::new()
        .route("/here", get(page))
        .route("/moved", to(301, "/moved/again"))
        .route("/moved/again", to(308, "here"))
        .route("/moved/here", to(302, "/here#there"))
        .route("/loop", to(302, "/loop"))
        .route("/private", to(302, "http://169.254.169.254/latest/meta-data/"))
        .route("/mapped", to(302, "http://[::ffff:127.0.0.2]/"))
        .route("/decimal", to(302, "http://2130706434/"))
        .route("/file", to(302, "file:///etc/passwd"))
        .route("/junk", to(302, "http://[/"))
        .route("/hidden", to(302, "/forbidden"))
        .route("/forbidden", get(|| async { "secret" }))
        .route("/robots.txt", get(|| async { "User-agent: *\nDisallow: /forbidden\n" }));
    Web::serve(router).await
}

#[tokio::test]
async fn permanent_redirects_are_told_and_the_page_stands_at_the_end() {
    let web = web().await;
    let fetched = web.fetched("/moved").await;
    let Fetched::Page { page, moved_to, .. } = &fetched else { panic!("{fetched:?}") };
    assert_eq!((page.url.clone(), moved_to.clone()), (web.url("/here"), Some(web.url("/moved/here"))));
    assert_eq!(text(&fetched), Some("here".into()));
    assert_eq!(web.paths(), ["/robots.txt", "/moved", "/moved/again", "/moved/here", "/here"]);
}

#[tokio::test]
async fn an_unchanged_page_behind_a_permanent_redirect_tells_of_it_too() {
    let web = web().await;
    let validators = Validators { etag: Some("\"1\"".into()), last_modified: None };
    let fetched = client().fetch(&Ask::new(web.url("/moved")).since(validators), now()).await;
    assert_eq!(fetched, Fetched::NotModified { moved_to: Some(web.url("/moved/here")), fresh_for: None });
}

#[tokio::test]
async fn validators_are_shown_where_they_are_of_and_nowhere_else() {
    let web = web().await;
    let validators = Validators { etag: Some("\"1\"".into()), last_modified: None };
    let ask = Ask { validators_of: Some(web.url("/here#there")), ..Ask::new(web.url("/moved")).since(validators) };
    let fetched = client().fetch(&ask, now()).await;
    assert_eq!(fetched, Fetched::NotModified { moved_to: Some(web.url("/moved/here")), fresh_for: None });
    let shown: Vec<String> = web
        .asked()
        .into_iter()
        .filter(|asked| asked.header("if-none-match").is_some())
        .map(|asked| asked.path)
        .collect();
    assert_eq!(shown, ["/here"]);
    // Where the way ends elsewhere than the last time, the page comes whole.
    let ask = Ask { validators_of: Some(web.url("/moved/again")), ..ask };
    assert_eq!(text(&client().fetch(&ask, now()).await), Some("here".into()));
}

#[tokio::test]
async fn a_loop_ends() {
    let web = web().await;
    assert_eq!(web.fetched("/loop").await, failed("redirects more than 5 times"));
    assert_eq!(web.paths().len(), 1 + 6);
}

#[tokio::test]
async fn redirects_to_where_we_do_not_go_are_refused() {
    let web = web().await;
    let private = refused("redirects to a host that is not on the public Internet");
    assert_eq!(web.fetched("/private").await, private);
    assert_eq!(web.fetched("/mapped").await, private);
    assert_eq!(web.fetched("/decimal").await, private);
    assert_eq!(web.fetched("/file").await, refused("redirects to something other than a web address"));
    assert_eq!(web.fetched("/junk").await, refused("redirects to something that is not an address"));
}

#[tokio::test]
async fn robots_are_asked_on_every_hop() {
    let web = web().await;
    assert_eq!(web.fetched("/hidden").await, refused("is disallowed to robots by its robots.txt"));
    assert_eq!(web.paths(), ["/robots.txt", "/hidden"]);
}

#[tokio::test]
async fn a_listed_address_is_reached_by_webcal() {
    let web = web().await;
    let url = Url::parse(&format!("webcal://127.0.0.1:{}/here", web.port())).unwrap();
    assert_eq!(text(&client().fetch(&Ask::new(url), now()).await), Some("here".into()));
}
