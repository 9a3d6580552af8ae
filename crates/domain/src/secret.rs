//! What opens a door by being known: secret addresses and sealed links.

use std::{fmt, str::FromStr};

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The random bytes a secret is made of: 160 bits.
pub const SECRET_BYTES: usize = 20;

/// The characters of a secret as it is written.
const SECRET_CHARS: usize = 32;

/// The digits of a seal: 160 bits of the keyed hash.
const SEAL_CHARS: usize = 40;

/// The key to one thing, such as a personal calendar: 32 characters of Crockford's base 32, told once and kept only as
/// its [`SecretHash`]. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What is written is no secret of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a secret: those have {SECRET_CHARS} letters and digits")]
pub struct BadSecret;

impl Secret {
    /// Writes random bytes. They must come from the operating system's generator.
    pub fn from_random(bytes: [u8; SECRET_BYTES]) -> Self {
        let bits = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
        let digit = |digit: usize| (0..5).fold(0, |value, bit| value * 2 + usize::from(bits(digit * 5 + bit)));
        let digits = (0..SECRET_CHARS).filter_map(|at| DIGITS.get(digit(at)));
        Self(digits.map(|digit| char::from(*digit)).collect())
    }

    /// As it stands in an address. Not for logs.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it. A secret has enough randomness that a plain hash can't be turned back.
    pub fn hash(&self) -> SecretHash {
        SecretHash(blake3::hash(self.0.as_bytes()).to_hex().as_str().to_owned())
    }
}

impl FromStr for Secret {
    type Err = BadSecret;

    /// Takes what [`Secret::as_str`] gives, in either case.
    fn from_str(text: &str) -> Result<Self, BadSecret> {
        let text = text.to_ascii_lowercase();
        let is_one = text.len() == SECRET_CHARS && text.bytes().all(|byte| DIGITS.contains(&byte));
        is_one.then_some(Self(text)).ok_or(BadSecret)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// The hash of a secret (BLAKE3, as 64 hexadecimal digits): what a database keeps and looks secrets up by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretHash(String);

impl SecretHash {
    /// Takes what [`SecretHash::as_str`] gave.
    pub fn from_kept(text: String) -> Self {
        Self(text)
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An instance's own key, with which links are sealed that can be made again and again and need no row to be checked:
/// those of letters. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey([u8; 32]);

impl SealingKey {
    /// A key from the operator's secret, whatever its length.
    pub fn new(secret: &str) -> Self {
        Self(blake3::derive_key("hobnob 2026-11-26 sealed links", secret.as_bytes()))
    }

    /// Seals a subject, such as a subscriber's id, for one purpose: 40 hexadecimal digits of a keyed BLAKE3 hash.
    pub fn seal(&self, purpose: &str, subject: &str) -> String {
        let hash = self.hash(purpose, subject).to_hex();
        hash.as_str().get(..SEAL_CHARS).unwrap_or_default().to_owned()
    }

    /// Whether a seal is the one of this subject and purpose. Takes the same time for every seal.
    pub fn opens(&self, purpose: &str, subject: &str, seal: &str) -> bool {
        let ours = blake3::hash(self.seal(purpose, subject).as_bytes());
        ours == blake3::hash(seal.as_bytes())
    }

    fn hash(&self, purpose: &str, subject: &str) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        let length = u64::try_from(purpose.len()).unwrap_or(u64::MAX);
        hasher.update(&length.to_le_bytes()).update(purpose.as_bytes()).update(subject.as_bytes()).finalize()
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_secret_that_is_written_can_be_read(bytes: [u8; SECRET_BYTES]) {
            let secret = Secret::from_random(bytes);
            proptest::prop_assert_eq!(secret.as_str().len(), SECRET_CHARS);
            proptest::prop_assert_eq!(secret.as_str().to_uppercase().parse(), Ok(secret));
        }

        #[test]
        fn other_bytes_are_another_secret(one: [u8; SECRET_BYTES], other: [u8; SECRET_BYTES]) {
            proptest::prop_assume!(one != other);
            proptest::prop_assert_ne!(Secret::from_random(one), Secret::from_random(other));
        }

        #[test]
        fn what_is_no_secret_is_refused(text in ".{0,40}") {
            proptest::prop_assume!(text.len() != SECRET_CHARS);
            proptest::prop_assert_eq!(text.parse::<Secret>(), Err(BadSecret));
        }

        #[test]
        fn a_seal_opens_its_own_subject_and_purpose_only(key in ".*", purpose in ".*", subject in ".*", other in ".*") {
            proptest::prop_assume!(subject != other);
            let sealing = SealingKey::new(&key);
            let seal = sealing.seal(&purpose, &subject);
            proptest::prop_assert_eq!(seal.len(), SEAL_CHARS);
            proptest::prop_assert!(sealing.opens(&purpose, &subject, &seal));
            proptest::prop_assert!(!sealing.opens(&purpose, &other, &seal));
            let stranger = SealingKey::new(&format!("{key}!"));
            proptest::prop_assert!(!stranger.opens(&purpose, &subject, &seal));
        }
    }

    #[test]
    fn a_purpose_and_a_subject_do_not_run_together() {
        let key = SealingKey::new("k");
        assert_ne!(key.seal("ab", "c"), key.seal("a", "bc"));
    }

    #[test]
    fn nothing_secret_is_shown_in_debug() {
        let secret = Secret::from_random([7; SECRET_BYTES]);
        assert_eq!(format!("{secret:?} {:?}", SealingKey::new("hunter2")), "Secret(***) SealingKey(***)");
    }
}
