//! The shape of the database: takes an empty or older database -> gives one with every table hobnob-store expects.
//!
//! This crate must never read or write a row that is not about the shape itself, and a migration that has been
//! released is never edited: a change is a new file.
//!
//! Everything is made of five kinds of column that SQLite and PostgreSQL agree about: whole numbers of 64 bits, text,
//! truth, degrees, and nothing else. Instants are whole numbers too: microseconds since 1970-01-01T00:00:00Z.

mod columns;
mod dirty;
mod m0001_sources;
mod m0002_pages;
mod m0003_listings;
mod m0004_venues_organizers;
mod m0005_events;
mod m0006_occurrences;
mod m0007_identities;
mod m0008_leases;
mod m0009_source_spec;
mod m0010_source_runs;
mod m0011_hosts;
mod m0012_source_health;
mod m0013_run_totals;
mod m0014_pairs;
mod m0015_decisions;
mod m0016_provenance;
mod m0017_changes;
mod m0018_event_keys;
mod m0019_calendars;
mod m0020_subscribers;
mod m0021_letters;
mod m0022_told_places;
mod m0023_index_marks;
mod m0024_letter_words;
mod m0025_listing_keys;
mod m0026_town_centres;
mod m0027_memories;
mod m0028_begun_anew;

pub use sea_orm_migration::MigratorTrait;

use sea_orm_migration::{
    MigrationTrait, SchemaManager, SchemaManagerConnection, async_trait,
    sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryOrder},
    seaql_migrations,
};

/// The changes, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_sources::Migration),
            Box::new(m0002_pages::Migration),
            Box::new(m0003_listings::Migration),
            Box::new(m0004_venues_organizers::Migration),
            Box::new(m0005_events::Migration),
            Box::new(m0006_occurrences::Migration),
            Box::new(m0007_identities::Migration),
            Box::new(m0008_leases::Migration),
            Box::new(m0009_source_spec::Migration),
            Box::new(m0010_source_runs::Migration),
            Box::new(m0011_hosts::Migration),
            Box::new(m0012_source_health::Migration),
            Box::new(m0013_run_totals::Migration),
            Box::new(m0014_pairs::Migration),
            Box::new(m0015_decisions::Migration),
            Box::new(m0016_provenance::Migration),
            Box::new(m0017_changes::Migration),
            Box::new(m0018_event_keys::Migration),
            Box::new(m0019_calendars::Migration),
            Box::new(m0020_subscribers::Migration),
            Box::new(m0021_letters::Migration),
            Box::new(m0022_told_places::Migration),
            Box::new(m0023_index_marks::Migration),
            Box::new(m0024_letter_words::Migration),
            Box::new(m0025_listing_keys::Migration),
            Box::new(m0026_town_centres::Migration),
            Box::new(m0027_memories::Migration),
            Box::new(m0028_begun_anew::Migration),
        ]
    }
}

/// Names of the changes this program knows, oldest first.
pub fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// Names of the changes a database has had, oldest first; those of a newer program among them. Changes nothing, not
/// even in a database that is still empty.
pub async fn applied<'c, C>(db: &'c C) -> Result<Vec<String>, DbErr>
where
    C: ConnectionTrait,
    &'c C: Into<SchemaManagerConnection<'c>>,
{
    let manager = SchemaManager::new(db.into());
    if !manager.has_table("seaql_migrations").await? {
        return Ok(Vec::new());
    }
    let rows = seaql_migrations::Entity::find().order_by_asc(seaql_migrations::Column::Version).all(db).await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Applies every change that is missing. The caller holds the lock and commits: all of them, or none.
pub async fn up(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    Migrator::up(transaction, None).await
}

/// Takes the newest change back, with everything that stands in its tables.
pub async fn down(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    Migrator::down(transaction, Some(1)).await
}
