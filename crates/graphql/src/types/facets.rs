//! How the events a filter finds are spread.

use super::{AttendanceMode, Country, EventKind, Goal, Niche};
use crate::{
    context::gazetteer,
    node::{filter_word, global},
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use hobnob_domain::{EventFilter, NicheId};
use hobnob_index::Facets;

/// How the events that a filter finds are spread. An event counts once in each sort; sorts without events are left out.
pub(crate) struct EventFacets {
    id: ID,
    facets: Facets,
}

/// How many of the events are of a niche.
pub(crate) struct NicheStats {
    niche: NicheId,
    count: usize,
}

/// How many of the events serve a goal.
#[derive(SimpleObject)]
pub(crate) struct GoalStats {
    /// The goal.
    goal: Goal,
    /// How many events serve it.
    count: usize,
}

/// How many of the events are of a sort.
#[derive(SimpleObject)]
pub(crate) struct KindStats {
    /// The sort of gathering.
    kind: EventKind,
    /// How many events are of that sort.
    count: usize,
}

/// How many of the events one can take part in so.
#[derive(SimpleObject)]
pub(crate) struct ModeStats {
    /// The way to take part.
    mode: AttendanceMode,
    /// How many events one can take part in so.
    count: usize,
}

/// How many of the events are in a country.
#[derive(SimpleObject)]
pub(crate) struct CountryStats {
    /// The country of the venue.
    country: Country,
    /// How many events are there.
    count: usize,
}

/// How many of the events start in a month.
#[derive(SimpleObject)]
pub(crate) struct MonthStats {
    /// The month, in each event's own zone, such as "2026-05".
    month: String,
    /// How many events start in it.
    count: usize,
}

/// The most frequent first; what is as frequent keeps its order.
fn ranked<K, T>(counts: impl IntoIterator<Item = (K, usize)>, stats: impl Fn(K, usize) -> T) -> Vec<T> {
    let mut counts: Vec<(K, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(key, count)| stats(key, count)).collect()
}

impl EventFacets {
    pub(crate) fn new(filter: &EventFilter, facets: Facets) -> Self {
        Self { id: global("facets", filter_word(filter)), facets }
    }
}

/// How the events that a filter finds are spread. An event counts once in each sort; sorts without events are left out.
#[Object]
impl EventFacets {
    /// The counts of this filter, for caches of clients.
    async fn id(&self) -> &ID {
        &self.id
    }

    /// By niche, the most frequent first; an event counts for the broader niches too.
    async fn niches(&self) -> Vec<NicheStats> {
        let counts = self.facets.niches.iter().map(|(niche, count)| (*niche, *count));
        ranked(counts, |niche, count| NicheStats { niche, count })
    }

    /// By career goal, the most frequent first.
    async fn goals(&self) -> Vec<GoalStats> {
        let counts = self.facets.goals.iter().map(|(goal, count)| (*goal, *count));
        ranked(counts, |goal, count| GoalStats { goal: goal.into(), count })
    }

    /// By sort of gathering, the most frequent first.
    async fn kinds(&self) -> Vec<KindStats> {
        let counts = self.facets.kinds.iter().map(|(kind, count)| (*kind, *count));
        ranked(counts, |kind, count| KindStats { kind: kind.into(), count })
    }

    /// By way to take part, the most frequent first.
    async fn modes(&self) -> Vec<ModeStats> {
        let counts = self.facets.modes.iter().map(|(mode, count)| (*mode, *count));
        ranked(counts, |mode, count| ModeStats { mode: mode.into(), count })
    }

    /// By country of the venue, the most frequent first.
    async fn countries(&self, ctx: &Context<'_>) -> Result<Vec<CountryStats>> {
        let gazetteer = gazetteer(ctx)?;
        let counts = self.facets.countries.iter().map(|(country, count)| (*country, *count));
        Ok(ranked(counts, |code, count| CountryStats { country: Country::new(code, gazetteer), count }))
    }

    /// By month of the start, in order of time.
    async fn months(&self) -> Vec<MonthStats> {
        self.facets.months.iter().map(|(month, count)| MonthStats { month: month.clone(), count: *count }).collect()
    }
}

/// How many of the events are of a niche, narrower ones counted in.
#[Object]
impl NicheStats {
    /// The niche.
    async fn niche(&self) -> Niche {
        Niche(self.niche)
    }

    /// How many events are of it.
    async fn count(&self) -> usize {
        self.count
    }
}

/// Does not compile when the index gains a facet that nobody decided about here.
const _: fn(Facets) = |facets| {
    let Facets { niches: _, goals: _, kinds: _, modes: _, countries: _, months: _ } = facets;
};
