//! What the ids and places in a filter are called.

use std::collections::BTreeMap;

use super::facts::country;
use crate::{State, words};
use hobnob_domain::{CountryCode, EventFilter, OrganizerId, SourceId};
use hobnob_graphql::Shown;

/// The most sources that are asked for by name.
const SOURCES_ASKED: usize = 10;

/// What the ids and places in a filter are called, as far as is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The place in full: "Berlin, Germany".
    place: Option<String>,
    countries: BTreeMap<CountryCode, String>,
    organizers: BTreeMap<OrganizerId, String>,
    sources: BTreeMap<SourceId, String>,
}

impl Names {
    /// The names for a filter that found these events.
    pub(crate) async fn of(state: &State, filter: &EventFilter, rows: &[Shown]) -> Self {
        let mut sources = BTreeMap::new();
        for id in filter.sources.iter().take(SOURCES_ASKED) {
            // A name is good to have, and no reason to show nothing.
            if let Ok(Some(source)) = state.store.source(*id).await {
                sources.insert(*id, source.spec.name);
            }
        }
        let organizers = rows.iter().filter_map(|row| row.event.facts.organizer.as_ref());
        Self {
            place: filter.near.as_ref().and_then(|near| state.place(&near.text).ok()).map(|found| found.name),
            countries: filter.countries.iter().map(|code| (*code, country(state, *code))).collect(),
            organizers: organizers.map(|organizer| (organizer.id, organizer.name.clone())).collect(),
            sources,
        }
    }

    /// The place in full, or as it was written.
    pub(crate) fn place<'a>(&'a self, written: &'a str) -> &'a str {
        self.place.as_deref().unwrap_or(written)
    }

    pub(crate) fn country(&self, code: CountryCode) -> String {
        self.countries.get(&code).cloned().unwrap_or_else(|| code.to_string())
    }

    pub(crate) fn organizer(&self, id: OrganizerId) -> String {
        self.organizers.get(&id).cloned().unwrap_or_else(|| format!("Organizer {id}"))
    }

    pub(crate) fn source(&self, id: SourceId) -> String {
        self.sources.get(&id).cloned().unwrap_or_else(|| format!("Source {id}"))
    }

    /// What the filter finds, in one line: "Rust events by Rust Berlin".
    pub(crate) fn title(&self, filter: &EventFilter) -> String {
        let mut title = words::title(filter);
        if let [one] = filter.organizers.as_slice()
            && let Some(name) = self.organizers.get(one)
        {
            title = format!("{title} by {name}");
        }
        if let [one] = filter.sources.as_slice()
            && let Some(name) = self.sources.get(one)
        {
            title = format!("{title} from {name}");
        }
        title
    }
}
