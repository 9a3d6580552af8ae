//! The texts of a feed's entries: those that are kept, and those that have to be made, for which alone the events are
//! fetched.

use std::collections::BTreeMap;

use crate::{history::History, words::COUNTRIES};
use chrono::{DateTime, Utc};
use hobnob_calendar::{Blocks, EVENTS_MAX, Layer, Rendered, Text, assemble};
use hobnob_domain::{Calendar, CalendarOptions, CancelledPolicy, EventId, Occurrence, Spot};
use hobnob_graphql::{Shown, shown};
use hobnob_index::Snapshot;
use hobnob_store::{Store, StoreError};

/// How many texts are made before others have a turn: a fraction of a millisecond's work.
const MADE_AT_ONCE: usize = 64;

/// Finds the texts of one feed.
#[derive(Clone, Copy)]
pub(crate) struct Finder<'a> {
    pub(crate) store: &'a Store,
    pub(crate) history: &'a History,
    pub(crate) blocks: &'a Blocks,
    pub(crate) layer: Layer,
    pub(crate) options: &'a CalendarOptions,
}

/// The texts of a feed's entries, in the entries' order.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    found: Vec<Text>,
    /// How many entries were not looked at, because there is no room for them in any case; those left out that the
    /// calendar's options leave out for certain.
    beyond: usize,
}

impl Finder<'_> {
    /// The texts of entries whose events come from the snapshot, or the store, where they are needed.
    pub(crate) async fn of_spots(self, snapshot: &Snapshot, spots: &[Spot]) -> Result<Texts, StoreError> {
        let mut texts = Texts::default();
        for spots in spots.chunks(EVENTS_MAX) {
            if texts.is_enough() {
                texts.beyond += spots.iter().filter(|spot| self.may_tell(&spot.occurrence)).count();
                continue;
            }
            let kept = self.kept(spots);
            let missing = spots.iter().zip(&kept).filter(|(_, text)| text.is_none());
            let missing = missing.map(|(spot, _)| snapshot.row(spot.clone())).collect();
            let missing = shown(self.store, snapshot, missing).await?;
            texts.found.extend(self.filled(spots, kept, &missing).await);
        }
        Ok(texts)
    }

    /// The texts of entries whose events are at hand.
    pub(crate) async fn of_rows(self, rows: &[Shown]) -> Texts {
        let spot = |row: &Shown| Spot { state: row.event.state(), occurrence: row.occurrence.clone() };
        let mut texts = Texts::default();
        for rows in rows.chunks(EVENTS_MAX) {
            if texts.is_enough() {
                texts.beyond += rows.iter().filter(|row| self.may_tell(&row.occurrence)).count();
                continue;
            }
            let spots: Vec<Spot> = rows.iter().map(spot).collect();
            let kept = self.kept(&spots);
            texts.found.extend(self.filled(&spots, kept, rows).await);
        }
        texts
    }

    fn may_tell(self, occurrence: &Occurrence) -> bool {
        self.layer.may_tell(occurrence.status, self.options)
    }

    fn kept(self, spots: &[Spot]) -> Vec<Option<Text>> {
        self.blocks.texts(self.layer, self.options, spots)
    }

    /// Makes the texts that are not kept, of rows that hold their events in the same order; an event that has gone
    /// meanwhile has none.
    async fn filled(self, spots: &[Spot], kept: Vec<Option<Text>>, rows: &[Shown]) -> Vec<Text> {
        let lacking: BTreeMap<EventId, &Spot> = spots
            .iter()
            .zip(&kept)
            .filter(|(_, text)| text.is_none())
            .map(|(spot, _)| (spot.occurrence.event_id, spot))
            .collect();
        let mut made: BTreeMap<EventId, Text> = BTreeMap::new();
        if !lacking.is_empty() {
            let rows: Vec<(&Spot, &Shown)> =
                rows.iter().filter_map(|row| Some((*lacking.get(&row.event.id)?, row))).collect();
            let (remarks, are_known) = self.history.remarks(self.store, rows.iter().map(|(_, row)| &*row.event)).await;
            for rows in rows.chunks(MADE_AT_ONCE) {
                let texts = rows.iter().map(|(spot, row)| {
                    let remark = remarks.of(row.event.id);
                    (*spot, Text::new(self.layer, self.options, &row.event, &row.occurrence, remark, COUNTRIES))
                });
                let texts: Vec<(&Spot, Text)> = texts.collect();
                if are_known {
                    self.blocks.keep(self.layer, self.options, texts.iter().map(|(spot, text)| (*spot, text)));
                }
                made.extend(texts.into_iter().map(|(spot, text)| (spot.occurrence.event_id, text)));
                tokio::task::yield_now().await;
            }
        }
        let text = |(spot, text): (&Spot, Option<Text>)| text.or_else(|| made.remove(&spot.occurrence.event_id));
        spots.iter().zip(kept).filter_map(text).collect()
    }
}

impl Texts {
    /// Whether there is no room for more.
    fn is_enough(&self) -> bool {
        self.found.iter().filter(|text| text.is_told()).count() >= EVENTS_MAX
    }

    /// Leaves out what was cancelled so long before an instant that a calendar with these options tells it no more.
    #[must_use]
    pub(crate) fn without_dropped(mut self, options: &CalendarOptions, at: DateTime<Utc>) -> Self {
        if options.cancelled == CancelledPolicy::Drop {
            let is_over =
                |since: DateTime<Utc>| since.checked_add_signed(options.grace).is_some_and(|until| until <= at);
            self.found.retain(|text| !text.cancelled_at().is_some_and(is_over));
        }
        self
    }

    /// The calendar.
    pub(crate) fn assembled(&self, calendar: &Calendar, blocks: &Blocks) -> Rendered {
        assemble(calendar, &self.found, self.beyond, Some(blocks))
    }
}
