//! Sources that are being read, and what was read and could not be kept yet.

use std::{future::Future, sync::Arc, time::Duration};

use crate::{
    cadence::{self, Signals},
    gather::Gathered,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Phase, Problem, Source, SourceId, Validators};
use hobnob_store::{PageCommit, PageOutcome};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::task::{Id, JoinError, JoinSet};

/// How many sources of one site are read side by side. They take turns, and each that waits keeps a source of another site from
/// being read.
const OF_A_SITE_MAX: usize = 4;

/// A source that is claimed.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) source: Arc<Source>,
    /// The site whose turns it takes; none: a host of ours.
    pub(crate) site: Option<String>,
    /// Who claimed it.
    pub(crate) owner: String,
    /// When its run began.
    pub(crate) now: DateTime<Utc>,
}

/// A source that was read.
pub(crate) struct Run {
    pub(crate) held: Held,
    pub(crate) commit: PageCommit,
    /// Whether there was no connection to its server.
    pub(crate) is_unreached: bool,
    /// How often it was tried to keep it.
    pub(crate) tries: u32,
}

impl Run {
    /// What a run brought; `is_soon` says whether the source lists an event that begins soon.
    pub(crate) fn new(held: Held, is_soon: bool, gathered: Gathered) -> Self {
        let Gathered { outcome, is_unreached, tally, fresh_for, moved_to, until } = gathered;
        let (source, now) = (&held.source, held.now);
        let signals = Signals { is_soon, fresh_for, ..Signals::default() };
        let next = match (&outcome, until) {
            (PageOutcome::Throttled, Some(until)) => {
                NextFetch { at: cadence::after_throttle(source, until, now), if_quiet: None }
            }
            (PageOutcome::Crowded, Some(until)) => NextFetch { at: until, if_quiet: None },
            _ => next_fetch(source, &outcome, signals, now),
        };
        let commit = PageCommit {
            source_id: source.id,
            owner: held.owner.clone(),
            spec: source.spec.clone(),
            now,
            outcome,
            next_fetch_at: next.at,
            next_fetch_at_if_quiet: next.if_quiet,
            moved_to,
            tally,
        };
        Self { held, commit, is_unreached, tries: 0 }
    }

    /// A run that brought nothing, for a fault that is ours.
    fn broken(held: Held, why: &str) -> Self {
        let outcome = PageOutcome::Failed { problem: Problem::new(Phase::Fetch, why), is_wrong: false };
        let gathered = Gathered::of(outcome, held.now);
        Self::new(held, false, gathered)
    }

    /// What is written in place of what could not be kept: a failure, so that it is not fetched again and again.
    pub(crate) fn as_lost(&self, why: &str) -> PageCommit {
        let problem = Problem::new(Phase::Fetch, format!("what was read could not be kept: {why}"));
        PageCommit {
            outcome: PageOutcome::Failed { problem, is_wrong: false },
            next_fetch_at: cadence::after_failure(&self.held.source, self.held.now),
            next_fetch_at_if_quiet: None,
            moved_to: None,
            ..self.commit.clone()
        }
    }
}

/// How the reading of a source ended.
pub(crate) struct Ended {
    pub(crate) run: Run,
    /// What broke it off, if something did.
    pub(crate) error: Option<JoinError>,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Running {
    tasks: JoinSet<Run>,
    held: FxHashMap<Id, Held>,
}

impl Running {
    pub(crate) fn len(&self) -> usize {
        self.tasks.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Which of those that wait are read now, at most so many: none that is being read already, and of no site so many that all
    /// others wait for it.
    pub(crate) fn chosen(&self, waiting: Vec<(SourceId, Option<String>)>, room: usize) -> Vec<SourceId> {
        chosen(self.held.values().map(|held| (held.source.id, held.site.clone())), waiting, room)
    }

    /// Begins to read a source.
    pub(crate) fn begin(&mut self, held: Held, reading: impl Future<Output = Run> + Send + 'static) {
        let id = self.tasks.spawn(reading).id();
        self.held.insert(id, held);
    }

    /// Brings a run back after a while.
    pub(crate) fn again(&mut self, run: Run, after: Duration) {
        self.begin(run.held.clone(), async move {
            tokio::time::sleep(after).await;
            run
        });
    }

    /// The next one that ends; none: there is none.
    pub(crate) async fn next(&mut self) -> Option<Ended> {
        loop {
            let joined = self.tasks.join_next_with_id().await?;
            if let Some(ended) = self.ended(joined) {
                return Some(ended);
            }
        }
    }

    /// One that has ended already.
    pub(crate) fn next_ended(&mut self) -> Option<Ended> {
        loop {
            let joined = self.tasks.try_join_next_with_id()?;
            if let Some(ended) = self.ended(joined) {
                return Some(ended);
            }
        }
    }

    fn ended(&mut self, joined: Result<(Id, Run), JoinError>) -> Option<Ended> {
        match joined {
            Ok((id, run)) => {
                self.held.remove(&id);
                Some(Ended { run, error: None })
            }
            Err(error) => {
                let held = self.held.remove(&error.id()).filter(|_| !error.is_cancelled())?;
                Some(Ended {
                    run: Run::broken(held, "reading it ended before its time, by a fault of ours"),
                    error: Some(error),
                })
            }
        }
    }

    /// Breaks all others off.
    pub(crate) fn abort(&mut self) {
        self.tasks.abort_all();
    }
}

fn chosen(
    running: impl Iterator<Item = (SourceId, Option<String>)>,
    waiting: Vec<(SourceId, Option<String>)>,
    room: usize,
) -> Vec<SourceId> {
    let (mut busy, mut sites) = (FxHashSet::default(), FxHashMap::<String, usize>::default());
    for (id, site) in running {
        busy.insert(id);
        if let Some(site) = site {
            *sites.entry(site).or_default() += 1;
        }
    }
    let mut chosen = Vec::new();
    for (id, site) in waiting {
        if chosen.len() >= room {
            break;
        }
        if busy.contains(&id) {
            continue;
        }
        if let Some(site) = site {
            let running = sites.entry(site).or_default();
            if *running >= OF_A_SITE_MAX {
                continue;
            }
            *running += 1;
        }
        chosen.push(id);
    }
    chosen
}

/// When a source is due again: at all events, and if the run told nothing new.
struct NextFetch {
    at: DateTime<Utc>,
    if_quiet: Option<DateTime<Utc>>,
}

fn next_fetch(source: &Source, outcome: &PageOutcome, signals: Signals, now: DateTime<Utc>) -> NextFetch {
    let answered = |is_changed, validators: &Validators| {
        let is_conditional = *validators != Validators::default();
        cadence::after_answer(source, Signals { is_changed, is_conditional, ..signals }, now)
    };
    let at = match outcome {
        PageOutcome::Read { validators, .. } => {
            return NextFetch { at: answered(true, validators), if_quiet: Some(answered(false, validators)) };
        }
        PageOutcome::Unchanged { validators } => answered(false, validators.as_ref().unwrap_or(&source.validators)),
        PageOutcome::Gone => cadence::after_gone(source, now),
        PageOutcome::Failed { is_wrong: true, .. } if source.parks_with_another(now) => {
            cadence::after_gone(source, now)
        }
        PageOutcome::Throttled | PageOutcome::Crowded | PageOutcome::Failed { .. } => {
            cadence::after_failure(source, now)
        }
    };
    NextFetch { at, if_quiet: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_source_is_read_twice_at_once_and_no_site_keeps_all_others_waiting() {
        let source = |id: i64, site: &str| (SourceId::new(id), (!site.is_empty()).then(|| site.to_owned()));
        let running = [source(1, "big.example"), source(2, "")];
        let mut waiting: Vec<_> = (1..100).map(|id| source(id, "big.example")).collect();
        waiting.extend([source(200, "small.example"), source(201, ""), source(202, ""), source(203, "")]);
        let ids =
            |room| chosen(running.iter().cloned(), waiting.clone(), room).iter().map(|id| id.get()).collect::<Vec<_>>();
        assert_eq!(ids(14), [3, 4, 5, 200, 201, 202, 203]);
        assert_eq!(ids(5), [3, 4, 5, 200, 201]);
        assert_eq!(ids(0), Vec::<i64>::new());
    }
}
