//! A calendar: the entries there is room for, in order, with the zones they need.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use crate::{
    block::{Block, digest},
    blocks::{Blocks, Key, Part},
    call, header,
    lines::{Lines, escape},
    remark::Remarks,
    vevent,
    vtimezone::{self, ZoneUse},
    why::why,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Calendar, Event, Occurrence};
use rustc_hash::FxHashSet;

/// The largest feed written, in bytes: Google reads about a million and loses the rest without a word.
pub const BYTES_MAX: usize = 900_000;

/// The most VEVENTs in a feed, changed instances of series counted.
pub const EVENTS_MAX: usize = 1_000;

/// The room kept for what the calendar says of itself, in bytes.
const HEADER_BYTES: usize = 4_000;

/// Entries whose texts are looked up at once.
const AT_ONCE: usize = 256;

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
    /// A digest of the text that costs less than reading all of it: another text has another one, on every machine.
    pub digest: [u8; 16],
    /// When the newest of its events changed; the epoch for none. An event that leaves the feed moves no date: whoever
    /// serves it must tell that from the bytes.
    pub last_modified: DateTime<Utc>,
    /// How many entries there was no room for, or no way to write: said in the calendar's description too.
    pub left_out: usize,
}

/// Writes calendars with what is known beside the events, and keeps texts from one to the next.
#[derive(Clone, Copy, Debug)]
pub struct Renderer<'a> {
    /// What the events were before.
    pub remarks: &'a Remarks,
    /// Texts that were made; none to make every one anew.
    pub blocks: Option<&'a Blocks>,
}

/// Writes a calendar without remarks, as [`Renderer::render`].
pub fn render(calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    Renderer { remarks: &Remarks::default(), blocks: None }.render(calendar, entries)
}

/// Writes calls for papers without remarks, as [`Renderer::render_calls_for_papers`].
pub fn render_calls_for_papers(calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    Renderer { remarks: &Remarks::default(), blocks: None }.render_calls_for_papers(calendar, entries)
}

impl Renderer<'_> {
    /// Writes a calendar. The order of the entries says only which to keep when there are too many: the first ones, see
    /// [`nearest_future_first`]. In the text events are in order of start, then UID. Of two entries with one UID the
    /// first is kept. What the calendar's options leave out is not counted as left out.
    pub fn render(&self, calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
        let options = &calendar.options;
        let told: Vec<&Entry<'_>> = entries.iter().filter(|entry| vevent::is_told(entry.event, options)).collect();
        let parts: &[Part] = match options.includes_calls_for_papers {
            true => &[Part::Event, Part::CallForPapers],
            false => &[Part::Event],
        };
        self.rendered(calendar, &told, parts)
    }

    /// Writes the calls for papers of the entries' events, one short entry each on the closing day, and nothing else.
    pub fn render_calls_for_papers(&self, calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
        let told: Vec<&Entry<'_>> = entries.iter().filter(|entry| call::is_told(entry.event)).collect();
        self.rendered(calendar, &told, &[Part::CallForPapers])
    }

    fn rendered(&self, calendar: &Calendar, told: &[&Entry<'_>], parts: &[Part]) -> Rendered {
        let mut most = told.len();
        loop {
            let mut feed = Feed::of(most.min(EVENTS_MAX));
            let mut kept = 0;
            for entries in told.get(..most).unwrap_or(told).chunks(AT_ONCE) {
                let mut blocks = self.blocks_of(calendar, entries, parts);
                let taken = feed.fill(calendar, entries, blocks.chunks_mut(parts.len().max(1)));
                kept += taken;
                if taken < entries.len() && feed.is_full {
                    break;
                }
            }
            let left_out = told.len() - kept;
            let (text, digest) = feed.text(calendar, left_out, self.blocks);
            if text.len() <= BYTES_MAX || most == 0 {
                return Rendered { text, digest, last_modified: feed.last_modified, left_out };
            }
            most = kept * 3 / 4; // only where hundreds of zones are used over decades
        }
    }

    /// The blocks of each entry, as many as there are parts, in the parts' order.
    fn blocks_of(&self, calendar: &Calendar, entries: &[&Entry<'_>], parts: &[Part]) -> Vec<Option<Arc<Block>>> {
        let wanted: Vec<(&Entry<'_>, Part)> =
            entries.iter().flat_map(|entry| parts.iter().map(move |part| (*entry, *part))).collect();
        let remark = |entry: &Entry<'_>| self.remarks.of(entry.event.id);
        let make = |number: usize| {
            let (entry, part) = wanted.get(number)?;
            match part {
                Part::Event => vevent::block(entry.event, entry.occurrence, remark(entry), &calendar.options),
                Part::CallForPapers => call::block(entry.event, remark(entry)),
            }
        };
        match self.blocks {
            None => (0..wanted.len()).map(|number| make(number).map(Arc::new)).collect(),
            Some(blocks) => {
                let key = |(entry, part): &(&Entry<'_>, Part)| Key::new(*part, entry, remark(entry), &calendar.options);
                blocks.all(&wanted.iter().map(key).collect::<Vec<_>>(), make)
            }
        }
    }
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

/// An entry that was taken in, and where among the reasons its own is.
struct Taken {
    block: Arc<Block>,
    why: Range<usize>,
}

/// What has been taken in.
#[derive(Default)]
struct Feed {
    taken: Vec<Taken>,
    /// Why each is there, one behind the other, as it stands in a line.
    whys: String,
    /// The one that is being written.
    why: String,
    uids: FxHashSet<Arc<str>>,
    zones: BTreeMap<&'static str, (ZoneUse, usize)>,
    bytes: usize,
    components: usize,
    last_modified: DateTime<Utc>,
    is_full: bool,
}

impl Feed {
    /// An empty one with room for so many entries.
    fn of(entries: usize) -> Self {
        let uids = FxHashSet::with_capacity_and_hasher(entries, Default::default());
        Self { taken: Vec::with_capacity(entries), uids, ..Self::default() }
    }

    /// Takes entries in while there is room, and says how many were taken.
    fn fill<'a>(
        &mut self,
        calendar: &Calendar,
        entries: &[&Entry<'_>],
        blocks: impl Iterator<Item = &'a mut [Option<Arc<Block>>]>,
    ) -> usize {
        let mut kept = 0;
        for (entry, blocks) in entries.iter().zip(blocks) {
            // An event that can't be written has no call for papers either.
            if blocks.first().is_none_or(Option::is_none) {
                continue;
            }
            if blocks.iter().flatten().all(|block| self.uids.contains(&block.uid)) {
                kept += 1;
                continue;
            }
            let begin = self.whys.len();
            why(&mut self.why, &entry.event.facts, &calendar.filter);
            if !self.takes(blocks) {
                self.is_full = true;
                break;
            }
            if !self.why.is_empty() {
                self.whys.push_str("\\n");
                escape(&mut self.whys, &self.why);
            }
            let whole = begin..self.whys.len();
            blocks.iter_mut().filter_map(Option::take).for_each(|block| self.push(block, whole.clone()));
            self.last_modified = self.last_modified.max(entry.event.revised_at);
            kept += 1;
        }
        kept
    }

    /// Whether there is room.
    fn takes(&self, blocks: &[Option<Arc<Block>>]) -> bool {
        let blocks = || blocks.iter().flatten();
        let bytes: usize = blocks().map(|block| weight(block, self.why.len())).sum();
        let components: usize = blocks().map(|block| block.components()).sum();
        let zones = self.zones.len() + blocks().filter(|block| block.zone.is_some()).count();
        self.components + components <= EVENTS_MAX
            && self.bytes + bytes + zones * vtimezone::BYTES_MAX + HEADER_BYTES <= BYTES_MAX
    }

    fn push(&mut self, block: Arc<Block>, why: Range<usize>) {
        if !self.uids.insert(Arc::clone(&block.uid)) {
            return;
        }
        self.bytes += weight(&block, self.why.len());
        self.components += block.components();
        if let Some(zone) = block.zone {
            let (used, times) = self.zones.entry(zone.zone.name()).or_insert((zone, 0));
            *used = used.joined(&zone);
            *times += 1;
        }
        self.taken.push(Taken { block, why });
    }

    /// The whole, and a digest of it.
    fn text(&mut self, calendar: &Calendar, left_out: usize, kept: Option<&Blocks>) -> (String, [u8; 16]) {
        self.taken.sort_by(|a, b| (a.block.starts_at, &a.block.uid).cmp(&(b.block.starts_at, &b.block.uid)));
        let mut text = String::with_capacity(HEADER_BYTES + self.bytes + self.zones.len() * vtimezone::BYTES_MAX);
        let mut lines = Lines::default();
        lines.begin("VCALENDAR");
        header::write(&mut lines, calendar, self.taken.len(), left_out, self.most_used_zone());
        text.push_str(&lines.into_text());
        for (zone, _) in self.zones.values() {
            match kept {
                Some(kept) => text.push_str(&kept.zone(zone)),
                None => {
                    let mut lines = Lines::default();
                    zone.write(&mut lines);
                    text.push_str(&lines.into_text());
                }
            }
        }
        // Most of the text has its digests already, and is told by them.
        let mut brief = text.clone().into_bytes();
        for Taken { block, why } in &self.taken {
            let why = self.whys.get(why.clone()).unwrap_or_default();
            brief.extend_from_slice(&block.digest);
            brief.extend_from_slice(why.as_bytes());
            block.write(&mut text, why);
        }
        let mut end = Lines::default();
        if self.taken.is_empty() {
            write_placeholder(&mut end, calendar);
        }
        end.end("VCALENDAR");
        text.push_str(&end.into_text());
        (text, digest(&brief))
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

/// How long a block with its reason is at most, in bytes: escaped and folded the reason grows by less than a half.
fn weight(block: &Block, why: usize) -> usize {
    block.bytes() + block.components() * (why + why / 2 + 8)
}
