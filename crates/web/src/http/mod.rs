//! The parts of HTTP that pages and feeds share.

mod conditional;
mod encoding;
mod entity;
mod headers;
mod media;
mod same_site;

pub(crate) use conditional::is_unchanged;
pub(crate) use encoding::ungzipped;
pub(crate) use entity::{Entity, More, Validators, digest, respond};
pub(crate) use headers::secured;
pub(crate) use media::{Accepts, accepts, is_of_type};
pub(crate) use same_site::is_from_elsewhere;
