//! Events that are shown together: what is looked up for one is looked up for all of them, by one statement, and only if
//! somebody asks.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{context::Moment, error::internal, types::PairNode};
use async_graphql::Result;
use hobnob_domain::{Event, EventId, FieldProvenance, ListingId, Relations, Standing};
use hobnob_store::Store;
use tokio::sync::OnceCell;

/// Events that are shown together.
#[derive(Default)]
pub(crate) struct Company {
    ids: Vec<EventId>,
    /// The listings that each is made of.
    listings: Vec<Vec<ListingId>>,
    matches: OnceCell<BTreeMap<EventId, Vec<PairNode>>>,
    provenance: OnceCell<BTreeMap<EventId, Vec<FieldProvenance>>>,
    kin: OnceCell<Kin>,
}

/// The events that they belong with.
struct Kin {
    relations: BTreeMap<EventId, Relations>,
    events: BTreeMap<EventId, Arc<Event>>,
    company: Arc<Company>,
}

impl Company {
    pub(crate) fn new<'a>(events: impl IntoIterator<Item = &'a Event>) -> Arc<Self> {
        let listings = |event: &Event| event.claims.iter().map(|claim| claim.listing_id).collect();
        let (ids, listings) = events.into_iter().map(|event| (event.id, listings(event))).unzip();
        Arc::new(Self { ids, listings, ..Self::default() })
    }

    /// Why the listings of an event are about one event: the pairs of them that are the same.
    pub(crate) async fn matches(&self, store: &Store, id: EventId) -> Result<Vec<PairNode>> {
        let matches = self.matches.get_or_try_init(|| async {
            let groups = store.pairs_within(&self.listings).await.map_err(internal)?;
            let lengths: Vec<usize> = groups.iter().map(Vec::len).collect();
            let mut all = PairNode::all(groups.into_iter().flatten().collect()).into_iter();
            let of_each = lengths.into_iter().map(|length| all.by_ref().take(length).collect());
            Ok::<_, async_graphql::Error>(self.ids.iter().copied().zip(of_each).collect())
        });
        Ok(matches.await?.get(&id).cloned().unwrap_or_default())
    }

    /// Where the fields of an event come from, as far as several listings are about it.
    pub(crate) async fn provenance(&self, store: &Store, id: EventId) -> Result<Option<&[FieldProvenance]>> {
        let load = || async { store.provenance_of(&self.ids).await.map_err(internal) };
        Ok(self.provenance.get_or_try_init(load).await?.get(&id).map(Vec::as_slice))
    }

    /// The events that one belongs with, of those that are shown, in the company of each other.
    pub(crate) async fn kin(
        &self,
        store: &Store,
        moment: &Moment,
        id: EventId,
        pick: impl FnOnce(&Relations) -> Vec<EventId>,
    ) -> Result<(Vec<Arc<Event>>, Arc<Self>)> {
        let kin = self.kin.get_or_try_init(|| Kin::load(store, moment, &self.ids)).await?;
        let wanted = kin.relations.get(&id).map(pick).unwrap_or_default();
        let found = wanted.iter().filter_map(|id| kin.events.get(id).map(Arc::clone));
        Ok((found.collect(), Arc::clone(&kin.company)))
    }
}

impl Kin {
    async fn load(store: &Store, moment: &Moment, ids: &[EventId]) -> Result<Self> {
        let relations = store.relations_of(ids).await.map_err(internal)?;
        let all = relations.values().flat_map(|relations| {
            let Relations { previous, next, whole, parts } = relations;
            [previous, next, whole].into_iter().flatten().chain(parts).copied()
        });
        let all: BTreeSet<EventId> = all.collect();
        let events = at_hand(store, moment, &all).await?;
        let company = Self::company(&events);
        Ok(Self { relations, events, company })
    }

    fn company(events: &BTreeMap<EventId, Arc<Event>>) -> Arc<Company> {
        Company::new(events.values().map(|event| &**event))
    }
}

/// These events, those of them that are shown: from the snapshot, and what it has not at hand from the store, together.
pub(crate) async fn at_hand(
    store: &Store,
    moment: &Moment,
    ids: &BTreeSet<EventId>,
) -> Result<BTreeMap<EventId, Arc<Event>>> {
    let mut found: BTreeMap<EventId, Arc<Event>> =
        ids.iter().filter_map(|id| Some((*id, moment.snapshot.event(*id)?))).collect();
    let missing: Vec<EventId> = ids.iter().filter(|id| !found.contains_key(id)).copied().collect();
    if !missing.is_empty() {
        let read = store.events(&missing).await.map_err(internal)?;
        found.extend(read.into_iter().map(|(id, event)| (id, Arc::new(event))));
    }
    found.values().for_each(|event| moment.snapshot.keep(event));
    found.retain(|_, event| event.standing != Standing::Gone);
    Ok(found)
}
