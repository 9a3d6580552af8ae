//! The text of one entry, as it is kept from one calendar to the next: what depends on the calendar is left open.

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
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    at: usize,
    /// What is left of the description's last line, in octets.
    room: usize,
    is_blank: bool,
}

/// One component, whose description may go on.
#[derive(Debug)]
pub(crate) struct Piece {
    head: String,
    room: usize,
    is_blank: bool,
    tail: String,
}

impl Piece {
    /// Ends a component: with a description, and what `rest` writes behind it.
    pub(crate) fn begun(mut lines: Lines, description: &str, rest: impl FnOnce(&mut Lines)) -> Self {
        let room = lines.text_begun("DESCRIPTION", description);
        let mut tail = Lines::default();
        rest(&mut tail);
        Self { head: lines.into_text(), room, is_blank: description.is_empty(), tail: tail.into_text() }
    }
}

/// 128 bits of BLAKE3.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 16] {
    let mut digest = [0; 16];
    blake3::Hasher::new().update(bytes).finalize_xof().fill(&mut digest);
    digest
}

/// The first 64 of them.
fn short_digest(bytes: &[u8]) -> u64 {
    let mut digest = [0; 8];
    blake3::Hasher::new().update(bytes).finalize_xof().fill(&mut digest);
    u64::from_be_bytes(digest)
}

impl Block {
    pub(crate) fn new(
        starts_at: DateTime<Utc>,
        uid: impl Into<Box<str>>,
        pieces: Vec<Piece>,
        zone: Option<ZoneUse>,
    ) -> Self {
        let uid = uid.into();
        let bytes = pieces.iter().map(|piece| piece.head.len() + piece.tail.len()).sum();
        let (mut text, mut gaps) = (String::with_capacity(bytes), Vec::with_capacity(pieces.len()));
        for Piece { head, room, is_blank, tail } in pieces {
            text.push_str(&head);
            gaps.push(Gap { at: text.len(), room, is_blank });
            text.push_str(&tail);
        }
        Self {
            starts_at,
            uid_digest: short_digest(uid.as_bytes()),
            uid,
            zone,
            digest: digest(text.as_bytes()),
            text: text.into(),
            gap: if gaps.is_empty() { Gap::default() } else { gaps.remove(0) },
            more_gaps: gaps.into(),
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
