//! Where a list goes on that says how many rows there are and which of them these are.

use serde_json::Value;
use url::Url;

/// The most rows that are asked for page by page.
const ROWS_MAX: u64 = 20_000;

/// The most rows that catalogues of open data tell.
const RECORDS_MAX: u64 = 10_000;

/// The address of what follows: `results_start` and `results_returned` of `results_available` (Connpass), `per_page` of
/// `total_count` (Devpost), as many `results` as there are of `total_count` or `nhits` (Opendatasoft); behind the cursor
/// `after` (OpenAgenda).
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
    let numbered = |list: &str, total: &str, parameter: &str| {
        let rows = u64::try_from(whole.pointer(list)?.as_array()?.len()).ok().filter(|rows| *rows > 0)?;
        let before = base.query_pairs().find(|(name, _)| name == parameter);
        let next = before.map_or(Some(0_u64), |(_, number)| number.parse().ok())?.checked_add(rows)?;
        (next < number(total)?.min(RECORDS_MAX)).then(|| with(base, parameter, next))
    };
    let recorded = || {
        let is_of_catalogue = base.path().contains("/catalog/datasets/") && base.path().ends_with("/records");
        if is_of_catalogue {
            numbered("/results", "/total_count", "offset")
        } else {
            numbered("/records", "/nhits", "start")
        }
    };
    started().or_else(paged).or_else(recorded).or_else(|| behind(whole, base))
}

/// The address behind a cursor of several parts; there is none behind the last event.
fn behind(whole: &Value, base: &Url) -> Option<Url> {
    const NAME: &str = "after[]";
    let is_any = whole.pointer("/events").and_then(Value::as_array).is_some_and(|events| !events.is_empty());
    let parts = whole.get("after")?.as_array().filter(|parts| is_any && !parts.is_empty())?;
    let parts = parts.iter().map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned));
    let mut url = base.clone();
    let kept: Vec<(String, String)> = base
        .query_pairs()
        .filter(|(known, _)| known != NAME)
        .map(|(known, value)| (known.into(), value.into()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(parts.map(|part| (NAME, part)));
    Some(url)
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

    #[test]
    fn records_of_open_data_are_counted_from_the_first() {
        let records = "https://a.example/api/explore/v2.1/catalog/datasets/agenda/records?limit=2";
        let some = json!({"total_count": 3, "results": [{}, {}]});
        assert_eq!(next(&some, records), Some(format!("{records}&offset=2")));
        assert_eq!(next(&json!({"total_count": 3, "results": [{}]}), &format!("{records}&offset=2")), None);
        assert_eq!(next(&some, "https://a.example/api"), None);
        let older = json!({"nhits": 20, "records": [{}, {}]});
        let wanted = "https://a.example/api/records/1.0/search/?dataset=agenda&start=6";
        let search = "https://a.example/api/records/1.0/search/?dataset=agenda&start=4";
        assert_eq!(next(&older, search).as_deref(), Some(wanted));
    }

    #[test]
    fn a_cursor_of_several_parts_is_followed() {
        let agenda = "https://a.example/v2/agendas/7/events?key=k";
        let some = json!({"total": 40, "events": [{}], "after": [1_826_870, "b-1"]});
        let wanted = "https://a.example/v2/agendas/7/events?key=k&after%5B%5D=1826870&after%5B%5D=b-1";
        assert_eq!(next(&some, &format!("{agenda}&after[]=1&after[]=a")).as_deref(), Some(wanted));
        assert_eq!(next(&json!({"events": [{}], "after": null}), agenda), None);
        assert_eq!(next(&json!({"events": [], "after": [1]}), agenda), None);
    }
}
