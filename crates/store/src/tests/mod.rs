//! Stories told to both databases.

#![allow(clippy::as_conversions, reason = "small numbers of tests")]

mod backing_up;
mod calendars;
mod catalogue;
mod changes;
mod connecting;
mod crawling;
mod databases;
mod exporting;
mod holding;
mod hosts;
mod index_marks;
mod killing;
mod leases;
mod letters;
mod letters_noted;
mod letters_returned;
mod letters_unread;
mod migrating;
mod pairs;
mod relations;
mod removing;
mod rereading;
mod resolving;
mod samples;
mod source_runs;
