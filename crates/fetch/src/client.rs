//! The way from an address to its bytes.

use crate::agent::user_agent_value;
use crate::body::{BodyLimit, Excess};
use crate::budget::Budget;
use crate::credentials::Key;
use crate::door::Doors;
use crate::exchange::{Exchange, Question};
use crate::guard::{Lookup, SystemLookup, check_url, web_url};
use crate::halt::Halt;
use crate::manners::site_of;
use crate::page_answer::settled;
use crate::robots::RobotsCache;
use crate::trail::Trail;
use crate::validators::conditions;
use crate::{Ask, BadCredential, BadUserAgent, Fetched, Sent, Settings, Turnstile};
use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, USER_AGENT};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The User-Agent can't be sent.
    #[error(transparent)]
    UserAgent(#[from] BadUserAgent),
    /// A credential can't be used.
    #[error(transparent)]
    Credential(#[from] BadCredential),
    /// No TLS, most likely because the system has no root certificates.
    #[error("can't set up secure connections ({0}); is the package ca-certificates installed?")]
    Tls(String),
}

/// The only way out. One per process: it holds the manners, and a second one would not know of the first one's pace.
pub struct Client {
    exchange: Exchange,
    robots: RobotsCache,
    keys: Vec<Key>,
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
            keys: settings.credentials.iter().map(Key::new).collect::<Result<_, _>>()?,
            body_bytes_max: settings.body_bytes_max,
            total_timeout: settings.total_timeout,
        })
    }

    /// Takes turns at sites with others, who ask the same turnstile.
    #[must_use]
    pub fn with_turnstile(mut self, turnstile: Arc<dyn Turnstile>) -> Self {
        self.exchange.share(turnstile);
        self
    }

    /// The site whose turns are taken for an address; none: it is written as a host of ours, which takes none.
    pub fn site(&self, url: &Url) -> Option<String> {
        let url = web_url(url).ok()?;
        (!self.exchange.is_written_as_ours(&url)).then(|| site_of(&url))
    }

    /// Fetches a page, if it has changed since the validators were given. Never fails: how it ended is the answer. `now`
    /// becomes the page's `fetched_at`, and what `Retry-After` counts from.
    pub async fn fetch(&self, ask: &Ask, now: DateTime<Utc>) -> Fetched {
        self.look(ask, now).await.0
    }

    /// The same, and how it was sent: for whoever looks at the server and not only at the page.
    pub async fn look(&self, ask: &Ask, now: DateTime<Utc>) -> (Fetched, Sent) {
        let (mut budget, mut sent) = (Budget::new(now, self.total_timeout), Sent::default());
        let fetched = self.walk(ask, &mut budget, &mut sent).await.unwrap_or_else(Fetched::from);
        sent.bytes = budget.received();
        (fetched, sent)
    }

    /// From the address to the answer at the end of its redirects. Each hop is checked, asked of `robots.txt` and paced.
    async fn walk(&self, ask: &Ask, budget: &mut Budget, sent: &mut Sent) -> Result<Fetched, Halt> {
        let refused = |error: &dyn std::error::Error| Halt::Refused(error.to_string());
        let url = web_url(&ask.url).map_err(|error| refused(&error))?;
        let mut door = self.exchange.door(&url, ask.is_from_outside, budget).await;
        let start = check_url(&url, door.guard.allow()).map_err(|error| refused(&error))?;
        let headers = headers(ask).map_err(|error| refused(&error))?;
        let own_max = ask.body_bytes_max.unwrap_or(usize::MAX);
        let limit = BodyLimit { bytes_max: self.body_bytes_max.min(own_max), excess: Excess::Fails };
        let (home, mut keys) = (site_of(&start), self.keys.iter().collect::<Vec<_>>());
        let mut trail = Trail::new(start);
        loop {
            let at = trail.at();
            sent.is_from_ours = door.is_ours();
            let site = self.exchange.site(door, at);
            self.exchange.hush(&site, budget)?;
            let has_consent = ask.has_robots_consent && site_of(at) == home;
            let delay = self.robots.admits(at, has_consent, door, &self.exchange, budget).await?;
            // What is left out once is left out for the rest of the way: it came from elsewhere.
            keys.retain(|key| key.is_for(at, door.is_ours()));
            let (mut headers, conditions) = (headers.clone(), conditions_at(ask, at));
            let is_conditional = !conditions.is_empty();
            headers.extend(conditions);
            headers.extend(keys.iter().map(|key| (key.header.clone(), key.value.clone())));
            let question = Question { url: at, door, site: &site, delay, headers, body: ask.body.as_deref(), limit };
            let answer = self.exchange.ask(question, budget).await?;
            sent.heard(&answer.headers);
            sent.is_withheld = answer.status.is_client_error();
            match answer.redirect() {
                Some(redirect) => {
                    let keeps_method = redirect.keeps_method;
                    sent.redirects.push(trail.at().clone());
                    door = self.exchange.door_after(door, trail.at(), &redirect, budget).await;
                    trail.follow(redirect, door.guard.allow())?;
                    if ask.body.is_some() && !(keeps_method && site_of(trail.at()) == home) {
                        return Err(Halt::Refused("redirects a question to where it was not meant for".to_owned()));
                    }
                }
                None => return Ok(asked_of(ask, settled(answer, trail, is_conditional, budget))),
            }
        }
    }
}

/// A page that answers a question is known by the fragment too, and moves with it: it says what was asked.
fn asked_of(ask: &Ask, mut fetched: Fetched) -> Fetched {
    if let (Some(_), Fetched::Page { page, moved_to, .. }) = (&ask.body, &mut fetched) {
        page.url.set_fragment(ask.url.fragment());
        if let Some(moved_to) = moved_to {
            moved_to.set_fragment(ask.url.fragment());
        }
    }
    fetched
}

/// "Has it changed?", asked at an address: where the validators are of another one, they mean nothing there. A question with a
/// body is never conditional.
fn conditions_at(ask: &Ask, at: &Url) -> HeaderMap {
    let is_of = |of: &Url| web_url(of).is_ok_and(|of| of == *at);
    match ask.body {
        None if ask.validators_of.as_ref().is_none_or(is_of) => conditions(&ask.validators),
        _ => HeaderMap::new(),
    }
}

/// What stands in the head of every question of a fetch.
fn headers(ask: &Ask) -> Result<HeaderMap, BadUserAgent> {
    let mut headers = HeaderMap::new();
    if let Some(agent) = &ask.user_agent {
        headers.insert(USER_AGENT, user_agent_value(agent)?);
    }
    Ok(headers)
}
