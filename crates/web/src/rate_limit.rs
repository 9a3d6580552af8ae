//! How much one client may ask for: a bucket of units for each, which fills again with time.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::{DateTime, TimeDelta, Utc};

/// Buckets kept at most. Those that were not touched for longest go first: their clients may begin anew.
const BUCKETS_KEPT: usize = 65_536;

/// How much a client may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Its name in headers.
    pub(crate) name: &'static str,
    /// So many units, all at once if one likes…
    pub(crate) quota: u32,
    /// …and as many again, evenly, within this time.
    pub(crate) window: TimeDelta,
}

/// How a client stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Balance {
    policy: Policy,
    /// Units that are left, in thousandths; below zero after a request that cost more than was left.
    level: i64,
}

/// The buckets of one policy, by who a client is. In memory: each process counts for itself.
#[derive(Debug)]
pub(crate) struct RateLimit<K = IpAddr> {
    policy: Policy,
    buckets: Mutex<Buckets<K>>,
}

/// What a bucket held at an instant, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    level: i64,
    at_ms: i64,
}

/// In two halves, so that nothing is ever searched for what to drop: see [`Buckets::put`].
#[derive(Debug)]
struct Buckets<K> {
    young: HashMap<K, Bucket>,
    old: HashMap<K, Bucket>,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<K: Eq + Hash> Buckets<K> {
    fn get(&self, client: &K) -> Option<Bucket> {
        self.young.get(client).or_else(|| self.old.get(client)).copied()
    }

    /// Keeps a bucket among the young. When they are as many as may be, they grow old, and the old ones are dropped.
    fn put(&mut self, client: K, bucket: Bucket, kept_max: usize) {
        if !self.young.contains_key(&client) && self.young.len() >= kept_max / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(client, bucket);
    }
}

impl<K: Eq + Hash> RateLimit<K> {
    pub(crate) fn new(policy: Policy) -> Self {
        Self { policy, buckets: Mutex::default() }
    }

    /// Takes units from a client's bucket, even if there are too few: who owes waits until the debt is paid. Taking
    /// none says how the client stands.
    pub(crate) fn take(&self, client: K, units: u32, now: DateTime<Utc>) -> Balance {
        let (_, level) = self.charge(client, |_| units, now);
        Balance { policy: self.policy, level }
    }

    /// Takes one unit, or none where not even one is left, and says how long to wait for it.
    pub(crate) fn turn(&self, client: K, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let (before, _) = self.charge(client, |level| u32::from(level >= 1_000), now);
        if before >= 1_000 { Ok(()) } else { Err(self.policy.time_for(1_000 - before)) }
    }

    /// Takes as many units as the level allows for; gives the level before and after, in thousandths.
    fn charge(&self, client: K, units: impl FnOnce(i64) -> u32, now: DateTime<Utc>) -> (i64, i64) {
        let (full, now_ms) = (self.policy.full(), now.timestamp_millis());
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let before = buckets.get(&client).map_or(full, |bucket| {
            let waited = now_ms.saturating_sub(bucket.at_ms).max(0);
            bucket.level.saturating_add(self.policy.filled_in(waited)).min(full)
        });
        let units = units(before);
        // No debt beyond the quota: one window is punishment enough.
        let level = before.saturating_sub(i64::from(units).saturating_mul(1_000)).max(-full);
        if units > 0 {
            buckets.put(client, Bucket { level, at_ms: now_ms }, BUCKETS_KEPT);
        }
        (before, level)
    }
}

/// The addresses that count as one client: for IPv6 the network that one household is given.
pub(crate) fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

impl Policy {
    fn full(&self) -> i64 {
        i64::from(self.quota).saturating_mul(1_000)
    }

    fn window_ms(&self) -> i64 {
        self.window.num_milliseconds().max(1)
    }

    /// What flows in during so many milliseconds.
    fn filled_in(&self, ms: i64) -> i64 {
        let units = i128::from(ms) * i128::from(self.full()) / i128::from(self.window_ms());
        i64::try_from(units).unwrap_or(i64::MAX)
    }

    /// How long until so much has flowed in.
    fn time_for(&self, units: i64) -> TimeDelta {
        let ms = i128::from(units.max(0)) * i128::from(self.window_ms()) / i128::from(self.full().max(1));
        i64::try_from(ms).ok().and_then(TimeDelta::try_milliseconds).unwrap_or(TimeDelta::MAX)
    }

    /// The same, in seconds begun.
    fn seconds_for(&self, units: i64) -> i64 {
        self.time_for(units).num_milliseconds().saturating_add(999) / 1_000
    }
}

impl Balance {
    /// Whether not even one unit is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.level < 1_000
    }

    /// Tells the client how it stands (draft-ietf-httpapi-ratelimit-headers), and when to come again if it must wait
    /// (RFC 9110 §10.2.3).
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        let Policy { name, quota, window } = self.policy;
        let (left, full_in) = (self.level.max(0) / 1_000, self.policy.seconds_for(self.policy.full() - self.level));
        let window = window.num_seconds();
        let mut put = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        put(HeaderName::from_static("ratelimit-policy"), format!("\"{name}\";q={quota};w={window}"));
        put(HeaderName::from_static("ratelimit"), format!("\"{name}\";r={left};t={full_in}"));
        if self.is_spent() {
            put(header::RETRY_AFTER, self.policy.seconds_for(1_000 - self.level).max(1).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(quota: u32) -> RateLimit {
        RateLimit::new(Policy { name: "test", quota, window: TimeDelta::hours(1) })
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn told(balance: Balance) -> (String, String) {
        let mut headers = HeaderMap::new();
        balance.tell(&mut headers);
        let word = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert_eq!(word("ratelimit-policy"), "\"test\";q=60;w=3600");
        (word("ratelimit"), word("retry-after"))
    }

    fn client(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_bucket_is_emptied_and_fills_again() {
        let limit = limit(60);
        assert_eq!(told(limit.take(client(1), 1, at(0))), ("\"test\";r=59;t=60".into(), String::new()));
        let spent = limit.take(client(1), 59, at(0));
        assert!(spent.is_spent());
        assert_eq!(told(spent), ("\"test\";r=0;t=3600".into(), "60".into()));
        assert!(limit.take(client(1), 0, at(59)).is_spent());
        assert!(!limit.take(client(1), 0, at(60)).is_spent());
        assert_eq!(told(limit.take(client(1), 0, at(10_000))), ("\"test\";r=60;t=0".into(), String::new()));
        assert!(!limit.take(client(2), 1, at(0)).is_spent(), "everybody has a bucket of their own");
    }

    #[test]
    fn who_comes_too_often_waits_for_the_next_turn() {
        let limit = limit(60);
        let taken = (0..60).map(|_| limit.turn(client(1), at(0))).collect::<Result<Vec<_>, _>>();
        assert_eq!(taken.map(|taken| taken.len()), Ok(60));
        assert_eq!(limit.turn(client(1), at(0)), Err(TimeDelta::minutes(1)));
        assert_eq!(limit.turn(client(2), at(0)), Ok(()));
        assert_eq!(limit.turn(client(1), at(30)), Err(TimeDelta::seconds(30)));
        assert_eq!(limit.turn(client(1), at(60)), Ok(()));
        assert_eq!(limit.turn(client(1), at(60)), Err(TimeDelta::minutes(1)));
    }

    #[test]
    fn who_took_more_than_was_left_pays_it_back_first() {
        let limit = limit(60);
        assert_eq!(told(limit.take(client(1), 61, at(0))).1, "120");
        assert!(limit.take(client(1), 0, at(119)).is_spent());
        assert!(!limit.take(client(1), 0, at(120)).is_spent());
        assert_eq!(told(limit.take(client(1), u32::MAX, at(120))).1, "3660", "and never more than one window");
    }

    #[test]
    fn a_clock_that_goes_back_gives_and_takes_nothing() {
        let limit = limit(60);
        let first = limit.take(client(1), 10, at(1_000));
        assert_eq!(limit.take(client(1), 0, at(0)), first);
    }

    #[test]
    fn one_network_of_ipv6_is_one_client() {
        let limit = limit(60);
        let address = |text: &str| network(text.parse::<IpAddr>().unwrap());
        limit.take(address("2001:db8:0:1::1"), 60, at(0));
        assert!(limit.take(address("2001:db8:0:1:ffff::2"), 0, at(0)).is_spent());
        assert!(!limit.take(address("2001:db8:0:2::1"), 0, at(0)).is_spent());
        limit.take(address("192.0.2.1"), 60, at(0));
        assert!(limit.take(address("::ffff:192.0.2.1"), 0, at(0)).is_spent());
    }

    #[test]
    fn buckets_take_bounded_room() {
        let mut buckets = Buckets::default();
        let bucket = Bucket { level: 0, at_ms: 0 };
        for number in 0..10_000_u32 {
            buckets.put(IpAddr::from(number.to_be_bytes()), bucket, 100);
            assert!(buckets.young.len() + buckets.old.len() <= 100);
        }
        assert!(buckets.get(&IpAddr::from(9_999_u32.to_be_bytes())).is_some());
        assert!(buckets.get(&IpAddr::from(0_u32.to_be_bytes())).is_none());
    }
}
