//! From one snapshot to the next.

use std::{collections::BTreeMap, num::NonZero, sync::Arc, thread};

use crate::{
    Snapshot,
    doc::Doc,
    entry::Entry,
    segment::{Segment, merged},
    window::Window,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId};

/// Segments that hold no more events than this together are made one at once; larger ones later.
const SMALL: usize = 128;

/// With more segments than this the smaller ones are made one at once, however long it takes.
const SEGMENTS_MAX: usize = 64;

/// Fewer events are not worth a thread.
const WORTH_A_THREAD: usize = 1_000;

impl Snapshot {
    /// The snapshot after these changes.
    pub(crate) fn next(&self, events: &[Arc<Event>], removed: &[EventId], revision: i64, now: DateTime<Utc>) -> Self {
        let window = Window::new(self.horizon, now);
        let mut next = Self { revision, ..self.clone() };
        let told: BTreeMap<EventId, &Event> = events.iter().map(|event| (event.id, &**event)).collect();
        next.let_go(removed.iter().chain(told.keys()));
        let told: Vec<&Event> = told.into_values().collect();
        next.segments.extend(segments(&told, &window));
        if now > self.fresh_until {
            next.move_on(&window);
        }
        next.merge_small();
        next
    }

    fn let_go<'a>(&mut self, ids: impl Iterator<Item = &'a EventId>) {
        let mut gone: Vec<Vec<Doc>> = vec![Vec::new(); self.segments.len()];
        for id in ids {
            let places = self.segments.iter().zip(&mut gone);
            if let Some((number, gone)) = places.into_iter().find_map(|(held, gone)| Some((held.find(*id)?, gone))) {
                gone.push(number);
            }
        }
        for (segment, gone) in self.segments.iter_mut().zip(gone).filter(|(_, gone)| !gone.is_empty()) {
            *segment = segment.without(&gone);
        }
        self.segments.retain(|segment| segment.living() > 0);
    }

    /// Expands every series from here on and lets go of what the horizon has passed.
    fn move_on(&mut self, window: &Window) {
        self.fresh_until = window.fresh_until;
        for segment in &mut self.segments {
            *segment = moved_on(segment, window);
        }
        self.segments.retain(|segment| segment.living() > 0);
    }

    fn merge_small(&mut self) {
        self.segments.sort_by_key(|segment| std::cmp::Reverse(segment.living()));
        let (mut together, mut count) = (0, 0);
        for segment in self.segments.iter().rev() {
            together += segment.living();
            if together > SMALL {
                break;
            }
            count += 1;
        }
        let count = if self.segments.len() > SEGMENTS_MAX { self.segments.len() - 1 } else { count };
        if count > 1 {
            let small = self.segments.split_off(self.segments.len() - count);
            self.segments.push(merged(&small).segment);
        }
    }
}

fn moved_on(segment: &Segment, window: &Window) -> Segment {
    let body = &segment.body;
    let ids = segment.special_numbers().map(|number| body.brief(number).map(|brief| brief.id));
    let specials: Vec<_> = segment
        .specials
        .iter()
        .zip(ids)
        .map(|(special, id)| match id {
            Some(id) if special.is_series() => special.moved_on(id, window),
            _ => special.clone(),
        })
        .collect();
    let over_singles =
        (0..body.singles()).filter(|number| body.once(*number).is_some_and(|(_, end)| end <= window.over));
    let over_specials = segment.special_numbers().zip(&specials).filter(|(_, special)| special.is_over(window));
    let gone: Vec<Doc> = over_singles.chain(over_specials.map(|(number, _)| number)).collect();
    Segment { specials: Arc::new(specials), ..segment.without(&gone) }
}

/// Segments of these events, one for each processor where there are many.
fn segments(events: &[&Event], window: &Window) -> Vec<Segment> {
    let of = |events: &[&Event]| {
        let entries: Vec<Entry> = events.iter().filter_map(|event| Entry::new(event, window)).collect();
        (!entries.is_empty()).then(|| Segment::new(entries))
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if threads == 1 || events.len() < 2 * WORTH_A_THREAD {
        return of(events).into_iter().collect();
    }
    let share = events.len().div_ceil(threads).max(WORTH_A_THREAD);
    thread::scope(|scope| {
        let working: Vec<_> = events.chunks(share).map(|part| (part, scope.spawn(move || of(part)))).collect();
        // A thread that could not do its share leaves it to this one.
        working.into_iter().filter_map(|(part, thread)| thread.join().unwrap_or_else(|_| of(part))).collect()
    })
}
