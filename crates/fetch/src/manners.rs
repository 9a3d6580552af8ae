//! Manners: one connection at a time to a site, a pace between them, and silence when a host asks for it.

mod jitter;
mod name;
mod silence;

use crate::halt::Halt;
use crate::turnstile::{NoTurn, Turnstile};
use chrono::{DateTime, Utc};
use jitter::Jitter;
use name::{host_name, site_name};
use silence::Silences;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep_until};
use url::Url;

/// The longest pause between two requests, whatever a site asks for.
const PACE_MAX: Duration = Duration::from_secs(60);

/// How many sites are remembered; those at rest are forgotten first.
const SITES_MAX: usize = 4096;

/// When we last talked to a site.
type EndedAt = Option<Instant>;

/// One site's queue: held by who is talking to it.
type Seat = Arc<tokio::sync::Mutex<EndedAt>>;

/// Sites and how we stand with them.
pub(crate) struct Manners {
    pace: Duration,
    jitter: Jitter,
    seats: Mutex<BTreeMap<String, Seat>>,
    silences: Silences,
    turnstile: Option<Arc<dyn Turnstile>>,
}

/// Whose site it is.
pub(crate) enum Site {
    /// Ours: neither queue, pace nor silence.
    Ours,
    /// Somebody else's.
    Theirs(Theirs),
}

/// A site of somebody else. The queue and the pace are the whole site's; silence is the host's that asked for it, so
/// that one tenant of a big house does not speak for all.
pub(crate) struct Theirs {
    seat: Seat,
    name: String,
    host: String,
}

/// The right to talk to a site; the pace counts from when it is given back.
pub(crate) struct Turn {
    seat: Option<OwnedMutexGuard<EndedAt>>,
    shared: Option<SharedTurn>,
}

/// The same towards others, who wait for our pause.
struct SharedTurn {
    turnstile: Arc<dyn Turnstile>,
    site: String,
    pause: Duration,
}

impl Turn {
    /// Gives the turn back. One that is dropped instead keeps others waiting until they lose patience with us.
    pub(crate) async fn end(mut self) {
        if let Some(SharedTurn { turnstile, site, pause }) = self.shared.take() {
            turnstile.leave(&site, pause).await;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(ended_at) = &mut self.seat {
            **ended_at = Some(Instant::now());
        }
    }
}

impl Manners {
    pub(crate) fn new(pace: Duration) -> Self {
        let (seats, silences) = (Mutex::default(), Silences::default());
        Self { pace: pace.min(PACE_MAX), jitter: Jitter::default(), seats, silences, turnstile: None }
    }

    /// From now on turns are shared with others.
    pub(crate) fn share(&mut self, turnstile: Arc<dyn Turnstile>) {
        self.turnstile = Some(turnstile);
    }

    /// The site of an address that is not ours.
    pub(crate) fn site(&self, url: &Url) -> Site {
        let host = host_name(url);
        let name = site_name(&host);
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if seats.len() >= SITES_MAX && !seats.contains_key(name) {
            forget(&mut seats);
        }
        let seat = Arc::clone(seats.entry(name.to_owned()).or_default());
        Site::Theirs(Theirs { seat, name: name.to_owned(), host })
    }

    /// Waits until it is our turn: nobody else is talking to the site, and the longer of its delay and our pace has
    /// passed since the last talk, and up to half as long again, so that many watchers do not fall into step.
    /// Where turns are shared with others, they are waited for too.
    pub(crate) async fn turn(&self, site: &Site, delay: Duration) -> Result<Turn, Halt> {
        let Site::Theirs(Theirs { seat, name, host }) = site else { return Ok(Turn { seat: None, shared: None }) };
        let last = Arc::clone(seat).lock_owned().await;
        let pause = || self.jitter.stretched(self.pace.max(delay)).min(PACE_MAX);
        if let Some(ended_at) = *last {
            sleep_until(ended_at + pause()).await;
        }
        let shared = match &self.turnstile {
            None => None,
            Some(turnstile) => {
                turnstile.enter(name, host).await.map_err(|no| match no {
                    NoTurn::Silent(until) => Halt::Throttled(until),
                    NoTurn::Crowded(until) => Halt::Crowded(until),
                })?;
                Some(SharedTurn { turnstile: Arc::clone(turnstile), site: name.clone(), pause: pause() })
            }
        };
        Ok(Turn { seat: Some(last), shared })
    }

    /// Tells the others that the host wants silence.
    pub(crate) async fn spread_silence(&self, site: &Site, until: DateTime<Utc>) {
        if let (Site::Theirs(Theirs { host, .. }), Some(turnstile)) = (site, &self.turnstile) {
            turnstile.silence(host, until).await;
        }
    }

    /// Until when the host wants silence, if it does at `now`.
    pub(crate) fn silent_until(&self, site: &Site, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match site {
            Site::Ours => None,
            Site::Theirs(Theirs { host, .. }) => self.silences.until(host, now),
        }
    }

    /// The host said "too much": until then, or as long as usual. Gives the end of the silence.
    pub(crate) fn throttled(&self, site: &Site, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
        match site {
            Site::Ours => until.unwrap_or_else(|| silence::usual_end(0, now)),
            Site::Theirs(Theirs { host, .. }) => self.silences.begin(host, until, now),
        }
    }

    /// The host said something else than "too much".
    pub(crate) fn answered(&self, site: &Site) {
        if let Site::Theirs(Theirs { host, .. }) = site {
            self.silences.end(host);
        }
    }
}

/// The site an address belongs to: its registrable domain, or its host where that is a number. Subdomains are one site.
pub fn site_of(url: &Url) -> String {
    site_name(&host_name(url)).to_owned()
}

/// Forgets sites at rest: all whose longest pace has passed, and if that is not enough any that nobody waits for.
fn forget(seats: &mut BTreeMap<String, Seat>) {
    let now = Instant::now();
    let rests = |at: &EndedAt| at.is_none_or(|at| now.duration_since(at) > PACE_MAX);
    seats.retain(|_, seat| Arc::strong_count(seat) > 1 || !seat.try_lock().is_ok_and(|last| rests(&last)));
    if seats.len() >= SITES_MAX {
        let mut excess = seats.len().saturating_sub(SITES_MAX / 2);
        seats.retain(|_, seat| {
            let is_kept = excess == 0 || Arc::strong_count(seat) > 1;
            excess = if is_kept { excess } else { excess - 1 };
            is_kept
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn site(manners: &Manners, url: &str) -> Site {
        manners.site(&Url::parse(url).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_site_is_talked_to_by_one_at_a_time_and_no_faster_than_the_pace() {
        let manners = Arc::new(Manners::new(SECOND));
        let talks = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = tokio::task::JoinSet::new();
        for host in ["www.ex.org", "ex.org", "api.ex.org", "www.ex.org"] {
            let (manners, talks) = (Arc::clone(&manners), Arc::clone(&talks));
            tasks.spawn(async move {
                let site = site(&manners, &format!("https://{host}/"));
                let turn = manners.turn(&site, Duration::ZERO).await.unwrap();
                let begun = Instant::now();
                tokio::time::sleep(SECOND / 2).await;
                talks.lock().unwrap().push((begun, Instant::now()));
                drop(turn);
            });
        }
        tasks.join_all().await;
        let talks = talks.lock().unwrap().clone();
        let pauses: Vec<Duration> = talks.windows(2).map(|pair| pair[1].0.duration_since(pair[0].1)).collect();
        assert_eq!(pauses.len(), 3);
        // A millisecond more: the paused clock counts in whole ones.
        let bound = SECOND * 3 / 2 + Duration::from_millis(1);
        assert!(pauses.iter().all(|pause| (SECOND..=bound).contains(pause)), "{pauses:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn another_site_does_not_wait() {
        let (manners, start) = (Manners::new(SECOND), Instant::now());
        let _first = manners.turn(&site(&manners, "https://a.example/"), Duration::ZERO).await.unwrap();
        let _second = manners.turn(&site(&manners, "https://b.example/"), Duration::ZERO).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_longer_crawl_delay_wins_up_to_a_minute() {
        let manners = Manners::new(SECOND);
        let site = site(&manners, "https://a.example/");
        drop(manners.turn(&site, Duration::ZERO).await.unwrap());
        let start = Instant::now();
        drop(manners.turn(&site, Duration::from_secs(3600)).await.unwrap());
        assert_eq!(start.elapsed(), PACE_MAX);
    }

    #[tokio::test(start_paused = true)]
    async fn our_own_site_is_not_paced() {
        let (manners, start) = (Manners::new(SECOND), Instant::now());
        let _first = manners.turn(&Site::Ours, SECOND).await.unwrap();
        let _second = manners.turn(&Site::Ours, SECOND).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[test]
    fn silence_is_kept_towards_the_host_that_asked_and_not_towards_its_neighbours() {
        let (manners, now) = (Manners::new(SECOND), DateTime::UNIX_EPOCH);
        let asking = site(&manners, "https://a.github.io/x");
        let until = manners.throttled(&asking, None, now);
        assert_eq!(manners.silent_until(&site(&manners, "https://a.github.io/y"), now), Some(until));
        assert_eq!(manners.silent_until(&site(&manners, "https://b.github.io/"), now), None);
        manners.answered(&asking);
        assert_eq!(manners.silent_until(&asking, now), None);
        assert!(manners.throttled(&Site::Ours, None, now) > now);
        assert_eq!(manners.silent_until(&Site::Ours, now), None);
    }

    #[tokio::test(start_paused = true)]
    async fn not_more_than_so_many_sites_are_remembered() {
        let manners = Manners::new(SECOND);
        let held = site(&manners, "https://held.example/");
        let _turn = manners.turn(&held, Duration::ZERO).await.unwrap();
        for number in 0..3 * SITES_MAX {
            drop(
                manners.turn(&site(&manners, &format!("https://site{number}.example/")), Duration::ZERO).await.unwrap(),
            );
        }
        let seats = manners.seats.lock().unwrap();
        assert!(seats.len() <= SITES_MAX, "{}", seats.len());
        assert!(seats.contains_key("held.example"));
    }
}
