//! Instances of a series that are not like the others.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use hobnob_domain::{
    Draft, Facts, Override, Recurrence, Schedule, SeriesRole, Span,
    schedule::{instant, midnight},
};

use crate::schedule::{by_clock, count_hours};

use super::{
    later,
    rank::{Ranked, ranked},
};

/// The most instances of one series that are told apart.
const OVERRIDES_MAX: usize = 500;

/// Puts the instances that are listed on their own into the series. An instance that vanished while the series is still
/// listed is like the others again, unless it was over by then; one that vanished with its series stays what it was.
/// `dropped_at` is when the last source dropped the series.
pub(super) fn attach(facts: &mut Facts, instances: &[&Draft], dropped_at: Option<DateTime<Utc>>) {
    let mut by_start: BTreeMap<DateTime<Utc>, &Draft> = BTreeMap::new();
    for Ranked { draft, .. } in ranked(instances) {
        let SeriesRole::Instance { recurrence_id } = draft.role else { continue };
        let was_listed = |since| dropped_at.is_none_or(|dropped_at| since < dropped_at);
        let is_taken_back = |since| draft.missing_runs > 0 && recurrence_id > since && was_listed(since);
        if !draft.missing_since.is_some_and(is_taken_back) {
            by_start.entry(meant(recurrence_id, &facts.schedule)).or_insert(draft);
        }
    }
    if by_start.is_empty() {
        return;
    }
    let later = later::spread(&by_start, facts, OVERRIDES_MAX.saturating_sub(by_start.len()));
    let own = by_start.into_iter().map(|(start, draft)| (start, draft, own_span(start, draft, &facts.schedule)));
    let overrides = own.take(OVERRIDES_MAX).chain(later);
    let mut overrides: Vec<Override> =
        overrides.map(|(start, draft, span)| changed(start, span, draft, facts)).collect();
    let recurrence = facts.schedule.recurrence.get_or_insert_with(Recurrence::default);
    // Sittings that only take longer or shorter stand in the series itself.
    let is_known = |own: &Override| overrides.iter().any(|changed| changed.recurrence_id == own.recurrence_id);
    let own: Vec<Override> = recurrence.overrides.drain(..).filter(|own| !is_known(own)).collect();
    overrides.extend(own);
    overrides.sort_by_key(|changed| changed.recurrence_id);
    recurrence.overrides = overrides;
}

/// The start that an instance is known by in this series: some sources name only its day, some the hour of whole days,
/// some the hour that it would have in UTC if clocks were never changed.
fn meant(recurrence_id: DateTime<Utc>, schedule: &Schedule) -> DateTime<Utc> {
    let zone = schedule.zone;
    let local = recurrence_id.with_timezone(&zone).naive_local();
    match schedule.span {
        Span::AllDay { starts_on, .. } => {
            by_clock(recurrence_id, midnight(zone, starts_on), zone).unwrap_or_else(|| midnight(zone, local.date()))
        }
        Span::Timed { starts_at, .. } => {
            let time = starts_at.with_timezone(&zone).time();
            let names_only_the_day = local.time() == NaiveTime::MIN && time != NaiveTime::MIN;
            if names_only_the_day {
                return instant(zone, local.date().and_time(time));
            }
            let is_exact = schedule.recurrence.as_ref().is_none_or(|recurrence| {
                count_hours(&recurrence.rules) || recurrence.additions.contains(&recurrence_id)
            });
            by_clock(recurrence_id, starts_at, zone).filter(|_| !is_exact).unwrap_or(recurrence_id)
        }
    }
}

/// When an instance takes place. One that begins when it would have begun, in UTC, begins with the others of its series.
fn own_span(start: DateTime<Utc>, draft: &Draft, series: &Schedule) -> Span {
    let span = draft.facts.schedule.span;
    let (Span::Timed { starts_at, ends_at }, SeriesRole::Instance { recurrence_id }) = (span, &draft.role) else {
        return span;
    };
    let first = series.span.starts_at(series.zone);
    let is_moved_along = starts_at == *recurrence_id && by_clock(starts_at, first, series.zone) == Some(start);
    let apart = start - starts_at;
    match is_moved_along {
        true => Span::Timed { starts_at: start, ends_at: ends_at.map(|ends_at| ends_at + apart) },
        false => span,
    }
}

fn changed(recurrence_id: DateTime<Utc>, span: Span, draft: &Draft, series: &Facts) -> Override {
    let facts = &draft.facts;
    Override {
        recurrence_id,
        span,
        status: facts.status,
        name: Some(&facts.name).filter(|name| **name != series.name).cloned(),
        description: facts.description.clone().filter(|text| Some(text) != series.description.as_ref()),
        url: draft.listing_url.clone().filter(|url| *url != series.url),
    }
}
