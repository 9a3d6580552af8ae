//! Taking an export back, line by line.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, Read as _},
};

use crate::{
    Store, StoreError,
    batch::{insert_all, keeping},
    catalogue::note_loaded,
    changes::take_over,
    decisions::row,
    entity::{changes, claims, decisions, identities, listings, retired, sources},
    lines::{ReadLine, listing_row},
    listings::mark,
};
use hobnob_domain::{ListingId, SourceId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

/// How many lines are read before they are written.
const LINES_MAX: usize = 500;

/// The longest line taken, in bytes.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// What an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Lines about sources.
    pub sources: u64,
    /// Lines about listings.
    pub listings: u64,
    /// Lines about who events are.
    pub identities: u64,
    /// Lines about events that went into another.
    pub retired: u64,
    /// Lines about what became of events.
    pub changes: u64,
    /// Lines about what people said of two listings.
    pub decisions: u64,
    /// Lines about events: not believed, since resolving tells them again.
    pub events: u64,
}

/// Rows of one batch, each with the number of its line.
#[derive(Default)]
struct Batch {
    sources: BTreeMap<i64, (u64, sources::Model)>,
    listings: BTreeMap<i64, (u64, listings::Model)>,
    identities: BTreeMap<i64, (u64, identities::Model)>,
    claims: BTreeMap<i64, (u64, i64)>,
    retired: BTreeMap<i64, retired::Model>,
    changes: Vec<changes::Model>,
    decisions: BTreeMap<(i64, i64), decisions::Model>,
    lines: usize,
}

impl Store {
    /// Takes an export back. Ids stay as they are, and every listing is marked, so that the next resolving tells the
    /// same events.
    ///
    /// Lines are written in batches, each whole or not at all. A bad line ends the import and is named; what came
    /// before it is stored. Importing again does no harm: what is there already and at least as new stays as it is.
    pub async fn import(&self, mut reader: impl BufRead + Send) -> Result<ImportReport, StoreError> {
        let mut report = ImportReport::default();
        let mut batch = Batch::default();
        let mut number = 0;
        while let Some(line) = next(&mut reader, number + 1)? {
            number += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            batch.take(&line, number, &mut report)?;
            if batch.lines >= LINES_MAX {
                self.import_batch(std::mem::take(&mut batch)).await?;
            }
        }
        self.import_batch(batch).await?;
        Ok(report)
    }

    async fn import_batch(&self, batch: Batch) -> Result<(), StoreError> {
        if batch.lines == 0 {
            return Ok(());
        }
        let Batch { sources, listings, identities, claims, retired, changes, decisions, lines: _ } = batch;
        let transaction = self.begin_events().await?;
        if !sources.is_empty() {
            // What an operator had removed there stays removed here.
            note_loaded(&transaction).await?;
        }
        save_sources(&transaction, sources).await?;
        save_listings(&transaction, listings).await?;
        save_identities(&transaction, identities, claims).await?;
        let retired = retired.into_values().collect();
        insert_all::<retired::Entity, _>(&transaction, retired, &keeping::<retired::Entity>()).await?;
        take_over(&transaction, changes).await?;
        save_decisions(&transaction, decisions).await?;
        Ok(transaction.commit().await?)
    }
}

/// The next line, without waiting for one that never ends.
fn next(reader: &mut impl BufRead, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut line = Vec::new();
    let read = reader.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line)?;
    match u64::try_from(read) {
        Ok(0) => Ok(None),
        Ok(read) if read <= LINE_BYTES_MAX => Ok(Some(line)),
        _ => Err(refused(number, format!("it has more than {LINE_BYTES_MAX} bytes"))),
    }
}

fn refused(line: u64, reason: impl Into<String>) -> StoreError {
    StoreError::Line { line, reason: reason.into() }
}

impl Batch {
    fn take(&mut self, line: &[u8], number: u64, report: &mut ImportReport) -> Result<(), StoreError> {
        let fault = |reason: String| refused(number, reason);
        let read: ReadLine = serde_json::from_slice(line).map_err(|error| fault(error.to_string()))?;
        match read {
            ReadLine::Source(line) => {
                let row = line.read().map_err(|unfit| fault(unfit.to_string()))?;
                self.sources.insert(row.id, (number, row));
                report.sources += 1;
            }
            ReadLine::Listing(line) => {
                let row = listing_row(*line).map_err(|unfit| fault(unfit.to_string()))?;
                self.listings.insert(row.id, (number, row));
                report.listings += 1;
            }
            ReadLine::Identity(line) => {
                let (row, listings) = line.read().map_err(|unfit| fault(unfit.to_string()))?;
                self.claims.extend(listings.into_iter().map(|listing| (listing, (number, row.event_id))));
                self.identities.insert(row.event_id, (number, row));
                report.identities += 1;
            }
            ReadLine::Retired(line) => {
                let row = line.read().map_err(|unfit| fault(unfit.to_string()))?;
                self.retired.insert(row.event_id, row);
                report.retired += 1;
            }
            ReadLine::Change(line) => {
                self.changes.push(line.read().map_err(|unfit| fault(unfit.to_string()))?);
                report.changes += 1;
            }
            ReadLine::Decision(line) => {
                let row = row(&line.read().map_err(|unfit| fault(unfit.to_string()))?);
                self.decisions.insert((row.one_id, row.other_id), row);
                report.decisions += 1;
            }
            ReadLine::Event(_) => {
                report.events += 1;
                return Ok(());
            }
        }
        self.lines += 1;
        Ok(())
    }
}

/// Sources that are there keep their health and their address; what the operator wrote is taken over.
async fn save_sources(
    db: &impl ConnectionTrait,
    lines: BTreeMap<i64, (u64, sources::Model)>,
) -> Result<(), StoreError> {
    use sources::Column::{
        EveryMs, Format, Id, Language, Name, Niches, Place, RobotsConsent, Rules, TimeZone, Url, UserAgent,
    };
    let addresses: BTreeMap<String, (i64, u64)> =
        lines.values().map(|(number, row)| (row.url.clone(), (row.id, *number))).collect();
    let twice = lines.values().find(|(_, row)| addresses.get(&row.url).is_some_and(|(id, _)| *id != row.id));
    if let Some((number, row)) = twice {
        return Err(refused(*number, format!("two sources have the address {}", row.url)));
    }
    let taken: Vec<(i64, String)> = sources::Entity::find()
        .select_only()
        .columns([Id, Url])
        .filter(Url.is_in(addresses.keys().cloned()))
        .into_tuple()
        .all(db)
        .await?;
    for (id, url) in taken {
        if let Some((_, number)) = addresses.get(&url).filter(|(there, _)| *there != id) {
            let id = SourceId::new(id);
            return Err(refused(*number, format!("source {id} has the address {url} already: remove that one first")));
        }
    }
    let rows = lines.into_values().map(|(_, row)| row).collect();
    // Whether it is asked is as its operator said since.
    let written = [Name, Format, Niches, EveryMs, Rules, Place, TimeZone, Language, UserAgent, RobotsConsent];
    let conflict = OnConflict::column(Id).update_columns(written).to_owned();
    Ok(insert_all::<sources::Entity, _>(db, rows, &conflict).await?)
}

async fn save_listings(
    db: &impl ConnectionTrait,
    lines: BTreeMap<i64, (u64, listings::Model)>,
) -> Result<(), StoreError> {
    use listings::Column::{ChangedAt, FirstSeenAt, Id, MissingRuns, MissingSince, Url, Words, WordsHash};
    let wanted: BTreeSet<i64> = lines.values().map(|(_, row)| row.source_id).collect();
    let there: Vec<i64> = sources::Entity::find()
        .select_only()
        .column(sources::Column::Id)
        .filter(sources::Column::Id.is_in(wanted))
        .into_tuple()
        .all(db)
        .await?;
    let there: BTreeSet<i64> = there.into_iter().collect();
    let lost = lines.values().filter(|(_, row)| !there.contains(&row.source_id)).min_by_key(|(number, _)| *number);
    if let Some((number, row)) = lost {
        let source = SourceId::new(row.source_id);
        return Err(refused(*number, format!("its source {source} has no line before it")));
    }
    let ids: Vec<i64> = lines.keys().copied().collect();
    let rows = lines.into_values().map(|(_, row)| row).collect();
    // What is there and as new stays, and with it how often it was missing since.
    let is_newer = Expr::col(("excluded", ChangedAt)).gt(Expr::col((listings::Entity, ChangedAt)));
    let conflict = OnConflict::column(Id)
        .update_columns([WordsHash, FirstSeenAt, ChangedAt, MissingRuns, MissingSince, Url, Words])
        .action_and_where(is_newer)
        .to_owned();
    insert_all::<listings::Entity, _>(db, rows, &conflict).await?;
    mark(db, ids).await
}

/// Of two decisions about the same listings the later one stays.
async fn save_decisions(
    db: &impl ConnectionTrait,
    lines: BTreeMap<(i64, i64), decisions::Model>,
) -> Result<(), StoreError> {
    use decisions::Column::{DecidedAt, IsOne, OneId, OtherId};
    let is_later = Expr::col(("excluded", DecidedAt)).gte(Expr::col((decisions::Entity, DecidedAt)));
    let conflict =
        OnConflict::columns([OneId, OtherId]).update_columns([IsOne, DecidedAt]).action_and_where(is_later).to_owned();
    Ok(insert_all::<decisions::Entity, _>(db, lines.into_values().collect(), &conflict).await?)
}

/// An identity that has gone further stays; a listing that is about an event already stays with it.
async fn save_identities(
    db: &impl ConnectionTrait,
    lines: BTreeMap<i64, (u64, identities::Model)>,
    about: BTreeMap<i64, (u64, i64)>,
) -> Result<(), StoreError> {
    use identities::Column::{CreatedAt, EventId, Fingerprint, RevisedAt, Sequence, Summary, Uid};
    let rows = lines.into_values().map(|(_, row)| row).collect();
    let is_further = Expr::col(("excluded", Sequence)).gte(Expr::col((identities::Entity, Sequence)));
    let conflict = OnConflict::column(EventId)
        .update_columns([Uid, Sequence, CreatedAt, RevisedAt, Fingerprint, Summary])
        .action_and_where(is_further)
        .to_owned();
    insert_all::<identities::Entity, _>(db, rows, &conflict).await?;
    let wanted: Vec<i64> = about.keys().copied().collect();
    let mut there = BTreeSet::new();
    for chunk in wanted.chunks(crate::batch::IDS_MAX) {
        let found = listings::Entity::find()
            .select_only()
            .column(listings::Column::Id)
            .filter(listings::Column::Id.is_in(chunk.iter().copied()));
        there.extend(found.into_tuple::<i64>().all(db).await?);
    }
    if let Some((listing, (number, _))) = about.iter().find(|(listing, _)| !there.contains(*listing)) {
        let listing = ListingId::new(*listing);
        return Err(refused(*number, format!("its listing {listing} has no line before it")));
    }
    let rows = about.into_iter().map(|(listing_id, (_, event_id))| claims::Model { listing_id, event_id }).collect();
    Ok(insert_all::<claims::Entity, _>(db, rows, &keeping::<claims::Entity>()).await?)
}
