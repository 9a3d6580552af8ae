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
