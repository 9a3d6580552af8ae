//! `/events/{id}` and `/events/{id}.ics`.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    calendar::MEDIA_TYPE,
    given::readable,
    missing::{gone, html, not_found, store_away},
};
use crate::{
    State,
    http::{Entity, respond},
    pages::event_page,
    words::COUNTRIES,
};
use axum::{
    body::Body,
    extract,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
    response::{IntoResponse as _, Redirect},
};
use hobnob_calendar::{Entry, Renderer};
use hobnob_domain::{Calendar, CalendarOptions, Event, EventFilter, EventId, Source, SourceId, Standing};
use hobnob_store::StoreError;

/// The page of an event, or the event as a calendar of its own. An id that was retired leads to its successor.
pub(crate) async fn page_or_calendar(
    extract::State(state): extract::State<State>,
    extract::Path(asked): extract::Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let mut response = answer(&state, &asked, &headers).await;
    // The calendar is a feed like any other; the page is for people.
    if asked.ends_with(".ics") {
        readable(response.headers_mut());
    }
    response
}

async fn answer(state: &State, asked: &str, headers: &HeaderMap) -> Response<Body> {
    let (word, suffix) = asked.strip_suffix(".ics").map_or((asked, ""), |word| (word, ".ics"));
    let Ok(id) = word.parse::<EventId>() else { return not_found() };
    let event = match found(state, id).await {
        Ok(Some(event)) => event,
        Ok(None) => return not_found(),
        Err(error) => return store_away(&error),
    };
    if event.standing == Standing::Gone {
        return gone();
    }
    if event.id.to_string() != word {
        return Redirect::permanent(&format!("/events/{}{suffix}", event.id)).into_response();
    }
    if suffix.is_empty() { page(state, &event).await } else { calendar(state, &event, headers).await }
}

/// An event that the index has at hand, or the store's.
async fn found(state: &State, id: EventId) -> Result<Option<Arc<Event>>, StoreError> {
    let snapshot = state.index.snapshot();
    if let Some(event) = snapshot.event(id) {
        return Ok(Some(event));
    }
    let event = state.store.event(id).await?.map(Arc::new);
    event.iter().for_each(|event| snapshot.keep(event));
    Ok(event)
}

async fn page(state: &State, event: &Event) -> Response<Body> {
    // Who claims it is good to know, but no reason to show nothing.
    let sources = claiming(state, event).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the sources of an event can't be read");
        BTreeMap::new()
    });
    html(StatusCode::OK, &event_page(state, event, &sources, state.now()))
}

/// The most sources an event's page asks for by name.
const SOURCES_ASKED: usize = 20;

async fn claiming(state: &State, event: &Event) -> Result<BTreeMap<SourceId, Source>, StoreError> {
    let mut sources = BTreeMap::new();
    for claim in &event.claims {
        if sources.len() < SOURCES_ASKED && !sources.contains_key(&claim.source_id) {
            sources.extend(state.store.source(claim.source_id).await?.map(|source| (source.id, source)));
        }
    }
    Ok(sources)
}

async fn calendar(state: &State, event: &Event, headers: &HeaderMap) -> Response<Body> {
    let calendar = Calendar {
        name: event.facts.name.clone(),
        filter: EventFilter::default(),
        options: CalendarOptions::default(),
        colour: None,
        description: None,
        url: Some(state.absolute(&format!("/events/{}.ics", event.id))),
    };
    let occurrence = event.sitting_at(state.now());
    let (remarks, _) = state.history.remarks(&state.store, std::iter::once(event)).await;
    let renderer = Renderer { remarks: &remarks, countries: COUNTRIES };
    let rendered = renderer.render(&calendar, &[Entry { event, occurrence: &occurrence }]);
    let entity = Entity::new(MEDIA_TYPE, rendered.text.into_bytes()).modified_at(rendered.last_modified);
    let disposition = format!("attachment; filename=\"event-{}.ics\"", event.id);
    let more = [(header::CACHE_CONTROL, "public, max-age=900"), (HeaderName::from_static("x-robots-tag"), "noindex")];
    let mut response = respond(&entity, headers, &more);
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
