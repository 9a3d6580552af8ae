//! What is watched, and how it is.

use super::{
    frame::Frame,
    link::{Link, href, list_href, niche_href},
    templates::{SourcePage, SourcesPage},
    when::{Stamp, ago},
};
use crate::{State, limits::PAGE_SOURCES, words};
use chrono::{DateTime, Utc};
use hobnob_domain::{
    EventFilter, Format, Problem, RunEnding, Source, SourceRun, SourceSpec, SourceState, filter_words::niche_label,
};

/// How a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Health {
    /// Its last fetch failed.
    Failing,
    /// It failed too long or is gone.
    Parked,
    /// An operator stopped it.
    Paused,
    /// It was never asked.
    New,
    /// It answered as it should.
    Well,
}

impl Health {
    /// What people call it.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Failing => "Failing",
            Self::Parked => "Parked",
            Self::Paused => "Paused",
            Self::New => "Not read yet",
            Self::Well => "Well",
        }
    }

    /// Its class in the style.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Failing | Self::Parked => "bad",
            Self::Paused | Self::New => "idle",
            Self::Well => "well",
        }
    }

    fn of(source: &Source) -> Self {
        match source.state {
            SourceState::Parked => Self::Parked,
            SourceState::Paused => Self::Paused,
            SourceState::Active if source.failures > 0 => Self::Failing,
            SourceState::Active if source.succeeded_at.is_none() => Self::New,
            SourceState::Active => Self::Well,
        }
    }
}

/// One source as the template shows it.
#[derive(Clone, Debug)]
pub(crate) struct SourceRow {
    pub(crate) name: String,
    /// Its page here.
    pub(crate) href: String,
    /// Where its listings are.
    pub(crate) url: String,
    pub(crate) events_href: String,
    pub(crate) health: Health,
    pub(crate) format: Option<&'static str>,
    /// The terms under which its list may be used.
    pub(crate) licence: Option<&'static str>,
    pub(crate) listings: String,
    pub(crate) succeeded: Option<Stamp>,
    pub(crate) next: Option<Stamp>,
    pub(crate) problem: Option<String>,
    /// The name it is asked by, where that is not our own.
    pub(crate) user_agent: Option<String>,
    /// Who allowed us to leave its robots.txt aside.
    pub(crate) robots_consent: Option<String>,
}

impl SourceRow {
    fn new(source: &Source, now: DateTime<Utc>) -> Self {
        let Source {
            id,
            spec,
            state,
            validators: _,
            next_fetch_at,
            fetched_at: _,
            succeeded_at,
            failures: _,
            wrong_answers: _,
            wrong_since: _,
            problem,
            listings,
        } = source;
        let SourceSpec { name, url, format, user_agent, robots_consent, .. } = spec;
        Self {
            name: name.clone(),
            href: format!("/sources/{id}"),
            url: url.to_string(),
            events_href: list_href(&EventFilter { sources: vec![*id], ..EventFilter::default() }),
            health: Health::of(source),
            format: format.map(Format::as_str),
            licence: format.and_then(Format::licence),
            listings: counted(*listings, "listing"),
            succeeded: succeeded_at.map(|at| ago(at, now)),
            next: (*state != SourceState::Paused).then(|| due(*next_fetch_at, now)),
            problem: problem.clone(),
            user_agent: user_agent.clone(),
            robots_consent: robots_consent.clone(),
        }
    }
}

/// When a source is read next.
fn due(at: DateTime<Utc>, now: DateTime<Utc>) -> Stamp {
    let stamp = ago(at, now);
    let human = if at <= now { "due now".to_owned() } else { format!("next {}", stamp.human) };
    Stamp { human, ..stamp }
}

/// A page of the sources: those that need somebody first, then by name.
pub(crate) fn sources_page(state: &State, mut sources: Vec<Source>, number: usize) -> SourcesPage {
    let now = state.now();
    sources.sort_by(|a, b| {
        let key = |source: &Source| (Health::of(source), source.spec.name.to_lowercase(), source.id);
        key(a).cmp(&key(b))
    });
    let count = |health: Health| sources.iter().filter(|source| Health::of(source) == health).count();
    let all = [Health::Failing, Health::Parked, Health::Paused, Health::New, Health::Well];
    let counts = all.into_iter().map(|health| (health.text(), count(health))).filter(|(_, count)| *count > 0);
    let pages = sources.len().div_ceil(PAGE_SOURCES).max(1);
    let number = number.clamp(1, pages);
    let rows = sources.iter().skip((number - 1) * PAGE_SOURCES).take(PAGE_SOURCES);
    let page = |number: usize| href("/sources", [("page", number.to_string())]);
    SourcesPage {
        frame: Frame {
            description: Some(
                "The public places where this site learns of events, and how each of them is.".to_owned(),
            ),
            here: "sources",
            ..Frame::new("Sources")
        },
        total: words::number(sources.len()),
        is_one: sources.len() == 1,
        counts: counts.map(|(text, count)| (text, words::number(count))).collect(),
        rows: rows.map(|source| SourceRow::new(source, now)).collect(),
        previous: (number > 1).then(|| page(number - 1)),
        next: (number < pages).then(|| page(number + 1)),
    }
}

/// One run as the template shows it.
#[derive(Clone, Debug)]
pub(crate) struct RunRow {
    pub(crate) started: Stamp,
    /// How it ended, for people.
    pub(crate) ending: &'static str,
    /// Its class in the style.
    pub(crate) class: &'static str,
    pub(crate) reason: Option<String>,
    pub(crate) robots_consent: Option<String>,
    /// What it read and found.
    pub(crate) counts: Vec<String>,
}

impl RunRow {
    fn new(run: &SourceRun, now: DateTime<Utc>) -> Self {
        let SourceRun {
            source_id: _,
            started_at,
            finished_at: _,
            ending,
            reason,
            robots_consent,
            pages,
            bytes,
            not_modified,
            seen,
            new,
            changed,
            vanished,
            problems,
        } = run;
        let (ending, class) = match ending {
            RunEnding::Exhausted => ("Read to the end", "well"),
            RunEnding::Unchanged => ("Unchanged", "well"),
            RunEnding::PageCap => ("Stopped at a limit", "idle"),
            RunEnding::CursorStuck => ("Stopped: the list repeats itself", "idle"),
            RunEnding::Failed => ("Failed", "bad"),
        };
        let kilobytes = format!("{} kB", words::number(count(bytes.div_ceil(1_000))));
        let counts = [
            (*pages, counted(*pages, "page")),
            (*pages, kilobytes),
            (*not_modified, format!("{} not modified", words::number(count(*not_modified)))),
            (*seen, counted(*seen, "listing")),
            (*new, format!("{} new", words::number(count(*new)))),
            (*changed, format!("{} changed", words::number(count(*changed)))),
            (*vanished, format!("{} vanished", words::number(count(*vanished)))),
            (*problems, counted(*problems, "oddity")),
        ];
        Self {
            started: ago(*started_at, now),
            ending,
            class,
            reason: reason.clone(),
            robots_consent: robots_consent.clone(),
            counts: counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, told)| told).collect(),
        }
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A number of things.
fn counted(number: u64, thing: &str) -> String {
    let things = match (number, thing.strip_suffix('y')) {
        (1, _) => thing.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{thing}s"),
    };
    format!("{} {things}", words::number(count(number)))
}

/// The page of one source, with how it was read and what was lately odd about it.
pub(crate) fn source_page(state: &State, source: &Source, runs: &[SourceRun], problems: &[Problem]) -> SourcePage {
    let now = state.now();
    SourcePage {
        frame: Frame {
            description: Some(format!("How {} is read, and what was odd about it.", source.spec.name)),
            canonical: Some(state.absolute(&format!("/sources/{}", source.id))),
            here: "source",
            ..Frame::new(source.spec.name.clone())
        },
        row: SourceRow::new(source, now),
        niches: source.spec.niches.iter().map(|id| Link::new(niche_label(*id), niche_href(id.slug()))).collect(),
        runs: runs.iter().map(|run| RunRow::new(run, now)).collect(),
        problems: problems.iter().map(|Problem { phase, message }| (phase.as_str(), message.clone())).collect(),
    }
}
