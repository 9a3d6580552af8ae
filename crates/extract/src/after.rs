//! What a format means for the pages a reader gives as next.

use hobnob_domain::Format;

/// The format of the pages after a page of that format; none: their content decides, since a feed or a sitemap leads to
/// pages of other kinds.
pub fn format_after(format: Format) -> Option<Format> {
    let leads_elsewhere = matches!(format, Format::Rss | Format::Atom | Format::JsonFeed | Format::Sitemap);
    (!leads_elsewhere).then_some(format)
}
