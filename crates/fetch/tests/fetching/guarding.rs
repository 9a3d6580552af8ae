//! The guard in place: names that mean what they should not.

use crate::web::{Web, now, refused, text};
use axum::Router;
use axum::routing::get;
use hobnob_fetch::guard::{LookingUp, Lookup};
use hobnob_fetch::{Ask, Client, Fetched, Settings, networks};
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use url::Url;

/// Says something else each time it is asked; the last for ever, and nothing means there is no such name.
struct Fickle(Mutex<VecDeque<&'static str>>);

impl Lookup for Fickle {
    fn lookup(&self, _host: &str) -> LookingUp {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().copied() };
        Box::pin(
            async move { answer.map(|ip| vec![ip.parse().unwrap()]).ok_or_else(|| io::Error::other("no such name")) },
        )
    }
}

async fn web() -> Web {
    Web::serve(Router::new().route("/secret", get(|| async { "secret" }))).await
}

async fn fetched(web: &Web, host: &str, answers: &[&'static str], allow: &str) -> Fetched {
    let lookup = Fickle(Mutex::new(answers.iter().copied().collect()));
    let settings = Settings { allow: networks(allow).unwrap(), ..Settings::default() };
    let client = Client::with_lookup(settings, Arc::new(lookup)).unwrap();
    let url = Url::parse(&format!("http://{host}:{}/secret", web.port())).unwrap();
    client.fetch(&Ask::new(url), now()).await
}

fn unreachable(host: &str) -> Fetched {
    let reason = format!(
        "can't be reached: no public address is known for `{host}` \
         (a host of your own network has to be in HOBNOB_ALLOW_PRIVATE_NETWORKS)"
    );
    Fetched::Unreached { reason }
}

#[tokio::test]
async fn a_private_address_is_refused_with_the_cure() {
    let web = web().await;
    let reason = "is at 127.0.0.1, which is not on the public Internet; \
                  to let it through, add 127.0.0.1 to HOBNOB_ALLOW_PRIVATE_NETWORKS";
    assert_eq!(fetched(&web, "0x7f.1", &[], "").await, refused(reason));
    let reason = "is at `localhost`, a name of a private network; \
                  to let it through, add its address to HOBNOB_ALLOW_PRIVATE_NETWORKS";
    assert_eq!(fetched(&web, "localhost", &["127.0.0.1"], "").await, refused(reason));
    assert_eq!(web.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn a_name_of_a_private_address_looks_like_no_name_at_all() {
    let web = web().await;
    assert_eq!(fetched(&web, "evil.example", &["127.0.0.1"], "").await, unreachable("evil.example"));
    assert_eq!(fetched(&web, "evil.example", &[], "").await, unreachable("evil.example"));
    assert_eq!(web.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn a_name_that_is_public_when_checked_and_private_when_connected_is_refused() {
    let web = web().await;
    let rebinding = ["93.184.216.34", "127.0.0.1"];
    assert_eq!(fetched(&web, "evil.example", &rebinding, "10.0.0.0/8").await, unreachable("evil.example"));
    assert_eq!(web.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn a_listed_network_is_entered_by_address_and_by_name() {
    let web = web().await;
    for host in ["127.0.0.1", "localhost", "fake.example"] {
        assert_eq!(text(&fetched(&web, host, &["127.0.0.1"], "127.0.0.1").await), Some("secret".into()), "{host}");
    }
    assert_eq!(fetched(&web, "fake.example", &["127.0.0.2"], "127.0.0.1").await, unreachable("fake.example"));
}

#[tokio::test]
async fn a_host_that_refuses_connections_says_so() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let settings = Settings { allow: networks("127.0.0.0/8").unwrap(), ..Settings::default() };
    let outcome = Client::new(settings).unwrap().fetch(&Ask::new(url), now()).await;
    let Fetched::Unreached { reason } = &outcome else { panic!("{outcome:?}") };
    assert!(reason.starts_with("can't be reached: Connection refused"), "{reason}");
}

#[tokio::test]
async fn a_public_source_does_not_reach_a_listed_network_by_changing_its_address() {
    let web = web().await;
    let rebinding = ["93.184.216.34", "127.0.0.1"];
    assert_eq!(fetched(&web, "evil.example", &rebinding, "127.0.0.1").await, unreachable("evil.example"));
    assert_eq!(web.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_from_outside_does_not_lead_into_a_listed_network() {
    let web = web().await;
    for (host, outcome) in [
        ("evil.example", unreachable("evil.example")),
        (
            "127.0.0.1",
            refused(
                "is at 127.0.0.1, which is not on the public Internet; \
                               to let it through, add 127.0.0.1 to HOBNOB_ALLOW_PRIVATE_NETWORKS",
            ),
        ),
    ] {
        let settings = Settings { allow: networks("127.0.0.1").unwrap(), ..Settings::default() };
        let lookup = Fickle(Mutex::new(VecDeque::from(["127.0.0.1"])));
        let client = Client::with_lookup(settings, Arc::new(lookup)).unwrap();
        let url = Url::parse(&format!("http://{host}:{}/secret", web.port())).unwrap();
        let led = Ask { is_from_outside: true, ..Ask::new(url.clone()) };
        let (fetched, sent) = client.look(&led, now()).await;
        assert_eq!((fetched, sent.is_from_ours), (outcome, false), "{host}");
        assert_eq!(web.paths(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_source_of_the_operators_own_network_is_told_from_others() {
    let web = web().await;
    let settings = Settings { allow: networks("127.0.0.1").unwrap(), ..Settings::default() };
    let lookup = Fickle(Mutex::new(VecDeque::from(["127.0.0.1"])));
    let client = Client::with_lookup(settings, Arc::new(lookup)).unwrap();
    let url = |host: &str| Url::parse(&format!("http://{host}:{}/secret", web.port())).unwrap();
    let (fetched, sent) = client.look(&Ask::new(url("fake.example")), now()).await;
    assert_eq!((text(&fetched).as_deref(), sent.is_from_ours), (Some("secret"), true));
}

/// Answers in turn to each host, the last for ever.
struct Zone(Mutex<Vec<(&'static str, Answers)>>);

/// What is answered to one question after the other.
type Answers = VecDeque<Vec<&'static str>>;

impl Zone {
    fn client(hosts: &[(&'static str, &[&[&'static str]])], allow: &str) -> Client {
        let hosts = hosts.iter().map(|(host, turns)| (*host, turns.iter().map(|turn| turn.to_vec()).collect()));
        let settings = Settings { allow: networks(allow).unwrap(), ..Settings::default() };
        Client::with_lookup(settings, Arc::new(Self(Mutex::new(hosts.collect())))).unwrap()
    }
}

impl Lookup for Zone {
    fn lookup(&self, host: &str) -> LookingUp {
        let mut hosts = self.0.lock().unwrap();
        let turns = hosts.iter_mut().find(|(name, _)| *name == host).map(|(_, turns)| turns);
        let found = turns.and_then(|turns| if turns.len() > 1 { turns.pop_front() } else { turns.front().cloned() });
        let found = found.map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect());
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    }
}

fn led(web: &Web, host: &str, path: &str) -> Ask {
    Ask::new(Url::parse(&format!("http://{host}:{}{path}", web.port())).unwrap())
}

#[tokio::test]
async fn a_name_that_is_listed_when_the_door_is_chosen_and_not_when_dialled_is_refused() {
    // 127.0.0.2 stands for the attacker's server, which would redirect into the listed network.
    let web = web().await;
    let away = web.url("/secret").to_string();
    let redirect = move || async move { (axum::http::StatusCode::FOUND, [("location", away)]) };
    let theirs = Web::serve_at("127.0.0.2", Router::new().route("/go", get(redirect))).await;
    let client = Zone::client(&[("evil.example", &[&["127.0.0.1"], &["127.0.0.2"]])], "127.0.0.1");
    assert_eq!(client.fetch(&led(&theirs, "evil.example", "/go"), now()).await, unreachable("evil.example"));
    assert_eq!((web.paths().len(), theirs.paths().len()), (0, 0));
    // The way into listed networks leads to no public address either.
    let client = Zone::client(&[("evil.example", &[&["127.0.0.1"], &["93.184.216.34"]])], "127.0.0.1");
    assert_eq!(client.fetch(&led(&theirs, "evil.example", "/go"), now()).await, unreachable("evil.example"));
}

#[tokio::test]
async fn a_public_name_is_ours_only_while_all_its_addresses_are_listed() {
    let web = web().await;
    let mixed: &[&[&str]] = &[&["127.0.0.1", "93.184.216.34"], &["127.0.0.1"]];
    let unlisted: &[&[&str]] = &[&["127.0.0.1", "127.0.0.3"], &["127.0.0.1"]];
    for answers in [mixed, unlisted] {
        let client = Zone::client(&[("evil.example", answers)], "127.0.0.1");
        assert_eq!(client.fetch(&led(&web, "evil.example", "/secret"), now()).await, unreachable("evil.example"));
    }
    assert_eq!(web.paths().len(), 0);
    // Nobody outside says what a private name means: what is listed of it is dialled, as of a localhost with two addresses.
    let client = Zone::client(&[("localhost", &[&["::1", "127.0.0.1"]])], "127.0.0.1");
    assert_eq!(text(&client.fetch(&led(&web, "localhost", "/secret"), now()).await), Some("secret".into()));
}

#[tokio::test]
async fn who_has_left_our_networks_does_not_come_back() {
    let web = Web::serve(
        Router::new()
            .route("/secret", get(|| async { "secret" }))
            .route("/out", get(|| async { (axum::http::StatusCode::FOUND, [("location", "http://evil.example/")]) })),
    )
    .await;
    // Asked for the door to the redirect's target it is public; when that is dialled, and ever after, it is not.
    let client = Zone::client(&[("evil.example", &[&["93.184.216.34"], &["127.0.0.1"]])], "127.0.0.1");
    let (fetched, sent) = client.look(&Ask::new(web.url("/out")), now()).await;
    assert_eq!((fetched, sent.is_from_ours), (unreachable("evil.example"), false));
    assert_eq!(web.paths(), ["/robots.txt", "/out"]);
}
