//! The addresses under which feeds were asked for, as clients write them: who asks again in the same words need not be
//! read again.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, Weak},
};

use super::feed::Feed;
use crate::{
    http::More,
    limits::{SPELLING_BYTES_MAX, SPELLINGS_KEPT},
};

/// Addresses, each with the feed that is there. Bounded in number and length.
#[derive(Debug, Default)]
pub(super) struct Spellings(RwLock<HashMap<Box<str>, Spelling>>);

#[derive(Debug)]
struct Spelling {
    feed: Weak<Feed>,
    more: &'static [More],
}

impl Spellings {
    /// The feed at an address, with the headers of its answers.
    pub(super) fn find(&self, address: &str) -> Option<(Arc<Feed>, &'static [More])> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let spelling = held.get(address)?;
        Some((spelling.feed.upgrade()?, spelling.more))
    }

    /// Remembers which feed is at an address.
    pub(super) fn note(&self, address: &str, feed: Weak<Feed>, more: &'static [More]) {
        let is_held = |held: &Spelling| Weak::ptr_eq(&held.feed, &feed);
        let is_known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(address).is_some_and(is_held);
        if is_known || address.len() > SPELLING_BYTES_MAX {
            return;
        }
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= SPELLINGS_KEPT {
            held.retain(|_, spelling| spelling.feed.strong_count() > 0);
            if held.len() > SPELLINGS_KEPT / 8 * 7 {
                // Whoever comes again is read once more.
                held.clear();
            }
        }
        held.insert(address.into(), Spelling { feed, more });
    }
}
