//! Keys that tell the listings of a page from each other.
//!
//! A key is what a source calls an event: an id, an address. Sittings of one event may share it, and then their starts tell
//! them apart: all of them are called `KEY START`, also the first. Their places in the list would too, but when the first is
//! over and leaves, the others would take each other's places and with them their identities. A key that stands for one
//! start stays as it is, so that an event that moves to another date keeps it.
//!
//! So an event is called otherwise once a second sitting is listed, and again once it stands alone. Nothing is lost by that:
//! it says the same under its new key, and the store lets such a listing take the place of the one that went.

use crate::formats::same::start::Start;
use crate::text;
use hobnob_domain::Listing;
use std::collections::{BTreeMap, HashMap};

/// The longest key, in bytes, before anything is put behind it.
const KEY_BYTES_MAX: usize = 512;

/// The key that tells a listing from others of its key that start at another time; the same one where it has no start.
pub fn dated_key(listing: &Listing) -> String {
    start(listing).map_or_else(|| listing.key.clone(), |start| dated(&listing.key, &start))
}

/// What a key says without the start that was put behind it, if one was.
pub fn undated_key(listing: &Listing) -> Option<&str> {
    // Most keys have none, and reading a start takes its time; one that was put there has no small letters.
    if !listing.key.contains(' ') || listing.key.ends_with(char::is_lowercase) {
        return None;
    }
    listing.key.strip_suffix(start(listing)?.as_str())?.strip_suffix(' ')
}

/// Whether two listings certainly start on two days.
pub fn are_on_two_days(one: &Listing, other: &Listing) -> bool {
    let start = |listing: &Listing| listing.words.start.as_ref().map(|start| Start::of(&start.text));
    start(one).zip(start(other)).is_some_and(|(one, other)| one.is_on_another_day(&other))
}

/// Gives each listing of a page a key of its own: by their starts as told above, and what has key and start in common by
/// its number: the second `a` is `a#2`.
pub(crate) fn tell_apart(listings: &mut [Listing]) {
    for listing in listings.iter_mut() {
        listing.key = text::line(&listing.key, KEY_BYTES_MAX).unwrap_or_else(|| "-".to_owned());
    }
    let starts = telling_starts(listings);
    let mut claims = HashMap::with_capacity(listings.len());
    for (place, listing) in listings.iter_mut().enumerate() {
        let key = match starts.get(&place) {
            Some(start) => dated(&listing.key, start),
            None => std::mem::take(&mut listing.key),
        };
        listing.key = numbered(key, &mut claims);
    }
}

/// The starts of those that share their key with some that start at another time, or at none, by their places.
fn telling_starts(listings: &[Listing]) -> BTreeMap<usize, String> {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(listings.len());
    let mut alike: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, listing) in listings.iter().enumerate() {
        let first = *first.entry(listing.key.as_str()).or_insert(place);
        if first != place {
            alike.entry(first).or_insert_with(|| vec![first]).push(place);
        }
    }
    let mut telling = BTreeMap::new();
    for places in alike.into_values() {
        let starts = places.into_iter().filter_map(|place| Some((place, start(listings.get(place)?))));
        let starts: Vec<(usize, Option<String>)> = starts.collect();
        let is_one = starts.first().is_none_or(|(_, first)| starts.iter().all(|(_, start)| start == first));
        if !is_one {
            telling.extend(starts.into_iter().filter_map(|(place, start)| Some((place, start?))));
        }
    }
    telling
}

fn dated(key: &str, start: &str) -> String {
    format!("{key} {start}")
}

/// When a listing starts, in one form however it is written.
fn start(listing: &Listing) -> Option<String> {
    let start = listing.words.start.as_ref()?.text.trim();
    (!start.is_empty()).then(|| Start::of(start).canonical())
}

/// A key that nothing before has; `claims` counts how often each was claimed.
fn numbered(key: String, claims: &mut HashMap<String, u32>) -> String {
    let Some(claimed) = claims.get(&key) else {
        claims.insert(key.clone(), 1);
        return key;
    };
    let mut number = *claimed + 1;
    // The source may use `a#2` as a key of its own.
    loop {
        let numbered = format!("{key}#{number}");
        if !claims.contains_key(&numbered) {
            claims.insert(numbered.clone(), 1);
            claims.insert(key, number);
            return numbered;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::{TimeWords, Words};

    fn listing(key: &str, start: &str) -> Listing {
        let start = (!start.is_empty()).then(|| TimeWords { text: start.to_owned(), zone: None });
        Listing { key: key.to_owned(), url: None, words: Words { start, ..Words::default() } }
    }

    fn keys(wanted: &[(&str, &str)]) -> Vec<String> {
        let mut listings: Vec<Listing> = wanted.iter().map(|(key, start)| listing(key, start)).collect();
        tell_apart(&mut listings);
        listings.into_iter().map(|listing| listing.key).collect()
    }

    #[test]
    fn a_key_that_is_claimed_again_for_one_start_is_numbered() {
        let same = "2027-05-12T19:00";
        assert_eq!(keys(&[("a", same), ("b", same), ("a", same), ("a", same)]), ["a", "b", "a#2", "a#3"]);
        assert_eq!(keys(&[("a", ""), ("a", "")]), ["a", "a#2"]);
        let two_ways = [("a", "2027-05-12T19:00:00+02:00"), ("a", "2027-05-12 17:00Z")];
        assert_eq!(keys(&two_ways), ["a", "a#2"]);
    }

    #[test]
    fn a_number_never_collides_with_a_key_of_the_source() {
        let wanted = ["a", "a#2", "a", "a", "a#2"].map(|key| (key, ""));
        assert_eq!(keys(&wanted), ["a", "a#2", "a#3", "a#4", "a#2#2"]);
    }

    #[test]
    fn sittings_that_share_a_key_are_told_apart_by_their_starts_wherever_they_stand() {
        let (may, june) = (("a", "2027-05-12T19:00+02:00"), ("a", "20270609"));
        assert_eq!(keys(&[may, ("b", ""), june]), ["a 2027-05-12T17:00:00Z", "b", "a 2027-06-09"]);
        assert_eq!(keys(&[june, may]), ["a 2027-06-09", "a 2027-05-12T17:00:00Z"]);
        // What stands there twice is numbered among its like alone.
        let twice = ["a 2027-06-09", "a 2027-06-09#2", "a 2027-05-12T17:00:00Z"];
        assert_eq!(keys(&[june, june, may]), twice);
    }

    #[test]
    fn a_sitting_whose_start_is_not_told_keeps_the_key() {
        assert_eq!(keys(&[("a", "2027-05-12"), ("a", "")]), ["a 2027-05-12", "a"]);
        assert_eq!(keys(&[("a", ""), ("a", "soon")]), ["a", "a SOON"]);
    }

    #[test]
    fn a_start_is_taken_from_a_key_again() {
        let dated = listing("a 2027-05-12", "20270512");
        assert_eq!(undated_key(&dated), Some("a"));
        assert_eq!(dated_key(&listing("a", "20270512")), dated.key);
        assert_eq!(undated_key(&listing("a", "20270512")), None);
        assert_eq!(dated_key(&listing("a", "")), "a");
    }

    #[test]
    fn two_days_are_two_where_no_zone_makes_them_one() {
        let are_two = |one: &str, other: &str| are_on_two_days(&listing("a", one), &listing("a", other));
        assert!(are_two("2027-05-12", "2027-05-13"));
        assert!(are_two("2027-05-12T19:00+02:00", "2027-05-13T14:00+02:00"));
        assert!(are_two("2027-05-12T19:00", "2027-06-12T19:00Z"));
        assert!(!are_two("2027-05-12T19:00", "2027-05-12T20:00"));
        assert!(!are_two("2027-05-13T01:00+02:00", "2027-05-12T23:00Z"));
        assert!(!are_two("2027-05-13T01:00", "2027-05-12T23:00Z"));
        assert!(!are_two("2027-05-12", ""));
        assert!(!are_two("soon", "later"));
    }
}
