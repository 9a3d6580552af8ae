//! Words that are alike though not equal.

use hobnob_domain::search::Stemming;

use super::{Name, Word, Worth};

/// Words of so many letters may have two slips, of fewer one.
const LONG: usize = 9;

/// Words shorter than this have no slips: `go` is not `do`.
const SHORT: usize = 3;

/// How much is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::identity) enum Slips {
    /// Names of events: two that stand beside each other may differ in little.
    Few,
    /// Names of houses and people: few stand beside each other.
    Many,
}

/// Whether a number stands anywhere in a word: `web2` is not `web3`.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether one of two texts is the other with as many slips as its length allows: a letter too many, one too few,
/// another one, or two swapped (optimal string alignment).
fn is_slip(one: &str, other: &str, slips: usize) -> bool {
    one.len().abs_diff(other.len()) <= slips && strsim::osa_distance(one, other) <= slips
}

/// How many slips a word may have beside another.
fn slips(one: &str, other: &str) -> usize {
    match (one.len().min(other.len()), one.len().max(other.len())) {
        (0..SHORT, _) | (_, 0..=SHORT) => 0,
        (LONG.., _) => 2,
        _ => 1,
    }
}

/// Whether two words are one word mistyped, or inflected.
pub(super) fn are_alike(a: (&Name, &Word), b: (&Name, &Word)) -> bool {
    let (one, other) = (a.0.text(a.1), b.0.text(b.1));
    let slips = slips(one, other);
    let differing = (a.1.letters ^ b.1.letters).count_ones();
    let may_slip = slips > 0 && usize::try_from(differing).is_ok_and(|differing| differing <= 2 * slips);
    if may_slip && is_slip(one, other, slips) && !has_digit(one) && !has_digit(other) {
        return true;
    }
    is_short_for(a.1, b.1, one, other) || share_a_stem(one, other)
}

/// `conf` and `conference`: sorts of gatherings are cut short.
fn is_short_for(a: &Word, b: &Word, one: &str, other: &str) -> bool {
    a.worth == Worth::Sort && b.worth == Worth::Sort && (one.starts_with(other) || other.starts_with(one))
}

/// `scaling` and `scale`.
fn share_a_stem(one: &str, other: &str) -> bool {
    one.as_bytes().get(..SHORT) == other.as_bytes().get(..SHORT)
        && (Stemming::English.are_alike(one, other) || Stemming::English.are_alike(other, one))
}

/// Whether two runs of letters, each put together of several words, are the same but for slips. Beside `equals` words
/// that are equal, even short ones are if a letter was left out, put in or swapped: `mul` and `ml`, but not `js` and `ts`.
pub(super) fn are_alike_together(one: &str, other: &str, equals: u32, slips: Slips) -> bool {
    if one == other {
        return true;
    }
    if has_digit(one) || has_digit(other) {
        return false;
    }
    let is_mere_slip = || is_slip(one, other, 1) && (one.len() != other.len() || is_swapped(one, other));
    match (one.len().min(other.len()), slips) {
        (LONG.., _) | (6.., Slips::Many) => is_slip(one, other, 2),
        (SHORT.., _) => is_mere_slip(),
        (1.., _) => equals >= 2 && is_mere_slip(),
        _ => false,
    }
}

/// Whether two texts have the same letters.
fn is_swapped(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<u8> = text.bytes().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
}
