//! When to look again: as often as the source wishes, the operator says, or its changes have taught.

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Source, SourceState};

const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::hours(24);

/// How often a source is asked before anything is known about it.
const FIRST: TimeDelta = TimeDelta::hours(6);

/// A source that lists an event which begins within so long is looked at more often: plans change last.
pub(crate) const SOON: TimeDelta = TimeDelta::hours(48);

/// The longest wait at such a source, if it can be asked "has it changed?"…
const SOON_WAIT: TimeDelta = TimeDelta::hours(3);

/// …and if it sends everything each time.
const SOON_WAIT_UNCONDITIONAL: TimeDelta = TimeDelta::hours(6);

/// What is known at the end of a run that was answered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signals {
    /// Whether anything it lists is new, different or gone.
    pub(crate) is_changed: bool,
    /// Whether it lists an event that begins within [`SOON`].
    pub(crate) is_soon: bool,
    /// Whether the server gave something to ask "has it changed?" with.
    pub(crate) is_conditional: bool,
    /// How long the server says the answer stays fresh.
    pub(crate) fresh_for: Option<TimeDelta>,
}

/// When to look again after an answer: more often at sources that change or whose events are near, less at the others.
/// Never sooner than the answer is said to stay fresh, nor than in an hour; where the server sends everything each time
/// and does not say that it is fresh for less, not sooner than in a day; and never later than that. An operator's word
/// counts in place of all that, but for the freshness.
pub(crate) fn after_answer(source: &Source, signals: Signals, now: DateTime<Utc>) -> DateTime<Utc> {
    let fresh_for = signals.fresh_for.unwrap_or_default().min(DAY);
    let wait = source.spec.every.unwrap_or_else(|| learned(source, signals));
    now + spread(source, wait.max(fresh_for))
}

/// How long the source was left alone after its last answer. After a failure, or once it was made due by hand, that says
/// nothing of how often it changes.
fn last_wait(source: &Source) -> Option<TimeDelta> {
    let answered_at = source.succeeded_at.filter(|at| source.fetched_at == Some(*at))?;
    let wait = source.next_fetch_at - answered_at;
    (wait >= HOUR).then(|| wait.min(DAY))
}

fn learned(source: &Source, signals: Signals) -> TimeDelta {
    let Signals { is_changed, is_soon, is_conditional, fresh_for } = signals;
    let last = last_wait(source).unwrap_or(FIRST);
    let wait = match (source.fetched_at, is_changed) {
        (None, _) => FIRST,
        (_, true) => last / 2,
        (_, false) => last * 3 / 2,
    };
    let is_said = fresh_for.is_some_and(|fresh| fresh > TimeDelta::zero() && fresh < DAY);
    let (soonest, soon_wait) = match is_conditional || is_said {
        true => (HOUR, SOON_WAIT),
        false if is_soon => (SOON_WAIT_UNCONDITIONAL, SOON_WAIT_UNCONDITIONAL),
        false => (DAY, DAY),
    };
    let latest = if is_soon { soon_wait } else { DAY };
    wait.min(latest).max(soonest)
}

/// When to look again after a failure: one minute, doubled with each failure in a row, up to a day. At a source that is
/// parked, in a week.
pub(crate) fn after_failure(source: &Source, now: DateTime<Utc>) -> DateTime<Utc> {
    if source.state == SourceState::Parked {
        return after_gone(source, now);
    }
    let doublings = source.failures.min(11);
    let wait = TimeDelta::minutes(1_i64 << doublings).min(DAY);
    now + spread(source, wait)
}

/// When to look again at a source that asked us to come back at `until`: not before. One that has asked so before, and not
/// answered since, is left alone for twice as long as the last time at least, up to a day.
pub(crate) fn after_throttle(source: &Source, until: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    // A server that was away meanwhile has asked for nothing.
    let in_vain = source.fetched_at.filter(|at| source.succeeded_at != Some(*at) && source.failures == 0);
    let last = in_vain.map(|at| (source.next_fetch_at - at).clamp(TimeDelta::zero(), DAY));
    last.map_or(until, |last| until.max(now + (last * 2).min(DAY)))
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
    use hobnob_domain::{SourceId, SourceSpec, Validators};

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
            succeeded_at: Some(at("2026-01-01T00:00:00Z")),
            failures: 0,
            wrong_answers: 0,
            wrong_since: None,
            problem: None,
            listings: 0,
        }
    }

    const QUIET: Signals = Signals { is_changed: false, is_soon: false, is_conditional: true, fresh_for: None };

    /// How many hours a source waits that waited eight before.
    fn hours(signals: Signals) -> i64 {
        let now = at("2026-01-01T08:00:00Z");
        (after_answer(&source(None), signals, now) - now).num_hours()
    }

    #[test]
    fn a_source_that_changes_is_asked_more_often_and_a_quiet_one_less() {
        assert_eq!(hours(Signals { is_changed: true, ..QUIET }), 4);
        assert_eq!(hours(QUIET), 12);
    }

    #[test]
    fn a_source_whose_events_are_near_is_asked_more_often() {
        assert_eq!(hours(Signals { is_soon: true, ..QUIET }), 3);
        assert_eq!(hours(Signals { is_soon: true, is_conditional: false, ..QUIET }), 6);
    }

    #[test]
    fn a_source_that_sends_everything_each_time_is_asked_once_a_day_unless_it_says_otherwise() {
        let everything = Signals { is_changed: true, is_conditional: false, ..QUIET };
        assert_eq!(hours(everything), 24);
        assert_eq!(hours(Signals { fresh_for: Some(TimeDelta::zero()), ..everything }), 24);
        assert_eq!(hours(Signals { fresh_for: Some(HOUR), ..everything }), 4);
    }

    #[test]
    fn whatever_changes_nobody_is_asked_more_than_once_an_hour() {
        let now = at("2026-01-01T08:00:00Z");
        let before = Some(now - HOUR);
        let mut busy = Source { next_fetch_at: now, fetched_at: before, succeeded_at: before, ..source(None) };
        for signals in [Signals { is_changed: true, is_soon: true, ..QUIET }; 5] {
            let next = after_answer(&busy, signals, now);
            assert_eq!(next, now + HOUR);
            (busy.fetched_at, busy.succeeded_at) = (Some(now), Some(now));
            busy.next_fetch_at = next;
        }
    }

    #[test]
    fn the_operator_and_the_server_may_ask_for_patience() {
        let now = at("2026-01-01T08:00:00Z");
        let every = source(Some(TimeDelta::minutes(30)));
        let changed = Signals { is_changed: true, ..QUIET };
        assert_eq!(after_answer(&every, changed, now), at("2026-01-01T08:30:00Z"));
        let fresh = Signals { fresh_for: Some(TimeDelta::hours(5)), ..changed };
        assert_eq!(after_answer(&every, fresh, now), at("2026-01-01T13:00:00Z"));
        assert_eq!(hours(fresh), 5);
    }

    #[test]
    fn a_wait_after_a_failure_teaches_nothing() {
        let now = at("2026-01-01T08:00:00Z");
        let waited = |minutes| {
            // Asked in vain so long ago, and due again now.
            let fetched_at = Some(now - TimeDelta::minutes(minutes));
            let source = Source { fetched_at, failures: 1, ..source(None) };
            (after_answer(&source, QUIET, now) - now).num_hours()
        };
        assert_eq!([1, 2, 64, 1439].map(waited), [9; 4]);
        let resumed = Source { next_fetch_at: at("2026-01-01T00:00:00Z"), ..source(None) };
        assert_eq!((after_answer(&resumed, QUIET, now) - now).num_hours(), 9);
    }

    #[test]
    fn a_source_that_asks_for_patience_again_is_left_alone_for_twice_as_long() {
        let now = at("2026-01-01T08:00:00Z");
        let wait = |source: &Source| (after_throttle(source, now + TimeDelta::seconds(1), now) - now).num_seconds();
        assert_eq!(wait(&source(None)), 1, "the first word counts as it stands");
        let again = |seconds| {
            let fetched_at = Some(now - TimeDelta::seconds(seconds));
            wait(&Source { fetched_at, next_fetch_at: now, ..source(None) })
        };
        assert_eq!([1, 60, 9_000, 80_000].map(again), [2, 120, 18_000, 86_400]);
        let away = Source { fetched_at: Some(now - HOUR), next_fetch_at: now, failures: 9, ..source(None) };
        assert_eq!(wait(&away), 1, "a server that was away has asked for nothing");
    }

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let now = at("2026-01-01T08:00:00Z");
        let failed = |failures| after_failure(&Source { failures, ..source(None) }, now) - now;
        assert_eq!(failed(0), TimeDelta::minutes(1));
        assert_eq!(failed(3), TimeDelta::minutes(8));
        assert_eq!(failed(u32::MAX), DAY);
        let parked = Source { state: SourceState::Parked, ..source(None) };
        assert_eq!(after_failure(&parked, now) - now, TimeDelta::days(7));
    }
}
