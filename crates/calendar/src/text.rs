//! The text of an entry with what a calendar asks of it, so that its event need not be looked at again.

use std::sync::Arc;

use crate::{block::Block, call, remark::Remark, told::told, vevent, why::About};
use chrono::{DateTime, Utc};
use hobnob_domain::{CalendarOptions, Countries, Event, EventStatus, Occurrence, Standing};

/// Which entries a calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The events.
    Events,
    /// The events, and their calls for papers, each on its closing day.
    EventsAndCalls,
    /// The calls for papers alone.
    Calls,
}

impl Layer {
    /// What a calendar with these options has.
    pub const fn of(options: &CalendarOptions) -> Self {
        if options.includes_calls_for_papers { Self::EventsAndCalls } else { Self::Events }
    }

    /// Whether an event with a sitting of this status may be an entry of it, as far as can be told without the event.
    pub fn may_tell(self, status: EventStatus, options: &CalendarOptions) -> bool {
        match self {
            Self::Events | Self::EventsAndCalls => told(status, Standing::Confirmed, options).is_some(),
            Self::Calls => status != EventStatus::Cancelled,
        }
    }

    /// Whether an event is an entry of it.
    pub(crate) fn tells(self, event: &Event, options: &CalendarOptions) -> bool {
        match self {
            Self::Events | Self::EventsAndCalls => vevent::is_told(event, options),
            Self::Calls => call::is_told(event),
        }
    }
}

/// The text of one entry, as it is kept from one calendar to the next. A clone is the same text.
#[derive(Clone, Debug)]
pub struct Text(Kept);

#[derive(Clone, Debug)]
enum Kept {
    /// The calendar's options leave it out.
    Untold,
    /// It can't be written: its dates are out of every reader's range.
    Unwritable,
    Written(Arc<Written>),
}

#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) about: About,
    pub(crate) revised_at: DateTime<Utc>,
    is_cancelled: bool,
    block: Block,
    call: Option<Block>,
}

impl Written {
    /// The event, or its call for papers where that stands alone; then the call that stands beside the event.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &Block> {
        std::iter::once(&self.block).chain(&self.call)
    }
}

impl Text {
    /// Writes an event at a sitting: for a series, the next that is listed. Whoever keeps texts names countries one way.
    pub fn new(
        layer: Layer,
        options: &CalendarOptions,
        event: &Event,
        next: &Occurrence,
        remark: Option<&Remark>,
        countries: Countries,
    ) -> Self {
        if !layer.tells(event, options) {
            return Self(Kept::Untold);
        }
        let (block, call) = match layer {
            Layer::Events => (vevent::block(event, next, remark, options, countries), None),
            Layer::EventsAndCalls => {
                (vevent::block(event, next, remark, options, countries), call::block(event, remark))
            }
            Layer::Calls => (call::block(event, remark), None),
        };
        // An event that can't be written has no call for papers either.
        let Some(block) = block else { return Self(Kept::Unwritable) };
        Self(Kept::Written(Arc::new(Written {
            about: About::of(&event.facts),
            revised_at: event.revised_at,
            is_cancelled: event.facts.status == EventStatus::Cancelled,
            block,
            call,
        })))
    }

    /// Whether it is an entry of its calendar, be there room for it or not.
    pub fn is_told(&self) -> bool {
        !matches!(self.0, Kept::Untold)
    }

    /// When its event was last heard of, if that is cancelled: a calendar may tell it no more after a while.
    pub fn cancelled_at(&self) -> Option<DateTime<Utc>> {
        self.written().filter(|written| written.is_cancelled).map(|written| written.revised_at)
    }

    #[cfg(test)]
    pub(crate) const fn untold() -> Self {
        Self(Kept::Untold)
    }

    pub(crate) fn written(&self) -> Option<&Written> {
        if let Kept::Written(written) = &self.0 { Some(written) } else { None }
    }

    /// What it takes in memory, in bytes, with its key and the rest.
    pub(crate) fn weight(&self) -> usize {
        self.written().map_or(0, |written| written.blocks().map(|block| block.bytes() + 200).sum()) + 200
    }
}
