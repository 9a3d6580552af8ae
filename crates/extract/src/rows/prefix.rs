//! Names of fields with what they belong to before them: `conference_start_date`, `meetupLocation`, `event-name`.

use serde_json::Value;
use std::collections::BTreeMap;

/// What the fields of events begin with; the longer of two first. Drupal puts its own word before all.
const PREFIXES: [&str; 14] = [
    "fieldconference",
    "fieldmeetup",
    "fieldmeeting",
    "fieldevent",
    "field",
    "conference",
    "conf",
    "event",
    "meetup",
    "meeting",
    "performance",
    "perf",
    "production",
    "screening",
];

/// So many fields are given a second name.
const FIELDS_MAX: usize = 64;

/// Fields that are not read by the lists of names of their own.
const OTHERS: [&str; 13] = [
    "eventstate",
    "status",
    "language",
    "lang",
    "price",
    "currency",
    "cfp",
    "duration",
    "allday",
    "online",
    "virtual",
    "hybrid",
    "year",
];

/// Gives fields the names they have without their prefix, where nothing is called so yet and nobody reads the whole name.
pub(super) fn resolve(fields: &mut BTreeMap<String, &Value>) {
    // Beside its name and its start, the address of a conference is its page and not that of a call.
    let is_named = ["conferencename", "conferencetitle"].iter().any(|name| fields.contains_key(*name));
    if is_named && let Some(page) = fields.remove("conferenceurl") {
        fields.entry("url".to_owned()).or_insert(page);
    }
    let bare: Vec<_> = fields.iter().filter_map(|(key, value)| Some((bare(key)?.to_owned(), *value))).collect();
    for (name, value) in bare.into_iter().take(FIELDS_MAX) {
        fields.entry(name).or_insert(value);
    }
}

/// A name without its prefix, if it is known so and not as a whole.
fn bare(key: &str) -> Option<&str> {
    let rests = PREFIXES.iter().filter_map(|prefix| key.strip_prefix(prefix));
    rests.into_iter().find(|rest| is_known(rest)).filter(|_| !is_known(key))
}

/// Whether a field says when, where or on which page the event is that the whole row is: a talk may name its event and the
/// page of that beside its own.
pub(super) fn is_of_event(fields: &BTreeMap<String, &Value>) -> bool {
    let is_own = |rest: &str, value: &Value| fields.get(rest).is_none_or(|bare| std::ptr::eq(*bare, value));
    let says_more = |rest: &str| is_known(rest) && !super::NAMES.contains(&rest) && !super::IDS.contains(&rest);
    fields.iter().any(|(key, value)| {
        let mut bare = PREFIXES.iter().filter_map(|prefix| key.strip_prefix(prefix));
        bare.any(|rest| says_more(rest) && is_own(rest, value))
    })
}

/// Whether a field of that name is read.
pub(super) fn is_known(name: &str) -> bool {
    super::knows(name) || super::time::knows(name) || super::place::knows(name) || OTHERS.contains(&name)
}
