//! What pages show: values made ready for the templates, which only place them.

mod bot;
mod event;
mod facts;
mod form;
mod frame;
mod json_ld;
mod link;
mod list;
mod narrow;
mod niche;
mod parts;
mod place;
mod row;
mod sources;
mod subscribe;
mod templates;
mod when;
mod wider;

pub(crate) use bot::bot_page;
pub(crate) use event::event_page;
pub(crate) use facts::{place, warning};
pub(crate) use frame::Frame;
pub(crate) use link::{list_href, niche_href, place_href};
pub(crate) use list::search_page;
pub(crate) use niche::{niche_page, niche_search};
pub(crate) use place::{place_page, place_search};
pub(crate) use sources::{source_page, sources_page};
pub(crate) use templates::{Graphiql, Message};
pub(crate) use when::{alone, in_utc};
