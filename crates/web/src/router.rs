//! Which address is answered by what, and what holds for all answers.

use crate::{
    State,
    http::secured,
    limits::{ANSWER_TIME_MAX, BUSY_UPLOAD_BYTES_MAX, UPLOAD_TIME_MAX},
    routes::{
        api, assets, bot, calendar, clashes, event, given, health, home, letters, metrics, missing, new_calendar,
        niche, own_letters, owner, place, returned, robots, site_map, sources, starting, syndication,
    },
};
use std::time::Duration;

use axum::{
    Router,
    extract::{self, DefaultBodyLimit, MatchedPath, Request},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use percent_encoding::percent_decode_str;
use tower_http::{
    catch_panic::CatchPanicLayer,
    classify::ServerErrorsFailureClass,
    compression::CompressionLayer,
    cors::{Any, CorsLayer},
    limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

/// The router over a state.
pub fn router(state: State) -> Router {
    let shared = Router::new()
        .route("/graphql", get(api::get).post(api::post))
        .route("/schema.graphql", get(api::schema))
        .route("/calendar.ics", get(calendar::events))
        .route("/calendar.json", get(calendar::events_json))
        .route("/cfps.ics", get(calendar::calls_for_papers))
        .route("/feed.atom", get(syndication::news_atom))
        .route("/feed.json", get(syndication::news_json))
        .route("/changes.atom", get(syndication::changes_atom))
        .route("/changes.json", get(syndication::changes_json))
        .layer(readable_by_other_sites());
    let routed = Router::new()
        .route("/", get(home::page))
        .route("/events/{id}", get(event::page_or_calendar))
        .route("/calendars/new", get(new_calendar::page).post(new_calendar::create))
        .route("/calendars/{token}", get(owner::page_or_feed).post(owner::change))
        .route("/niches/{slug}", get(niche::page))
        .route("/places/{slug}", get(place::page))
        .route("/sources", get(sources::page))
        .route("/sources/{id}", get(sources::one))
        .route("/bot", get(bot::page))
        .route("/metrics", get(metrics::page))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/robots.txt", get(robots::page))
        .route("/sitemap.xml", get(site_map::page))
        .route("/favicon.ico", get(assets::icon))
        .route("/assets/{*path}", get(assets::file))
        .merge(digest())
        .fallback(missing::page)
        .layer(RequestBodyLimitLayer::new(hobnob_graphql::limits::BODY_BYTES_MAX))
        .merge(shared) // the API says itself what is too long
        .layer(answered_within(ANSWER_TIME_MAX))
        .merge(with_files())
        .layer(CompressionLayer::new().gzip(true).br(true))
        .layer(middleware::from_fn_with_state(state.clone(), starting::when_whole))
        .layer(CatchPanicLayer::custom(missing::panicked))
        .layer(middleware::from_fn_with_state(state.clone(), secure))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(failed))
        .with_state(state.clone());
    // Most who ask have asked before: what is kept for them needs no route and nothing else.
    let at_once = middleware::from_fn_with_state(state, given::at_once);
    Router::new().fallback_service(routed).layer(at_once)
}

/// What takes a file, and says itself what is too long.
fn with_files() -> Router<State> {
    Router::new()
        .route("/calendars/{token}/clashes", post(clashes::compare))
        .route("/digest/returned", post(returned::tell))
        .layer(DefaultBodyLimit::max(BUSY_UPLOAD_BYTES_MAX))
        .layer(answered_within(UPLOAD_TIME_MAX))
}

fn answered_within(most: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, most)
}

/// The weekly mail: signing up, and what the links in letters lead to.
fn digest() -> Router<State> {
    Router::new()
        .route("/digest", get(letters::form).post(letters::sign_up))
        .route("/digest/confirm/{token}", get(letters::question).post(letters::confirm))
        .route("/digest/preferences/{link}", get(own_letters::wishes).post(own_letters::change))
        .route("/digest/unsubscribe/{link}", get(own_letters::farewell).post(own_letters::leave))
        .route("/digest/forget/{link}", post(own_letters::forget))
}

/// The API and the feeds know no session, so any site may read them.
fn readable_by_other_sites() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::ACCEPT, header::IF_NONE_MATCH, header::AUTHORIZATION])
        .expose_headers(given::EXPOSED)
}

/// What traces and logs say of a request: which route, never which address. Addresses hold secrets of people.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    tracing::debug_span!("request", method = %request.method(), route)
}

/// What failed is told. That a process is starting, or its database away, is told where it is known, not for each request.
fn failed(class: ServerErrorsFailureClass, latency: Duration, _: &tracing::Span) {
    match class {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) => {
            tracing::debug!(?latency, "a request was put off");
        }
        class => tracing::error!(%class, ?latency, "a request failed"),
    }
}

async fn secure(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    // An address of ours is text; what is none would be refused in somebody else's words.
    let is_text = percent_decode_str(request.uri().path()).decode_utf8().is_ok();
    let mut response = if is_text { next.run(request).await } else { missing::page().await };
    secured(&mut response, state.is_https());
    response
}
