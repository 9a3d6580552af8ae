//! Transactions that write. SQLite begins them at once as the one writer; PostgreSQL has them ordered by the counter's
//! row: what touches one source's listings shares it, what touches events has it alone, so that neither can wait for
//! the other in a circle, and a later revision never commits before an earlier one.

use crate::{Store, StoreError, entity::revisions};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QuerySelect, SqliteTransactionMode,
    TransactionOptions, TransactionTrait, sea_query::LockType,
};

/// The counter's only row.
pub(crate) const COUNTER: i64 = 1;

impl Store {
    /// A transaction about the listings of one source.
    pub(crate) async fn begin_source(&self) -> Result<DatabaseTransaction, StoreError> {
        self.begin_with(LockType::Share).await
    }

    /// A transaction about events, or about the listings of many sources.
    pub(crate) async fn begin_events(&self) -> Result<DatabaseTransaction, StoreError> {
        self.begin_with(LockType::Update).await
    }

    async fn begin_with(&self, lock: LockType) -> Result<DatabaseTransaction, StoreError> {
        let transaction = self.begin_alone().await?;
        if self.is_postgres() {
            revisions::Entity::find_by_id(COUNTER).lock(lock).one(&transaction).await?;
        }
        Ok(transaction)
    }

    /// A transaction that locks no row of its own. `BEGIN IMMEDIATE`: one that began by reading could not become the
    /// writer while another writes, however long it waited.
    pub(crate) async fn begin_alone(&self) -> Result<DatabaseTransaction, StoreError> {
        Ok(self.writer.begin_with_options(alone()).await?)
    }

    /// The same, and what it commits outlasts a loss of power. Letters are planned, claimed and noted by these alone, so that
    /// they wait for each other here and not at the file's lock.
    pub(crate) async fn begin_durable(&self) -> Result<DatabaseTransaction, StoreError> {
        Ok(self.durable.begin_with_options(alone()).await?)
    }
}

/// Waits until no other transaction holds a lock of that number, and holds it to its end. SQLite has one writer anyway.
pub(crate) async fn one_by_one(db: &impl ConnectionTrait, number: i64) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({number})")).await?;
    }
    Ok(())
}

fn alone() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}
