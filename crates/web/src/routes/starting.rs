//! What is asked for while the process starts.

use std::time::Duration;

use super::{api, missing};
use crate::State;
use axum::{
    body::Body,
    extract::{self, Request},
    http::Response,
    middleware::Next,
};
use tokio::time::Instant;

/// How long it is waited between looks.
const LOOK: Duration = Duration::from_millis(50);

/// What needs no events, so that those who watch the process can.
const ALWAYS: [&str; 4] = ["/healthz", "/readyz", "/metrics", "/robots.txt"];

/// What leads to a reader's yes or farewell, which need none either: a mail program that asks for one click waits for nothing.
const LETTERS: [&str; 5] =
    ["/digest/unsubscribe/", "/digest/forget/", "/digest/confirm/", "/digest/preferences/", "/digest/returned"];

/// Answers when the index is whole; after waiting for as long as the state says, that it is not.
pub(crate) async fn when_whole(state: extract::State<State>, request: Request, next: Next) -> Response<Body> {
    let begin = Instant::now();
    let path = request.uri().path();
    let needs_none = ALWAYS.contains(&path) || LETTERS.iter().any(|known| path.starts_with(known));
    while let Some(patience) = state.patience()
        && !needs_none
    {
        if begin.elapsed() >= patience {
            let is_api = request.uri().path() == "/graphql";
            return if is_api { api::starting(request.headers()) } else { missing::starting() };
        }
        tokio::time::sleep(LOOK).await;
    }
    next.run(request).await
}
