//! Whether database and program fit together.

use crate::{Store, StoreError};
use sea_orm::{ConnectionTrait, DatabaseConnection};

/// The number under which processes wait for each other on PostgreSQL: "hobnob" as bytes.
const MIGRATION_LOCK: i64 = 0x686f_626e_6f62;

impl Store {
    /// Brings the database to the shape this program expects: all missing changes, or none. Any number of processes may
    /// do so at once; one works, the others wait.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        if missing(&self.reader).await?.is_empty() {
            return Ok(());
        }
        let transaction = self.begin_alone().await?;
        if self.is_postgres() {
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
        }
        hobnob_migrations::up(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Says whether the database has exactly the shape this program expects; changes nothing.
    pub async fn schema_check(&self) -> Result<(), StoreError> {
        let missing = missing(&self.reader).await?;
        match missing.first() {
            None => Ok(()),
            Some(first) => Err(StoreError::SchemaOlder { count: missing.len(), first: first.clone() }),
        }
    }
}

/// Names of the changes the database lacks. One that has changes this program does not know is refused.
async fn missing(db: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let known = hobnob_migrations::known();
    let applied = hobnob_migrations::applied(db).await?;
    let newer: Vec<String> = applied.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !newer.is_empty() {
        return Err(StoreError::SchemaNewer(newer.join(", ")));
    }
    Ok(known.into_iter().filter(|name| !applied.contains(name)).collect())
}
