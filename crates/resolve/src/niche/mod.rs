//! Which niches a text is about.
//!
//! A keyword in the name or the organizer decides alone; the description needs three, or two that it comes back to, or one that it
//! calls its matter. It needs less where name and organizer say nothing, and more where the name is about something else. A word
//! with several meanings (`go`, `spring`) needs support by the rest of the text or by a tag of the source, the name of a
//! technology that is a word of every day (`hive`, `hugo`) anything of the trade beside it, and phrases like `pokemon go`
//! never count. What the source vouches for counts only where the text says nothing.

mod defining;
mod everyday;
mod fold;
mod glued;
mod ledger;
mod leisure;
mod leisure_words;
mod lexicon;
mod parts;
mod programming;
mod reading;
mod said;
mod series;
mod stems;
mod topics;
mod towns;
mod trade;
mod unspaced;
mod work;

pub(crate) use fold::{padded, phrase};
pub(crate) use reading::Reading;
pub(crate) use trade::is_technical;
pub(crate) use work::is_of_work;

use std::collections::{BTreeSet, HashMap};

use hobnob_domain::{Format, NicheId};
use hobnob_gazetteer::Gazetteer;
use ledger::Ledger;
use lexicon::{Hits, Lexicon};
use reading::clipped;
use said::{Said, Word, different, quoted};
use series::SeriesNames;
use topics::Topics;

use crate::classify::{Text, Vouched};

/// What a niche needs to be given.
const ENOUGH: f64 = 1.0;

/// A keyword of the name or the organizer.
const BY_NAME: f64 = 1.0;

/// Each keyword of the description, up to [`BY_DESCRIPTION_MAX`].
const BY_DESCRIPTION: f64 = 0.34;
const BY_DESCRIPTION_MAX: f64 = 1.2;

/// A keyword of the description that comes again, as the matter of a text does; a few times count.
const BY_REPETITION: f64 = 0.17;
const REPETITIONS_MAX: usize = 2;

/// What a description is worth where neither name nor organizer says anything, and where the name names something else.
const ALONE: f64 = 1.3;
const BESIDE: f64 = 0.8;

/// What a description calls its matter: "the conference for data engineers".
const BY_MATTER: f64 = 0.7;

/// A free word of the source.
const BY_KEYWORD: f64 = 0.5;

/// A word of several meanings in the name or the organizer, and what supports it: a keyword of the same field, or a
/// word of the trade.
const AMBIGUOUS: f64 = 0.55;
const AMBIGUOUS_SUPPORTED: f64 = 0.5;
const AMBIGUOUS_IN_TRADE: f64 = 0.2;
const AMBIGUOUS_IN_DESCRIPTION: f64 = 0.15;

/// Fields whose words of several meanings are in everybody's mouth: women, jobs, libraries, counties.
const EVERYBODYS: &[&str] = &["career", "community", "industry", "leadership"];

/// The most free words that are read.
const KEYWORDS_MAX: usize = 40;

/// The most niches given.
const NICHES_MAX: usize = 12;

/// Tags say something only when there are few of them: a conference that is filed under three topics is about none.
const TAGS_MAX: usize = 2;

/// The same of an event's own free words, which are chosen for it.
const KEYWORD_NICHES_MAX: usize = 3;

/// Finds niches.
#[derive(Debug)]
pub(crate) struct Niches {
    lexicon: Lexicon,
    series: SeriesNames,
    topics: Topics,
    /// Slugs and aliases.
    names: HashMap<String, NicheId>,
    gazetteer: &'static Gazetteer,
}

/// Niches with their scores, and why.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The most specific ones, in the taxonomy's order.
    pub(crate) niches: Vec<(NicheId, f64)>,
    /// One line for each.
    pub(crate) reasons: Vec<String>,
    /// Whether the name is that of a well-known series.
    pub(crate) is_of_series: bool,
    /// Whether the organizer, or who stands at the head of the name, is called as groups are.
    pub(crate) is_of_a_group: bool,
}

impl Niches {
    /// Reads the taxonomy once; towns are looked up in `gazetteer`.
    pub(crate) fn new(gazetteer: &'static Gazetteer) -> Self {
        let mut names = HashMap::new();
        for id in NicheId::all() {
            names.insert(id.slug().to_owned(), id);
        }
        for id in NicheId::all() {
            for alias in &id.niche().aliases {
                names.entry(alias.to_lowercase()).or_insert(id);
            }
        }
        Self { lexicon: Lexicon::new(), series: SeriesNames::new(), topics: Topics::new(), names, gazetteer }
    }

    /// Finds the niches of a text.
    pub(crate) fn find(&self, text: &Text<'_>, reading: &Reading<'_>, vouched: &Vouched<'_>, explains: bool) -> Found {
        let mut name = self.name_hits(reading);
        let mut organizer = self.lexicon.hits(reading.organizer, &reading.folded_organizer);
        let mut description = self.lexicon.hits(&reading.description, &reading.folded_description);
        let is_any_said = [&name, &organizer, &description].iter().any(|hits| !hits.is_empty());
        if is_any_said && is_off_work(reading, vouched) {
            for hits in [&mut name, &mut organizer, &mut description] {
                hits.keep_technologies();
            }
        }
        if is_any_said && !vouched.is_technical && leisure::is_of_it(reading) {
            for hits in [&mut name, &mut organizer, &mut description] {
                hits.forget_homonyms();
            }
        }
        for (hits, folded) in [(&mut name, &reading.folded_name), (&mut organizer, &reading.folded_organizer)] {
            towns::promote(hits, folded, self.gazetteer);
        }
        let is_of_a_group = [(&name, &reading.folded_name), (&organizer, &reading.folded_organizer)]
            .iter()
            .any(|(hits, folded)| towns::is_of_a_group(hits, folded, self.gazetteer));
        let topics = self.topic_niches(vouched);
        everyday::promote([&mut name, &mut organizer, &mut description], reading, &topics, vouched.is_technical);
        organizer.keep_what_is_meant(&name);
        let mut ledger = Ledger::new(explains);
        credit_strong(&mut ledger, &name, &organizer, &description);
        let is_plain = vouched.is_technical
            || [&reading.folded_name, &reading.folded_organizer].into_iter().any(|folded| trade::is_only_in_it(folded));
        let support = Support { is_trade: reading.is_of_the_trade(), is_plain, topics: &topics };
        credit_ambiguous(&mut ledger, [&name, &organizer, &description], &support);
        credit_gathering(&mut ledger, reading);
        let series = self.series.of(text.name, vouched.is_technical, self.gazetteer);
        let is_of_series = series.is_some();
        if let Some((niches, series)) = series {
            for niche in niches {
                ledger.credit(*niche, BY_NAME, || format!("the series `{series}` is known for it"));
            }
        }
        let keywords = self.keyword_niches(text.keywords);
        for (niche, words) in keywords.by_niche() {
            ledger.credit(niche, BY_KEYWORD, || format!("tagged {}", quoted(words)));
        }
        let mut given = ledger.given();
        let may_be_leisure = !given.is_empty() && !is_of_series && !vouched.is_technical;
        if may_be_leisure && is_of_leisure(&given, &name, reading) && !is_of_professionals(reading, text.keywords) {
            // Makers make things wherever they do it.
            given.retain(|niche| niche.slug() == "makers");
        }
        if given.is_empty() && keywords.niches().count() <= KEYWORD_NICHES_MAX {
            given = keywords.niches().collect();
        }
        if given.is_empty() {
            let tags = self.vouched_niches(vouched);
            if tags.len() <= TAGS_MAX {
                for niche in &tags {
                    ledger.credit(*niche, ENOUGH, || "the source says so".to_owned());
                }
                given = tags;
            }
        } else if vouched.format != Some(Format::ConfsTech) {
            for niche in beside(vouched.niches, &given) {
                ledger.credit(niche, ENOUGH, || "the source is about it".to_owned());
                given.insert(niche);
            }
        }
        if given.is_empty()
            && let Some((niche, part)) = parts::niche(reading.name)
        {
            ledger.credit(niche, ENOUGH, || format!("the name is made of `{part}`"));
            given.insert(niche);
        }
        if !name.strong.niches().any(is_general) {
            forget_the_general(&mut given);
        }
        Found { is_of_series, is_of_a_group, ..ledger.told(&given) }
    }

    /// Niches that the source's free words name.
    fn keyword_niches<'a>(&self, keywords: &'a [String]) -> Said<'a> {
        let mut said = Said::default();
        for keyword in keywords.iter().take(KEYWORDS_MAX) {
            let keyword = clipped(Some(keyword), 80);
            let named = self.names.get(&keyword.to_lowercase().replace([' ', '_'], "-")).copied();
            let hits = self.lexicon.hits(keyword, &padded(keyword));
            for niche in named.into_iter().chain(hits.strong.niches()) {
                said.add(niche, Word::whole(keyword));
            }
        }
        said.settle();
        said
    }

    /// What a name says, less what it says of the house behind " at ": of "Rust Meetup at Red Hat" that is not the matter, but
    /// of "Evening at the Kubernetes Club" it is all there is.
    fn name_hits(&self, reading: &Reading<'_>) -> Hits<'_> {
        let before = reading.name.split_once(" at ").filter(|(_, house)| house.starts_with(char::is_uppercase));
        if let Some((before, _)) = before {
            let hits = self.lexicon.hits_of_name(before, &padded(before));
            if hits.strong.niches().next().is_some() || !hits.everyday.is_empty() {
                return hits;
            }
        }
        self.lexicon.hits_of_name(reading.name, &reading.folded_name)
    }

    /// Niches that the source's tags stand for.
    fn topic_niches(&self, vouched: &Vouched<'_>) -> BTreeSet<NicheId> {
        let topics = vouched.topics.iter().take(KEYWORDS_MAX);
        topics.flat_map(|topic| self.topics.niches(topic)).copied().collect()
    }

    /// Niches that the source vouches for by its tags, else by what its operator wrote.
    fn vouched_niches(&self, vouched: &Vouched<'_>) -> BTreeSet<NicheId> {
        let mut tags = self.topic_niches(vouched);
        // A list that files a conference under "general" as well means a broad one.
        if tags.iter().any(|niche| is_general(*niche)) {
            tags.retain(|niche| is_general(*niche));
        }
        if tags.is_empty() { vouched.niches.iter().copied().collect() } else { tags }
    }
}

/// Whether a folded name holds a word that only the trade uses, and is of no match or mass.
pub(crate) fn is_only_of_the_trade(folded: &str) -> bool {
    trade::is_only_in_it(folded) && !work::is_off_work(folded)
}

/// The niche of whatever has to do with software and nothing more.
fn is_general(niche: NicheId) -> bool {
    niche.slug() == "software-development"
}

/// Beside any other niche the general one says nothing, unless the name itself names it.
fn forget_the_general(given: &mut BTreeSet<NicheId>) {
    if given.iter().any(|niche| !is_general(*niche)) {
        given.retain(|niche| !is_general(*niche));
    }
}

/// Niches of what people do in their free time as well.
const OF_LEISURE: &[&str] =
    &["networking-social", "wellbeing", "creative-brand", "studying-learning", "diversity", "makers"];

/// Niches beside those of industries of what is everybody's as well: one's health, money, house and school.
const OF_LIFE: &[&str] = &["education-training", "climate-sustainability", "wikimedia"];

/// Whether niches are all of free time as well, or of everybody's life: where nothing has to do with work, a dinner is a dinner,
/// and health or money is one's own. What has congresses is not, nor what the name names by several words.
fn is_of_leisure(given: &BTreeSet<NicheId>, name: &Hits<'_>, reading: &Reading<'_>) -> bool {
    let is_named_well =
        |niche: NicheId| name.strong.by_niche().any(|(other, words)| other == niche && different(words) > 1);
    let is_of_life = |niche: NicheId| {
        let is_everybodys = OF_LIFE.contains(&niche.slug()) || niche.niche().field == "industry";
        is_everybodys && !is_named_well(niche) && !work::is_of_a_congress(&reading.folded_name)
    };
    given.iter().all(|niche| OF_LEISURE.contains(&niche.slug()) || is_of_life(*niche))
}

/// How much of a description must show that an event has to do with work, in characters.
const WORK_CHARS: usize = 200;

fn is_of_professionals(reading: &Reading<'_>, keywords: &[String]) -> bool {
    let says_so = work::is_of_professionals;
    let texts = [&reading.folded_name, &reading.folded_organizer];
    texts.iter().any(|folded| says_so(folded) || trade::is_only_in_it(folded))
        || says_so(clipped(Some(&reading.folded_description), WORK_CHARS))
        || keywords.iter().take(KEYWORDS_MAX).any(|word| says_so(&padded(word)))
}

/// Whether an event is a match, a mass, a concert or a sitting of a council, and not one for those who make software for them.
fn is_off_work(reading: &Reading<'_>, vouched: &Vouched<'_>) -> bool {
    let texts = [&reading.folded_name, &reading.folded_organizer];
    !vouched.is_technical
        && texts.iter().any(|folded| work::is_off_work(folded))
        && !texts.iter().any(|folded| trade::is_surely_in_it(folded))
}

/// The source's niches that go with what the text says: of its own field the text knows better, "Rust for beginners" is
/// not about the language that its group is about.
fn beside(vouched: &[NicheId], given: &BTreeSet<NicheId>) -> Vec<NicheId> {
    let is_contested = |niche: &NicheId| given.iter().any(|other| other.niche().field == niche.niche().field);
    vouched.iter().copied().filter(|niche| !is_contested(niche)).collect()
}

fn credit_strong(ledger: &mut Ledger, name: &Hits, organizer: &Hits, description: &Hits) {
    for (hits, what) in [(name, "the name"), (organizer, "the organizer")] {
        for (niche, words) in hits.strong.by_niche() {
            ledger.credit(niche, BY_NAME, || format!("{what} says {}", quoted(words)));
        }
    }
    for (niche, words) in description.matter.by_niche() {
        ledger.credit(niche, BY_MATTER, || format!("the description calls it {}", quoted(words)));
    }
    let named: Vec<NicheId> = name.strong.niches().filter(|niche| !is_general(*niche)).collect();
    let is_nothing_said = named.is_empty() && organizer.strong.is_empty();
    for (niche, words) in description.strong.by_niche() {
        let (all, new) = (words.len(), different(words));
        let count = |words: usize| f64::from(u32::try_from(words).unwrap_or(u32::MAX));
        let score = BY_DESCRIPTION * count(new) + BY_REPETITION * count((all - new).min(REPETITIONS_MAX));
        let is_kin = named.iter().any(|other| niche.is_within(*other) || other.is_within(niche));
        let weight = match () {
            () if is_nothing_said => ALONE,
            () if !named.is_empty() && !is_kin => BESIDE,
            () => 1.0,
        };
        let score = weight * score.min(BY_DESCRIPTION_MAX);
        ledger.credit(niche, score, || format!("the description says {}", quoted(words)));
    }
}

/// What speaks for a word of several meanings beside the text around it.
#[derive(Debug)]
struct Support<'a> {
    /// Whether a word of the trade stands in the name or the organizer.
    is_trade: bool,
    /// Whether a word stands there that only the trade uses, or the source lists technical events only.
    is_plain: bool,
    /// What its tags stand for.
    topics: &'a BTreeSet<NicheId>,
}

impl Support<'_> {
    /// Whether a tag of the source is about the niche, or about one that it belongs to.
    fn has_topic(&self, niche: NicheId) -> bool {
        self.topics.iter().any(|topic| !is_general(*topic) && niche.is_within(*topic))
    }
}

fn credit_ambiguous(ledger: &mut Ledger, [name, organizer, description]: [&Hits<'_>; 3], support: &Support<'_>) {
    let fields: BTreeSet<&str> =
        name.strong.niches().chain(organizer.strong.niches()).map(|niche| niche.niche().field.as_str()).collect();
    for (hits, what) in [(name, "the name"), (organizer, "the organizer")] {
        for (niche, words) in hits.ambiguous.by_niche() {
            // Who invites to what they are called themselves says nothing more with it.
            let is_again = |word: &Word<'_>| !name.ambiguous.says(niche, *word) || is_telling(niche, *word);
            let is_host = std::ptr::eq(hits, organizer);
            if is_host && !words.iter().any(|(_, word)| is_again(word)) {
                continue;
            }
            let is_clear = |(_, word): &(NicheId, Word<'_>)| {
                support.is_trade && (is_telling(niche, *word) || is_abbreviation(word.text))
            };
            let is_supported = fields.contains(niche.niche().field.as_str())
                || support.has_topic(niche)
                || support.is_trade && different(words) > 1 && trade::is_technical(niche)
                || is_named_beside(hits, niche)
                || hits.by_case.contains(&niche) && (support.is_plain || words.iter().any(is_clear));
            // "Women's Soccer: Alumni Night" is of no trade, and who invites as "County Library" says one thing twice.
            let is_everybodys = EVERYBODYS.contains(&niche.niche().field.as_str());
            let more = match (is_supported, support.is_trade) {
                (true, _) => AMBIGUOUS_SUPPORTED,
                (false, true) if !is_everybodys || support.is_plain => AMBIGUOUS_IN_TRADE,
                (false, _) if is_host && is_everybodys => -AMBIGUOUS_IN_TRADE,
                (false, _) => 0.0,
            };
            ledger.credit(niche, AMBIGUOUS + more, || format!("{what} says {}", quoted(words)));
        }
    }
    for (niche, words) in description.ambiguous.by_niche() {
        let score = f64::from(u32::try_from(different(words)).unwrap_or(u32::MAX)) * AMBIGUOUS_IN_DESCRIPTION;
        ledger.credit(niche, score, || format!("the description says {}", quoted(words)));
    }
}

/// Whether two of a field are named by words in their own letter case, neither of one letter: "Go and Rust compared".
fn is_named_beside(hits: &Hits<'_>, niche: NicheId) -> bool {
    let is_word = |of: NicheId| hits.ambiguous.pairs().any(|(other, word)| other == of && word.text.len() > 1);
    let is_beside = |other: &NicheId| *other != niche && other.niche().field == niche.niche().field && is_word(*other);
    let is_of_case = hits.by_case.contains(&niche) && trade::is_technical(niche) && is_word(niche);
    is_of_case && hits.by_case.iter().any(is_beside)
}

/// Whether a word that needs support needs little of it.
fn is_telling(niche: NicheId, word: Word<'_>) -> bool {
    niche.niche().telling.iter().any(|telling| telling.eq_ignore_ascii_case(word.text))
}

/// Whether a word is written in capitals throughout, as `KI` and unlike `Go` and `R`.
fn is_abbreviation(word: &str) -> bool {
    word.len() > 1 && !word.contains(char::is_lowercase)
}

/// A professional event that its name calls a mixer, a lunch or drinks is there for meeting people.
fn credit_gathering(ledger: &mut Ledger, reading: &Reading<'_>) {
    let Ok(social) = "networking-social".parse::<NicheId>() else { return };
    if let Some(word) = reading.gathering().filter(|_| ledger.given().iter().any(|niche| *niche != social)) {
        ledger.credit(social, BY_NAME, || format!("the name calls it `{word}`"));
    }
}
