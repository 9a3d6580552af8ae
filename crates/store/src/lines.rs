//! The lines of an export: one JSON object each, in an order in which each line names only what was told before.

use crate::{
    entity::{changes, identities, listings, retired, sources},
    json::{EventJson, SummaryJson, Unfit, WordsJson, is_zero, maybe_read, read, written},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{
    Change, Decision, EventId, Identity, KnownListing, Listing, ListingId, NicheId, SourceId, SourceState,
};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use url::Url;

/// A source with its health. Neither its lease nor its validators: whoever imports reads the pages anew.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceLine {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) format: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) niches: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) every_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rules: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_agent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) robots_consent: Option<String>,
    pub(crate) state: String,
    pub(crate) next_fetch_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fetched_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) succeeded_at: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) failures: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<String>,
}

/// A listing with what is known of its life.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListingLine {
    id: String,
    source_id: String,
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    first_seen_at: String,
    changed_at: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    missing_runs: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing_since: Option<String>,
    words: WordsJson,
}

/// Who an event is, and the listings that were about it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityLine {
    event_id: String,
    uid: String,
    sequence: u32,
    created_at: String,
    revised_at: String,
    fingerprint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<SummaryJson>,
    pub(crate) listings: Vec<String>,
}

/// An event that went into another.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetiredLine {
    event_id: String,
    uid: String,
    successor_id: String,
}

/// What became of an event.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeLine {
    event_id: String,
    sequence: u32,
    kind: String,
    changed_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

/// What a person said about two listings.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionLine {
    one: String,
    other: String,
    is_one: bool,
    decided_at: String,
}

/// A line as it is written.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Line {
    Source(SourceLine),
    Listing(ListingLine),
    Identity(IdentityLine),
    Retired(RetiredLine),
    Change(ChangeLine),
    Decision(DecisionLine),
    Event(EventJson),
}

/// A line as it is read: events are derived, so they are told again and not believed.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ReadLine {
    Source(Box<SourceLine>),
    Listing(Box<ListingLine>),
    Identity(Box<IdentityLine>),
    Retired(RetiredLine),
    Change(ChangeLine),
    Decision(DecisionLine),
    Event(IgnoredAny),
}

impl SourceLine {
    pub(crate) fn write(row: sources::Model) -> Self {
        let at = |micros| written(crate::instant::instant(micros));
        Self {
            id: SourceId::new(row.id).to_string(),
            niches: crate::sources::niches_read(&row.niches).iter().map(ToString::to_string).collect(),
            url: row.url,
            name: row.name,
            format: row.format,
            every_ms: row.every_ms,
            rules: row.rules,
            place: row.place,
            time_zone: row.time_zone,
            language: row.language,
            user_agent: row.user_agent,
            robots_consent: row.robots_consent,
            state: row.state,
            next_fetch_at: at(row.next_fetch_at),
            fetched_at: row.fetched_at.map(at),
            succeeded_at: row.succeeded_at.map(at),
            failures: crate::instant::small(row.failures),
            problem: row.problem,
        }
    }

    pub(crate) fn read(self) -> Result<sources::Model, Unfit> {
        let micros = |at: DateTime<Utc>| crate::instant::micros(at);
        let url: Url = read("url", &self.url)?;
        if url.as_str().len() > crate::URL_BYTES_MAX {
            return Err(Unfit(format!("`url` has more than {} bytes", crate::URL_BYTES_MAX)));
        }
        let niches: Vec<NicheId> = crate::json::read_all("niches", &self.niches)?;
        let format: Option<hobnob_domain::Format> = maybe_read("format", self.format.as_deref())?;
        let fetched_at: Option<DateTime<Utc>> = maybe_read("fetched_at", self.fetched_at.as_deref())?;
        let succeeded_at: Option<DateTime<Utc>> = maybe_read("succeeded_at", self.succeeded_at.as_deref())?;
        let storable = crate::hash::maybe_storable;
        Ok(sources::Model {
            id: read::<SourceId>("id", &self.id)?.get(),
            url: url.to_string(),
            name: crate::hash::storable(&self.name),
            format: format.map(|format| format.to_string()),
            niches: crate::sources::niches_written(&niches),
            every_ms: self.every_ms,
            rules: storable(self.rules.as_deref()),
            place: storable(self.place.as_deref()),
            time_zone: storable(self.time_zone.as_deref()),
            language: storable(self.language.as_deref()),
            user_agent: storable(self.user_agent.as_deref()),
            robots_consent: storable(self.robots_consent.as_deref()),
            wrong_answers: 0,
            wrong_since: None,
            moved_url: None,
            moved_times: 0,
            moved_since: None,
            state: read::<SourceState>("state", &self.state)?.to_string(),
            etag: None,
            last_modified: None,
            next_fetch_at: micros(read("next_fetch_at", &self.next_fetch_at)?),
            fetched_at: fetched_at.map(micros),
            succeeded_at: succeeded_at.map(micros),
            failures: i64::from(self.failures),
            problem: self.problem.as_deref().map(crate::problems::message),
            is_complete: false,
            held: None,
            lease_owner: None,
            lease_until: None,
        })
    }
}

impl ListingLine {
    pub(crate) fn write(known: &KnownListing) -> Self {
        let KnownListing { id, source_id, listing, first_seen_at, changed_at, missing_runs, missing_since } = known;
        let Listing { key, url, words } = listing;
        Self {
            id: id.to_string(),
            source_id: source_id.to_string(),
            key: key.clone(),
            url: url.clone(),
            first_seen_at: written(*first_seen_at),
            changed_at: written(*changed_at),
            missing_runs: *missing_runs,
            missing_since: missing_since.map(written),
            words: words.into(),
        }
    }

    pub(crate) fn read(self) -> Result<KnownListing, Unfit> {
        let Self { id, source_id, key, url, first_seen_at, changed_at, missing_runs, missing_since, words } = self;
        let id: ListingId = read("id", &id)?;
        let source_id: SourceId = read("source_id", &source_id)?;
        if id != crate::listing_id(source_id, &key) {
            return Err(Unfit(format!("`id` {id} is not the one that source {source_id} and key `{key:.80}` give")));
        }
        Ok(KnownListing {
            id,
            source_id,
            listing: Listing { key, url, words: words.into() },
            first_seen_at: read("first_seen_at", &first_seen_at)?,
            changed_at: read("changed_at", &changed_at)?,
            missing_runs,
            missing_since: maybe_read("missing_since", missing_since.as_deref())?,
        })
    }
}

impl IdentityLine {
    pub(crate) fn write(identity: &Identity, listings: Vec<ListingId>) -> Self {
        let Identity { event_id, uid, sequence, created_at, revised_at, fingerprint, summary } = identity;
        Self {
            event_id: event_id.to_string(),
            uid: uid.clone(),
            sequence: *sequence,
            created_at: written(*created_at),
            revised_at: written(*revised_at),
            fingerprint: fingerprint.clone(),
            summary: summary.as_ref().map(Into::into),
            listings: listings.iter().map(ToString::to_string).collect(),
        }
    }

    pub(crate) fn read(self) -> Result<(identities::Model, Vec<i64>), Unfit> {
        let Self { event_id, uid, sequence, created_at, revised_at, fingerprint, summary, listings } = self;
        let identity = Identity {
            event_id: read("event_id", &event_id)?,
            uid,
            sequence,
            created_at: read("created_at", &created_at)?,
            revised_at: read("revised_at", &revised_at)?,
            fingerprint,
            summary: summary.map(TryInto::try_into).transpose()?,
        };
        let listings: Vec<ListingId> = crate::json::read_all("listings", &listings)?;
        Ok((crate::identities::row(&identity), listings.into_iter().map(ListingId::get).collect()))
    }
}

impl RetiredLine {
    pub(crate) fn write(row: retired::Model) -> Self {
        let retired::Model { event_id, uid, successor_id } = row;
        Self { event_id: EventId::new(event_id).to_string(), uid, successor_id: EventId::new(successor_id).to_string() }
    }

    pub(crate) fn read(self) -> Result<retired::Model, Unfit> {
        let Self { event_id, uid, successor_id } = self;
        Ok(retired::Model {
            event_id: read::<EventId>("event_id", &event_id)?.get(),
            uid: crate::hash::storable(&uid),
            successor_id: read::<EventId>("successor_id", &successor_id)?.get(),
        })
    }
}

impl ChangeLine {
    pub(crate) fn write(change: &Change) -> Self {
        let Change { event_id, sequence, kind, changed_at, before, after } = change;
        Self {
            event_id: event_id.to_string(),
            sequence: *sequence,
            kind: kind.to_string(),
            changed_at: written(*changed_at),
            before: before.clone(),
            after: after.clone(),
        }
    }

    pub(crate) fn read(self) -> Result<changes::Model, Unfit> {
        let Self { event_id, sequence, kind, changed_at, before, after } = self;
        Ok(crate::changes::row(Change {
            event_id: read("event_id", &event_id)?,
            sequence,
            kind: read("kind", &kind)?,
            changed_at: read("changed_at", &changed_at)?,
            before,
            after,
        }))
    }
}

impl DecisionLine {
    pub(crate) fn write(decision: &Decision) -> Self {
        let Decision { one, other, is_one, decided_at } = decision;
        let decided_at = written(*decided_at);
        Self { one: one.to_string(), other: other.to_string(), is_one: *is_one, decided_at }
    }

    pub(crate) fn read(self) -> Result<Decision, Unfit> {
        let Self { one, other, is_one, decided_at } = self;
        let at = read("decided_at", &decided_at)?;
        Ok(Decision::new(read("one", &one)?, read("other", &other)?, is_one, at))
    }
}

/// A row of `listings` from a line.
pub(crate) fn listing_row(line: ListingLine) -> Result<listings::Model, Unfit> {
    let known = line.read()?;
    crate::listings::row(&known).map_err(|error| Unfit(error.to_string()))
}
