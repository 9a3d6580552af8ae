//! Which drafts are about the same event.
//!
//! Drafts find each other by [`identity_keys`], each pair that shares one is [compared](compare), and [`cluster`] makes
//! parts of what is the same. It never puts together what can't be one, even through a third draft that may be either;
//! what it does not know it gives back as pairs for a person to look at. What a person has decided holds.

mod blocks;
mod clustering;
mod compare;
mod findings;
mod keys;
mod name;
mod parts;
mod series;
mod traits;
mod union;

pub use blocks::BLOCK_MAX;
pub use clustering::{Clustering, cluster, cluster_around};
pub use compare::compare;
pub use keys::identity_keys;

/// A name without blanks, years and numbers of editions: every edition has the same.
pub(crate) fn lasting_name(name: &str) -> String {
    // Whichever year it is in: no year is part of it.
    name::Name::new(name, 0, &[]).bare(&[])
}
