//! Due sources → pages → listings.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Next, Observer, Progress, RunReport, Stage, WorkerError, cadence};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Extraction, Listing, Page, Phase, Problem, Source, Validators};
use hobnob_extract::{complete, extract_for};
use hobnob_fetch::{Client, Fetched};
use hobnob_store::{PageCommit, PageOutcome, PageRecord, Store, StoreError};
use tokio::{sync::Notify, task::JoinSet};
use url::Url;

/// How many sources one batch claims.
const BATCH: u64 = 16;

/// How long a claim lasts if its worker dies.
const LEASE: TimeDelta = TimeDelta::minutes(15);

/// The most pages one run of one source reads.
const PAGES_MAX: usize = 200;

/// The most listings one run of one source keeps.
const LISTINGS_MAX: usize = 20_000;

/// Fetches due sources, reads their pages and stores their listings.
pub struct Crawl {
    /// Where due sources are and listings go.
    pub store: Store,
    /// The way out.
    pub client: Arc<Client>,
    /// Who claims: unique among all workers.
    pub owner: String,
    /// Told of what happens.
    pub observer: Observer,
    /// Woken when listings changed.
    pub wake: Arc<Notify>,
    /// Added up.
    pub report: Arc<Mutex<RunReport>>,
}

/// What one run over one source's pages brought.
struct Run {
    outcome: PageOutcome,
    fresh_for: Option<TimeDelta>,
    moved_to: Option<Url>,
    until: Option<DateTime<Utc>>,
    fetched: u64,
}

impl Run {
    fn of(outcome: PageOutcome) -> Self {
        Self { outcome, fresh_for: None, moved_to: None, until: None, fetched: 0 }
    }

    fn failed(reason: String) -> Self {
        Self::of(PageOutcome::Failed { problem: Problem::new(Phase::Fetch, reason) })
    }
}

impl Stage for Crawl {
    fn name(&self) -> &'static str {
        "crawl"
    }

    fn step<'a>(&'a self, now: DateTime<Utc>) -> Pin<Box<dyn Future<Output = Result<Next, WorkerError>> + Send + 'a>> {
        Box::pin(async move {
            let due = self.store.sources_due(now, BATCH, &self.owner, LEASE).await?;
            if due.is_empty() {
                return Ok(Next::At(self.store.source_due_next_at().await?));
            }
            (self.observer)(&Progress::Due(due.len()));
            self.count(|report| report.sources.due += u64::try_from(due.len()).unwrap_or(u64::MAX));
            let mut runs = JoinSet::new();
            for source in due {
                let (client, store) = (Arc::clone(&self.client), self.store.clone());
                runs.spawn(async move {
                    let known = store.pages_of(source.id).await.map(|pages| pages.into_iter().collect());
                    let run = match known {
                        Ok(known) => run_source(&client, &source, known, now).await,
                        Err(error) => return (source, Err(error)),
                    };
                    (source, Ok(run))
                });
            }
            while let Some(done) = runs.join_next().await {
                let (source, run) = done?;
                self.commit(source, run?, now).await?;
            }
            Ok(Next::Again)
        })
    }
}

impl Crawl {
    fn count(&self, add: impl FnOnce(&mut RunReport)) {
        add(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }

    async fn commit(&self, source: Source, run: Run, now: DateTime<Utc>) -> Result<(), WorkerError> {
        let Run { outcome, fresh_for, moved_to, until, fetched } = run;
        let next_fetch_at = match &outcome {
            PageOutcome::Read { .. } => cadence::after_answer(&source, true, fresh_for, now),
            PageOutcome::Unchanged { .. } => cadence::after_answer(&source, false, fresh_for, now),
            PageOutcome::Throttled => until.unwrap_or_else(|| cadence::after_failure(&source, now)),
            PageOutcome::Gone => cadence::after_gone(&source, now),
            PageOutcome::Failed { .. } => cadence::after_failure(&source, now),
        };
        self.tell(&source, &outcome, fetched);
        let commit =
            PageCommit { source_id: source.id, owner: self.owner.clone(), now, outcome, next_fetch_at, moved_to };
        let stored = match self.store.page_commit(commit).await {
            Ok(stored) => stored,
            // Somebody else reads it by now, or nobody wants it any more: what was read is thrown away.
            Err(error @ (StoreError::LeaseLost(_) | StoreError::SourceUnknown(_))) => {
                tracing::warn!(source = source.spec.name, %error, "a source's page was not kept");
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let changed = stored.listings.new + stored.listings.changed + stored.listings.vanished;
        self.count(|report| {
            report.listings.new += stored.listings.new;
            report.listings.changed += stored.listings.changed;
            report.listings.vanished += stored.listings.vanished;
        });
        if changed > 0 {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Adds the run to the report and tells the observer.
    fn tell(&self, source: &Source, outcome: &PageOutcome, fetched: u64) {
        let name = source.spec.name.clone();
        let failed = |problem: &str| Progress::Failed { source: name.clone(), problem: problem.to_owned() };
        let progress = match outcome {
            PageOutcome::Read { listings, problems, .. } => {
                let count = listings.len();
                self.count(|report| {
                    report.sources.ok += 1;
                    report.listings.seen += u64::try_from(count).unwrap_or(u64::MAX);
                    report.problems += u64::try_from(problems.len()).unwrap_or(u64::MAX);
                });
                Progress::Read { source: name.clone(), listings: Some(count) }
            }
            PageOutcome::Unchanged { .. } => {
                self.count(|report| {
                    report.sources.ok += 1;
                    report.pages.not_modified += u64::from(fetched == 0);
                });
                Progress::Read { source: name.clone(), listings: None }
            }
            PageOutcome::Throttled => failed("asks us to come back later"),
            PageOutcome::Gone => failed("is gone (410)"),
            PageOutcome::Failed { problem } => failed(&problem.message),
        };
        self.count(|report| {
            report.pages.fetched += fetched;
            if let Progress::Failed { .. } = progress {
                report.sources.failed += 1;
                report.pages.failed += 1;
                report.problems += 1;
            }
        });
        (self.observer)(&progress);
    }
}

/// What a run has gathered so far.
#[derive(Default)]
struct Gathered {
    pages: Vec<PageRecord>,
    listings: BTreeMap<String, Listing>,
    problems: Vec<Problem>,
    is_complete: bool,
    validators: Validators,
    fresh_for: Option<TimeDelta>,
    moved_to: Option<Url>,
}

/// Reads a source from its first page to its last.
async fn run_source(client: &Client, source: &Source, known: BTreeMap<String, String>, now: DateTime<Utc>) -> Run {
    let mut gathered = Gathered { is_complete: true, ..Gathered::default() };
    let mut waiting = vec![source.spec.url.clone()];
    let mut seen: BTreeSet<Url> = waiting.iter().cloned().collect();
    while let Some(url) = waiting.pop() {
        let is_first = gathered.pages.is_empty();
        let validators = if is_first { source.validators.clone() } else { Validators::default() };
        match client.fetch(&url, &validators, now).await {
            Fetched::Page { page, validators, moved_to, fresh_for } => {
                let next = match gathered.read(source, page, is_first, &known).await {
                    Ok(next) => next,
                    Err(reason) => return Run::failed(reason),
                };
                if is_first {
                    (gathered.validators, gathered.moved_to, gathered.fresh_for) = (validators, moved_to, fresh_for);
                }
                waiting.extend(next.into_iter().rev().filter(|next| {
                    next.host_str() == source.spec.url.host_str() && seen.len() < PAGES_MAX && seen.insert(next.clone())
                }));
            }
            other if is_first => return first_page_missing(other),
            other => gathered.page_missing(&url, &other),
        }
    }
    gathered.finish(&known)
}

fn first_page_missing(fetched: Fetched) -> Run {
    match fetched {
        Fetched::NotModified { moved_to, fresh_for } => {
            Run { moved_to, fresh_for, ..Run::of(PageOutcome::Unchanged { validators: None }) }
        }
        Fetched::Throttled { until } => Run { until: Some(until), ..Run::of(PageOutcome::Throttled) },
        Fetched::Gone => Run::of(PageOutcome::Gone),
        Fetched::Refused { reason } | Fetched::Failed { reason } => Run::failed(reason),
        Fetched::Page { .. } => Run::failed("answered twice".to_owned()),
    }
}

impl Gathered {
    /// Takes a page in and gives the pages after it. Reading is work for the processor, so it leaves the event loop.
    async fn read(
        &mut self,
        source: &Source,
        page: Page,
        is_first: bool,
        known: &BTreeMap<String, String>,
    ) -> Result<Vec<Url>, String> {
        let format = source.spec.format;
        let (url, media_type, bytes) = (page.url.to_string(), page.media_type.clone(), page.body.len());
        let body_hash = blake3::hash(&page.body).to_hex().to_string();
        // The one page of a source, equal byte for byte to what was read before, has nothing new to say.
        let is_known = is_first && known.len() == 1 && known.get(&url) == Some(&body_hash);
        let record = |format| PageRecord { url, media_type, bytes, body_hash, format };
        if is_known {
            self.pages.push(record(format));
            return Ok(Vec::new());
        }
        let (spec, is_by_rules) = (source.spec.clone(), source.spec.rules.is_some());
        let read = tokio::task::spawn_blocking(move || extract_for(&page, &spec)).await;
        let Extraction { format, listings, next_pages, problems, is_complete } =
            read.map_err(|error| format!("reading the page ended early: {error}"))?;
        if is_first && !is_complete && listings.is_empty() {
            return Err(problems
                .first()
                .map_or_else(|| "the page holds no events we can read".to_owned(), |problem| problem.message.clone()));
        }
        self.pages.push(record(format));
        self.is_complete &= is_complete;
        self.problems.extend(problems);
        for listing in listings {
            if is_by_rules && let Some(known) = self.listings.get_mut(&listing.key) {
                // The page behind a listing's link.
                complete(known, listing);
            } else if self.listings.len() < LISTINGS_MAX {
                self.listings.entry(listing.key.clone()).or_insert(listing);
            } else {
                self.is_complete = false;
            }
        }
        Ok(next_pages)
    }

    /// A later page that did not come makes the run incomplete: what stood on it has not vanished.
    fn page_missing(&mut self, url: &Url, fetched: &Fetched) {
        let reason = match fetched {
            Fetched::Failed { reason } | Fetched::Refused { reason } => reason.clone(),
            Fetched::Throttled { .. } => "asks us to come back later".to_owned(),
            Fetched::Gone => "is gone (410)".to_owned(),
            Fetched::NotModified { .. } | Fetched::Page { .. } => "answered out of turn".to_owned(),
        };
        self.problems.push(Problem::new(Phase::Fetch, format!("{url}: {reason}")));
        self.is_complete = false;
    }

    fn finish(self, known: &BTreeMap<String, String>) -> Run {
        let fetched = u64::try_from(self.pages.len()).unwrap_or(u64::MAX);
        let is_same = self.pages.len() == known.len()
            && self.pages.iter().all(|page| known.get(&page.url) == Some(&page.body_hash));
        // A list of several pages may change behind an unchanged first page: only a single page can be asked
        // "has it changed?".
        let validators = if self.pages.len() == 1 { self.validators } else { Validators::default() };
        let outcome = if is_same {
            PageOutcome::Unchanged { validators: Some(validators) }
        } else {
            PageOutcome::Read {
                pages: self.pages,
                listings: self.listings.into_values().collect(),
                problems: self.problems,
                is_complete: self.is_complete,
                validators,
            }
        };
        Run { outcome, fresh_for: self.fresh_for, moved_to: self.moved_to, until: None, fetched }
    }
}
