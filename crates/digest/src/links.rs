//! Where a letter's links lead.

use crate::{
    kilometres::kilometres,
    plain::{below, one_line},
};
use hobnob_domain::{AttendanceMode, EventFilter, EventId, EventKind, NicheId, query_string};
use url::Url;

/// The longest address of "everything that matches", in bytes; a longer filter is not repeated.
const ALL_BYTES_MAX: usize = 1_500;

/// The most filters whose matches are linked.
const FILTERS_MAX: usize = 5;

/// The longest description of a filter, in characters.
const LABEL_MAX: usize = 120;

/// The most niches named of a filter.
const NICHES_MAX: usize = 4;

/// Where a letter's links lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Our own public address: event pages lie below it, its host names the list and the message.
    pub base: Url,
    /// Ends this subscription at one POST (RFC 8058): an `https` address with a token and without the reader's address.
    pub unsubscribe: Url,
    /// The same by mail: a `mailto:` address, where somebody reads it.
    pub unsubscribe_by_mail: Option<Url>,
    /// Changes this subscription.
    pub preferences: Url,
}

impl Links {
    /// The links of the subscription that `token` opens, below our public address.
    pub fn new(base: Url, token: &str, unsubscribe_by_mail: Option<Url>) -> Self {
        let unsubscribe = below(&base, &["digest", "unsubscribe", token]);
        let preferences = below(&base, &["digest", "preferences", token]);
        Self { base, unsubscribe, unsubscribe_by_mail, preferences }
    }

    /// An event's page.
    pub(crate) fn event(&self, id: EventId) -> Url {
        below(&self.base, &["events", &id.to_string()])
    }

    /// An event as a calendar.
    pub(crate) fn calendar_of(&self, id: EventId) -> Url {
        below(&self.base, &["events", &format!("{id}.ics")])
    }

    /// Everything that each of a reader's filters finds; of the first few. Without filters, everything.
    pub(crate) fn all(&self, filters: &[EventFilter]) -> Vec<All> {
        let all = |filter: &EventFilter| All {
            label: label(filter),
            page: with_filter(below(&self.base, &[""]), filter),
            calendar: with_filter(below(&self.base, &["calendar.ics"]), filter),
        };
        if filters.is_empty() {
            return vec![all(&EventFilter::default())];
        }
        filters.iter().take(FILTERS_MAX).map(all).collect()
    }
}

/// Everything that a filter finds.
pub(crate) struct All {
    /// The filter in a few words.
    pub(crate) label: String,
    pub(crate) page: Url,
    pub(crate) calendar: Url,
}

/// A page of ours for what a filter finds; for everything, when the filter is too long.
fn with_filter(page: Url, filter: &EventFilter) -> Url {
    let pairs = query_string::write_filter(filter);
    if pairs.is_empty() {
        return page;
    }
    let mut url = page.clone();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    if url.as_str().len() <= ALL_BYTES_MAX { url } else { page }
}

/// A filter in a few words: what, and where.
fn label(filter: &EventFilter) -> String {
    let mut parts: Vec<String> = filter.niches.iter().take(NICHES_MAX).map(|niche| niche_label(*niche)).collect();
    if let Some(more) = filter.niches.len().checked_sub(NICHES_MAX).filter(|more| *more > 0) {
        parts.push(format!("{more} more"));
    }
    let spaced = |word: &str| word.replace('_', " ");
    parts.extend(filter.kinds.iter().map(|kind| many(*kind)));
    parts.extend(filter.modes.iter().map(|mode| in_words(*mode).to_owned()));
    let flags = [(filter.is_free, "free"), (filter.call_for_papers_open, "with an open call for papers")];
    parts.extend(flags.into_iter().filter(|(flag, _)| *flag == Some(true)).map(|(_, words)| words.to_owned()));
    parts.extend(filter.goals.iter().map(|goal| format!("for {}", spaced(goal.as_str()))));
    parts.extend(filter.query.as_ref().map(|query| format!("“{query}”")));
    let is_all = parts.is_empty();
    parts.extend(filter.near.as_ref().map(|near| {
        let everything = if is_all { "everything " } else { "" };
        format!("{everything}within {} of {}", kilometres(near.radius_km), near.text)
    }));
    parts.extend(filter.countries.iter().map(ToString::to_string));
    one_line(&parts.join(", "), LABEL_MAX).unwrap_or_else(|| "everything".to_owned())
}

/// A niche's name. What a branch of the taxonomy is called beside its narrower niches says nothing to a reader.
pub(crate) fn niche_label(niche: NicheId) -> String {
    niche.niche().label.trim_end_matches(" (general)").to_owned()
}

/// Several of a sort of gathering.
fn many(kind: EventKind) -> String {
    match kind {
        EventKind::Mentoring => "mentoring".to_owned(),
        EventKind::Other => "other events".to_owned(),
        kind => format!("{}s", kind.as_str().replace('_', " ")),
    }
}

const fn in_words(mode: AttendanceMode) -> &'static str {
    match mode {
        AttendanceMode::Offline => "in person",
        AttendanceMode::Online => "online",
        AttendanceMode::Mixed => "both in person and online",
    }
}
