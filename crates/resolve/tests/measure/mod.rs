//! How well places, niches, goals and kinds are told, measured against truth that people wrote down. The tests hold the
//! figures to their bounds; the example `accuracy_of_meaning` prints them.

#![allow(dead_code, reason = "the tests and the example each use a part")]

pub(crate) mod labels;
pub(crate) mod niches;
pub(crate) mod places;

use std::{collections::BTreeSet, path::PathBuf};

/// What a classifier gave and what it should have given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
}

impl Score {
    pub(crate) fn add<T: Ord>(&mut self, truth: &BTreeSet<T>, given: &BTreeSet<T>) {
        self.right += truth.intersection(given).count();
        self.wrong += given.difference(truth).count();
        self.missed += truth.difference(given).count();
    }

    pub(crate) fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub(crate) fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub(crate) fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

pub(crate) fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// A folder of third parties' material: named by a variable, else beside the checkout. Without it nothing is measured and
/// a line says so, unless `HOBNOB_REQUIRE_STORIES` is set.
#[expect(clippy::disallowed_methods, reason = "measurements find their material by it")]
pub(crate) fn folder(variable: &str, beside: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/");
    let folder = std::env::var(variable).map_or_else(|_| PathBuf::from(format!("{here}{beside}")), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("HOBNOB_REQUIRE_STORIES").is_none(), "{variable} names no folder");
    println!("skipped: no {beside}");
    None
}

/// A number that depends on the text alone, to part a truth in halves by.
pub(crate) fn hash(text: &str) -> u64 {
    text.to_lowercase()
        .bytes()
        .filter(|b| !b.is_ascii_digit())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Which rows are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Half(u64),
}

impl Part {
    pub(crate) fn holds(self, text: &str) -> bool {
        match self {
            Self::All => true,
            Self::Half(number) => (hash(text) >> 7) % 2 == number,
        }
    }
}
