//! ruby-conferences keeps two YAML files, conferences and meetups, with a time of day and its zone as words
//! (`18:00:00 CEST`). Only the name identifies an entry; it has the year in it, or repeats.

use crate::decode::Content;
use crate::reading::Reading;
use crate::rows::Row;
use hobnob_domain::text::folded;
use hobnob_domain::{Listing, Words};
use serde_json::Value;
use url::Url;

/// How far into a file its first entries are looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// Whether this is one of the two files.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    if !content.may_be_yaml() {
        return false;
    }
    let start = content.start(LOOK_BYTES);
    let has = |keys: &[&str]| keys.iter().all(|key| start.contains(key));
    // Other lists have the same fields.
    let is_ruby = content.page.url.as_str().contains("ruby") || start.matches("ruby").count() > 1;
    (is_ruby || is_wanted)
        && has(&["- name:", "\n  location:"])
        && (has(&["\n  start_date:", "\n  end_date:"]) || has(&["\n  date:", "\n  start_time:", "\n  service:"]))
}

/// Reads every entry.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let entries = match content.yaml() {
        Ok(value) => value.as_array().into_iter().flatten(),
        Err(error) => return reading.incomplete(format!("the entries can't be read: {error}")),
    };
    reading.rows(entries, |entry| listing(entry.0, &content.page.url));
}

fn listing(entry: &Value, base: &Url) -> Option<Listing> {
    let entry = Row::of(entry.as_object()?);
    let listing = entry.listing(base)?;
    let name = listing.words.name.clone()?;
    let is_meetup = entry.value(&["service"]).is_some() || entry.value(&["starttime"]).is_some();
    // "2026-12-31" to the precision of a year is no day yet.
    let has_day = entry.value(&["dateprecision"]).is_none();
    let kind = if is_meetup { "meetup" } else { "conference" };
    // A meetup's address may be that of the group.
    let key = match listing.url.as_deref().filter(|_| is_meetup) {
        Some(url) => [url, &folded(&name)].join(" "),
        None => name,
    };
    let words = listing.words;
    let (start, end) = (words.start.filter(|_| has_day), words.end.filter(|_| has_day));
    Some(Listing {
        key,
        url: listing.url,
        words: Words { start, end, kind: Some(kind.to_owned()), keywords: vec!["Ruby".to_owned()], ..words },
    })
}
