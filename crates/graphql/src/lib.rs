//! Takes a GraphQL request, gives a response, from one snapshot of the events and one reading of the sources.
//!
//! It must never know HTTP, ask the store once per row, tell a client what is wrong inside us, or do work whose size a
//! client decides without a limit of [`limits`].

mod choosing;
mod company;
mod context;
pub mod cursor;
mod error;
mod execute;
mod forecast;
mod inputs;
pub mod limits;
mod mutations;
mod node;
mod query;
mod request;
mod scalars;
mod sdl;
mod selected;
mod shown;
mod siblings;
mod types;

pub use choosing::{ChoiceFault, Choosing};
pub use context::Context;
pub use error::Code;
pub use execute::{Answer, Outcome, execute};
pub use forecast::{FORECAST_WEEKS, Forecast};
pub use request::{BadRequest, Request};
pub use selected::selected;
pub use shown::{Shown, shown};

use async_graphql::{EmptySubscription, SchemaBuilder};
use mutations::Mutation;
use query::Query;

/// The schema with the means to answer. Cheap to clone.
#[derive(Clone)]
pub struct Schema {
    context: Context,
    inner: async_graphql::Schema<Query, Mutation, EmptySubscription>,
}

/// Builds the schema over the means of the process.
pub fn schema(context: Context) -> Schema {
    let inner = bounded().data(context.clone()).finish();
    Schema { context, inner }
}

/// The schema in the Schema Definition Language: sorted, two blanks to indent, the same bytes for the same code. Needs
/// neither store nor index.
pub fn sdl() -> String {
    sdl::written(&bounded().finish())
}

fn bounded() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    async_graphql::Schema::build(Query, Mutation::default(), EmptySubscription)
        .limit_complexity(limits::COMPLEXITY_MAX)
        .limit_depth(limits::DEPTH_MAX)
        .limit_recursive_depth(limits::RECURSION_MAX)
        .limit_directives(limits::DIRECTIVES_MAX)
}
