//! The JSON that commands print. Names are the glossary's in snake_case; absent is null; instants are RFC 3339 with the
//! event's own offset, days `YYYY-MM-DD`.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    CallForPapers, Claim, Draft, Event, Extraction, Facts, Listing, Occurrence, Offer, Organizer, Page, Problem,
    Rejection, Schedule, Source, SourceId, SourceRun, SourceSpec, Validators, Venue,
};
use hobnob_extract::{RuleReport, RulesReport};
use hobnob_worker::{LetterCounts, RunReport};
use serde_json::{Map, Value, json};

/// An instant in a zone.
pub(crate) fn instant(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn texts(items: impl IntoIterator<Item = impl ToString>) -> Value {
    items.into_iter().map(|item| Value::String(item.to_string())).collect()
}

/// What a draft and an event have in common.
fn facts(facts: &Facts) -> Map<String, Value> {
    let Facts {
        name,
        description,
        url,
        kind,
        status,
        attendance_mode,
        schedule,
        venue,
        more_venues,
        join_url,
        organizer,
        niches,
        goals,
        keywords,
        language,
        is_free,
        offers,
        image_url,
        call_for_papers,
    } = facts;
    let Schedule { zone, span, recurrence } = schedule;
    let rules = recurrence.as_ref().map(|recurrence| &recurrence.rules);
    let rule = rules.and_then(|rules| rules.first()).map(ToString::to_string);
    let value = json!({
        "name": name,
        "description": description,
        "url": url,
        "kind": kind.as_str(),
        "status": status.as_str(),
        "attendance_mode": attendance_mode.as_str(),
        "starts_at": (!span.is_all_day()).then(|| instant(span.starts_at(*zone), *zone)),
        "ends_at": (!span.is_all_day()).then(|| span.ends_at(*zone).map(|at| instant(at, *zone))).flatten(),
        "starts_on": span.starts_on(*zone).to_string(),
        "ends_on": span.ends_on(*zone).to_string(),
        "is_all_day": span.is_all_day(),
        "time_zone": zone.name(),
        "venue": venue.as_ref().map(self::venue),
        "more_venues": more_venues.iter().map(self::venue).collect::<Value>(),
        "join_url": join_url,
        "organizer": organizer.as_ref().map(|Organizer { id, name, url }| {
            json!({ "id": id.to_string(), "name": name, "url": url })
        }),
        "niches": texts(niches),
        "goals": texts(goals),
        "keywords": keywords,
        "language": language,
        "is_free": is_free,
        "offers": offers.iter().map(|Offer { name, price, currency, url }| {
            json!({ "name": name, "price": price, "currency": currency, "url": url })
        }).collect::<Value>(),
        "image_url": image_url,
        "call_for_papers": call_for_papers.as_ref().map(|CallForPapers { opens_at, closes_at, url }| {
            json!({ "opens_at": opens_at.map(utc), "closes_at": closes_at.map(utc), "url": url })
        }),
        "rrule": rule,
    });
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn venue(venue: &Venue) -> Value {
    let Venue { name, address, locality, region, country, point, is_town_centre, geoname_id } = venue;
    json!({
        "name": name,
        "address": address,
        "locality": locality,
        "region": region,
        "country": country.map(|code| code.to_string()),
        "latitude": point.map(|point| point.latitude()),
        "longitude": point.map(|point| point.longitude()),
        "is_town_centre": is_town_centre,
        "geoname_id": geoname_id,
    })
}

fn sitting(occurrence: &Occurrence, zone: Tz) -> Value {
    let Occurrence { event_id: _, recurrence_id, starts_at, ends_at, starts_on, ends_on, is_all_day, status } =
        occurrence;
    json!({
        "recurrence_id": recurrence_id.map(|at| instant(at, zone)),
        "starts_at": instant(*starts_at, zone),
        "ends_at": instant(*ends_at, zone),
        "starts_on": starts_on.to_string(),
        "ends_on": ends_on.to_string(),
        "is_all_day": is_all_day,
        "status": status.as_str(),
    })
}

/// Who claims an event, each once: a source may list it several times.
fn sources(claims: &[Claim]) -> Value {
    let ids: BTreeSet<SourceId> = claims.iter().map(|claim| claim.source_id).collect();
    texts(ids.iter().map(|id| format!("source_{id}")))
}

/// An event with its next sittings, as `events --json` prints it. Its own times are those of its first sitting; the one that
/// was found is `next_occurrence`.
pub(crate) fn event(event: &Event, next: &Occurrence, sittings: &[Occurrence]) -> Value {
    let Event { id, uid, sequence, created_at: _, revised_at, fingerprint: _, facts: known, standing, claims } = event;
    let mut map = facts(known);
    let zone = known.schedule.zone;
    map.insert("id".into(), format!("event_{id}").into());
    map.insert("uid".into(), uid.clone().into());
    map.insert("sequence".into(), (*sequence).into());
    map.insert("revised_at".into(), utc(*revised_at).into());
    map.insert("standing".into(), standing.as_str().into());
    map.insert("sources".into(), sources(claims));
    map.insert("next_occurrence".into(), sitting(next, zone));
    map.insert("occurrences".into(), sittings.iter().map(|one| sitting(one, zone)).collect());
    Value::Object(map)
}

/// A draft with its sittings, as `read --json` prints it.
fn draft(draft: &Draft, sittings: &[Occurrence]) -> Value {
    let mut map = facts(&draft.facts);
    let zone = draft.facts.schedule.zone;
    map.insert("key".into(), draft.key.clone().into());
    map.insert("occurrences".into(), sittings.iter().map(|one| sitting(one, zone)).collect());
    Value::Object(map)
}

/// What `read` found out about a page.
pub(crate) struct Reading {
    pub(crate) page: Page,
    pub(crate) extraction: Extraction,
    pub(crate) drafts: Vec<(Draft, Vec<Occurrence>)>,
    pub(crate) rejections: Vec<Rejection>,
    /// What each rule did, where rules were followed.
    pub(crate) report: Option<RulesReport>,
}

fn problem(problem: &Problem) -> Value {
    json!({ "phase": problem.phase.as_str(), "message": problem.message })
}

/// The whole pipeline, made visible.
pub(crate) fn reading(reading: &Reading) -> Value {
    let problems = reading.problems().map(problem).collect::<Value>();
    let Reading { page: Page { url, media_type, body, fetched_at: _ }, extraction, drafts, rejections, report } =
        reading;
    let Extraction { format, listings, in_part: _, next_pages, problems: _, fresh_for, is_complete } = extraction;
    json!({
        "page": { "url": url.as_str(), "media_type": media_type, "bytes": body.len() },
        "format": format.map(|format| format.as_str()),
        "is_complete": is_complete,
        "fresh_for": fresh_for.map(hobnob_domain::query_string::duration_text),
        "listings": listings.iter().map(|Listing { key, url, words }| {
            json!({ "key": key, "url": url, "words": hobnob_store::words_json(words) })
        }).collect::<Value>(),
        "drafts": drafts.iter().map(|(one, sittings)| draft(one, sittings)).collect::<Value>(),
        "rejections": rejections.iter().map(rejection).collect::<Value>(),
        "next_pages": texts(next_pages),
        "rules": report.as_ref().map(rules_report),
        "problems": problems,
    })
}

/// Why a listing gives no draft.
pub(crate) fn rejection(Rejection { key, reason }: &Rejection) -> Value {
    json!({ "key": key, "reason": reason })
}

fn rules_report(RulesReport { items, is_detail, rules }: &RulesReport) -> Value {
    let rule = |RuleReport { rule, selector, matched, example }: &RuleReport| json!({ "rule": rule, "selector": selector, "matched": matched, "example": example });
    json!({ "items": items, "is_detail": is_detail, "rules": rules.iter().map(rule).collect::<Value>() })
}

/// A source with its health.
pub(crate) fn source(source: &Source) -> Value {
    let Source {
        id,
        spec: SourceSpec { name, url, format, niches, every, rules, hints, user_agent, robots_consent },
        state,
        validators: Validators { etag: _, last_modified: _ },
        next_fetch_at,
        fetched_at,
        succeeded_at,
        failures,
        wrong_answers,
        wrong_since,
        problem,
        listings,
    } = source;
    json!({
        "id": format!("source_{id}"),
        "name": name,
        "url": url.as_str(),
        "format": format.map(|format| format.as_str()),
        "licence": format.and_then(hobnob_domain::Format::licence),
        "niches": texts(niches),
        "every": every.map(hobnob_domain::query_string::duration_text),
        "rules": rules.as_deref().and_then(|rules| serde_json::from_str::<Value>(rules).ok()),
        "place": hints.place,
        "time_zone": hints.time_zone,
        "language": hints.language,
        "user_agent": user_agent,
        "robots_consent": robots_consent,
        "state": state.as_str(),
        "next_fetch_at": utc(*next_fetch_at),
        "fetched_at": fetched_at.map(utc),
        "succeeded_at": succeeded_at.map(utc),
        "failures": failures,
        "wrong_answers": wrong_answers,
        "wrong_since": wrong_since.map(utc),
        "problem": problem,
        "listings": listings,
    })
}

/// How a source was read once.
pub(crate) fn source_run(run: &SourceRun) -> Value {
    let SourceRun {
        source_id: _,
        started_at,
        finished_at,
        ending,
        reason,
        robots_consent,
        pages,
        bytes,
        not_modified,
        seen,
        new,
        changed,
        vanished,
        problems,
    } = run;
    json!({
        "started_at": utc(*started_at),
        "finished_at": utc(*finished_at),
        "ending": ending.as_str(),
        "reason": reason,
        "robots_consent": robots_consent,
        "pages": pages,
        "bytes": bytes,
        "not_modified": not_modified,
        "listings": { "seen": seen, "new": new, "changed": changed, "vanished": vanished },
        "problems": problems,
    })
}

/// What a run did. `seconds` is how long it took.
pub(crate) fn run_report(report: &RunReport, seconds: f64) -> Value {
    let RunReport { sources, pages, listings, events, letters, problems } = report;
    json!({
        "sources": { "due": sources.due, "ok": sources.ok, "failed": sources.failed },
        "pages": { "fetched": pages.fetched, "not_modified": pages.not_modified, "failed": pages.failed },
        "listings": {
            "seen": listings.seen, "new": listings.new, "changed": listings.changed, "vanished": listings.vanished,
        },
        "events": {
            "new": events.new, "changed": events.changed, "cancelled": events.cancelled,
            "unchanged": events.unchanged, "total": events.total,
        },
        "letters": letter_counts(letters),
        "problems": problems,
        "seconds": seconds,
    })
}

/// What became of letters.
pub(crate) fn letter_counts(letters: &LetterCounts) -> Value {
    let LetterCounts { planned, excluded, sent, put_off, failed, unknown, skipped } = letters;
    json!({
        "planned": planned, "excluded": excluded, "sent": sent, "put_off": put_off, "failed": failed,
        "unknown": unknown, "skipped": skipped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::ListingId;

    #[test]
    fn a_source_that_lists_an_event_twice_is_named_once() {
        let claim = |listing: i64, source: i64| Claim {
            listing_id: ListingId::new(listing),
            source_id: SourceId::new(source),
            url: None,
        };
        let told = sources(&[claim(1, 2), claim(2, 1), claim(3, 2)]);
        assert_eq!(told, json!(["source_1", "source_2"]));
    }
}
