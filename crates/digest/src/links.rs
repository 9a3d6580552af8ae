//! Where a letter's links lead.

use crate::plain::{below, one_line};
use hobnob_domain::{Countries, EventFilter, EventId, filter_words::title, query_string};
use url::Url;

/// The longest address of "everything that matches", in bytes; a longer filter is not repeated.
const ALL_BYTES_MAX: usize = 1_500;

/// The most filters whose matches are linked.
const FILTERS_MAX: usize = 5;

/// The longest description of a filter, in characters.
const LABEL_MAX: usize = 120;

/// Where a letter's links lead, and what its places are called.
#[derive(Clone, Debug)]
pub struct Links {
    /// Our own public address: event pages lie below it, its host names the list and the message.
    pub base: Url,
    /// Ends this subscription at one POST (RFC 8058): an `https` address with a token and without the reader's address.
    pub unsubscribe: Url,
    /// The same by mail: a `mailto:` address, where somebody reads it.
    pub unsubscribe_by_mail: Option<Url>,
    /// Changes this subscription.
    pub preferences: Url,
    /// What countries are called.
    pub countries: Countries,
}

impl Links {
    /// The links of the subscription that `token` opens, below our public address.
    pub fn new(base: Url, token: &str, unsubscribe_by_mail: Option<Url>) -> Self {
        let unsubscribe = below(&base, &["digest", "unsubscribe", token]);
        let preferences = below(&base, &["digest", "preferences", token]);
        Self { base, unsubscribe, unsubscribe_by_mail, preferences, countries: Countries::default() }
    }

    /// Calls countries by the names that somebody knows.
    #[must_use]
    pub fn naming(self, countries: Countries) -> Self {
        Self { countries, ..self }
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
            label: one_line(&title(filter, self.countries.0), LABEL_MAX).unwrap_or_else(|| "everything".to_owned()),
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
