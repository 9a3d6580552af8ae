//! A calendar: the entries there is room for, in order, with the zones they need.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    block::{Block, digest},
    blocks::Blocks,
    header,
    lines::{Lines, escape},
    remark::Remarks,
    text::{Layer, Text},
    vtimezone::{self, ZoneUse},
    why::why,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Calendar, Countries, Event, EventId, Occurrence};
use rustc_hash::FxHashSet;

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
    /// A digest of the text that costs less than reading all of it: another text has another one, on every machine.
    pub digest: [u8; 16],
    /// When the newest of its events changed; the epoch for none. An event that leaves the feed moves no date: whoever
    /// serves it must tell that from the bytes.
    pub last_modified: DateTime<Utc>,
    /// How many entries there was no room for, or no way to write: said in the calendar's description too.
    pub left_out: usize,
}

/// Writes calendars of events at hand, with what is known beside them. Who keeps texts from one calendar to the next
/// [assembles](assemble) them.
#[derive(Clone, Copy, Debug)]
pub struct Renderer<'a> {
    /// What the events were before.
    pub remarks: &'a Remarks,
    /// What countries are called.
    pub countries: Countries,
}

/// Writes a calendar without remarks and names of countries, as [`Renderer::render`].
pub fn render(calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    Renderer { remarks: &Remarks::default(), countries: Countries::default() }.render(calendar, entries)
}

/// Writes calls for papers without remarks, as [`Renderer::render_calls_for_papers`].
pub fn render_calls_for_papers(calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    Renderer { remarks: &Remarks::default(), countries: Countries::default() }
        .render_calls_for_papers(calendar, entries)
}

impl Renderer<'_> {
    /// Writes a calendar. The order of the entries says only which to keep when there are too many: the first ones, see
    /// [`nearest_future_first`]. In the text events are in order of start, then UID. Of two entries with one UID the
    /// first is kept. What the calendar's options leave out is not counted as left out.
    pub fn render(&self, calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
        self.rendered(calendar, entries, Layer::of(&calendar.options))
    }

    /// Writes the calls for papers of the entries' events, one short entry each on the closing day, and nothing else.
    pub fn render_calls_for_papers(&self, calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
        self.rendered(calendar, entries, Layer::Calls)
    }

    fn rendered(&self, calendar: &Calendar, entries: &[Entry<'_>], layer: Layer) -> Rendered {
        let options = &calendar.options;
        let (mut texts, mut told, mut beyond) = (Vec::new(), 0, 0);
        for Entry { event, occurrence } in entries {
            if told < EVENTS_MAX {
                let text = Text::new(layer, options, event, occurrence, self.remarks.of(event.id), self.countries);
                told += usize::from(text.is_told());
                texts.push(text);
            } else {
                beyond += usize::from(layer.tells(event, options));
            }
        }
        assemble(calendar, &texts, beyond, None)
    }
}

/// Puts a calendar together from the texts of its entries, in the order of [`nearest_future_first`]: as
/// [`Renderer::render`], for who has texts already. `beyond` counts further entries that were not looked at.
pub fn assemble(calendar: &Calendar, texts: &[Text], beyond: usize, blocks: Option<&Blocks>) -> Rendered {
    let told = texts.iter().filter(|text| text.is_told()).count();
    let mut most = told;
    loop {
        let mut feed = Feed::of(most.min(EVENTS_MAX));
        let kept = feed.fill(calendar, texts.iter().filter(|text| text.is_told()).take(most));
        let left_out = told - kept + beyond;
        let (text, digest) = feed.text(calendar, left_out, blocks);
        if text.len() <= BYTES_MAX || most == 0 {
            return Rendered { text, digest, last_modified: feed.last_modified, left_out };
        }
        most = kept * 3 / 4; // only where hundreds of zones are used over decades
    }
}

/// Sorts entries by what a subscriber would miss most: what is not over, soonest first, then what is, latest first. `when`
/// says of an entry when it begins, when it ends and whose it is.
pub fn nearest_future_first<T>(
    entries: &mut [T],
    now: DateTime<Utc>,
    when: impl Fn(&T) -> (DateTime<Utc>, DateTime<Utc>, EventId),
) {
    entries.sort_by(|a, b| {
        let ((a_starts, a_ends, a), (b_starts, b_ends, b)) = (when(a), when(b));
        let (a_over, b_over) = (a_ends <= now, b_ends <= now);
        let by_start = if a_over { b_starts.cmp(&a_starts) } else { a_starts.cmp(&b_starts) };
        a_over.cmp(&b_over).then(by_start).then(a.cmp(&b))
    });
}

/// An entry that was taken in, and where among the reasons its own is.
struct Taken<'a> {
    block: &'a Block,
    why: Range<usize>,
}

/// What has been taken in.
#[derive(Default)]
struct Feed<'a> {
    taken: Vec<Taken<'a>>,
    /// Why each is there, one behind the other, as it stands in a line.
    whys: String,
    /// The one that is being written.
    why: String,
    /// Digests of UIDs.
    uids: FxHashSet<u64>,
    zones: BTreeMap<&'static str, (ZoneUse, usize)>,
    bytes: usize,
    components: usize,
    last_modified: DateTime<Utc>,
}

impl<'a> Feed<'a> {
    /// An empty one with room for so many entries.
    fn of(entries: usize) -> Self {
        let uids = FxHashSet::with_capacity_and_hasher(entries, Default::default());
        Self { taken: Vec::with_capacity(entries), uids, ..Self::default() }
    }

    /// Takes entries in while there is room, and says how many were taken.
    fn fill(&mut self, calendar: &Calendar, texts: impl Iterator<Item = &'a Text>) -> usize {
        let mut kept = 0;
        for text in texts {
            let Some(written) = text.written() else { continue };
            if written.blocks().all(|block| self.uids.contains(&block.uid_digest)) {
                kept += 1;
                continue;
            }
            let begin = self.whys.len();
            why(&mut self.why, &written.about, &calendar.filter);
            if !self.takes(written.blocks()) {
                break;
            }
            if !self.why.is_empty() {
                self.whys.push_str("\\n");
                escape(&mut self.whys, &self.why);
            }
            let whole = begin..self.whys.len();
            written.blocks().for_each(|block| self.push(block, whole.clone()));
            self.last_modified = self.last_modified.max(written.revised_at);
            kept += 1;
        }
        kept
    }

    /// Whether there is room.
    fn takes<'b>(&self, blocks: impl Iterator<Item = &'b Block>) -> bool {
        let (mut bytes, mut components, mut zones) = (self.bytes, self.components, self.zones.len());
        for block in blocks {
            bytes += weight(block, self.why.len());
            components += block.components();
            zones += usize::from(block.zone.is_some());
        }
        components <= EVENTS_MAX && bytes + zones * vtimezone::BYTES_MAX + HEADER_BYTES <= BYTES_MAX
    }

    fn push(&mut self, block: &'a Block, why: Range<usize>) {
        if !self.uids.insert(block.uid_digest) {
            return;
        }
        self.bytes += weight(block, self.why.len());
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
