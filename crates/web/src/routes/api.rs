//! `/graphql`: GraphQL over HTTP (the specification's draft of 2025), and `/schema.graphql`.

use std::net::IpAddr;

use super::{graphiql, missing, stream};
use crate::{
    State,
    admin::viewer,
    http::{Accepts, accepts, digest, is_unchanged},
    limits::{ANSWER_FRESH_S, GRAPHQL_POINTS_A_UNIT, QUERY_BYTES_MAX},
    rate_limit::{Balance, network},
};
use axum::{
    body::Body,
    extract,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use hobnob_graphql::{
    Answer, BadRequest, Code, Outcome, Request, Streamed, Viewer, execute, limits::BODY_BYTES_MAX, watch,
};

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

/// How a client likes its answers written, and whether as they come; none when it takes no way of ours.
fn liked(accepts: &Accepts) -> Option<(Media, bool)> {
    const STREAM: &str = "text/event-stream";
    let media = Media::liked(accepts);
    let others = ["application/graphql-response+json", "application/json"].map(|other| accepts.quality(other));
    let is_streamed = accepts.names(STREAM) && others.iter().all(|other| *other <= accepts.quality(STREAM));
    if is_streamed { Some((media.unwrap_or(Media::Json), true)) } else { Some((media?, false)) }
}

/// A client, as far as one request tells.
struct Client<'a> {
    state: &'a State,
    headers: &'a HeaderMap,
    media: Media,
    /// Whether it takes its answers as they come.
    is_streamed: bool,
    /// Its address, if what it asks for is counted.
    counted: Option<IpAddr>,
    viewer: Viewer,
}

impl<'a> Client<'a> {
    fn new(
        state: &'a State,
        extensions: &Extensions,
        headers: &'a HeaderMap,
        (media, is_streamed): (Media, bool),
    ) -> Self {
        let viewer = viewer(state.admin.as_ref(), headers);
        // Whoever is on this machine is its operator, and an administrator is known.
        let is_counted = |address: &IpAddr| !address.is_loopback() && viewer != Viewer::Administrator;
        let counted = state.proxies.client(extensions, headers).filter(is_counted);
        Self { state, headers, media, is_streamed, counted, viewer }
    }

    /// Takes units off what this client may ask for.
    fn charged(&self, units: u32) -> Option<Balance> {
        let (address, limit) = (self.counted?, self.state.graphql_rate.as_ref()?);
        Some(limit.take(network(address), units, self.state.now()))
    }

    async fn answered(&self, request: Result<Request, BadRequest>) -> Response<Body> {
        if let Some(balance) = self.charged(0).filter(Balance::is_spent) {
            let mut response = self.limited(
                StatusCode::TOO_MANY_REQUESTS,
                "this address asked for too much within an hour; `Retry-After` says when to come again",
            );
            balance.tell(response.headers_mut());
            return response;
        }
        let client = self.counted.map(|address| network(address).to_string());
        let (mut response, cost) = match request.map(|asked| Request { viewer: self.viewer, client, ..asked }) {
            Ok(request) if self.is_streamed => self.streamed(request).await,
            Ok(request) => {
                let is_get = request.is_read_only;
                let answer = execute(&self.state.schema, request).await;
                let cost = answer.cost;
                (self.told(answer, is_get), cost)
            }
            Err(bad) => {
                self.state.tallies.graphql_refused.add_one();
                (refused(self.media, StatusCode::BAD_REQUEST, &bad.to_string()), 0)
            }
        };
        if let Some(balance) = self.charged(units(cost)) {
            balance.tell(response.headers_mut());
        }
        response
    }

    /// A response that goes on while there is something to tell, and what it cost.
    async fn streamed(&self, request: Request) -> (Response<Body>, usize) {
        match watch(&self.state.schema, request).await {
            Streamed::Once(answer) if answer.outcome == Outcome::NotAllowed => (self.told(answer, false), 0),
            Streamed::Once(answer) => {
                self.note(answer.outcome);
                let cost = answer.cost;
                (stream::once(&answer), cost)
            }
            Streamed::Watch(answers, watch) => {
                let cost = watch.cost();
                let Some(seat) = self.state.streams.seat(self.counted.map(network)) else {
                    let message = "too many streams are open; close one, or come again in a minute";
                    let mut response = self.limited(StatusCode::SERVICE_UNAVAILABLE, message);
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
                    return (response, cost);
                };
                self.note(Outcome::Executed);
                (stream::watched(self.state.clone(), answers, watch, seat), cost)
            }
        }
    }

    fn limited(&self, status: StatusCode, message: &str) -> Response<Body> {
        self.state.tallies.graphql_limited.add_one();
        written(self.media, status, Answer::refused(Outcome::Refused, Code::RateLimited, message).body)
    }

    fn note(&self, outcome: Outcome) {
        match outcome {
            Outcome::Executed => self.state.tallies.graphql_executed.add_one(),
            Outcome::Refused | Outcome::NotAllowed | Outcome::NotPersisted => {
                self.state.tallies.graphql_refused.add_one();
            }
        }
    }

    /// Puts an answer into a response. What everybody may be told in answer to a GET may be kept for a while.
    fn told(&self, answer: Answer, is_get: bool) -> Response<Body> {
        self.note(answer.outcome);
        let status = match (answer.outcome, self.media) {
            (Outcome::Executed | Outcome::NotPersisted, _) | (Outcome::Refused, Media::Json) => StatusCode::OK,
            (Outcome::Refused, Media::GraphQl) => StatusCode::BAD_REQUEST,
            (Outcome::NotAllowed, _) => StatusCode::METHOD_NOT_ALLOWED,
        };
        if is_get && answer.is_for_all && !self.headers.contains_key(header::AUTHORIZATION) {
            return kept(self.headers, written(self.media, status, String::new()), answer.body);
        }
        written(self.media, status, answer.body)
    }
}

/// The units that a cost is counted as.
fn units(cost: usize) -> u32 {
    u32::try_from(cost.div_ceil(GRAPHQL_POINTS_A_UNIT).max(1)).unwrap_or(u32::MAX)
}

/// An answer that may be kept, or none but its tag where the client has it. The tag is a weak one: what goes over the
/// wire may be compressed in one way or another.
fn kept(request: &HeaderMap, mut response: Response<Body>, body: String) -> Response<Body> {
    let tag = format!("\"{}\"", digest(&body));
    let is_unchanged = is_unchanged(request, &tag, None);
    let mut put = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::ETAG, format!("W/{tag}"));
    put(header::CACHE_CONTROL, format!("public, max-age={ANSWER_FRESH_S}"));
    if is_unchanged {
        response.headers_mut().remove(header::CONTENT_TYPE);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = Body::from(body);
    }
    response
}

/// A request by POST: JSON in the body and nothing else. Forms and plain text are refused, since a browser sends those
/// for any site without asking.
pub(crate) async fn post(
    extract::State(state): extract::State<State>,
    extensions: Extensions,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let Some((media, is_streamed)) = liked(&accepts(&headers)) else { return not_acceptable() };
    if !is_json(&headers) {
        let message = "send the request as JSON, with `Content-Type: application/json`";
        return refused(media, StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        let message = format!("the body is longer than {BODY_BYTES_MAX} bytes");
        return refused(media, StatusCode::PAYLOAD_TOO_LARGE, &message);
    };
    Client::new(&state, &extensions, &headers, (media, is_streamed)).answered(Request::from_json(&body)).await
}

/// What a request by GET may be told by, beside the query itself.
const DOCUMENT_KEYS: &[&str] = &["query", "extensions", "documentId"];

/// A request by GET: queries only. A browser that comes without one gets GraphiQL.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
    extensions: Extensions,
    headers: HeaderMap,
) -> Response<Body> {
    let accepts = accepts(&headers);
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if accepts.names("text/html") && !pairs.iter().any(|(key, _)| DOCUMENT_KEYS.contains(&key.as_str())) {
        return graphiql::page();
    }
    let Some((media, is_streamed)) = liked(&accepts) else { return not_acceptable() };
    if query.len() > QUERY_BYTES_MAX {
        return refused(media, StatusCode::URI_TOO_LONG, "the address is too long; send the request by POST");
    }
    let pairs = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    Client::new(&state, &extensions, &headers, (media, is_streamed)).answered(Request::from_pairs(pairs)).await
}

fn written(media: Media, status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
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
    written(media, status, Answer::refused(Outcome::Refused, Code::BadUserInput, message).body)
}

/// The index is being filled: said as the API says what is wrong, to any site.
pub(crate) fn starting(headers: &HeaderMap) -> Response<Body> {
    let media = liked(&accepts(headers)).map_or(Media::Json, |(media, _)| media);
    let message = "the events are being loaded; ask again in a few seconds";
    let body = Answer::refused(Outcome::Refused, Code::Internal, message).body;
    let mut response = written(media, StatusCode::SERVICE_UNAVAILABLE, body);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(missing::STARTING_AGAIN_S));
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn not_acceptable() -> Response<Body> {
    let message =
        "answers are application/graphql-response+json, application/json or text/event-stream; accept one of them";
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
