//! Two listings that were compared.

use super::{Listing, Verdict, listing::listing_id};
use crate::{context::store, error::internal, node::global, scalars::Instant};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use hobnob_domain::{Decision, KnownListing, ListingId, Match, MatchReason, Pair};
use hobnob_store::Store;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use tokio::sync::OnceCell;

/// Pairs that one answer tells of together: their listings, and what people decided, are looked up for all of them.
#[derive(Default)]
pub(crate) struct Pairs {
    ids: Vec<ListingId>,
    listings: OnceCell<BTreeMap<ListingId, KnownListing>>,
    decisions: OnceCell<BTreeMap<(ListingId, ListingId), Decision>>,
}

impl Pairs {
    fn new<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Arc<Self> {
        let ids: BTreeSet<ListingId> = pairs.flat_map(|pair| [pair.one, pair.other]).collect();
        Arc::new(Self { ids: ids.into_iter().collect(), ..Self::default() })
    }

    async fn listing(&self, store: &Store, id: ListingId) -> Result<Option<Listing>> {
        let load = || async {
            let known = store.listings_read(&self.ids).await.map_err(internal)?;
            Ok::<_, async_graphql::Error>(known.into_iter().map(|(known, _)| (known.id, known)).collect())
        };
        Ok(self.listings.get_or_try_init(load).await?.get(&id).cloned().map(Listing))
    }

    async fn decision(&self, store: &Store, pair: (ListingId, ListingId)) -> Result<Option<PairDecision>> {
        let load = || async {
            let said = store.decisions_about(&self.ids).await.map_err(internal)?;
            Ok::<_, async_graphql::Error>(said.into_iter().map(|said| ((said.one, said.other), said)).collect())
        };
        let decisions: &BTreeMap<_, Decision> = self.decisions.get_or_try_init(load).await?;
        Ok(decisions.get(&pair).map(PairDecision::new))
    }
}

/// Two listings that were compared, among others.
#[derive(Clone)]
pub(crate) struct PairNode {
    pub(crate) pair: Arc<Pair>,
    about: Arc<Pairs>,
}

impl PairNode {
    /// Pairs that are told of together.
    pub(crate) fn all(pairs: Vec<Pair>) -> Vec<Self> {
        let about = Pairs::new(pairs.iter());
        pairs.into_iter().map(|pair| Self { pair: Arc::new(pair), about: Arc::clone(&about) }).collect()
    }
}

/// A person's word about two listings. It outweighs whatever is found, for ever.
#[derive(SimpleObject)]
pub(crate) struct PairDecision {
    /// The decision: there is one for two listings.
    id: ID,
    /// Whether they are about one event.
    is_one_event: bool,
    /// When it was said.
    decided_at: Instant,
}

impl PairDecision {
    pub(crate) fn new(said: &Decision) -> Self {
        let Decision { one, other, is_one, decided_at } = said;
        let id = global("decision", format_args!("{one}-{other}"));
        Self { id, is_one_event: *is_one, decided_at: Instant::utc(*decided_at) }
    }
}

/// What was found about two listings, and what it is worth.
#[derive(SimpleObject)]
#[graphql(name = "PairFinding")]
pub(crate) struct PairFinding {
    /// The finding about these two listings, for caches of clients.
    id: ID,
    /// What was found, such as `same_name` or `other_day`. A word and not an enum: new ones come often.
    finding: &'static str,
    /// Each point doubles the odds that they are about one event, each point below zero halves them.
    points: i32,
}

/// Two listings that were compared: whether they are about one event, and why.
#[Object(name = "Pair")]
impl PairNode {
    /// The pair.
    async fn id(&self) -> ID {
        global("pair", format_args!("{}-{}", self.pair.one, self.pair.other))
    }

    /// The id of the listing that is named first; `pairJoin` and `pairSplit` take it.
    async fn one_id(&self) -> ID {
        listing_id(self.pair.one)
    }

    /// The id of the listing that is named second.
    async fn other_id(&self) -> ID {
        listing_id(self.pair.other)
    }

    /// The listing that is named first; none when it is no more.
    async fn one(&self, ctx: &Context<'_>) -> Result<Option<Listing>> {
        self.about.listing(store(ctx)?, self.pair.one).await
    }

    /// The listing that is named second; none when it is no more.
    async fn other(&self, ctx: &Context<'_>) -> Result<Option<Listing>> {
        self.about.listing(store(ctx)?, self.pair.other).await
    }

    /// What is thought of them.
    async fn verdict(&self) -> Verdict {
        self.pair.found.verdict.into()
    }

    /// The sum of the findings' points.
    async fn score(&self) -> i32 {
        self.pair.found.score
    }

    /// What was found, in the order in which it was looked for.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn findings(&self) -> Vec<PairFinding> {
        let Pair { one, other, found: Match { verdict: _, score: _, reasons } } = &*self.pair;
        let finding = |reason: &MatchReason| {
            let MatchReason { finding, points } = *reason;
            let id = global("finding", format_args!("{one}-{other}-{finding}"));
            PairFinding { id, finding: finding.as_str(), points }
        };
        reasons.iter().map(finding).collect()
    }

    /// What a person decided about them; none when nobody did.
    async fn decision(&self, ctx: &Context<'_>) -> Result<Option<PairDecision>> {
        self.about.decision(store(ctx)?, (self.pair.one, self.pair.other)).await
    }
}
