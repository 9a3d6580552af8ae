//! What was looked up before: a house has many evenings, and the same words mean the same place.

use std::sync::{Arc, RwLock};

use chrono_tz::Tz;
use hobnob_domain::CountryCode;
use hobnob_gazetteer::{Gazetteer, Hints, Located};
use rustc_hash::FxHashMap;

/// The most answers remembered: a few megabytes.
const ANSWERS_MAX: usize = 10_000;

/// A question. The point is kept by its bits.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Asked {
    text: String,
    country: Option<CountryCode>,
    zone: Option<Tz>,
    near: Option<(u64, u64)>,
}

/// Answers of the gazetteer, remembered. It makes no difference but in time: the gazetteer never changes.
#[derive(Debug, Default)]
pub(crate) struct Lookups(RwLock<FxHashMap<Asked, Arc<Located>>>);

impl Lookups {
    /// The gazetteer's answer.
    pub(crate) fn locate(&self, gazetteer: &Gazetteer, text: &str, hints: &Hints) -> Arc<Located> {
        let Hints { country, zone, near } = *hints;
        let near = near.map(|near| (near.latitude().to_bits(), near.longitude().to_bits()));
        let asked = Asked { text: text.to_owned(), country, zone, near };
        let known = self.0.read().ok().and_then(|answers| answers.get(&asked).cloned());
        known.unwrap_or_else(|| {
            let located = Arc::new(gazetteer.locate(text, hints));
            if let Ok(mut answers) = self.0.write() {
                if answers.len() >= ANSWERS_MAX {
                    answers.clear();
                }
                answers.insert(asked, Arc::clone(&located));
            }
            located
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_the_same_whether_it_is_asked_or_remembered() {
        let (lookups, gazetteer) = (Lookups::default(), Gazetteer::embedded());
        let spain = Hints { country: "ES".parse().ok(), ..Hints::default() };
        for (text, hints) in [("Valencia", Hints::default()), ("Valencia", spain), ("Valencia", Hints::default())] {
            assert_eq!(*lookups.locate(gazetteer, text, &hints), gazetteer.locate(text, &hints));
        }
    }
}
