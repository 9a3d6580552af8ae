//! The GraphQL API as its clients see it: requests in, JSON out, over a frozen clock and events made up here.
#![recursion_limit = "256"]
#![allow(missing_docs, reason = "tests are sentences")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the leave that clippy.toml gives tests does not reach their helpers"
)]

mod administration;
mod answers;
mod direct;
mod filters;
mod following;
mod limits;
mod nodes;
mod paging;
mod repeating;
mod schema;
mod sources;
mod world;
