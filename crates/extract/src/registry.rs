//! Which reader a page is for: what it holds decides, not what it is called. Sites come first, they know more than the
//! formats they are written in; documents that are one thing as a whole come next; a page of the web, which may tell of
//! events in several syntaxes, comes last.

use crate::day_order;
use crate::decode::Content;
use crate::formats::microformats::json as microformats_json;
use crate::formats::{atom, events_list, html, ical, json_feed, json_ld, markdown, rss, sitemap};
use crate::misfit;
use crate::reading::Reading;
use crate::sites::{
    activitypub, ai_deadlines, bevy, calling_all_papers, ccf_deadlines, confs_tech, ctftime, developers_events,
    eventbrite, gancio, growth_zone, guild, hack_club, indico, libcal, linked_events, livewhale, localist, luma,
    meetup, mobilizon, pretalx, python_deadlines, ruby_conferences, rubyevents, sessionize, squarespace, teamup,
    this_week_in_rust, ticket_tailor, tribe, wix,
};
use hobnob_domain::{Extraction, Format, Page, SourceHints};

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
    Reader { format: Format::AiDeadlines, fits: ai_deadlines::fits, read: ai_deadlines::read },
    Reader { format: Format::RubyEvents, fits: rubyevents::fits, read: rubyevents::read },
    Reader { format: Format::RubyConferences, fits: ruby_conferences::fits, read: ruby_conferences::read },
    Reader { format: Format::ThisWeekInRust, fits: this_week_in_rust::fits, read: this_week_in_rust::read },
    // Platforms.
    Reader { format: Format::Activitypub, fits: activitypub::fits, read: activitypub::read },
    Reader { format: Format::Bevy, fits: bevy::fits, read: bevy::read },
    Reader { format: Format::Ctftime, fits: ctftime::fits, read: ctftime::read },
    Reader { format: Format::Eventbrite, fits: eventbrite::fits, read: eventbrite::read },
    Reader { format: Format::Gancio, fits: gancio::fits, read: gancio::read },
    Reader { format: Format::GrowthZone, fits: growth_zone::fits, read: growth_zone::read },
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
    // Documents.
    Reader { format: Format::Ical, fits: ical::fits, read: ical::read },
    Reader { format: Format::Rss, fits: rss::fits, read: rss::read },
    Reader { format: Format::Atom, fits: atom::fits, read: atom::read },
    Reader { format: Format::JsonFeed, fits: json_feed::fits, read: json_feed::read },
    Reader { format: Format::Microformats, fits: microformats_json::fits, read: microformats_json::read },
    Reader { format: Format::Sitemap, fits: sitemap::fits, read: sitemap::read },
    Reader { format: Format::Markdown, fits: markdown::fits, read: markdown::read },
    Reader { format: Format::EventsList, fits: is_plain_list, read: events_list::read },
];

/// JSON-LD says more than a list of rows, though its events are rows too.
fn is_plain_list(content: &Content<'_>, is_wanted: bool) -> bool {
    (is_wanted || !json_ld::is_document_itself(content)) && events_list::fits(content, is_wanted)
}

/// Reads a page with the first reader that fits it, or in all syntaxes of the web that it holds. What is known of its
/// source tells which number of `9/11/2027` is the day where the page does not.
pub(crate) fn read(page: &Page, wanted: Option<Format>, hints: &SourceHints) -> Extraction {
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
    let mut extraction = reading.finished(format);
    day_order::settle(&mut extraction, page, hints);
    extraction
}
