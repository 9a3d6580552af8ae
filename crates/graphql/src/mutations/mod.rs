//! What can be changed, and by whom: sources and pairs by administrators, a calendar by whoever knows its token, letters
//! by who reads them.
//!
//! What a person can put right is answered in `problems`, beside what is right; errors are for programs.

mod calendar;
mod digest;
mod pairs;
mod payloads;
mod problem;
mod sources;

pub(crate) use calendar::opened;
pub(crate) use problem::{InputProblem, InputProblemCode};

use async_graphql::MergedObject;
use calendar::CalendarMutation;
use digest::DigestMutation;
use pairs::PairMutation;
use sources::SourceMutation;

/// Everything that can be changed. Mutations answer what a person can put right in `problems`; they are taken by POST
/// only. What is for administrators needs `Authorization: Bearer …` with the instance's token.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(CalendarMutation, DigestMutation, PairMutation, SourceMutation);
