//! `/graphql`: GraphQL over HTTP (the specification's draft of 2025), and `/schema.graphql`.

use super::graphiql;
use crate::{
    State,
    http::{Accepts, accepts},
    limits::QUERY_BYTES_MAX,
};
use axum::{
    body::{Body, Bytes},
    extract,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use hobnob_graphql::{Answer, Code, Outcome, Request, execute, limits::BODY_BYTES_MAX};

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Media {
    /// `application/graphql-response+json`: the status tells how far the request came.
    GraphQl,
    /// `application/json`: 200 for whatever is a GraphQL response, as clients from before the specification expect.
    Json,
}

impl Media {
    const fn name(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The one that the client likes best; none when it takes neither. A wildcard means the older one.
    fn liked(accepts: &Accepts) -> Option<Self> {
        let graphql = accepts.quality("application/graphql-response+json");
        let json = accepts.quality("application/json");
        let is_named = accepts.names("application/graphql-response+json");
        match (graphql, json) {
            (0, 0) => None,
            (graphql, json) if is_named && graphql >= json => Some(Self::GraphQl),
            (_, json) if json > 0 => Some(Self::Json),
            _ => Some(Self::GraphQl),
        }
    }
}

/// A request by POST: JSON in the body and nothing else. Forms and plain text are refused, since a browser sends those
/// for any site without asking.
pub(crate) async fn post(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let Some(media) = Media::liked(&accepts(&headers)) else { return not_acceptable() };
    if !is_json(&headers) {
        let message = "send the request as JSON, with `Content-Type: application/json`";
        return refused(media, StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        let message = format!("the body is longer than {BODY_BYTES_MAX} bytes");
        return refused(media, StatusCode::PAYLOAD_TOO_LARGE, &message);
    };
    answered(&state, media, read_body(&body)).await
}

fn read_body(body: &Bytes) -> Result<Request, String> {
    Request::from_json(body).map_err(|bad| bad.to_string())
}

/// A request by GET: queries only. A browser that comes without one gets GraphiQL.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    let accepts = accepts(&headers);
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if accepts.names("text/html") && !pairs.iter().any(|(key, _)| key == "query") {
        return graphiql::page();
    }
    let Some(media) = Media::liked(&accepts) else { return not_acceptable() };
    if query.len() > QUERY_BYTES_MAX {
        return refused(media, StatusCode::URI_TOO_LONG, "the address is too long; send the request by POST");
    }
    let pairs = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    answered(&state, media, Request::from_pairs(pairs).map_err(|bad| bad.to_string())).await
}

async fn answered(state: &State, media: Media, request: Result<Request, String>) -> Response<Body> {
    let request = match request {
        Ok(request) => request,
        Err(message) => {
            state.tallies.graphql_refused.add_one();
            return refused(media, StatusCode::BAD_REQUEST, &message);
        }
    };
    let answer = execute(&state.schema, request).await;
    match answer.outcome {
        Outcome::Executed => state.tallies.graphql_executed.add_one(),
        Outcome::Refused | Outcome::NotAllowed => state.tallies.graphql_refused.add_one(),
    }
    let status = match (answer.outcome, media) {
        (Outcome::Executed, _) | (Outcome::Refused, Media::Json) => StatusCode::OK,
        (Outcome::Refused, Media::GraphQl) => StatusCode::BAD_REQUEST,
        (Outcome::NotAllowed, _) => StatusCode::METHOD_NOT_ALLOWED,
    };
    written(media, status, answer)
}

fn written(media: Media, status: StatusCode, answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.name()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

fn refused(media: Media, status: StatusCode, message: &str) -> Response<Body> {
    written(media, status, Answer::refused(Outcome::Refused, Code::BadUserInput, message))
}

fn not_acceptable() -> Response<Body> {
    let message = "answers are application/graphql-response+json or application/json; accept one of them";
    refused(Media::Json, StatusCode::NOT_ACCEPTABLE, message)
}

/// Whether the body is JSON in UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let charset = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    };
    is_json && parts.all(charset)
}

/// The schema as a file.
pub(crate) async fn schema() -> Response<Body> {
    let mut response = Response::new(Body::from(hobnob_graphql::sdl()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/graphql; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}
