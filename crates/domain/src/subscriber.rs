//! Who reads the weekly mail.

use std::collections::BTreeMap;

use crate::{EventFilter, EventId, EventStatus, Goal, SubscriberId, UnreadFilter, Venue, WeeklyHour};
use chrono::{DateTime, Utc, Weekday};
use chrono_tz::Tz;

words! {
    /// How far somebody came with the weekly mail.
    pub enum SubscriberState {
        /// They asked for it and have not confirmed their address.
        Pending = "pending",
        /// They confirmed: letters are sent.
        Confirmed = "confirmed",
        /// They left.
        Left = "left",
        /// Their address can't be written to, or they complained.
        Suppressed = "suppressed",
    }
}

/// A reader of the weekly mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscriber {
    /// Who.
    pub id: SubscriberId,
    /// Where the mail goes. Never in an address of ours, never in a log.
    pub address: String,
    /// What is chosen for them: what any of these finds. Several, where meetups may be 30 km and conferences 1,500 km away.
    pub filters: Vec<EventFilter>,
    /// How much each career goal is worth to them, 0 to 3; 1 where nothing is said.
    pub goals: BTreeMap<Goal, u8>,
    /// The zone their week is in.
    pub zone: Tz,
    /// The day their letter comes, in their zone.
    pub weekday: Weekday,
    /// The hour it comes, 0 to 23, in their zone.
    pub hour: u8,
    /// What of their filters is no more; what is left of these stands among the filters.
    pub unread: Vec<UnreadFilter>,
}

/// What a reader wishes of the weekly mail: a [`Subscriber`] without who they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishes {
    /// What is chosen for them.
    pub filters: Vec<EventFilter>,
    /// How much each career goal is worth to them, 0 to 3; 1 where nothing is said.
    pub goals: BTreeMap<Goal, u8>,
    /// When their letter comes.
    pub when: WeeklyHour,
}

impl Wishes {
    /// The reader with these wishes, beside which they asked for what is no more.
    pub fn of(self, id: SubscriberId, address: String, unread: Vec<UnreadFilter>) -> Subscriber {
        let Self { filters, goals, when: WeeklyHour { zone, weekday, hour } } = self;
        Subscriber { id, address, filters, goals, zone, weekday, hour, unread }
    }
}

/// What a reader was told before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// When the last letter was composed; none before the first.
    pub last_at: Option<DateTime<Utc>>,
    /// The events told of that may still matter, each as it was told.
    pub events: BTreeMap<EventId, ToldEvent>,
    /// What was told of events that have gone into these since; none of them is among `events`.
    pub merged: BTreeMap<EventId, ToldEvent>,
}

impl Told {
    /// Whether the reader was told of an event, be it as another that has gone into it since.
    pub fn knows(&self, id: EventId) -> bool {
        self.events.contains_key(&id) || self.merged.contains_key(&id)
    }

    /// The same, where some of these events have gone into others: what was told of them holds for those, unless the reader
    /// was told of those themselves.
    #[must_use]
    pub fn following(mut self, successors: &BTreeMap<EventId, EventId>) -> Self {
        for (old, new) in successors.iter().filter(|(_, new)| !self.events.contains_key(new)) {
            if let Some(told) = self.events.get(old) {
                self.merged.entry(*new).or_insert_with(|| told.clone());
            }
        }
        self
    }
}

/// An event as a reader was told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldEvent {
    /// Its sequence then: a larger one means that something a reader sees has changed.
    pub sequence: u32,
    /// Whether it took place then.
    pub status: EventStatus,
    /// When it began then.
    pub starts_at: DateTime<Utc>,
    /// What it was called then.
    pub name: String,
    /// Where one was to go then; none where nobody knew, or where it was online alone.
    pub venue: Option<Venue>,
    /// When its call for papers was to close, where it was open then.
    pub call_closes_at: Option<DateTime<Utc>>,
}
