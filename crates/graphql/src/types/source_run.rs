//! How sources were read.

use super::{ProblemPhase, RunEnding};
use crate::scalars::Instant;
use async_graphql::SimpleObject;

/// One run over a source: how it ended and what it brought.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SourceRun {
    /// When the source was asked.
    started_at: Instant,
    /// When the last page had been read.
    finished_at: Instant,
    /// How it ended. Only an exhausted run says what the source no longer lists.
    ending: RunEnding,
    /// Why it ended so; none where there is nothing to explain.
    reason: Option<String>,
    /// The consent by which robots.txt was not asked, in the operator's words; none: robots.txt was obeyed.
    robots_consent: Option<String>,
    /// How many pages came.
    pages: u64,
    /// How large they were together, in bytes.
    bytes: u64,
    /// How many pages had not changed, as the server said.
    not_modified: u64,
    /// How many listings stood on the pages.
    listings_seen: u64,
    /// How many of them were not known.
    listings_new: u64,
    /// How many of them said something else than before.
    listings_changed: u64,
    /// How many known listings this exhausted run was the first to lack.
    listings_vanished: u64,
    /// How many oddities were found.
    problem_count: u64,
}

impl SourceRun {
    pub(crate) fn new(run: &hobnob_domain::SourceRun) -> Self {
        let hobnob_domain::SourceRun {
            source_id: _,
            started_at,
            finished_at,
            ending,
            reason,
            robots_consent,
            pages,
            bytes,
            not_modified,
            seen,
            new,
            changed,
            vanished,
            problems,
        } = run;
        Self {
            started_at: Instant::utc(*started_at),
            finished_at: Instant::utc(*finished_at),
            ending: (*ending).into(),
            reason: reason.clone(),
            robots_consent: robots_consent.clone(),
            pages: *pages,
            bytes: *bytes,
            not_modified: *not_modified,
            listings_seen: *seen,
            listings_new: *new,
            listings_changed: *changed,
            listings_vanished: *vanished,
            problem_count: *problems,
        }
    }
}

/// Something odd at a source that did not stop us.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Problem {
    /// The step at which it was odd.
    phase: ProblemPhase,
    /// What was odd, and where there is one, the cure.
    message: String,
}

impl Problem {
    pub(crate) fn new(problem: &hobnob_domain::Problem) -> Self {
        let hobnob_domain::Problem { phase, message } = problem;
        Self { phase: (*phase).into(), message: message.clone() }
    }
}
