//! Takes listings and gives drafts, and takes drafts and gives events; it must never read a clock, a file or a network.
//!
//! Three arrows, each a pure function: [`Resolver::draft`] makes typed values of a source's words, [`cluster`] tells
//! which drafts are about the same thing, [`fold`] makes one event of them. The same listings give the same events, in
//! whatever order they come.

mod address;
mod classify;
mod draft;
mod fold;
mod goal;
mod home;
mod id;
mod identity;
mod kind;
mod language;
mod list;
mod mode;
mod niche;
mod papers;
mod phrase;
mod place;
mod price;
mod relation;
mod sanitize;
mod schedule;
mod status;
mod tongue;
mod trust;
pub mod when;
pub mod zones;

pub use classify::{Classification, Text, Vouched};
pub use fold::{fold, provenance};
pub use id::set_apart;
pub use identity::{BLOCK_MAX, Clustering, cluster, cluster_around, compare, identity_keys};
pub use relation::event_keys;
pub use sanitize::{DESCRIPTION_CHARS_MAX, NAME_CHARS_MAX};

use classify::Classifier;
use hobnob_gazetteer::Gazetteer;
use home::Homes;
use place::Lookups;

/// Makes drafts of listings. Holds what is costly to build; build it once and share it.
#[derive(Debug)]
pub struct Resolver {
    gazetteer: &'static Gazetteer,
    classifier: Classifier,
    homes: Homes,
    lookups: Lookups,
}

impl Resolver {
    /// Builds the classifier over the taxonomy; places are looked up in `gazetteer`.
    pub fn new(gazetteer: &'static Gazetteer) -> Self {
        Self { gazetteer, classifier: Classifier::new(gazetteer), homes: Homes::default(), lookups: Lookups::default() }
    }

    /// Tells what a text is about.
    pub fn classify(&self, text: &Text<'_>) -> Classification {
        self.classifier.classify(text, &Vouched::default(), true)
    }

    /// Tells what a text is about, with what its source vouches for where the text says nothing.
    pub fn classify_with(&self, text: &Text<'_>, vouched: &Vouched<'_>) -> Classification {
        self.classifier.classify(text, vouched, true)
    }
}
