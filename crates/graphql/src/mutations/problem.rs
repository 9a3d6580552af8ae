//! What is wrong with an input, for the person who wrote it.

use crate::node::global;
use async_graphql::{Enum, ID, SimpleObject};
use std::fmt::Display;

/// In what way an input is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum InputProblemCode {
    /// The value is not one that is allowed; the message says which are.
    Invalid,
    /// What it names is not there.
    NotFound,
    /// What it names was there and is no more.
    Gone,
    /// As much of it as fits is there already.
    TooMany,
}

/// Something that a person can put right in an input.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub(crate) struct InputProblem {
    /// The problem, for caches of clients: where and in what way.
    pub(crate) id: ID,
    /// Where in the input, from the outside to the inside: `["filters", "0", "near", "place"]`. Empty for the whole.
    pub(crate) field: Vec<String>,
    /// What is wrong, and what would be right.
    pub(crate) message: String,
    /// In what way, for programs.
    pub(crate) code: InputProblemCode,
}

impl InputProblem {
    pub(crate) fn new<'a>(
        field: impl IntoIterator<Item = &'a str>,
        code: InputProblemCode,
        message: impl Display,
    ) -> Self {
        let field: Vec<String> = field.into_iter().map(str::to_owned).collect();
        let id = global("problem", format!("{}.{code:?}", field.join(".")));
        Self { id, field, message: message.to_string(), code }
    }
}
