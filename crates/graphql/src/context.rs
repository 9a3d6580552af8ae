//! What resolvers are given: the process's means, and what one request sees.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::{error::internal, limits::ANSWER_BYTES_MAX, siblings::Siblings};
use async_graphql::Result;
use chrono::{DateTime, Utc};
use hobnob_domain::{Clock, EventFilter, Source, SourceId};
use hobnob_gazetteer::Gazetteer;
use hobnob_index::{Index, Snapshot};
use hobnob_store::Store;
use tokio::sync::OnceCell;
use url::Url;

/// The means of the process, shared by all requests.
#[derive(Clone)]
pub struct Context {
    /// Sources, and events beyond the index's horizon.
    pub store: Store,
    /// Every other event.
    pub index: Index,
    /// What "near Berlin" means.
    pub gazetteer: &'static Gazetteer,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The address the outside knows us by; links are relative without it.
    pub public_url: Option<Url>,
}

/// What one request sees: one instant, one snapshot, each source once.
pub(crate) struct Moment {
    /// The beginning of the minute in which it is asked: so that equal questions have equal answers for a while.
    pub(crate) now: DateTime<Utc>,
    pub(crate) snapshot: Arc<Snapshot>,
    /// Whether it came by GET, whose address is written into the logs of everybody on the way.
    pub(crate) is_by_get: bool,
    /// Whether rows may be written [directly](crate::direct).
    pub(crate) is_direct: bool,
    /// Bytes of rows written so.
    written: AtomicUsize,
    sources: OnceCell<BTreeMap<SourceId, Arc<Source>>>,
    siblings: OnceCell<Arc<Siblings>>,
    is_beyond_index: AtomicBool,
    is_for_one: AtomicBool,
}

impl Moment {
    pub(crate) fn of(context: &Context, is_by_get: bool) -> Self {
        Self {
            now: minute_of(context.clock.now()),
            snapshot: context.index.snapshot(),
            is_beyond_index: AtomicBool::new(false),
            is_for_one: AtomicBool::new(false),
            is_by_get,
            is_direct: false,
            written: AtomicUsize::new(0),
            sources: OnceCell::new(),
            siblings: OnceCell::new(),
        }
    }

    /// The same, at another instant.
    pub(crate) fn at(self, now: DateTime<Utc>) -> Self {
        Self { now, ..self }
    }

    /// The same, with rows written directly or not.
    pub(crate) fn direct(self, is_direct: bool) -> Self {
        Self { is_direct, ..self }
    }

    /// Whether so many bytes more are not too many for one answer.
    pub(crate) fn has_room_for(&self, bytes: usize) -> bool {
        self.written.load(Ordering::Relaxed).saturating_add(bytes) <= ANSWER_BYTES_MAX
    }

    /// So many bytes more were written.
    pub(crate) fn note_written(&self, bytes: usize) {
        self.written.fetch_add(bytes, Ordering::Relaxed);
    }

    /// From now on the answer depends on more than the index and the minute.
    pub(crate) fn note_beyond_index(&self) {
        self.is_beyond_index.store(true, Ordering::Relaxed);
    }

    /// Whether the answer depends on more than the index and the minute.
    pub(crate) fn is_beyond_index(&self) -> bool {
        self.is_beyond_index.load(Ordering::Relaxed)
    }

    /// From now on the answer is for nobody but who asked, such as one that a secret opens.
    pub(crate) fn note_for_one(&self) {
        self.is_for_one.store(true, Ordering::Relaxed);
    }

    /// Whether the answer is for nobody but who asked.
    pub(crate) fn is_for_one(&self) -> bool {
        self.is_for_one.load(Ordering::Relaxed)
    }

    /// Every source, by one statement for the whole request.
    pub(crate) async fn sources(&self, store: &Store) -> Result<&BTreeMap<SourceId, Arc<Source>>> {
        self.sources
            .get_or_try_init(|| async {
                let sources = store.sources().await.map_err(internal)?;
                Ok(sources.into_iter().map(|source| (source.id, Arc::new(source))).collect())
            })
            .await
    }

    /// Every source as a sibling of every other: for answers that come upon sources here and there.
    pub(crate) async fn siblings(&self, store: &Store) -> Result<&Arc<Siblings>> {
        let sources = self.sources(store).await?;
        Ok(self.siblings.get_or_init(|| async { Siblings::new(sources.keys().copied().collect()) }).await)
    }
}

/// The means of the process. They change without the index's revision, so an answer that needs them is not kept.
pub(crate) fn means<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Context> {
    moment(ctx)?.note_beyond_index();
    all_means(ctx)
}

/// The store. What it says changes without the index's revision, so an answer that needs it is not kept.
pub(crate) fn store<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Store> {
    Ok(&means(ctx)?.store)
}

/// The store, for nothing but events that the index named and does not have at hand.
pub(crate) fn store_behind_index<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Store> {
    Ok(&all_means(ctx)?.store)
}

/// The places of the world, which never change.
pub(crate) fn gazetteer(ctx: &async_graphql::Context<'_>) -> Result<&'static Gazetteer> {
    Ok(all_means(ctx)?.gazetteer)
}

/// Our address, which never changes.
pub(crate) fn public_url<'a>(ctx: &async_graphql::Context<'a>) -> Result<Option<&'a Url>> {
    Ok(all_means(ctx)?.public_url.as_ref())
}

fn all_means<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Context> {
    ctx.data::<Context>().map_err(|error| internal(error.message))
}

/// What this request sees, where only a selection is known.
pub(crate) fn moment_of<'a>(ctx: &async_graphql::ContextSelectionSet<'a>) -> Option<&'a Moment> {
    ctx.data_opt::<Arc<Moment>>().map(|moment| &**moment)
}

/// What this request sees.
pub(crate) fn moment<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Moment> {
    ctx.data::<Arc<Moment>>().map(|moment| &**moment).map_err(|error| internal(error.message))
}

fn minute_of(now: DateTime<Utc>) -> DateTime<Utc> {
    let second = now.timestamp();
    DateTime::from_timestamp(second - second.rem_euclid(60), 0).unwrap_or(now)
}

/// Lists begin now unless they are asked to begin elsewhere.
pub(crate) fn from_now(mut filter: EventFilter, now: DateTime<Utc>) -> EventFilter {
    filter.from = filter.from.or(Some(now));
    filter
}

/// What is asked of events whenever they are begins nowhere, unless it is asked to.
pub(crate) fn from_ever(mut filter: EventFilter) -> EventFilter {
    filter.from = filter.from.or(Some(DateTime::<Utc>::MIN_UTC));
    filter
}
