//! What the operator is let in with, and who gets to see it.

use crate::web::{Web, now, text};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use hobnob_fetch::{Ask, Client, Credential, Settings, networks};

const SECRET: &str = "Bearer hunter2";

/// Shows what it was let in with.
async fn door(headers: HeaderMap) -> String {
    headers.get("authorization").map_or("nothing", |value| value.to_str().unwrap()).to_owned()
}

fn redirect(location: String) -> axum::routing::MethodRouter {
    get(move || async move { (StatusCode::FOUND, [("location", location)]) })
}

fn client(host: &str) -> Client {
    let credential = Credential { host: host.into(), header: "Authorization".into(), value: SECRET.into() };
    let allow = networks("127.0.0.0/8").unwrap();
    Client::new(Settings { allow, credentials: vec![credential], ..Settings::default() }).unwrap()
}

fn shown(web: &Web) -> Vec<(String, bool)> {
    let secret = |asked: &crate::web::Asked| asked.headers.iter().any(|(_, value)| value.contains("hunter2"));
    web.asked().iter().map(|asked| (asked.path.clone(), secret(asked))).collect()
}

#[tokio::test]
async fn a_credential_is_shown_to_its_host_on_every_hop_there_but_not_for_robots_txt() {
    let web = Web::serve(Router::new().route("/", redirect("/door".into())).route("/door", get(door))).await;
    let client = client(&format!("127.0.0.1:{}", web.port()));
    assert_eq!(text(&client.fetch(&Ask::new(web.url("/")), now()).await), Some(SECRET.into()));
    let expected = [("/robots.txt", false), ("/", true), ("/door", true)].map(|(path, is)| (path.to_owned(), is));
    assert_eq!(shown(&web), expected);
}

#[tokio::test]
async fn another_port_is_another_host() {
    let web = Web::serve(Router::new().route("/door", get(door))).await;
    for host in ["127.0.0.1".to_owned(), "127.0.0.1:1".to_owned(), format!("127.0.0.2:{}", web.port())] {
        let fetched = client(&host).fetch(&Ask::new(web.url("/door")), now()).await;
        assert_eq!(text(&fetched), Some("nothing".into()), "{host}");
    }
}

#[tokio::test]
async fn who_redirects_neither_gets_a_credential_nor_makes_us_use_it() {
    let home = Web::serve(Router::new().route("/door", get(door)).route("/out", redirect("/x".into()))).await;
    let back = redirect(home.url("/door").to_string());
    let other = Web::serve_at("127.0.0.2", Router::new().route("/door", get(door)).route("/back", back)).await;
    let out = Router::new()
        .route("/door", get(door))
        .route("/away", redirect(other.url("/door").to_string()))
        .route("/away-and-back", redirect(other.url("/back").to_string()));
    let home_too = Web::serve(out).await;
    let host = format!("127.0.0.1:{}", home_too.port());
    // Away from its host it is not shown…
    let fetched = client(&host).fetch(&Ask::new(home_too.url("/away")), now()).await;
    assert_eq!(text(&fetched), Some("nothing".into()));
    // …and where somebody else leads us to its host, neither.
    let host = format!("127.0.0.1:{}", home.port());
    let fetched = client(&host).fetch(&Ask::new(other.url("/back")), now()).await;
    assert_eq!(text(&fetched), Some("nothing".into()));
    let fetched = client(&host).fetch(&Ask::new(home_too.url("/away-and-back")), now()).await;
    assert_eq!(text(&fetched), Some("nothing".into()));
    assert!([&home, &other].iter().all(|web| shown(web).iter().all(|(_, is_shown)| !is_shown)));
}
