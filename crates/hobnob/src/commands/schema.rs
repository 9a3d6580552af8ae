//! `hobnob schema`.

use crate::outcome::Outcome;

pub(crate) fn schema() -> Outcome {
    super::say(&hobnob_graphql::sdl())
}
