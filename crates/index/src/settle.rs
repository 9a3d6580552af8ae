//! Fewer, larger segments: what changes leave to be done in the background.

use std::sync::Arc;

use crate::{
    Snapshot,
    segment::{Merged, Segment},
};

/// A segment is made one with smaller ones that hold, together, at least this part of its events.
const PART: usize = 3;

impl Snapshot {
    /// The segments that should become one: the smallest, as many as are not much larger than those before them together.
    /// A segment that mostly holds what has gone is made anew alone. Each event is so moved a few times at most.
    pub(crate) fn unsettled(&self) -> Vec<Segment> {
        let mut segments: Vec<&Segment> = self.segments.iter().collect();
        segments.sort_by_key(|segment| segment.living());
        let mut together = 0;
        let mut chosen: Vec<Segment> = Vec::new();
        for segment in segments {
            if chosen.is_empty() || segment.living() <= PART * together {
                together += segment.living();
                chosen.push(segment.clone());
            }
        }
        if chosen.len() > 1 {
            return chosen;
        }
        let is_mostly_gone =
            |segment: &&Segment| segment.dead.len() > u64::try_from(segment.living()).unwrap_or(u64::MAX);
        self.segments.iter().find(is_mostly_gone).cloned().into_iter().collect()
    }

    /// This snapshot with one segment in the place of those it was made of. What went meanwhile has gone there too. None
    /// when they are no more what they were.
    pub(crate) fn settled(&self, made: &Merged, of: &[Segment]) -> Option<Self> {
        let is_same = |one: &Segment, other: &Segment| Arc::ptr_eq(&one.body, &other.body);
        let mut gone = Vec::new();
        for (place, then) in of.iter().enumerate() {
            match self.segments.iter().find(|segment| is_same(segment, then)) {
                Some(now) if Arc::ptr_eq(&now.specials, &then.specials) => {
                    gone.extend(made.gone_since(place, then, now))
                }
                Some(_) => return None,
                // Every event of it went meanwhile, or it was made one with others.
                None => return None,
            }
        }
        let is_replaced = |segment: &&Segment| of.iter().any(|then| is_same(segment, then));
        let mut segments: Vec<Segment> = self.segments.iter().filter(|held| !is_replaced(held)).cloned().collect();
        segments.push(made.segment.without(&gone));
        segments.retain(|segment| segment.living() > 0);
        Some(Self { segments, ..self.clone() })
    }
}
