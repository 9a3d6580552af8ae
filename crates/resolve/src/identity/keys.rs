//! The keys by which drafts that may be about one event find each other.

use std::fmt::Write;

use chrono::NaiveDate;
use hobnob_domain::{AttendanceMode, Draft};

use super::{name::Name, traits::Traits};

/// The longest key, in bytes; a longer one ends in a digest.
const KEY_BYTES_MAX: usize = 240;

/// How many of a name's words are keys.
const WORDS: usize = 2;

/// The keys of a draft. Two drafts can only be one event if they share one:
///
/// - `source:<source>:<what the source calls the event or series>`,
/// - `uid:<what the source calls it>`, if it is long enough to mean one event everywhere and not the address,
/// - `url:<address without scheme, www and trailing slash>:<day>`, unless the listing has no address of its own,
/// - `name:<name without blanks, years and editions>:<day>`, with `:<town>` if many names are like it; with and without
///   the words of its town,
/// - `at:<start>:<town>`, if there is a town,
/// - `host:<who invites>:<day>`,
/// - `word:<a telling word of the name>:<day>:<town>`, for two of them; in two names that share most words one is the
///   same.
///
/// A town is its GeoNames id, "online" or "nowhere"; a start is an instant or, for whole days, a day. The day is the
/// first one where the event is; a draft whose first day is another one in UTC has keys for both address and name, since
/// sources disagree about zones. What takes several days has both for its last day as well, and for its name up to a
/// colon or a dash. Whole days have them for the weeks they touch too (`:w<weeks since the year 1>`), since one source
/// counts the days of workshops before and of sprints behind, and another one neither.
pub fn identity_keys(draft: &Draft) -> Vec<String> {
    let mut keys = vec![source_key(draft)];
    each(&Traits::of(draft), |key| keys.push(bounded(key)));
    keys.sort();
    keys.dedup();
    keys
}

fn source_key(draft: &Draft) -> String {
    bounded(&format!("source:{}:{}", draft.source_id, draft.series_key))
}

fn bounded(key: &str) -> String {
    if key.len() <= KEY_BYTES_MAX {
        return key.to_owned();
    }
    let digest = blake3::hash(key.as_bytes()).to_hex();
    let mut end = KEY_BYTES_MAX - 33;
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{}", key.get(..end).unwrap_or_default(), digest.get(..32).unwrap_or_default())
}

/// Gives every key but the source's own.
pub(super) fn each(traits: &Traits, mut give: impl FnMut(&str)) {
    let mut key = String::with_capacity(96);
    let mut told = |parts: std::fmt::Arguments<'_>| {
        key.clear();
        // Writing to a String never fails.
        let _ = key.write_fmt(parts);
        give(&key);
    };
    let town = town(traits);
    let start = start(traits);
    let bares = bares(traits);
    let day = traits.when.starts_on;
    if let Some(uid) = traits.uid.as_ref().filter(|_| !traits.is_named_by_address) {
        told(format_args!("uid:{uid}"));
    }
    let mut days = traits.days();
    days.extend(traits.last_day());
    for day in days {
        if let Some(url) = &traits.url {
            told(format_args!("url:{url}:{day}"));
        }
        for bare in &bares {
            match traits.name.is_common() {
                true => told(format_args!("name:{bare}:{day}:{town}")),
                false => told(format_args!("name:{bare}:{day}")),
            }
        }
    }
    for week in traits.weeks() {
        if let Some(url) = &traits.url {
            told(format_args!("url:{url}:w{week}"));
        }
        for bare in bares.iter().filter(|_| !traits.name.is_common()) {
            told(format_args!("name:{bare}:w{week}"));
        }
    }
    if let Some(host) = traits.organizer.as_ref().map(host).filter(|host| !host.is_empty()) {
        told(format_args!("host:{host}:{day}"));
    }
    if town != "nowhere" {
        told(format_args!("at:{start}:{town}"));
    }
    for word in words(&traits.name) {
        told(format_args!("word:{word}:{day}:{town}"));
    }
}

/// The name with and without its town: other sources write it behind the name, or know the place by another one.
fn bares(traits: &Traits) -> Vec<String> {
    let mut bares = vec![traits.name.bare(&[])];
    let head = traits.head.as_ref().filter(|head| head.saying().nth(1).is_some());
    for less in [Some(traits.name.bare(&traits.places)), head.map(|head| head.bare(&[]))].into_iter().flatten() {
        if !less.is_empty() && !bares.contains(&less) {
            bares.push(less);
        }
    }
    bares
}

fn town(traits: &Traits) -> String {
    match traits.town {
        Some(id) => id.to_string(),
        None if traits.mode == AttendanceMode::Offline => "nowhere".to_owned(),
        None => "online".to_owned(),
    }
}

fn start(traits: &Traits) -> String {
    let day = |day: NaiveDate| day.to_string();
    traits
        .when
        .clock
        .map_or_else(|| day(traits.when.starts_on), |_| (traits.when.starts_at.timestamp() / 60).to_string())
}

/// Who invites: the telling words, ordered.
fn host(name: &Name) -> String {
    let mut words: Vec<&str> = name.saying().map(|(word, _)| word).collect();
    words.sort_unstable();
    words.concat()
}

/// The words with the lowest digests (min-wise hashing, Broder 1997): the more words two names share, the likelier
/// these are among them.
fn words(name: &Name) -> Vec<&str> {
    let mut words: Vec<(u64, &str)> = name.saying().map(|(word, digest)| (digest, word)).collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(WORDS);
    words.into_iter().map(|(_, word)| word).collect()
}
