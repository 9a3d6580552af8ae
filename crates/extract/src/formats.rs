//! The ways the world writes events down.

pub(crate) mod html;
pub(crate) mod ical;
mod items;
pub(crate) mod json_ld;
mod microdata;
mod microformats;
pub(crate) mod next_data;
mod open_graph;
mod rdfa;
pub(crate) mod same;
pub(crate) mod state;
mod types;
