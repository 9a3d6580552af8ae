//! The pipeline without a database: page → listings → drafts.

use std::{fs::File, io::Read, path::Path};

use crate::{
    catalogue,
    json::Reading,
    outcome::{Outcome, usage},
    table::counted,
    wiring,
};
use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    AttendanceMode, Claim, Draft, Event, EventId, KnownListing, ListingId, Occurrence, Page, Phase, Problem, SourceId,
    SourceSpec, Standing, occurrences,
};
use hobnob_extract::{RuleReport, Rules, extract_by, extract_for};
use hobnob_fetch::{Client, Fetched};
use hobnob_resolve::Resolver;
use url::Url;

/// The most bytes taken from a file or standard input.
const INPUT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The most sittings of a page that are shown, beyond the first of each draft.
const SITTINGS_MAX: usize = 20_000;

/// Which sittings of a draft are shown.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
}

impl Window {
    /// A year from now, unless something else is asked for.
    pub(crate) fn new(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let from = from.unwrap_or(now);
        Self { from, to: to.unwrap_or(from + TimeDelta::days(366)) }
    }
}

/// Fetches a source's first page once, or says in a sentence why it did not come.
pub(crate) async fn fetch(client: &Client, spec: &SourceSpec, now: DateTime<Utc>) -> anyhow::Result<Page> {
    let url = &spec.url;
    match client.fetch(&hobnob_worker::ask(spec, url), now).await {
        Fetched::Page { page, .. } => Ok(page),
        Fetched::NotModified { .. } => bail!("{url}: the server says “not modified” to a first request"),
        Fetched::Throttled { until } => bail!("{url}: the server asks us to come back after {until}"),
        Fetched::Crowded { until } => bail!("{url}: other readers of its site take long; try again after {until}"),
        Fetched::Gone => bail!("{url} is gone (410)"),
        Fetched::Missing { reason }
        | Fetched::Refused { reason }
        | Fetched::Unreached { reason }
        | Fetched::Failed { reason } => {
            bail!("{url}: {reason}")
        }
    }
}

/// Gets the page that a person named: an address, a file, or `-` for standard input.
pub(crate) async fn page(
    client: &Client,
    target: &str,
    base: Option<Url>,
    media_type: Option<String>,
    now: DateTime<Utc>,
) -> Outcome<Page> {
    if target.contains("://") && !Path::new(target).exists() {
        let url = catalogue::web_url(target).map_err(usage)?;
        let page = fetch(client, &SourceSpec::new(url.as_str(), url.clone()), now).await?;
        return Ok(Page { media_type: media_type.or(page.media_type), ..page });
    }
    let body = if target == "-" { standard_input()? } else { file(Path::new(target))? };
    let url = match base {
        Some(url) => url,
        None => file_url(target)?,
    };
    Ok(Page { url, media_type, body, fetched_at: now })
}

/// A stand-in address for a file that came from nowhere: its name is kept, since some formats speak through it.
fn file_url(target: &str) -> anyhow::Result<Url> {
    let path = if target == "-" { Path::new("stdin") } else { Path::new(target) };
    let absolute = std::path::absolute(path).with_context(|| format!("{target} is no path"))?;
    Url::from_file_path(&absolute).map_err(|()| anyhow::anyhow!("{target} is no path"))
}

fn standard_input() -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    std::io::stdin().take(INPUT_BYTES_MAX).read_to_end(&mut body).context("standard input can't be read")?;
    Ok(body)
}

fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cure = || match path.exists() {
        true => format!("{} can't be read", path.display()),
        false => format!("{} can't be read (the address of a page begins with https://)", path.display()),
    };
    let mut body = Vec::new();
    File::open(path).with_context(cure)?.take(INPUT_BYTES_MAX).read_to_end(&mut body).with_context(cure)?;
    Ok(body)
}

/// Reads a page as if it were a source's.
pub(crate) fn read(page: Page, spec: &SourceSpec, window: Window, now: DateTime<Utc>) -> Reading {
    let resolver = Resolver::new(wiring::gazetteer());
    let rules = spec.rules.as_deref().and_then(|rules| Rules::parse(rules).ok());
    let (mut extraction, report) = match rules {
        Some(rules) => {
            let (extraction, report) = extract_by(&page, &rules.hinted(&spec.hints));
            (extraction, Some(report))
        }
        None => (extract_for(&page, spec), None),
    };
    let mut drafts = Vec::new();
    let mut rejections = Vec::new();
    let mut left = SITTINGS_MAX;
    for (number, listing) in (1..).zip(&extraction.listings) {
        let known = KnownListing {
            id: ListingId::new(number),
            source_id: SourceId::new(0),
            listing: listing.clone(),
            first_seen_at: now,
            changed_at: now,
            missing_runs: 0,
            missing_since: None,
        };
        match resolver.draft(&known, spec, now) {
            Ok(draft) => {
                let mut sittings = sittings(&draft, window);
                sittings.truncate(left.max(1));
                left = left.saturating_sub(sittings.len());
                drafts.push((draft, sittings));
            }
            Err(rejection) => rejections.push(rejection),
        }
    }
    if left == 0 {
        let reason = format!("more than {SITTINGS_MAX} sittings: of the events behind them one each is shown");
        extraction.problems.push(Problem::new(Phase::Extract, reason));
    }
    Reading { page, extraction, drafts, rejections, report }
}

impl Reading {
    /// What was odd, of the page and of what was understood of it.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.extraction.problems.iter().chain(self.drafts.iter().flat_map(|(draft, _)| &draft.problems))
    }
}

/// What each rule did, as a table for people; empty where no rules were followed.
pub(crate) fn rules_told(reading: &Reading) -> String {
    let Some(report) = &reading.report else { return String::new() };
    let mut rows = crate::table::table(&["Rule", "Selector", "Matched", "First"]);
    for RuleReport { rule, selector, matched, example } in &report.rules {
        let of = if matches!(rule.as_str(), "item" | "next") { String::new() } else { format!(" of {}", report.items) };
        rows.add_row([rule.clone(), selector.clone(), format!("{matched}{of}"), example.clone().unwrap_or_default()]);
    }
    format!("{rows}\n")
}

/// How many drafts of a reading are still to come.
pub(crate) fn coming(reading: &Reading) -> usize {
    reading.drafts.iter().filter(|(_, sittings)| !sittings.is_empty()).count()
}

/// The sittings a draft alone would have.
fn sittings(draft: &Draft, window: Window) -> Vec<Occurrence> {
    let event = Event {
        id: EventId::new(0),
        uid: String::new(),
        sequence: 0,
        created_at: draft.first_seen_at,
        revised_at: draft.changed_at,
        fingerprint: String::new(),
        facts: draft.facts.clone(),
        standing: Standing::Confirmed,
        claims: Vec::<Claim>::new(),
    };
    occurrences(&event, window.from, window.to)
}

/// What a person wants to know of a reading: how much there is, what comes next, what was odd.
pub(crate) fn summary(reading: &Reading, shown_max: usize) -> String {
    use std::fmt::Write as _;
    let extraction = &reading.extraction;
    let format = extraction.format.map_or("no known format", |format| format.as_str());
    let mut text = format!(
        "{}\n  read as {format}: {}, {} understood, {} rejected, {}\n",
        reading.page.url,
        counted(extraction.listings.len(), "listing"),
        reading.drafts.len(),
        reading.rejections.len(),
        counted(reading.problems().count(), "problem"),
    );
    let mut coming: Vec<_> =
        reading.drafts.iter().filter_map(|(draft, sittings)| Some((sittings.first()?, draft))).collect();
    coming.sort_by_key(|(sitting, draft)| (sitting.starts_at, &draft.key));
    for (sitting, draft) in coming.iter().take(shown_max) {
        let zone = draft.facts.schedule.zone;
        let start = sitting.starts_at.with_timezone(&zone);
        let when = if sitting.is_all_day { start.format("%Y-%m-%d      ") } else { start.format("%Y-%m-%d %H:%M") };
        let venue = draft.facts.venue.as_ref().map(|venue| venue.line()).unwrap_or_default();
        let place = if draft.facts.attendance_mode == AttendanceMode::Online { "online".to_owned() } else { venue };
        let niches = draft.facts.niches.iter().map(|niche| niche.slug()).collect::<Vec<_>>().join(", ");
        let name = crate::table::warned(&draft.facts.name, sitting.status, Standing::Confirmed);
        let _ = writeln!(text, "  {when} {}  {name}  [{place}] {niches}", zone.name());
    }
    if coming.len() > shown_max {
        let _ = writeln!(text, "  … and {} more", coming.len() - shown_max);
    }
    for problem in reading.problems().take(shown_max) {
        let _ = writeln!(text, "  problem ({}): {}", problem.phase, problem.message);
    }
    for rejection in reading.rejections.iter().take(shown_max) {
        let _ = writeln!(text, "  rejected {}: {}", rejection.key, rejection.reason);
    }
    text
}
