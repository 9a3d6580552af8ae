//! Documents read before: the same text is parsed and measured once.

use std::sync::Arc;

use crate::{
    direct::merges,
    error::{Code, coded, refusal},
    kept::Kept,
    limits::{UNDERSTOOD_BYTES_KEPT, check_shape, check_tokens},
};
use async_graphql::{
    ServerError,
    parser::{parse_query, types::ExecutableDocument},
};

/// What a parsed document takes in memory for each byte of its text, about.
const BYTES_A_BYTE: usize = 24;

/// A document that was counted, parsed and measured.
#[derive(Debug)]
pub(crate) struct Understood {
    pub(crate) document: ExecutableDocument,
    /// Whether rows may be written directly.
    pub(crate) is_direct: bool,
}

/// Documents that were read lately.
#[derive(Debug)]
pub(crate) struct Library(Kept<Arc<str>, Arc<Understood>>);

impl Library {
    pub(crate) fn new() -> Self {
        Self(Kept::new(UNDERSTOOD_BYTES_KEPT))
    }

    /// Counts, parses and measures a document, or says why it is refused.
    pub(crate) fn read(&self, text: &Arc<str>) -> Result<Arc<Understood>, ServerError> {
        if let Some(known) = self.0.get(text) {
            return Ok(known);
        }
        let read = Arc::new(understood(text)?);
        self.0.put(Arc::clone(text), Arc::clone(&read), text.len().saturating_mul(BYTES_A_BYTE));
        Ok(read)
    }
}

fn understood(text: &str) -> Result<Understood, ServerError> {
    check_tokens(text).map_err(|message| refusal(Code::ComplexityLimit, message))?;
    let document = parse_query(text).map_err(|error| coded(error.into(), Code::ParseFailed))?;
    check_shape(&document).map_err(|(code, message)| refusal(code, message))?;
    let is_direct = !merges(&document);
    Ok(Understood { document, is_direct })
}
