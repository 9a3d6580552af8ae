//! What a stage is.

use std::{future::Future, pin::Pin};

use crate::WorkerError;
use chrono::{DateTime, Utc};

/// When a stage wants to be called next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// There may be more to do now.
    Again,
    /// Nothing to do before then; `None`: until somebody wakes it.
    At(Option<DateTime<Utc>>),
}

/// One kind of work, done in batches.
pub trait Stage: Send + Sync {
    /// For logs.
    fn name(&self) -> &'static str;

    /// Does one batch of what is due at `now`.
    fn step<'a>(&'a self, now: DateTime<Utc>) -> Pin<Box<dyn Future<Output = Result<Next, WorkerError>> + Send + 'a>>;
}
