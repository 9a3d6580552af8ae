//! The read side: takes HTTP requests, gives pages, feeds and GraphQL answers from the index.
//!
//! It must never write to the store but what a person asks it to and the mark of the index it keeps, fetch anything, do a client's work without a
//! limit, or let a client see what went wrong inside. While the database is away it goes on serving what the index holds.

mod admin;
mod busy;
mod client;
mod feed;
mod feed_cache;
mod fixed_site;
mod follow;
mod found;
mod history;
mod http;
mod index_file;
mod jcal;
mod letter_form;
mod limits;
mod open_files;
mod pages;
mod personal;
mod rate_limit;
mod returns;
mod router;
mod routes;
mod search;
mod serve;
mod site_map;
mod state;
mod streams;
mod syndication;
mod tallies;
mod texts;
mod unread;
mod wish;
mod words;

pub use admin::{ADMIN_TOKEN_CHARS_MIN, AdminToken};
pub use busy::{Busy, BusyRead, BusyReader};
pub use client::TrustedProxies;
pub use feed::feed_of;
pub use fixed_site::fixed_site;
pub use follow::{CatchUpError, catch_up, follow};
pub use hobnob_graphql::LetterDesk;
pub use index_file::IndexFile;
pub use limits::{CONNECTIONS_MAX, GRAPHQL_UNITS_AN_HOUR, QUESTION_TIME_MAX, UNREAD_TIME_MAX};
pub use open_files::connections_max;
pub use returns::MailboxReader;
pub use router::router;
pub use serve::{serve, serve_router};
pub use state::{Robot, State};
