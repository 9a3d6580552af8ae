//! Documents that are known by their digest: those that clients had kept before (automatic persisted queries), and those
//! that the operator trusts.

use std::{collections::BTreeMap, fmt, str::FromStr, sync::Arc};

use crate::{
    error::Code,
    execute::{Answer, Outcome},
    kept::Kept,
    limits::{DOCUMENT_BYTES_KEPT, DOCUMENTS_BYTES_KEPT},
};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of a document, which clients send in place of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of a document.
    pub fn of(document: &str) -> Self {
        Self(Sha256::digest(document.as_bytes()).into())
    }
}

/// What is written is no SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDigest;

impl FromStr for Digest {
    type Err = NoDigest;

    /// Reads 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, NoDigest> {
        let mut bytes = [0_u8; 32];
        let is_one = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            let digits = text.get(at..at + 2).filter(|_| is_one).ok_or(NoDigest)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NoDigest)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The documents that an instance answers, where it does not answer every one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedDocuments(BTreeMap<Digest, Arc<str>>);

impl TrustedDocuments {
    /// Trusts these documents. Blanks around one do not matter: files end with a line end, what clients send does not.
    pub fn new(documents: impl IntoIterator<Item = String>) -> Self {
        let mut trusted = BTreeMap::new();
        for document in documents {
            let bare: Arc<str> = document.trim().into();
            trusted.insert(Digest::of(&document), Arc::clone(&bare));
            trusted.insert(Digest::of(&bare), bare);
        }
        Self(trusted)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The documents that are known by their digest.
pub(crate) struct Documents {
    persisted: Kept<Digest, Arc<str>>,
    trusted: Option<TrustedDocuments>,
}

/// A document, and the digest under which it is to be kept once it is known to be sound.
pub(crate) struct Asked {
    pub(crate) document: Arc<str>,
    keep_as: Option<Digest>,
}

impl Documents {
    pub(crate) fn new(trusted: Option<TrustedDocuments>) -> Self {
        Self { persisted: Kept::new(DOCUMENTS_BYTES_KEPT), trusted }
    }

    /// The document that is meant by a text, a digest, or both.
    pub(crate) fn asked(&self, text: String, digest: Option<Digest>) -> Result<Asked, Answer> {
        match (&self.trusted, digest) {
            (_, Some(digest)) if !text.is_empty() && digest != Digest::of(&text) => {
                let message = "`sha256Hash` is not the SHA-256 of `query`: provided sha does not match query";
                Err(Answer::refused(Outcome::Refused, Code::BadUserInput, message))
            }
            (Some(trusted), digest) => {
                let digest = digest.unwrap_or_else(|| Digest::of(&text));
                let known = trusted.0.get(&digest).or_else(|| trusted.0.get(&Digest::of(text.trim())));
                let document = known.cloned().ok_or_else(|| untrusted(!text.is_empty()))?;
                Ok(Asked { document, keep_as: None })
            }
            (None, Some(digest)) if text.is_empty() => {
                Ok(Asked { document: self.persisted.get(&digest).ok_or_else(not_found)?, keep_as: None })
            }
            (None, keep_as) => Ok(Asked { document: text.into(), keep_as }),
        }
    }

    /// Keeps a document that turned out to be sound, if its client asked for that.
    pub(crate) fn keep(&self, asked: &Asked) {
        let Asked { document, keep_as } = asked;
        if let Some(digest) = keep_as.filter(|_| document.len() <= DOCUMENT_BYTES_KEPT) {
            self.persisted.put(digest, Arc::clone(document), document.len());
        }
    }
}

/// The words that clients look for: they answer by sending the document.
fn not_found() -> Answer {
    Answer::refused(Outcome::NotPersisted, Code::PersistedQueryNotFound, "PersistedQueryNotFound")
}

fn untrusted(is_text: bool) -> Answer {
    if !is_text {
        return not_found();
    }
    let message = "this instance answers only the documents that its operator trusts (HOBNOB_TRUSTED_DOCUMENTS)";
    Answer::refused(Outcome::Refused, Code::Forbidden, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_sixty_four_hexadecimal_digits() {
        // The SHA-256 of `abc`, as FIPS 180-2 prints it.
        let printed = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((Digest::of("abc").to_string().as_str(), printed.parse()), (printed, Ok(Digest::of("abc"))));
        assert_eq!(printed.to_uppercase().parse(), Ok(Digest::of("abc")));
        for bad in ["", "ba78", &printed.replace('b', "g"), &format!("{printed}0"), &"é".repeat(32)] {
            assert_eq!(bad.parse::<Digest>(), Err(NoDigest), "{bad}");
        }
    }

    #[test]
    fn a_trusted_document_is_known_with_its_line_end_and_without() {
        let trusted = TrustedDocuments::new(["{ goals }\n".to_owned()]);
        let documents = Documents::new(Some(trusted));
        let known = |text: &str, digest| documents.asked(text.to_owned(), digest).map(|asked| asked.document);
        for digest in [Digest::of("{ goals }"), Digest::of("{ goals }\n")] {
            assert_eq!(known("", Some(digest)).ok().as_deref(), Some("{ goals }"));
        }
        assert_eq!(known(" { goals }", None).ok().as_deref(), Some("{ goals }"));
        assert!(known("{ niches { slug } }", None).is_err());
        assert!(known("", Some(Digest::of("{ niches { slug } }"))).is_err());
    }

    proptest::proptest! {
        #[test]
        fn reading_a_digest_never_panics(text in ".*") {
            let _ = text.parse::<Digest>();
        }
    }
}
