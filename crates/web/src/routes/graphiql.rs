//! GraphiQL, from our own origin: no other host is asked for anything.

use crate::{pages::Graphiql, routes::assets};
use askama::Template as _;
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};

/// Like every page's policy, and scripts of ours, and the inline styles that its components set.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The page.
pub(crate) fn page() -> Response<Body> {
    let path = |name: &str| assets::path(name);
    let page = Graphiql {
        react: path("graphiql/react.production.min.js"),
        react_dom: path("graphiql/react-dom.production.min.js"),
        graphiql: path("graphiql/graphiql.min.js"),
        style: path("graphiql/graphiql.min.css"),
        page_style: path("graphiql/page.css"),
        start: path("graphiql/start.js"),
        icon: path("icon.svg"),
    };
    let Ok(html) = page.render() else { return super::missing::failed() };
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    response
}
