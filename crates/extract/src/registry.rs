//! Which reader a page is for: what it holds decides, not what it is called. Sites come first, they know more than the
//! formats they are written in.

use crate::decode::Content;
use crate::formats::{atom, events_list, ical, json_feed, json_ld, rss, sitemap};
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

/// In the order they are tried.
const READERS: [Reader; 15] = [
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
    Reader { format: Format::JsonLd, fits: json_ld::fits, read: json_ld::read },
    Reader { format: Format::EventsList, fits: events_list::fits, read: events_list::read },
];

/// Reads a page with the first reader that fits it.
pub(crate) fn read(page: &Page, wanted: Option<Format>) -> Extraction {
    let mut content = Content::new(page);
    content.is_wanted = wanted.is_some();
    let is_wanted = |reader: &&Reader| wanted.is_none_or(|format| format == reader.format);
    let reader = READERS.iter().filter(is_wanted).find(|reader| (reader.fits)(&content, wanted.is_some()));
    let mut reading = Reading::default();
    match reader {
        Some(reader) => (reader.read)(&content, &mut reading),
        None => reading.incomplete(misfit::described(&content, wanted)),
    }
    let format = reader.map(|reader| reader.format);
    tracing::debug!(url = %page.url, ?format, listings = reading.len(), "page read");
    reading.finished(format)
}
