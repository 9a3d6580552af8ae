//! Which listings must be understood together with those that changed.
//!
//! A listing is *told* when the event it is about is told anew, and *asked* when it is only compared with those. Asked
//! are all that share a key with a told one; whatever turns out to be one event with a told one is told too, with all
//! that stood with it before, round by round. So a change costs what stands near it, and brings what resolving
//! everything would.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use crate::WorkerError;
use chrono::{DateTime, Utc};
use hobnob_domain::{Decision, Draft, KnownListing, ListingId, Rejection, SourceSpec};
use hobnob_resolve::{BLOCK_MAX, Clustering, Resolver, cluster_around, identity_keys};
use hobnob_store::Store;

/// How often listings that are told bring others along; each round reaches one neighbour further.
const ROUNDS_MAX: usize = 8;

type Read = Vec<(KnownListing, SourceSpec)>;

/// A listing drafted.
pub(super) struct Drafted {
    pub(super) listing_id: ListingId,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) draft: Result<Arc<Draft>, Rejection>,
    pub(super) keys: Vec<String>,
}

/// What changed, with everything that bears on it.
#[derive(Default)]
pub(super) struct Neighbours {
    /// The listings to be told.
    pub(super) told: BTreeMap<ListingId, Drafted>,
    /// The drafts of all listings, told and asked.
    pub(super) drafts: Vec<Arc<Draft>>,
    /// These drafts parted into events.
    pub(super) clustering: Clustering,
}

/// Finds neighbours.
pub(super) struct Gathering<'a> {
    pub(super) store: &'a Store,
    pub(super) resolver: &'a Arc<LazyLock<Resolver>>,
    pub(super) now: DateTime<Utc>,
}

impl Gathering<'_> {
    /// Finds all that bears on listings that changed.
    pub(super) async fn around(&self, changed: Read) -> Result<Neighbours, WorkerError> {
        let mut told: BTreeMap<ListingId, Drafted> = BTreeMap::new();
        let mut asked: BTreeMap<ListingId, Drafted> = BTreeMap::new();
        let mut decisions: BTreeSet<Decision> = BTreeSet::new();
        let mut fresh = changed;
        let mut found = Neighbours::default();
        for _ in 0..ROUNDS_MAX {
            let new = self.draft_all(fresh).await?;
            let ids: Vec<ListingId> = new.iter().map(|one| one.listing_id).collect();
            let keys: Vec<String> = new.iter().flat_map(|one| &one.keys).cloned().collect();
            ids.iter().for_each(|id| drop(asked.remove(id)));
            told.extend(new.into_iter().map(|one| (one.listing_id, one)));
            decisions.extend(self.store.decisions_about(&ids).await?);
            let near = self.store.listings_sharing(&keys, BLOCK_MAX).await?;
            let near: Vec<ListingId> =
                near.into_iter().filter(|id| !told.contains_key(id) && !asked.contains_key(id)).collect();
            let near = self.draft_all(self.store.listings_read(&near).await?).await?;
            asked.extend(near.into_iter().map(|one| (one.listing_id, one)));
            (found.drafts, found.clustering) = parted(&told, &asked, &decisions).await?;
            fresh = self.brought_along(&ids, &told, &found, &decisions).await?;
            if fresh.is_empty() {
                break;
            }
        }
        Ok(Neighbours { told, ..found })
    }

    /// What must be told too: what stood with the listings told last, what is one event with any that are told, and
    /// what a person said is.
    async fn brought_along(
        &self,
        last: &[ListingId],
        told: &BTreeMap<ListingId, Drafted>,
        found: &Neighbours,
        decisions: &BTreeSet<Decision>,
    ) -> Result<Read, WorkerError> {
        let is_told = |id: &ListingId| told.contains_key(id);
        let id = |place: &usize| found.drafts.get(*place).map(|draft| draft.listing_id);
        let mut along: BTreeSet<ListingId> = BTreeSet::new();
        for part in &found.clustering.parts {
            let members: Vec<ListingId> = part.iter().filter_map(id).collect();
            if members.iter().any(is_told) {
                along.extend(members);
            }
        }
        along.extend(decisions.iter().filter(|said| said.is_one).flat_map(|said| [said.one, said.other]));
        along.retain(|id| !is_told(id));
        let mut fresh = self.store.listings_beside(last).await?;
        fresh.extend(self.store.listings_take(&along.into_iter().collect::<Vec<_>>()).await?);
        let mut seen = BTreeSet::new();
        fresh.retain(|(known, _)| !is_told(&known.id) && seen.insert(known.id));
        Ok(fresh)
    }

    async fn draft_all(&self, listings: Read) -> Result<Vec<Drafted>, WorkerError> {
        // Two halves side by side: drafting is the costliest step, and even small machines have two cores.
        let mut first = listings;
        let second = first.split_off(first.len() / 2);
        let now = self.now;
        let halves = [first, second].map(|half| {
            let resolver = Arc::clone(self.resolver);
            tokio::task::spawn_blocking(move || {
                half.iter().map(|(known, source)| drafted(&resolver, known, source, now)).collect::<Vec<_>>()
            })
        });
        let [first, second] = halves;
        let mut all = first.await?;
        all.extend(second.await?);
        Ok(all)
    }
}

fn drafted(resolver: &Resolver, known: &KnownListing, source: &SourceSpec, now: DateTime<Utc>) -> Drafted {
    let draft = resolver.draft(known, source, now);
    let keys = draft.as_ref().map(identity_keys).unwrap_or_default();
    Drafted { listing_id: known.id, changed_at: known.changed_at, draft: draft.map(Arc::new), keys }
}

async fn parted(
    told: &BTreeMap<ListingId, Drafted>,
    asked: &BTreeMap<ListingId, Drafted>,
    decisions: &BTreeSet<Decision>,
) -> Result<(Vec<Arc<Draft>>, Clustering), WorkerError> {
    let drafts = told.values().chain(asked.values()).filter_map(|one| one.draft.as_ref().ok()).cloned();
    let (drafts, decisions): (Vec<Arc<Draft>>, Vec<Decision>) = (drafts.collect(), decisions.iter().copied().collect());
    let told: BTreeSet<ListingId> = told.keys().copied().collect();
    let parting = tokio::task::spawn_blocking(move || {
        let clustering = cluster_around(&drafts, &told, &decisions);
        (drafts, clustering)
    });
    Ok(parting.await?)
}
