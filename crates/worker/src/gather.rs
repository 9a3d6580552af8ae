//! One run over one source: from its first page to its last, or to a limit.

use std::{collections::BTreeMap, future::Future, time::Duration};

use crate::{
    asking::{ask, known_as, led_by},
    frontier::{Frontier, Step},
    heap::{Behind, Heap},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Extraction, Page, Phase, Problem, RunEnding, Source};
use hobnob_extract::{extract_for, format_after};
use hobnob_fetch::{Ask, Client, Fetched};
use hobnob_store::{PageOutcome, PageRecord, RunTally, Store};
use tokio::time::Instant;
use url::Url;

/// The most bytes one run of one source reads, decoded, for each page it may read: 20 MiB for 200 pages.
const BYTES_PER_PAGE_MAX: usize = 105 * 1024;

/// How long a claim lasts if its worker dies, and how often one that works renews it.
pub(crate) const LEASE: TimeDelta = TimeDelta::minutes(15);
const RENEW_EVERY: Duration = Duration::from_secs(180);

/// When fewer bytes than this are left to a run, a page that does not come may be one that is too large for it.
const ROOM_FOR_ANY: usize = 10 * 1024 * 1024;

/// Stands before the digest of a page that this version has read: what a newer one makes of the same bytes may be more, so that
/// it reads them again.
pub(crate) const READ_BY: &str = concat!(env!("CARGO_PKG_VERSION"), " ");

/// What a run needs.
pub(crate) struct Gatherer<'a> {
    pub(crate) client: &'a Client,
    pub(crate) store: &'a Store,
    pub(crate) owner: &'a str,
    pub(crate) source: &'a Source,
    /// Address and digest of each page the run before read.
    pub(crate) known: BTreeMap<String, String>,
    /// The most pages it reads.
    pub(crate) pages_max: usize,
    /// When the run began.
    pub(crate) now: DateTime<Utc>,
}

/// What a run brought.
pub(crate) struct Gathered {
    pub(crate) outcome: PageOutcome,
    /// Whether there was no connection to its server.
    pub(crate) is_unreached: bool,
    pub(crate) tally: RunTally,
    pub(crate) fresh_for: Option<TimeDelta>,
    pub(crate) moved_to: Option<Url>,
    /// When we may come back, if the server says.
    pub(crate) until: Option<DateTime<Utc>>,
}

impl Gathered {
    pub(crate) fn of(outcome: PageOutcome, finished_at: DateTime<Utc>) -> Self {
        Self {
            outcome,
            is_unreached: false,
            tally: RunTally::new(finished_at),
            fresh_for: None,
            moved_to: None,
            until: None,
        }
    }
}

impl Gatherer<'_> {
    /// Reads the source. Never fails: how it went is the answer. The claim is kept meanwhile, also while a turn is waited for.
    pub(crate) async fn run(self) -> Gathered {
        let begun = Instant::now();
        tokio::select! {
            gathered = self.walk(begun) => gathered,
            () = lost(|| self.renewed(self.at(begun))) => {
                let problem = Problem::new(Phase::Fetch, "another worker took the source over");
                Gathered::of(failed(problem, false), self.at(begun))
            }
        }
    }

    async fn walk(&self, begun: Instant) -> Gathered {
        let mut heap = Heap::default();
        let mut frontier = Frontier::new(self.source.spec.url.clone(), self.pages_max);
        while let Some(step) = frontier.pop() {
            let at = self.at(begun);
            if let Err(end) = self.step(&mut heap, &mut frontier, &step, at).await {
                return self.with_consent(*end);
            }
        }
        heap.problems.extend(frontier.strangers().map(|strangers| Problem::new(Phase::Fetch, strangers)));
        if let Some(limit) = frontier.limit() {
            heap.stop(RunEnding::PageCap, limit);
        }
        self.with_consent(heap.finish(&self.known, self.at(begun)))
    }

    /// Reads one page. The error is how the run ended, if it ends here.
    async fn step(
        &self,
        heap: &mut Heap,
        frontier: &mut Frontier,
        step: &Step,
        at: DateTime<Utc>,
    ) -> Result<(), Box<Gathered>> {
        let bytes_max = bytes_max(self.pages_max);
        let (is_first, room) = (heap.pages.is_empty(), heap.room(bytes_max));
        if room == 0 {
            heap.stop(RunEnding::PageCap, too_many_bytes(bytes_max));
            heap.part_told(&step.url, false);
            leave(heap, frontier);
            return Ok(());
        }
        let asked = led_by(heap.first.as_ref(), self.ask(step, is_first, room));
        let (fetched, sent) = self.client.look(&asked, at).await;
        if heap.is_given_up(&fetched, (sent.is_withheld, sent.bytes)) {
            leave(heap, frontier);
        }
        match fetched {
            Fetched::Page { page, validators, moved_to, fresh_for } => {
                if is_first {
                    frontier.moved(&page.url);
                    heap.first = Some(sent);
                    (heap.validators, heap.moved_to, heap.fresh_for) = (validators, moved_to, fresh_for);
                }
                let stood_at = page.url.clone();
                let ended = |problem, tally| Gathered { tally, ..Gathered::of(failed(problem, true), at) };
                let next = self.read(heap, step, page).await;
                let next = next.map_err(|problem| Box::new(ended(problem, heap.tally(at))))?;
                frontier.push(
                    step,
                    &stood_at,
                    next.into_iter().map(|next| known_as(&self.source.spec, next)).collect(),
                );
            }
            other if is_first => return Err(Box::new(first_page_missing(other, at))),
            Fetched::Failed { reason } if room < ROOM_FOR_ANY => {
                heap.part_told(&step.url, false);
                heap.is_torn = true;
                heap.stop(RunEnding::PageCap, format!("{}; {}: {reason}", too_many_bytes(bytes_max), step.url));
            }
            other => heap.page_missing(step, &other),
        }
        Ok(())
    }

    /// The present instant, to the millisecond: a run may wait long for its turns.
    fn at(&self, begun: Instant) -> DateTime<Utc> {
        let waited = i64::try_from(begun.elapsed().as_millis()).ok().and_then(TimeDelta::try_milliseconds);
        waited.and_then(|waited| self.now.checked_add_signed(waited)).unwrap_or(self.now)
    }

    /// Keeps the claim on the source; says whether it is still ours. A database that is away is asked again at the end.
    async fn renewed(&self, at: DateTime<Utc>) -> bool {
        self.store.source_lease_renew(self.source.id, self.owner, at + LEASE).await.unwrap_or(true)
    }

    fn ask(&self, step: &Step, is_first: bool, room: usize) -> Ask {
        let asked = Ask { body_bytes_max: Some(room), ..ask(&self.source.spec, &step.url) };
        // "Has it changed?" is asked of what we have read as we read today.
        let is_read = self.known.values().all(|digest| digest.starts_with(READ_BY));
        if !is_first || !is_read {
            return asked;
        }
        let validators_of = match self.known.len() {
            1 => self.known.keys().next().and_then(|known| known.parse().ok()),
            _ => None,
        };
        Ask { validators_of, ..asked }.since(self.source.validators.clone())
    }

    fn with_consent(&self, mut gathered: Gathered) -> Gathered {
        gathered.tally.robots_consent = self.source.spec.robots_consent.clone();
        gathered
    }

    /// Takes a page in and gives the pages after it. Reading is work for the processor, so it leaves the event loop.
    async fn read(&self, heap: &mut Heap, step: &Step, page: Page) -> Result<Vec<Url>, Problem> {
        let mut spec = self.source.spec.clone();
        let is_first = heap.pages.is_empty();
        if !is_first {
            spec.format = spec.format.and_then(format_after);
        }
        let (format, is_by_rules) = (spec.format, spec.rules.is_some());
        let (url, media_type, bytes) = (page.url.to_string(), page.media_type.clone(), page.body.len());
        let body_hash = format!("{READ_BY}{}", blake3::hash(&page.body).to_hex());
        // The one page of a source, equal byte for byte to what was read before, has nothing new to say.
        let is_known = is_first && self.known.len() == 1 && self.known.get(&url) == Some(&body_hash);
        let is_repeat = !heap.hashes.insert(body_hash.clone());
        heap.bytes = heap.bytes.saturating_add(bytes);
        heap.came = heap.came.saturating_add(1);
        let record = |format| PageRecord { url, media_type, bytes, body_hash, format };
        if is_known {
            heap.pages.push(record(format));
            return Ok(Vec::new());
        }
        let read = tokio::task::spawn_blocking(move || extract_for(&page, &spec)).await;
        let extraction =
            read.map_err(|error| Problem::new(Phase::Extract, format!("reading the page ended early: {error}")))?;
        let Extraction { format, listings, in_part, next_pages, problems, fresh_for, is_complete } = extraction;
        if is_first && !is_complete && listings.is_empty() && next_pages.is_empty() {
            let nothing = || Problem::new(Phase::Extract, "the page holds no events we can read");
            return Err(problems.into_iter().next().unwrap_or_else(nothing));
        }
        heap.pages.push(record(format));
        if is_first {
            heap.fresh_for = heap.fresh_for.max(fresh_for);
        }
        heap.is_broken |= !is_complete;
        heap.problems.extend(problems);
        heap.in_part.extend(in_part);
        if is_by_rules && !is_first && listings.is_empty() {
            heap.part_told(&step.url, is_complete);
        }
        let is_stale = heap.take(listings, step.is_turn, Behind::of(is_by_rules, format)) || is_repeat;
        Ok(heap.next(step, next_pages, is_stale))
    }
}

/// Renews a claim for as long as it is waited for; ends once it is lost.
async fn lost<Renewing: Future<Output = bool>>(renewed: impl Fn() -> Renewing) {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        if !renewed().await {
            return;
        }
    }
}

/// How many bytes a run reads at most: two pages as large as any may be come at all events.
fn bytes_max(pages_max: usize) -> usize {
    pages_max.saturating_mul(BYTES_PER_PAGE_MAX).max(2 * ROOM_FOR_ANY)
}

/// Leaves the pages that are still to be read. What their events are known to say stays as it is.
fn leave(heap: &mut Heap, frontier: &mut Frontier) {
    for step in frontier.leave() {
        heap.part_told(&step.url, false);
    }
}

fn too_many_bytes(bytes_max: usize) -> String {
    format!("a run reads at most {} MiB", bytes_max / (1024 * 1024))
}

fn failed(problem: Problem, is_wrong: bool) -> PageOutcome {
    PageOutcome::Failed { problem, is_wrong }
}

fn first_page_missing(fetched: Fetched, at: DateTime<Utc>) -> Gathered {
    match fetched {
        Fetched::NotModified { moved_to, fresh_for } => {
            let tally = RunTally { not_modified: 1, ..RunTally::new(at) };
            Gathered { moved_to, fresh_for, tally, ..Gathered::of(PageOutcome::Unchanged { validators: None }, at) }
        }
        Fetched::Throttled { until } => Gathered { until: Some(until), ..lacking(PageOutcome::Throttled, at) },
        Fetched::Crowded { until } => Gathered { until: Some(until), ..lacking(PageOutcome::Crowded, at) },
        Fetched::Gone => lacking(PageOutcome::Gone, at),
        other => {
            let is_wrong = matches!(other, Fetched::Missing { .. } | Fetched::Refused { .. });
            let is_unreached = matches!(other, Fetched::Unreached { .. });
            let failed = failed(Problem::new(Phase::Fetch, why(&other)), is_wrong);
            Gathered { is_unreached, ..lacking(failed, at) }
        }
    }
}

/// A run whose only page did not come.
fn lacking(outcome: PageOutcome, at: DateTime<Utc>) -> Gathered {
    let tally = RunTally { pages_failed: 1, ..RunTally::new(at) };
    Gathered { tally, ..Gathered::of(outcome, at) }
}

/// Why a page did not come, as a predicate.
pub(crate) fn why(fetched: &Fetched) -> String {
    match fetched {
        Fetched::Missing { reason }
        | Fetched::Unreached { reason }
        | Fetched::Failed { reason }
        | Fetched::Refused { reason } => reason.clone(),
        Fetched::Throttled { .. } => "asks us to come back later".to_owned(),
        Fetched::Crowded { .. } => "was not asked, for other readers of its site take long".to_owned(),
        Fetched::Gone => "is gone (410)".to_owned(),
        Fetched::NotModified { .. } | Fetched::Page { .. } => "answered out of turn".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_claim_is_renewed_however_long_one_page_takes_and_told_when_it_is_lost() {
        let renewals = std::sync::atomic::AtomicI32::new(0);
        let renewed = || async { renewals.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 20 };
        let lease = LEASE.to_std().unwrap();
        let waited = tokio::time::timeout(lease * 2, lost(renewed)).await;
        assert!(waited.is_err(), "it is still ours");
        assert!(RENEW_EVERY * 4 < lease, "several times a lease");
        assert!(renewals.load(std::sync::atomic::Ordering::Relaxed) >= 9);
        tokio::time::timeout(lease * 9, lost(renewed)).await.expect("it is lost");
    }

    #[test]
    fn a_run_of_few_pages_may_read_large_ones() {
        let mega = 1024 * 1024;
        assert_eq!([1, 10, 200, 1000].map(|pages| bytes_max(pages) / mega), [20, 20, 20, 102]);
        assert!(bytes_max(1) >= 2 * ROOM_FOR_ANY);
    }
}
