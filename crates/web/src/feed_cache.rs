//! Feeds kept rendered and compressed: most clients ask for what has not changed.

mod feed;
mod spellings;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    feed::{Layer, Period},
    http::{Entity, More, Validators},
    limits::{FEED_BYTES_KEPT, FEEDS_KNOWN},
    syndication::{Syntax, Topic},
};
use chrono::{DateTime, Utc};
use feed::Feed;
use spellings::Spellings;

/// What is made of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// What a feed is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FeedKey {
    pub(crate) shape: Shape,
    /// The query as we write it, so that all spellings of one filter are one feed.
    pub(crate) query: String,
}

/// What a feed was made from: as long as it holds, the feed has the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The index's epoch and revision.
    pub(crate) revision: (u64, i64),
    /// The instants it is made for.
    pub(crate) period: Period,
}

impl Stamp {
    fn holds(&self, revision: (u64, i64), now: DateTime<Utc>) -> bool {
        self.revision == revision && self.period.holds(now)
    }

    fn is_older_than(&self, other: &Self) -> bool {
        (self.revision, self.period.tick) < (other.revision, other.period.tick)
    }
}

/// The feeds kept. Bounded in number and bytes; those not asked for longest go first, and bodies before what is known of
/// them: a client that has the bytes is answered without them.
#[derive(Debug)]
pub(crate) struct FeedCache {
    started_at: DateTime<Utc>,
    feeds_max: usize,
    /// Counts what was asked.
    clock: AtomicU64,
    kept: Mutex<Kept>,
    spellings: Spellings,
}

#[derive(Debug)]
struct Kept {
    bytes_max: usize,
    known: HashMap<FeedKey, Arc<Feed>>,
    /// Those whose bodies are kept.
    bodies: HashMap<FeedKey, Arc<Feed>>,
    bytes: usize,
}

impl FeedCache {
    /// An empty cache. A feed that was never given out by this process is dated no earlier than its start: an event may
    /// have left it before, which no date of the events that stayed would tell.
    pub(crate) fn new(started_at: DateTime<Utc>) -> Self {
        Self::keeping(started_at, FEEDS_KNOWN, FEED_BYTES_KEPT)
    }

    fn keeping(started_at: DateTime<Utc>, feeds_max: usize, bytes_max: usize) -> Self {
        let kept = Kept { bytes_max, known: HashMap::new(), bodies: HashMap::new(), bytes: 0 };
        Self {
            started_at,
            feeds_max,
            clock: AtomicU64::default(),
            kept: Mutex::new(kept),
            spellings: Spellings::default(),
        }
    }

    /// The feed of a key, made by `make` unless it is kept. Of several who ask at once one makes it.
    pub(crate) async fn feed(
        &self,
        key: &FeedKey,
        stamp: Stamp,
        now: DateTime<Utc>,
        make: impl Future<Output = Option<(Entity, DateTime<Utc>)>>,
    ) -> Option<Arc<Entity>> {
        let feed = self.known(key);
        let cell = feed.cell(stamp);
        let made = cell
            .get_or_try_init(|| async {
                let (entity, newest) = make.await.ok_or(())?;
                let entity = feed.took(entity, stamp, newest.max(self.started_at), now);
                self.lock().weigh(key, &feed);
                Ok::<_, ()>(entity)
            })
            .await;
        made.ok().cloned()
    }

    /// A feed as it was last given out, whatever has changed since: for when it can't be made.
    pub(crate) fn last_good(&self, key: &FeedKey) -> Option<Arc<Entity>> {
        self.lock().known.get(key)?.made(|_| true)
    }

    /// What clients keep of a feed with this stamp, whether its body is kept or not.
    pub(crate) fn validators(&self, key: &FeedKey, stamp: Stamp) -> Option<Validators> {
        let feed = self.lock().known.get(key).map(Arc::clone)?;
        self.touch(&feed);
        feed.validators(stamp)
    }

    /// Takes notice that the body of a feed has grown, since it is compressed now.
    pub(crate) fn grew(&self, key: &FeedKey) {
        let mut kept = self.lock();
        if let Some(feed) = kept.known.get(key).map(Arc::clone) {
            kept.weigh(key, &feed);
        }
    }

    /// Remembers under which address a feed was asked for, and which headers its answers have.
    pub(crate) fn spelled(&self, address: &str, key: &FeedKey, more: &'static [More]) {
        let feed = self.lock().known.get(key).map(Arc::downgrade);
        if let Some(feed) = feed {
            self.spellings.note(address, feed, more);
        }
    }

    /// The feed that was asked for under this very address, with the headers of its answers, if it is kept and holds.
    pub(crate) fn at(
        &self,
        address: &str,
        revision: (u64, i64),
        now: DateTime<Utc>,
    ) -> Option<(Arc<Entity>, &'static [More])> {
        let (feed, more) = self.spellings.find(address)?;
        let entity = feed.made(|stamp| stamp.holds(revision, now))?;
        self.touch(&feed);
        Some((entity, more))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn touch(&self, feed: &Feed) {
        feed.touch(self.clock.fetch_add(1, Ordering::Relaxed));
    }

    fn known(&self, key: &FeedKey) -> Arc<Feed> {
        let mut kept = self.lock();
        if let Some(feed) = kept.known.get(key) {
            self.touch(feed);
            return Arc::clone(feed);
        }
        let feed = Arc::new(Feed::default());
        self.touch(&feed);
        kept.known.insert(key.clone(), Arc::clone(&feed));
        if kept.known.len() > self.feeds_max {
            // An eighth at once, so that it is done seldom.
            for key in oldest(&kept.known).into_iter().take(self.feeds_max / 8 + 1) {
                kept.forget(&key);
                kept.known.remove(&key);
            }
        }
        feed
    }
}

/// The keys of feeds, those not asked for longest first.
fn oldest(feeds: &HashMap<FeedKey, Arc<Feed>>) -> Vec<FeedKey> {
    let mut keys: Vec<(u64, &FeedKey)> = feeds.iter().map(|(key, feed)| (feed.asked(), key)).collect();
    keys.sort_unstable_by_key(|(asked, _)| *asked);
    keys.into_iter().map(|(_, key)| key.clone()).collect()
}

impl Kept {
    /// Reckons a body that is new or has grown, and lets go of others if that is too much.
    fn weigh(&mut self, key: &FeedKey, feed: &Arc<Feed>) {
        if !self.known.contains_key(key) {
            return;
        }
        let (before, now) = feed.weigh();
        self.bytes = (self.bytes + now).saturating_sub(before);
        self.bodies.insert(key.clone(), Arc::clone(feed));
        if self.bytes > self.bytes_max {
            for key in oldest(&self.bodies) {
                self.forget(&key);
                if self.bytes <= self.bytes_max / 8 * 7 {
                    return;
                }
            }
        }
    }

    /// Lets go of a body.
    fn forget(&mut self, key: &FeedKey) {
        if let Some(feed) = self.bodies.remove(key) {
            self.bytes = self.bytes.saturating_sub(feed.forget());
        }
    }
}

#[cfg(test)]
mod tests;
