//! Scores of niches, with what they come from.

use std::collections::BTreeSet;

use hobnob_domain::NicheId;

use super::{ENOUGH, Found, NICHES_MAX};

/// A niche's account.
#[derive(Debug)]
struct Entry {
    niche: NicheId,
    score: f64,
    reasons: Vec<String>,
}

/// The accounts of a text's niches. Reasons are kept only where somebody will read them.
#[derive(Debug)]
pub(super) struct Ledger {
    entries: Vec<Entry>,
    explains: bool,
}

impl Ledger {
    pub(super) fn new(explains: bool) -> Self {
        Self { entries: Vec::new(), explains }
    }

    pub(super) fn credit(&mut self, niche: NicheId, score: f64, reason: impl FnOnce() -> String) {
        let reason = self.explains.then(reason);
        match self.entries.iter_mut().find(|entry| entry.niche == niche) {
            Some(entry) => {
                entry.score += score;
                entry.reasons.extend(reason);
            }
            None => self.entries.push(Entry { niche, score, reasons: reason.into_iter().collect() }),
        }
    }

    /// The niches that have enough.
    pub(super) fn given(&self) -> BTreeSet<NicheId> {
        self.entries.iter().filter(|entry| entry.score >= ENOUGH).map(|entry| entry.niche).collect()
    }

    fn of(&self, niche: NicheId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.niche == niche)
    }

    /// The most specific of the given niches, the best of them, with their reasons.
    pub(super) fn told(&self, given: &BTreeSet<NicheId>) -> Found {
        let is_broader = |niche: NicheId| given.iter().any(|other| *other != niche && other.is_within(niche));
        let score = |niche| self.of(niche).map_or(ENOUGH, |entry| (entry.score * 100.0).round() / 100.0);
        let mut niches: Vec<(NicheId, f64)> =
            given.iter().copied().filter(|niche| !is_broader(*niche)).map(|niche| (niche, score(niche))).collect();
        niches.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        niches.truncate(NICHES_MAX);
        niches.sort_by_key(|(niche, _)| *niche);
        let reason = |niche| self.of(niche).map(|entry| format!("{niche}: {}", entry.reasons.join("; ")));
        let explained = niches.iter().filter(|_| self.explains);
        let reasons = explained.filter_map(|(niche, _)| reason(*niche)).collect();
        Found { niches, reasons, ..Found::default() }
    }
}
