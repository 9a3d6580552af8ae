//! Randomness from the operating system: for what must not be guessed.

use crate::StoreError;
use hobnob_domain::{SECRET_BYTES, Secret};

/// Bytes nobody can foresee.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(bytes)
}

/// A number that can be an id: never negative.
pub(crate) fn id() -> Result<i64, StoreError> {
    Ok(i64::from_be_bytes(bytes()?) & i64::MAX)
}

/// A new secret.
pub(crate) fn secret() -> Result<Secret, StoreError> {
    Ok(Secret::from_random(bytes::<SECRET_BYTES>()?))
}
