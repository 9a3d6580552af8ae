//! Which events answer a text query, and how well: the same as [`TextQuery::score`], from the postings.

use super::{Postings, Term};
use crate::doc::{Doc, at, doc};
use hobnob_domain::search::{Fit, Item, Stemming, TextQuery, Zone, must_be_whole, phrase_fit, word_fit, worth};

/// Events in order, each with what it scores.
pub(crate) type Answers = Vec<(Doc, u32)>;

/// A word that answers one that is asked for.
struct Answer {
    term: Term,
    fit: Fit,
    /// Ways to cut stems, a bit for each: the word answers only in events of such a language.
    languages: u32,
}

const EVERY_LANGUAGE: u32 = u32::MAX;

/// What a text query is asked of.
pub(crate) struct Asked<'a> {
    postings: &'a Postings,
    /// How many events there are.
    events: Doc,
    stemming: &'a dyn Fn(Doc) -> Stemming,
}

impl Postings {
    /// The events that answer; none when the query asks nothing. `stemming` tells an event's language.
    pub(crate) fn answers(
        &self,
        query: &TextQuery,
        events: Doc,
        stemming: &dyn Fn(Doc) -> Stemming,
    ) -> Option<Answers> {
        let asked = Asked { postings: self, events, stemming };
        let mut items = query.items.iter();
        let mut all = asked.item(items.next()?);
        for item in items {
            if all.is_empty() {
                break;
            }
            all = both(&all, &asked.item(item));
        }
        Some(all)
    }
}

/// The events of both lists, with what they score together.
fn both(one: &[(Doc, u32)], other: &[(Doc, u32)]) -> Answers {
    let mut other = other.iter().peekable();
    let found = one.iter().filter_map(|(number, score)| {
        while other.next_if(|(behind, _)| behind < number).is_some() {}
        let (_, more) = other.next_if(|(same, _)| same == number)?;
        Some((*number, score + more))
    });
    found.collect()
}

impl Asked<'_> {
    fn item(&self, item: &Item) -> Answers {
        match item {
            Item::Word(asked) => self.word(&self.words(asked)),
            Item::Phrase(asked) => self.phrase(asked),
        }
    }

    /// The words that answer one outside of quotes.
    fn words(&self, asked: &str) -> Vec<Answer> {
        let all = if must_be_whole(asked) {
            self.postings.find(asked).map_or(0..0, |term| term..term + 1)
        } else {
            self.postings.beginning(asked)
        };
        let begin = all.clone().map(|term| {
            let fit = if self.postings.word(term) == asked { Fit::Whole } else { Fit::Akin };
            Answer { term, fit, languages: EVERY_LANGUAGE }
        });
        let stems = self.alike(asked, |held, stemming| word_fit(asked, held, stemming).is_some());
        begin.chain(stems.filter(|answer| !all.contains(&answer.term))).collect()
    }

    /// The words that answer one of a phrase.
    fn words_of_phrase(&self, asked: &str) -> Vec<Answer> {
        let whole = self.postings.find(asked);
        let same = whole.map(|term| Answer { term, fit: Fit::Whole, languages: EVERY_LANGUAGE });
        let stems = self.alike(asked, |held, stemming| phrase_fit(asked, held, stemming).is_some());
        same.into_iter().chain(stems.filter(|answer| Some(answer.term) != whole)).collect()
    }

    /// The words with the same stem.
    fn alike(&self, asked: &str, is_alike: impl Fn(&str, Stemming) -> bool) -> impl Iterator<Item = Answer> {
        let near = Stemming::shared(asked).map_or(0..0, |shared| self.postings.beginning(shared));
        near.filter_map(move |term| {
            let held = self.postings.word(term);
            let languages = Stemming::ALL.iter().filter(|stemming| is_alike(held, **stemming));
            let languages = languages.fold(0, |all, stemming| all | bit(*stemming));
            (languages != 0).then_some(Answer { term, fit: Fit::Akin, languages })
        })
    }

    fn events<'a>(&'a self, answer: &'a Answer) -> impl Iterator<Item = (Doc, Zone)> + 'a {
        let is_of = |number| answer.languages == EVERY_LANGUAGE || answer.languages & bit((self.stemming)(number)) != 0;
        self.postings.events(answer.term).filter(move |(number, _)| is_of(*number))
    }

    /// The events of any of these words, each with what its best one is worth.
    fn word(&self, answers: &[Answer]) -> Answers {
        let scored = |answer: &Answer, zone| worth(zone, answer.fit);
        if let [answer] = answers {
            return self.events(answer).map(|(number, zone)| (number, scored(answer, zone))).collect();
        }
        let weight: usize = answers.iter().map(|answer| self.postings.events(answer.term).weight()).sum();
        if weight > at(self.events) / 8 {
            return self.word_of_many(answers);
        }
        let each = |answer| self.events(answer).map(move |(number, zone)| (number, scored(answer, zone)));
        let mut all: Answers = answers.iter().flat_map(each).collect();
        best_of_each(&mut all);
        all
    }

    /// The same through a table of all events.
    fn word_of_many(&self, answers: &[Answer]) -> Answers {
        let mut best = vec![0_u8; at(self.events)];
        for answer in answers {
            for (number, zone) in self.events(answer) {
                let worth = u8::try_from(worth(zone, answer.fit)).unwrap_or(u8::MAX);
                if let Some(held) = best.get_mut(at(number)) {
                    *held = worth.max(*held);
                }
            }
        }
        let scored = best.into_iter().enumerate().filter(|(_, worth)| *worth > 0);
        scored.map(|(number, worth)| (doc(number), u32::from(worth))).collect()
    }

    /// The events in which these words stand so far from the first.
    fn phrase(&self, asked: &[(u32, String)]) -> Answers {
        let mut begins: Option<Vec<(Doc, u32)>> = None;
        let mut scores: Option<Answers> = None;
        for (distance, word) in asked {
            let answers = self.words_of_phrase(word);
            let twice = self.word(&answers).into_iter().map(|(number, worth)| (number, 2 * worth)).collect();
            scores = Some(scores.map_or_else(|| Vec::clone(&twice), |before| both(&before, &twice)));
            let places = self.places(&answers);
            let then = places.into_iter().filter_map(|(number, place)| Some((number, place.checked_sub(*distance)?)));
            begins = Some(match begins {
                None => then.collect(),
                Some(before) => {
                    let mut then = then.peekable();
                    let stands = |begin: &(Doc, u32)| {
                        while then.next_if(|other| other < begin).is_some() {}
                        then.peek() == Some(begin)
                    };
                    let mut before = before;
                    before.retain(stands);
                    before
                }
            });
        }
        let mut found: Answers = begins.into_iter().flatten().map(|(number, _)| (number, 0)).collect();
        found.dedup();
        both(&scores.unwrap_or_default(), &found)
    }

    /// Where these words stand: event and position, in order.
    fn places(&self, answers: &[Answer]) -> Vec<(Doc, u32)> {
        let mut all = Vec::new();
        for answer in answers {
            let mut places = self.postings.places(answer.term);
            for (number, _) in self.postings.events(answer.term) {
                let is_of = answer.languages == EVERY_LANGUAGE || answer.languages & bit((self.stemming)(number)) != 0;
                let mut position = 0;
                while let Some(place) = places.next() {
                    position += place >> 1;
                    if is_of {
                        all.push((number, position));
                    }
                    if place & 1 == 0 {
                        break;
                    }
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn best_of_each(all: &mut Answers) {
    all.sort_unstable_by_key(|(number, worth)| (*number, std::cmp::Reverse(*worth)));
    all.dedup_by_key(|(number, _)| *number);
}

fn bit(stemming: Stemming) -> u32 {
    let place = Stemming::ALL.iter().position(|way| *way == stemming).unwrap_or_default();
    1 << place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_cut_stems_has_a_bit() {
        let all: u32 = Stemming::ALL.iter().map(|stemming| bit(*stemming)).sum();
        assert_eq!(all.count_ones(), u32::try_from(Stemming::ALL.len()).unwrap());
    }
}
