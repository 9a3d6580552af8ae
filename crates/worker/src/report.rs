//! What a run did, as data.

/// Sources of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// That were due.
    pub due: u64,
    /// That answered as they should.
    pub ok: u64,
    /// That did not.
    pub failed: u64,
}

/// Web pages of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageCounts {
    /// That came with a body.
    pub fetched: u64,
    /// That had not changed, as the server said.
    pub not_modified: u64,
    /// That did not come.
    pub failed: u64,
}

/// Listings of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListingCounts {
    /// That stood on the pages.
    pub seen: u64,
    /// That were not known.
    pub new: u64,
    /// That said something else than before.
    pub changed: u64,
    /// That a complete run lacked.
    pub vanished: u64,
}

/// Events of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCounts {
    /// That were not known.
    pub new: u64,
    /// That were known before the run and changed.
    pub changed: u64,
    /// That became cancelled.
    pub cancelled: u64,
    /// That were looked at and stayed.
    pub unchanged: u64,
    /// That there are now.
    pub total: u64,
}

/// Letters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetterCounts {
    /// That were due and wait to be sent.
    pub planned: u64,
    /// That were due and had nothing to tell.
    pub excluded: u64,
    /// That the relay took.
    pub sent: u64,
    /// That the relay put off.
    pub put_off: u64,
    /// That were refused for good.
    pub failed: u64,
    /// Of which nobody knows whether they were taken.
    pub unknown: u64,
    /// That came too late.
    pub skipped: u64,
}

impl LetterCounts {
    /// Adds other counts up.
    pub(crate) fn add(&mut self, other: Self) {
        let Self { planned, excluded, sent, put_off, failed, unknown, skipped } = other;
        self.planned += planned;
        self.excluded += excluded;
        self.sent += sent;
        self.put_off += put_off;
        self.failed += failed;
        self.unknown += unknown;
        self.skipped += skipped;
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunReport {
    /// Sources.
    pub sources: SourceCounts,
    /// Web pages.
    pub pages: PageCounts,
    /// Listings.
    pub listings: ListingCounts,
    /// Events.
    pub events: EventCounts,
    /// Letters.
    pub letters: LetterCounts,
    /// Oddities that were written down.
    pub problems: u64,
}

impl RunReport {
    /// Whether the run changed anything a reader could see.
    pub const fn is_quiet(&self) -> bool {
        let (listings, events) = (self.listings, self.events);
        listings.new + listings.changed + listings.vanished + events.new + events.changed + events.cancelled == 0
    }
}
