//! Takes a GraphQL request, gives a response, from one snapshot of the events and one reading of the sources.
//!
//! It must never know HTTP, ask the store once per row, tell a client what is wrong inside us, or do work whose size a
//! client decides without a limit of [`limits`].

mod allowed;
mod answers;
mod calendar_turns;
mod choosing;
mod company;
mod context;
mod cost;
pub mod cursor;
mod direct;
mod documents;
mod error;
mod execute;
mod forecast;
mod inputs;
mod kept;
mod letter_desk;
pub mod limits;
mod mutations;
mod node;
mod ordered;
mod query;
mod request;
mod rules;
mod scalars;
mod sdl;
mod selected;
mod shown;
mod siblings;
mod subscription;
mod types;
mod understood;
mod viewer;
mod watch;
mod weights;
mod written;

pub use calendar_turns::CalendarTurns;
pub use choosing::{ChoiceFault, Choosing};
pub use context::Context;
pub use documents::{Digest, NoDigest, TrustedDocuments};
pub use error::Code;
pub use execute::{Answer, Outcome, execute};
pub use forecast::{FORECAST_WEEKS, Forecast};
pub use letter_desk::LetterDesk;
pub use request::{BadRequest, Request};
pub use rules::RulesReader;
pub use selected::selected;
pub use shown::{Shown, shown};
pub use viewer::Viewer;
pub use watch::{Streamed, Watch, watch};

use answers::Answers;
use async_graphql::{SchemaBuilder, ValidationMode};
use documents::Documents;
use mutations::Mutation;
use query::Query;
use std::sync::Arc;
use subscription::Subscription;
use understood::Library;
use weights::Weights;

type Engine = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema with the means to answer. Cheap to clone.
#[derive(Clone)]
pub struct Schema {
    context: Context,
    /// Executes what was validated already.
    inner: Engine,
    /// Validates, and measures what it would cost.
    scales: Engine,
    documents: Arc<Documents>,
    library: Arc<Library>,
    weights: Arc<Weights>,
    answers: Arc<Answers>,
    rules: RulesReader,
    letters: Option<LetterDesk>,
    calendar_turns: Option<CalendarTurns>,
}

impl Schema {
    /// Answers only these documents from now on.
    #[must_use]
    pub fn with_trusted(self, trusted: TrustedDocuments) -> Self {
        Self { documents: Arc::new(Documents::new(Some(trusted))), ..self }
    }

    /// Opens the desk where readers sign up for letters.
    #[must_use]
    pub fn with_letters(self, desk: LetterDesk) -> Self {
        Self { letters: Some(desk), ..self }
    }

    /// Lets each client make calendars by turns.
    #[must_use]
    pub fn with_calendar_turns(self, turns: CalendarTurns) -> Self {
        Self { calendar_turns: Some(turns), ..self }
    }

    /// Takes rules that this reader understands.
    #[must_use]
    pub fn with_rules(self, rules: RulesReader) -> Self {
        Self { rules, ..self }
    }
}

/// Builds the schema over the means of the process.
pub fn schema(context: Context) -> Schema {
    let inner = bounded().validation_mode(ValidationMode::Fast).data(context.clone()).finish();
    let scales = bounded().extension(cost::Scales).finish();
    Schema {
        context,
        inner,
        scales,
        documents: Arc::new(Documents::new(None)),
        library: Arc::new(Library::new()),
        weights: Arc::new(Weights::new()),
        answers: Arc::new(Answers::new()),
        rules: RulesReader::default(),
        letters: None,
        calendar_turns: None,
    }
}

/// The schema in the Schema Definition Language: sorted, two blanks to indent, the same bytes for the same code. Needs
/// neither store nor index.
pub fn sdl() -> String {
    sdl::written(&bounded().finish())
}

fn bounded() -> SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query, Mutation::default(), Subscription)
        .limit_complexity(limits::COMPLEXITY_MAX)
        .limit_depth(limits::DEPTH_MAX)
        .limit_recursive_depth(limits::RECURSION_MAX)
        .limit_directives(limits::DIRECTIVES_MAX)
}
