//! The text of one entry, as it is kept from one calendar to the next: what depends on the calendar is left open.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    lines::{Lines, continued},
    vtimezone::ZoneUse,
};
use chrono::{DateTime, Utc};

/// The lines of one entry, and what they need beside them.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) uid: Box<str>,
    /// A digest of the UID: two entries with the same are one.
    pub(crate) uid_digest: u64,
    pub(crate) zone: Option<ZoneUse>,
    /// A digest of the text: equal texts have equal ones, on every machine.
    pub(crate) digest: [u8; 16],
    text: Box<str>,
    /// One a component: that of the first…
    gap: Gap,
    /// …and those of changed instances.
    more_gaps: Box<[Gap]>,
}

/// Where a description may go on.
#[derive(Clone, Copy, Debug)]
struct Gap {
    at: usize,
    /// What is left of the description's last line, in octets.
    room: usize,
    is_blank: bool,
}

/// One component, whose description may go on.
#[derive(Debug)]
pub(crate) struct Piece {
    text: String,
    gap: Gap,
}

impl Piece {
    /// Ends a component: with a description, and what `rest` writes behind it.
    pub(crate) fn begun(mut lines: Lines, description: &str, rest: impl FnOnce(&mut Lines)) -> Self {
        let room = lines.text_begun("DESCRIPTION", description);
        let gap = Gap { at: lines.len(), room, is_blank: description.is_empty() };
        rest(&mut lines);
        Self { text: lines.into_text(), gap }
    }
}

/// 128 bits of BLAKE3.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 16] {
    let mut digest = [0; 16];
    digest.iter_mut().zip(blake3::hash(bytes).as_bytes()).for_each(|(to, from)| *to = *from);
    digest
}

/// 64 bits, good for one run of the program.
fn short_digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Block {
    /// An entry: its first component, or its only one, and those of changed instances.
    pub(crate) fn new(
        starts_at: DateTime<Utc>,
        uid: impl Into<Box<str>>,
        first: Piece,
        more: Vec<Piece>,
        zone: Option<ZoneUse>,
    ) -> Self {
        let uid = uid.into();
        let Piece { mut text, gap } = first;
        let mut more_gaps = Vec::with_capacity(more.len());
        for piece in more {
            more_gaps.push(Gap { at: text.len() + piece.gap.at, ..piece.gap });
            text.push_str(&piece.text);
        }
        Self {
            starts_at,
            uid_digest: short_digest(&uid),
            uid,
            zone,
            digest: digest(text.as_bytes()),
            text: text.into(),
            gap,
            more_gaps: more_gaps.into(),
        }
    }

    /// How many components it has.
    pub(crate) fn components(&self) -> usize {
        1 + self.more_gaps.len()
    }

    /// How long the text is, in bytes, without what is left open.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + 2 * self.components()
    }

    /// Writes the whole, `why` as the last line of each description: escaped, behind an escaped end of line.
    pub(crate) fn write(&self, into: &mut String, why: &str) {
        let mut from = 0;
        for gap in std::iter::once(&self.gap).chain(&self.more_gaps) {
            into.push_str(self.text.get(from..gap.at).unwrap_or_default());
            let why = if gap.is_blank { why.strip_prefix("\\n").unwrap_or(why) } else { why };
            continued(into, gap.room, why);
            from = gap.at;
        }
        into.push_str(self.text.get(from..).unwrap_or_default());
    }
}
