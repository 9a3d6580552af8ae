//! Which reader a page is for: what it holds decides, not what it is called. Sites come first, they know more than the
//! formats they are written in; documents that are one thing as a whole come next; a page of the web, which may tell of
//! events in several syntaxes, comes last.

use crate::decode::Content;
use crate::formats::{html, ical};
use crate::misfit;
use crate::reading::Reading;
use crate::sites::confs_tech;
use crate::sites::{
    activitypub, bevy, ctftime, eventbrite, gancio, guild, hack_club, indico, libcal, linked_events, livewhale,
    localist, luma, meetup, mobilizon, pretalx, sessionize, squarespace, teamup, ticket_tailor, tribe, wix,
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
    // Platforms.
    Reader { format: Format::Activitypub, fits: activitypub::fits, read: activitypub::read },
    Reader { format: Format::Bevy, fits: bevy::fits, read: bevy::read },
    Reader { format: Format::Ctftime, fits: ctftime::fits, read: ctftime::read },
    Reader { format: Format::Eventbrite, fits: eventbrite::fits, read: eventbrite::read },
    Reader { format: Format::Gancio, fits: gancio::fits, read: gancio::read },
    Reader { format: Format::Guild, fits: guild::fits, read: guild::read },
    Reader { format: Format::HackClub, fits: hack_club::fits, read: hack_club::read },
    Reader { format: Format::Indico, fits: indico::fits, read: indico::read },
    Reader { format: Format::Libcal, fits: libcal::fits, read: libcal::read },
    Reader { format: Format::LinkedEvents, fits: linked_events::fits, read: linked_events::read },
    Reader { format: Format::Livewhale, fits: livewhale::fits, read: livewhale::read },
    Reader { format: Format::Localist, fits: localist::fits, read: localist::read },
    Reader { format: Format::Luma, fits: luma::fits, read: luma::read },
    Reader { format: Format::Meetup, fits: meetup::fits, read: meetup::read },
    Reader { format: Format::Mobilizon, fits: mobilizon::fits, read: mobilizon::read },
    Reader { format: Format::Pretalx, fits: pretalx::fits, read: pretalx::read },
    Reader { format: Format::Sessionize, fits: sessionize::fits, read: sessionize::read },
    Reader { format: Format::Squarespace, fits: squarespace::fits, read: squarespace::read },
    Reader { format: Format::Teamup, fits: teamup::fits, read: teamup::read },
    Reader { format: Format::TicketTailor, fits: ticket_tailor::fits, read: ticket_tailor::read },
    Reader { format: Format::Tribe, fits: tribe::fits, read: tribe::read },
    Reader { format: Format::Wix, fits: wix::fits, read: wix::read },
    // Formats.
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
