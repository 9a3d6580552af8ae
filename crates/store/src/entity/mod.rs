//! Rows as they stand in the database. Nobody outside this crate sees them; a test holds them equal to what the
//! migrations make.

#![allow(unreachable_pub, reason = "the derives write `pub`")]

pub mod bounces;
pub mod calendar_choices;
pub mod calendar_secrets;
pub mod calendars;
pub mod changes;
pub mod claims;
pub mod confirmations;
pub mod decisions;
pub mod dirty_listings;
pub mod event_keys;
pub mod events;
pub mod hosts;
pub mod identities;
pub mod index_marks;
pub mod keys;
pub mod leases;
pub mod letter_totals;
pub mod letter_words;
pub mod letters;
pub mod listing_keys;
pub mod listings;
pub mod memories;
pub mod occurrences;
pub mod organizers;
pub mod pages;
pub mod pairs;
pub mod problems;
pub mod provenance;
pub mod rejections;
pub mod retired;
pub mod revisions;
pub mod run_totals;
pub mod source_runs;
pub mod sources;
pub mod subscriber_addresses;
pub mod subscribers;
pub mod suppressions;
pub mod tombstones;
pub mod venues;
