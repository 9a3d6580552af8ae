//! What can be changed, and by whom: a calendar by whoever knows its token.
//!
//! What a person can put right is answered in `problems`, beside what is right; errors are for programs.

mod calendar;
mod payloads;
mod problem;

pub(crate) use calendar::opened;
pub(crate) use problem::{InputProblem, InputProblemCode};

use async_graphql::MergedObject;
use calendar::CalendarMutation;

/// Everything that can be changed. Mutations answer what a person can put right in `problems`; they are taken by POST
/// only.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(CalendarMutation);
