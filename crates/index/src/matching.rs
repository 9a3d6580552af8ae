//! Which events of a segment match.

use std::ops::Range;

use crate::{
    bitmaps::By,
    brief::Brief,
    candidates::Candidates,
    doc::{Doc, doc},
    question::Question,
    segment::Segment,
    special::Sitting,
};
use hobnob_domain::{AttendanceMode, Point};
use roaring::RoaringBitmap;

/// With more events to look at, whole bitmaps are quicker.
const MANY: u64 = 4_096;

/// A question asked of a segment.
pub(crate) struct Matching<'a> {
    pub(crate) segment: &'a Segment,
    pub(crate) question: &'a Question<'a>,
    pub(crate) candidates: Candidates<'a>,
    /// The events that take place once and that the filter's times leave; the first may be over.
    pub(crate) range: Range<Doc>,
}

impl<'a> Matching<'a> {
    pub(crate) fn new(segment: &'a Segment, question: &'a Question<'a>) -> Self {
        let body = &segment.body;
        let start = body.place(question.from.saturating_sub(body.longest), None);
        let end = body.place(question.to, None).max(start);
        Self { segment, question, candidates: Candidates::new(body, question), range: start..end }
    }

    /// The events of a range that take place once and match, in order.
    pub(crate) fn singles(&self, range: &Range<Doc>) -> Vec<Doc> {
        let mut numbers = self.candidates.numbers(range);
        numbers.retain(|number| {
            let held = self.segment.body.once(*number).zip(self.segment.body.brief(*number));
            held.is_some_and(|((_, ends), brief)| {
                ends > self.question.from && self.question.takes_status(brief.status) && self.is_match(*number, brief)
            })
        });
        numbers
    }

    /// The special events that match, each with its first sitting that does, in order of number.
    pub(crate) fn specials(&self) -> Vec<(Doc, Sitting)> {
        let range = self.segment.special_numbers();
        let matching = self.candidates.numbers(&range).into_iter().filter_map(|number| {
            let sitting = self.question.sitting(self.segment.special(number)?)?;
            self.is_match(number, self.segment.body.brief(number)?).then_some((number, sitting))
        });
        matching.collect()
    }

    /// Whether everything matches but the time, the status and the words.
    fn is_match(&self, number: Doc, brief: &Brief) -> bool {
        let filter = self.question.filter;
        let any_niche = || self.segment.body.niches.of(number).iter().any(|niche| filter.niches.contains(niche));
        let any_source = || self.segment.body.sources.of(number).iter().any(|source| filter.sources.contains(source));
        !self.segment.dead.contains(number)
            && (filter.kinds.is_empty() || filter.kinds.contains(&brief.kind))
            && (filter.modes.is_empty() || filter.modes.contains(&brief.mode))
            && (filter.goals.is_empty() || brief.goals & self.question.goals != 0)
            && (filter.languages.is_empty() || self.question.languages.contains(&brief.language))
            && filter.is_free.is_none_or(|is_free| brief.is_free == Some(is_free))
            && (filter.organizers.is_empty() || brief.organizer.is_some_and(|held| filter.organizers.contains(&held)))
            && (filter.niches.is_empty() || any_niche())
            && (filter.sources.is_empty() || any_source())
            && filter.call_for_papers_open.is_none_or(|wanted| wanted == self.is_call_open(number))
            && (!self.question.needs_call || self.segment.body.call(number).is_some())
            && self.is_there(brief)
    }

    fn is_there(&self, brief: &Brief) -> bool {
        if self.question.is_online_anywhere && brief.mode == AttendanceMode::Online {
            return true;
        }
        let filter = self.question.filter;
        let is_close = |middle: Point, radius_km| {
            brief.point().is_some_and(|point| {
                // A degree of latitude is no shorter than 110 km: most are ruled out without a sine.
                (middle.latitude() - point.latitude()).abs() * 110.0 <= radius_km
                    && middle.distance_km(point) <= radius_km
            })
        };
        (filter.countries.is_empty() || brief.country().is_some_and(|country| filter.countries.contains(&country)))
            && filter.near.as_ref().is_none_or(|near| is_close(near.point, near.radius_km))
    }

    fn is_call_open(&self, number: Doc) -> bool {
        let now = self.question.now;
        self.segment.body.call(number).is_some_and(|(opens, closes)| opens <= now && now < closes)
    }

    /// All events that take place once and match.
    pub(crate) fn bitmap(&self) -> RoaringBitmap {
        let filter = self.question.filter;
        let needs_a_look = filter.near.is_some()
            || !filter.organizers.is_empty()
            || filter.call_for_papers_open.is_some()
            || self.question.needs_call
            || self.candidates.answers.is_some()
            || (self.question.is_online_anywhere && !filter.countries.is_empty());
        if needs_a_look || self.candidates.len(&self.range) < MANY {
            let numbers = self.singles(&self.range);
            return RoaringBitmap::from_sorted_iter(numbers).unwrap_or_default();
        }
        self.bitmap_of_bitmaps()
    }

    /// The same where every field of the filter has bitmaps.
    fn bitmap_of_bitmaps(&self) -> RoaringBitmap {
        let (filter, bitmaps) = (self.question.filter, &self.segment.body.bitmaps);
        let free: Vec<bool> = filter.is_free.into_iter().collect();
        let fields = [
            any(&bitmaps.niches, &filter.niches),
            any(&bitmaps.goals, &filter.goals),
            any(&bitmaps.kinds, &filter.kinds),
            any(&bitmaps.modes, &filter.modes),
            any(&bitmaps.countries, &filter.countries),
            any(&bitmaps.languages, &self.question.languages),
            any(&bitmaps.sources, &filter.sources),
            any(&bitmaps.statuses, &filter.statuses),
            any(&bitmaps.free, &free),
        ];
        let mut all = RoaringBitmap::new();
        all.insert_range(self.range.clone());
        for field in fields.into_iter().flatten() {
            all &= field;
        }
        all -= &*self.segment.dead;
        // Those that began before `from`, or with it, may be over.
        let body = &self.segment.body;
        let begun = body.starts.partition_point(|starts| *starts <= self.question.from);
        let over = (self.range.start..doc(begun).min(self.range.end))
            .filter(|number| body.once(*number).is_some_and(|(_, ends)| ends <= self.question.from));
        let over = RoaringBitmap::from_sorted_iter(over).unwrap_or_default();
        all -= over;
        all
    }
}

/// The events of any of these values; none when no value is asked for.
fn any<K: Ord>(by: &By<K>, wanted: &[K]) -> Option<RoaringBitmap> {
    if wanted.is_empty() {
        return None;
    }
    let mut all = RoaringBitmap::new();
    for bitmap in wanted.iter().filter_map(|value| by.get(value)) {
        all |= bitmap;
    }
    Some(all)
}
