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

/// Whether one of two texts is the other with at most so many slips: a letter too many, one too few, another one, or
/// two swapped (optimal string alignment).
fn is_slip(one: &str, other: &str, slips: usize) -> bool {
    if one.len().abs_diff(other.len()) > slips {
        return false;
    }
    match one.is_ascii() && other.is_ascii() {
        true => is_within(one.as_bytes(), other.as_bytes(), slips),
        false => strsim::osa_distance(one, other) <= slips,
    }
}

/// The same of letters. What both begin and end with needs no slip, and where they first part one is spent: texts that
/// differ in more are told so after a few letters.
fn is_within(one: &[u8], other: &[u8], slips: usize) -> bool {
    let begun = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(begun..).unwrap_or_default(), other.get(begun..).unwrap_or_default());
    let ended = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let up_to = |text: &'_ [u8]| text.len().saturating_sub(ended);
    let (one, other) = (one.get(..up_to(one)).unwrap_or_default(), other.get(..up_to(other)).unwrap_or_default());
    let ([a, rest_of_one @ ..], [b, rest_of_other @ ..]) = (one, other) else {
        return one.len().max(other.len()) <= slips;
    };
    let Some(left) = slips.checked_sub(1).filter(|_| one.len().abs_diff(other.len()) <= slips) else { return false };
    let is_swapped = || match (rest_of_one, rest_of_other) {
        ([second, one @ ..], [its_second, other @ ..]) if (a, second) == (its_second, b) => is_within(one, other, left),
        _ => false,
    };
    is_within(rest_of_one, rest_of_other, left)
        || is_within(rest_of_one, other, left)
        || is_within(one, rest_of_other, left)
        || is_swapped()
}

/// The most slips that are ever forgiven.
const SLIPS_MAX: u32 = 2;

/// Whether texts of these letters and lengths, in bytes, may be the same but for slips: each slip changes the length by
/// a letter at most, and which letters there are by two.
pub(super) fn may_be_alike(one: (u32, usize), other: (u32, usize)) -> bool {
    let lengths = one.1.abs_diff(other.1);
    (one.0 ^ other.0).count_ones() <= 2 * SLIPS_MAX && u32::try_from(lengths).is_ok_and(|apart| apart <= SLIPS_MAX)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_left_out_put_in_and_swapped_are_slips() {
        for (one, other, slips) in
            [("", "", 0), ("rust", "rsut", 1), ("rust", "rut", 1), ("rust", "trusts", 2), ("ca", "abc", 3)]
        {
            assert!(is_slip(one, other, slips), "{one} {other}");
            assert!(slips == 0 || !is_slip(one, other, slips - 1), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn slips_are_counted_as_optimal_string_alignment_counts_them(
            one in "[abé]{0,9}", other in "[abé]{0,9}", slips in 0..4_usize,
        ) {
            let is_near = one.len().abs_diff(other.len()) <= slips && strsim::osa_distance(&one, &other) <= slips;
            prop_assert_eq!(is_slip(&one, &other, slips), is_near);
        }

        #[test]
        fn what_is_alike_is_never_ruled_out(one in "[a-f]{0,12}", other in "[a-f]{0,12}") {
            let letters = |text: &str| text.bytes().fold(0, |mask, byte| mask | 1_u32 << (byte & 31));
            let slips = usize::try_from(SLIPS_MAX).unwrap();
            let may_be = may_be_alike((letters(&one), one.len()), (letters(&other), other.len()));
            prop_assert!(may_be || !is_slip(&one, &other, slips));
        }
    }
}
