//! The ways the world writes events down.

pub(crate) mod ical;
pub(crate) mod json_ld;
pub(crate) mod next_data;
pub(crate) mod state;
