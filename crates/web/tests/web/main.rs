//! The read side as browsers, calendar clients and API clients see it: requests in, responses out, over a clock that is
//! turned by hand and events made up here.
#![allow(missing_docs, reason = "tests are sentences")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the leave that clippy.toml gives tests does not reach their helpers"
)]

mod api;
mod api_cache;
mod api_rate;
mod api_stream;
mod caching;
mod calendars;
mod event_page;
mod feeds;
mod following;
mod operations;
mod pages;
mod places;
mod returned;
mod sign_ups;
mod site;
mod syndication;
mod world;
