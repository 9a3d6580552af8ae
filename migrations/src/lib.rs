//! The shape of the database, one file per change.
