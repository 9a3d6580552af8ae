//! What is known of one host's `robots.txt`, and what follows from it.

use super::Robots;
use crate::halt::Halt;
use crate::validators::after;
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;
use url::Url;

/// How long a file is believed (RFC 9309 §2.4).
const KEPT: TimeDelta = TimeDelta::hours(24);

/// How soon a file that could not be read is tried again.
const RETRY: TimeDelta = TimeDelta::minutes(1);

/// After so long without an answer the old file no longer binds, and none counts as there being none (RFC 9309 §2.3.1.4).
const LOST_AFTER: TimeDelta = TimeDelta::days(30);

/// What is known of one host's file.
#[derive(Default)]
pub(super) struct Known {
    rules: Option<Robots>,
    trouble: Option<Trouble>,
    fresh_until: Option<DateTime<Utc>>,
}

/// It can't be read.
struct Trouble {
    since: DateTime<Utc>,
    halt: Halt,
}

impl Known {
    /// Whether it need not be asked for at `now`. After a clock set back it must.
    pub(super) fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.fresh_until.is_some_and(|until| now < until && until <= after(now, KEPT))
    }

    /// It was read.
    pub(super) fn read(&mut self, rules: Robots, now: DateTime<Utc>) {
        *self = Self { rules: Some(rules), trouble: None, fresh_until: Some(after(now, KEPT)) };
    }

    /// It could not be read.
    pub(super) fn unreadable(&mut self, halt: Halt, now: DateTime<Utc>) {
        let since = self.trouble.as_ref().map_or(now, |trouble| trouble.since.min(now));
        self.fresh_until = Some(match halt {
            Halt::Throttled(until) | Halt::Crowded(until) => until,
            Halt::Refused(_) | Halt::Unreachable(_) | Halt::Failed(_) => after(now, RETRY),
        });
        self.trouble = Some(Trouble { since, halt });
    }

    /// Whether an address may be fetched, and how long to pause between requests. A consent opens what rules close, and
    /// what a file that can't be read would.
    pub(super) fn admits(&self, url: &Url, has_consent: bool, now: DateTime<Utc>) -> Result<Duration, Halt> {
        if let Some(Trouble { since, halt }) = &self.trouble {
            let is_lost = now.signed_duration_since(*since) > LOST_AFTER;
            match (halt, &self.rules) {
                (Halt::Throttled(until), _) => return Err(Halt::Throttled(*until)),
                (Halt::Crowded(until), _) => return Err(Halt::Crowded(*until)),
                _ if is_lost => return Ok(Duration::ZERO),
                (_, Some(_)) => {}
                (Halt::Failed(_) | Halt::Refused(_), None) if has_consent => return Ok(Duration::ZERO),
                (Halt::Unreachable(_), None) => return Err(halt.clone()),
                (Halt::Failed(reason) | Halt::Refused(reason), None) => {
                    return Err(Halt::Failed(format!(
                        "its robots.txt can't be read, so nothing is fetched: it {reason}"
                    )));
                }
            }
        }
        match &self.rules {
            Some(rules) if !has_consent && !rules.allows(url) => {
                Err(Halt::Refused("is disallowed to robots by its robots.txt".to_owned()))
            }
            Some(rules) => Ok(rules.crawl_delay().unwrap_or_default()),
            None => Ok(Duration::ZERO),
        }
    }

    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        self.rules.as_ref().map_or(0, Robots::bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robots::PRODUCT;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn rules() -> Robots {
        Robots::parse(b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n", PRODUCT)
    }

    fn admitted(known: &Known, path: &str, now: DateTime<Utc>) -> Result<Duration, Halt> {
        known.admits(&Url::parse("http://ex.org").unwrap().join(path).unwrap(), false, now)
    }

    fn broken() -> Halt {
        Halt::Failed("answered 500 Internal Server Error".into())
    }

    #[test]
    fn a_file_is_believed_for_a_day() {
        let mut known = Known::default();
        assert!(!known.is_fresh(NOW));
        known.read(rules(), NOW);
        let instants = [TimeDelta::zero(), TimeDelta::hours(23), KEPT, TimeDelta::hours(-1)].map(|later| NOW + later);
        assert_eq!(instants.map(|at| known.is_fresh(at)), [true, true, false, false]);
        assert_eq!(admitted(&known, "/events", NOW), Ok(Duration::from_secs(3)));
        let refused = Halt::Refused("is disallowed to robots by its robots.txt".into());
        assert_eq!(admitted(&known, "/private/x", NOW), Err(refused));
    }

    #[test]
    fn a_file_that_was_never_read_forbids_everything_for_thirty_days() {
        let mut known = Known::default();
        known.unreadable(broken(), NOW);
        let reason = "its robots.txt can't be read, so nothing is fetched: it answered 500 Internal Server Error";
        assert_eq!(admitted(&known, "/", NOW), Err(Halt::Failed(reason.into())));
        assert_eq!([59, 60].map(|seconds| known.is_fresh(NOW + TimeDelta::seconds(seconds))), [true, false]);
        let later = NOW + TimeDelta::days(31);
        known.unreadable(broken(), later);
        assert_eq!(admitted(&known, "/", later), Ok(Duration::ZERO));
    }

    #[test]
    fn the_last_file_read_binds_while_the_new_one_is_out_of_reach() {
        let mut known = Known::default();
        known.read(rules(), NOW);
        let later = NOW + TimeDelta::days(2);
        known.unreadable(broken(), later);
        assert_eq!(admitted(&known, "/events", later), Ok(Duration::from_secs(3)));
        assert!(admitted(&known, "/private/x", later).is_err());
    }

    #[test]
    fn with_consent_only_the_pause_and_the_wish_for_silence_bind() {
        let (mut known, url) = (Known::default(), Url::parse("http://ex.org/private/x").unwrap());
        known.read(rules(), NOW);
        assert_eq!(known.admits(&url, true, NOW), Ok(Duration::from_secs(3)));
        let mut unread = Known::default();
        unread.unreadable(broken(), NOW);
        assert_eq!(unread.admits(&url, true, NOW), Ok(Duration::ZERO));
        unread.unreadable(Halt::Throttled(NOW + RETRY), NOW);
        assert_eq!(unread.admits(&url, true, NOW), Err(Halt::Throttled(NOW + RETRY)));
    }

    #[test]
    fn a_site_that_wants_silence_gets_it() {
        let (mut known, until) = (Known::default(), NOW + TimeDelta::minutes(7));
        known.read(rules(), NOW);
        known.unreadable(Halt::Throttled(until), NOW);
        assert_eq!(admitted(&known, "/events", NOW), Err(Halt::Throttled(until)));
        assert_eq!((known.is_fresh(NOW), known.is_fresh(until)), (true, false));
    }
}
