//! The files of many hosts: asked for once a day, by one at a time.

use super::known::Known;
use super::{PRODUCT, ROBOTS_BYTES_MAX, Robots};
use crate::body::{BodyLimit, Excess};
use crate::budget::Budget;
use crate::door::Door;
use crate::exchange::{Answer, Exchange, Question};
use crate::halt::Halt;
use crate::trail::Trail;
use reqwest::header::HeaderMap;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// How many hosts' files are kept.
const HOSTS_MAX: usize = 1024;

/// How much memory all rules together may take, in bytes.
const RULES_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The files of many hosts.
#[derive(Default)]
pub(crate) struct RobotsCache {
    slots: Mutex<BTreeMap<String, Arc<Slot>>>,
}

/// One host's file. Its lock is held while it is asked for, so that a hundred sources of a host ask once.
#[derive(Default)]
struct Slot {
    known: tokio::sync::Mutex<Known>,
    bytes: AtomicUsize,
}

impl RobotsCache {
    /// Whether an address may be fetched, and how long to pause between requests to its host. With its owner's consent
    /// only the pause matters.
    pub(crate) async fn admits(
        &self,
        url: &Url,
        has_consent: bool,
        door: &Door,
        exchange: &Exchange,
        budget: &mut Budget,
    ) -> Result<Duration, Halt> {
        let slot = self.slot(url);
        let mut known = slot.known.lock().await;
        if !known.is_fresh(budget.at()) {
            match read(url, door, exchange, budget).await {
                Ok(rules) => known.read(rules, budget.at()),
                Err(halt) => known.unreadable(halt, budget.at()),
            }
            slot.bytes.store(known.bytes(), Ordering::Relaxed);
        }
        known.admits(url, has_consent, budget.at())
    }

    /// The slot of an address's host: scheme, name and port.
    fn slot(&self, url: &Url) -> Arc<Slot> {
        let key = url.origin().ascii_serialization();
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if !slots.contains_key(&key) {
            forget(&mut slots);
        }
        Arc::clone(slots.entry(key).or_default())
    }
}

/// Makes room: forgets files nobody is looking at until count and memory are below their limits.
fn forget(slots: &mut BTreeMap<String, Arc<Slot>>) {
    let mut count = slots.len();
    let mut bytes: usize = slots.values().map(|slot| slot.bytes.load(Ordering::Relaxed)).sum();
    slots.retain(|_, slot| {
        let is_kept = (count < HOSTS_MAX && bytes < RULES_BYTES_MAX) || Arc::strong_count(slot) > 1;
        if !is_kept {
            count -= 1;
            bytes = bytes.saturating_sub(slot.bytes.load(Ordering::Relaxed));
        }
        is_kept
    });
}

/// Asks for the file. Redirects are followed, also to another host; the rules bind the first one. Where there is none, or
/// where it leads we don't go, nothing is forbidden (RFC 9309 §2.3.1).
async fn read<'a>(url: &Url, door: &'a Door, exchange: &'a Exchange, budget: &mut Budget) -> Result<Robots, Halt> {
    let Ok(file) = url.join("/robots.txt") else { return Ok(Robots::default()) };
    // One byte more than is read, so that the reader sees that there is more.
    let limit = BodyLimit { bytes_max: ROBOTS_BYTES_MAX + 1, excess: Excess::IsLeft };
    let (mut trail, mut door) = (Trail::new(file), door);
    loop {
        let site = exchange.site(door, trail.at());
        let question = Question {
            url: trail.at(),
            door,
            site: &site,
            delay: Duration::ZERO,
            headers: HeaderMap::new(),
            body: None,
            limit,
        };
        let answer = exchange.ask(question, budget).await?;
        match answer.redirect() {
            Some(redirect) => {
                door = exchange.door_after(door, trail.at(), &redirect, budget).await;
                if trail.follow(redirect, door.guard.allow()).is_err() {
                    return Ok(Robots::default());
                }
            }
            None => return rules(&answer),
        }
    }
}

fn rules(answer: &Answer) -> Result<Robots, Halt> {
    let status = answer.status;
    if status.is_success() {
        Ok(Robots::parse(&answer.body, PRODUCT))
    } else if status.is_server_error() {
        Err(answer.failure())
    } else {
        Ok(Robots::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_more_than_so_many_files_are_kept() {
        let cache = RobotsCache::default();
        let url = |number: usize| Url::parse(&format!("http://site{number}.example/")).unwrap();
        let held = cache.slot(&url(0));
        for number in 1..2 * HOSTS_MAX {
            cache.slot(&url(number)).bytes.store(RULES_BYTES_MAX / 100, Ordering::Relaxed);
        }
        let slots = cache.slots.lock().unwrap();
        assert!(slots.len() <= 102, "{}", slots.len());
        assert!(slots.get("http://site0.example").is_some_and(|slot| Arc::ptr_eq(slot, &held)));
    }
}
