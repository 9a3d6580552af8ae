//! Conditional requests (RFC 9110 §13): "has it changed since?"

use axum::http::{HeaderMap, header};
use chrono::{DateTime, NaiveDateTime, Utc};

/// Writes an instant as HTTP does: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn http_date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Reads such an instant; the two obsolete spellings are not read.
fn read_http_date(text: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(text.trim(), "%a, %d %b %Y %H:%M:%S GMT").ok().map(|at| at.and_utc())
}

/// Whether the client has it already: by entity tag if it names one, else by date. `tag` is with its quotes.
pub(crate) fn is_unchanged(headers: &HeaderMap, tag: &str, modified_at: Option<DateTime<Utc>>) -> bool {
    if headers.contains_key(header::IF_NONE_MATCH) {
        let mut values = headers.get_all(header::IF_NONE_MATCH).iter();
        // Nearly every client names the one tag it was given.
        return values.any(|value| value == tag || value.to_str().is_ok_and(|list| lists(list, tag)));
    }
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok()).and_then(read_http_date);
    since.zip(modified_at).is_some_and(|(since, modified_at)| modified_at.timestamp() <= since.timestamp())
}

/// Whether a list of entity tags holds this one, by weak comparison. `*` holds every one.
fn lists(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn at(text: &str) -> Option<DateTime<Utc>> {
        text.parse().ok()
    }

    #[test]
    fn a_tag_is_found_in_a_list_though_it_be_weak() {
        for list in ["\"a\"", "\"x\", \"a\"", "W/\"a\"", "*", "\"x\",W/\"a\""] {
            assert!(is_unchanged(&headers(&[(header::IF_NONE_MATCH, list)]), "\"a\"", None), "{list}");
        }
        assert!(!is_unchanged(&headers(&[(header::IF_NONE_MATCH, "\"ab\", a")]), "\"a\"", None));
    }

    #[test]
    fn a_tag_outranks_a_date() {
        let both = headers(&[
            (header::IF_NONE_MATCH, "\"old\""),
            (header::IF_MODIFIED_SINCE, "Sun, 06 Nov 2094 08:49:37 GMT"),
        ]);
        assert!(!is_unchanged(&both, "\"new\"", at("2026-01-01T00:00:00Z")));
    }

    #[test]
    fn a_date_alone_decides_to_the_second() {
        let since = headers(&[(header::IF_MODIFIED_SINCE, "Thu, 01 Jan 2026 00:00:00 GMT")]);
        assert!(is_unchanged(&since, "\"a\"", at("2026-01-01T00:00:00.9Z")));
        assert!(!is_unchanged(&since, "\"a\"", at("2026-01-01T00:00:01Z")));
        assert!(!is_unchanged(&since, "\"a\"", None));
    }

    #[test]
    fn a_date_that_is_written_can_be_read() {
        let now = at("2026-11-06T08:49:37Z").unwrap();
        assert_eq!(http_date(now), "Fri, 06 Nov 2026 08:49:37 GMT");
        assert_eq!(read_http_date(&http_date(now)), Some(now));
    }

    proptest::proptest! {
        #[test]
        fn comparing_never_panics(list in "[ -~]*", since in "[ -~]*") {
            let headers = headers(&[(header::IF_NONE_MATCH, &list), (header::IF_MODIFIED_SINCE, &since)]);
            let _ = is_unchanged(&headers, "\"a\"", at("2026-01-01T00:00:00Z"));
        }
    }
}
