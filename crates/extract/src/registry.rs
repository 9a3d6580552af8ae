//! Which reader a page is for: what it holds decides, not what it is called. Sites come first, they know more than the
//! formats they are written in.

use crate::decode::Content;
use crate::formats::{ical, json_ld};
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

/// In the order they are tried.
const READERS: [Reader; 3] = [
    Reader { format: Format::ConfsTech, fits: confs_tech::fits, read: confs_tech::read },
    Reader { format: Format::Ical, fits: ical::fits, read: ical::read },
    Reader { format: Format::JsonLd, fits: json_ld::fits, read: json_ld::read },
];

/// Reads a page with the first reader that fits it.
pub(crate) fn read(page: &Page, wanted: Option<Format>) -> Extraction {
    let content = Content::new(page);
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
