//! Drafts parted into events.

use std::{
    borrow::Borrow,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use hobnob_domain::{Decision, Draft, Finding, ListingId, Match, MatchReason, Pair, Verdict};

use super::{
    blocks::Blocks,
    compare::Comparison,
    parts::Parts,
    series,
    traits::{self, Traits},
};

/// How many neighbours of a draft are asked whether they can be one with each other, and how many members of a part.
const NEIGHBOURS_MAX: usize = 16;

/// Matches that differ by no more points are as good as each other.
const EVEN: i32 = 1;

/// Drafts parted into events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clustering {
    /// The places of the drafts that are one event, ordered by listing within an event and among events.
    pub parts: Vec<Vec<usize>>,
    /// Why drafts are one, one pair fewer than an event has listings, and the best pair of any two events that may be
    /// one. Ordered by listing.
    pub pairs: Vec<Pair>,
}

/// Two drafts that were compared.
#[derive(Clone, Copy, Debug)]
struct Edge {
    one: usize,
    other: usize,
    found: Comparison,
}

/// Parts drafts into events. The result does not depend on the order of the drafts or of the decisions.
///
/// In this order, and never against what went before: what a person decided, the latest first; what one source calls by
/// one word; pairs that are the same, those that begin on one day before others, the surest first. Two parts of which any
/// two drafts can't be one stay apart, and so do two drafts that a third one is equally likely to be.
pub fn cluster<D: Borrow<Draft>>(drafts: &[D], decisions: &[Decision]) -> Clustering {
    parted(drafts, |_| true, decisions)
}

/// The same, but only the `told` listings are sure to be parted as they would be among all: of the others, those are
/// compared with each other that may be one with a told one. It costs what stands near the told listings, not what stands
/// near that.
pub fn cluster_around<D: Borrow<Draft>>(
    drafts: &[D],
    told: &BTreeSet<ListingId>,
    decisions: &[Decision],
) -> Clustering {
    parted(drafts, |listing| told.contains(&listing), decisions)
}

fn parted<D: Borrow<Draft>>(drafts: &[D], is_told: impl Fn(ListingId) -> bool, decisions: &[Decision]) -> Clustering {
    let drafts: Vec<&Draft> = drafts.iter().map(Borrow::borrow).collect();
    let order = ordered(&drafts);
    let drafts: Vec<&Draft> = order.iter().filter_map(|place| drafts.get(*place).copied()).collect();
    let told: Vec<bool> = drafts.iter().map(|draft| is_told(draft.listing_id)).collect();
    let mut traits: Vec<Traits> = drafts.iter().map(|draft| Traits::of(draft)).collect();
    traits::mark_shared_addresses(&mut traits);
    let mut work = Work { parts: Parts::new(drafts.len()), traits: &traits, drafts: &drafts, pairs: Vec::new() };
    work.decide(decisions);
    let free = series::unite(&mut work);
    let mut edges = work.edges(&free, &told);
    work.mark_torn(&mut edges);
    let open = work.join_all(edges, &free);
    work.keep_open(open, decisions);
    let Work { parts, mut pairs, .. } = work;
    pairs.sort_by_key(|pair| (pair.one, pair.other));
    let back = |part: Vec<usize>| part.into_iter().filter_map(|rank| order.get(rank).copied()).collect();
    Clustering { parts: parts.all().into_iter().map(back).collect(), pairs }
}

/// The drafts' places in the order of their listings.
fn ordered(drafts: &[&Draft]) -> Vec<usize> {
    let mut order: Vec<(&Draft, usize)> = drafts.iter().copied().zip(0..).collect();
    let name = |draft: &Draft| (draft.listing_id, draft.source_id);
    order.sort_by(|(one, _), (other, _)| {
        let named = name(one).cmp(&name(other)).then_with(|| one.key.cmp(&other.key));
        // One listing drafted twice: whatever tells the two apart.
        named.then_with(|| format!("{one:?}").cmp(&format!("{other:?}")))
    });
    order.into_iter().map(|(_, place)| place).collect()
}

/// A clustering under way, over drafts in order.
pub(super) struct Work<'a> {
    pub(super) parts: Parts,
    pub(super) traits: &'a [Traits],
    pub(super) drafts: &'a [&'a Draft],
    pairs: Vec<Pair>,
}

impl Work<'_> {
    /// Does what people decided, the latest first.
    fn decide(&mut self, decisions: &[Decision]) {
        if decisions.is_empty() {
            return;
        }
        let places: BTreeMap<ListingId, usize> =
            self.drafts.iter().zip(0..).map(|(draft, place)| (draft.listing_id, place)).collect();
        let mut latest: Vec<&Decision> = decisions.iter().collect();
        latest.sort_by_key(|decision| (Reverse(decision.decided_at), **decision));
        for decision in latest {
            let Some((one, other)) = places.get(&decision.one).copied().zip(places.get(&decision.other).copied())
            else {
                continue;
            };
            if !decision.is_one {
                self.parts.part(one, other);
            } else if !self.parts.are_one(one, other) && self.parts.join(one, other) {
                self.keep(
                    one,
                    other,
                    Match {
                        verdict: Verdict::Same,
                        score: 0,
                        reasons: vec![MatchReason { finding: Finding::Joined, points: 0 }],
                    },
                );
            }
        }
    }

    /// Puts together what one source calls by one word.
    pub(super) fn join_named(&mut self, one: usize, other: usize) {
        if one != other && !self.parts.are_one(one, other) && self.parts.join(one, other) {
            let mut found = self.compared(one, other);
            found.add(Finding::SameUid);
            self.keep(one, other, Match { verdict: Verdict::Same, ..found.told() });
        }
    }

    pub(super) fn compared(&self, one: usize, other: usize) -> Comparison {
        let traits = self.traits.get(one).zip(self.traits.get(other));
        traits.map(|(one, other)| Comparison::of(one, other)).unwrap_or_default()
    }

    fn keep(&mut self, one: usize, other: usize, found: Match) {
        let id = |place: usize| self.drafts.get(place).map_or(ListingId::new(0), |draft| draft.listing_id);
        let (one, other) = (id(one.min(other)), id(one.max(other)));
        self.pairs.push(Pair { one, other, found });
    }

    /// Compares what stands near each other, one of each two told, and then what may be one with a told one; keeps what
    /// is or may be one.
    fn edges(&self, free: &[bool], told: &[bool]) -> Vec<Edge> {
        let blocks = Blocks::new(self.traits, free);
        let is_told = |place: usize| told.get(place) == Some(&true);
        let mut edges = self.kept(blocks.pairs(|one, other| is_told(one) || is_told(other)));
        let beside: BTreeSet<usize> =
            edges.iter().flat_map(|edge| [edge.one, edge.other]).filter(|place| !is_told(*place)).collect();
        if beside.len() > 1 {
            edges.extend(self.kept(blocks.pairs(|one, other| beside.contains(&one) && beside.contains(&other))));
        }
        edges
    }

    fn kept(&self, pairs: Vec<(usize, usize)>) -> Vec<Edge> {
        let edges = pairs.into_iter().map(|(one, other)| Edge { one, other, found: self.compared(one, other) });
        edges.filter(|edge| edge.found.verdict() != Verdict::Different).collect()
    }

    /// Finds the drafts that are equally likely one with either of two that can't be one: nothing is known of them.
    fn mark_torn(&mut self, edges: &mut [Edge]) {
        let mut around: BTreeMap<usize, Vec<(i32, usize, usize)>> = BTreeMap::new();
        for (rank, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.found.verdict() == Verdict::Same) {
            around.entry(edge.one).or_default().push((edge.found.score, edge.other, rank));
            around.entry(edge.other).or_default().push((edge.found.score, edge.one, rank));
        }
        let mut torn = Vec::new();
        for mut near in around.into_values().filter(|near| near.len() > 1) {
            near.sort_by_key(|(score, place, _)| (Reverse(*score), *place));
            near.truncate(NEIGHBOURS_MAX);
            for (rank, one) in near.iter().enumerate() {
                for other in near.iter().skip(rank + 1).take_while(|other| one.0 - other.0 <= EVEN) {
                    if !self.parts.are_one(one.1, other.1) && self.compared(one.1, other.1).is_barred() {
                        torn.extend([one.2, other.2]);
                    }
                }
            }
        }
        for rank in torn {
            if let Some(edge) = edges.get_mut(rank) {
                edge.found.add(Finding::Torn);
            }
        }
    }

    /// Puts together what is the same, the surest first. Gives what stays open.
    fn join_all(&mut self, mut edges: Vec<Edge>, free: &[bool]) -> Vec<Edge> {
        // What begins on one day before what only shares days.
        let is_late = |edge: &Edge| edge.found.has(Finding::DaysWithin);
        edges.sort_by_key(|edge| (is_late(edge), Reverse(edge.found.score), edge.one, edge.other));
        let mut open = Vec::new();
        for mut edge in edges {
            if self.parts.are_one(edge.one, edge.other) {
                continue;
            }
            if edge.found.verdict() == Verdict::Same {
                if self.are_barred(edge, free) {
                    edge.found.add(Finding::Torn);
                } else if self.parts.join(edge.one, edge.other) {
                    self.keep(edge.one, edge.other, edge.found.told());
                    continue;
                }
            }
            open.push(edge);
        }
        open
    }

    /// Whether any draft of the one part can't be one with any of the other. Instances are not asked: they are on days
    /// of their own.
    fn are_barred(&mut self, edge: Edge, free: &[bool]) -> bool {
        let asked = |members: Vec<usize>| {
            let asked = members.into_iter().filter(|place| free.get(*place) == Some(&true));
            asked.take(NEIGHBOURS_MAX).collect::<Vec<_>>()
        };
        let (here, there) = (asked(self.parts.members(edge.one)), asked(self.parts.members(edge.other)));
        here.len() + there.len() > 2
            && here.iter().any(|one| there.iter().any(|other| self.compared(*one, *other).is_barred()))
    }

    /// Keeps the surest pair of any two events that may be one, unless a person has decided about them.
    fn keep_open(&mut self, open: Vec<Edge>, decisions: &[Decision]) {
        let mut seen = BTreeSet::new();
        for edge in open {
            let (one, other) = (self.parts.root(edge.one), self.parts.root(edge.other));
            let is_decided = !decisions.is_empty() && self.parts.are_parted(one, other);
            if one != other && !is_decided && seen.insert((one.min(other), one.max(other))) {
                self.keep(edge.one, edge.other, edge.found.told());
            }
        }
    }
}
