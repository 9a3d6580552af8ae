//! What a page's answer means.

use crate::Fetched;
use crate::budget::Budget;
use crate::exchange::Answer;
use crate::trail::Trail;
use crate::validators::{fresh_for, given};
use hobnob_domain::Page;
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;

/// The longest Content-Type that is handed on, in characters.
const MEDIA_TYPE_MAX: usize = 256;

/// What the last answer of a trail means. `is_conditional`: whether we asked "has it changed?".
pub(crate) fn settled(answer: Answer, trail: Trail, is_conditional: bool, budget: &Budget) -> Fetched {
    let fresh_for = fresh_for(&answer.headers, budget.at());
    match answer.status {
        StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => {
            if answer.body.iter().all(u8::is_ascii_whitespace) {
                return Fetched::Failed { reason: "answered with nothing".to_owned() };
            }
            let media_type = answer.headers.get(CONTENT_TYPE);
            let media_type = media_type
                .map(|value| String::from_utf8_lossy(value.as_bytes()).chars().take(MEDIA_TYPE_MAX).collect());
            let validators = given(&answer.headers);
            let (url, moved_to) = trail.end();
            let page = Page { url, media_type, body: answer.body, fetched_at: budget.begun_at() };
            Fetched::Page { page, validators, moved_to, fresh_for }
        }
        StatusCode::NOT_MODIFIED if is_conditional => Fetched::NotModified { moved_to: trail.end().1, fresh_for },
        StatusCode::NOT_MODIFIED => {
            Fetched::Failed { reason: "answered 304 Not Modified though it was not asked for changes".to_owned() }
        }
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT => {
            Fetched::Failed { reason: "answered with nothing".to_owned() }
        }
        StatusCode::GONE => Fetched::Gone,
        StatusCode::NOT_FOUND => Fetched::Missing { reason: answer.status_told() },
        _ => answer.failure().into(),
    }
}
