//! The way from an address to its bytes.

use crate::body::{BodyLimit, Excess};
use crate::budget::Budget;
use crate::door::Doors;
use crate::exchange::{Exchange, Question};
use crate::guard::{Lookup, SystemLookup, check_url, web_url};
use crate::halt::Halt;
use crate::page_answer::settled;
use crate::robots::RobotsCache;
use crate::trail::Trail;
use crate::validators::conditions;
use crate::{Fetched, Settings};
use chrono::{DateTime, Utc};
use hobnob_domain::Validators;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The User-Agent can't be sent.
    #[error("`{0}` can't stand in a User-Agent: use letters, digits and signs of ASCII on one line")]
    UserAgent(String),
    /// No TLS, most likely because the system has no root certificates.
    #[error("can't set up secure connections ({0}); is the package ca-certificates installed?")]
    Tls(String),
}

/// The only way out. One per process: it holds the manners, and a second one would not know of the first one's pace.
pub struct Client {
    exchange: Exchange,
    robots: RobotsCache,
    body_bytes_max: usize,
    total_timeout: Duration,
}

impl Client {
    /// A client that looks names up as the system does.
    pub fn new(settings: Settings) -> Result<Self, FetchError> {
        Self::with_lookup(settings, Arc::new(SystemLookup))
    }

    /// A client that looks names up in a way of one's own. What it says goes through the guard all the same.
    pub fn with_lookup(settings: Settings, lookup: Arc<dyn Lookup>) -> Result<Self, FetchError> {
        Ok(Self {
            exchange: Exchange::new(Doors::new(&settings, &lookup)?, &settings),
            robots: RobotsCache::default(),
            body_bytes_max: settings.body_bytes_max,
            total_timeout: settings.total_timeout,
        })
    }

    /// Fetches a page, if it has changed since the validators were given. Never fails: how it ended is the answer. `now`
    /// becomes the page's `fetched_at`, and what `Retry-After` counts from.
    pub async fn fetch(&self, url: &Url, validators: &Validators, now: DateTime<Utc>) -> Fetched {
        let mut budget = Budget::new(now, self.total_timeout);
        self.walk(url, validators, &mut budget).await.unwrap_or_else(Fetched::from)
    }

    /// From the address to the answer at the end of its redirects. Each hop is checked, asked of `robots.txt` and paced.
    async fn walk(&self, url: &Url, validators: &Validators, budget: &mut Budget) -> Result<Fetched, Halt> {
        let url = web_url(url).map_err(|error| Halt::Refused(error.to_string()))?;
        let door = self.exchange.door(&url, budget).await;
        let start = check_url(&url, door.guard.allow()).map_err(|error| Halt::Refused(error.to_string()))?;
        let conditions = conditions(validators);
        let limit = BodyLimit { bytes_max: self.body_bytes_max, excess: Excess::Fails };
        let mut trail = Trail::new(start);
        loop {
            let site = self.exchange.site(door, trail.at(), budget).await;
            self.exchange.hush(&site, budget)?;
            let delay = self.robots.admits(trail.at(), door, &self.exchange, budget).await?;
            let question =
                Question { url: trail.at(), door, site: &site, delay, conditions: conditions.clone(), limit };
            let answer = self.exchange.ask(question, budget).await?;
            match answer.redirect() {
                Some(redirect) => trail.follow(redirect, door.guard.allow())?,
                None => return Ok(settled(answer, trail, !conditions.is_empty(), budget)),
            }
        }
    }
}
