//! Catalogues of sources, each stored whole or not at all, and the note that there is nothing to begin with any more.
//!
//! The note is a row of `keys`: whether a database is new can't be told from its sources, for an operator may have
//! added some before anything was started, or removed all of them since.

use crate::{
    Store, StoreError,
    batch::replacing,
    entity::{keys, sources},
    sources::{save, saved},
};
use chrono::{DateTime, Utc};
use hobnob_domain::SourceSpec;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait as _};

/// The name of the note.
const NOTE: &str = "catalogue";

/// What the note says: sources were written down in an empty database, and no catalogue was loaded yet.
const AHEAD: &str = "ahead";

/// What the note says: a catalogue was loaded, or came from another database.
const LOADED: &str = "loaded";

/// Which databases begin with a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// All in which none was loaded yet, whatever sources were added by hand before.
    BesideOthers,
    /// Only those without a source: who added some by hand and works them off asked for no others.
    InAnEmptyOne,
}

impl Store {
    /// Stores the sources of a catalogue that somebody chose, and says how many of them are new. No other is begun with
    /// from now on.
    pub async fn sources_save_all(&self, specs: &[SourceSpec], now: DateTime<Utc>) -> Result<usize, StoreError> {
        // Most starts find all as it is, and wait for nobody who writes.
        if note(&self.reader).await?.as_deref() == Some(LOADED) && are_saved(&self.reader, specs).await? {
            return Ok(0);
        }
        let transaction = self.begin_events().await?;
        let new = save_all(&transaction, specs, now).await?;
        transaction.commit().await?;
        Ok(new)
    }

    /// Stores the sources that a database begins with, and says how many of them are new: none if it has begun already,
    /// so that what was removed stays removed. A database from before this was noted has begun if it has any source.
    pub async fn sources_begin_with(
        &self,
        specs: &[SourceSpec],
        beginning: Beginning,
        now: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        if note(&self.reader).await?.as_deref() == Some(LOADED) {
            return Ok(0);
        }
        if beginning == Beginning::InAnEmptyOne && sources::Entity::find().count(&self.reader).await? > 0 {
            return Ok(0);
        }
        // Alone: two processes that start may both find that nothing was begun.
        let transaction = self.begin_events().await?;
        if beginning == Beginning::InAnEmptyOne && sources::Entity::find().count(&transaction).await? > 0 {
            return Ok(0);
        }
        let has_begun = match note(&transaction).await?.as_deref() {
            Some(AHEAD) => false,
            Some(_) => true,
            None => sources::Entity::find().count(&transaction).await? > 0,
        };
        let new = if has_begun { 0 } else { save_all(&transaction, specs, now).await? };
        note_loaded(&transaction).await?;
        transaction.commit().await?;
        Ok(new)
    }
}

async fn save_all(db: &impl ConnectionTrait, specs: &[SourceSpec], now: DateTime<Utc>) -> Result<usize, StoreError> {
    if !specs.is_empty() {
        note_loaded(db).await?;
    }
    let mut new = 0;
    for spec in specs {
        let (_, is_new) = save(db, spec, now).await?;
        new += usize::from(is_new);
    }
    Ok(new)
}

async fn are_saved(db: &impl ConnectionTrait, specs: &[SourceSpec]) -> Result<bool, StoreError> {
    for spec in specs {
        if saved(db, spec).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes that a database needs no catalogue to begin with.
pub(crate) async fn note_loaded(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    write(db, LOADED).await
}

/// Notes that the source that is about to be written is the first of a new database, if it is.
pub(crate) async fn note_ahead(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let is_new = note(db).await?.is_none() && sources::Entity::find().count(db).await? == 0;
    if is_new { write(db, AHEAD).await } else { Ok(()) }
}

async fn note(db: &impl ConnectionTrait) -> Result<Option<String>, StoreError> {
    Ok(keys::Entity::find_by_id(NOTE).one(db).await?.map(|row| row.key))
}

async fn write(db: &impl ConnectionTrait, says: &str) -> Result<(), StoreError> {
    let row = keys::Model { name: NOTE.to_owned(), key: says.to_owned() };
    keys::Entity::insert(keys::ActiveModel::from(row))
        .on_conflict(replacing::<keys::Entity>())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
