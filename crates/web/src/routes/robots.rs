//! `/robots.txt`.

/// Everything may be fetched. Google's calendar obeys this file for feeds, so they must never be disallowed; what must
/// stay out of search engines says so by `X-Robots-Tag`.
pub(crate) async fn page() -> &'static str {
    "User-agent: *\nAllow: /\n"
}
