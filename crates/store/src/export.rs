//! Everything that must last, and what we believe, as lines of JSON: the public dataset, and a backup that any
//! database can take back.

use std::{collections::BTreeMap, io::Write};

use crate::{
    ChangePlace, Store, StoreError, changes as became,
    decisions::decision,
    entity::{claims, decisions, events, identities, listings, retired, sources},
    event_rows::whole,
    identities::identity,
    json::EventJson,
    lines::{ChangeLine, DecisionLine, IdentityLine, Line, ListingLine, RetiredLine, SourceLine},
    listings::known,
};
use hobnob_domain::ListingId;
use sea_orm::{
    AccessMode, ColumnTrait, DatabaseTransaction, EntityTrait, IsolationLevel, QueryFilter, QueryOrder, QuerySelect,
    TransactionOptions, TransactionTrait,
};

/// How many rows are in memory at once.
const ROWS_MAX: u64 = 500;

/// What an export wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
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
    /// Lines about events.
    pub events: u64,
}

impl Store {
    /// Writes everything as lines of JSON, each with a `type`: `source`, `listing`, `identity`, `retired`, `change`,
    /// `decision`, `event`; in this order, within each by id, changes as they came. The same content gives the same
    /// bytes, from either database.
    ///
    /// It is one moment's content, however long it takes, and takes constant memory. The lines come in blocks; a
    /// writer that is slow holds up nobody but this task.
    pub async fn export(&self, mut writer: impl Write + Send) -> Result<ExportReport, StoreError> {
        let snapshot = self.begin_snapshot().await?;
        let report = ExportReport {
            sources: sources(&snapshot, &mut writer).await?,
            listings: listings(&snapshot, &mut writer).await?,
            identities: identities(&snapshot, &mut writer).await?,
            retired: retired(&snapshot, &mut writer).await?,
            changes: changes(&snapshot, &mut writer).await?,
            decisions: decisions(&snapshot, &mut writer).await?,
            events: events(&snapshot, &mut writer).await?,
        };
        writer.flush()?;
        snapshot.rollback().await?;
        Ok(report)
    }

    /// A transaction that reads one moment's content. SQLite's are so anyway.
    async fn begin_snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        let mut options = TransactionOptions::default();
        if self.is_postgres() {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
            options.access_mode = Some(AccessMode::ReadOnly);
        }
        Ok(self.reader.begin_with_options(options).await?)
    }
}

/// Writes lines as one block; says how many.
fn write(writer: &mut impl Write, lines: Vec<Line>) -> Result<u64, StoreError> {
    let mut block = Vec::new();
    for line in &lines {
        serde_json::to_writer(&mut block, line)?;
        block.push(b'\n');
    }
    writer.write_all(&block)?;
    Ok(crate::instant::count(crate::instant::number(lines.len())))
}

/// Defines a function that writes one table from its first row to its last, a block at a time.
macro_rules! by_id {
    ($name:ident, $key:ident, |$snapshot:ident, $rows:ident| $lines:expr) => {
        async fn $name($snapshot: &DatabaseTransaction, writer: &mut (impl Write + Send)) -> Result<u64, StoreError> {
            let (mut written, mut after) = (0, -1_i64);
            loop {
                let $rows = $name::Entity::find()
                    .filter($name::Column::$key.gt(after))
                    .order_by_asc($name::Column::$key)
                    .limit(ROWS_MAX)
                    .all($snapshot)
                    .await?;
                match $rows.last() {
                    Some(last) => after = by_id!(@key last, $key),
                    None => return Ok(written),
                }
                let lines: Vec<Line> = $lines;
                written += write(writer, lines)?;
            }
        }
    };
    (@key $row:ident, Id) => { $row.id };
    (@key $row:ident, EventId) => { $row.event_id };
}

by_id!(sources, Id, |snapshot, rows| rows.into_iter().map(|row| Line::Source(SourceLine::write(row))).collect());

by_id!(listings, Id, |snapshot, rows| {
    let lines = rows.into_iter().map(|row| Ok(Line::Listing(ListingLine::write(&known(row)?))));
    lines.collect::<Result<_, StoreError>>()?
});

by_id!(identities, EventId, |snapshot, rows| {
    let mut listings = claims_of(snapshot, rows.iter().map(|row| row.event_id).collect()).await?;
    let line = |row: identities::Model| {
        let listings = listings.remove(&row.event_id).unwrap_or_default();
        Line::Identity(IdentityLine::write(&identity(row), listings))
    };
    rows.into_iter().map(line).collect()
});

by_id!(retired, EventId, |snapshot, rows| rows.into_iter().map(|row| Line::Retired(RetiredLine::write(row))).collect());

async fn changes(snapshot: &DatabaseTransaction, writer: &mut (impl Write + Send)) -> Result<u64, StoreError> {
    let (mut written, mut after) = (0, None);
    loop {
        let found = became::slice(snapshot, None, after, ROWS_MAX).await?;
        let Some(last) = found.last() else { return Ok(written) };
        after = Some(ChangePlace::from(last));
        written += write(writer, found.iter().map(|change| Line::Change(ChangeLine::write(change))).collect())?;
    }
}

by_id!(events, Id, |snapshot, rows| {
    let events = whole(snapshot, rows).await?;
    events.iter().map(|event| Line::Event(EventJson::from(event))).collect()
});

/// Decisions are made by hand: they fit into memory.
async fn decisions(snapshot: &DatabaseTransaction, writer: &mut (impl Write + Send)) -> Result<u64, StoreError> {
    use decisions::Column::{OneId, OtherId};
    let rows = decisions::Entity::find().order_by_asc(OneId).order_by_asc(OtherId).all(snapshot).await?;
    write(writer, rows.iter().map(|row| Line::Decision(DecisionLine::write(&decision(row)))).collect())
}

async fn claims_of(
    snapshot: &DatabaseTransaction,
    events: Vec<i64>,
) -> Result<BTreeMap<i64, Vec<ListingId>>, StoreError> {
    let rows = claims::Entity::find()
        .filter(claims::Column::EventId.is_in(events))
        .order_by_asc(claims::Column::ListingId)
        .all(snapshot)
        .await?;
    let mut listings: BTreeMap<i64, Vec<ListingId>> = BTreeMap::new();
    for row in rows {
        listings.entry(row.event_id).or_default().push(ListingId::new(row.listing_id));
    }
    Ok(listings)
}
