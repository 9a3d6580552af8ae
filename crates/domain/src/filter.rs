//! The one filter: every surface parses into it, and every answer is what [`EventFilter::matches`] says.

use crate::{
    AttendanceMode, CountryCode, Event, EventKind, EventStatus, Goal, NicheId, Occurrence, OrganizerId, Point,
    SourceId, Standing, search::TextQuery,
};
use chrono::{DateTime, Utc};

/// A disc on the Earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// What was asked for: "Berlin", or "52.52,13.405".
    pub text: String,
    /// Its middle.
    pub point: Point,
    /// Its radius in kilometres.
    pub radius_km: f64,
}

/// Which events are yours. Within a field any value may match; every field that is given must match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventFilter {
    /// Niches; an event of a narrower niche matches too.
    pub niches: Vec<NicheId>,
    /// Career goals.
    pub goals: Vec<Goal>,
    /// Sorts of gathering.
    pub kinds: Vec<EventKind>,
    /// Ways to take part.
    pub modes: Vec<AttendanceMode>,
    /// Close to a point. Events that can be joined online match only if `modes` asks for them.
    pub near: Option<Near>,
    /// Countries.
    pub countries: Vec<CountryCode>,
    /// Languages, ISO 639-1 in lower case.
    pub languages: Vec<String>,
    /// Whether it costs nothing.
    pub is_free: Option<bool>,
    /// Words and `"phrases"` that all must occur in the name, the organizer, the venue, the keywords or the description:
    /// see [`TextQuery`].
    pub query: Option<String>,
    /// Not over at this instant.
    pub from: Option<DateTime<Utc>>,
    /// Begun before this instant.
    pub to: Option<DateTime<Utc>>,
    /// Whether its call for papers is open.
    pub call_for_papers_open: Option<bool>,
    /// Organizers.
    pub organizers: Vec<OrganizerId>,
    /// Sources that claim it.
    pub sources: Vec<SourceId>,
    /// Statuses.
    pub statuses: Vec<EventStatus>,
}

fn any<T: PartialEq>(wanted: &[T], given: &T) -> bool {
    wanted.is_empty() || wanted.contains(given)
}

impl EventFilter {
    /// Whether an occurrence of an event is asked for. This is the specification; the index answers the same, faster.
    ///
    /// An event that is [`Standing::Gone`] matches no filter. `now` decides whether a call for papers is open.
    pub fn matches(&self, event: &Event, occurrence: &Occurrence, now: DateTime<Utc>) -> bool {
        event.standing != Standing::Gone
            && self.from.is_none_or(|from| occurrence.ends_at > from)
            && self.to.is_none_or(|to| occurrence.starts_at < to)
            && any(&self.statuses, &occurrence.status)
            && self.matches_event(event, now)
    }

    fn matches_event(&self, event: &Event, now: DateTime<Utc>) -> bool {
        let facts = &event.facts;
        any(&self.kinds, &facts.kind)
            && (self.niches.is_empty()
                || self.niches.iter().any(|wanted| facts.niches.iter().any(|niche| niche.is_within(*wanted))))
            && (self.goals.is_empty() || self.goals.iter().any(|goal| facts.goals.contains(goal)))
            && any(&self.modes, &facts.attendance_mode)
            && self.matches_place(event)
            && (self.languages.is_empty() || facts.language.as_ref().is_some_and(|l| self.languages.contains(l)))
            && self.is_free.is_none_or(|is_free| facts.is_free == Some(is_free))
            && self.call_for_papers_open.is_none_or(|wanted| wanted == facts.open_call(now).is_some())
            && (self.organizers.is_empty()
                || facts.organizer.as_ref().is_some_and(|organizer| self.organizers.contains(&organizer.id)))
            && (self.sources.is_empty() || event.claims.iter().any(|claim| self.sources.contains(&claim.source_id)))
            && self.query.as_deref().is_none_or(|query| TextQuery::read(query).score(event).is_some())
    }

    /// An event that is only online is at no place: it is near nobody, unless online events are asked for by name.
    fn matches_place(&self, event: &Event) -> bool {
        let facts = &event.facts;
        let asked_online =
            facts.attendance_mode == AttendanceMode::Online && self.modes.contains(&AttendanceMode::Online);
        let venue = facts.venue.as_ref();
        let near = self.near.as_ref().is_none_or(|near| {
            asked_online
                || venue.and_then(|v| v.point).is_some_and(|point| near.point.distance_km(point) <= near.radius_km)
        });
        let country = self.countries.is_empty()
            || asked_online
            || venue.and_then(|v| v.country).is_some_and(|country| self.countries.contains(&country));
        near && country
    }
}
