//! What one site does its own way.

pub(crate) mod confs_tech;
