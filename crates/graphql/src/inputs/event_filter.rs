//! The filter as clients write it. It is read by the same reader as the query string of calendars and pages, so that
//! both can't come to mean different things.

use super::NearInput;
use crate::{
    error::{bad_filter, bad_input},
    scalars::Instant,
    types::{AttendanceMode, EventKind, EventStatus, Goal},
};
use async_graphql::{ID, InputObject, Result};
use chrono::SecondsFormat;
use hobnob_domain::{EventFilter, query_string::read_filter};
use hobnob_gazetteer::Gazetteer;

/// Which events are asked for. Within a list any value may match; every field that is given must match.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "EventFilter")]
pub(crate) struct EventFilterInput {
    /// Slugs of niches; events of a narrower niche match too: `python` finds `django`.
    pub(crate) niches: Option<Vec<String>>,
    /// Career goals.
    pub(crate) goals: Option<Vec<Goal>>,
    /// Sorts of gathering.
    pub(crate) kinds: Option<Vec<EventKind>>,
    /// Ways to take part.
    pub(crate) modes: Option<Vec<AttendanceMode>>,
    /// Close to a place. Events that are only online match if `modes` asks for them.
    pub(crate) near: Option<NearInput>,
    /// Countries by ISO 3166-1 code of two letters, such as `DE`.
    pub(crate) countries: Option<Vec<String>>,
    /// Languages by ISO 639-1 code of two letters, such as `en`.
    pub(crate) languages: Option<Vec<String>>,
    /// Whether it costs nothing.
    pub(crate) is_free: Option<bool>,
    /// Words that all must begin a word of the name, the description, the organizer, the venue or the keywords.
    pub(crate) query: Option<String>,
    /// Not over at this instant. Lists begin now when it is left out.
    pub(crate) from: Option<Instant>,
    /// Begun before this instant.
    pub(crate) to: Option<Instant>,
    /// Whether its call for papers is open at present.
    pub(crate) call_for_papers_open: Option<bool>,
    /// Organizers by id.
    pub(crate) organizers: Option<Vec<ID>>,
    /// Sources by id.
    pub(crate) sources: Option<Vec<ID>>,
    /// Whether it takes place.
    pub(crate) statuses: Option<Vec<EventStatus>>,
}

type Pairs = Vec<(&'static str, String)>;

fn put<T>(pairs: &mut Pairs, key: &'static str, values: Option<Vec<T>>, written: impl Fn(T) -> String) {
    pairs.extend(values.into_iter().flatten().map(|value| (key, written(value))));
}

impl EventFilterInput {
    /// The filter it asks for.
    pub(crate) fn read(self, gazetteer: &Gazetteer) -> Result<EventFilter> {
        let pairs = self.pairs()?;
        let pairs = pairs.iter().map(|(key, value)| (*key, value.as_str()));
        read_filter(pairs, &|text| gazetteer.find(text)).map_err(bad_filter)
    }

    fn pairs(self) -> Result<Pairs> {
        let Self {
            niches,
            goals,
            kinds,
            modes,
            near,
            countries,
            languages,
            is_free,
            query,
            from,
            to,
            call_for_papers_open,
            organizers,
            sources,
            statuses,
        } = self;
        let mut pairs = Pairs::new();
        put(&mut pairs, "niche", niches, |slug| slug);
        put(&mut pairs, "goal", goals, |goal| hobnob_domain::Goal::from(goal).to_string());
        put(&mut pairs, "kind", kinds, |kind| hobnob_domain::EventKind::from(kind).to_string());
        put(&mut pairs, "mode", modes, |mode| hobnob_domain::AttendanceMode::from(mode).to_string());
        if let Some(near) = near {
            let text = near.text().map_err(|fault| bad_input(format!("filter.near: {fault}")))?;
            pairs.push(("near", text));
            pairs.push(("radius_km", near.radius_km.to_string()));
        }
        put(&mut pairs, "country", countries, |code| code);
        put(&mut pairs, "lang", languages, |code| code);
        pairs.extend(is_free.map(|is_free| ("free", is_free.to_string())));
        pairs.extend(query.map(|query| ("q", query)));
        let at = |at: Instant| at.0.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true);
        pairs.extend(from.map(|from| ("from", at(from))));
        pairs.extend(to.map(|to| ("to", at(to))));
        let open = |is_open| if is_open { "open" } else { "closed" };
        pairs.extend(call_for_papers_open.map(|is_open| ("cfp", open(is_open).to_owned())));
        put(&mut pairs, "organizer", organizers, |id| id.0);
        put(&mut pairs, "source", sources, |id| id.0);
        put(&mut pairs, "status", statuses, |status| hobnob_domain::EventStatus::from(status).to_string());
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::query_string::read_filter;

    /// One filter in both spellings.
    #[test]
    fn a_filter_means_the_same_as_the_query_string() {
        let at = |text: &str| Some(Instant(text.parse().unwrap()));
        let input = EventFilterInput {
            niches: Some(vec!["rust".into(), "postgresql".into()]),
            goals: Some(vec![Goal::OpenSource]),
            kinds: Some(vec![EventKind::StudyGroup]),
            modes: Some(vec![AttendanceMode::Mixed, AttendanceMode::Offline]),
            near: Some(NearInput { place: None, latitude: Some(52.5), longitude: Some(-13.25), radius_km: 12.5 }),
            countries: Some(vec!["de".into()]),
            languages: Some(vec!["EN".into()]),
            is_free: Some(false),
            query: Some("async & await".into()),
            from: at("2026-05-01T00:00:00+02:00"),
            to: at("2026-06-01T10:00:00.5Z"),
            call_for_papers_open: Some(true),
            organizers: Some(vec![ID("organizer_9".into())]),
            sources: Some(vec![ID("source_7".into())]),
            statuses: Some(vec![EventStatus::MovedOnline]),
        };
        let pairs = [
            ("niche", "rust,postgresql"),
            ("goal", "open-source"),
            ("kind", "study_group"),
            ("mode", "mixed,offline"),
            ("near", "52.5,-13.25"),
            ("radius_km", "12.5"),
            ("country", "DE"),
            ("lang", "en"),
            ("free", "false"),
            ("q", "async & await"),
            ("from", "2026-04-30T22:00:00Z"),
            ("to", "2026-06-01T10:00:00.5Z"),
            ("cfp", "open"),
            ("organizer", "9"),
            ("source", "7"),
            ("status", "moved_online"),
        ];
        let gazetteer = Gazetteer::embedded();
        let written = read_filter(pairs, &|text| gazetteer.find(text));
        assert_eq!(input.read(gazetteer).map_err(|error| error.message), written.map_err(|error| error.to_string()));
    }
}
