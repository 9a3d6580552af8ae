//! Answers kept at hand: the same question about the same events in the same minute has the same answer.

use std::sync::Arc;

use crate::{
    context::Moment, documents::Digest, execute::Answer, kept::Kept, limits::ANSWERS_BYTES_KEPT, written::written,
};
use serde_json::{Map, Value};

/// What an answer depends on, if it needed nothing but the index: the question, the instant and the index's revision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    digest: Digest,
    minute: i64,
    revision: (u64, i64),
}

impl Question {
    pub(crate) fn new(
        document: &str,
        operation: Option<&str>,
        variables: &Map<String, Value>,
        moment: &Moment,
    ) -> Self {
        // Each part says how long it is, so that no two questions are written alike.
        let variables = if variables.is_empty() { String::new() } else { written(variables) };
        let operation = operation.unwrap_or_default();
        let whole = format!("{} {} {document}{operation}{variables}", document.len(), operation.len());
        let snapshot = &moment.snapshot;
        Self {
            digest: Digest::of(&whole),
            minute: moment.now.timestamp().div_euclid(60),
            revision: (snapshot.epoch(), snapshot.revision()),
        }
    }
}

/// The answers kept.
pub(crate) struct Answers(Kept<Question, Arc<Answer>>);

impl Answers {
    pub(crate) fn new() -> Self {
        Self(Kept::new(ANSWERS_BYTES_KEPT))
    }

    pub(crate) fn get(&self, question: &Question) -> Option<Answer> {
        self.0.get(question).map(|answer| (*answer).clone())
    }

    pub(crate) fn keep(&self, question: Question, answer: &Answer) {
        self.0.put(question, Arc::new(answer.clone()), answer.body.len());
    }
}
