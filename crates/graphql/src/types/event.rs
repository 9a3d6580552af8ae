//! Events.

use super::{
    AttendanceMode, CallForPapers, Claim, EventKind, EventStatus, FieldProvenance, Goal, Niche, OccurrenceConnection,
    OccurrenceNode, Offer, Organizer, PairNode, Venue,
};
use crate::{
    company::Company,
    context::{gazetteer, moment, store},
    cursor::read_occurrence_cursor,
    inputs::{cursor, forward},
    limits::{OCCURRENCES_DEFAULT, list_cost},
    node::event_id,
    scalars::{Day, Instant},
};
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId, Facts, Occurrence, Point, Relations, provenance::of_one_claim};
use std::sync::Arc;

/// One event, at the sitting it was found at.
#[derive(Clone)]
pub(crate) struct EventNode {
    pub(crate) shown: OccurrenceNode,
    near: Option<Point>,
    company: Arc<Company>,
}

/// Does not compile when the domain gains a field that nobody decided about here. Left out on purpose: `standing` (an
/// event that is gone is not found), `created_at` and `fingerprint` (our bookkeeping).
const _: fn(Event) = |event| {
    let Event {
        id: _,
        uid: _,
        sequence: _,
        created_at: _,
        revised_at: _,
        fingerprint: _,
        facts,
        standing: _,
        claims: _,
    } = event;
    let Facts {
        name: _,
        description: _,
        url: _,
        kind: _,
        status: _,
        attendance_mode: _,
        schedule: _,
        venue: _,
        more_venues: _,
        join_url: _,
        organizer: _,
        niches: _,
        goals: _,
        keywords: _,
        language: _,
        is_free: _,
        offers: _,
        image_url: _,
        call_for_papers: _,
    } = facts;
};

impl EventNode {
    /// An event found by a filter, perhaps near a point, in the company of others.
    pub(crate) fn found(event: Arc<Event>, sitting: Occurrence, near: Option<Point>, company: &Arc<Company>) -> Self {
        Self { shown: OccurrenceNode { event, sitting }, near, company: Arc::clone(company) }
    }

    /// An event asked for by its id.
    pub(crate) fn alone(event: Arc<Event>, now: DateTime<Utc>) -> Self {
        let company = Company::new([&*event]);
        Self::asked_for(event, now, &company)
    }

    /// An event asked for by its id, with others.
    pub(crate) fn asked_for(event: Arc<Event>, now: DateTime<Utc>, company: &Arc<Company>) -> Self {
        let sitting = event.sitting_at(now);
        Self::found(event, sitting, None, company)
    }

    /// The events it belongs with.
    async fn kin(&self, ctx: &Context<'_>, pick: impl FnOnce(&Relations) -> Vec<EventId>) -> Result<Vec<Self>> {
        let moment = moment(ctx)?;
        let (events, company) = self.company.kin(store(ctx)?, moment, self.event().id, pick).await?;
        Ok(events.into_iter().map(|event| Self::asked_for(event, moment.now, &company)).collect())
    }

    pub(crate) fn event(&self) -> &Event {
        &self.shown.event
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.shown.event.facts
    }

    /// How far its venue is from where the filter asked, in kilometres.
    pub(crate) fn distance(&self) -> Option<f64> {
        let venue = self.facts().venue.as_ref()?.point?;
        self.near.map(|near| near.distance_km(venue))
    }
}

/// A meetup, a conference or another gathering: what we believe about it after reading every listing of it. A recurring
/// event is one event; lists show it at its next sitting that matches.
#[Object(name = "Event")]
impl EventNode {
    /// The event; the same through reschedule, retitle, merge and change of source.
    pub(crate) async fn id(&self) -> ID {
        event_id(self.event().id)
    }

    /// Its UID in calendars (RFC 5545), for ever the same.
    async fn uid(&self) -> &str {
        &self.event().uid
    }

    /// What it is called: one line of plain text.
    async fn name(&self) -> &str {
        &self.facts().name
    }

    /// What it is about: plain text, paragraphs parted by empty lines.
    async fn description(&self) -> Option<&str> {
        self.facts().description.as_deref()
    }

    /// Its own page.
    async fn url(&self) -> &str {
        &self.facts().url
    }

    /// What sort of gathering it is.
    async fn kind(&self) -> EventKind {
        self.facts().kind.into()
    }

    /// Whether the sitting that is shown takes place.
    async fn status(&self) -> EventStatus {
        self.shown.sitting.status.into()
    }

    /// How one takes part.
    async fn attendance_mode(&self) -> AttendanceMode {
        self.facts().attendance_mode.into()
    }

    /// The first instant of the sitting that is shown, in the event's zone; midnight there for whole days.
    async fn starts_at(&self) -> Instant {
        self.shown.starts()
    }

    /// The first instant after the sitting that is shown, in the event's zone; none when nobody says.
    async fn ends_at(&self) -> Option<Instant> {
        self.shown.ends()
    }

    /// The first day of the sitting that is shown, in the event's zone.
    async fn starts_on(&self) -> Day {
        Day(self.shown.sitting.starts_on)
    }

    /// The last day (not the one after) of the sitting that is shown, in the event's zone; none when nobody says.
    async fn ends_on(&self) -> Option<Day> {
        self.shown.last_day()
    }

    /// Whether it is whole days; `startsAt` and `endsAt` are then midnights that nobody announced.
    async fn is_all_day(&self) -> bool {
        self.shown.sitting.is_all_day
    }

    /// The zone it is meant in, by IANA name, such as "Europe/Berlin".
    async fn time_zone(&self) -> &str {
        self.facts().schedule.zone.name()
    }

    /// Whether it has more than one sitting.
    async fn is_recurring(&self) -> bool {
        self.facts().schedule.recurrence.is_some()
    }

    /// Where one goes; none when it is only online or nobody says.
    async fn venue(&self, ctx: &Context<'_>) -> Result<Option<Venue>> {
        let gazetteer = gazetteer(ctx)?;
        Ok(self.facts().venue.as_ref().map(|venue| Venue::new(self.event().id, venue, gazetteer)))
    }

    /// Further places it is held at, in the order its source names them.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn more_venues(&self, ctx: &Context<'_>) -> Result<Vec<Venue>> {
        let (gazetteer, id) = (gazetteer(ctx)?, self.event().id);
        let further = self.facts().more_venues.iter().enumerate();
        Ok(further.map(|(position, venue)| Venue::further(id, position, venue, gazetteer)).collect())
    }

    /// Where one joins over the network.
    async fn join_url(&self) -> Option<&str> {
        self.facts().join_url.as_deref()
    }

    /// Who invites.
    async fn organizer(&self) -> Option<Organizer> {
        self.facts().organizer.as_ref().map(Organizer::new)
    }

    /// Its niches, the most specific ones; broader ones follow from the taxonomy.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn niches(&self) -> Vec<Niche> {
        self.facts().niches.iter().copied().map(Niche).collect()
    }

    /// What it does for a career.
    async fn goals(&self) -> Vec<Goal> {
        self.facts().goals.iter().copied().map(Goal::from).collect()
    }

    /// The sources' own words for it.
    async fn keywords(&self) -> &[String] {
        &self.facts().keywords
    }

    /// The language it is held in, by ISO 639-1 code.
    async fn language(&self) -> Option<&str> {
        self.facts().language.as_deref()
    }

    /// Whether it costs nothing; none when nobody says.
    async fn is_free(&self) -> Option<bool> {
        self.facts().is_free
    }

    /// What it costs.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn offers(&self) -> Vec<Offer> {
        let id = self.event().id;
        self.facts().offers.iter().enumerate().map(|(position, offer)| Offer::new(id, position, offer)).collect()
    }

    /// A picture, on somebody else's server.
    async fn image_url(&self) -> Option<&str> {
        self.facts().image_url.as_deref()
    }

    /// The invitation to speak.
    async fn call_for_papers(&self, ctx: &Context<'_>) -> Result<Option<CallForPapers>> {
        let now = moment(ctx)?.now;
        let facts = self.facts();
        let is_open = facts.open_call(now).is_some();
        Ok(facts.call_for_papers.as_ref().map(|call| CallForPapers::new(self.event().id, call, is_open)))
    }

    /// How far its venue is from the middle of the filter's `near`, in kilometres along a great circle; none without
    /// `near` or without a venue that is known.
    async fn distance_km(&self) -> Option<f64> {
        self.distance()
    }

    /// How often what subscribers see has changed (SEQUENCE of RFC 5545).
    async fn sequence(&self) -> u32 {
        self.event().sequence
    }

    /// When what subscribers see last changed (LAST-MODIFIED of RFC 5545).
    async fn revised_at(&self) -> Instant {
        Instant::utc(self.event().revised_at)
    }

    /// Who says so: the listings that what we believe is made of.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn claims(&self) -> Vec<Claim> {
        self.event().claims.iter().cloned().map(Claim).collect()
    }

    /// Where each of its fields comes from: which claim is believed, which are not, and why.
    #[graphql(complexity = "10 * child_complexity + 5")]
    async fn provenance(&self, ctx: &Context<'_>) -> Result<Vec<FieldProvenance>> {
        let event = &self.shown.event;
        let told = self.company.provenance(store(ctx)?, event.id).await?;
        let shown = |fields: &[hobnob_domain::FieldProvenance]| {
            fields.iter().map(|field| FieldProvenance::new(event, field)).collect()
        };
        Ok(told.map_or_else(|| shown(&of_one_claim(event)), shown))
    }

    /// Why its listings are about one event: the pairs of them that were found to be the same, or were joined by a person.
    /// None where one listing is all there is.
    #[graphql(complexity = "5 * child_complexity + 5")]
    async fn matches(&self, ctx: &Context<'_>) -> Result<Vec<PairNode>> {
        self.company.matches(store(ctx)?, self.event().id).await
    }

    /// The event that this one is part of, as its sources say.
    #[graphql(complexity = "child_complexity + 5")]
    async fn super_event(&self, ctx: &Context<'_>) -> Result<Option<EventNode>> {
        Ok(self.kin(ctx, |kin| kin.whole.into_iter().collect()).await?.pop())
    }

    /// The events that are part of this one, as their sources say, in order of start; at most 50.
    #[graphql(complexity = "50 * child_complexity + 5")]
    async fn sub_events(&self, ctx: &Context<'_>) -> Result<Vec<EventNode>> {
        self.kin(ctx, |kin| kin.parts.clone()).await
    }

    /// The edition before: the same name less years and numbers, by the same people or on the same site, five to thirty
    /// months earlier.
    #[graphql(complexity = "child_complexity + 5")]
    async fn previous_edition(&self, ctx: &Context<'_>) -> Result<Option<EventNode>> {
        Ok(self.kin(ctx, |kin| kin.previous.into_iter().collect()).await?.pop())
    }

    /// The edition after, in the same sense.
    #[graphql(complexity = "child_complexity + 5")]
    async fn next_edition(&self, ctx: &Context<'_>) -> Result<Option<EventNode>> {
        Ok(self.kin(ctx, |kin| kin.next.into_iter().collect()).await?.pop())
    }

    /// Its sittings within a window, the earliest first; at most 1000 of one window are counted through.
    #[graphql(complexity = "crate::types::event::occurrences_cost(first, child_complexity)")]
    async fn occurrences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 0 to 100; 10 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "A cursor: only sittings behind it.")] after: Option<String>,
        #[graphql(desc = "Not over at this instant; now when it is left out.")] from: Option<Instant>,
        #[graphql(desc = "Begun before this instant; without end when it is left out.")] to: Option<Instant>,
    ) -> Result<OccurrenceConnection> {
        let length = forward(first, OCCURRENCES_DEFAULT)?;
        let after = cursor("after", after.as_deref(), read_occurrence_cursor)?;
        let from = from.map_or(moment(ctx)?.now, |from| from.0.to_utc());
        let to = to.map_or(DateTime::<Utc>::MAX_UTC, |to| to.0.to_utc());
        Ok(OccurrenceConnection::new(&self.shown.event, (from, to), after, length))
    }
}

fn occurrences_cost(first: Option<i32>, row: usize) -> usize {
    list_cost(first, None, OCCURRENCES_DEFAULT, row)
}
