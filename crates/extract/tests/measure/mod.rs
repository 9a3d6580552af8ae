//! How right pages of a corpus are read, as figures: for the tests that hold them and for the table of the example
//! `accuracy_of_pages`.

#![allow(dead_code, reason = "not every test asks for every figure")]
#![allow(clippy::panic, reason = "a measurement stops where it can't go on")]

#[path = "../dump/mod.rs"]
pub(crate) mod dump;

pub(crate) mod city;
pub(crate) mod lists;
pub(crate) mod microformats;
pub(crate) mod structured;

use hobnob_domain::{Extraction, Format};
use hobnob_extract::extract;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The corpus, where it is at hand.
#[expect(clippy::disallowed_methods, reason = "tests find the corpus by it")]
pub(crate) fn corpus() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root = PathBuf::from(std::env::var("HOBNOB_CORPUS").unwrap_or_else(|_| beside.to_owned()));
    let is_there = root.join("COUNTS.json").is_file();
    assert!(is_there || std::env::var_os("HOBNOB_REQUIRE_STORIES").is_none(), "the corpus is required");
    if !is_there {
        println!("skipped: no corpus");
    }
    is_there.then_some(root)
}

pub(crate) fn json(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

pub(crate) fn read(file: &Path, format: Option<Format>) -> Extraction {
    let name = file.file_name().unwrap().to_str().unwrap().replace(' ', "%20");
    extract(&dump::page(&format!("https://example.org/{name}"), None, &std::fs::read(file).unwrap()), format)
}

/// A share of a whole; all of nothing.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
