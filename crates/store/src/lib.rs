//! Keeps what must last: takes listings and events -> gives them back, from SQLite or PostgreSQL alike.
//!
//! This crate must never search (filtering is the index's), read a clock, touch the network beyond its database, or
//! let a row type out. Pages and listings are *ground state*; events and occurrences are *derived state* and can be
//! thrown away ([`Store::events_clear`]) and told again; who events are (ids, UIDs, sequences) and what became of them is
//! ground state too.
//!
//! Each resource has its file; methods are named resource first. Everything that writes is one transaction: it is
//! there whole or not at all, whenever the process dies.

mod backup;
mod batch;
mod calendar_choices;
mod calendar_rows;
mod calendars;
mod calendars_write;
mod catalogue;
mod changes;
mod claims;
mod coming;
mod connect;
mod decisions;
mod due;
mod entity;
mod error;
mod event_rows;
mod events;
mod events_commit;
mod events_write;
mod export;
mod farewell;
mod hash;
mod hosts;
mod identities;
mod import;
mod index_marks;
mod instant;
mod json;
mod keys;
mod lease;
mod letter_totals;
mod letters;
mod letters_end;
mod letters_plan;
mod letters_send;
mod letters_told;
mod lines;
mod listings;
mod moves;
mod occurrences;
mod organizers;
mod own_file;
mod page_commit;
mod pairs;
mod problems;
mod provenance;
mod random;
mod rekeyed;
mod relations;
mod retired;
mod returned;
mod run;
mod run_totals;
mod schema;
mod secrets;
mod settle;
mod sign_up;
mod soon;
mod source_remove;
mod source_runs;
mod sources;
mod subscribers;
mod transaction;
mod venues;

#[cfg(test)]
mod tests;

pub use calendar_choices::ChoiceKept;
pub use calendars::CalendarDoor;
pub use calendars_write::{CALENDARS_AN_HOUR_MAX, NewCalendar};
pub use catalogue::Beginning;
pub use changes::ChangePlace;
pub use connect::sqlite_file;
pub use error::StoreError;
pub use events::Changes;
pub use events_commit::{EventsCommit, EventsReport, Resolved};
pub use export::ExportReport;
pub use hash::{listing_id, source_id};
pub use hosts::HostTurn;
pub use import::ImportReport;
pub use json::words_json;
pub use letter_totals::LetterTotals;
pub use letters::KnownLetter;
pub use letters_end::LetterEnd;
pub use letters_plan::{DueSubscribers, Plan, PlanReport, PlannedLetter, told_of};
pub use letters_send::{ClaimedLetter, Leaving};
pub use page_commit::{ListingCounts, PageCommit, PageOutcome, PageRecord, PageReport};
pub use pairs::PairPlace;
pub use problems::PROBLEMS_MAX;
pub use returned::ReturnedEnd;
pub use run::MISSING_RUNS_MAX;
pub use run_totals::RunTotals;
pub use secrets::creation_key;
pub use sign_up::{Confirmation, SignUp, SignedUp};
pub use source_runs::{RunTally, SOURCE_RUNS_MAX};
pub use sources::URL_BYTES_MAX;
pub use subscribers::{KnownSubscriber, WrittenWishes};

use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbBackend};

/// The database. Cheap to clone; all clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    /// On SQLite one connection, so that writers queue here and not at the file's lock.
    writer: DatabaseConnection,
    /// Writes what a loss of power must not take back; on PostgreSQL, whose commits all last, the same ones.
    durable: DatabaseConnection,
    /// Several connections; on PostgreSQL the same ones.
    reader: DatabaseConnection,
}

impl Store {
    /// Whether it is PostgreSQL, else SQLite.
    pub fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Postgres
    }

    /// The same database; every statement is told once it was executed: for counting them.
    #[must_use]
    pub fn observed(mut self, observer: impl Fn(&str) + Send + Sync + 'static) -> Self {
        let observer = Arc::new(observer);
        for connection in [&mut self.writer, &mut self.durable, &mut self.reader] {
            let observer = Arc::clone(&observer);
            connection.set_metric_callback(move |told| observer(&told.statement.sql));
        }
        self
    }

    /// Closes all connections; on SQLite that also tidies the file up. A store that is dropped does so too, but nobody
    /// can wait for it.
    pub async fn close(self) -> Result<(), StoreError> {
        self.reader.close_by_ref().await?;
        self.durable.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }
}
