//! Signing up by the page: what is said of fields that are wrong, and how many questions one client may cause, by the page
//! or by the API.

use std::{net::SocketAddr, sync::Arc};

use crate::world::{World, events};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use hobnob_domain::{LetterState, MailKeys, SealingKey};
use hobnob_gazetteer::Gazetteer;
use hobnob_web::{LetterDesk, State, router};
use tokio::sync::Notify;
use tower::ServiceExt as _;

/// The pages of somebody who sends letters, over the store of a world.
fn posting(world: &World) -> Router {
    let keys = MailKeys::new(SealingKey::new("the secret of this world"));
    let desk = LetterDesk { keys, wake: Arc::new(Notify::new()) };
    let base = "https://events.example/".parse().unwrap();
    let state = State::new(world.store.clone(), world.index.clone(), Gazetteer::embedded(), world.clock.clone(), base);
    router(state.with_letters(desk))
}

/// Sends a body from an address; gives the status and what is answered.
async fn sent(pages: &Router, peer: &str, path: &str, media_type: &str, body: String) -> (StatusCode, String) {
    let request = Request::post(path).header(header::CONTENT_TYPE, media_type);
    let mut request = request.body(Body::from(body)).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
    let response = pages.clone().oneshot(request).await.unwrap();
    let status = response.status();
    (status, String::from_utf8(to_bytes(response.into_body(), 1_000_000).await.unwrap().to_vec()).unwrap())
}

async fn by_page(pages: &Router, peer: &str, name: &str) -> StatusCode {
    let form = format!("address={name}%40example.org&niche=rust&weekday=0&hour=8");
    sent(pages, peer, "/digest", "application/x-www-form-urlencoded", form).await.0
}

/// Asks for many at once; gives how many were taken.
async fn by_api(pages: &Router, peer: &str, names: impl Iterator<Item = String>) -> usize {
    let one = |name: String| {
        format!("{name}: digestSubscribe(input: {{ address: \"{name}@example.org\", filters: [] }}) {{ isTaken }}")
    };
    let mutation = format!("mutation {{ {} }}", names.map(one).collect::<Vec<_>>().join(" "));
    let body = serde_json::json!({ "query": mutation }).to_string();
    sent(pages, peer, "/graphql", "application/json", body).await.1.matches("\"isTaken\":true").count()
}

async fn questions(world: &World) -> usize {
    world.store.letters(None, Some(LetterState::Planned), 1_000).await.unwrap().len()
}

#[tokio::test]
async fn one_client_causes_twenty_questions_an_hour_whichever_way_they_ask() {
    let world = World::of(Vec::new()).await;
    let pages = posting(&world);
    for number in 0..5 {
        assert_eq!(by_page(&pages, "192.0.2.1", &format!("page{number}")).await, StatusCode::OK);
    }
    assert_eq!(by_api(&pages, "192.0.2.1", (0..30).map(|number| format!("api{number}"))).await, 15);
    assert_eq!(questions(&world).await, 20);
    assert_eq!(
        by_page(&pages, "192.0.2.1", "page5").await,
        StatusCode::TOO_MANY_REQUESTS,
        "they are told to come again"
    );
    assert_eq!(questions(&world).await, 20);
    assert_eq!(by_api(&pages, "198.51.100.7", ["another".to_owned()].into_iter()).await, 1);
    // A program on this machine asks for its own users.
    assert_eq!(by_api(&pages, "127.0.0.1", (0..30).map(|number| format!("own{number}"))).await, 30);
    assert_eq!(questions(&world).await, 51);
}

#[tokio::test]
async fn a_field_of_the_sign_up_that_is_wrong_says_so_itself() {
    let world = World::of(Vec::new()).await;
    let pages = posting(&world);
    for (form, field) in [
        ("address=nobody&niche=rust&weekday=0&hour=8", "address"),
        ("address=ana%40example.org&niche=nosuchthing&weekday=0&hour=8", "niche"),
        ("address=ana%40example.org&near=Springfield&weekday=0&hour=8", "near"),
        ("address=ana%40example.org&zone=Mars&weekday=0&hour=8", "zone"),
        ("address=ana%40example.org&filters=niche%3Dnosuchthing&weekday=0&hour=8", "filters"),
    ] {
        let media_type = "application/x-www-form-urlencoded";
        let (status, page) = sent(&pages, "192.0.2.1", "/digest", media_type, form.to_owned()).await;
        let mark = format!("id=\"{field}\" name=\"{field}\" aria-invalid=\"true\" aria-describedby=\"fault\"");
        assert_eq!((status, page.matches(&mark).count()), (StatusCode::BAD_REQUEST, 1), "{form}: {page}");
        assert_eq!((page.matches("aria-invalid").count(), page.matches("id=\"fault\"").count()), (1, 1), "{form}");
    }
}

#[tokio::test]
async fn a_place_that_is_several_is_chosen_by_one_click_of_the_same_form() {
    let world = World::of(Vec::new()).await;
    let pages = posting(&world);
    let form = "address=ana%40example.org&niche=rust&near=Springfield&meetup_km=25&conference_km=any&weekday=2&hour=9";
    let send = |form: String| sent(&pages, "192.0.2.1", "/digest", "application/x-www-form-urlencoded", form);
    let (status, page) = send(form.to_owned()).await;
    let button = "<button class=\"quiet\" type=\"submit\" form=\"letter\" name=\"near_meant\" value=\"Springfield, Missouri, United States\">";
    assert_eq!((status, page.matches(button).count()), (StatusCode::BAD_REQUEST, 1), "{page}");
    assert_eq!(page.matches("<form class=\"letter\" id=\"letter\"").count(), 1);
    let (status, page) = send(format!("{form}&near_meant=Springfield%2C+Missouri%2C+United+States")).await;
    assert_eq!((status, page.contains("Look into your mailbox")), (StatusCode::OK, true), "{page}");
    let reader = world.store.subscribers(None, 10).await.unwrap().0.remove(0);
    let near = reader.wishes.filters[0].near.as_ref().unwrap();
    assert_eq!(near.text, "Springfield, Missouri, United States");
}

#[tokio::test]
async fn a_letter_around_a_point_comes_by_the_clocks_there() {
    let world = World::of(Vec::new()).await;
    let pages = posting(&world);
    let form = "address=ana%40example.org&near=52.52%2C13.405&weekday=0&hour=8";
    let (status, page) =
        sent(&pages, "192.0.2.1", "/digest", "application/x-www-form-urlencoded", form.to_owned()).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let asked = "digestSubscribe(input: { address: \"ben@example.org\", filters: [{ near: { latitude: 35.68, longitude: \
                 139.69, radiusKm: 50 } }] }) { isTaken problems { message } }";
    let body = serde_json::json!({ "query": format!("mutation {{ {asked} }}") }).to_string();
    let (status, answer) = sent(&pages, "192.0.2.1", "/graphql", "application/json", body).await;
    assert_eq!((status, answer.contains("\"isTaken\":true")), (StatusCode::OK, true), "{answer}");
    let readers = world.store.subscribers(None, 10).await.unwrap().0;
    let zones: std::collections::BTreeSet<&str> = readers.iter().map(|reader| reader.wishes.when.zone.name()).collect();
    assert_eq!(zones, ["Asia/Tokyo", "Europe/Berlin"].into());
}

#[tokio::test]
async fn who_comes_from_a_search_sees_what_letters_would_be_about() {
    let world = World::of(events(2)).await;
    let pages = posting(&world);
    let got = async |path: &str| {
        let response = pages.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), 1_000_000).await.unwrap().to_vec()).unwrap()
    };
    let page = got("/digest?niche=rust&near=Berlin").await;
    assert!(page.contains("What it would be about") && page.contains("2 events are ahead"), "{page}");
    assert!(page.contains("Evening 1"), "{page}");
    assert!(!got("/digest").await.contains("What it would be about"), "nothing is said yet");
}
