//! Where a list goes on that says how many rows there are and which of them these are.

use serde_json::Value;
use url::Url;

/// The most rows that are asked for page by page.
const ROWS_MAX: u64 = 20_000;

/// The address of what follows: `results_start` and `results_returned` of `results_available` (Connpass), `per_page` of
/// `total_count` (Devpost).
pub(super) fn next_page(whole: &Value, base: &Url) -> Option<Url> {
    let number = |pointer: &str| whole.pointer(pointer)?.as_u64();
    let started = || {
        let next =
            number("/results_start")?.checked_add(number("/results_returned").filter(|returned| *returned > 0)?)?;
        (next <= number("/results_available")?.min(ROWS_MAX)).then(|| with(base, "start", next))
    };
    let paged = || {
        let page =
            base.query_pairs().find(|(name, _)| name == "page").map_or(Some(1), |(_, page)| page.parse().ok())?;
        let told = number("/meta/per_page").filter(|told| *told > 0)?.checked_mul(page)?;
        (told < number("/meta/total_count")?.min(ROWS_MAX)).then(|| with(base, "page", page + 1))
    };
    started().or_else(paged)
}

/// The address with another number in its query.
fn with(base: &Url, name: &str, number: u64) -> Url {
    let mut url = base.clone();
    let kept: Vec<(String, String)> = base
        .query_pairs()
        .filter(|(known, _)| known != name)
        .map(|(known, value)| (known.into(), value.into()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept).append_pair(name, &number.to_string());
    url
}

#[cfg(test)]
mod tests {
    use super::next_page;
    use serde_json::{Value, json};
    use url::Url;

    fn next(whole: &Value, base: &str) -> Option<String> {
        next_page(whole, &Url::parse(base).unwrap()).map(String::from)
    }

    #[test]
    fn what_follows_is_counted() {
        let some = json!({"results_start": 1, "results_returned": 2, "results_available": 5});
        let wanted = "https://a.example/events/?keyword=rust&start=3";
        assert_eq!(next(&some, "https://a.example/events/?keyword=rust").as_deref(), Some(wanted));
        let last = json!({"results_start": 4, "results_returned": 2, "results_available": 5});
        assert_eq!(next(&last, "https://a.example/events/?start=4"), None);
        let pages = json!({"meta": {"total_count": 20, "per_page": 9}});
        assert_eq!(next(&pages, "https://a.example/api").as_deref(), Some("https://a.example/api?page=2"));
        assert_eq!(next(&pages, "https://a.example/api?page=2").as_deref(), Some("https://a.example/api?page=3"));
        assert_eq!(next(&pages, "https://a.example/api?page=3"), None);
        assert_eq!(next(&json!({"results_start": 1}), "https://a.example/"), None);
    }
}
