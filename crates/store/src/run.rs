//! The listings of one run, held against those that are known.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::{
    ListingCounts, PageRecord, PageReport, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    coming::{self, Lost},
    entity::{listings, pages, sources},
    hash::{id, listing_id, maybe_storable, storable},
    instant::{micros, number},
    listings::{mark, row},
    page_commit::succeeded,
    problems, rekeyed,
    sources::validators_set,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{KnownListing, Listing, Phase, Problem, SourceId, Validators};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Func, OnConflict},
};

/// Complete runs that lack a listing are counted up to here; by then what it claimed is as gone as it gets, and it
/// costs nothing any more.
pub const MISSING_RUNS_MAX: u32 = 5;

/// A run is held if it lacks more than this many listings to come that the run before had…
pub(crate) const HELD_ABOVE: usize = 5;

/// What a run read.
pub(crate) struct Run<'a> {
    pub(crate) pages: &'a [PageRecord],
    pub(crate) listings: &'a [Listing],
    /// Keys of those that say a part only.
    pub(crate) in_part: &'a BTreeSet<String>,
    pub(crate) problems: &'a [Problem],
    pub(crate) is_complete: bool,
    pub(crate) validators: &'a Validators,
    pub(crate) now: DateTime<Utc>,
}

/// What is known of a listing, as far as it matters here.
pub(crate) struct Known {
    pub(crate) words_hash: i64,
    pub(crate) missing_runs: i64,
}

/// Writes a run; `change` gets what it means for the source.
pub(crate) async fn write(
    db: &impl ConnectionTrait,
    source: &sources::Model,
    run: Run<'_>,
    change: &mut sources::ActiveModel,
) -> Result<PageReport, StoreError> {
    let mut known = known(db, source.id).await?;
    let mut given = given(source.id, &run)?;
    let seen = crate::instant::count(number(given.len()));
    let mut lacking: Vec<i64> = known.keys().filter(|id| !given.contains_key(*id)).copied().collect();
    let new = given.iter_mut().filter(|(id, _)| !known.contains_key(*id)).map(|(_, row)| row).collect();
    let followed = if run.is_complete { rekeyed::follow(db, &lacking, new).await? } else { BTreeMap::new() };
    let renamed = take_over(&mut known, &given, &followed);
    lacking.retain(|id| known.contains_key(id));
    let vanished: Vec<i64> = lacking.iter().filter(|id| is_present(&known, **id)).copied().collect();
    let mut held = None;
    let before = held_before(source, &given);
    if before.is_none() {
        change.held = Set(None);
    }
    let lost = coming::lost(db, &known, &vanished, run.now).await?;
    if run.is_complete && is_too_much(before, &known, given.is_empty(), &vanished, lost) {
        held = Some(hold(db, source, &run, given.is_empty(), &vanished, change).await?);
        if !is_the_list(&known, &given) {
            return Ok(PageReport { listings: ListingCounts { seen, ..ListingCounts::default() }, held });
        }
    }
    stay_as_they_are(source.id, run.in_part, &known, &mut given);
    let mut counts = store(db, &known, given).await?;
    counts.seen = seen;
    counts.new += renamed.new;
    counts.vanished = renamed.vanished;
    if held.is_some() {
        return Ok(PageReport { listings: counts, held });
    }
    if run.is_complete {
        count_missing(db, &known, &lacking, run.now).await?;
        counts.vanished += crate::instant::count(number(vanished.len()));
        change.held = Set(None);
    }
    store_pages(db, source.id, &run).await?;
    problems::replace(db, source.id, run.problems, run.now).await?;
    answered(source, &run, seen, change);
    Ok(PageReport { listings: counts, held: None })
}

async fn known(db: &impl ConnectionTrait, source_id: i64) -> Result<BTreeMap<i64, Known>, StoreError> {
    let rows: Vec<(i64, i64, i64)> = listings::Entity::find()
        .select_only()
        .columns([listings::Column::Id, listings::Column::WordsHash, listings::Column::MissingRuns])
        .filter(listings::Column::SourceId.eq(source_id))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, words_hash, missing_runs)| (id, Known { words_hash, missing_runs })).collect())
}

/// The run's listings as rows by id; of two with one key the first counts.
fn given(source_id: i64, run: &Run<'_>) -> Result<BTreeMap<i64, listings::Model>, StoreError> {
    let source_id = SourceId::new(source_id);
    let mut rows = BTreeMap::new();
    for listing in run.listings {
        let id = listing_id(source_id, &listing.key);
        if let Entry::Vacant(place) = rows.entry(id.get()) {
            place.insert(row(&KnownListing {
                id,
                source_id,
                listing: listing.clone(),
                first_seen_at: run.now,
                changed_at: run.now,
                missing_runs: 0,
                missing_since: None,
            })?);
        }
    }
    Ok(rows)
}

/// What says a part only is there, and takes nothing from what is known.
fn stay_as_they_are(
    source_id: i64,
    in_part: &BTreeSet<String>,
    known: &BTreeMap<i64, Known>,
    given: &mut BTreeMap<i64, listings::Model>,
) {
    for key in in_part {
        let id = listing_id(SourceId::new(source_id), key).get();
        if let Some((known, row)) = known.get(&id).zip(given.get_mut(&id)) {
            row.words_hash = known.words_hash;
        }
    }
}

/// Knows the listings that took the place of others. By their keys those are new, and these vanished.
fn take_over(
    known: &mut BTreeMap<i64, Known>,
    given: &BTreeMap<i64, listings::Model>,
    followed: &BTreeMap<i64, i64>,
) -> ListingCounts {
    let mut counts = ListingCounts::default();
    for (new, old) in followed {
        counts.new += 1;
        counts.vanished += u64::from(is_present(known, *old));
        known.remove(old);
        known.extend(given.get(new).map(|row| (*new, Known { words_hash: row.words_hash, missing_runs: 0 })));
    }
    counts
}

fn is_present(known: &BTreeMap<i64, Known>, id: i64) -> bool {
    known.get(&id).is_some_and(|known| known.missing_runs == 0)
}

/// Whether a run lacks so much that it may be half an answer: more than half of what the source had that is still to come, and
/// more than a handful; or everything, however little that was. A second run that lacks at least the same is believed.
fn is_too_much(
    before: Option<Vec<i64>>,
    known: &BTreeMap<i64, Known>,
    is_empty: bool,
    vanished: &[i64],
    lost: Lost,
) -> bool {
    let is_drop = lost.vanished > HELD_ABOVE && lost.vanished * 2 > lost.present;
    let is_nothing_left = is_empty && known.values().any(|known| known.missing_runs == 0);
    if !is_drop && !is_nothing_left {
        return false;
    }
    let lacking: BTreeSet<i64> = vanished.iter().copied().collect();
    !before.is_some_and(|before| before.iter().all(|id| lacking.contains(id)))
}

/// What the run before was held for, unless this one gives any of it again: then it was half an answer.
fn held_before(source: &sources::Model, given: &BTreeMap<i64, listings::Model>) -> Option<Vec<i64>> {
    let before: Vec<i64> = serde_json::from_str(source.held.as_deref()?).ok()?;
    before.iter().all(|id| !given.contains_key(id)).then_some(before)
}

/// Whether a run that is held lists what the source does: something that is known, or about as much as there was. Else it may be
/// a page about an error, and what it lists means nothing.
fn is_the_list(known: &BTreeMap<i64, Known>, given: &BTreeMap<i64, listings::Model>) -> bool {
    let present = known.values().filter(|known| known.missing_runs == 0).count();
    given.keys().any(|id| is_present(known, *id)) || given.len() * 2 >= present
}

/// Counts nothing as missing, and gives the sentence about it. What the next run could be compared with is forgotten, so that it
/// is read whole even if it brings the same bytes. It is neither a success nor a failure.
async fn hold(
    db: &impl ConnectionTrait,
    source: &sources::Model,
    run: &Run<'_>,
    is_empty: bool,
    vanished: &[i64],
    change: &mut sources::ActiveModel,
) -> Result<String, StoreError> {
    let lacks = match (is_empty, vanished.len()) {
        (true, 1) => "lists nothing, where a listing was".to_owned(),
        (true, count) => format!("lists nothing, where {count} listings were"),
        (false, _) => format!("lacks {} listings, more than half of the source's", vanished.len()),
    };
    let said = format!("this run {lacks}; nothing is taken away until a second run says the same");
    let mut problems = vec![Problem::new(Phase::Extract, said.clone())];
    problems.extend(run.problems.iter().cloned());
    problems::replace(db, source.id, &problems, run.now).await?;
    pages::Entity::delete_many().filter(pages::Column::SourceId.eq(source.id)).exec(db).await?;
    validators_set(change, &Validators::default());
    change.problem = Set(Some(said.clone()));
    change.is_complete = Set(false);
    change.held = Set(Some(serde_json::to_string(vanished)?));
    Ok(said)
}

/// Writes the listings that are new, say something else, or are back.
async fn store(
    db: &impl ConnectionTrait,
    known: &BTreeMap<i64, Known>,
    given: BTreeMap<i64, listings::Model>,
) -> Result<ListingCounts, StoreError> {
    let mut counts = ListingCounts::default();
    let (mut written, mut back, mut dirty) = (Vec::new(), Vec::new(), Vec::new());
    for (id, row) in given {
        match known.get(&id) {
            None => counts.new += 1,
            Some(known) if known.words_hash != row.words_hash => counts.changed += 1,
            Some(known) if known.missing_runs > 0 => {
                back.push(id);
                dirty.push(id);
                continue;
            }
            Some(_) => continue,
        }
        dirty.push(id);
        written.push(row);
    }
    insert_all::<listings::Entity, _>(db, written, &changed()).await?;
    for chunk in back.chunks(IDS_MAX) {
        listings::Entity::update_many()
            .col_expr(listings::Column::MissingRuns, Expr::val(0_i64))
            .col_expr(listings::Column::MissingSince, Expr::val(None::<i64>))
            .filter(listings::Column::Id.is_in(chunk.iter().copied()))
            .exec(db)
            .await?;
    }
    mark(db, dirty).await?;
    Ok(counts)
}

/// A listing that says something else keeps its key and when it was first seen.
fn changed() -> OnConflict {
    use listings::Column::{ChangedAt, Id, MissingRuns, MissingSince, Url, Words, WordsHash};
    OnConflict::column(Id).update_columns([WordsHash, ChangedAt, MissingRuns, MissingSince, Url, Words]).to_owned()
}

async fn count_missing(
    db: &impl ConnectionTrait,
    known: &BTreeMap<i64, Known>,
    lacking: &[i64],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let is_counted = |id: &&i64| known.get(*id).is_some_and(|known| known.missing_runs < i64::from(MISSING_RUNS_MAX));
    let counted: Vec<i64> = lacking.iter().filter(is_counted).copied().collect();
    for chunk in counted.chunks(IDS_MAX) {
        let since = Func::coalesce([Expr::col(listings::Column::MissingSince), Expr::val(micros(now))]);
        listings::Entity::update_many()
            .col_expr(listings::Column::MissingRuns, Expr::col(listings::Column::MissingRuns).add(1))
            .col_expr(listings::Column::MissingSince, since.into())
            .filter(listings::Column::Id.is_in(chunk.iter().copied()))
            .exec(db)
            .await?;
    }
    mark(db, counted).await
}

/// Another complete run lacked what the one before lacked.
pub(crate) async fn missing_again(
    db: &impl ConnectionTrait,
    source_id: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows: Vec<(i64, i64, i64)> = listings::Entity::find()
        .select_only()
        .columns([listings::Column::Id, listings::Column::WordsHash, listings::Column::MissingRuns])
        .filter(listings::Column::SourceId.eq(source_id))
        .filter(listings::Column::MissingRuns.between(1, i64::from(MISSING_RUNS_MAX) - 1))
        .into_tuple()
        .all(db)
        .await?;
    let known: BTreeMap<i64, Known> =
        rows.into_iter().map(|(id, words_hash, missing_runs)| (id, Known { words_hash, missing_runs })).collect();
    let lacking: Vec<i64> = known.keys().copied().collect();
    count_missing(db, &known, &lacking, now).await
}

async fn store_pages(db: &impl ConnectionTrait, source_id: i64, run: &Run<'_>) -> Result<(), StoreError> {
    let mut rows = BTreeMap::new();
    for page in run.pages {
        let PageRecord { url, media_type, bytes, body_hash, format } = page;
        let id = id("page", &[&source_id.to_be_bytes(), url.as_bytes()]);
        rows.insert(
            id,
            pages::Model {
                id,
                source_id,
                url: storable(url),
                media_type: maybe_storable(media_type.as_deref()),
                bytes: number(*bytes),
                body_hash: storable(body_hash),
                format: format.map(|format| format.to_string()),
                fetched_at: micros(run.now),
            },
        );
    }
    if run.is_complete {
        let ids = pages::Entity::find().select_only().column(pages::Column::Id);
        let ids: Vec<i64> = ids.filter(pages::Column::SourceId.eq(source_id)).into_tuple().all(db).await?;
        let others: Vec<i64> = ids.into_iter().filter(|id| !rows.contains_key(id)).collect();
        for others in others.chunks(IDS_MAX) {
            pages::Entity::delete_many().filter(pages::Column::Id.is_in(others.iter().copied())).exec(db).await?;
        }
    }
    let rows = rows.into_values().collect();
    Ok(insert_all::<pages::Entity, _>(db, rows, &replacing::<pages::Entity>()).await?)
}

/// What a run that was not held means for the source. One that was incomplete and brought nothing is a failure.
fn answered(source: &sources::Model, run: &Run<'_>, seen: u64, change: &mut sources::ActiveModel) {
    if run.is_complete || seen > 0 {
        succeeded(source, run.now, change);
    } else {
        change.failures = Set(source.failures.saturating_add(1));
    }
    let first = run.problems.first().map(|problem| problems::message(&problem.message));
    let odd = || first.unwrap_or_else(|| "the pages could not be read to their end".to_owned());
    change.problem = Set((!run.is_complete).then(odd));
    change.is_complete = Set(run.is_complete);
    validators_set(change, run.validators);
}
