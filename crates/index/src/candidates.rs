//! Which events to look at: the shortest of the lists that hold every match.

use std::{borrow::Cow, ops::Range};

use crate::{bitmaps::By, doc::Doc, question::Question, segment::Body, text::Answers};
use roaring::RoaringBitmap;

/// Lists that together hold every match.
enum Lists<'a> {
    Bitmaps(Vec<&'a RoaringBitmap>),
    Numbers(Vec<Cow<'a, [Doc]>>),
}

/// Which events of a segment to look at for a question.
pub(crate) struct Candidates<'a> {
    /// One for each field of the filter that has lists.
    fields: Vec<Lists<'a>>,
    /// Of those that have the words, what each scores.
    pub(crate) answers: Option<Answers>,
}

/// How much longer it takes to look at an event that is known only to be close, and not to have a value.
const LOOK: u64 = 3;

impl Lists<'_> {
    fn len(&self, range: &Range<Doc>) -> u64 {
        match self {
            Self::Bitmaps(bitmaps) => bitmaps.iter().map(|bitmap| bitmap.range_cardinality(range.clone())).sum(),
            Self::Numbers(lists) => {
                lists.iter().map(|list| u64::try_from(within(list, range).len()).unwrap_or(u64::MAX)).sum()
            }
        }
    }

    fn numbers(&self, range: &Range<Doc>) -> Vec<Doc> {
        let mut numbers: Vec<Doc> = Vec::new();
        let lists = match self {
            Self::Bitmaps(bitmaps) => {
                bitmaps.iter().for_each(|bitmap| numbers.extend(bitmap.range(range.clone())));
                bitmaps.len()
            }
            Self::Numbers(lists) => {
                lists.iter().for_each(|list| numbers.extend_from_slice(within(list, range)));
                lists.len()
            }
        };
        if lists > 1 {
            numbers.sort_unstable();
            numbers.dedup();
        }
        numbers
    }
}

/// The part of an ordered list that lies in a range.
fn within<'a>(list: &'a [Doc], range: &Range<Doc>) -> &'a [Doc] {
    let begin = list.partition_point(|number| *number < range.start);
    let list = list.get(begin..).unwrap_or_default();
    list.get(..list.partition_point(|number| *number < range.end)).unwrap_or_default()
}

fn field<'a, K: Ord>(by: &'a By<K>, wanted: &[K]) -> Option<Lists<'a>> {
    let bitmaps = wanted.iter().filter_map(|value| by.get(value)).collect();
    (!wanted.is_empty()).then_some(Lists::Bitmaps(bitmaps))
}

impl<'a> Candidates<'a> {
    pub(crate) fn new(body: &'a Body, question: &Question<'_>) -> Self {
        let (filter, bitmaps) = (question.filter, &body.bitmaps);
        let stemming = |number| body.brief(number).map_or(hobnob_domain::search::Stemming::Nothing, |b| b.stemming);
        let answers = body.text.answers(&question.query, body.len(), &stemming);
        let free: Vec<bool> = filter.is_free.into_iter().collect();
        let mut fields: Vec<Lists<'a>> = [
            field(&bitmaps.niches, &filter.niches),
            field(&bitmaps.sources, &filter.sources),
            field(&bitmaps.goals, &filter.goals),
            field(&bitmaps.kinds, &filter.kinds),
            field(&bitmaps.modes, &filter.modes),
            field(&bitmaps.languages, &question.languages),
            field(&bitmaps.free, &free),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !question.is_online_anywhere {
            fields.extend(field(&bitmaps.countries, &filter.countries));
            fields.extend(
                filter
                    .near
                    .as_ref()
                    .map(|near| Lists::Numbers(body.cells.around(near).into_iter().map(Cow::Borrowed).collect())),
            );
        }
        if !filter.organizers.is_empty() {
            let lists = filter.organizers.iter().map(|organizer| Cow::Borrowed(body.of_organizer(*organizer)));
            fields.push(Lists::Numbers(lists.collect()));
        }
        if question.needs_call || filter.call_for_papers_open == Some(true) {
            fields.push(Lists::Numbers(vec![body.calls.iter().map(|(number, _, _)| *number).collect()]));
        }
        if let Some(answers) = &answers {
            fields.push(Lists::Numbers(vec![answers.iter().map(|(number, _)| *number).collect()]));
        }
        Self { fields, answers }
    }

    /// How many events have to be looked at in a range, at most.
    pub(crate) fn len(&self, range: &Range<Doc>) -> u64 {
        let all = u64::from(range.end.saturating_sub(range.start));
        self.fields.iter().map(|lists| lists.len(range)).min().unwrap_or(all).min(all)
    }

    /// Every event in a range that may match, in order. What is not asked for here is whatever has no list.
    pub(crate) fn numbers(&self, range: &Range<Doc>) -> Vec<Doc> {
        if range.is_empty() {
            return Vec::new();
        }
        let mut fields: Vec<(u64, &Lists<'a>)> = self.fields.iter().map(|lists| (lists.len(range), lists)).collect();
        fields.sort_by_key(|(length, _)| *length);
        let Some(((_, shortest), others)) = fields.split_first() else { return range.clone().collect() };
        let mut numbers = shortest.numbers(range);
        for (length, lists) in others {
            narrow(&mut numbers, *length, lists, range);
        }
        numbers
    }

    /// What an event scores for the words that are asked for.
    pub(crate) fn score(&self, number: Doc) -> Option<u32> {
        let answers = self.answers.as_ref()?;
        let place = answers.binary_search_by_key(&number, |(held, _)| *held).ok()?;
        answers.get(place).map(|(_, score)| *score)
    }
}

/// Leaves the numbers that one of the lists has too. Where that costs more than a look at each event does, it leaves all:
/// every event is looked at in the end.
fn narrow(numbers: &mut Vec<Doc>, length: u64, lists: &Lists<'_>, range: &Range<Doc>) {
    let many = u64::try_from(numbers.len()).unwrap_or(u64::MAX);
    match lists {
        _ if many == 0 => {}
        Lists::Bitmaps(bitmaps) => match bitmaps.as_slice() {
            [bitmap] if length < 8 * many => {
                let mut held = bitmap.range(range.clone()).peekable();
                numbers.retain(|number| {
                    while held.next_if(|other| other < number).is_some() {}
                    held.peek() == Some(number)
                });
            }
            bitmaps => numbers.retain(|number| bitmaps.iter().any(|bitmap| bitmap.contains(*number))),
        },
        Lists::Numbers(lists) => match lists.as_slice() {
            [list] => {
                let list = within(list, range);
                numbers.retain(|number| list.binary_search(number).is_ok());
            }
            _ if length < LOOK * many => {
                let other = Lists::Numbers(lists.iter().map(|list| Cow::Borrowed(&**list)).collect()).numbers(range);
                let mut other = other.iter().peekable();
                numbers.retain(|number| {
                    while other.next_if(|other| *other < number).is_some() {}
                    other.peek() == Some(&number)
                });
            }
            _ => {}
        },
    }
}
