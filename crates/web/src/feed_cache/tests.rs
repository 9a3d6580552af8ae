use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn key(query: &str) -> FeedKey {
    FeedKey { shape: Shape::Calendar(Layer::Events), query: query.into() }
}

fn stamp(revision: i64) -> Stamp {
    let period = Period::around(at("2026-03-02T09:00:00Z"), chrono::TimeDelta::days(1));
    Stamp { revision: (0, revision), period }
}

fn cache() -> FeedCache {
    FeedCache::new(at("2026-03-01T00:00:00Z"))
}

fn dated(body: &str, date: &str) -> Entity {
    Entity::plain("text/calendar", body.into()).modified_at(at(date))
}

async fn given(cache: &FeedCache, query: &str, revision: i64, body: &str, now: &str) -> Entity {
    let entity = Entity::plain("text/calendar", body.into());
    let made = std::future::ready(Some((entity, at("2026-01-05T00:00:00Z"))));
    cache.feed(&key(query), stamp(revision), at(now), made).await.map(|entity| (*entity).clone()).unwrap()
}

#[tokio::test]
async fn a_feed_is_made_once_for_a_revision() {
    let cache = cache();
    let first = given(&cache, "a", 1, "one", "2026-03-02T09:00:00Z").await;
    assert_eq!(given(&cache, "a", 1, "never made", "2026-03-02T10:00:00Z").await, first);
    let newer = given(&cache, "a", 2, "two", "2026-03-02T10:00:00Z").await;
    assert_eq!(given(&cache, "a", 1, "never made", "2026-03-02T10:00:00Z").await, newer);
}

#[tokio::test]
async fn the_date_moves_when_the_bytes_change_and_only_then() {
    let cache = cache();
    let first = given(&cache, "a", 1, "one", "2026-03-02T09:00:00Z").await;
    assert_eq!(first, dated("one", "2026-03-01T00:00:00Z"));
    let same = given(&cache, "a", 2, "one", "2026-03-02T10:00:00Z").await;
    assert_eq!(same, first);
    let changed = given(&cache, "a", 3, "two", "2026-03-02T11:00:00Z").await;
    assert_eq!(changed, dated("two", "2026-03-02T11:00:00Z"));
}

#[tokio::test]
async fn what_could_not_be_made_is_tried_again_and_is_what_it_was_before_until_then() {
    let cache = cache();
    let now = at("2026-03-02T09:00:00Z");
    assert_eq!(cache.feed(&key("a"), stamp(1), now, std::future::ready(None)).await, None);
    assert_eq!(cache.last_good(&key("a")), None);
    let first = given(&cache, "a", 1, "one", "2026-03-02T09:00:00Z").await;
    assert_eq!(cache.feed(&key("a"), stamp(2), now, std::future::ready(None)).await, None);
    assert_eq!(cache.last_good(&key("a")).as_deref(), Some(&first));
    given(&cache, "a", 2, "two", "2026-03-02T09:00:00Z").await;
}

#[tokio::test]
async fn bodies_are_kept_within_their_bounds_and_what_is_known_of_feeds_outlives_them() {
    let cache = FeedCache::keeping(at("2026-03-01T00:00:00Z"), 100, 10_000);
    let body = "x".repeat(1_000);
    for number in 0..50 {
        given(&cache, &number.to_string(), 1, &body, "2026-03-02T09:00:00Z").await;
        given(&cache, "often", 1, &body, "2026-03-02T09:00:00Z").await;
        assert!(cache.lock().bytes <= 10_000);
    }
    let has_body = |query: &str| cache.last_good(&key(query)).is_some();
    assert_eq!((has_body("often"), has_body("49"), has_body("0")), (true, true, false));
    assert!(cache.validators(&key("0"), stamp(1)).is_some());
    assert!(cache.validators(&key("0"), stamp(2)).is_none());
    // Made again it is what it was, date and all.
    let again = given(&cache, "0", 1, &body, "2026-03-02T12:00:00Z").await;
    assert_eq!(again, dated(&body, "2026-03-01T00:00:00Z"));
    for number in 0..300 {
        given(&cache, &format!("more {number}"), 1, "", "2026-03-02T09:00:00Z").await;
        given(&cache, "often", 1, &body, "2026-03-02T09:00:00Z").await;
        assert!(cache.lock().known.len() <= 100);
    }
    assert!(cache.validators(&key("0"), stamp(1)).is_none());
    let kept = cache.lock();
    assert_eq!(kept.bytes, kept.bodies.values().map(|feed| feed.weigh().1).sum::<usize>());
}

#[tokio::test]
async fn an_address_leads_to_its_feed_as_long_as_that_holds() {
    static MORE: [More; 0] = [];
    let cache = cache();
    let now = at("2026-03-02T09:00:00Z");
    let found = |address: &str, revision: i64, now| cache.at(address, (0, revision), now).is_some();
    cache.spelled("/calendar.ics?a", &key("a"), &MORE);
    assert!(!found("/calendar.ics?a", 1, now));
    given(&cache, "a", 1, "one", "2026-03-02T09:00:00Z").await;
    cache.spelled("/calendar.ics?a", &key("a"), &MORE);
    assert!(found("/calendar.ics?a", 1, now));
    assert!(!found("/calendar.ics?b", 1, now));
    assert!(!found("/calendar.ics?a", 2, now));
    assert!(!found("/calendar.ics?a", 1, at("2026-03-03T00:00:00Z")));
    assert!(!found("/calendar.ics?a", 1, at("2026-03-01T23:59:59Z")));
}
