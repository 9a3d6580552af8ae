//! Many claims made one belief.
//!
//! The rules, in the order they are asked:
//!
//! 1. Listings that their source still shows outrank those it no longer does; among these one whose source stands closer
//!    to the event ([`hobnob_domain::Trust`]); then the one whose words changed last; then the one with the lower id.
//!    What one of them leaves open the next one answers, field by field. A source stands as close as its listing tells,
//!    and closest if the listings of others lead to its site.
//!    Among sources that stand equally close the first one names the event and gives its address, so that a list which comes
//!    later and spells it otherwise changes nothing.
//! 2. A claim that agrees with a more believable one and says more takes its place: hours on the same day over the day, a
//!    place's zone over UTC (which is what a draft has when nobody named a zone), an address over its town, a whole text
//!    over its beginning. A link to the listing outranks a link to the source.
//! 3. A status is a claim only if it is not "scheduled", which is what silence says: the highest-ranked claim stands. That of
//!    a listing that vanished stands until a source that is as close or closer to the event, and still shows it, says
//!    something new. So a cancellation ends when the listing that made it takes it back, or somebody who knows better does; a
//!    listing that merely vanishes cancels nothing; and an event that is cancelled stands as that whoever drops it.
//! 4. Niches, goals, free words and offers are what all listings say together.
//! 5. The oldest listing names the event: its id and UID come from what that source calls it, and once given they stay.
//!
//! All listings are asked each time and nothing is carried over from one fold to the next, so the same listings give the
//! same event in whatever order they came, and a listing told twice counts once.

mod choice;
mod fingerprint;
mod later;
mod provenance;
mod rank;
mod refine;
mod series;
mod standing;

use chrono::{DateTime, SubsecRound, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, Claim, Draft, Event, EventId, EventKind, EventStatus, Facts, Identity, ListingId, Schedule,
    SeriesRole, SourceId, Span, Standing,
};

use crate::id;
use choice::Choice;
pub use provenance::provenance;

/// Makes one event of the drafts that [`crate::cluster`] put together. `previous` is what the event was last time.
///
/// The order of the drafts does not matter. `sequence` grows by one, and `revised_at` becomes `now`, exactly when
/// something that a subscriber sees is not as it was.
///
/// There is no event without drafts: of none it makes one without a name that is gone.
pub fn fold(drafts: &[&Draft], previous: Option<&Identity>, now: DateTime<Utc>) -> Event {
    let (wholes, instances) = split(drafts);
    let Some(oldest) = wholes.iter().min_by_key(|draft| age(draft)) else { return nothing(previous, now) };
    let mut facts = Choice::new(&wholes).facts();
    let is_listed = wholes.iter().any(|whole| whole.missing_runs == 0);
    let dropped_at = wholes.iter().filter_map(|whole| whole.missing_since).max().filter(|_| !is_listed);
    series::attach(&mut facts, &instances, dropped_at);
    let mut claims: Vec<Claim> = drafts.iter().map(|draft| claim(draft)).collect();
    claims.sort();
    claims.dedup();
    // A listing may be known long before it says when; the event is there since then.
    let created_at = drafts.iter().map(|draft| draft.changed_at).min().unwrap_or(now).trunc_subsecs(0);
    let id = previous.map_or_else(|| named_by(oldest), |previous| previous.event_id);
    let mut event = Event {
        id,
        uid: previous.map_or_else(|| id::uid(id), |previous| previous.uid.clone()),
        sequence: 0,
        created_at: previous.map_or(created_at, |previous| previous.created_at),
        revised_at: created_at,
        fingerprint: String::new(),
        facts,
        standing: Standing::Confirmed,
        claims,
    };
    event.standing = standing::of(&wholes, &instances, &event);
    event.fingerprint = fingerprint::of(&event.facts, event.standing);
    if let Some(previous) = previous {
        revise(&mut event, previous, now);
    }
    event
}

/// Takes up where the event was left.
fn revise(event: &mut Event, previous: &Identity, now: DateTime<Utc>) {
    let Identity { event_id: _, uid: _, sequence, created_at: _, revised_at, fingerprint, summary: _ } = previous;
    (event.sequence, event.revised_at) = if event.fingerprint == *fingerprint {
        (*sequence, *revised_at)
    } else {
        // A clock that was set back must not make the event look older than its subscribers have it.
        (sequence.saturating_add(1), now.trunc_subsecs(0).max(*revised_at))
    };
}

/// The drafts that tell of the whole, and those that tell of one instance of it. Where no whole is listed the instances
/// are events of their own.
fn split<'a>(drafts: &[&'a Draft]) -> (Vec<&'a Draft>, Vec<&'a Draft>) {
    let (wholes, instances): (Vec<&Draft>, Vec<&Draft>) =
        drafts.iter().copied().partition(|draft| draft.role == SeriesRole::Whole);
    if wholes.is_empty() { (instances, Vec::new()) } else { (wholes, instances) }
}

/// What decides which listing is the oldest.
fn age<'a>(draft: &&'a Draft) -> (DateTime<Utc>, ListingId, SourceId, &'a str) {
    (draft.first_seen_at, draft.listing_id, draft.source_id, &draft.key)
}

/// The id that a listing gives. Of a whole it is by the listing's key, which is the UID where the source keeps its UIDs
/// apart, and else what tells its listings apart.
fn named_by(draft: &Draft) -> EventId {
    match draft.role {
        SeriesRole::Whole => id::event_id(draft.source_id, &draft.key, None),
        SeriesRole::Instance { recurrence_id } => id::event_id(draft.source_id, &draft.series_key, Some(recurrence_id)),
    }
}

fn claim(draft: &Draft) -> Claim {
    Claim { listing_id: draft.listing_id, source_id: draft.source_id, url: draft.listing_url.clone() }
}

fn nothing(previous: Option<&Identity>, now: DateTime<Utc>) -> Event {
    let id = previous.map_or(EventId::new(0), |previous| previous.event_id);
    let at = now.trunc_subsecs(0);
    let facts = Facts {
        name: String::new(),
        description: None,
        url: String::new(),
        kind: EventKind::Other,
        status: EventStatus::Scheduled,
        attendance_mode: AttendanceMode::Offline,
        schedule: Schedule::once(Tz::UTC, Span::Timed { starts_at: at, ends_at: None }),
        venue: None,
        more_venues: Vec::new(),
        join_url: None,
        organizer: None,
        niches: Vec::new(),
        goals: Vec::new(),
        keywords: Vec::new(),
        language: None,
        is_free: None,
        offers: Vec::new(),
        image_url: None,
        call_for_papers: None,
    };
    let mut event = Event {
        id,
        uid: previous.map_or_else(|| id::uid(id), |previous| previous.uid.clone()),
        sequence: 0,
        created_at: previous.map_or(at, |previous| previous.created_at),
        revised_at: at,
        fingerprint: fingerprint::of(&facts, Standing::Gone),
        facts,
        standing: Standing::Gone,
        claims: Vec::new(),
    };
    if let Some(previous) = previous {
        revise(&mut event, previous, now);
    }
    event
}
