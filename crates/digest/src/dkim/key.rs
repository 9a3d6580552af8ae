//! Private keys that sign.

use super::SignerError;
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};

/// A private key.
pub(super) enum Key {
    /// RSA over SHA-256 (RFC 6376 §3.3.1).
    Rsa(Box<RsaKeyPair>),
    /// Ed25519 over SHA-256 (RFC 8463).
    Ed25519(Ed25519KeyPair),
}

impl Key {
    /// Reads the first private key of a PEM text.
    pub(super) fn read(pem: &str) -> Result<Self, SignerError> {
        let rsa = |pair: Result<RsaKeyPair, _>| pair.ok().map(|pair| Self::Rsa(Box::new(pair)));
        let key = match PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| SignerError::Pem)? {
            PrivateKeyDer::Pkcs1(der) => rsa(RsaKeyPair::from_der(der.secret_pkcs1_der())),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                let ed25519 = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok().map(Self::Ed25519);
                ed25519.or_else(|| rsa(RsaKeyPair::from_pkcs8(der)))
            }
            _ => None,
        };
        key.ok_or(SignerError::Key)
    }

    /// The word of `k=`.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa",
            Self::Ed25519(_) => "ed25519",
        }
    }

    /// The word of `a=`.
    pub(super) const fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa-sha256",
            Self::Ed25519(_) => "ed25519-sha256",
        }
    }

    /// The bytes of `p=`: a SubjectPublicKeyInfo for RSA, which is what receivers expect; the bare key for Ed25519.
    pub(super) fn public(&self) -> Vec<u8> {
        match self {
            Self::Rsa(pair) => subject_public_key_info(pair.public_key().as_ref()),
            Self::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    /// Signs what is to be hashed. Ed25519 signs the hash (RFC 8463 §3).
    pub(super) fn sign(&self, hashed: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), hashed, &mut signature).ok()?;
                Some(signature)
            }
            Self::Ed25519(pair) => {
                let hash = ring::digest::digest(&ring::digest::SHA256, hashed);
                Some(pair.sign(hash.as_ref()).as_ref().to_vec())
            }
        }
    }
}

/// An RSAPublicKey with the name of its algorithm (RFC 5280 §4.1.2.7).
fn subject_public_key_info(rsa_public_key: &[u8]) -> Vec<u8> {
    const RSA_ENCRYPTION: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0];
    let bits = der(0x03, &[&[0], rsa_public_key].concat());
    der(0x30, &[RSA_ENCRYPTION.as_slice(), &bits].concat())
}

/// A DER value with its tag and length.
fn der(tag: u8, value: &[u8]) -> Vec<u8> {
    let length: Vec<u8> = value.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match (length.as_slice(), u8::try_from(length.len())) {
        ([], _) => out.push(0),
        ([short @ ..=0x7f], _) => out.push(*short),
        (long, octets) => {
            out.push(0x80 | octets.unwrap_or_default());
            out.extend(long);
        }
    }
    out.extend(value);
    out
}
