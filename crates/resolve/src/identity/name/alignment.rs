//! Two names laid beside each other, word by word.

use super::{
    Mask, Name, Word, Worth,
    likeness::{self, Slips},
};

/// The most words that are put together to make one, or whose first letters make one.
const RUN_MAX: usize = 6;

/// What stands around a name: words found there tell nothing more within it. Digests.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) struct Context<'a> {
    /// Words of the town, the region and the country.
    pub(in crate::identity) places: &'a [u64],
    /// Words of those who invite, of the house and of the site.
    pub(in crate::identity) others: &'a [u64],
}

/// Words of one name that the other lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::identity) struct Lacking {
    /// Telling ones.
    pub(in crate::identity) telling: u32,
    /// Those of who invites.
    pub(in crate::identity) host: u32,
    /// Those for sorts of gatherings.
    pub(in crate::identity) sorts: u32,
    /// Levels and languages.
    pub(in crate::identity) levels: u32,
    /// Counts.
    pub(in crate::identity) numbers: u32,
    /// Years.
    pub(in crate::identity) years: u32,
    /// Words of where it is.
    pub(in crate::identity) places: u32,
}

/// How two names lie beside each other.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::identity) struct Alignment {
    /// How many telling words they share.
    pub(in crate::identity) telling: u32,
    /// How many telling words and words of who invites they share.
    pub(in crate::identity) said: u32,
    /// How many words for sorts of gatherings they share.
    pub(in crate::identity) sorts: u32,
    /// How many counts they share.
    pub(in crate::identity) numbers: u32,
    /// Whether slips, inflection or parting had to be forgiven.
    pub(in crate::identity) is_near: bool,
    /// How many words of one stand where the other is cut off.
    pub(in crate::identity) unread: u32,
    /// What the second lacks of the first.
    pub(in crate::identity) first: Lacking,
    /// What the first lacks of the second.
    pub(in crate::identity) second: Lacking,
}

/// One name with the words that have found their like.
struct Side<'a> {
    name: &'a Name,
    found: Mask,
}

impl<'a> Side<'a> {
    /// Finds the words that are equal; one that is written twice must be there twice.
    fn new(name: &'a Name, other: &Name) -> Self {
        let is_same = |word: &Word, its: &Word| its.digest == word.digest && is_like(word, its);
        let mut found = 0;
        for (place, word) in name.words.iter().enumerate().filter(|(_, word)| other.may_have(word)) {
            let before = name.words.iter().take(place).filter(|its| is_same(word, its)).count();
            if other.words.iter().filter(|its| is_same(word, its)).nth(before).is_some() {
                found |= 1 << place;
            }
        }
        Self { name, found }
    }

    fn missing(&self) -> impl Iterator<Item = (usize, &'a Word)> + use<'a> {
        let found = self.found;
        self.name.words.iter().enumerate().filter(move |(place, _)| found & (1 << place) == 0)
    }

    fn is_whole(&self) -> bool {
        self.missing().next().is_none()
    }

    /// Which letters the words that are missing have, and how many bytes.
    fn letters_missing(&self) -> (u32, usize) {
        let add = |(letters, bytes), (_, word): (usize, &Word)| (letters | word.letters, bytes + word.at.1 - word.at.0);
        self.missing().fold((0, 0), add)
    }

    fn find(&mut self, place: usize) {
        self.found |= 1 << place;
    }
}

/// Whether two words may be one: numbers are no words.
const fn is_like(one: &Word, other: &Word) -> bool {
    is_count(one) == is_count(other)
}

impl Alignment {
    /// Lays two names beside each other.
    pub(in crate::identity) fn of(one: (&Name, Context<'_>), other: (&Name, Context<'_>), slips: Slips) -> Self {
        let mut a = Side::new(one.0, other.0);
        let mut b = Side::new(other.0, one.0);
        find_own_initials(&mut a);
        find_own_initials(&mut b);
        let (exact_a, exact_b) = (a.found, b.found);
        if !a.is_whole() && !b.is_whole() {
            find_together(&mut a, &mut b, slips);
            find_pairs(&mut a, &mut b, slips);
            find_alike(&mut a, &mut b);
            find_together(&mut a, &mut b, slips);
        }
        let places = [one.1.places, other.1.places];
        find_runs(&mut a, &mut b, places);
        find_runs(&mut b, &mut a, places);
        let unread_b = find_cut(&mut a, &mut b);
        let unread_a = find_cut(&mut b, &mut a);
        let is_near = a.found != exact_a || b.found != exact_b;
        Self {
            telling: shared(&a, &[Worth::Telling]).min(shared(&b, &[Worth::Telling])),
            said: shared(&a, SAYING).min(shared(&b, SAYING)),
            sorts: shared(&a, &[Worth::Sort]).min(shared(&b, &[Worth::Sort])),
            numbers: shared(&a, &[Worth::Number]).min(shared(&b, &[Worth::Number])),
            is_near,
            unread: unread_a + unread_b,
            first: lacking(&a, one.1, other.1),
            second: lacking(&b, other.1, one.1),
        }
    }
}

/// Words with a slip or another ending.
fn find_alike(a: &mut Side<'_>, b: &mut Side<'_>) {
    for (place, word) in a.missing().filter(|(_, word)| !is_count(word)) {
        let like = b.missing().find(|(_, its)| !is_count(its) && likeness::are_alike((a.name, word), (b.name, its)));
        if let Some((other, _)) = like {
            a.find(place);
            b.find(other);
        }
    }
}

const fn is_count(word: &Word) -> bool {
    matches!(word.worth, Worth::Number | Worth::Year)
}

/// All that is left on both sides, written in one: `hte rest` and `ther est`.
fn find_together(a: &mut Side<'_>, b: &mut Side<'_>, slips: Slips) {
    if a.is_whole() || b.is_whole() || !likeness::may_be_alike(a.letters_missing(), b.letters_missing()) {
        return;
    }
    let put = |side: &Side<'_>| side.missing().map(|(_, word)| side.name.text(word)).collect::<String>();
    let counts = |side: &Side<'_>| side.missing().any(|(_, word)| is_count(word));
    let equals = a.found.count_ones().min(b.found.count_ones());
    let (one, other) = (put(a), put(b));
    if one == other || !counts(a) && !counts(b) && likeness::are_alike_together(&one, &other, equals, slips) {
        let all = |side: &Side<'_>| side.missing().fold(side.found, |mask, (place, _)| mask | 1 << place);
        (a.found, b.found) = (all(a), all(b));
    }
}

/// Two neighbours with a slip about the blank between them: `int oinident` and `into incident`.
fn find_pairs(a: &mut Side<'_>, b: &mut Side<'_>, slips: Slips) {
    let theirs = neighbours(b);
    for one in neighbours(a) {
        let is_free = |other: &&Neighbours<'_>| b.found & (0b11 << other.place) == 0;
        let mut free = theirs.iter().filter(is_free).filter(|other| one.may_be_alike(other));
        let like = free.find(|other| likeness::are_alike_together(&one.together(), &other.together(), 0, slips));
        if let Some(other) = like {
            let place = other.place;
            [one.place, one.place + 1].into_iter().for_each(|place| a.find(place));
            [place, place + 1].into_iter().for_each(|place| b.find(place));
        }
    }
}

/// Two words that stand beside each other.
struct Neighbours<'a> {
    /// Where the first of them stands.
    place: usize,
    words: [&'a Word; 2],
    texts: [&'a str; 2],
}

impl Neighbours<'_> {
    fn together(&self) -> String {
        self.texts.concat()
    }

    fn letters(&self) -> (u32, usize) {
        let [first, second] = self.words;
        (first.letters | second.letters, self.texts.iter().map(|text| text.len()).sum())
    }

    fn may_be_alike(&self, other: &Self) -> bool {
        likeness::may_be_alike(self.letters(), other.letters())
    }
}

/// Neighbours that are both missing.
fn neighbours<'a>(side: &Side<'a>) -> Vec<Neighbours<'a>> {
    let is_free = |place: usize, word: &Word| side.found & (1 << place) == 0 && !is_count(word);
    let beside = side.name.words.windows(2).enumerate().filter_map(|(place, pair)| match pair {
        [first, second] if is_free(place, first) && is_free(place + 1, second) => {
            let texts = [first, second].map(|word| side.name.text(word));
            Some(Neighbours { place, words: [first, second], texts })
        }
        _ => None,
    });
    beside.collect()
}

/// Single words that are several in the other name: `ContainerDays` and `Container Days`, `LA` and `Los Angeles`. `places`
/// are words of where each is.
fn find_runs(a: &mut Side<'_>, b: &mut Side<'_>, places: [&[u64]; 2]) {
    if b.is_whole() {
        return;
    }
    for (place, word) in a.missing().filter(|(_, word)| !is_count(word)) {
        let text = a.name.text(word);
        if let Some(run) = (0..b.name.words.len()).find_map(|from| run(text, b, from, places)) {
            a.find(place);
            run.for_each(|place| b.find(place));
        }
    }
}

/// Words that are the first letters of others of the same name: "ADDC - App Design & Development Conference" says it twice.
fn find_own_initials(side: &mut Side<'_>) {
    for (place, word) in side.missing().filter(|(_, word)| !is_count(word)) {
        let text = side.name.text(word);
        let count = text.chars().count();
        let others = side.name.words.iter().enumerate().filter(|(at, its)| *at != place && its.worth != Worth::Nothing);
        let initials: Vec<char> = others.filter_map(|(_, its)| side.name.text(its).chars().next()).collect();
        let spells = |run: &[char]| run.iter().copied().eq(text.chars());
        if (OF_MANY + 1..=RUN_MAX).contains(&count) && initials.windows(count).any(spells) {
            side.find(place);
        }
    }
}

/// Initials of this length are those of many: of two teams, of two people. They stand for the words of where it is, or for
/// what everybody of the trade shortens.
const OF_MANY: usize = 2;

/// Initials that are read alike everywhere.
const WELL_KNOWN: [&str; 9] = ["ai", "ar", "dl", "ml", "mr", "pm", "qa", "vr", "xr"];

/// The words from a place on that make a word, or whose first letters do; none unless one of them is missing.
fn run(text: &str, side: &Side<'_>, from: usize, places: [&[u64]; 2]) -> Option<std::ops::Range<usize>> {
    let begins = side.name.words.get(from).map(|word| side.name.text(word))?;
    if begins.as_bytes().first() != text.as_bytes().first() {
        return None;
    }
    let (mut rest, mut initials) = (Some(text), Some(text));
    for (length, word) in (1..=RUN_MAX).zip(side.name.words.iter().skip(from)) {
        let its = side.name.text(word);
        rest = rest.and_then(|rest| rest.strip_prefix(its));
        initials = initials.and_then(|rest| rest.strip_prefix(its.chars().next()?));
        let are_initials = || {
            let words = side.name.words.get(from..from + length).unwrap_or_default();
            let are_of_place = || words.iter().any(|word| places.iter().any(|place| place.contains(&word.digest)));
            initials == Some("") && (length > OF_MANY || WELL_KNOWN.contains(&text) || are_of_place())
        };
        if length >= 2 && (rest == Some("") || are_initials()) {
            let run = from..from + length;
            return run.clone().any(|place| side.found & (1 << place) == 0).then_some(run);
        }
    }
    None
}

/// Where a name ends in the middle, its last word may be the beginning of one, and nothing is known of what the other
/// goes on to say. Gives how many words of the other that is.
fn find_cut(a: &mut Side<'_>, b: &mut Side<'_>) -> u32 {
    let Some(last) = a.name.cut_at else { return 0 };
    // What stands behind the cut was put there by somebody else.
    let is_behind = |word: &Word| a.name.words.iter().skip(last + 1).any(|behind| behind.digest == word.digest);
    let is_first = |place: usize, word: &Word| !b.name.words.iter().take(place).any(|its| its.digest == word.digest);
    let head = b
        .name
        .words
        .iter()
        .enumerate()
        .filter(|(place, word)| b.found & (1 << place) != 0 && is_first(*place, word) && !is_behind(word));
    let end = head.map(|(place, _)| place + 1).max().unwrap_or(0);
    if let Some((place, word)) = a.missing().find(|(place, _)| *place == last) {
        let text = a.name.text(word);
        let mut rest = b.name.words.iter().enumerate().skip(end);
        let Some((begun, _)) = rest.find(|(_, its)| b.name.text(its).starts_with(text)) else { return 0 };
        a.find(place);
        b.find(begun);
    }
    let unread: Vec<usize> = b.missing().map(|(place, _)| place).filter(|place| *place >= end).collect();
    unread.iter().for_each(|place| b.find(*place));
    u32::try_from(unread.len()).unwrap_or(u32::MAX)
}

/// What is worth something in a name.
const SAYING: &[Worth] = &[Worth::Telling, Worth::Host];

fn shared(side: &Side<'_>, worths: &[Worth]) -> u32 {
    let words = side.name.words.iter().enumerate();
    let found = words.filter(|(place, word)| side.found & (1 << place) != 0 && worths.contains(&word.worth));
    u32::try_from(found.count()).unwrap_or(u32::MAX)
}

/// What the other name lacks of this one's words, less what is said around the names anyway.
fn lacking(side: &Side<'_>, own: Context<'_>, other: Context<'_>) -> Lacking {
    let mut lacking = Lacking::default();
    for (_, word) in side.missing() {
        match word.worth {
            Worth::Number => lacking.numbers += 1,
            Worth::Year => lacking.years += 1,
            Worth::Nothing => {}
            _ if own.places.contains(&word.digest) || other.places.contains(&word.digest) => {
                lacking.places += 1;
            }
            _ if other.others.contains(&word.digest) => {}
            Worth::Sort => lacking.sorts += 1,
            Worth::Host => lacking.host += 1,
            Worth::Telling => {
                lacking.telling += 1;
                lacking.levels += u32::from(word.is_level);
            }
        }
    }
    lacking
}
