//! Whose claim is believed, whose is not, and why.

use std::collections::BTreeSet;

use hobnob_domain::{
    Draft, Event, EventField, EventKind, EventStatus, FieldProvenance, LostClaim, Reason, provenance::LOST_CLAIMS_MAX,
};

use super::{
    choice::{Choice, knows_mode},
    rank::Ranked,
    split,
};

/// Tells where each field of an event comes from that [`crate::fold`] made of these drafts: one entry for each field
/// that says something, in the order of [`EventField::ALL`].
pub fn provenance(drafts: &[&Draft], event: &Event) -> Vec<FieldProvenance> {
    let (wholes, _) = split(drafts);
    let choice = Choice::new(&wholes);
    EventField::ALL.iter().filter_map(|field| told(&choice, *field, event)).collect()
}

fn told(choice: &Choice<'_>, field: EventField, event: &Event) -> Option<FieldProvenance> {
    let value = field.value_of(&event.facts)?;
    let winner = choice.winner(field).and_then(|by| Some((by, choice.drafts.get(by)?)));
    let (listing_id, mut reason, lost) = match winner {
        Some((by, winner)) => {
            let believed = said(winner, field).unwrap_or_default();
            let lost = others(choice, field, &believed, |place, other| because(field, (by, winner), (place, other)));
            (Some(winner.draft.listing_id), None, lost)
        }
        None => together(choice, field)?,
    };
    reason = reason.or_else(|| lost.first().map(|claim| claim.reason));
    let is_only = || choice.drafts.iter().filter(|ranked| said(ranked, field).is_some()).count() < 2;
    let reason = reason.unwrap_or_else(|| if is_only() { Reason::Only } else { Reason::Agreed });
    Some(FieldProvenance { field, listing_id, value, reason, lost })
}

/// What all say together: with nobody's name on it, unless one says it all.
fn together(
    choice: &Choice<'_>,
    field: EventField,
) -> Option<(Option<hobnob_domain::ListingId>, Option<Reason>, Vec<LostClaim>)> {
    let first = choice.drafts.iter().find(|ranked| said(ranked, field).is_some())?;
    let said = others(choice, field, "", |_, _| Reason::Merged);
    Some(if said.len() < 2 {
        (Some(first.draft.listing_id), None, Vec::new())
    } else {
        (None, Some(Reason::Merged), said)
    })
}

/// What a draft says of a field, where it says anything.
fn said(ranked: &Ranked<'_>, field: EventField) -> Option<String> {
    let draft = ranked.draft;
    // The source's own address is nobody's claim about the event's.
    let is_silent = field == EventField::Url && draft.listing_url.is_none();
    if is_silent { None } else { field.value_of(&draft.facts) }
}

/// Claims that differ from the one that is believed; of equal ones the strongest.
fn others(
    choice: &Choice<'_>,
    field: EventField,
    believed: &str,
    because: impl Fn(usize, &Ranked<'_>) -> Reason,
) -> Vec<LostClaim> {
    let mut seen = BTreeSet::from([believed.to_owned()]);
    let claims = choice.drafts.iter().enumerate().filter_map(|(place, ranked)| {
        let value = said(ranked, field).filter(|value| seen.insert(value.clone()))?;
        Some(LostClaim { listing_id: ranked.draft.listing_id, value, reason: because(place, ranked) })
    });
    claims.take(LOST_CLAIMS_MAX).collect()
}

fn because(field: EventField, (by, winner): (usize, &Ranked<'_>), (place, other): (usize, &Ranked<'_>)) -> Reason {
    let facts = &other.draft.facts;
    let is_silence = match field {
        EventField::Status => facts.status == EventStatus::Scheduled,
        EventField::Kind => facts.kind == EventKind::Other,
        EventField::AttendanceMode => !knows_mode(facts),
        _ => false,
    };
    let is_by_arrival = matches!(field, EventField::Name | EventField::Url) && winner.is_on_a_par_with(other);
    if is_silence {
        Reason::Claimed
    } else if is_by_arrival {
        Reason::Order
    } else if place < by {
        Reason::Specific
    } else {
        winner.reason_over(other)
    }
}
