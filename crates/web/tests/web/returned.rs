//! What came back, told by who shows the token.

use std::{collections::BTreeMap, sync::Arc};

use crate::world::World;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, Response, StatusCode, header},
};
use hobnob_domain::{
    EventFilter, LetterState, MailKeys, Returned, ReturnedKind, SealingKey, SubscriberId, SubscriberState, WeeklyHour,
    Wishes,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_store::SignUp;
use hobnob_web::{AdminToken, LetterDesk, MailboxReader, State, TrustedProxies, router};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tower::ServiceExt as _;

const TOKEN: &str = "who tells what came back";

const ADDRESS: &str = "reader@example.org";

fn keys() -> MailKeys {
    MailKeys::new(SealingKey::new("the secret of this world"))
}

/// Reads mails of which the subject is all that matters.
fn read(text: &str) -> Option<Vec<Returned>> {
    let link = text.strip_prefix("Subject: ")?.trim().to_owned();
    let (address, id, says) = (String::new(), link.clone(), "they left".to_owned());
    let (kind, message_id) = (ReturnedKind::Leave, String::new());
    Some(vec![Returned { kind, address, link, message_id, is_vouched: false, id, at: None, says }])
}

/// The pages of somebody who sends letters and is told what came back.
fn posting(world: &World) -> Router {
    let desk = LetterDesk { keys: keys(), wake: Arc::new(Notify::new()) };
    let base = "https://events.example/".parse().unwrap();
    let state = State::new(world.store.clone(), world.index.clone(), Gazetteer::embedded(), world.clock.clone(), base);
    let token = AdminToken::new(&TOKEN.replace(' ', "-")).unwrap();
    let state = state.with_letters(desk).with_proxies(TrustedProxies::default());
    router(state.with_returns(token, MailboxReader(read)))
}

/// A reader who said yes.
async fn reader(world: &World) -> SubscriberId {
    let when = WeeklyHour { zone: chrono_tz::Tz::UTC, weekday: chrono::Weekday::Mon, hour: 8 };
    let wishes = Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when };
    let asked = SignUp { address: ADDRESS.parse().unwrap(), wishes, client_hash: "c".to_owned() };
    let now = hobnob_domain::Clock::now(&*world.clock);
    world.store.subscriber_sign_up(&keys(), &asked, now).await.unwrap();
    let letter = world.store.letters(None, Some(LetterState::Planned), 1).await.unwrap().remove(0);
    world.store.subscriber_confirm(&keys().confirmation(letter.id).hash(), now).await.unwrap().unwrap()
}

async fn state_of(world: &World, id: SubscriberId) -> SubscriberState {
    world.store.subscriber(id).await.unwrap().unwrap().state
}

async fn told(pages: &Router, token: Option<&str>, media_type: &str, body: String) -> Response<Body> {
    let mut request = Request::post("/digest/returned").header(header::CONTENT_TYPE, media_type);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", token.replace(' ', "-")));
    }
    let mut request = request.body(Body::from(body)).unwrap();
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([192, 0, 2, 1], 4711))));
    pages.clone().oneshot(request).await.unwrap()
}

async fn counts(response: Response<Body>) -> Value {
    assert_eq!(response.status(), StatusCode::OK);
    serde_json::from_slice(&to_bytes(response.into_body(), 10_000).await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_provider_tells_who_is_not_to_be_written_to_any_more() {
    let world = World::of(Vec::new()).await;
    let (pages, id) = (posting(&world), reader(&world).await);
    let one = |kind: &str, address: &str| json!({ "returned": [{ "kind": kind, "address": address }] }).to_string();
    for token in [None, Some("another token that is long enough"), Some("")] {
        let refused = told(&pages, token, "application/json", one("hard", ADDRESS)).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(refused.headers()[header::WWW_AUTHENTICATE], "Bearer");
    }
    let soft = told(&pages, Some(TOKEN), "application/json; charset=utf-8", one("soft", ADDRESS)).await;
    assert_eq!(counts(soft).await, json!({ "noted": 1, "suppressed": 0, "left": 0, "unread": 0 }));
    assert_eq!(state_of(&world, id).await, SubscriberState::Confirmed);
    let nobody = told(&pages, Some(TOKEN), "application/json", one("hard", "no address")).await;
    assert_eq!(counts(nobody).await, json!({ "noted": 0, "suppressed": 0, "left": 0, "unread": 1 }));
    let complaint = told(&pages, Some(TOKEN), "application/json", one("complaint", "Reader@Example.org")).await;
    assert_eq!(counts(complaint).await, json!({ "noted": 0, "suppressed": 1, "left": 0, "unread": 0 }));
    assert_eq!(state_of(&world, id).await, SubscriberState::Suppressed);
}

#[tokio::test]
async fn a_mail_server_hands_over_mails_as_they_come() {
    let world = World::of(Vec::new()).await;
    let (pages, id) = (posting(&world), reader(&world).await);
    let mail = format!("Subject: {}\r\n", keys().link(id));
    let left = told(&pages, Some(TOKEN), "message/rfc822", mail).await;
    assert_eq!(counts(left).await, json!({ "noted": 0, "suppressed": 0, "left": 1, "unread": 0 }));
    assert_eq!(state_of(&world, id).await, SubscriberState::Left);
    for (media_type, body, status) in [
        ("message/rfc822", "hello".to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", "{}".to_owned(), StatusCode::BAD_REQUEST),
        ("text/plain", "Subject: x".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/mbox", " ".repeat(1024 * 1024 + 1), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        assert_eq!(told(&pages, Some(TOKEN), media_type, body).await.status(), status, "{media_type}");
    }
}

#[tokio::test]
async fn who_tries_tokens_is_told_to_wait_and_nothing_is_taken_where_nobody_may_tell() {
    let world = World::of(Vec::new()).await;
    let pages = posting(&world);
    let guess = || told(&pages, Some("another token that is long enough"), "application/json", "{}".to_owned());
    for _ in 0..1_000 {
        assert_eq!(guess().await.status(), StatusCode::UNAUTHORIZED);
    }
    let limited = guess().await;
    assert_eq!(limited.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(limited.headers()[header::RETRY_AFTER], "4");
    let closed = world.ask(axum::http::Method::POST, "/digest/returned", &[], "").await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
}
