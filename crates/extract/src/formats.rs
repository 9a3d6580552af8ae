//! The ways the world writes events down.

pub(crate) mod atom;
pub(crate) mod events_list;
mod feed;
pub(crate) mod ical;
pub(crate) mod json_feed;
pub(crate) mod json_ld;
pub(crate) mod rss;
pub(crate) mod sitemap;
