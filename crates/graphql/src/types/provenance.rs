//! Where what we believe comes from.

use super::{Claim, EventField, ProvenanceReason};
use crate::node::global;
use async_graphql::{ComplexObject, ID, SimpleObject};
use hobnob_domain::{Event, ListingId};
use std::sync::Arc;

/// Where one field of an event comes from: the claim that is believed, and those that are not.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct FieldProvenance {
    /// The field of this event, for caches of clients.
    id: ID,
    /// Which field.
    field: EventField,
    /// What is believed, as short text of at most 120 characters.
    value: String,
    /// Why: over the strongest of the claims that lost, where there are any.
    reason: ProvenanceReason,
    /// Claims that say something else, the strongest first; where all are believed together, what each of them says. At
    /// most eight.
    lost: Vec<LostClaim>,
    #[graphql(skip)]
    event: Arc<Event>,
    #[graphql(skip)]
    listing_id: Option<ListingId>,
}

/// A claim that is not believed.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct LostClaim {
    /// The claim about this field, for caches of clients.
    id: ID,
    /// What it says, as short text of at most 120 characters.
    value: String,
    /// Why another is believed.
    reason: ProvenanceReason,
    #[graphql(skip)]
    event: Arc<Event>,
    #[graphql(skip)]
    listing_id: ListingId,
}

impl FieldProvenance {
    pub(crate) fn new(event: &Arc<Event>, told: &hobnob_domain::FieldProvenance) -> Self {
        let hobnob_domain::FieldProvenance { field, listing_id, value, reason, lost } = told;
        let lost_claim = |claim: &hobnob_domain::LostClaim| {
            let hobnob_domain::LostClaim { listing_id, value, reason } = claim;
            LostClaim {
                id: global("claim", format_args!("{}-{field}-{listing_id}", event.id)),
                value: value.clone(),
                reason: (*reason).into(),
                event: Arc::clone(event),
                listing_id: *listing_id,
            }
        };
        Self {
            id: global("provenance", format_args!("{}-{field}", event.id)),
            field: (*field).into(),
            value: value.clone(),
            reason: (*reason).into(),
            lost: lost.iter().map(lost_claim).collect(),
            event: Arc::clone(event),
            listing_id: *listing_id,
        }
    }
}

fn claim_of(event: &Event, id: ListingId) -> Option<Claim> {
    event.claims.iter().find(|claim| claim.listing_id == id).cloned().map(Claim)
}

#[ComplexObject]
impl FieldProvenance {
    /// Who claims it; none where all are believed together.
    async fn claim(&self) -> Option<Claim> {
        claim_of(&self.event, self.listing_id?)
    }
}

#[ComplexObject]
impl LostClaim {
    /// Who claims it; none when that listing is about another event by now.
    async fn claim(&self) -> Option<Claim> {
        claim_of(&self.event, self.listing_id)
    }
}
