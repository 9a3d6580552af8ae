//! Hosts that asked to be left alone.

use crate::validators::{RETRY_AFTER_MAX, after};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The first wait when a host says "too much" and not for how long; doubled each time in a row, up to a day.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);

/// How many hosts are remembered; the silence that ends first is forgotten first.
const HOSTS_MAX: usize = 4096;

/// Hosts that asked to be left alone, and have not answered otherwise since.
#[derive(Default)]
pub(super) struct Silences {
    hosts: Mutex<BTreeMap<String, Silence>>,
}

#[derive(Clone, Copy)]
struct Silence {
    until: DateTime<Utc>,
    times: u32,
}

impl Silences {
    /// Until when a host wants silence, if it does at `now`. Never believed for more than a day ahead: a clock set back
    /// must not silence a host for years.
    pub(super) fn until(&self, host: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.hosts().get(host)?.until;
        (now < until && until <= after(now, RETRY_AFTER_MAX)).then_some(until)
    }

    /// A host asks for silence: until then, or as long as usual. Who asks again, and has not answered in between, waits as long
    /// as usual at least: a second after a second, for ever, is no answer. Gives the end.
    pub(super) fn begin(&self, host: &str, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut hosts = self.hosts();
        let times = hosts.get(host).map_or(0, |silence| silence.times);
        let usual = usual_end(times, now);
        let until = until.map_or(usual, |until| if times == 0 { until } else { until.max(usual) });
        hosts.insert(host.to_owned(), Silence { until, times: times.saturating_add(1) });
        if hosts.len() > HOSTS_MAX {
            let first = hosts.iter().min_by_key(|(_, silence)| silence.until).map(|(host, _)| host.clone());
            first.and_then(|host| hosts.remove(&host));
        }
        until
    }

    /// A host answers again.
    pub(super) fn end(&self, host: &str) {
        self.hosts().remove(host);
    }

    fn hosts(&self) -> MutexGuard<'_, BTreeMap<String, Silence>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a silence ends for which nobody said how long: after 1, 2, 4 … minutes, at most a day.
pub(super) fn usual_end(times: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let factor = 2_i32.checked_pow(times).unwrap_or(i32::MAX);
    let wait = FIRST_WAIT.checked_mul(factor).map_or(RETRY_AFTER_MAX, |wait| wait.min(RETRY_AFTER_MAX));
    after(now, wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn a_silence_is_kept_whole_and_no_longer() {
        let silences = Silences::default();
        let until = silences.begin("ex.org", Some(NOW + TimeDelta::hours(1)), NOW);
        assert_eq!(silences.until("ex.org", NOW), Some(until));
        assert_eq!(silences.until("ex.org", until), None);
        assert_eq!(silences.until("ex.org", NOW - TimeDelta::days(400)), None);
        assert_eq!(silences.until("www.ex.org", NOW), None);
        silences.end("ex.org");
        assert_eq!(silences.until("ex.org", NOW), None);
    }

    #[test]
    fn a_silence_without_an_end_doubles_up_to_a_day_until_the_host_answers() {
        let silences = Silences::default();
        let wait = || (silences.begin("ex.org", None, NOW) - NOW).num_minutes();
        let waits: Vec<i64> = (0..13).map(|_| wait()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]);
        assert_eq!((0..100).map(|_| wait()).max(), Some(1440));
        silences.end("ex.org");
        assert_eq!(silences.begin("ex.org", None, NOW), NOW + FIRST_WAIT);
    }

    #[test]
    fn who_asks_for_a_second_again_and_again_waits_longer_and_longer() {
        let silences = Silences::default();
        let wait =
            |seconds| (silences.begin("ex.org", Some(NOW + TimeDelta::seconds(seconds)), NOW) - NOW).num_seconds();
        assert_eq!([1, 1, 1, 4000, 1].map(wait), [1, 120, 240, 4000, 960]);
        silences.end("ex.org");
        assert_eq!(wait(1), 1);
    }

    #[test]
    fn not_more_than_so_many_hosts_are_remembered() {
        let silences = Silences::default();
        silences.begin("long.example", Some(NOW + TimeDelta::hours(9)), NOW);
        for number in 0..HOSTS_MAX + 10 {
            silences.begin(&format!("host{number}.example"), None, NOW);
        }
        assert_eq!(silences.hosts().len(), HOSTS_MAX);
        assert!(silences.until("long.example", NOW).is_some());
    }
}
