//! Changed listings → drafts → clusters → events.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use super::neighbours::{Gathering, Neighbours};
use crate::{Next, Observer, Progress, RunReport, Stage, WorkerError};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Draft, Event, EventId, Identity, ListingId, occurrences_around};
use hobnob_resolve::{Resolver, event_keys, fold, provenance, set_apart};
use hobnob_store::{EventsCommit, Resolved, Store, StoreError};
use tokio::sync::Notify;

/// How many changed listings one batch takes.
const BATCH: u64 = 4_000;

/// Of these so many may repeat: the sittings of a batch are in memory together.
const BATCH_SERIES: usize = 500;

/// How long the claim lasts if the worker dies, and how often one that works renews it.
const LEASE: TimeDelta = TimeDelta::seconds(30);
const RENEW_EVERY: Duration = Duration::from_secs(10);

/// Sittings are written down from so long ago…
const WRITTEN_SINCE: TimeDelta = TimeDelta::days(400);

/// …to so far ahead.
const WRITTEN_UNTIL: TimeDelta = TimeDelta::days(730);

/// Recomputes the events that changed listings are about. One at a time over a database: the claim is named.
pub struct Resolve {
    /// Where listings are and events go.
    pub store: Store,
    /// What understands them.
    pub resolver: Arc<LazyLock<Resolver>>,
    /// Who claims: unique among all workers.
    pub owner: String,
    /// Told of what happens.
    pub observer: Observer,
    /// Woken when events changed.
    pub wake: Arc<Notify>,
    /// Added up.
    pub report: Arc<Mutex<RunReport>>,
    /// Since when it is: what became known since is new, and no change, whatever other listings say of it meanwhile.
    pub begun_at: DateTime<Utc>,
}

impl Stage for Resolve {
    fn name(&self) -> &'static str {
        "resolve"
    }

    fn step<'a>(&'a self, now: DateTime<Utc>) -> Pin<Box<dyn Future<Output = Result<Next, WorkerError>> + Send + 'a>> {
        Box::pin(async move {
            if !self.store.lease_take(self.name(), &self.owner, now, now + LEASE).await? {
                return Ok(Next::At(Some(now + TimeDelta::seconds(2))));
            }
            let did = tokio::select! {
                did = self.batch(now) => did,
                never = self.keep_claim(now) => match never {},
            };
            self.store.lease_release(self.name(), &self.owner).await?;
            Ok(if did? { Next::Again } else { Next::At(None) })
        })
    }
}

impl Resolve {
    /// Renews the claim for as long as it is waited for. Once it is lost it is not taken back: what was made is older than what
    /// the other one has made, and is refused.
    async fn keep_claim(&self, begun_at: DateTime<Utc>) -> Infallible {
        let mut at = begun_at;
        loop {
            tokio::time::sleep(RENEW_EVERY).await;
            at += RENEW_EVERY;
            if let Err(error) = self.store.lease_renew(self.name(), &self.owner, at + LEASE).await {
                tracing::warn!(%error, "a claim could not be renewed");
            }
        }
    }

    /// Does one batch; says whether there was anything to do.
    async fn batch(&self, now: DateTime<Utc>) -> Result<bool, WorkerError> {
        let mut dirty = self.store.listings_dirty(BATCH).await?;
        let mut series = dirty.iter().enumerate().filter(|(_, (known, _))| known.listing.words.repeats());
        if let Some((end, _)) = series.nth(BATCH_SERIES) {
            dirty.truncate(end);
        }
        if dirty.is_empty() {
            return Ok(false);
        }
        let gathering = Gathering { store: &self.store, resolver: &self.resolver, now };
        let neighbours = gathering.around(dirty).await?;
        let ids: Vec<ListingId> = neighbours.told.keys().copied().collect();
        let identities = self.store.identities_of(&ids).await?;
        let commit = self.settled(neighbours, identities, now).await?;
        let known = commit.events.iter().filter(|event| event.created_at < self.begun_at).count();
        let known = u64::try_from(known).unwrap_or(u64::MAX);
        let done = match self.store.events_commit_as(self.name(), &self.owner, commit).await {
            Ok(done) => done,
            // A listing went away while it was being understood, or another took over: what is left is looked at again.
            Err(StoreError::Stale { .. } | StoreError::ClaimLost(_)) => return Ok(true),
            Err(error) => return Err(error.into()),
        };
        {
            let mut report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
            report.events.new += done.new;
            report.events.changed += done.changed.min(known);
            report.events.cancelled += done.cancelled;
            report.events.unchanged += done.unchanged;
        }
        (self.observer)(&Progress::Resolved(done));
        self.wake.notify_waiters();
        self.wake.notify_one();
        Ok(true)
    }

    /// Folds. A new event takes its id from its oldest listing, and that id may live on in an event which
    /// the listing has left; then all is told once more with that id out of reach.
    async fn settled(
        &self,
        neighbours: Neighbours,
        identities: BTreeMap<ListingId, Identity>,
        now: DateTime<Utc>,
    ) -> Result<EventsCommit, WorkerError> {
        let ours: BTreeSet<EventId> = identities.values().map(|identity| identity.event_id).collect();
        let batch = Arc::new((neighbours, identities));
        let mut foreign = BTreeSet::new();
        loop {
            let (held, out_of_reach) = (Arc::clone(&batch), foreign.clone());
            let commit = tokio::task::spawn_blocking(move || settle(&held.0, &held.1, &out_of_reach, now)).await?;
            let new: Vec<EventId> =
                commit.events.iter().map(|event| event.id).filter(|id| !ours.contains(id)).collect();
            let living = self.store.events_living(&new).await?;
            if living.is_empty() {
                return Ok(commit);
            }
            foreign.extend(living);
        }
    }
}

/// Folds each cluster of the listings that are told, and gives it the identity its listings had. `foreign` ids are not
/// given to new events.
fn settle(
    neighbours: &Neighbours,
    identities: &BTreeMap<ListingId, Identity>,
    foreign: &BTreeSet<EventId>,
    now: DateTime<Utc>,
) -> EventsCommit {
    let Neighbours { told, drafts, clustering } = neighbours;
    let resolved = told
        .values()
        .map(|one| Resolved {
            listing_id: one.listing_id,
            changed_at: one.changed_at,
            identity_keys: one.keys.clone(),
            rejection: one.draft.as_ref().err().map(|rejection| rejection.reason.clone()),
        })
        .collect();
    let mut clusters: Vec<Vec<&Draft>> = clustering
        .parts
        .iter()
        .map(|part| {
            let members = part.iter().filter_map(|place| drafts.get(*place)).map(Arc::as_ref);
            let mut members: Vec<&Draft> = members.filter(|draft| told.contains_key(&draft.listing_id)).collect();
            members.sort_by_key(|draft| (draft.first_seen_at, draft.listing_id));
            members
        })
        .filter(|members| !members.is_empty())
        .collect();
    clusters.sort_by_key(|members| members.first().map(|draft| (draft.first_seen_at, draft.listing_id)));
    let (events, retired) = folded(&clusters, identities, foreign, now);
    let told = || events.iter().zip(&clusters);
    let keys = told().flat_map(|(event, members)| event_keys(event, members)).collect();
    // Of a single listing there is nothing to tell that the event does not tell itself.
    let many = told().filter(|(_, members)| members.len() > 1);
    let provenance = many.map(|(event, members)| (event.id, provenance(members, event))).collect();
    let written = (now - WRITTEN_SINCE, now + WRITTEN_UNTIL);
    let sittings =
        |event: &Event| occurrences_around(event.id, &event.facts.schedule, event.facts.status, now, written);
    let occurrences = events.iter().flat_map(sittings).collect();
    EventsCommit { events, occurrences, resolved, retired, provenance, keys, pairs: clustering.pairs.clone(), now }
}

/// Folds each cluster. A cluster keeps the oldest identity its listings had, unless an older cluster keeps it or it is the
/// only one that another had; the other identities it brings along retire in its favour. Clusters that had none take
/// what is left.
fn folded(
    clusters: &[Vec<&Draft>],
    identities: &BTreeMap<ListingId, Identity>,
    foreign: &BTreeSet<EventId>,
    now: DateTime<Utc>,
) -> (Vec<Event>, Vec<(EventId, EventId)>) {
    let mut taken: BTreeSet<EventId> = foreign.clone();
    let had: Vec<Vec<&Identity>> = clusters.iter().map(|members| identities_of(members, identities)).collect();
    // A listing may leave its event for another one: each of the two goes on as what it was.
    let mut owners: BTreeMap<EventId, usize> = BTreeMap::new();
    for (place, had) in had.iter().enumerate() {
        if let [only] = had.as_slice() {
            owners.entry(only.event_id).or_insert(place);
        }
    }
    let kept: Vec<Option<&Identity>> = had
        .iter()
        .enumerate()
        .map(|(place, had)| {
            let is_free = |identity: &Identity| owners.get(&identity.event_id).is_none_or(|owner| *owner == place);
            let mut rest = had.iter().copied().filter(|identity| !is_free(identity));
            let mut own = had.iter().copied().filter(|identity| is_free(identity));
            own.find(|identity| taken.insert(identity.event_id))
                .or_else(|| rest.find(|identity| taken.insert(identity.event_id)))
        })
        .collect();
    let mut events = Vec::new();
    let mut brought: Vec<(EventId, EventId)> = Vec::new();
    for ((members, had), previous) in clusters.iter().zip(had).zip(kept) {
        let mut event = fold(members, previous, now);
        while previous.is_none() && !taken.insert(event.id) {
            event = set_apart(event);
        }
        brought.extend(had.iter().map(|identity| (identity.event_id, event.id)));
        events.push(event);
    }
    let living: BTreeSet<EventId> = events.iter().map(|event| event.id).collect();
    let retired: BTreeMap<EventId, EventId> =
        brought.into_iter().filter(|(old, _)| !living.contains(old)).rev().collect();
    (events, retired.into_iter().collect())
}

/// The identities that a cluster's listings had, oldest first; among equals that of the older listing.
fn identities_of<'a>(members: &[&Draft], identities: &'a BTreeMap<ListingId, Identity>) -> Vec<&'a Identity> {
    let mut had: Vec<&Identity> = members.iter().filter_map(|draft| identities.get(&draft.listing_id)).collect();
    had.sort_by_key(|identity| identity.created_at);
    let mut seen = BTreeSet::new();
    had.retain(|identity| seen.insert(identity.event_id));
    had
}
