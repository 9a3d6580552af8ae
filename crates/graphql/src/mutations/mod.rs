//! What can be changed, and by whom.
//!
//! What a person can put right is answered in `problems`, beside what is right; errors are for programs.

mod digest;
mod problem;

pub(crate) use problem::{InputProblem, InputProblemCode};

use async_graphql::MergedObject;
use digest::DigestMutation;

/// Everything that can be changed. Mutations answer what a person can put right in `problems`; they are taken by POST
/// only.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(DigestMutation);
