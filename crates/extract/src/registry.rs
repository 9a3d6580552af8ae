//! Which reader a page is for: what it holds decides, not what it is called. Sites come first, they know more than the
//! formats they are written in; documents that are one thing as a whole come next; a page of the web, which may tell of
//! events in several syntaxes, comes last.

use crate::decode::Content;
use crate::formats::{html, ical};
use crate::misfit;
use crate::reading::Reading;
use crate::sites::confs_tech;
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
    Reader { format: Format::Ical, fits: ical::fits, read: ical::read },
];

/// Reads a page with the first reader that fits it, or in all syntaxes of the web that it holds.
pub(crate) fn read(page: &Page, wanted: Option<Format>) -> Extraction {
    let content = Content::new(page);
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
