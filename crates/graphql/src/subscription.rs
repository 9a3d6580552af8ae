//! What can be watched.

use crate::{
    context::{from_ever, gazetteer, moment, store},
    cursor::read_change_cursor,
    error::internal,
    inputs::{EventFilterInput, cursor},
    limits::SLICE_MAX,
    types::{Asked, ChangeConnection, ChangeEdge},
    watch::News,
};
use async_graphql::{Context, Result, Subscription as Watchable};
use chrono::{DateTime, Utc};
use futures_util::{Stream, stream};
use std::sync::Arc;

/// The root of what can be watched.
pub(crate) struct Subscription;

/// What is told as it happens: a stream of server-sent events, by `Accept: text/event-stream`. One field at a time.
#[Watchable]
impl Subscription {
    /// What becomes of events from now on, within about a second of our knowing: what `changes` would give, one by one.
    /// Who was cut off goes on behind the last `cursor` and misses nothing.
    #[graphql(complexity = "100 * child_complexity + 100")]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only changes of events that match at the time, whenever they are; all when it is left out.")]
        filter: Option<EventFilterInput>,
        #[graphql(desc = "A cursor: first the changes behind it that we know already.")] after: Option<String>,
    ) -> Result<impl Stream<Item = ChangeEdge>> {
        let news = ctx.data::<Arc<News>>().map_err(|error| internal(error.message))?;
        let (store, moment) = (store(ctx)?, moment(ctx)?);
        let gazetteer = gazetteer(ctx)?;
        let filter = filter.map(|filter| filter.read(gazetteer)).transpose()?.map(from_ever);
        let after = cursor("after", after.as_deref(), read_change_cursor)?;
        let place = match (news.place(), after) {
            (Some(place), _) => place,
            (None, Some(after)) => Some(after),
            (None, None) => store.changes_before(None, 1).await.map_err(internal)?.first().map(Into::into),
        };
        let asked = Asked { since: DateTime::<Utc>::UNIX_EPOCH, filter, after: place, length: SLICE_MAX };
        let slice = ChangeConnection::new(store, moment, asked).await?;
        news.read(slice.end().or(place), slice.has_more());
        Ok(stream::iter(slice.into_edges()))
    }
}
