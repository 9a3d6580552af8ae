//! Names of technologies that are a common word, a town or a given name as well.
//!
//! "The Hive Open Day" is about no database, but "Hive for developers" is: such a word decides as other keywords do where
//! anything else of the text or the source is of the trade.

use std::collections::BTreeSet;

use hobnob_domain::NicheId;

use super::{
    is_general,
    lexicon::Hits,
    reading::Reading,
    said::{Said, Word},
    trade,
};

/// Makes keywords of the words of every day that something supports. Those of the organizer's name need support there: a
/// house called The Hive may hold an evening of developers.
pub(super) fn promote(
    [name, organizer, description]: [&mut Hits<'_>; 3],
    reading: &Reading<'_>,
    topics: &BTreeSet<NicheId>,
    is_technical: bool,
) {
    if [&*name, &*organizer, &*description].iter().all(|hits| hits.everyday.is_empty()) {
        return;
    }
    let has_topic = |niche: NicheId| topics.iter().any(|topic| !is_general(*topic) && niche.is_within(*topic));
    let is_host_plain =
        is_technical || holds_technology(&organizer.strong) || trade::is_only_in_it(&reading.folded_organizer);
    let is_plain = is_host_plain || holds_technology(&name.strong) || trade::is_only_in_it(&reading.folded_name);
    let fields = |hits: &Hits<'_>| hits.strong.niches().map(field).collect::<BTreeSet<&str>>();
    let (named_fields, host_fields, described) = (fields(name), fields(organizer), fields(description));
    let named: Vec<(NicheId, Word<'_>)> = name.everyday.pairs().collect();
    name.decide(|niche, word| {
        let is_beside =
            |(other, beside): &(NicheId, Word<'_>)| beside.text != word.text && field(*other) == field(niche);
        let is_described = trade::is_technical(niche) && described.contains(field(niche));
        let is_of_its_field = named_fields.contains(field(niche)) || host_fields.contains(field(niche));
        let is_named_beside = || trade::is_technical(niche) && named.iter().any(is_beside);
        let is_of_a_version = || trade::is_technical(niche) && trade::is_versioned(&reading.folded_name, word.text);
        is_plain || has_topic(niche) || is_of_its_field || is_described || is_named_beside() || is_of_a_version()
    });
    organizer.decide(|niche, _| is_host_plain || has_topic(niche) || host_fields.contains(field(niche)));
    let is_told = is_plain || holds_technology(&description.strong);
    description.decide(|niche, _| is_told || has_topic(niche));
}

fn field(niche: NicheId) -> &'static str {
    &niche.niche().field
}

fn holds_technology(strong: &Said<'_>) -> bool {
    strong.niches().any(trade::is_technical)
}
