//! Our own failures; what is wrong with a source is a problem, not an error.

/// Why a stage could not do its batch.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] hobnob_store::StoreError),
    /// A task was ended from outside.
    #[error("a task ended before its time: {0}")]
    Task(#[from] tokio::task::JoinError),
}
