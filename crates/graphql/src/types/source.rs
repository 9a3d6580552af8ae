//! Places we watch.

use super::{Niche, Problem, SourceRun, SourceState};
use crate::{
    context::store,
    inputs::forward,
    limits::{PROBLEMS_DEFAULT, SOURCE_RUNS_DEFAULT, list_cost},
    node::source_id,
    scalars::Instant,
    siblings::Siblings,
};
use async_graphql::{Context, ID, Object, Result};
use hobnob_domain::{Source, SourceSpec};
use std::sync::Arc;

/// A place we watch for listings, and those the answer tells of beside it.
pub(crate) struct SourceNode {
    source: Arc<Source>,
    siblings: Arc<Siblings>,
}

impl SourceNode {
    pub(crate) fn new(source: &Arc<Source>, siblings: &Arc<Siblings>) -> Self {
        Self { source: Arc::clone(source), siblings: Arc::clone(siblings) }
    }

    /// A source that the answer tells of alone.
    pub(crate) fn alone(source: &Arc<Source>) -> Self {
        Self::new(source, &Siblings::new(vec![source.id]))
    }

    async fn latest_runs(&self, ctx: &Context<'_>, first: usize) -> Result<Vec<SourceRun>> {
        let first = u64::try_from(first).unwrap_or(u64::MAX);
        let runs = self.siblings.runs(store(ctx)?, first).await?;
        Ok(runs.get(&self.source.id).into_iter().flatten().map(SourceRun::new).collect())
    }
}

/// Does not compile when the domain gains a field that nobody decided about here. Left out on purpose: `validators`
/// (ours and the server's business), `every` (an operator's setting), and `wrong_answers` and `wrong_since`, which only
/// matter for `state`.
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
        wrong_answers: _,
        wrong_since: _,
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
        source_id(self.source.id)
    }

    /// Its name for people.
    async fn name(&self) -> &str {
        &self.source.spec.name
    }

    /// Where its listings are.
    async fn url(&self) -> &str {
        self.source.spec.url.as_str()
    }

    /// How it is read, such as `ical` or `json_ld`; none: by its content. A word and not an enum: new formats come often.
    async fn format(&self) -> Option<&str> {
        self.source.spec.format.map(hobnob_domain::Format::as_str)
    }

    /// The terms under which its list may be used, where they ask for more than to be named.
    async fn licence(&self) -> Option<&str> {
        self.source.spec.format.and_then(hobnob_domain::Format::licence)
    }

    /// Niches of all its events, as its operator says.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn niches(&self) -> Vec<Niche> {
        self.source.spec.niches.iter().copied().map(Niche).collect()
    }

    /// Whether it is being watched.
    async fn state(&self) -> SourceState {
        self.source.state.into()
    }

    /// How many listings it has at present.
    async fn listings(&self) -> u64 {
        self.source.listings
    }

    /// When it is due.
    async fn next_fetch_at(&self) -> Instant {
        Instant::utc(self.source.next_fetch_at)
    }

    /// When it was last asked.
    async fn fetched_at(&self) -> Option<Instant> {
        self.source.fetched_at.map(Instant::utc)
    }

    /// When it last answered as it should.
    async fn succeeded_at(&self) -> Option<Instant> {
        self.source.succeeded_at.map(Instant::utc)
    }

    /// How often in a row it failed.
    async fn failures(&self) -> u32 {
        self.source.failures
    }

    /// What was last wrong with it; none while it is well.
    async fn problem(&self) -> Option<&str> {
        self.source.problem.as_deref()
    }

    /// Its latest runs, newest first; the oldest are forgotten.
    #[graphql(complexity = "list_cost(first, None, SOURCE_RUNS_DEFAULT, child_complexity)")]
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 0 to 100.", default_with = "Some(10)")] first: Option<i32>,
    ) -> Result<Vec<SourceRun>> {
        self.latest_runs(ctx, forward(first, SOURCE_RUNS_DEFAULT)?).await
    }

    /// Its latest run; none while it was never asked.
    async fn last_run(&self, ctx: &Context<'_>) -> Result<Option<SourceRun>> {
        Ok(self.latest_runs(ctx, 1).await?.into_iter().next())
    }

    /// What was odd in its latest run, in the order it was found.
    #[graphql(complexity = "list_cost(first, None, PROBLEMS_DEFAULT, child_complexity)")]
    async fn problems(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 0 to 100.", default_with = "Some(20)")] first: Option<i32>,
    ) -> Result<Vec<Problem>> {
        let first = u64::try_from(forward(first, PROBLEMS_DEFAULT)?).unwrap_or(u64::MAX);
        let problems = self.siblings.problems(store(ctx)?, first).await?;
        Ok(problems.get(&self.source.id).into_iter().flatten().map(Problem::new).collect())
    }

    /// Whether robots.txt is obeyed there. It always is, unless the site's owner allowed otherwise; each run says so.
    async fn obeys_robots(&self) -> bool {
        self.source.spec.robots_consent.is_none()
    }
}
