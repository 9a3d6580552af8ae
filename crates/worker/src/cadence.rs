//! When to look again: as often as the source wishes, the operator says, or its changes have taught.

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::Source;

const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::hours(24);

/// How often a source is asked before anything is known about it.
const FIRST: TimeDelta = TimeDelta::hours(6);

/// When to look again after an answer: more often at sources that change, less at those that don't; never more often
/// than once an hour nor than the answer is said to stay fresh, never less than once a day.
pub(crate) fn after_answer(
    source: &Source,
    changed: bool,
    fresh_for: Option<TimeDelta>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let wait = source.spec.every.unwrap_or_else(|| {
        let last = source.fetched_at.map_or(FIRST, |at| (source.next_fetch_at - at).clamp(HOUR, DAY));
        let learned = match (source.fetched_at, changed) {
            (None, _) => FIRST,
            (_, true) => last / 2,
            (_, false) => last * 3 / 2,
        };
        learned.clamp(HOUR, DAY)
    });
    let fresh_for = fresh_for.unwrap_or_default().min(DAY);
    now + spread(source, wait.max(fresh_for))
}

/// When to look again after a failure: one minute, doubled with each failure in a row, up to a day.
pub(crate) fn after_failure(source: &Source, now: DateTime<Utc>) -> DateTime<Utc> {
    let doublings = source.failures.min(11);
    let wait = TimeDelta::minutes(1_i64 << doublings).min(DAY);
    now + spread(source, wait)
}

/// When to look again at a source that is gone: in a week.
pub(crate) fn after_gone(source: &Source, now: DateTime<Utc>) -> DateTime<Utc> {
    now + spread(source, TimeDelta::days(7))
}

/// Up to a tenth more, by the source's id, so that sources added together do not stay together.
fn spread(source: &Source, wait: TimeDelta) -> TimeDelta {
    let part = i32::try_from(source.id.get().rem_euclid(100)).unwrap_or_default();
    wait + wait / 1_000 * part
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::{SourceId, SourceSpec, SourceState, Validators};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn source(every: Option<TimeDelta>) -> Source {
        Source {
            id: SourceId::new(100),
            spec: SourceSpec { every, ..SourceSpec::new("Rust", "https://example.org/".parse().unwrap()) },
            state: SourceState::Active,
            validators: Validators::default(),
            next_fetch_at: at("2026-01-01T08:00:00Z"),
            fetched_at: Some(at("2026-01-01T00:00:00Z")),
            succeeded_at: None,
            failures: 0,
            problem: None,
            listings: 0,
        }
    }

    #[test]
    fn a_source_that_changes_is_asked_more_often_and_a_quiet_one_less() {
        let now = at("2026-01-01T08:00:00Z");
        assert_eq!(after_answer(&source(None), true, None, now), at("2026-01-01T12:00:00Z"));
        assert_eq!(after_answer(&source(None), false, None, now), at("2026-01-01T20:00:00Z"));
    }

    #[test]
    fn the_operator_and_the_server_may_ask_for_patience() {
        let now = at("2026-01-01T08:00:00Z");
        let every = source(Some(TimeDelta::minutes(30)));
        assert_eq!(after_answer(&every, true, None, now), at("2026-01-01T08:30:00Z"));
        assert_eq!(after_answer(&every, true, Some(TimeDelta::hours(5)), now), at("2026-01-01T13:00:00Z"));
    }

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let now = at("2026-01-01T08:00:00Z");
        let failed = |failures| after_failure(&Source { failures, ..source(None) }, now) - now;
        assert_eq!(failed(0), TimeDelta::minutes(1));
        assert_eq!(failed(3), TimeDelta::minutes(8));
        assert_eq!(failed(u32::MAX), DAY);
    }
}
