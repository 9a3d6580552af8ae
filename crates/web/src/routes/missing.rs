//! Pages, and what is said where there is none. Nothing of what went wrong inside reaches a client.

use std::{any::Any, fmt::Display};

use crate::pages::{Frame, Message};
use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};

/// A page.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Response<Body> {
    let html = match page.render() {
        Ok(html) => html,
        Err(error) => return no_answer(&error),
    };
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let kept = if status == StatusCode::OK { "public, max-age=60" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

/// Any other address.
pub(crate) async fn page() -> Response<Body> {
    not_found()
}

/// There is nothing at that address.
pub(crate) fn not_found() -> Response<Body> {
    let text = "The address may be mistyped, or what was here is no more.";
    said(StatusCode::NOT_FOUND, "There is no such page", text)
}

/// There was something at that address.
pub(crate) fn gone() -> Response<Body> {
    let text = "No source lists this event any more. If it was moved, it is in the list under its new date.";
    said(StatusCode::GONE, "This event is gone", text)
}

/// The store does not answer.
pub(crate) fn store_away(error: &impl Display) -> Response<Body> {
    tracing::error!(%error, "the store failed a page");
    let text = "The database does not answer at present. Events and calendars go on; please try this page again soon.";
    let mut response = said(StatusCode::SERVICE_UNAVAILABLE, "This page can’t be shown now", text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    response
}

/// A feed can't be made at present and was not made before. Calendar programs show no page, so it is one line.
pub(crate) fn feed_away() -> Response<Body> {
    let mut response = Response::new(Body::from("This calendar can't be made at present; please ask again soon.\n"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// When to ask again as long as the index is being filled, in seconds.
pub(super) const STARTING_AGAIN_S: &str = "5";

/// The index is being filled.
pub(crate) fn starting() -> Response<Body> {
    let mut response = feed_away();
    *response.body_mut() = Body::from("The events are being loaded; please ask again in a few seconds.\n");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(STARTING_AGAIN_S));
    response
}

/// Something of ours failed.
pub(crate) fn no_answer(error: &impl Display) -> Response<Body> {
    tracing::error!(%error, "a page failed");
    failed()
}

/// Something of ours failed; the log knows.
pub(crate) fn failed() -> Response<Body> {
    let text = "The fault is ours and has been noted; please try again later.";
    said(StatusCode::INTERNAL_SERVER_ERROR, "This page failed", text)
}

fn said(status: StatusCode, heading: &'static str, text: &str) -> Response<Body> {
    let frame = Frame { is_unlisted: true, ..Frame::new(heading) };
    let page = Message { frame, heading, text: text.to_owned() };
    let mut response = Response::new(Body::from(page.render().unwrap_or_else(|_| heading.to_owned())));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What is said after a panic. The panic itself is in the log.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a request panicked");
    let mut response = Response::new(Body::from("This failed. The fault is ours and has been noted.\n"));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// A page that only its owner sees: kept by nobody, found by no search engine.
pub(crate) fn private_html(status: StatusCode, page: &impl Template) -> Response<Body> {
    let mut response = html(status, page);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// No calendar has that address, or ever had.
pub(crate) fn calendar_unknown() -> Response<Body> {
    let text = "The address may be mistyped: it ends with 32 letters and digits.";
    said(StatusCode::NOT_FOUND, "There is no such calendar", text)
}

/// A calendar had that address.
pub(crate) fn calendar_revoked() -> Response<Body> {
    let text = "It was deleted, or has another address now, which its owner knows.";
    said(StatusCode::GONE, "This calendar is gone", text)
}

/// A calendar was deleted just now.
pub(crate) fn calendar_deleted() -> Response<Body> {
    let text = "Everything that was kept about it is forgotten. You may unsubscribe in your calendar app now.";
    said(StatusCode::OK, "Your calendar is deleted", text)
}

/// A form that a page of another site sent.
pub(crate) fn from_elsewhere() -> Response<Body> {
    let text = "This form was sent by a page of another site. Open ours and send it from there.";
    said(StatusCode::FORBIDDEN, "Not taken", text)
}
