//! What a feed holds, whichever way it is written.

use super::plain::{line, paragraphs};
use crate::{
    State,
    pages::{alone, place, warning},
    words,
};
use chrono::{DateTime, SecondsFormat, Utc};
use hobnob_domain::{Event, EventKind, Occurrence, filter_words::niche_label};
use serde_json::{Value, json};

/// How much of a description an article tells, in characters.
const WORDS_MAX: usize = 1_000;

/// A feed made ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Syndicated {
    pub(crate) title: String,
    pub(crate) about: &'static str,
    /// The page that shows the same.
    pub(crate) home: String,
    pub(crate) address: String,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) articles: Vec<Article>,
}

/// One article. All text is free of control characters but the ends of lines within a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Article {
    /// An address that is never another article's.
    pub(crate) id: String,
    pub(crate) title: String,
    /// The event's page here.
    pub(crate) url: String,
    /// The event's own page.
    pub(crate) external_url: String,
    /// The event as a calendar.
    pub(crate) calendar_url: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) published_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    /// Niches: slug and name.
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) author: Option<(String, Option<String>)>,
    pub(crate) language: Option<String>,
    pub(crate) image_url: Option<String>,
    /// For programs: what JSON Feed takes as an extension.
    pub(crate) facts: Value,
}

impl Article {
    /// An event at a sitting, as news.
    pub(crate) fn of_event(state: &State, event: &Event, sitting: &Occurrence) -> Self {
        let facts = &event.facts;
        let url = state.absolute(&format!("/events/{}", event.id));
        let prefix = warning(event, sitting.status).map(|warning| format!("{warning}: ")).unwrap_or_default();
        let organizer = facts.organizer.as_ref().map(|who| (line(&who.name), who.url.clone()));
        let mut text = summary(state, event, sitting);
        text.extend(facts.description.as_deref().map(|words| paragraphs(words, WORDS_MAX)).unwrap_or_default());
        Self {
            id: url.clone(),
            title: line(&format!("{prefix}{}", facts.name)),
            calendar_url: format!("{url}.ics"),
            url,
            external_url: line(&facts.url),
            paragraphs: text,
            published_at: event.created_at,
            updated_at: event.revised_at,
            tags: facts.niches.iter().map(|id| (id.slug().to_owned(), niche_label(*id).to_owned())).collect(),
            author: organizer.filter(|(name, _)| !name.is_empty()),
            language: facts.language.clone(),
            image_url: facts.image_url.as_deref().map(line),
            facts: told(event, sitting),
        }
    }
}

/// What, when and where, a line each.
pub(crate) fn summary(state: &State, event: &Event, sitting: &Occurrence) -> Vec<String> {
    let facts = &event.facts;
    let time = alone(event, sitting);
    let end = time.ends.map(|ends| format!(" – {}", ends.human)).unwrap_or_default();
    let zone = time.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
    let kind = if facts.kind == EventKind::Other { "Event" } else { words::kind(facts.kind) };
    let free = if facts.is_free == Some(true) { ", free of charge" } else { "" };
    let when = format!("{}{end}{zone}", time.starts.human);
    vec![line(&when), line(&format!("{kind}{free}: {}", place(state, event)))]
}

fn told(event: &Event, sitting: &Occurrence) -> Value {
    let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let facts = &event.facts;
    json!({
        "event_id": event.id.to_string(),
        "uid": event.uid,
        "sequence": event.sequence,
        "status": sitting.status.as_str(),
        "kind": facts.kind.as_str(),
        "attendance_mode": facts.attendance_mode.as_str(),
        "is_all_day": sitting.is_all_day,
        "starts_at": at(sitting.starts_at),
        "ends_at": event.is_end_known(sitting).then(|| at(sitting.ends_at)),
        "starts_on": sitting.starts_on.to_string(),
        "ends_on": sitting.ends_on.to_string(),
        "time_zone": facts.schedule.zone.name(),
    })
}
