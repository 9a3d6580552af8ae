//! Letters kept in memory.

use std::sync::{Arc, Mutex, PoisonError};

use crate::Letter;

/// A letter with the bytes a relay would have been given.
type Kept = (Letter, Vec<u8>);

/// Letters kept in memory, for tests. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Vec<Kept>>>);

impl Memory {
    /// What was sent, in order: each letter with the bytes a relay would have been given.
    pub fn letters(&self) -> Vec<(Letter, Vec<u8>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn keep(&self, letter: &Letter, bytes: Vec<u8>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((letter.clone(), bytes));
    }
}
