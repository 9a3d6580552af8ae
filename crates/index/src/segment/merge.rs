//! From several segments to one, without those of their events that have gone.

use super::{Body, Segment, build::Line};
use crate::{
    doc::{Doc, at},
    text::{Merger, NONE},
};
use hobnob_domain::EventId;

/// One segment in the place of several.
pub(crate) struct Merged {
    pub(crate) segment: Segment,
    /// For each of the segments, the new number of each of its events.
    numbers: Vec<Vec<Doc>>,
}

impl Merged {
    /// The new numbers of events that a segment had when it was merged and has no more.
    pub(crate) fn gone_since<'a>(
        &'a self,
        place: usize,
        then: &'a Segment,
        now: &'a Segment,
    ) -> impl Iterator<Item = Doc> + 'a {
        let gone = now.dead.iter().filter(|number| !then.dead.contains(*number));
        gone.filter_map(move |number| self.numbers.get(place)?.get(at(number)).copied())
    }
}

/// An event of one of the segments: its place in the merged one, and where it comes from.
struct From {
    is_special: bool,
    starts: i64,
    id: EventId,
    segment: usize,
    number: Doc,
}

/// Makes one segment of several.
pub(crate) fn merged(segments: &[Segment]) -> Merged {
    let mut living = living(segments);
    living.sort_by_key(|from| (from.is_special, from.starts, from.id));
    let mut numbers: Vec<Vec<Doc>> = segments.iter().map(|segment| vec![NONE; at(segment.body.len())]).collect();
    let mut body = Body::with_capacity(living.len());
    let mut specials = Vec::new();
    let mut calls: Vec<_> = segments.iter().map(|segment| segment.body.calls.as_slice()).collect();
    for From { segment: place, number, .. } in living {
        let (Some(segment), Some(numbers)) = (segments.get(place), numbers.get_mut(place)) else { continue };
        let held = &segment.body;
        let Some(brief) = held.brief(number) else { continue };
        let call = calls.get_mut(place).and_then(|calls| next_call(calls, number));
        specials.extend(segment.special(number).cloned());
        let (niches, sources) = (held.niches.of(number), held.sources.of(number));
        let new = body.push(Line { brief: *brief, once: held.once(number), niches, sources, call });
        if let Some(place) = numbers.get_mut(at(number)) {
            *place = new;
        }
    }
    let postings = segments.iter().map(|segment| &segment.body.text);
    body.text = Merger::new(postings.zip(numbers.iter().map(Vec::as_slice))).merged();
    body.finish();
    Merged { segment: Segment::of(body, specials), numbers }
}

fn living(segments: &[Segment]) -> Vec<From> {
    let each = segments.iter().enumerate().flat_map(|(place, segment)| {
        let body = &segment.body;
        let living = (0..body.len()).filter(|number| !segment.dead.contains(*number));
        living.filter_map(move |number| {
            let once = body.once(number);
            let (is_special, starts) = once.map_or((true, 0), |(starts, _)| (false, starts));
            Some(From { is_special, starts, id: body.brief(number)?.id, segment: place, number })
        })
    });
    each.collect()
}

/// The call for papers of an event, from a list that is asked in order.
fn next_call(calls: &mut &[(Doc, i64, i64)], wanted: Doc) -> Option<(i64, i64)> {
    while let Some(((number, opens, closes), rest)) = calls.split_first() {
        if *number > wanted {
            return None;
        }
        *calls = rest;
        if *number == wanted {
            return Some((*opens, *closes));
        }
    }
    None
}
