//! Events in class names: microformats2 `h-event` (microformats.org/wiki/microformats2-parsing) and the hCalendar `vevent`
//! it grew out of, whose classes are read as if they were those of today.

mod classic;
mod date;
mod item;
pub(crate) mod json;
mod listing;
mod place;
mod value;

use super::html::{Found, Html};
use super::same::Claim;
use crate::reading::{LISTINGS_MAX, Reading};
use chrono::NaiveDate;
use hobnob_domain::{TimeWords, Words};
use item::Item;
use memchr::memmem;
use url::Url;

/// So many events are kept.
const EVENTS_MAX: usize = 2 * LISTINGS_MAX;

/// The classes that mark an event.
const ROOTS: [&str; 2] = ["h-event", "vevent"];

/// The classes of a résumé, and of the years in it that are marked up as events.
const RESUMES: [&str; 2] = ["h-resume", "hresume"];
const YEARS: [&str; 4] = ["p-experience", "p-education", "experience", "education"];

/// Whether one of the classes stands as a word within a tag.
pub(super) fn may_be_in(text: &str) -> bool {
    let is_end = |byte: Option<&u8>| {
        byte.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'>' | b'='))
    };
    ROOTS.iter().any(|root| {
        memmem::find_iter(text.as_bytes(), root.as_bytes()).any(|at| {
            let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
            is_end(before) && is_end(text.as_bytes().get(at + root.len()))
        })
    })
}

/// Whether an event within another is a session of it: it has no page of its own, and is held while the other is.
fn is_session(part: &Claim, whole: &Claim) -> bool {
    let day = |time: &Option<TimeWords>| time.as_ref().and_then(|time| time.text.get(..10)?.parse::<NaiveDate>().ok());
    let Some(first) = day(&whole.words.start) else { return false };
    let last = day(&whole.words.end).unwrap_or(first);
    part.url.is_none() && day(&part.words.start).is_some_and(|day| (first..=last).contains(&day))
}

/// Finds every event, within feeds, reviews and other events too.
pub(super) fn find(html: &Html<'_>, reading: &mut Reading) -> Found {
    let mut found = Found::default();
    // Events that are not over yet: where their elements end, and their numbers.
    let mut around: Vec<(usize, usize)> = Vec::new();
    let mut resume_end = 0;
    let tree = html.tree();
    for element in tree.elements() {
        let is_any = |names: &[&str]| element.classes().any(|class| names.contains(&class));
        if is_any(&RESUMES) {
            resume_end = resume_end.max(element.end());
        }
        // Nobody can attend the years that somebody spent at a firm or a school.
        if !is_any(&ROOTS) || (element.at() < resume_end && is_any(&YEARS)) {
            continue;
        }
        if found.claims.len() >= EVENTS_MAX {
            reading.incomplete("the page has more events in microformats than are read");
            break;
        }
        found.instead = Some("the page has the classes of events but no event that says anything".to_owned());
        let item = Item::of(element, &html.base);
        let Some(claim) = listing::claim(&item, &html.base) else { continue };
        around.retain(|(end, _)| *end > element.at());
        let whole = around.last().and_then(|(_, at)| found.claims.get(*at));
        if whole.is_some_and(|whole| is_session(&claim, whole)) {
            continue;
        }
        around.push((element.end(), found.claims.len()));
        found.claims.push(claim);
    }
    found.instead = found.instead.filter(|_| found.claims.is_empty());
    found
}

/// The event that a piece of a page marks up, as the entries of feeds have it; none where it marks up several.
pub(super) fn quoted(text: &str, base: &Url) -> Option<Words> {
    if !may_be_in(text) {
        return None;
    }
    let found = find(&Html::new(text, base.clone()), &mut Reading::default());
    let [claim] = <[Claim; 1]>::try_from(found.claims).ok()?;
    Some(claim.words).filter(|words| words.start.is_some())
}
