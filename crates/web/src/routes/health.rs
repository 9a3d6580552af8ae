//! `/healthz` and `/readyz`.

use crate::State;
use axum::{extract, http::StatusCode};

/// Whether the process lives; asks nobody else.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// Whether requests should be sent here: the database answers and has our shape, the index has caught up with it, and
/// the process is not about to end.
pub(crate) async fn ready(extract::State(state): extract::State<State>) -> (StatusCode, String) {
    match readiness(&state).await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
    }
}

async fn readiness(state: &State) -> Result<(), &'static str> {
    if state.is_ending() {
        return Err("about to end");
    }
    let log = |error: hobnob_store::StoreError| tracing::warn!(%error, "not ready");
    state.store.schema_check().await.map_err(log).map_err(|()| "the database is away or needs `hobnob migrate`")?;
    if state.index.is_whole() { Ok(()) } else { Err("the index is being loaded") }
}
