//! The ways the world writes events down.

pub(crate) mod ical;
pub(crate) mod json_ld;
