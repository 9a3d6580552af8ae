//! What RSS, Atom and JSON Feed have in common: entries. One that dates its event, in an extension or clearly in its own
//! words, is a listing. When an entry was published says nothing about when its event is, so the page of one that doesn't
//! date it is read instead.

pub(super) mod extension;
mod prose;
mod sentence;

use super::microformats;
use crate::links;
use crate::reading::{NEXT_PAGES_MAX, Reading};
use crate::text;
use chrono::DateTime;
use hobnob_domain::text::folded;
use hobnob_domain::{Listing, TimeWords, Words};
use url::Url;

/// One entry.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// What the feed identifies it by.
    pub(super) id: Option<String>,
    /// Its page.
    pub(super) url: Option<Url>,
    /// Its name.
    pub(super) name: Option<String>,
    /// Its text, HTML or not.
    pub(super) content: Option<String>,
    /// When it was published.
    pub(super) published: Option<String>,
    /// When it was last changed.
    pub(super) updated: Option<String>,
    /// What it is filed under.
    pub(super) keywords: Vec<String>,
    /// A picture.
    pub(super) image_url: Option<String>,
    /// What an extension says of an event.
    pub(super) event: Option<Words>,
}

/// The entries of a feed.
pub(super) struct Entries<'a> {
    reading: &'a mut Reading,
    total: usize,
    /// Pages to be read for the events of entries.
    pages: Vec<Url>,
    undated: usize,
}

impl<'a> Entries<'a> {
    pub(super) fn new(reading: &'a mut Reading) -> Self {
        Self { reading, total: 0, pages: Vec::new(), undated: 0 }
    }

    /// Takes an entry; false when no more are taken.
    pub(super) fn take(&mut self, entry: Entry) -> bool {
        if self.reading.is_full() {
            return false;
        }
        self.total += 1;
        match entry.listing() {
            Ok(listing) => self.reading.push(listing),
            Err(url) => {
                self.undated += 1;
                if self.pages.len() < NEXT_PAGES_MAX {
                    self.pages.extend(url);
                }
            }
        }
        true
    }

    /// Notes what the feed as a whole lacks, and where its entries' pages are.
    pub(super) fn finish(self) {
        if self.undated > 0 {
            self.reading.problem(format!(
                "{} of {} entries don't say when their event is: their pages are read",
                self.undated, self.total
            ));
        }
        for url in self.pages {
            self.reading.next_page(url);
        }
    }
}

impl Entry {
    /// The event, or the page that may have it.
    fn listing(mut self) -> Result<Listing, Option<Url>> {
        let told = self.content.as_deref().and_then(sentence::told);
        let is_sentence = self.event.is_none() && told.is_some();
        let quoted = self.content.as_deref().zip(self.url.as_ref());
        let quoted = quoted.and_then(|(content, url)| microformats::quoted(content, url));
        let event = self.event.or(told).filter(|event| event.start.is_some());
        let event = match (event, quoted) {
            // The clock on the wall says more than that of Greenwich.
            (Some(event), Some(quoted)) if is_by_greenwich(event.start.as_ref(), quoted.start.as_ref()) => {
                Words { start: quoted.start, end: quoted.end.or(event.end), ..event }
            }
            (Some(event), _) => event,
            (None, Some(quoted)) => {
                self.name = quoted.name.clone().or(self.name);
                quoted
            }
            (None, None) => {
                let told = prose::told(self.name.as_deref(), self.content.as_deref(), self.published.as_deref());
                let Some(event) = told else { return Err(self.url) };
                // A title that says the day, without it.
                self.name = event.name.clone().or(self.name);
                event
            }
        };
        let url = self.url.map(String::from);
        let name = self.name.or(event.name);
        // A page of one sitting of a series says which, where the id is that of the series.
        let sitting = url.clone().filter(|url| url.contains("occurrence="));
        let id = sitting.or(self.id).filter(|_| !is_sentence).or_else(|| {
            let name = folded(name.as_deref()?);
            Some([url.as_deref().unwrap_or_default(), &name].join(" "))
        });
        let keywords = if event.keywords.is_empty() { self.keywords } else { event.keywords };
        let description = event.description.or_else(|| self.content.as_deref().and_then(text::prose));
        let updated = self.updated.and_then(|updated| text::line(&updated, text::WORD_BYTES_MAX));
        let words = Words {
            name,
            keywords,
            description: description.filter(|_| !is_sentence),
            image_url: event.image_url.or(self.image_url),
            revised: event.revised.or(updated.filter(|_| !is_sentence).map(|text| TimeWords { text, zone: None })),
            ..event
        };
        Ok(Listing { key: id.unwrap_or_default(), url, words })
    }
}

/// Whether a time is by Greenwich's clock what the other says by that of a place.
fn is_by_greenwich(time: Option<&TimeWords>, local: Option<&TimeWords>) -> bool {
    let at_greenwich = |time: &TimeWords| {
        DateTime::parse_from_rfc2822(&time.text).ok().filter(|at| at.offset().local_minus_utc() == 0)
    };
    let at_place = |time: &TimeWords| DateTime::parse_from_rfc3339(&time.text).ok();
    time.and_then(at_greenwich).zip(local.and_then(at_place)).is_some_and(|(one, other)| one == other)
}

/// The page of a link, unless it leads back to the feed's own site as a whole.
pub(super) fn page(base: &Url, written: &str) -> Option<Url> {
    links::resolved(base, written)
}
