//! Listings that their source calls by another key than the last time: some calendars make up new UIDs whenever they are
//! written, some sites move their pages.
//!
//! Who says the same in other words of its own is the same claim: it takes the place of the one that went, with the event that
//! was about and with what people decided. So such a source lists what it lists, and neither fills the store nor loses events.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    decisions::{decision, row},
    entity::{claims, decisions, listings},
    hash::digest,
    json::WordsJson,
    listings::mark,
    run::MISSING_RUNS_MAX,
    transaction::one_by_one,
};
use hobnob_domain::{Decision, ListingId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// What one listing says, whatever it is called: a digest.
type Saying = i64;

/// A listing that the run lacks.
struct Lacking {
    id: i64,
    first_seen_at: i64,
    changed_at: i64,
    url: Option<String>,
}

/// Puts listings that the store does not know in the place of those that say the same and that the run lacks; the `new` ones
/// take over when those were first seen and last changed. Gives the old ids by the new ones. What had been lacking for long is
/// over and not looked for.
pub(crate) async fn follow(
    db: &impl ConnectionTrait,
    lacking: &[i64],
    mut new: Vec<&mut listings::Model>,
) -> Result<BTreeMap<i64, i64>, StoreError> {
    if lacking.is_empty() || new.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut there = sayings(db, lacking).await?;
    // Of several that say the same any may follow any other, but the same ones each time.
    new.sort_by_key(|row| row.id);
    let mut followed = BTreeMap::new();
    let mut rows = Vec::new();
    for row in new {
        let Some(old) = saying(&row.words).and_then(|saying| there.get_mut(&saying)?.pop()) else { continue };
        row.first_seen_at = old.first_seen_at;
        if row.url == old.url {
            row.changed_at = old.changed_at;
        }
        followed.insert(row.id, old.id);
        rows.push(row.clone());
    }
    if !followed.is_empty() {
        insert_all::<listings::Entity, _>(db, rows, &replacing::<listings::Entity>()).await?;
        hand_over(db, &followed).await?;
        mark(db, followed.keys().copied()).await?;
    }
    Ok(followed)
}

/// The listings that lack, by what they say, the one with the lowest id last.
async fn sayings(db: &impl ConnectionTrait, lacking: &[i64]) -> Result<BTreeMap<Saying, Vec<Lacking>>, StoreError> {
    use listings::Column::{ChangedAt, FirstSeenAt, Id, MissingRuns, Url, Words};
    type Row = (i64, i64, i64, Option<String>, String);
    let mut there: BTreeMap<Saying, Vec<Lacking>> = BTreeMap::new();
    for chunk in lacking.chunks(IDS_MAX) {
        let rows: Vec<Row> = listings::Entity::find()
            .select_only()
            .columns([Id, FirstSeenAt, ChangedAt, Url, Words])
            .filter(Id.is_in(chunk.iter().copied()))
            .filter(MissingRuns.lt(i64::from(MISSING_RUNS_MAX)))
            .into_tuple()
            .all(db)
            .await?;
        for (id, first_seen_at, changed_at, url, words) in rows {
            let Some(saying) = saying(&words) else { continue };
            there.entry(saying).or_default().push(Lacking { id, first_seen_at, changed_at, url });
        }
    }
    there.values_mut().for_each(|some| some.sort_by_key(|one| std::cmp::Reverse(one.id)));
    Ok(there)
}

/// None of what another version wrote in a way of its own.
fn saying(words: &str) -> Option<Saying> {
    let words = serde_json::from_str::<WordsJson>(words).ok()?.nameless();
    Some(digest("saying", &[&serde_json::to_vec(&words).ok()?]))
}

/// The number under which sources hand over one by one on PostgreSQL: "rekeyed" as bytes.
const HAND_OVER_LOCK: i64 = 0x0072_656b_6579_6564;

/// The new listings are about what the old ones were about, and the old ones are no more.
async fn hand_over(db: &impl ConnectionTrait, followed: &BTreeMap<i64, i64>) -> Result<(), StoreError> {
    // Two sources that do so at once may share pairs and decisions.
    one_by_one(db, HAND_OVER_LOCK).await?;
    let heirs: BTreeMap<i64, i64> = followed.iter().map(|(new, old)| (*old, *new)).collect();
    let old: Vec<i64> = heirs.keys().copied().collect();
    let heir = |id: i64| heirs.get(&id).copied().unwrap_or(id);
    let mut about = Vec::new();
    let mut said: BTreeSet<Decision> = BTreeSet::new();
    for chunk in old.chunks(IDS_MAX) {
        let theirs = claims::Entity::find().filter(claims::Column::ListingId.is_in(chunk.iter().copied()));
        about.extend(theirs.all(db).await?);
        for column in [decisions::Column::OneId, decisions::Column::OtherId] {
            let theirs = decisions::Entity::find().filter(column.is_in(chunk.iter().copied()));
            said.extend(theirs.all(db).await?.iter().map(decision));
            decisions::Entity::delete_many().filter(column.is_in(chunk.iter().copied())).exec(db).await?;
        }
    }
    let about = about.into_iter().map(|claim| claims::Model { listing_id: heir(claim.listing_id), ..claim }).collect();
    insert_all::<claims::Entity, _>(db, about, &replacing::<claims::Entity>()).await?;
    let inherited = said.into_iter().map(|Decision { one, other, is_one, decided_at }| {
        let [one, other] = [one, other].map(|id| ListingId::new(heir(id.get())));
        row(&Decision::new(one, other, is_one, decided_at))
    });
    insert_all::<decisions::Entity, _>(db, inherited.collect(), &replacing::<decisions::Entity>()).await?;
    // Everything else about them hangs on their rows and is told again.
    for chunk in old.chunks(IDS_MAX) {
        listings::Entity::delete_many().filter(listings::Column::Id.is_in(chunk.iter().copied())).exec(db).await?;
    }
    Ok(())
}
