//! The GraphQL API as its clients see it: requests in, JSON out, over a frozen clock and events made up here.
#![recursion_limit = "256"]
#![allow(missing_docs, reason = "tests are sentences")]

mod answers;
mod filters;
mod limits;
mod nodes;
mod paging;
mod schema;
mod world;
