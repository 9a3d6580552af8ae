//! What became of an event, in words for people: what it said before, and what it says now.

use crate::{AttendanceMode, Event, EventId, EventStatus, Identity, Standing, Venue, provenance::shortened};
use chrono::{DateTime, SecondsFormat, Utc};

/// The longest text of a summary or a change, in characters.
pub const TEXT_CHARS_MAX: usize = 200;

words! {
    /// In what way an event changed.
    pub enum ChangeKind {
        /// It was not known before.
        Added = "added",
        /// It does not take place.
        Cancelled = "cancelled",
        /// It will take place, nobody knows when.
        Postponed = "postponed",
        /// It was announced to have a new date.
        Rescheduled = "rescheduled",
        /// It takes place, but online.
        MovedOnline = "moved_online",
        /// It takes place after all.
        Restored = "restored",
        /// Another time.
        Moved = "moved",
        /// Another place.
        Venue = "venue",
        /// Another name.
        Renamed = "renamed",
        /// Another way to take part.
        Mode = "mode",
        /// Somebody else invites.
        Organizer = "organizer",
        /// It costs something now, or nothing any more.
        Price = "price",
        /// There is a call for papers, or it closes at a known instant now.
        CfpAnnounced = "cfp_announced",
        /// The call for papers closes later.
        CfpExtended = "cfp_extended",
        /// The call for papers closes earlier.
        CfpShortened = "cfp_shortened",
        /// There is no call for papers any more.
        CfpWithdrawn = "cfp_withdrawn",
        /// No source lists it any more.
        Unconfirmed = "unconfirmed",
        /// No source has listed it for so long that it is no longer shown.
        Gone = "gone",
        /// A source lists it again.
        Reappeared = "reappeared",
        /// Something else that a subscriber sees: the description, tickets, a single sitting of a series.
        Edited = "edited",
    }
}

/// One change of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of which event.
    pub event_id: EventId,
    /// The sequence that the event reached by it.
    pub sequence: u32,
    /// In what way; at most one of each kind at one sequence.
    pub kind: ChangeKind,
    /// When we knew.
    pub changed_at: DateTime<Utc>,
    /// What it said before, as text of at most [`TEXT_CHARS_MAX`] characters; none where it said nothing.
    pub before: Option<String>,
    /// What it says now, alike.
    pub after: Option<String>,
}

/// What of an event is kept beside its identity, so that what it said before is known even after the event was thrown
/// away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What it is called, at most [`TEXT_CHARS_MAX`] characters, as the other texts.
    pub name: String,
    /// When: [`crate::Schedule::line`].
    pub schedule: String,
    /// Where: [`Venue::line`].
    pub venue: Option<String>,
    /// Who invites.
    pub organizer: Option<String>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// How one takes part.
    pub attendance_mode: AttendanceMode,
    /// Whether the sources stand by it.
    pub standing: Standing,
    /// Whether it costs nothing, as far as anybody says.
    pub is_free: Option<bool>,
    /// Whether there is a call for papers.
    pub has_call: bool,
    /// When that closes, as far as anybody says.
    pub call_closes_at: Option<DateTime<Utc>>,
}

fn short(text: &str) -> String {
    shortened(text, TEXT_CHARS_MAX)
}

impl Summary {
    /// The summary of an event.
    pub fn of(event: &Event) -> Self {
        let facts = &event.facts;
        let call = facts.call_for_papers.as_ref();
        Self {
            name: short(&facts.name),
            schedule: short(&facts.schedule.line()),
            venue: facts.venue.as_ref().map(|venue| short(&Venue::line(venue))).filter(|line| !line.is_empty()),
            organizer: facts.organizer.as_ref().map(|organizer| short(&organizer.name)),
            status: facts.status,
            attendance_mode: facts.attendance_mode,
            standing: event.standing,
            is_free: facts.is_free,
            has_call: call.is_some(),
            call_closes_at: call.and_then(|call| call.closes_at),
        }
    }

    /// In what ways an event that was so is another now, in the order of [`ChangeKind`], with the texts before and after.
    fn differences(&self, now: &Self) -> Vec<(ChangeKind, Option<String>, Option<String>)> {
        let word = |text: &str| Some(text.to_owned());
        let free = |is_free: Option<bool>| is_free.map(|is_free| if is_free { "free" } else { "paid" }.to_owned());
        let mut found = Vec::new();
        let mut told = |kind: Option<ChangeKind>, before: Option<String>, after: Option<String>| {
            found.extend(kind.filter(|_| before != after).map(|kind| (kind, before, after)));
        };
        told(Some(became(now.status)), word(self.status.as_str()), word(now.status.as_str()));
        told(Some(ChangeKind::Moved), word(&self.schedule), word(&now.schedule));
        // Commas are ours: how a place is written is no news.
        let letters = |line: &Option<String>| {
            line.as_deref().map(|line| line.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        };
        let is_elsewhere = letters(&self.venue) != letters(&now.venue);
        told(is_elsewhere.then_some(ChangeKind::Venue), self.venue.clone(), now.venue.clone());
        told(Some(ChangeKind::Renamed), word(&self.name), word(&now.name));
        told(Some(ChangeKind::Mode), word(self.attendance_mode.as_str()), word(now.attendance_mode.as_str()));
        told(Some(ChangeKind::Organizer), self.organizer.clone(), now.organizer.clone());
        told(Some(ChangeKind::Price), free(self.is_free), free(now.is_free));
        told(self.call_became(now), self.call_line(), now.call_line());
        told(Some(stands(now.standing)), word(self.standing.as_str()), word(now.standing.as_str()));
        found
    }

    fn call_line(&self) -> Option<String> {
        let closes = self.call_closes_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
        closes.or_else(|| self.has_call.then(|| "open".to_owned()))
    }

    fn call_became(&self, now: &Self) -> Option<ChangeKind> {
        match (self.call_closes_at, now.call_closes_at) {
            _ if !now.has_call => Some(ChangeKind::CfpWithdrawn),
            (Some(before), Some(after)) if after > before => Some(ChangeKind::CfpExtended),
            (Some(before), Some(after)) if after < before => Some(ChangeKind::CfpShortened),
            (Some(_), None) => None,
            _ => Some(ChangeKind::CfpAnnounced),
        }
    }
}

const fn became(status: EventStatus) -> ChangeKind {
    match status {
        EventStatus::Scheduled => ChangeKind::Restored,
        EventStatus::Postponed => ChangeKind::Postponed,
        EventStatus::Rescheduled => ChangeKind::Rescheduled,
        EventStatus::MovedOnline => ChangeKind::MovedOnline,
        EventStatus::Cancelled => ChangeKind::Cancelled,
    }
}

const fn stands(standing: Standing) -> ChangeKind {
    match standing {
        Standing::Confirmed => ChangeKind::Reappeared,
        Standing::Unconfirmed => ChangeKind::Unconfirmed,
        Standing::Gone => ChangeKind::Gone,
    }
}

/// What an event's new state changes for those who follow it. `previous` is who it was when it was last told.
///
/// An event that nobody knew is added; one whose sequence grew has changed in at least one way; any other has not changed.
pub fn changes(previous: Option<&Identity>, event: &Event, now: DateTime<Utc>) -> Vec<Change> {
    let change = |(kind, before, after)| Change {
        event_id: event.id,
        sequence: event.sequence,
        kind,
        changed_at: now,
        before,
        after,
    };
    let Some(previous) = previous else {
        return vec![change((ChangeKind::Added, None, Some(short(&event.facts.name))))];
    };
    if event.sequence <= previous.sequence {
        return Vec::new();
    }
    let mut found = previous.summary.as_ref().map(|was| was.differences(&Summary::of(event))).unwrap_or_default();
    if found.is_empty() {
        found.push((ChangeKind::Edited, None, None));
    }
    found.into_iter().map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        Summary {
            name: "Rust Night".into(),
            schedule: "2026-07-01".into(),
            venue: Some("Berlin".into()),
            organizer: None,
            status: EventStatus::Scheduled,
            attendance_mode: AttendanceMode::Offline,
            standing: Standing::Confirmed,
            is_free: None,
            has_call: false,
            call_closes_at: None,
        }
    }

    fn told(before: &Summary, after: &Summary) -> Vec<(&'static str, Option<String>, Option<String>)> {
        before.differences(after).into_iter().map(|(kind, before, after)| (kind.as_str(), before, after)).collect()
    }

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn every_difference_is_named_with_what_was_and_what_is() {
        let now = Summary {
            name: "Rust Evening".into(),
            schedule: "2026-07-08".into(),
            venue: None,
            status: EventStatus::Postponed,
            is_free: Some(true),
            ..summary()
        };
        assert_eq!(
            told(&summary(), &now),
            [
                ("postponed", text("scheduled"), text("postponed")),
                ("moved", text("2026-07-01"), text("2026-07-08")),
                ("venue", text("Berlin"), None),
                ("renamed", text("Rust Night"), text("Rust Evening")),
                ("price", None, text("free")),
            ]
        );
        assert_eq!(told(&summary(), &summary()), []);
        let at = |venue: &str| Summary { venue: text(venue), ..summary() };
        assert_eq!(
            told(&at("Mill St 2, 10179, Berlin"), &at("Mill St 2, 10179 Berlin")),
            [],
            "a comma is no other place"
        );
        let kinds = |status| told(&Summary { status, ..summary() }, &summary()).into_iter().map(|one| one.0).next();
        assert_eq!(kinds(EventStatus::Cancelled), Some("restored"));
    }

    #[test]
    fn a_call_for_papers_is_announced_extended_shortened_and_withdrawn() {
        let call = |closes: Option<&str>| Summary {
            has_call: true,
            call_closes_at: closes.map(|at| at.parse().unwrap()),
            ..summary()
        };
        let (may, june) = (call(Some("2026-05-01T12:00:00Z")), call(Some("2026-06-01T12:00:00Z")));
        let at_june = text("2026-06-01T12:00:00Z");
        assert_eq!(told(&summary(), &june), [("cfp_announced", None, at_june.clone())]);
        assert_eq!(told(&call(None), &june), [("cfp_announced", text("open"), at_june.clone())]);
        assert_eq!(told(&may, &june), [("cfp_extended", text("2026-05-01T12:00:00Z"), at_june.clone())]);
        assert_eq!(told(&june, &may), [("cfp_shortened", at_june.clone(), text("2026-05-01T12:00:00Z"))]);
        assert_eq!(told(&june, &summary()), [("cfp_withdrawn", at_june, None)]);
        assert_eq!(told(&june, &call(None)), []);
    }

    #[test]
    fn an_event_that_no_source_lists_is_unconfirmed_then_gone_then_back() {
        let standing = |standing| Summary { standing, ..summary() };
        let kinds = |before, after| told(&standing(before), &standing(after)).into_iter().map(|one| one.0).next();
        assert_eq!(kinds(Standing::Confirmed, Standing::Unconfirmed), Some("unconfirmed"));
        assert_eq!(kinds(Standing::Unconfirmed, Standing::Gone), Some("gone"));
        assert_eq!(kinds(Standing::Gone, Standing::Confirmed), Some("reappeared"));
    }
}
