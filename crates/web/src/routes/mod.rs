//! One file per route or group of routes: from a request to a response.

pub(crate) mod api;
pub(crate) mod assets;
pub(crate) mod bot;
pub(crate) mod calendar;
pub(crate) mod clashes;
pub(crate) mod event;
pub(crate) mod given;
mod graphiql;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod letters;
mod listed;
pub(crate) mod metrics;
pub(crate) mod missing;
pub(crate) mod new_calendar;
pub(crate) mod niche;
pub(crate) mod own_letters;
pub(crate) mod owner;
pub(crate) mod personal;
pub(crate) mod place;
pub(crate) mod returned;
pub(crate) mod robots;
pub(crate) mod site_map;
pub(crate) mod sources;
pub(crate) mod starting;
pub(crate) mod stream;
pub(crate) mod syndication;
