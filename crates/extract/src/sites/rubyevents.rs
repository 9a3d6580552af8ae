//! rubyevents keeps a directory an event, with `event.yml`, and beside it `venue.yml` and `cfp.yml` (a list): these two
//! are about the event, and no events of their own.

use crate::decode::Content;
use crate::links;
use crate::reading::Reading;
use crate::rows::Row;
use hobnob_domain::{Listing, Words};
use serde_json::Value;

/// How far into a file its keys are looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// Whether this is such a file.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    if !content.may_be_yaml() {
        return false;
    }
    let start = content.start(LOOK_BYTES);
    let start = format!("\n{start}");
    is_event(&start) || part(&start).is_some()
}

fn is_event(start: &str) -> bool {
    ["\nid:", "\ntitle:", "\nkind:", "\nlocation:"].iter().all(|key| start.contains(key))
}

/// Which part of an event a file is that is none itself.
fn part(start: &str) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().all(|key| start.contains(key));
    if is_calls(start) {
        Some("the calls for papers")
    } else if has(&["\nname:", "\naddress:", "\n  country_code:"]) {
        Some("the venue")
    } else {
        None
    }
}

/// A list whose entries have an address and otherwise only what a call has: a name, and days it may not have yet.
fn is_calls(start: &str) -> bool {
    let keys = start.lines().filter_map(|line| line.strip_prefix("- ").or_else(|| line.strip_prefix("  ")));
    let keys: Vec<&str> = keys.filter_map(|line| line.split_once(':')).map(|(key, _)| key).collect();
    let is_call = |key: &&str| ["name", "link", "open_date", "close_date"].contains(key);
    keys.contains(&"link") && keys.iter().all(is_call)
}

/// Reads the event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let start = format!("\n{}", content.start(LOOK_BYTES));
    if !is_event(&start) {
        let what = part(&start).unwrap_or("a part");
        return reading.problem(format!("this is {what} of an event that event.yml beside it tells of"));
    }
    let event = match content.yaml() {
        Ok(value) => value,
        Err(error) => return reading.incomplete(format!("the event can't be read: {error}")),
    };
    let base = &content.page.url;
    let Some(row) = event.as_object().map(Row::of) else { return reading.incomplete("the event has no fields") };
    let Some(listing) = row.listing(base) else { return reading.incomplete("the event has no name") };
    let website = row.link(&["website", "originalwebsite", "ticketsurl"], base);
    let is_hybrid = event.get("hybrid").and_then(Value::as_str) == Some("true");
    let is_online = row.phrase(&["location"]).is_some_and(|location| location.eq_ignore_ascii_case("online"));
    let words = Words {
        mode: listing.words.mode.clone().or_else(|| (is_hybrid && !is_online).then(|| "hybrid".to_owned())),
        image_url: row
            .link(&["banner"], base)
            .or_else(|| row.phrase(&["featuredimage"]).and_then(|image| links::absolute(base, &image))),
        keywords: vec!["Ruby".to_owned()],
        ..listing.words
    };
    reading.push(Listing { key: listing.key, url: website, words });
}
