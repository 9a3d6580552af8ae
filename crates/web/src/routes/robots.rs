//! `/robots.txt`.

use crate::State;
use axum::extract;

/// Everything may be fetched. Google's calendar obeys this file for feeds, so they must never be disallowed; what must
/// stay out of search engines says so by `X-Robots-Tag`.
pub(crate) async fn page(extract::State(state): extract::State<State>) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", state.absolute("/sitemap.xml"))
}
