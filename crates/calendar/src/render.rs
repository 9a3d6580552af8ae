//! A calendar: the entries there is room for, in order, with the zones they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    call, header,
    lines::Lines,
    vevent::{self, Block},
    vtimezone::{self, ZoneUse},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Calendar, Event, Occurrence};

/// The largest feed written, in bytes: Google reads about a million and loses the rest without a word.
pub const BYTES_MAX: usize = 900_000;

/// The most VEVENTs in a feed, changed instances of series counted.
pub const EVENTS_MAX: usize = 1_000;

/// The room kept for what the calendar says of itself, in bytes.
const HEADER_BYTES: usize = 4_000;

/// An event, and the sitting it is listed for: its only one, or the next of a series that matches.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its sitting.
    pub occurrence: &'a Occurrence,
}

/// A calendar written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// RFC 5545 text: CRLF, UTF-8, lines of at most 75 octets, at most [`BYTES_MAX`] bytes.
    pub text: String,
    /// When the newest of its events changed; the epoch for none. An event that leaves the feed moves no date: whoever
    /// serves it must tell that from the bytes.
    pub last_modified: DateTime<Utc>,
    /// How many entries there was no room for, or no way to write: said in the calendar's description too.
    pub left_out: usize,
}

/// Writes a calendar. The order of the entries says only which to keep when there are too many: the first ones, see
/// [`nearest_future_first`]. In the text events are in order of start, then UID. Of two entries with one UID the first
/// is kept. What the calendar's options leave out is not counted as left out.
pub fn render(calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    let options = &calendar.options;
    let told: Vec<&Entry<'_>> = entries.iter().filter(|entry| vevent::is_told(entry.event, options)).collect();
    rendered(calendar, &told, |entry| {
        let event = vevent::block(entry.event, entry.occurrence, options)?;
        let call = options.includes_calls_for_papers.then(|| call::block(entry.event)).flatten();
        Some(std::iter::once(event).chain(call).collect())
    })
}

/// Writes the calls for papers of the entries' events, one short entry each on the closing day, and nothing else.
pub fn render_calls_for_papers(calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    let told: Vec<&Entry<'_>> = entries.iter().filter(|entry| call::block(entry.event).is_some()).collect();
    rendered(calendar, &told, |entry| call::block(entry.event).map(|block| vec![block]))
}

/// Sorts entries by what a subscriber would miss most: what is not over, soonest first, then what is, latest first.
pub fn nearest_future_first(entries: &mut [Entry<'_>], now: DateTime<Utc>) {
    entries.sort_by(|a, b| {
        let (a, b) = (a.occurrence, b.occurrence);
        let (a_over, b_over) = (a.ends_at <= now, b.ends_at <= now);
        let by_start = if a_over { b.starts_at.cmp(&a.starts_at) } else { a.starts_at.cmp(&b.starts_at) };
        a_over.cmp(&b_over).then(by_start).then(a.event_id.cmp(&b.event_id))
    });
}

fn rendered(calendar: &Calendar, told: &[&Entry<'_>], block: impl Fn(&Entry<'_>) -> Option<Vec<Block>>) -> Rendered {
    let mut most = told.len();
    loop {
        let mut feed = Feed::default();
        let kept = feed.fill(told.get(..most).unwrap_or(told), &block);
        let left_out = told.len() - kept;
        let text = feed.text(calendar, left_out);
        if text.len() <= BYTES_MAX || most == 0 {
            return Rendered { text, last_modified: feed.last_modified, left_out };
        }
        most = kept * 3 / 4; // only where hundreds of zones are used over decades
    }
}

/// What has been taken in.
#[derive(Default)]
struct Feed {
    blocks: Vec<Block>,
    uids: BTreeSet<String>,
    zones: BTreeMap<&'static str, (ZoneUse, usize)>,
    bytes: usize,
    components: usize,
    last_modified: DateTime<Utc>,
}

impl Feed {
    /// Takes entries in while there is room, and says how many were taken.
    fn fill(&mut self, entries: &[&Entry<'_>], block: impl Fn(&Entry<'_>) -> Option<Vec<Block>>) -> usize {
        let mut kept = 0;
        for entry in entries {
            match block(entry) {
                Some(blocks) if blocks.iter().all(|block| self.uids.contains(&block.uid)) => kept += 1,
                Some(blocks) if self.takes(&blocks) => {
                    blocks.into_iter().for_each(|block| self.push(block));
                    self.last_modified = self.last_modified.max(entry.event.revised_at);
                    kept += 1;
                }
                Some(_) => break,
                None => {}
            }
        }
        kept
    }

    /// Whether there is room.
    fn takes(&self, blocks: &[Block]) -> bool {
        let bytes: usize = blocks.iter().map(|block| block.text.len()).sum();
        let components: usize = blocks.iter().map(|block| block.components).sum();
        let zones = self.zones.len() + blocks.iter().filter(|block| block.zone.is_some()).count();
        self.components + components <= EVENTS_MAX
            && self.bytes + bytes + zones * vtimezone::BYTES_MAX + HEADER_BYTES <= BYTES_MAX
    }

    fn push(&mut self, block: Block) {
        if !self.uids.insert(block.uid.clone()) {
            return;
        }
        self.bytes += block.text.len();
        self.components += block.components;
        if let Some(zone) = block.zone {
            let (used, times) = self.zones.entry(zone.zone.name()).or_insert((zone, 0));
            *used = used.joined(&zone);
            *times += 1;
        }
        self.blocks.push(block);
    }

    fn text(&mut self, calendar: &Calendar, left_out: usize) -> String {
        self.blocks.sort_by(|a, b| (a.starts_at, &a.uid).cmp(&(b.starts_at, &b.uid)));
        let mut lines = Lines::default();
        lines.begin("VCALENDAR");
        header::write(&mut lines, calendar, self.blocks.len(), left_out, self.most_used_zone());
        self.zones.values().for_each(|(zone, _)| zone.write(&mut lines));
        self.blocks.iter().for_each(|block| lines.written(&block.text));
        if self.blocks.is_empty() {
            write_placeholder(&mut lines, calendar);
        }
        lines.end("VCALENDAR");
        lines.into_text()
    }

    fn most_used_zone(&self) -> Option<&'static str> {
        self.zones.iter().max_by_key(|(name, (_, times))| (*times, std::cmp::Reverse(**name))).map(|(name, _)| *name)
    }
}

/// A calendar must have a component (RFC 5545 §3.6). This one lies in the past, where it says why there is no other and
/// disturbs nobody.
fn write_placeholder(lines: &mut Lines, calendar: &Calendar) {
    lines.begin("VEVENT");
    lines.plain("UID", "nothing-yet@hobnob");
    for stamp in ["DTSTAMP", "LAST-MODIFIED"] {
        lines.plain(stamp, "20000101T000000Z");
    }
    lines.plain("SEQUENCE", "0");
    lines.plain("DTSTART;VALUE=DATE", "20000101");
    lines.plain("DTEND;VALUE=DATE", "20000102");
    lines.text("SUMMARY", &format!("Nothing matches “{}” at the moment", header::name(calendar)));
    lines.plain("STATUS", "CONFIRMED");
    lines.plain("TRANSP", "TRANSPARENT");
    lines.text("DESCRIPTION", "This entry goes as soon as an event matches.");
    lines.end("VEVENT");
}
