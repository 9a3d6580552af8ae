//! The ways the world writes events down.

mod add_to_calendar;
pub(crate) mod atom;
pub(crate) mod events_list;
mod feed;
pub(crate) mod html;
pub(crate) mod ical;
mod items;
pub(crate) mod json_feed;
pub(crate) mod json_ld;
pub(crate) mod markdown;
mod microdata;
pub(crate) mod microformats;
pub(crate) mod next_data;
mod open_graph;
mod rdfa;
pub(crate) mod rss;
pub(crate) mod same;
pub(crate) mod sitemap;
pub(crate) mod state;
mod types;
