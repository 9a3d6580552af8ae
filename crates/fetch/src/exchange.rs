//! One question, one answer: in turn, through the guard, under limits.

use crate::body::{Body, BodyLimit, Excess, too_large};
use crate::budget::Budget;
use crate::door::{Door, Doors};
use crate::guard::{ALLOW_SETTING, web_url};
use crate::halt::Halt;
use crate::manners::{Manners, Site};
use crate::settings::Settings;
use crate::trail::Redirect;
use crate::turnstile::Turnstile;
use crate::validators::retry_at;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Response, StatusCode};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use url::Url;

/// The most bytes of an answer's headers.
const HEADER_BYTES_MAX: usize = 64 * 1024;

/// What a question's body is written in.
const JSON: &str = "application/json";

/// Questions and answers.
pub(crate) struct Exchange {
    doors: Doors,
    manners: Manners,
    connections_to_ours: Semaphore,
    connections: Semaphore,
    first_byte_timeout: Duration,
    paces_ours: bool,
}

/// What is asked. The address must have been checked.
pub(crate) struct Question<'a> {
    pub(crate) url: &'a Url,
    pub(crate) door: &'a Door,
    pub(crate) site: &'a Site,
    pub(crate) delay: Duration,
    /// What stands in the head beside what always does.
    pub(crate) headers: HeaderMap,
    /// What is sent by POST.
    pub(crate) body: Option<&'a str>,
    pub(crate) limit: BodyLimit,
}

/// How many connections to hosts of ours are open at once. Small servers, such as those of a language's standard library,
/// let no more than five wait, and one that is turned away tries again only a second later.
const CONNECTIONS_TO_OURS_MAX: usize = 4;

/// What is answered. Only a whole page has a body.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Exchange {
    pub(crate) fn new(doors: Doors, settings: &Settings) -> Self {
        Self {
            doors,
            manners: Manners::new(settings.pace),
            connections_to_ours: Semaphore::new(CONNECTIONS_TO_OURS_MAX),
            connections: Semaphore::new(settings.connections_max.clamp(1, Semaphore::MAX_PERMITS)),
            first_byte_timeout: settings.first_byte_timeout,
            paces_ours: settings.paces_ours,
        }
    }

    /// From now on turns are shared with others.
    pub(crate) fn share(&mut self, turnstile: Arc<dyn Turnstile>) {
        self.manners.share(turnstile);
    }

    /// The door to an address: the public one where it was named from outside.
    pub(crate) async fn door(&self, url: &Url, is_from_outside: bool, budget: &mut Budget) -> &Door {
        self.doors.to(url, is_from_outside, budget).await
    }

    /// The door to the target of a redirect. Who has left for the public Internet never comes back into networks of ours.
    pub(crate) async fn door_after(&self, door: &Door, at: &Url, redirect: &Redirect, budget: &mut Budget) -> &Door {
        let target = redirect.location.as_deref().and_then(|location| at.join(location.trim()).ok());
        let target = target.and_then(|target| web_url(&target).ok());
        // What is no address is refused at either door.
        self.doors.to(target.as_ref().unwrap_or(at), !door.is_ours(), budget).await
    }

    /// Whether an address is one of ours as it is written, and not paced.
    pub(crate) fn is_written_as_ours(&self, url: &Url) -> bool {
        !self.paces_ours && self.doors.is_written_as_ours(url)
    }

    /// Whose site an address is that is reached by a door.
    pub(crate) fn site(&self, door: &Door, url: &Url) -> Site {
        if door.is_ours() && !self.paces_ours { Site::Ours } else { self.manners.site(url) }
    }

    /// Stops if the site wants silence.
    pub(crate) fn hush(&self, site: &Site, budget: &Budget) -> Result<(), Halt> {
        self.manners.silent_until(site, budget.at()).map_or(Ok(()), |until| Err(Halt::Throttled(until)))
    }

    /// Waits for its turn, asks once, reads the answer. An answer that asks for silence stops the fetch.
    pub(crate) async fn ask(&self, question: Question<'_>, budget: &mut Budget) -> Result<Answer, Halt> {
        let site = question.site;
        let turn = self.manners.turn(site, question.delay).await?;
        let answer = self.asked(question, budget).await;
        if let Err(Halt::Throttled(until)) = &answer {
            self.manners.spread_silence(site, *until).await;
        }
        turn.end().await;
        answer
    }

    /// Asks, now that it is our turn.
    async fn asked(&self, question: Question<'_>, budget: &mut Budget) -> Result<Answer, Halt> {
        let Question { url, door, site, delay: _, headers, body, limit } = question;
        self.hush(site, budget)?; // it may have asked for silence while we waited
        let shut = |_| Halt::Failed("was not asked: the client is shut".to_owned());
        let _ours = match site {
            Site::Ours => Some(self.connections_to_ours.acquire().await.map_err(shut)?),
            Site::Theirs(_) => None,
        };
        let permit = self.connections.acquire().await;
        let _permit = permit.map_err(shut)?;
        let request = match body {
            None => door.http.get(url.clone()),
            Some(json) => door.http.post(url.clone()).header(CONTENT_TYPE, JSON).body(json.to_owned()),
        };
        let sent = budget.spend(self.first_byte_timeout, request.headers(headers).send()).await?;
        let response = sent.map_err(|error| broken(&error, url))?;
        let (status, headers) = (response.status(), response.headers().clone());
        tracing::debug!(host = url.host_str(), status = status.as_u16(), "answered");
        if headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > HEADER_BYTES_MAX {
            return Err(Halt::Failed(format!("sent more than {} KiB of headers", HEADER_BYTES_MAX / 1024)));
        }
        self.heed(site, status, &headers, budget)?;
        let body = match status {
            StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => read(response, limit, budget).await?,
            _ => Vec::new(),
        };
        Ok(Answer { status, headers, body })
    }

    /// Stops if the answer is "too much" (429, or 503 with `Retry-After`), and remembers it.
    fn heed(&self, site: &Site, status: StatusCode, headers: &HeaderMap, budget: &Budget) -> Result<(), Halt> {
        let now = budget.at();
        let until = retry_at(headers, now);
        match status {
            StatusCode::TOO_MANY_REQUESTS => Err(Halt::Throttled(self.manners.throttled(site, until, now))),
            StatusCode::SERVICE_UNAVAILABLE if until.is_some() => {
                Err(Halt::Throttled(self.manners.throttled(site, until, now)))
            }
            // An error, a refusal or a redirect does not say that it has recovered.
            StatusCode::NOT_MODIFIED | StatusCode::NOT_FOUND | StatusCode::GONE => {
                self.manners.answered(site);
                Ok(())
            }
            _ => {
                if status.is_success() {
                    self.manners.answered(site);
                }
                Ok(())
            }
        }
    }
}

/// Reads a body to its end or to the limit.
async fn read(mut response: Response, limit: BodyLimit, budget: &mut Budget) -> Result<Vec<u8>, Halt> {
    let announced = response.content_length();
    let mut body = Body::new(response.headers(), limit)?;
    let is_too_large = announced.is_some_and(|bytes| bytes > u64::try_from(limit.bytes_max).unwrap_or(u64::MAX));
    if is_too_large && limit.excess == Excess::Fails {
        return Err(too_large(limit.bytes_max));
    }
    body.expect(announced.unwrap_or_default());
    // Counted beside the body: what is given up half-way was received too.
    let received = AtomicU64::new(0);
    let reading = async {
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    received.fetch_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
                    if !body.take(&chunk)? {
                        break;
                    }
                }
                Ok(None) => break,
                Err(_) => return Err(broken_off(body.received(), announced)),
            }
        }
        body.finish()
    };
    let read = budget.spend_rest(reading).await;
    budget.receive(received.into_inner());
    read?
}

fn broken_off(received: u64, announced: Option<u64>) -> Halt {
    Halt::Failed(match announced {
        Some(announced) => format!("broke off after {received} of {announced} bytes"),
        None => format!("broke off after {received} bytes"),
    })
}

impl Answer {
    /// Where it redirects to, if it does.
    pub(crate) fn redirect(&self) -> Option<Redirect> {
        let is_permanent = match self.status {
            StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => true,
            StatusCode::FOUND | StatusCode::SEE_OTHER | StatusCode::TEMPORARY_REDIRECT => false,
            _ => return None,
        };
        let location = self.headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let keeps_method = matches!(self.status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
        Some(Redirect { location, is_permanent, keeps_method })
    }

    /// The sentence about an answer that is no page.
    pub(crate) fn failure(&self) -> Halt {
        Halt::Failed(self.status_told())
    }

    /// The status as a predicate: "answered 404 Not Found".
    pub(crate) fn status_told(&self) -> String {
        let code = self.status.as_u16();
        match self.status.canonical_reason() {
            Some(reason) => format!("answered {code} {reason}"),
            None => format!("answered {code}"),
        }
    }
}

/// What the sentence about a server begins with to which there was no connection.
const UNREACHED: &str = "can't be reached";

/// The sentence about an exchange that broke. Names no address, and says the same of a name that does not exist and of
/// one that is not public.
fn broken(error: &reqwest::Error, url: &Url) -> Halt {
    if error.is_dns() {
        let host = url.host_str().unwrap_or_default();
        Halt::Unreachable(format!(
            "{UNREACHED}: no public address is known for `{host}` \
             (a host of your own network has to be in {ALLOW_SETTING})"
        ))
    } else if error.is_timeout() && error.is_connect() {
        Halt::Unreachable(format!("{UNREACHED}: no connection in time"))
    } else if error.is_connect() {
        Halt::Unreachable(format!("{UNREACHED}: {}", innermost(error)))
    } else {
        Halt::Failed(format!("did not answer as a web server does: {}", innermost(error)))
    }
}

/// The last cause, on one line, at most 200 characters.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}
