//! Headers about time and change: what to ask "has it changed?" with, when to come back, how long it stays fresh.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use hobnob_domain::Validators;
use reqwest::header::{
    AGE, CACHE_CONTROL, ETAG, EXPIRES, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, RETRY_AFTER,
};

/// The longest validator that is kept, in bytes; a longer one is dropped and the page asked for whole.
const VALIDATOR_BYTES_MAX: usize = 1024;

/// The longest a server may keep us away.
pub(crate) const RETRY_AFTER_MAX: TimeDelta = TimeDelta::hours(24);

/// The longest freshness that is believed.
const FRESH_MAX: TimeDelta = TimeDelta::days(30);

/// What the server gave to ask with, byte for byte (RFC 9110 §8.8). One that is not UTF-8 can't be kept so, and is left.
pub(crate) fn given(headers: &HeaderMap) -> Validators {
    let kept = |name: HeaderName| {
        let value = headers.get(name)?.as_bytes();
        let value = std::str::from_utf8(value).ok()?;
        (!value.is_empty() && value.len() <= VALIDATOR_BYTES_MAX).then(|| value.to_owned())
    };
    Validators { etag: kept(ETAG), last_modified: kept(LAST_MODIFIED) }
}

/// The conditions of the next request (RFC 9110 §13.1). What can't stand in a header is left out.
pub(crate) fn conditions(validators: &Validators) -> HeaderMap {
    let Validators { etag, last_modified } = validators;
    let mut headers = HeaderMap::new();
    for (name, value) in [(IF_NONE_MATCH, etag), (IF_MODIFIED_SINCE, last_modified)] {
        let value = value.as_deref().filter(|value| !value.is_empty());
        if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// Not before when we may come back: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), at most a day after `at`.
/// None for junk, for zero and for the past.
pub(crate) fn retry_at(headers: &HeaderMap, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let written = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match seconds(written) {
        Some(wait) => wait,
        None => http_date(written)?.signed_duration_since(at),
    };
    (wait > TimeDelta::zero()).then(|| after(at, wait.min(RETRY_AFTER_MAX)))
}

/// The instant so much later, or the last one there is.
pub(crate) fn after(at: DateTime<Utc>, wait: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(wait).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// How long an answer stays fresh: `max-age` less `Age`, else until `Expires` (RFC 9111 §4.2.1). None when nobody says,
/// or when it may not be kept (`no-store`, `no-cache`).
pub(crate) fn fresh_for(headers: &HeaderMap, at: DateTime<Utc>) -> Option<TimeDelta> {
    let directives = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let mut max_age = None;
    for directive in directives.flat_map(|value| value.split(',')).map(str::trim) {
        if directive.eq_ignore_ascii_case("no-store") || directive.eq_ignore_ascii_case("no-cache") {
            return None;
        }
        if let Some((name, value)) = directive.split_once('=')
            && name.trim().eq_ignore_ascii_case("max-age")
        {
            max_age = max_age.or_else(|| seconds(value.trim().trim_matches('"')));
        }
    }
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let fresh = match max_age {
        Some(max_age) => max_age - text(AGE).and_then(seconds).unwrap_or_default(),
        None => http_date(text(EXPIRES)?)?.signed_duration_since(at),
    };
    Some(fresh.clamp(TimeDelta::zero(), FRESH_MAX))
}

/// A whole number of seconds; a monstrous one is a year.
fn seconds(written: &str) -> Option<TimeDelta> {
    if written.is_empty() || !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = TimeDelta::days(365);
    let seconds = written.parse().unwrap_or(i64::MAX);
    Some(TimeDelta::try_seconds(seconds).map_or(year, |wait| wait.min(year)))
}

/// A date as HTTP writes it: today's form, RFC 850's and asctime's (RFC 9110 §5.6.7).
fn http_date(written: &str) -> Option<DateTime<Utc>> {
    const FORMS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let parsed = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(written, form).ok());
    parsed.map(|date| date.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-05-01T12:00:00Z".parse().unwrap()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn wait(written: &str) -> Option<i64> {
        retry_at(&headers(&[("retry-after", written)]), at()).map(|until| (until - at()).num_seconds())
    }

    #[test]
    fn validators_come_back_byte_for_byte() {
        let strange = Validators { etag: Some("W/\"é  v1\"".into()), last_modified: Some("yesterday".into()) };
        let sent = conditions(&strange);
        assert_eq!(sent.get(IF_NONE_MATCH).map(HeaderValue::as_bytes), Some("W/\"é  v1\"".as_bytes()));
        let mut answer = HeaderMap::new();
        answer.insert(ETAG, sent.get(IF_NONE_MATCH).unwrap().clone());
        answer.insert(LAST_MODIFIED, sent.get(IF_MODIFIED_SINCE).unwrap().clone());
        assert_eq!(given(&answer), strange);
    }

    #[test]
    fn a_validator_that_can_not_be_kept_or_sent_is_left_out() {
        let mut answer = HeaderMap::new();
        answer.insert(ETAG, HeaderValue::from_bytes(b"\"caf\xe9\"").unwrap());
        answer.insert(LAST_MODIFIED, HeaderValue::from_str(&"x".repeat(2000)).unwrap());
        assert_eq!(given(&answer), Validators::default());
        let broken = Validators { etag: Some("a\r\nX: y".into()), last_modified: Some(String::new()) };
        assert_eq!(conditions(&broken), HeaderMap::new());
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms() {
        let waits = [
            "3",
            "Fri, 01 May 2026 12:00:05 GMT",
            "Friday, 01-May-26 12:00:06 GMT",
            "Fri May  1 12:00:07 2026",
            "999999999",
            "99999999999999999999999",
        ]
        .map(wait);
        assert_eq!(waits, [Some(3), Some(5), Some(6), Some(7), Some(86_400), Some(86_400)]);
    }

    #[test]
    fn junk_zero_and_the_past_are_no_retry_after() {
        let waits = ["-1, soon", "", "0", "3.5", "+3", "Thu, 01 Jan 1970 00:00:00 GMT", "tomorrow"].map(wait);
        assert_eq!(waits, [None; 7]);
    }

    #[test]
    fn freshness_is_max_age_less_age_else_until_expires() {
        let fresh = |pairs| fresh_for(&headers(pairs), at()).map(|fresh| fresh.num_seconds());
        assert_eq!(fresh(&[("cache-control", "public, Max-Age=600"), ("age", "100")]), Some(500));
        assert_eq!(fresh(&[("cache-control", "max-age=10"), ("age", "100")]), Some(0));
        assert_eq!(fresh(&[("cache-control", "max-age=99999999999999999999")]), Some(30 * 86_400));
        assert_eq!(fresh(&[("cache-control", "max-age=600, no-store")]), None);
        assert_eq!(fresh(&[("expires", "Fri, 01 May 2026 13:00:00 GMT")]), Some(3600));
        assert_eq!(fresh(&[("expires", "0")]), None);
        assert_eq!(fresh(&[]), None);
    }

    proptest::proptest! {
        #[test]
        fn any_headers_are_read(bytes in proptest::collection::vec(0x20_u8..=0xff, 0..60), millis: i64) {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                for name in [RETRY_AFTER, CACHE_CONTROL, AGE, EXPIRES, ETAG] {
                    headers.insert(name, value.clone());
                }
            }
            let at = DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::<Utc>::MIN_UTC);
            let until = retry_at(&headers, at);
            proptest::prop_assert!(until.is_none_or(|until| until > at || at == DateTime::<Utc>::MAX_UTC));
            let _ = (fresh_for(&headers, at), given(&headers));
        }
    }
}
