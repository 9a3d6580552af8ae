//! What resolvers are given: the process's means, and what one request sees.

use std::{collections::BTreeMap, sync::Arc};

use crate::{error::internal, siblings::Siblings};
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
    pub(crate) now: DateTime<Utc>,
    pub(crate) snapshot: Arc<Snapshot>,
    /// Whether it came by GET, whose address is written into the logs of everybody on the way.
    pub(crate) is_by_get: bool,
    sources: OnceCell<BTreeMap<SourceId, Arc<Source>>>,
    siblings: OnceCell<Arc<Siblings>>,
}

impl Moment {
    pub(crate) fn of(context: &Context, is_by_get: bool) -> Self {
        Self {
            now: context.clock.now(),
            snapshot: context.index.snapshot(),
            is_by_get,
            sources: OnceCell::new(),
            siblings: OnceCell::new(),
        }
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

/// The means of the process.
pub(crate) fn means<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Context> {
    ctx.data::<Context>().map_err(|error| internal(error.message))
}

/// What this request sees.
pub(crate) fn moment<'a>(ctx: &async_graphql::Context<'a>) -> Result<&'a Moment> {
    ctx.data::<Moment>().map_err(|error| internal(error.message))
}

/// Lists begin now unless they are asked to begin elsewhere.
pub(crate) fn from_now(mut filter: EventFilter, now: DateTime<Utc>) -> EventFilter {
    filter.from = filter.from.or(Some(now));
    filter
}
