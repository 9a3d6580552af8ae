//! How often somebody may come: so many at once, then one at a time.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::SecretHash;

/// How many are remembered. Whoever is forgotten may come again as if for the first time.
const KEPT: usize = 20_000;

/// Whose turn it is, by the hash of the secret they come with. In memory: each process counts for itself.
#[derive(Debug)]
pub(crate) struct Turns {
    every: TimeDelta,
    at_once: TimeDelta,
    /// Until when each has used up what there is (the generic cell rate algorithm).
    used_until: Mutex<BTreeMap<SecretHash, DateTime<Utc>>>,
}

impl Turns {
    /// One every so often, and so many at once after a while.
    pub(crate) fn new(every: TimeDelta, at_once: i32) -> Self {
        Self { every, at_once: every * at_once, used_until: Mutex::default() }
    }

    /// Takes a turn, or says how long to wait for one.
    pub(crate) fn take(&self, who: &SecretHash, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut used = self.used_until.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= KEPT && !used.contains_key(who) {
            used.retain(|_, until| *until > now);
        }
        if used.len() >= KEPT && !used.contains_key(who) {
            used.pop_first();
        }
        let until = used.get(who).copied().unwrap_or(now).max(now) + self.every;
        let ahead = until - now;
        if ahead > self.at_once {
            return Err(ahead - self.at_once);
        }
        used.insert(who.clone(), until);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::{SECRET_BYTES, Secret};

    #[test]
    fn who_comes_too_often_waits_for_the_next_turn() {
        let turns = Turns::new(TimeDelta::minutes(1), 60);
        let who = |byte| Secret::from_random([byte; SECRET_BYTES]).hash();
        let now = DateTime::UNIX_EPOCH;
        let taken = (0..60).map(|_| turns.take(&who(1), now)).collect::<Result<Vec<_>, _>>();
        assert_eq!(taken.map(|taken| taken.len()), Ok(60));
        assert_eq!(turns.take(&who(1), now), Err(TimeDelta::minutes(1)));
        assert_eq!(turns.take(&who(2), now), Ok(()));
        assert_eq!(turns.take(&who(1), now + TimeDelta::seconds(30)), Err(TimeDelta::seconds(30)));
        assert_eq!(turns.take(&who(1), now + TimeDelta::minutes(1)), Ok(()));
        assert_eq!(turns.take(&who(1), now + TimeDelta::minutes(1)), Err(TimeDelta::minutes(1)));
    }

    #[test]
    fn no_more_are_remembered_than_the_limit() {
        let turns = Turns::new(TimeDelta::minutes(1), 60);
        for number in 0..u32::try_from(KEPT).unwrap() + 10 {
            let mut bytes = [0; SECRET_BYTES];
            bytes[..4].copy_from_slice(&number.to_be_bytes());
            assert_eq!(turns.take(&Secret::from_random(bytes).hash(), DateTime::UNIX_EPOCH), Ok(()));
        }
        assert_eq!(turns.used_until.lock().unwrap().len(), KEPT);
    }
}
