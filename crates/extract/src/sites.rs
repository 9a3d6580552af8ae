//! What one site does its own way.

pub(crate) mod calling_all_papers;
pub(crate) mod ccf_deadlines;
pub(crate) mod confs_tech;
pub(crate) mod developers_events;
pub(crate) mod python_deadlines;
pub(crate) mod ruby_conferences;
pub(crate) mod rubyevents;
pub(crate) mod this_week_in_rust;
