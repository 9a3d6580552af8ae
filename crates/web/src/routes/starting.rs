//! What is asked for while the process starts.

use std::time::Duration;

use super::missing;
use crate::State;
use axum::{
    body::Body,
    extract::{self, Request},
    http::Response,
    middleware::Next,
};

/// How long it is waited between looks.
const LOOK: Duration = Duration::from_millis(50);

/// So many looks who asks is kept waiting for: five seconds.
const LOOKS: u32 = 100;

/// What needs no events, so that those who watch the process can.
const ALWAYS: [&str; 4] = ["/healthz", "/readyz", "/metrics", "/robots.txt"];

/// Answers when the index is whole; after a few seconds of waiting that it is not.
pub(crate) async fn when_whole(state: extract::State<State>, request: Request, next: Next) -> Response<Body> {
    let mut looks = 0;
    while state.is_waiting() && !ALWAYS.contains(&request.uri().path()) {
        if looks == LOOKS {
            return missing::starting();
        }
        looks += 1;
        tokio::time::sleep(LOOK).await;
    }
    next.run(request).await
}
