//! What administrators decide about two listings.

use super::{InputProblem, InputProblemCode};
use crate::{
    context::{means, store},
    error::{Code, bad_input, fault, internal},
    types::{PairDecision, PairNode, listing_id},
    viewer::administrator,
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use hobnob_domain::{Decision, ListingId};
use hobnob_store::Store;

/// What administrators decide about two listings.
#[derive(Default)]
pub(crate) struct PairMutation;

/// Two listings that are about one event.
#[derive(InputObject)]
pub(crate) struct PairJoinInput {
    /// One listing.
    one_id: ID,
    /// The other.
    other_id: ID,
}

/// Two listings that are about two events.
#[derive(InputObject)]
pub(crate) struct PairSplitInput {
    /// One listing.
    one_id: ID,
    /// The other.
    other_id: ID,
}

/// What becomes of an attempt to join two listings.
#[derive(SimpleObject)]
pub(crate) struct PairJoinPayload {
    /// What is known of the two until the events are told anew, within seconds; none where nothing was.
    pair: Option<PairNode>,
    /// What is remembered; none while there are problems.
    decision: Option<PairDecision>,
    /// What is to be fixed first.
    problems: Vec<InputProblem>,
}

/// What becomes of an attempt to split two listings.
#[derive(SimpleObject)]
pub(crate) struct PairSplitPayload {
    /// What is known of the two until the events are told anew, within seconds; none where nothing was.
    pair: Option<PairNode>,
    /// What is remembered; none while there are problems.
    decision: Option<PairDecision>,
    /// What is to be fixed first.
    problems: Vec<InputProblem>,
}

#[Object]
impl PairMutation {
    /// Says that two listings are about one event, whatever is found. Remembered for ever; the later word holds. For
    /// administrators.
    #[graphql(complexity = "child_complexity + 50")]
    async fn pair_join(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two listings.")] input: PairJoinInput,
    ) -> Result<PairJoinPayload> {
        let PairJoinInput { one_id, other_id } = input;
        let Decided { pair, decision, problems } = decided(ctx, (&one_id, &other_id), true).await?;
        Ok(PairJoinPayload { pair, decision, problems })
    }

    /// Says that two listings are about two events, whatever is found. Remembered for ever; the later word holds. For
    /// administrators.
    #[graphql(complexity = "child_complexity + 50")]
    async fn pair_split(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two listings.")] input: PairSplitInput,
    ) -> Result<PairSplitPayload> {
        let PairSplitInput { one_id, other_id } = input;
        let Decided { pair, decision, problems } = decided(ctx, (&one_id, &other_id), false).await?;
        Ok(PairSplitPayload { pair, decision, problems })
    }
}

struct Decided {
    pair: Option<PairNode>,
    decision: Option<PairDecision>,
    problems: Vec<InputProblem>,
}

async fn decided(ctx: &Context<'_>, ids: (&ID, &ID), is_one: bool) -> Result<Decided> {
    administrator(ctx)?;
    let (one, other) = (read_id(ids.0)?, read_id(ids.1)?);
    if one == other {
        let problems =
            vec![InputProblem::new(["otherId"], InputProblemCode::Invalid, "this is the same listing; name two")];
        return Ok(Decided { pair: None, decision: None, problems });
    }
    let store = store(ctx)?;
    are_there(store, [one, other]).await?;
    let said = Decision::new(one, other, is_one, means(ctx)?.clock.now());
    store.decision_save(&said).await.map_err(internal)?;
    tracing::info!(%one, %other, is_one, "an administrator decided about two listings");
    let pair = store.pair(one, other).await.map_err(internal)?;
    let pair = PairNode::all(pair.into_iter().collect()).pop();
    Ok(Decided { pair, decision: Some(PairDecision::new(&said)), problems: Vec::new() })
}

fn read_id(id: &ID) -> Result<ListingId> {
    id.0.parse().map_err(|_| bad_input(format!("`{}` is not the id of a listing, such as listing_7", id.0)))
}

async fn are_there(store: &Store, ids: [ListingId; 2]) -> Result<()> {
    let known = store.listings_read(&ids).await.map_err(internal)?;
    match ids.into_iter().find(|id| !known.iter().any(|(known, _)| known.id == *id)) {
        Some(id) => Err(fault(Code::NotFound, format!("there is no listing {}", listing_id(id).0))),
        None => Ok(()),
    }
}
