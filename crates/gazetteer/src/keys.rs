//! Sorted keys with their postings, read where they lie in the program: see `layout.rs`.

use crate::{
    fields::{Fields, index},
    layout::KIND_BITS,
    records::PlaceId,
};
use std::cmp::Ordering;

/// One table.
#[derive(Debug)]
pub(crate) struct KeyTable {
    entries: &'static [u8],
    blocks: &'static [u8],
}

macro_rules! key_table {
    ($name:literal) => {
        KeyTable {
            entries: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".keys")),
            blocks: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".blocks")),
        }
    };
}

/// Names of places; a posting is the place's number and the kind of the name.
pub(crate) static PLACES: KeyTable = key_table!("places");
/// Names of countries; a posting is the country's number.
pub(crate) static COUNTRIES: KeyTable = key_table!("countries");
/// Names and codes of first-level divisions; a posting is the division's number.
pub(crate) static ADMIN1: KeyTable = key_table!("admin1");
/// Names of parts of the world; a posting is the offset of the name.
pub(crate) static REGIONS: KeyTable = key_table!("regions");

/// What stands under a key.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Postings(&'static [u8]);

impl Postings {
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// A place that goes by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Called {
    pub(crate) place: PlaceId,
    /// By what sort of name: see `layout.rs`.
    pub(crate) kind: u32,
}

impl Postings {
    /// The places, if these are postings of [`PLACES`].
    pub(crate) fn places(self) -> impl Iterator<Item = Called> {
        self.map(|posting| Called { place: PlaceId(posting >> KIND_BITS), kind: posting & ((1 << KIND_BITS) - 1) })
    }
}

impl Iterator for Postings {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let ([low, middle, high], rest) = self.0.split_first_chunk::<3>()?;
        self.0 = rest;
        Some(u32::from_le_bytes([*low, *middle, *high, 0]))
    }
}

struct Entry {
    shared: usize,
    rest: &'static [u8],
    postings: Postings,
}

impl Fields {
    fn entry(&mut self) -> Option<Entry> {
        if self.0.is_empty() {
            return None;
        }
        let [shared, rest, postings] = self.bytes().map(usize::from);
        Some(Entry { shared, rest: self.slice(rest), postings: Postings(self.slice(postings * 3)) })
    }
}

impl KeyTable {
    /// The postings of a key; none if nothing is called that.
    pub(crate) fn get(&self, key: &str) -> Postings {
        let key = key.as_bytes();
        let (mut fields, mut matched) = (self.block(key), 0);
        while let Some(Entry { shared, rest, postings }) = fields.entry() {
            // The entries ascend: one that shares less than what has matched so far is past the key, and one that
            // shares more differs from it where the one before did.
            match shared.cmp(&matched) {
                Ordering::Less => break,
                Ordering::Greater => continue,
                Ordering::Equal => {}
            }
            let wanted = key.get(matched..).unwrap_or_default();
            match rest.cmp(wanted) {
                Ordering::Equal => return postings,
                Ordering::Greater => break,
                Ordering::Less => matched += rest.iter().zip(wanted).take_while(|(a, b)| a == b).count(),
            }
        }
        Postings::default()
    }

    /// Visits every key that begins so, in order.
    pub(crate) fn starting_with(&self, prefix: &str, mut visit: impl FnMut(&str, Postings)) {
        let (prefix, mut key) = (prefix.as_bytes(), Vec::new());
        let mut fields = self.block(prefix);
        while let Some(Entry { shared, rest, postings }) = fields.entry() {
            key.truncate(shared);
            key.extend_from_slice(rest);
            if key.starts_with(prefix) {
                visit(std::str::from_utf8(&key).unwrap_or_default(), postings);
            } else if key.as_slice() > prefix {
                break;
            }
        }
    }

    /// Where reading must start to meet the key.
    fn block(&self, key: &[u8]) -> Fields {
        let starts = self.blocks.as_chunks::<4>().0;
        let at = |start: &[u8; 4]| Fields(self.entries.get(index(u32::from_le_bytes(*start))..).unwrap_or_default());
        let after = starts.partition_point(|start| at(start).entry().is_some_and(|entry| entry.rest <= key));
        starts.get(after.saturating_sub(1)).map_or(Fields(&[]), at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key of a table, by walking it.
    fn all(table: &KeyTable) -> Vec<(String, Vec<u32>)> {
        let mut all = Vec::new();
        table.starting_with("", |key, postings| all.push((key.to_owned(), postings.collect())));
        all
    }

    #[test]
    fn every_key_is_found_with_its_postings() {
        for table in [&PLACES, &COUNTRIES, &ADMIN1, &REGIONS] {
            let entries = all(table);
            assert!(entries.is_sorted() && entries.len() > 20);
            for (key, postings) in entries {
                assert_eq!(table.get(&key).collect::<Vec<_>>(), postings, "{key}");
            }
        }
    }

    #[test]
    fn a_key_that_is_not_there_has_no_postings() {
        for key in ["", "berlxn", "berlxnx", "berlinx", "\u{10ffff}", " ", "zzzz", "a b c d"] {
            assert!(PLACES.get(key).is_empty(), "{key}");
        }
    }

    #[test]
    fn a_prefix_visits_exactly_the_keys_that_begin_so() {
        let entries = all(&PLACES);
        for prefix in ["berl", "são", "sao paulo", "東", "q", "zz"] {
            let mut visited = Vec::new();
            PLACES.starting_with(prefix, |key, _| visited.push(key.to_owned()));
            let wanted: Vec<_> = entries.iter().map(|(key, _)| key.clone()).filter(|k| k.starts_with(prefix)).collect();
            assert_eq!(visited, wanted, "{prefix}");
        }
    }
}
