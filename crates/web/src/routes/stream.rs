//! `/graphql` as a stream: [GraphQL over Server-Sent Events](https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md),
//! one connection for one operation ("distinct connections mode"). Written by hand: `complete` needs its empty data, or
//! browsers do not tell of it.

use std::{collections::VecDeque, convert::Infallible, time::Duration};

use crate::{State, streams::Seat};
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, header},
};
use futures_util::stream;
use hobnob_graphql::{Answer, Watch};

/// How often it is looked whether there is something to tell.
const LOOK: Duration = Duration::from_secs(1);

/// After so many looks without anything to tell a comment is sent, lest somebody on the way take the connection for dead.
const QUIET_LOOKS: u32 = 15;

/// One answer, and that was all.
pub(super) fn once(answer: &Answer) -> Response<Body> {
    response(Body::from(format!("{}event: complete\ndata:\n\n", next(answer))))
}

/// What there is to tell already, and then whatever happens, until the client goes or the process ends.
pub(super) fn watched(state: State, answers: Vec<Answer>, watch: Box<Watch>, seat: Seat) -> Response<Body> {
    let watching = Watching { state, watch, waiting: answers.into(), _seat: seat };
    response(Body::from_stream(stream::unfold(watching, |mut watching| async move {
        let told = watching.next().await?;
        Some((Ok::<_, Infallible>(told), watching))
    })))
}

struct Watching {
    state: State,
    watch: Box<Watch>,
    waiting: VecDeque<Answer>,
    _seat: Seat,
}

impl Watching {
    /// What to write next, when there is something. None when the process ends: without a word of completion, so that the
    /// client comes again.
    async fn next(&mut self) -> Option<String> {
        for _ in 0..QUIET_LOOKS {
            if let Some(answer) = self.waiting.pop_front() {
                return Some(next(&answer));
            }
            if self.state.is_ending() {
                return None;
            }
            if !self.watch.is_behind() {
                tokio::time::sleep(LOOK).await;
            }
            self.waiting.extend(self.watch.news().await);
        }
        Some(self.waiting.pop_front().map_or_else(|| ":\n\n".to_owned(), |answer| next(&answer)))
    }
}

/// An answer is JSON, which has no line ends.
fn next(answer: &Answer) -> String {
    format!("event: next\ndata: {}\n\n", answer.body)
}

fn response(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    // Said to nginx, which would gather what is meant to be told at once.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
