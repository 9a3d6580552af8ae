//! A pasted address → the best form of what it offers: what its site is known to offer, the page itself, what the page
//! declares beside. Each is fetched once and read; the one that tells of the most that is coming wins.

use crate::{json::Reading, preview, table::counted};
use chrono::{DateTime, Utc};
use hobnob_domain::{Format, Page, SourceSpec};
use hobnob_extract::{alternates, question, suggestions, suggestions_in};
use hobnob_fetch::Client;
use url::Url;

/// So many addresses beside the pasted one are tried.
const OTHERS_MAX: usize = 6;

/// What was found at a pasted address.
pub(crate) struct Found {
    /// The address to watch.
    pub(crate) url: Url,
    /// The format it must be asked for as; none: its content tells.
    pub(crate) format: Option<Format>,
    /// What is read there; none when it did not come.
    pub(crate) reading: anyhow::Result<Reading>,
    /// What was tried, what it gave, and why this was chosen: one sentence each.
    pub(crate) said: Vec<String>,
}

/// An address that may be the better one.
struct Candidate {
    url: Url,
    /// The format it must be asked for as; none: its content tells.
    format: Option<Format>,
    /// Why it may be: the beginning of a sentence.
    why: String,
    reading: anyhow::Result<Reading>,
}

impl Candidate {
    /// How much is coming, how much is understood; none for what can't be read.
    fn worth(&self) -> Option<(usize, usize)> {
        let reading = self.reading.as_ref().ok()?;
        (!reading.drafts.is_empty()).then(|| (preview::coming(reading), reading.drafts.len()))
    }

    fn coming(&self) -> usize {
        self.worth().map_or(0, |(coming, _)| coming)
    }

    /// Whether it is written for programs and tells of about as much as a list that was made out.
    fn is_firmer_than(&self, other: &Self) -> bool {
        !self.is_made_out() && other.is_made_out() && self.coming() > 0 && self.coming() * 2 >= other.coming()
    }

    /// Whether it is a list that was made out on a page that marks nothing up. What is written for programs says more and
    /// lasts longer.
    fn is_made_out(&self) -> bool {
        self.reading.as_ref().is_ok_and(|reading| reading.extraction.format == Some(Format::HtmlList))
    }

    fn told(&self) -> String {
        let (url, why) = (&self.url, &self.why);
        match &self.reading {
            Err(fault) => format!("{why}: not read ({fault:#})."),
            Ok(reading) if reading.extraction.listings.is_empty() => {
                format!("{why}: {url} has no events that can be read.")
            }
            Ok(reading) => {
                let format = reading.extraction.format.map_or("no known format", |format| format.as_str());
                let (coming, all) = (preview::coming(reading), reading.extraction.listings.len());
                format!("{why}: {url}, read as {format}, has {}, {coming} of them coming.", counted(all, "listing"))
            }
        }
    }
}

/// Tries what an address offers and gives the best.
pub(crate) async fn detect(client: &Client, spec: &SourceSpec, now: DateTime<Utc>) -> Found {
    let mut tried = Vec::new();
    let mut known = vec![spec.url.clone()];
    let offered =
        suggestions(&spec.url).into_iter().map(|offered| (offered.url, offered.format, sentence(&offered.why)));
    try_all(client, spec, offered.collect(), &mut known, &mut tried, now).await;

    let page = preview::fetch(client, spec, now).await;
    let beside = page.as_ref().map(|page| {
        let marked = suggestions_in(page).into_iter().map(|marked| (marked.url, marked.format, sentence(&marked.why)));
        let declared = alternates(page).into_iter().map(|declared| {
            let title = declared.title.map(|title| format!(" “{title}”")).unwrap_or_default();
            (declared.url, None, format!("The page declares{title} as {}", declared.media_type))
        });
        (marked.collect::<Vec<_>>(), declared.collect::<Vec<_>>())
    });
    let (marked, declared) = beside.unwrap_or_default();
    try_all(client, spec, marked, &mut known, &mut tried, now).await;
    let reading = page.map(|page| read(spec, page, now));
    tried.push(Candidate { url: spec.url.clone(), format: None, why: "The address itself".to_owned(), reading });
    try_all(client, spec, declared, &mut known, &mut tried, now).await;
    chosen(tried, &spec.url)
}

/// The best of what was tried: the most that is coming, then the most there is, then the first.
fn chosen(tried: Vec<Candidate>, asked: &Url) -> Found {
    let mut said: Vec<String> = tried.iter().map(Candidate::told).collect();
    let is_alone = tried.len() == 1;
    let made_out = tried.iter().filter(|candidate| candidate.is_made_out()).map(Candidate::coming).max();
    let mut best: Option<Candidate> = None;
    for candidate in tried {
        let is_better = match &best {
            None => true,
            Some(best) if best.is_firmer_than(&candidate) => false,
            Some(best) if candidate.is_firmer_than(best) => true,
            // What was asked for is told of when nothing can be read.
            Some(best) => candidate.worth() > best.worth() || (best.worth().is_none() && candidate.url == *asked),
        };
        if is_better {
            best = Some(candidate);
        }
    }
    let Some(best) = best else {
        return Found { url: asked.clone(), format: None, reading: Err(anyhow::anyhow!("nothing was tried")), said };
    };
    if best.worth().is_some() && !is_alone {
        let what = if best.url == *asked { "the address as it is" } else { "that" };
        let has_most = best.is_made_out() || made_out.is_none_or(|coming| coming <= best.coming());
        let why = if has_most { "tells of the most that is coming" } else { "is written for programs" };
        said.push(format!("Chosen: {} ({what} {why}).", best.url));
    }
    Found { url: best.url, format: best.format, reading: best.reading, said }
}

/// Fetches and reads candidates that were not tried yet.
async fn try_all(
    client: &Client,
    spec: &SourceSpec,
    candidates: Vec<(Url, Option<Format>, String)>,
    known: &mut Vec<Url>,
    tried: &mut Vec<Candidate>,
    now: DateTime<Utc>,
) {
    for (url, format, why) in candidates {
        if known.contains(&url) || known.len() > OTHERS_MAX {
            continue;
        }
        known.push(url.clone());
        let there = SourceSpec { url: url.clone(), format, ..spec.clone() };
        let (reading, format) = match preview::fetch(client, &there, now).await {
            Ok(page) => {
                let (reading, format) = read_there(&there, page, now);
                (Ok(reading), format)
            }
            Err(fault) => (Err(fault), None),
        };
        tried.push(Candidate { url, format, why, reading });
    }
}

/// Reads by content, which still holds when a site changes; where that tells of nothing, as what it was asked for as.
/// What answers a question must be asked for so again.
fn read_there(there: &SourceSpec, page: Page, now: DateTime<Utc>) -> (Reading, Option<Format>) {
    let by_content = read(&SourceSpec { format: None, ..there.clone() }, page.clone(), now);
    let is_asked = question(&there.url, there.format).is_some() && question(&there.url, None).is_none();
    if there.format.is_none() || (!by_content.drafts.is_empty() && !is_asked) {
        return (by_content, None);
    }
    (read(there, page, now), there.format)
}

fn read(spec: &SourceSpec, page: hobnob_domain::Page, now: DateTime<Utc>) -> Reading {
    preview::read(page, spec, preview::Window::new(None, None, now), now)
}

/// A reason as the beginning of a sentence.
fn sentence(why: &str) -> String {
    let why = why.trim().trim_end_matches('.');
    let mut letters = why.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
