//! The read side as browsers, calendar clients and API clients see it: requests in, responses out, over a clock that is
//! turned by hand and events made up here.
#![allow(missing_docs, reason = "tests are sentences")]

mod api;
mod caching;
mod feeds;
mod following;
mod operations;
mod pages;
mod site;
mod world;
