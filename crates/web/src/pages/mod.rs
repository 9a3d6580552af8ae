//! What pages show: values made ready for the templates, which only place them.

mod bot;
mod calendar_fields;
mod event;
mod expected;
mod facts;
mod form;
mod frame;
mod json_ld;
mod letters;
mod link;
mod list;
mod narrow;
mod new_calendar;
mod niche;
mod owner;
mod parts;
mod row;
mod sources;
mod subscribe;
mod templates;
mod when;
mod wider;

pub(crate) use bot::bot_page;
pub(crate) use event::event_page;
pub(crate) use frame::Frame;
pub(crate) use letters::{LetterSaid, SignUpPage, farewell_page, letter_question, sign_up_page, wishes_page};
pub(crate) use list::search_page;
pub(crate) use new_calendar::{calendar_made_page, new_calendar_page};
pub(crate) use niche::{niche_page, niche_search};
pub(crate) use owner::{Said, owner_page};
pub(crate) use sources::{source_page, sources_page};
pub(crate) use templates::{Graphiql, Message};
