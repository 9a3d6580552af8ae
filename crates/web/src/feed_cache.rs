//! Feeds kept rendered and compressed: most clients ask for what has not changed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    feed::Layer,
    http::Entity,
    limits::{FEED_BYTES_KEPT, FEED_DATES_KEPT, FEEDS_KEPT},
    syndication::{Syntax, Topic},
};
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

/// What is made of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// A calendar.
    Calendar(Layer),
    /// A calendar as jCal.
    JCal,
    /// A feed for readers.
    Syndicated(Topic, Syntax),
    /// A part of the site map.
    SiteMap,
}

/// Which bytes a feed has: as long as all of this is the same, they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FeedKey {
    pub(crate) shape: Shape,
    /// The query as we write it, so that all spellings of one filter are one feed.
    pub(crate) query: String,
    /// The index's epoch and revision.
    pub(crate) revision: (u64, i64),
    /// The instant it is made for.
    pub(crate) tick: DateTime<Utc>,
}

/// What was last given out under a query, kept across revisions to know when the bytes last changed.
#[derive(Clone, Debug)]
struct Given {
    digest: String,
    modified_at: DateTime<Utc>,
}

/// The feeds kept. Bounded in number and bytes; those not asked for longest go first.
#[derive(Debug)]
pub(crate) struct FeedCache {
    started_at: DateTime<Utc>,
    kept: Mutex<Kept>,
}

/// A feed that somebody makes while others wait for it.
type Cell = Arc<OnceCell<Arc<Entity>>>;

#[derive(Debug, Default)]
struct Kept {
    /// Each with when it was last asked for, by `clock`.
    feeds: BTreeMap<FeedKey, (u64, Cell)>,
    given: BTreeMap<(Shape, String), (u64, Given)>,
    /// Counts what was asked.
    clock: u64,
}

impl FeedCache {
    /// An empty cache. A feed that was never given out by this process is dated no earlier than its start: an event may
    /// have left it before, which no date of the events that stayed would tell.
    pub(crate) fn new(started_at: DateTime<Utc>) -> Self {
        Self { started_at, kept: Mutex::default() }
    }

    /// The feed of a key, made by `make` unless it is kept. Of several who ask at once one makes it.
    pub(crate) async fn feed(
        &self,
        key: FeedKey,
        now: DateTime<Utc>,
        make: impl Future<Output = Option<(Entity, DateTime<Utc>)>>,
    ) -> Option<Arc<Entity>> {
        let cell = self.cell(&key);
        let made = cell
            .get_or_try_init(|| async {
                let (entity, newest) = make.await.ok_or(())?;
                let at = self.dated(&key, entity.digest(), newest, now);
                Ok::<_, ()>(Arc::new(entity.modified_at(at)))
            })
            .await;
        let entity = made.ok().cloned();
        self.lock().tidy();
        entity
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cell(&self, key: &FeedKey) -> Cell {
        let mut kept = self.lock();
        kept.clock += 1;
        let clock = kept.clock;
        let (asked, cell) = kept.feeds.entry(key.clone()).or_default();
        *asked = clock;
        Arc::clone(cell)
    }

    /// When the feed's bytes last changed, as far as this process knows.
    fn dated(&self, key: &FeedKey, digest: &str, newest: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut kept = self.lock();
        let clock = kept.clock;
        let name = (key.shape, key.query.clone());
        let modified_at = match kept.given.get(&name) {
            Some((_, given)) if given.digest == digest => given.modified_at,
            Some(_) => now,
            None => newest.max(self.started_at),
        };
        kept.given.insert(name, (clock, Given { digest: digest.to_owned(), modified_at }));
        modified_at
    }
}

impl Kept {
    fn bytes(&self) -> usize {
        self.feeds.values().filter_map(|(_, cell)| cell.get()).map(|entity| entity.bytes()).sum()
    }

    /// Lets go of what is too much.
    fn tidy(&mut self) {
        while self.feeds.len() > FEEDS_KEPT || self.bytes() > FEED_BYTES_KEPT {
            let oldest = self.feeds.iter().min_by_key(|(_, (asked, _))| *asked).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { return };
            self.feeds.remove(&oldest);
        }
        while self.given.len() > FEED_DATES_KEPT {
            let oldest = self.given.iter().min_by_key(|(_, (asked, _))| *asked).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { return };
            self.given.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn key(query: &str, revision: i64) -> FeedKey {
        let shape = Shape::Calendar(Layer::Events);
        FeedKey { shape, query: query.into(), revision: (0, revision), tick: at("2026-03-02T00:00:00Z") }
    }

    async fn given(cache: &FeedCache, key: FeedKey, body: &str, now: &str) -> Entity {
        let entity = Entity::plain("text/calendar", body.into());
        let made = std::future::ready(Some((entity, at("2026-01-05T00:00:00Z"))));
        cache.feed(key, at(now), made).await.map(|entity| (*entity).clone()).unwrap()
    }

    #[tokio::test]
    async fn a_feed_is_made_once_for_a_revision() {
        let cache = FeedCache::new(at("2026-03-01T00:00:00Z"));
        let first = given(&cache, key("a", 1), "one", "2026-03-02T09:00:00Z").await;
        assert_eq!(given(&cache, key("a", 1), "never made", "2026-03-02T10:00:00Z").await, first);
    }

    #[tokio::test]
    async fn the_date_moves_when_the_bytes_change_and_only_then() {
        let cache = FeedCache::new(at("2026-03-01T00:00:00Z"));
        let dated = |body: &str, date: &str| Entity::plain("text/calendar", body.into()).modified_at(at(date));
        let first = given(&cache, key("a", 1), "one", "2026-03-02T09:00:00Z").await;
        assert_eq!(first, dated("one", "2026-03-01T00:00:00Z"));
        let same = given(&cache, key("a", 2), "one", "2026-03-02T10:00:00Z").await;
        assert_eq!(same, first);
        let changed = given(&cache, key("a", 3), "two", "2026-03-02T11:00:00Z").await;
        assert_eq!(changed, dated("two", "2026-03-02T11:00:00Z"));
    }

    #[tokio::test]
    async fn what_could_not_be_made_is_tried_again() {
        let cache = FeedCache::new(at("2026-03-01T00:00:00Z"));
        let now = at("2026-03-02T09:00:00Z");
        assert_eq!(cache.feed(key("a", 1), now, std::future::ready(None)).await, None);
        given(&cache, key("a", 1), "one", "2026-03-02T09:00:00Z").await;
    }

    #[tokio::test]
    async fn no_more_feeds_are_kept_than_the_limit() {
        let cache = FeedCache::new(at("2026-03-01T00:00:00Z"));
        for number in 0..FEEDS_KEPT + 10 {
            given(&cache, key(&number.to_string(), 1), "one", "2026-03-02T09:00:00Z").await;
        }
        assert_eq!(cache.lock().feeds.len(), FEEDS_KEPT);
        assert!(cache.lock().feeds.contains_key(&key(&(FEEDS_KEPT + 9).to_string(), 1)));
        assert!(!cache.lock().feeds.contains_key(&key("0", 1)));
    }
}
