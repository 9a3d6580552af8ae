//! Somebody's own calendar.

use super::{CalendarChoiceKind, CalendarColour, CalendarPreview, CancelledPolicy};
use crate::{
    context::{Context as Means, means, moment},
    error::internal,
    inputs::unread_problems,
    mutations::InputProblem,
    node::{filter_word, global},
    scalars::Instant,
    selected::selected,
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use hobnob_domain::{
    CalendarChoice, CalendarId, CalendarOptions, EventFilter, EventId, KeptChoice, OrganizerId, PersonalCalendar,
    SeriesId,
    query_string::{duration_text, write_filter},
};

/// Somebody's own calendar, opened by its token.
#[derive(Clone)]
pub(crate) struct CalendarNode {
    calendar: PersonalCalendar,
    url: String,
}

/// One of the filters of a calendar.
#[derive(Clone, SimpleObject)]
pub(crate) struct CalendarFilter {
    /// The filter, for caches of clients.
    id: ID,
    /// As it stands in addresses: `niche=rust&near=Berlin&radius_km=30`.
    query: String,
}

/// What the owner of a calendar said of one event, organizer or series.
#[derive(Clone, SimpleObject)]
#[graphql(name = "CalendarChoice")]
pub(crate) struct CalendarChoiceNode {
    /// Of what: the id of an event, an organizer or a series.
    id: ID,
    /// What was said.
    kind: CalendarChoiceKind,
    /// What it was called then.
    label: String,
    /// When it was said.
    chosen_at: Instant,
}

/// Where a personal calendar is.
pub(crate) fn secret_address(means: &Means, token: &str) -> String {
    let base = means.public_url.as_ref().map_or("", |url| url.as_str().trim_end_matches('/'));
    format!("{base}/calendars/{token}.ics")
}

impl CalendarNode {
    /// `url` is the secret address that whoever asks knows.
    pub(crate) const fn new(calendar: PersonalCalendar, url: String) -> Self {
        Self { calendar, url }
    }

    const fn options(&self) -> &CalendarOptions {
        &self.calendar.settings.options
    }
}

/// Somebody's own calendar. Who knows its token owns it; it is nobody's otherwise.
#[Object(name = "Calendar")]
impl CalendarNode {
    /// The calendar. No secret: it opens nothing.
    async fn id(&self) -> ID {
        global(CalendarId::KIND, self.calendar.id)
    }

    /// Its name in clients.
    async fn name(&self) -> &str {
        &self.calendar.settings.name
    }

    /// Its colour in clients, where one was chosen.
    async fn colour(&self) -> Option<CalendarColour> {
        self.calendar.settings.colour.map(CalendarColour::from)
    }

    /// What any of these finds stands in it.
    async fn filters(&self) -> Vec<CalendarFilter> {
        self.calendar.settings.filters.iter().map(written).collect()
    }

    /// What its owner is to put right: filters that name what is no more, such as a niche that was taken out. What still
    /// holds of them stands among the filters; where nothing does, its address answers 503 instead of an empty calendar.
    async fn problems(&self) -> Vec<InputProblem> {
        unread_problems(&self.calendar.unread)
    }

    /// How long ended events stay, such as `30d`.
    async fn past(&self) -> String {
        duration_text(self.options().past)
    }

    /// How cancelled events are told.
    async fn cancelled(&self) -> CancelledPolicy {
        self.options().cancelled.into()
    }

    /// Alarms before each event, the longest first, such as `1d` and `2h`.
    async fn alarms(&self) -> Vec<String> {
        self.options().alarms.iter().map(|alarm| duration_text(*alarm)).collect()
    }

    /// Whether calls for papers are entries too.
    async fn includes_calls_for_papers(&self) -> bool {
        self.options().includes_calls_for_papers
    }

    /// Where cancelled events are dropped: how long each is still told as cancelled before.
    async fn grace(&self) -> String {
        duration_text(self.options().grace)
    }

    /// Whether unconfirmed events are entries, as tentative ones.
    async fn includes_tentative(&self) -> bool {
        self.options().includes_tentative
    }

    /// What its owner said of single events, organizers and series, the latest first; at most 500 of each kind.
    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn choices(&self, ctx: &Context<'_>) -> Result<Vec<CalendarChoiceNode>> {
        let choices = means(ctx)?.store.calendar_choices(self.calendar.id).await.map_err(internal)?;
        Ok(choices.into_iter().map(chosen).collect())
    }

    /// When it was made.
    async fn created_at(&self) -> Instant {
        Instant::utc(self.calendar.created_at)
    }

    /// When its owner last changed it.
    async fn changed_at(&self) -> Instant {
        Instant::utc(self.calendar.changed_at)
    }

    /// When its address last changed.
    async fn rotated_at(&self) -> Instant {
        Instant::utc(self.calendar.rotated_at)
    }

    /// What is ahead in it.
    #[graphql(complexity = "5 * child_complexity + 500")]
    async fn preview(&self, ctx: &Context<'_>) -> Result<CalendarPreview> {
        let (means, moment) = (means(ctx)?, moment(ctx)?);
        let rows = selected(&means.store, &moment.snapshot, &self.calendar, moment.now, moment.now).await;
        let id = global("preview", self.calendar.id);
        Ok(CalendarPreview::of_rows(id, rows.map_err(internal)?, self.url.clone(), moment.now))
    }
}

fn written(filter: &EventFilter) -> CalendarFilter {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(write_filter(filter));
    CalendarFilter { id: global("filter", filter_word(filter)), query: query.finish() }
}

fn chosen(kept: KeptChoice) -> CalendarChoiceNode {
    let KeptChoice { choice, label, chosen_at } = kept;
    let id = match choice {
        CalendarChoice::Hide(event) | CalendarChoice::Pin(event) => global(EventId::KIND, event),
        CalendarChoice::Mute(organizer) | CalendarChoice::Follow(organizer) => global(OrganizerId::KIND, organizer),
        CalendarChoice::End(series) => global(SeriesId::KIND, series),
    };
    CalendarChoiceNode { id, kind: choice.parts().0.into(), label, chosen_at: Instant::utc(chosen_at) }
}
