//! iCalendar (RFC 5545, 7986, 9073) and vCalendar 1.0 before it: bytes → lines → a tolerant tree → listings. One bad line
//! never costs the calendar, one bad component never its neighbours. jCal (RFC 7265) and xCal (RFC 6321), which are the
//! same in JSON and XML, are written as lines first.

mod jcal;
mod lines;
mod listing;
mod names;
mod namesakes;
mod observance;
mod offers;
mod old;
mod parts;
mod place;
mod quirks;
mod removed;
mod series;
mod tree;
mod unfold;
mod value;
mod versions;
mod written;
mod xcal;
mod zones;

use crate::decode::{self, Content};
use crate::reading::Reading;
use crate::text;
use chrono::DateTime;
use hobnob_domain::{Listing, Page};
pub(super) use place::whereabouts;
use std::cell::Cell;
use tree::{Calendar, Stream};
use url::Url;

/// How far into a page its calendar may begin, in bytes: some servers print warnings first.
const BEGIN_WITHIN_BYTES: usize = 64 * 1024;

/// Whether a line says that a calendar begins, or an event on its own, before anything says that this is an HTML page.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    if jcal::fits(content) || xcal::fits(content) {
        return true;
    }
    let is_html = |text: &str| text.contains("<html") || text.contains("<!doctype");
    let start = content.start(BEGIN_WITHIN_BYTES);
    let begins = |line: &str| {
        let line = line.trim_start_matches(|c: char| !c.is_ascii_graphic());
        line.starts_with("begin:vcalendar") || line.starts_with("begin:vevent")
    };
    start.split(['\n', '\r']).take_while(|line| !is_html(line)).any(begins)
}

/// Reads every VEVENT of every calendar in the stream.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let unfolded = unfolded(content, reading);
    let text = decode::text(&unfolded);
    let stream = tree::read(&text);
    report(&stream, reading);
    let mut private = 0_usize;
    let dates_left = Cell::new(listing::DATES_OF_ALL_MAX);
    for calendar in stream.calendars {
        private += read_calendar(&calendar, content, &dates_left, reading);
    }
    if dates_left.get() == 0 {
        reading.incomplete(format!(
            "of more than {} RDATEs and EXDATEs the others are left out",
            listing::DATES_OF_ALL_MAX
        ));
    }
    if private > 0 {
        reading.problem(format!("events that are private (CLASS) and were left out: {private}"));
    }
}

/// The logical lines of a calendar, however it is written.
fn unfolded(content: &Content<'_>, reading: &mut Reading) -> Vec<u8> {
    if jcal::fits(content) {
        return jcal::lines(content).unwrap_or_else(|fault| {
            reading.incomplete(format!("the calendar can't be read: {fault}"));
            Vec::new()
        });
    }
    if xcal::fits(content) {
        let (lines, fault) = xcal::lines(content);
        if let Some(fault) = fault {
            reading.incomplete(format!("the calendar can't be read to its end: {fault}"));
        }
        return lines;
    }
    unfold::unfolded(&old::modernized(content.bytes()))
}

/// The events of a calendar that stands within a page.
pub(super) fn listings(body: Vec<u8>, base: &Url) -> Vec<Listing> {
    let page = Page { url: base.clone(), media_type: None, body, fetched_at: DateTime::UNIX_EPOCH };
    let mut reading = Reading::default();
    read(&Content::new(&page), &mut reading);
    reading.finished(None).listings
}

/// Gives the events of one calendar; returns how many are private.
fn read_calendar(calendar: &Calendar, content: &Content<'_>, dates_left: &Cell<usize>, reading: &mut Reading) -> usize {
    let namesakes = namesakes::Namesakes::of(calendar);
    let habits = quirks::Habits::of(calendar, &namesakes);
    let wholes = parts::Wholes::of(calendar);
    let removed = removed::Removed::of(calendar);
    let outdated = versions::Outdated::of(&namesakes);
    reading.fresh_for(calendar.refresh.as_deref().and_then(text::period));
    let mut private = 0;
    reading.reserve(calendar.events_total());
    for (place, event) in calendar.events().enumerate() {
        if listing::is_private(&event) {
            private += 1;
        } else if !outdated.holds(place) && !removed.holds(&event) && !reading.is_full() {
            reading.push(listing::listing(&event, calendar, &habits, &wholes, &content.page.url, dates_left));
        }
    }
    private
}

/// Says what was odd about the stream.
fn report(stream: &Stream, reading: &mut Reading) {
    if let Some(open) = &stream.open_at_end {
        reading.incomplete(format!("the calendar ends in the middle: END:{open} is missing"));
    }
    if stream.has_no_calendar {
        reading.incomplete("events stand outside of a calendar: BEGIN:VCALENDAR is missing");
    }
    if stream.events_left_out > 0 {
        reading.incomplete(format!("events beyond the limit that were left out: {}", stream.events_left_out));
    }
    if stream.bad_lines.total > 0 {
        let first = text::line(&stream.bad_lines.first, 80).unwrap_or_default();
        reading.problem(format!("lines that can't be read: {}, the first “{first}”", stream.bad_lines.total));
    }
    if stream.nested_too_deep > 0 {
        reading.problem(format!(
            "components nested deeper than {} levels: {}",
            tree::DEPTH_MAX,
            stream.nested_too_deep
        ));
    }
}
