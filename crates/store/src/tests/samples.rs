//! Sources, listings and events to tell stories about.

use std::collections::BTreeSet;

use crate::{
    EventsCommit, EventsReport, PageCommit, PageOutcome, PageRecord, PageReport, Resolved, RunTally, Store, StoreError,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    AttendanceMode, Claim, Event, EventId, EventKind, EventStatus, Facts, Identity, KnownListing, Listing, Offer,
    Organizer, OrganizerId, Point, Problem, Schedule, SourceId, SourceSpec, Span, Standing, TimeWords, Validators,
    Venue, Words, occurrences,
};

pub(crate) const OWNER: &str = "worker-1";

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn noon() -> DateTime<Utc> {
    at("2026-03-01T12:00:00Z")
}

pub(crate) fn later(hours: i64) -> DateTime<Utc> {
    noon() + TimeDelta::hours(hours)
}

pub(crate) fn spec(name: &str) -> SourceSpec {
    SourceSpec {
        niches: vec!["rust".parse().unwrap(), "postgresql".parse().unwrap()],
        every: Some(TimeDelta::hours(6)),
        ..SourceSpec::new(name, format!("https://example.org/{name}.ics").parse().unwrap())
    }
}

pub(crate) fn listing(key: &str, name: &str) -> Listing {
    let words = Words {
        name: Some(name.to_owned()),
        start: Some(TimeWords { text: "20260401T180000".into(), zone: Some("Europe/Berlin".into()) }),
        ..Words::default()
    };
    Listing { key: key.to_owned(), url: Some(format!("https://example.org/{key}")), words }
}

pub(crate) fn listings(count: usize) -> Vec<Listing> {
    (0..count).map(|n| listing(&format!("key-{n}"), &format!("Evening {n}"))).collect()
}

/// Claims a source as `OWNER`, whenever it is due.
pub(crate) async fn claim(store: &Store, id: SourceId, now: DateTime<Utc>) {
    let due = store.sources_due(now, 1_000, OWNER, TimeDelta::minutes(5)).await.unwrap();
    assert!(due.iter().any(|source| source.id == id), "{id} is not due at {now}");
}

pub(crate) fn commit(id: SourceId, now: DateTime<Utc>, outcome: PageOutcome) -> PageCommit {
    let tally = RunTally::new(now);
    PageCommit {
        source_id: id,
        owner: OWNER.to_owned(),
        spec: spec("a"),
        now,
        outcome,
        next_fetch_at: now,
        next_fetch_at_if_quiet: None,
        moved_to: None,
        tally,
    }
}

pub(crate) fn read(listings: Vec<Listing>, is_complete: bool) -> PageOutcome {
    let page = PageRecord {
        url: "https://example.org/page".to_owned(),
        media_type: Some("text/calendar".to_owned()),
        bytes: 100,
        body_hash: format!("{:x}", listings.len()),
        format: None,
    };
    let validators = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
    PageOutcome::Read {
        pages: vec![page],
        listings,
        in_part: BTreeSet::new(),
        problems: Vec::new(),
        is_complete,
        validators,
    }
}

pub(crate) fn failed(message: &str) -> PageOutcome {
    PageOutcome::Failed { problem: Problem::new(hobnob_domain::Phase::Fetch, message), is_wrong: false }
}

pub(crate) fn wrong(message: &str) -> PageOutcome {
    PageOutcome::Failed { problem: Problem::new(hobnob_domain::Phase::Fetch, message), is_wrong: true }
}

/// Claims a source and commits a run.
pub(crate) async fn run(store: &Store, id: SourceId, now: DateTime<Utc>, outcome: PageOutcome) -> PageReport {
    claim(store, id, now).await;
    store.page_commit(&commit(id, now, outcome)).await.unwrap()
}

/// A source with so many listings, all of them resolved into an event each.
pub(crate) async fn resolved_source(store: &Store, name: &str, count: usize) -> SourceId {
    let (id, _) = store.source_save(&spec(name), noon()).await.unwrap();
    run(store, id, noon(), read(listings(count), true)).await;
    resolve(store, noon()).await;
    id
}

pub(crate) fn claim_of(known: &KnownListing) -> Claim {
    Claim { listing_id: known.id, source_id: known.source_id, url: known.listing.url.clone() }
}

/// An event as a resolver would tell it, of listings and what was known of it.
pub(crate) fn event(listings: &[&KnownListing], previous: Option<&Identity>, now: DateTime<Utc>) -> Event {
    let first = listings[0];
    let name = first.listing.words.name.clone().unwrap();
    let id = previous.map_or_else(|| EventId::new(first.id.get() / 2), |identity| identity.event_id);
    let status = if name.starts_with("Cancelled") { EventStatus::Cancelled } else { EventStatus::Scheduled };
    let standing =
        if listings.iter().all(|one| one.missing_runs > 0) { Standing::Unconfirmed } else { Standing::Confirmed };
    let mut event = Event {
        id,
        uid: previous.map_or_else(|| format!("{id}@hobnob.test"), |identity| identity.uid.clone()),
        sequence: previous.map_or(0, |identity| identity.sequence),
        created_at: previous.map_or(now, |identity| identity.created_at),
        revised_at: previous.map_or(now, |identity| identity.revised_at),
        fingerprint: format!("{name}|{status}"),
        facts: facts(&name, status),
        standing,
        claims: listings.iter().map(|known| claim_of(known)).collect(),
    };
    event.claims.sort();
    if let Some(identity) = previous
        && identity.fingerprint != event.fingerprint
    {
        event.sequence += 1;
        event.revised_at = now;
    }
    event
}

pub(crate) fn facts(name: &str, status: EventStatus) -> Facts {
    let organizer = Organizer { id: OrganizerId::new(77), name: "Rust Berlin".into(), url: None };
    Facts {
        name: name.to_owned(),
        description: Some("Talks,\n\nand food".into()),
        url: "https://example.org/event".into(),
        kind: EventKind::Meetup,
        status,
        attendance_mode: AttendanceMode::Offline,
        schedule: Schedule::once(
            chrono_tz::Europe::Berlin,
            Span::Timed { starts_at: at("2026-04-01T16:00:00Z"), ends_at: None },
        ),
        venue: Some(Venue {
            name: Some("c-base".into()),
            country: Some("DE".parse().unwrap()),
            point: Point::new(52.512_9, 0.1 + 0.2),
            geoname_id: Some(2_950_159),
            ..Venue::default()
        }),
        join_url: None,
        organizer: Some(organizer),
        niches: vec!["rust".parse().unwrap()],
        goals: vec![hobnob_domain::Goal::Skills],
        keywords: vec!["rust".into()],
        language: Some("de".into()),
        is_free: Some(true),
        offers: vec![Offer { price: Some("0".into()), ..Offer::default() }],
        image_url: None,
        more_venues: vec![Venue { locality: Some("Vienna".into()), country: "AT".parse().ok(), ..Venue::default() }],
        call_for_papers: None,
    }
}

/// What a resolver would do: listings of one name are one event; a name that begins with `?` is rejected.
pub(crate) async fn resolve(store: &Store, now: DateTime<Utc>) -> EventsReport {
    let mut total = EventsReport::default();
    loop {
        let dirty = store.listings_dirty(1_000).await.unwrap();
        if dirty.is_empty() {
            return total;
        }
        let report = store.events_commit(settled(store, dirty, now).await).await.unwrap();
        total.new += report.new;
        total.changed += report.changed;
        total.cancelled += report.cancelled;
        total.unchanged += report.unchanged;
        total.revision = report.revision;
    }
}

pub(crate) fn key_of(known: &KnownListing) -> String {
    known.listing.words.name.clone().unwrap().replace("Cancelled: ", "")
}

/// What a resolver would commit for the given listings and all beside them.
pub(crate) async fn settled(store: &Store, dirty: Vec<(KnownListing, SourceSpec)>, now: DateTime<Utc>) -> EventsCommit {
    let mut gathered = std::collections::BTreeMap::new();
    let mut fresh: Vec<KnownListing> = dirty.into_iter().map(|(known, _)| known).collect();
    while !fresh.is_empty() {
        let ids: Vec<_> = fresh.iter().map(|known| known.id).collect();
        let keys: Vec<_> = fresh.iter().map(key_of).collect();
        gathered.extend(fresh.into_iter().map(|known| (known.id, known)));
        let mut found = store.listings_beside(&ids).await.unwrap();
        found.extend(store.listings_take(&store.listings_sharing(&keys, 64).await.unwrap()).await.unwrap());
        fresh = found.into_iter().map(|(known, _)| known).filter(|known| !gathered.contains_key(&known.id)).collect();
    }
    let ids: Vec<_> = gathered.keys().copied().collect();
    let identities = store.identities_of(&ids).await.unwrap();
    let mut clusters: std::collections::BTreeMap<String, Vec<&KnownListing>> = std::collections::BTreeMap::new();
    let mut resolved = Vec::new();
    for known in gathered.values() {
        let is_rejected = key_of(known).starts_with('?');
        resolved.push(Resolved {
            listing_id: known.id,
            changed_at: known.changed_at,
            identity_keys: if is_rejected { Vec::new() } else { vec![key_of(known)] },
            rejection: is_rejected.then(|| "no date".to_owned()),
        });
        if !is_rejected {
            clusters.entry(key_of(known)).or_default().push(known);
        }
    }
    let mut taken = std::collections::BTreeSet::new();
    let mut events = Vec::new();
    for members in clusters.values() {
        let previous = members.iter().filter_map(|known| identities.get(&known.id)).min_by_key(|one| one.event_id);
        let previous = previous.filter(|identity| taken.insert(identity.event_id));
        let mut event = event(members, previous, now);
        if previous.is_none() && (taken.contains(&event.id) || store.event(event.id).await.unwrap().is_some()) {
            // The listing that gave the id went elsewhere since: the id is another event's.
            event.id = EventId::new(crate::hash::id(
                "twin",
                &[event.id.get().to_string().as_bytes(), event.facts.name.as_bytes()],
            ));
            event.uid = format!("{}@hobnob.test", event.id);
        }
        taken.insert(event.id);
        events.push(event);
    }
    let window = (noon() - TimeDelta::days(400), noon() + TimeDelta::days(400));
    let occurrences = events.iter().flat_map(|event| occurrences(event, window.0, window.1)).collect();
    let (provenance, keys) = Default::default();
    EventsCommit { events, occurrences, resolved, retired: Vec::new(), provenance, keys, pairs: Vec::new(), now }
}

/// Every event and every removal since a revision, read in slices of three.
pub(crate) async fn changes(store: &Store, since: i64) -> Result<(Vec<Event>, Vec<EventId>, i64), StoreError> {
    let (mut events, mut removed, mut revision) = (Vec::new(), Vec::new(), since);
    loop {
        let changes = store.events_changed_since(revision, 3).await?;
        events.extend(changes.events);
        removed.extend(changes.removed);
        revision = changes.revision;
        if changes.is_last {
            return Ok((events, removed, revision));
        }
    }
}
