//! Places we watch.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    catalogue::note_ahead,
    entity::{listings, pages, sources},
    hash::{maybe_storable, source_id, storable},
    instant::{count, instant, micros, small},
    listings::mark_source,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{NicheId, Source, SourceHints, SourceId, SourceSpec, SourceState, Validators};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use url::Url;

/// The longest address a source may have, in bytes.
pub const URL_BYTES_MAX: usize = hobnob_domain::SOURCE_URL_BYTES_MAX;

impl Store {
    /// Stores what an operator wrote down, and says whether the source is new. A new one is due at once. One that is
    /// there already keeps its health and its address, which may have moved since; only what differs is written.
    pub async fn source_save(&self, spec: &SourceSpec, now: DateTime<Utc>) -> Result<(SourceId, bool), StoreError> {
        if let Some(id) = saved(&self.reader, spec).await? {
            return Ok((id, false));
        }
        // Alone: two processes that start may both find a source missing.
        let transaction = self.begin_events().await?;
        let saved = save(&transaction, spec, now).await?;
        transaction.commit().await?;
        Ok(saved)
    }

    /// Every source, by name.
    pub async fn sources(&self) -> Result<Vec<Source>, StoreError> {
        let rows = sources::Entity::find().all(&self.reader).await?;
        let counts = listings_of(&self.reader, None).await?;
        let mut sources = rows.into_iter().map(|row| source(row, &counts)).collect::<Result<Vec<_>, _>>()?;
        sources.sort_by(|a, b| (&a.spec.name, a.id).cmp(&(&b.spec.name, b.id)));
        Ok(sources)
    }

    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>, StoreError> {
        let row = sources::Entity::find_by_id(id.get()).one(&self.reader).await?;
        self.counted(row).await
    }

    /// The source at an address, or the one that was first known by it and has moved.
    pub async fn source_by_url(&self, url: &Url) -> Result<Option<Source>, StoreError> {
        let row = find(&self.reader, url).await?;
        self.counted(row).await
    }

    async fn counted(&self, row: Option<sources::Model>) -> Result<Option<Source>, StoreError> {
        let Some(row) = row else { return Ok(None) };
        let counts = listings_of(&self.reader, Some(vec![row.id])).await?;
        source(row, &counts).map(Some)
    }

    /// Pauses, resumes or parks a source; says whether there is such a source. A resumed one is due at once, its
    /// failures forgotten.
    pub async fn source_state_set(&self, id: SourceId, state: SourceState) -> Result<bool, StoreError> {
        let transaction = self.begin_source().await?;
        let Some(row) = sources::Entity::find_by_id(id.get()).one(&transaction).await? else { return Ok(false) };
        if row.state != state.as_str() {
            let is_resumed = state == SourceState::Active;
            let change = sources::ActiveModel {
                state: Set(state.to_string()),
                failures: if is_resumed { Set(0) } else { NotSet },
                wrong_answers: if is_resumed { Set(0) } else { NotSet },
                wrong_since: if is_resumed { Set(None) } else { NotSet },
                next_fetch_at: if is_resumed { Set(row.fetched_at.unwrap_or(row.next_fetch_at)) } else { NotSet },
                ..Default::default()
            };
            set(&transaction, row.id, change).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}

/// The source that says so already, if one does.
pub(crate) async fn saved(db: &impl ConnectionTrait, spec: &SourceSpec) -> Result<Option<SourceId>, StoreError> {
    let row = find(db, &spec.url).await?.filter(|row| changes(row, spec).is_none());
    Ok(row.map(|row| SourceId::new(row.id)))
}

/// Stores a source in a transaction that has the sources alone, and says whether it is new.
pub(crate) async fn save(
    db: &impl ConnectionTrait,
    spec: &SourceSpec,
    now: DateTime<Utc>,
) -> Result<(SourceId, bool), StoreError> {
    if spec.url.as_str().len() > URL_BYTES_MAX {
        return Err(StoreError::UrlTooLong(spec.url.as_str().len()));
    }
    let (id, is_new) = match find(db, &spec.url).await? {
        None => {
            note_ahead(db).await?;
            let row = new_row(spec, now);
            let id = row.id;
            sources::Entity::insert(sources::ActiveModel::from(row)).exec_without_returning(db).await?;
            (id, true)
        }
        Some(row) => {
            if let Some(change) = changes(&row, spec) {
                update(db, row.id, change, now).await?;
            }
            (row.id, false)
        }
    };
    Ok((SourceId::new(id), is_new))
}

/// The source at an address; else the one whose id the address gives: it was first known by it.
pub(crate) async fn find(db: &impl ConnectionTrait, url: &Url) -> Result<Option<sources::Model>, StoreError> {
    let here = sources::Entity::find().filter(sources::Column::Url.eq(url.as_str())).one(db).await?;
    match here {
        Some(row) => Ok(Some(row)),
        None => Ok(sources::Entity::find_by_id(source_id(url).get()).one(db).await?),
    }
}

/// Writes some columns of a source.
pub(crate) async fn set(db: &impl ConnectionTrait, id: i64, change: sources::ActiveModel) -> Result<(), StoreError> {
    sources::Entity::update_many().set(change).filter(sources::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

fn every_ms(spec: &SourceSpec) -> Option<i64> {
    spec.every.map(|every| every.num_milliseconds())
}

/// Niches as a row keeps them.
pub(crate) fn niches_written(niches: &[NicheId]) -> String {
    niches.iter().map(|niche| niche.slug()).collect::<Vec<_>>().join(",")
}

/// Niches from a row; one that has left the taxonomy is forgotten.
pub(crate) fn niches_read(written: &str) -> Vec<NicheId> {
    written.split(',').filter_map(|slug| slug.parse().ok()).collect()
}

fn new_row(spec: &SourceSpec, now: DateTime<Utc>) -> sources::Model {
    let SourceSpec { name, url, format, niches, every: _, rules, hints, user_agent, robots_consent } = spec;
    let SourceHints { place, time_zone, language } = hints;
    let text = |text: &Option<String>| maybe_storable(text.as_deref());
    sources::Model {
        id: source_id(url).get(),
        url: url.to_string(),
        name: storable(name),
        format: format.map(|format| format.to_string()),
        niches: niches_written(niches),
        every_ms: every_ms(spec),
        state: SourceState::Active.to_string(),
        etag: None,
        last_modified: None,
        next_fetch_at: micros(now),
        fetched_at: None,
        succeeded_at: None,
        failures: 0,
        problem: None,
        is_complete: false,
        held: None,
        lease_owner: None,
        lease_until: None,
        rules: text(rules),
        place: text(place),
        time_zone: text(time_zone),
        language: text(language),
        user_agent: text(user_agent),
        robots_consent: text(robots_consent),
        wrong_answers: 0,
        wrong_since: None,
        moved_url: None,
        moved_times: 0,
        moved_since: None,
    }
}

/// What a spec would change.
struct Change {
    columns: sources::ActiveModel,
    is_read_otherwise: bool,
    is_understood_otherwise: bool,
}

fn changes(row: &sources::Model, spec: &SourceSpec) -> Option<Change> {
    let wanted = new_row(spec, DateTime::UNIX_EPOCH);
    let is_read_otherwise = differs_in_reading(row, &wanted);
    let is_understood_otherwise =
        row.niches != wanted.niches || row.name != wanted.name || hints(row) != hints(&wanted);
    let is_asked_otherwise = row.every_ms != wanted.every_ms
        || row.user_agent != wanted.user_agent
        || row.robots_consent != wanted.robots_consent;
    if !is_read_otherwise && !is_understood_otherwise && !is_asked_otherwise {
        return None;
    }
    let columns = sources::ActiveModel {
        name: Set(wanted.name),
        format: Set(wanted.format),
        niches: Set(wanted.niches),
        every_ms: Set(wanted.every_ms),
        rules: Set(wanted.rules),
        place: Set(wanted.place),
        time_zone: Set(wanted.time_zone),
        language: Set(wanted.language),
        user_agent: Set(wanted.user_agent),
        robots_consent: Set(wanted.robots_consent),
        ..Default::default()
    };
    Some(Change { columns, is_read_otherwise, is_understood_otherwise })
}

/// What is known of a source beside its pages: it tells which number of a date is the day, and what a listing leaves out.
fn hints(row: &sources::Model) -> [&Option<String>; 3] {
    [&row.place, &row.time_zone, &row.language]
}

fn differs_in_reading(row: &sources::Model, wanted: &sources::Model) -> bool {
    row.format != wanted.format || row.rules != wanted.rules || hints(row) != hints(wanted)
}

/// Whether the source is to be read in another way by now than what was read by that spec.
pub(crate) fn is_read_otherwise(row: &sources::Model, spec: &SourceSpec) -> bool {
    differs_in_reading(row, &new_row(spec, DateTime::UNIX_EPOCH))
}

/// A source to be read in another way is due at once and asked without conditions; one that is to be understood in
/// another way has its listings resolved again.
async fn update(db: &impl ConnectionTrait, id: i64, change: Change, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Change { mut columns, is_read_otherwise, is_understood_otherwise } = change;
    if is_read_otherwise {
        columns.etag = Set(None);
        columns.last_modified = Set(None);
        columns.next_fetch_at = Set(micros(now));
        pages::Entity::delete_many().filter(pages::Column::SourceId.eq(id)).exec(db).await?;
    }
    if is_understood_otherwise {
        mark_source(db, id).await?;
    }
    set(db, id, columns).await
}

/// How many listings sources have, the missing ones left out.
pub(crate) async fn listings_of(
    db: &impl ConnectionTrait,
    ids: Option<Vec<i64>>,
) -> Result<BTreeMap<i64, u64>, StoreError> {
    let mut query = listings::Entity::find()
        .select_only()
        .column(listings::Column::SourceId)
        .expr(Expr::col(listings::Column::Id).count())
        .filter(listings::Column::MissingRuns.eq(0))
        .group_by(listings::Column::SourceId);
    if let Some(ids) = ids {
        query = query.filter(listings::Column::SourceId.is_in(ids));
    }
    let counts: Vec<(i64, i64)> = query.into_tuple().all(db).await?;
    Ok(counts.into_iter().map(|(id, listings)| (id, count(listings))).collect())
}

/// What the operator wrote, from a row.
pub(crate) fn spec(row: &sources::Model) -> Result<SourceSpec, StoreError> {
    let fault = |reason: String| StoreError::Row { table: "source", id: row.id, reason };
    let format = row.format.as_deref().map(str::parse).transpose();
    Ok(SourceSpec {
        name: row.name.clone(),
        url: row.url.parse().map_err(|error| fault(format!("`{}`: {error}", row.url)))?,
        format: format.map_err(|error: hobnob_domain::UnknownWord| fault(error.to_string()))?,
        niches: niches_read(&row.niches),
        every: row.every_ms.and_then(TimeDelta::try_milliseconds),
        rules: row.rules.clone(),
        hints: SourceHints {
            place: row.place.clone(),
            time_zone: row.time_zone.clone(),
            language: row.language.clone(),
        },
        user_agent: row.user_agent.clone(),
        robots_consent: row.robots_consent.clone(),
    })
}

/// A source from its row.
pub(crate) fn source(row: sources::Model, counts: &BTreeMap<i64, u64>) -> Result<Source, StoreError> {
    let spec = spec(&row)?;
    let state = row.state.parse();
    Ok(Source {
        id: SourceId::new(row.id),
        spec,
        state: state.map_err(|error: hobnob_domain::UnknownWord| StoreError::Row {
            table: "source",
            id: row.id,
            reason: error.to_string(),
        })?,
        validators: Validators { etag: row.etag, last_modified: row.last_modified },
        next_fetch_at: instant(row.next_fetch_at),
        fetched_at: row.fetched_at.map(instant),
        succeeded_at: row.succeeded_at.map(instant),
        failures: small(row.failures),
        wrong_answers: small(row.wrong_answers),
        wrong_since: row.wrong_since.map(instant),
        problem: row.problem,
        listings: counts.get(&row.id).copied().unwrap_or_default(),
    })
}

/// Validators as a row keeps them: byte for byte, but for what PostgreSQL can't hold.
pub(crate) fn validators_set(change: &mut sources::ActiveModel, validators: &Validators) {
    let Validators { etag, last_modified } = validators;
    change.etag = Set(maybe_storable(etag.as_deref()));
    change.last_modified = Set(maybe_storable(last_modified.as_deref()));
}
