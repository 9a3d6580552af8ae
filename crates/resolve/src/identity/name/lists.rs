//! Words that are worth less than others in a name, or more.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Words that say nothing: articles, the names of ticket shops, what is shouted in front of a name.
const NOISE: &str = "a and annual at by com de der die das du e edition event events el eventbrite for free from fur gmbh group \
    hybrid i il im in invitation join la las le les lo los luma mit new now o of on online out per person presents \
    register registration rsvp sold special the tickets to u und user users v virtual von with y your zu http https www \
    are as be how into is it its our that this we what when where why will you";

/// Words for sorts of gatherings, and those that go with all of them.
const SORTS: &str = "bootcamp class community con conf conference conferences conferencia congress course day days dev developer \
    developers digital evening fest festival gathering global hackathon international lecture live meet meeting meetup meetups \
    monthly networking night panel session sessions social software summit talk talks tech technology training treffen \
    webinar week weekly workshop workshops";

/// Words behind which a number or a letter tells two of a kind apart.
const LABELS: &str = "batch block class cohort day gruppe group jour kurs level modul module niveau nivel part parte partie raum room \
    saal season section serie series sesion session stage stream tag team teil track vol volume";

/// Words that count editions, and say nothing themselves.
const EDITIONS: &str = "ausgabe auflage ed edicao edicion edition editie edizione no nr number vol volume";

/// Levels and languages: whoever writes one has another beside it.
const LEVELS: &str = "advanced anfanger avance avances basic basics beginner beginners debutant debutants deutsch deutsche dutch \
    einsteiger english englisch espanol expert experts fortgeschrittene francais french german ingles intermediate italian italiano \
    junior juniors nederlands newbie newbies novice polski portugues portuguese principiantes senior seniors spanish starter starters";

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Listed {
    /// It says nothing.
    pub(super) is_noise: bool,
    /// It is a sort of gathering.
    pub(super) is_sort: bool,
    /// What stands behind it tells two of a kind apart.
    pub(super) is_label: bool,
    /// It is a level or a language.
    pub(super) is_level: bool,
}

/// Notes what a listed word is.
type Mark = fn(&mut Listed);

static LISTED: LazyLock<FxHashMap<&'static str, Listed>> = LazyLock::new(|| {
    let mut all: FxHashMap<&'static str, Listed> = FxHashMap::default();
    let lists: [(&'static str, Mark); 5] = [
        (NOISE, |word| word.is_noise = true),
        (EDITIONS, |word| word.is_noise = true),
        (SORTS, |word| word.is_sort = true),
        (LABELS, |word| word.is_label = true),
        (LEVELS, |word| word.is_level = true),
    ];
    for (words, mark) in lists {
        words.split_whitespace().for_each(|word| mark(all.entry(word).or_default()));
    }
    all
});

/// Looks a folded word up.
pub(super) fn listed(word: &str) -> Listed {
    LISTED.get(word).copied().unwrap_or_default()
}

/// What is held in many towns under one name, on the same days often, in one word: the name tells none of them from another.
const HELD_IN_MANY_TOWNS: &[&str] = &[
    "awscommunityday",
    "barcamp",
    "bsides",
    "codeweek",
    "codingdojo",
    "coderetreat",
    "datasaturday",
    "devfest",
    "devopsday",
    "djangogirls",
    "droidcon",
    "gamejam",
    "globalai",
    "globalazure",
    "hacktoberfest",
    "ioextended",
    "kubernetescommunityday",
    "railsgirls",
    "softwarefreedomday",
    "spaceapps",
    "sqlsaturday",
    "startupweekend",
    "tedx",
    "womensday",
    "wordcamp",
];

/// Whether a name, in one word, is that of what is held in many towns.
pub(super) fn is_held_in_many_towns(bare: &str) -> bool {
    HELD_IN_MANY_TOWNS.iter().any(|name| bare.contains(name))
}

/// Words that are written in two ways, whatever they stand beside: the short one and the long one.
const SHORT_FORMS: [(&str, &str); 5] =
    [("eu", "europe"), ("usa", "us"), ("js", "javascript"), ("ts", "typescript"), ("k8s", "kubernetes")];

/// The long form of a word.
pub(super) fn spelt(word: &str) -> &str {
    SHORT_FORMS.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long)
}
