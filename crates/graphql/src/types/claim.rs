//! Who says so.

use super::SourceNode;
use crate::{
    context::{moment, store},
    node::{global, source_id},
};
use async_graphql::{Context, ID, Object, Result};
use hobnob_domain::ListingId;

/// One source's part in what we believe about an event.
pub(crate) struct Claim(pub(crate) hobnob_domain::Claim);

/// One source's part in what we believe about an event.
#[Object]
impl Claim {
    /// The listing that claims it.
    async fn id(&self) -> ID {
        global(ListingId::KIND, self.0.listing_id)
    }

    /// Where a person reads it.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
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
