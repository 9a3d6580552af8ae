//! Events as rows, and back.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    StoreError,
    entity::{events, occurrences, organizers, venues},
    hash::{digest, storable},
    instant::{instant, micros, small},
    json::{ClaimJson, EventJson, FactsJson, Unfit},
    occurrences as sittings, organizers as inviters, venues as places,
};
use hobnob_domain::{Claim, Event, EventId, Facts, Occurrence, UnknownWord};
use sea_orm::ConnectionTrait;

/// An event that is told to the store, made into rows.
pub(crate) struct Told {
    pub(crate) event: Event,
    /// Its revision is not given yet.
    pub(crate) row: events::Model,
    pub(crate) venue: Option<venues::Model>,
    pub(crate) organizer: Option<organizers::Model>,
    pub(crate) occurrences: Vec<occurrences::Model>,
}

impl Told {
    pub(crate) fn new(mut event: Event, occurrences: Vec<Occurrence>) -> Result<Self, StoreError> {
        // As precise as a row: what is read back must not differ from what was told.
        event.created_at = instant(micros(event.created_at));
        event.revised_at = instant(micros(event.revised_at));
        let mut whole = EventJson::from(&event);
        let content_hash = digest("event", &[&serde_json::to_vec(&whole)?]);
        let venue = whole.facts.venue.take().map(places::row).transpose()?;
        let organizer = whole.facts.organizer.take().map(inviters::row).transpose()?;
        let occurrences = sittings::rows(occurrences);
        let schedule = &event.facts.schedule;
        let row = events::Model {
            id: event.id.get(),
            revision: 0,
            uid: storable(&event.uid),
            sequence: i64::from(event.sequence),
            created_at: micros(event.created_at),
            revised_at: micros(event.revised_at),
            fingerprint: storable(&event.fingerprint),
            standing: event.standing.to_string(),
            status: event.facts.status.to_string(),
            starts_at: micros(schedule.span.starts_at(schedule.zone)),
            venue_id: venue.as_ref().map(|venue| venue.id),
            organizer_id: organizer.as_ref().map(|organizer| organizer.id),
            content_hash,
            occurrences_hash: sittings::hash(&occurrences),
            facts: serde_json::to_string(&whole.facts)?,
            claims: serde_json::to_string(&whole.claims)?,
        };
        Ok(Self { event, row, venue, organizer, occurrences })
    }

    /// The same sittings, another event.
    pub(crate) fn retold(&mut self, event: Event) -> Result<(), StoreError> {
        let occurrences = std::mem::take(&mut self.occurrences);
        let Self { event, mut row, venue, organizer, .. } = Self::new(event, Vec::new())?;
        row.occurrences_hash = self.row.occurrences_hash;
        *self = Self { event, row, venue, organizer, occurrences };
        Ok(())
    }
}

/// Events from their rows, in the rows' order.
pub(crate) async fn whole(db: &impl ConnectionTrait, rows: Vec<events::Model>) -> Result<Vec<Event>, StoreError> {
    let ids = |id: fn(&events::Model) -> Option<i64>| -> Vec<i64> {
        rows.iter().filter_map(id).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let venues = places::load(db, &ids(|row| row.venue_id)).await?;
    let organizers = inviters::load(db, &ids(|row| row.organizer_id)).await?;
    rows.into_iter().map(|row| event(row, &venues, &organizers)).collect()
}

fn event(
    row: events::Model,
    venues: &BTreeMap<i64, hobnob_domain::Venue>,
    organizers: &BTreeMap<i64, hobnob_domain::Organizer>,
) -> Result<Event, StoreError> {
    let fault = |reason: String| StoreError::Row { table: "event", id: row.id, reason };
    let facts: FactsJson = serde_json::from_str(&row.facts).map_err(|error| fault(error.to_string()))?;
    let mut facts = Facts::try_from(facts).map_err(|unfit| fault(unfit.to_string()))?;
    facts.venue = row.venue_id.and_then(|id| venues.get(&id).cloned());
    facts.organizer = row.organizer_id.and_then(|id| organizers.get(&id).cloned());
    let claims: Vec<ClaimJson> = serde_json::from_str(&row.claims).map_err(|error| fault(error.to_string()))?;
    let claims: Result<Vec<Claim>, Unfit> = claims.into_iter().map(TryInto::try_into).collect();
    Ok(Event {
        id: EventId::new(row.id),
        sequence: small(row.sequence),
        created_at: instant(row.created_at),
        revised_at: instant(row.revised_at),
        facts,
        standing: row.standing.parse().map_err(|error: UnknownWord| fault(error.to_string()))?,
        claims: claims.map_err(|unfit| fault(unfit.to_string()))?,
        uid: row.uid,
        fingerprint: row.fingerprint,
    })
}
