//! What became of an event, as an article.

use super::{Article, article::summary, plain::line};
use crate::{State, pages::in_utc};
use chrono::{DateTime, Utc};
use hobnob_domain::{Change, ChangeKind, Event};
use serde_json::{Value, json};

/// What changed at once, as one article.
pub(crate) fn article(state: &State, turn: &[Change], event: &Event, tick: DateTime<Utc>) -> Article {
    let sitting = event.sitting_at(tick);
    let known = Article::of_event(state, event, &sitting);
    let Some(first) = turn.first() else { return known };
    let mut heads: Vec<&str> = turn.iter().map(|change| head(change.kind)).collect();
    heads.dedup();
    let mut paragraphs: Vec<String> = turn.iter().filter_map(sentence).collect();
    paragraphs.extend(summary(state, event, &sitting));
    let page = format!("/events/{}", first.event_id);
    Article {
        // That of the event at that time, which stays when it goes into another.
        id: format!("{}#{}-{}", state.absolute(&page), first.event_id, first.sequence),
        title: line(&format!("{}: {}", heads.join(", "), event.facts.name)),
        paragraphs,
        published_at: first.changed_at,
        updated_at: first.changed_at,
        facts: json!({
            "event_id": event.id.to_string(),
            "uid": event.uid,
            "sequence": first.sequence,
            "changes": turn.iter().map(told).collect::<Vec<_>>(),
        }),
        ..known
    }
}

fn told(change: &Change) -> Value {
    let Change { event_id: _, sequence: _, kind, changed_at: _, before, after } = change;
    json!({ "kind": kind.as_str(), "before": before, "after": after })
}

/// In a few words, before the event's name.
const fn head(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "New",
        ChangeKind::Cancelled => "Cancelled",
        ChangeKind::Postponed => "Postponed",
        ChangeKind::Rescheduled => "Has a new date",
        ChangeKind::MovedOnline => "Moved online",
        ChangeKind::Restored => "Takes place after all",
        ChangeKind::Moved => "Moved",
        ChangeKind::Venue => "At another place",
        ChangeKind::Renamed => "Renamed",
        ChangeKind::Mode => "Another way to take part",
        ChangeKind::Organizer => "Another organizer",
        ChangeKind::Price => "Another price",
        ChangeKind::CfpAnnounced => "Call for papers",
        ChangeKind::CfpExtended => "Call for papers extended",
        ChangeKind::CfpShortened => "Call for papers closes earlier",
        ChangeKind::CfpWithdrawn => "Call for papers withdrawn",
        ChangeKind::Unconfirmed => "No longer listed",
        ChangeKind::Gone => "Gone",
        ChangeKind::Reappeared => "Listed again",
        ChangeKind::Edited => "Edited",
    }
}

/// What it said before and what it says now; none where that says nothing more than the head.
fn sentence(change: &Change) -> Option<String> {
    let speaks = matches!(
        change.kind,
        ChangeKind::Moved
            | ChangeKind::Venue
            | ChangeKind::Renamed
            | ChangeKind::Mode
            | ChangeKind::Organizer
            | ChangeKind::Price
            | ChangeKind::CfpAnnounced
            | ChangeKind::CfpExtended
            | ChangeKind::CfpShortened
    );
    let words = |text: &Option<String>| text.as_deref().map(readable);
    let told = match (words(&change.before), words(&change.after)) {
        (Some(before), Some(after)) => format!("{}: {after}; before: {before}.", head(change.kind)),
        (None, Some(after)) => format!("{}: {after}.", head(change.kind)),
        (Some(before), None) => format!("{}; before: {before}.", head(change.kind)),
        (None, None) => return None,
    };
    speaks.then(|| line(&told))
}

/// An instant as people read it; anything else as it is.
fn readable(text: &str) -> String {
    text.parse::<DateTime<Utc>>().map_or_else(|_| text.to_owned(), |at| in_utc(at).human)
}
