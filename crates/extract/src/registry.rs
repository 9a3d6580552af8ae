//! Which reader a page is for: what it holds decides, not what it is called. Sites come first, they know more than the
//! formats they are written in; documents that are one thing as a whole come next; a page of the web, which may tell of
//! events in several syntaxes, comes last.

use crate::decode::Content;
use crate::formats::{atom, events_list, html, ical, json_feed, json_ld, rss, sitemap};
use crate::misfit;
use crate::reading::Reading;
use crate::sites::{
    calling_all_papers, ccf_deadlines, confs_tech, developers_events, python_deadlines, ruby_conferences, rubyevents,
    this_week_in_rust,
};
use hobnob_domain::{Extraction, Format, Page};

/// One way of reading pages.
struct Reader {
    format: Format,
    /// Whether the content is of this format; the flag says that the source is known to be.
    fits: fn(&Content<'_>, bool) -> bool,
    read: fn(&Content<'_>, &mut Reading),
}

/// Sites and documents, in the order they are tried.
const READERS: &[Reader] = &[
    Reader { format: Format::ConfsTech, fits: confs_tech::fits, read: confs_tech::read },
    Reader { format: Format::DevelopersEvents, fits: developers_events::fits, read: developers_events::read },
    Reader { format: Format::CallingAllPapers, fits: calling_all_papers::fits, read: calling_all_papers::read },
    Reader { format: Format::PythonDeadlines, fits: python_deadlines::fits, read: python_deadlines::read },
    Reader { format: Format::CcfDeadlines, fits: ccf_deadlines::fits, read: ccf_deadlines::read },
    Reader { format: Format::RubyEvents, fits: rubyevents::fits, read: rubyevents::read },
    Reader { format: Format::RubyConferences, fits: ruby_conferences::fits, read: ruby_conferences::read },
    Reader { format: Format::ThisWeekInRust, fits: this_week_in_rust::fits, read: this_week_in_rust::read },
    Reader { format: Format::Ical, fits: ical::fits, read: ical::read },
    Reader { format: Format::Rss, fits: rss::fits, read: rss::read },
    Reader { format: Format::Atom, fits: atom::fits, read: atom::read },
    Reader { format: Format::JsonFeed, fits: json_feed::fits, read: json_feed::read },
    Reader { format: Format::Sitemap, fits: sitemap::fits, read: sitemap::read },
    Reader { format: Format::EventsList, fits: is_plain_list, read: events_list::read },
];

/// JSON-LD says more than a list of rows, though its events are rows too.
fn is_plain_list(content: &Content<'_>, is_wanted: bool) -> bool {
    (is_wanted || !json_ld::is_document(content)) && events_list::fits(content, is_wanted)
}

/// Reads a page with the first reader that fits it, or in all syntaxes of the web that it holds.
pub(crate) fn read(page: &Page, wanted: Option<Format>) -> Extraction {
    let mut content = Content::new(page);
    content.is_wanted = wanted.is_some();
    let is_wanted = |reader: &&Reader| wanted.is_none_or(|format| format == reader.format);
    let reader = READERS.iter().filter(is_wanted).find(|reader| (reader.fits)(&content, wanted.is_some()));
    let mut reading = Reading::default();
    let format = match reader {
        Some(reader) => {
            (reader.read)(&content, &mut reading);
            Some(reader.format)
        }
        None => html::read(&content, wanted, &mut reading),
    };
    if format.is_none() {
        reading.incomplete(misfit::described(&content, wanted));
    }
    if reading.len() == 0 && !reading.is_complete() {
        reading.cure(misfit::cure(&content));
    }
    tracing::debug!(url = %page.url, ?format, listings = reading.len(), "page read");
    reading.finished(format)
}
