//! What one source says about one event.

use super::SourceNode;
use crate::{
    context::{moment, store},
    node::{global, source_id},
    scalars::Instant,
};
use async_graphql::{Context, ID, Object, Result};
use hobnob_domain::{KnownListing, ListingId};

/// One source's claim about one event, in its own words.
#[derive(Clone)]
pub(crate) struct Listing(pub(crate) KnownListing);

/// The global id of a listing.
pub(crate) fn listing_id(id: ListingId) -> ID {
    global(ListingId::KIND, id)
}

/// One source's claim about one event, in its own words.
#[Object]
impl Listing {
    /// The listing.
    async fn id(&self) -> ID {
        listing_id(self.0.id)
    }

    /// What it calls the event.
    async fn name(&self) -> Option<&str> {
        self.0.listing.words.name.as_deref()
    }

    /// Where a person reads it.
    async fn url(&self) -> Option<&str> {
        self.0.listing.url.as_deref()
    }

    /// When we first read it.
    async fn first_seen_at(&self) -> Instant {
        Instant::utc(self.0.first_seen_at)
    }

    /// When its words last changed.
    async fn changed_at(&self) -> Instant {
        Instant::utc(self.0.changed_at)
    }

    /// The source's id; cheaper than `source { id }`.
    async fn source_id(&self) -> ID {
        source_id(self.0.source_id)
    }

    /// The source that was read; none when it is watched no more.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceNode>> {
        let (moment, store) = (moment(ctx)?, store(ctx)?);
        let Some(source) = moment.sources(store).await?.get(&self.0.source_id) else { return Ok(None) };
        Ok(Some(SourceNode::new(source, moment.siblings(store).await?)))
    }
}
