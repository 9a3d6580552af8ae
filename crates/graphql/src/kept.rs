//! What is kept at hand within bounds: what was not asked for lately goes first.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// What an entry takes beside its own bytes, about.
const ENTRY_BYTES: usize = 128;

/// Values by key, within a number of bytes. It has two halves: what is asked for moves to the young one; when that is
/// full, the old one is dropped and the young one grows old. So nothing is ever searched for what to drop.
#[derive(Debug)]
pub(crate) struct Kept<K, V> {
    half_bytes: usize,
    halves: Mutex<Halves<K, V>>,
}

#[derive(Debug)]
struct Halves<K, V> {
    young: HashMap<K, (V, usize)>,
    young_bytes: usize,
    old: HashMap<K, (V, usize)>,
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// Keeps at most so many bytes.
    pub(crate) fn new(bytes_max: usize) -> Self {
        let halves = Halves { young: HashMap::new(), young_bytes: 0, old: HashMap::new() };
        Self { half_bytes: bytes_max / 2, halves: Mutex::new(halves) }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((value, _)) = halves.young.get(key) {
            return Some(value.clone());
        }
        let (key, (value, bytes)) = halves.old.remove_entry(key)?;
        halves.put(key, value.clone(), bytes, self.half_bytes);
        Some(value)
    }

    /// Keeps a value that has so many bytes; one that is too large is not kept.
    pub(crate) fn put(&self, key: K, value: V, bytes: usize) {
        let bytes = bytes.saturating_add(ENTRY_BYTES);
        if bytes <= self.half_bytes {
            let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
            halves.put(key, value, bytes, self.half_bytes);
        }
    }
}

impl<K: Eq + Hash, V> Halves<K, V> {
    fn put(&mut self, key: K, value: V, bytes: usize, half_bytes: usize) {
        if self.young_bytes.saturating_add(bytes) > half_bytes {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        let before = self.young.insert(key, (value, bytes)).map_or(0, |(_, bytes)| bytes);
        self.young_bytes = self.young_bytes.saturating_add(bytes).saturating_sub(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let kept = Kept::new(20 * (ENTRY_BYTES + 10));
        kept.put(0, "zero", 10);
        for number in 1..200 {
            kept.put(number, "another", 10);
            assert_eq!(kept.get(&0), Some("zero"), "after {number} others");
        }
        assert_eq!((kept.get(&1), kept.get(&199)), (None, Some("another")));
        let halves = kept.halves.lock().unwrap();
        assert!(halves.young.len() + halves.old.len() <= 20, "{} and {}", halves.young.len(), halves.old.len());
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let kept = Kept::new(2_000);
        kept.put("large", (), 1_000);
        kept.put("small", (), 100);
        assert_eq!((kept.get(&"large"), kept.get(&"small")), (None, Some(())));
    }

    #[test]
    fn a_value_that_is_put_again_takes_no_more_room() {
        let kept = Kept::new(2 * (ENTRY_BYTES + 10));
        (0..100).for_each(|_| kept.put("one", "value", 10));
        assert_eq!(kept.halves.lock().unwrap().young_bytes, ENTRY_BYTES + 10);
    }
}
