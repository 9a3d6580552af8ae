//! Places we watch.

use super::{Niche, SourceState};
use crate::{node::source_id, scalars::Instant};
use async_graphql::{ID, Object};
use hobnob_domain::{Source, SourceSpec};
use std::sync::Arc;

/// A place we watch for listings.
pub(crate) struct SourceNode(pub(crate) Arc<Source>);

/// Does not compile when the domain gains a field that nobody decided about here. Left out on purpose: `validators`
/// (ours and the server's business) and `every` (an operator's setting).
const _: fn(Source) = |source| {
    let Source {
        id: _,
        spec,
        state: _,
        validators: _,
        next_fetch_at: _,
        fetched_at: _,
        succeeded_at: _,
        failures: _,
        problem: _,
        listings: _,
    } = source;
    let SourceSpec {
        name: _,
        url: _,
        format: _,
        niches: _,
        every: _,
        rules: _,
        hints: _,
        user_agent: _,
        robots_consent: _,
    } = spec;
};

/// A place we watch for listings, with its health.
#[Object(name = "Source")]
impl SourceNode {
    /// The source; `EventFilter.sources` takes it.
    pub(crate) async fn id(&self) -> ID {
        source_id(self.0.id)
    }

    /// Its name for people.
    async fn name(&self) -> &str {
        &self.0.spec.name
    }

    /// Where its listings are.
    async fn url(&self) -> &str {
        self.0.spec.url.as_str()
    }

    /// How it is read, such as `ical` or `json_ld`; none: by its content. A word and not an enum: new formats come often.
    async fn format(&self) -> Option<&str> {
        self.0.spec.format.map(hobnob_domain::Format::as_str)
    }

    /// Niches of all its events, as its operator says.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn niches(&self) -> Vec<Niche> {
        self.0.spec.niches.iter().copied().map(Niche).collect()
    }

    /// Whether it is being watched.
    async fn state(&self) -> SourceState {
        self.0.state.into()
    }

    /// How many listings it has at present.
    async fn listings(&self) -> u64 {
        self.0.listings
    }

    /// When it is due.
    async fn next_fetch_at(&self) -> Instant {
        Instant::utc(self.0.next_fetch_at)
    }

    /// When it was last asked.
    async fn fetched_at(&self) -> Option<Instant> {
        self.0.fetched_at.map(Instant::utc)
    }

    /// When it last answered as it should.
    async fn succeeded_at(&self) -> Option<Instant> {
        self.0.succeeded_at.map(Instant::utc)
    }

    /// How often in a row it failed.
    async fn failures(&self) -> u32 {
        self.0.failures
    }

    /// What was last wrong with it; none while it is well.
    async fn problem(&self) -> Option<&str> {
        self.0.problem.as_deref()
    }
}
