//! A filter made ready to be asked of many events.

use crate::held::{Held, Window};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{EventFilter, Occurrence, text};

/// A filter, with the parts that depend on the sitting and on the text set apart.
pub(crate) struct Question {
    /// `from`, `to` and the statuses: what one sitting of a series may answer and another not.
    sitting: EventFilter,
    /// Everything else but the words.
    event: EventFilter,
    /// The query's words, folded, a blank before each.
    words: Vec<String>,
    window: Window,
    /// No sitting over by then can match.
    pub(crate) from: DateTime<Utc>,
    /// No sitting that begins then or later can match.
    pub(crate) to: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
}

impl Question {
    /// A filter that names no `from` means from `now` on.
    pub(crate) fn new(filter: &EventFilter, horizon: Option<TimeDelta>, now: DateTime<Utc>) -> Self {
        let window = Window::new(horizon, now);
        let from = filter.from.unwrap_or(now).max(window.over_at);
        let words = filter.query.as_deref().map(text::folded).unwrap_or_default();
        let sitting = EventFilter {
            from: Some(from),
            to: filter.to,
            statuses: filter.statuses.clone(),
            ..EventFilter::default()
        };
        let event = EventFilter { from: None, to: None, statuses: Vec::new(), query: None, ..filter.clone() };
        let words = words.split(' ').filter(|word| !word.is_empty()).map(|word| format!(" {word}")).collect();
        Self { sitting, event, words, window, from, to: filter.to, now }
    }

    /// The event's first sitting that matches: the row it is, if it is one.
    pub(crate) fn row<'a>(&self, held: &'a Held) -> Option<&'a Occurrence> {
        if held.over_at <= self.from || self.to.is_some_and(|to| held.starts_at >= to) {
            return None;
        }
        let first = held.sittings.iter().find(|sitting| self.takes(held, sitting))?;
        self.event_matches(held, first).then_some(first)
    }

    /// Whether the sitting at a position is the event's row.
    pub(crate) fn is_row(&self, held: &Held, position: usize) -> bool {
        let earlier = || held.sittings.iter().take(position).rev();
        held.sittings.get(position).is_some_and(|sitting| {
            self.takes(held, sitting)
                && !earlier().any(|earlier| self.takes(held, earlier))
                && self.event_matches(held, sitting)
        })
    }

    fn takes(&self, held: &Held, sitting: &Occurrence) -> bool {
        self.window.holds(sitting) && self.sitting.matches(&held.event, sitting, self.now)
    }

    fn event_matches(&self, held: &Held, sitting: &Occurrence) -> bool {
        self.event.matches(&held.event, sitting, self.now) && held.has_words(&self.words)
    }
}
