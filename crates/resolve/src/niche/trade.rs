//! Words that show that a text is about the trade: beside them `Go` is more likely the language.

use std::sync::LazyLock;

use hobnob_domain::NicheId;

use super::fold;

/// The words, in order.
const TRADE: &[&str] = &[
    "bijeenkomst",
    "bootcamp",
    "camp",
    "charla",
    "charlas",
    "code",
    "coding",
    "con",
    "conf",
    "conference",
    "conferencia",
    "congreso",
    "congresso",
    "connect",
    "dasturlash",
    "day",
    "days",
    "desarrollador",
    "desarrolladores",
    "desarrollo",
    "desenvolvedor",
    "desenvolvedores",
    "dev",
    "developer",
    "developers",
    "developpement",
    "developpeur",
    "developpeurs",
    "developpeuses",
    "devs",
    "dezvoltatori",
    "encontro",
    "encuentro",
    "engineer",
    "engineering",
    "engineers",
    "entwickler",
    "entwicklung",
    "fejlesztoi",
    "fejlesztok",
    "fest",
    "gelistirici",
    "gelistiriciler",
    "group",
    "hack",
    "hackers",
    "intro",
    "introduction",
    "kehittajat",
    "konference",
    "konferencia",
    "konferencja",
    "konferenz",
    "kongress",
    "language",
    "meetup",
    "meetups",
    "night",
    "ohjelmointi",
    "ontwikkelaars",
    "palestra",
    "programacao",
    "programacion",
    "programador",
    "programadoras",
    "programadores",
    "programare",
    "programavimas",
    "programavimo",
    "programiranje",
    "programisci",
    "programista",
    "programistek",
    "programistow",
    "programlama",
    "programmation",
    "programmatori",
    "programmazione",
    "programmeertaal",
    "programmeren",
    "programmering",
    "programmers",
    "programmeurs",
    "programmierabend",
    "programmieren",
    "programmiersprache",
    "programmiersprachen",
    "programming",
    "programovaci",
    "programovani",
    "programovanie",
    "programowanie",
    "programozas",
    "programozoi",
    "programozok",
    "rencontre",
    "rencontres",
    "software",
    "softwareentwicklung",
    "spotkania",
    "spotkanie",
    "stammtisch",
    "summit",
    "sviluppatori",
    "talk",
    "talks",
    "taller",
    "tech",
    "technology",
    "treffen",
    "udviklere",
    "user",
    "usergroup",
    "users",
    "utvecklare",
    "utviklere",
    "vortrag",
    "vortrage",
    "vyvojari",
    "vyvojarov",
    "vyvojaru",
    "webinar",
    "workshop",
    "world",
    "yazilim",
    "yazilimcilar",
    "конференция",
    "митап",
    "програмиране",
    "программирование",
    "программировании",
    "программированию",
    "программирования",
    "программист",
    "программистов",
    "програмування",
    "разработка",
    "разработки",
    "разработчиков",
    "розробка",
    "розробки",
    "もくもく会",
    "カンファレンス",
    "ミートアップ",
    "勉強会",
    "読書会",
];

/// Words that only the trade uses, in order: beside them a word of every day is the name of a technology.
const ONLY_OF_IT: &[&str] = &[
    "api",
    "apis",
    "backend",
    "coders",
    "coding",
    "dasturlash",
    "desarrollador",
    "desarrolladores",
    "desenvolvedor",
    "desenvolvedores",
    "dev",
    "developer",
    "developers",
    "developpement",
    "developpeur",
    "developpeurs",
    "developpeuses",
    "devroom",
    "devs",
    "dezvoltatori",
    "engineer",
    "engineering",
    "engineers",
    "entwickler",
    "fejlesztoi",
    "fejlesztok",
    "frontend",
    "gelistirici",
    "gelistiriciler",
    "hackathon",
    "hackers",
    "informatica",
    "informatik",
    "informatique",
    "kehittajat",
    "ohjelmointi",
    "ontwikkelaars",
    "programacao",
    "programacion",
    "programador",
    "programadoras",
    "programadores",
    "programare",
    "programavimas",
    "programavimo",
    "programiranje",
    "programisci",
    "programista",
    "programistek",
    "programistow",
    "programlama",
    "programmation",
    "programmatori",
    "programmazione",
    "programmeertaal",
    "programmeren",
    "programmering",
    "programmers",
    "programmeurs",
    "programmierabend",
    "programmierer",
    "programmiersprache",
    "programmiersprachen",
    "programmierung",
    "programming",
    "programovaci",
    "programovani",
    "programovanie",
    "programowanie",
    "programozas",
    "programozoi",
    "programozok",
    "software",
    "softwareentwicklung",
    "sviluppatori",
    "tech",
    "technology",
    "udviklere",
    "usergroup",
    "utvecklare",
    "utviklere",
    "vyvojari",
    "vyvojarov",
    "vyvojaru",
    "webdev",
    "yazilim",
    "yazilimcilar",
    "програмиране",
    "программирование",
    "программировании",
    "программированию",
    "программирования",
    "программист",
    "программистов",
    "програмування",
    "разработчиков",
    "розробників",
];

/// Words that stand right behind the name of a technology, in order.
const BEHIND: &[&str] = &[
    "camp",
    "cluster",
    "clusters",
    "con",
    "conf",
    "conference",
    "conferencia",
    "conferenza",
    "connectors",
    "core",
    "devcon",
    "developer",
    "developers",
    "devroom",
    "devs",
    "framework",
    "fwdays",
    "hackathon",
    "internals",
    "kaigi",
    "konferenz",
    "lang",
    "language",
    "meetup",
    "meetups",
    "pipelines",
    "programmers",
    "programming",
    "sdk",
    "streams",
    "summit",
    "ug",
    "unconference",
    "user",
    "usergroup",
    "users",
    "митап",
];

/// Words that stand right before it, in order.
const BEFORE: &[&str] = &["apache", "hashicorp", "learning"];

/// What names of events are made of, in order.
const ENDINGS: &[&str] = &["camp", "con", "conf", "days", "fwdays", "kongress", "meetup", "summit"];

/// Fields of technologies; in order.
const TECHNICAL: &[&str] = &[
    "ai",
    "backend",
    "cloud",
    "data",
    "devops",
    "embedded",
    "games",
    "languages",
    "mobile",
    "security",
    "software",
    "systems",
    "testing",
    "web",
    "web3",
];

/// Whether a folded text holds a word that only the trade uses.
pub(super) fn is_only_in_it(folded: &str) -> bool {
    folded.split(' ').any(|word| ONLY_OF_IT.binary_search(&word).is_ok()) || folded.contains(" user group ")
}

/// Whether a folded ending makes the name of an event of what stands before it: `conf`.
pub(super) fn names_events(ending: &str) -> bool {
    ENDINGS.binary_search(&ending).is_ok()
}

/// Whether a niche is about a technology.
pub(super) fn is_technical(niche: NicheId) -> bool {
    TECHNICAL.binary_search(&niche.niche().field.as_str()).is_ok()
}

/// Whether the words right around a phrase in a folded text show that it is the name of a technology: "Apache Hive",
/// "Flask users".
pub(super) fn is_plain_within(folded: &str, start: usize, end: usize) -> bool {
    let before = folded.get(..start).and_then(|before| before.split_ascii_whitespace().next_back());
    let behind = folded.get(end..).and_then(|behind| behind.split_ascii_whitespace().next());
    behind.is_some_and(|word| BEHIND.binary_search(&word).is_ok())
        || before.is_some_and(|word| BEFORE.binary_search(&word).is_ok())
}

/// What stands right before what one is introduced to or writes in, in small letters: "Introducción a Rust".
const INTRODUCTIONS: &[&str] = &[
    "einführung in",
    "einstieg in",
    "intro a",
    "intro to",
    "introducción a",
    "introduction to",
    "introduction à",
    "introduzione a",
    "introdução a",
    "introdução ao",
    "inleiding tot",
    "learn",
    "uvod do",
    "wprowadzenie do",
    "úvod do",
    "введение в",
    "знакомство с",
    "основы",
    "пишем на",
    "программирование на",
    "программировать на",
    "разработка на",
];

/// Whether a text ends with what introduces to something.
pub(super) fn is_introduced(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    INTRODUCTIONS.iter().any(|words| {
        before.strip_suffix(words).is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    })
}

/// Whether a text begins as an address does that was made of a name: the rest of `Rust.Tokyo`.
pub(super) fn is_of_an_address(behind: &str) -> bool {
    behind.strip_prefix('.').is_some_and(|rest| {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        word.len() > 2 && word.starts_with(char::is_uppercase)
    })
}

/// Whether a text begins with a word that stands right behind the name of a technology.
pub(super) fn is_plain_before(behind: &str) -> bool {
    let mut words = behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| BEHIND.binary_search(&word.to_lowercase().as_str()).is_ok())
}

/// The words in scripts that part no words, folded.
static UNSPACED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let unspaced = TRADE.iter().filter(|word| word.chars().any(fold::is_unspaced));
    unspaced.map(|word| fold::phrase(word)).collect()
});

/// Whether a folded word is of the trade.
pub(super) fn is_of_it(word: &str) -> bool {
    TRADE.binary_search(&word).is_ok()
        || !word.is_ascii() && UNSPACED.iter().any(|of_it| word.ends_with(of_it.as_str()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        for words in [super::TRADE, super::ONLY_OF_IT, super::BEHIND, super::BEFORE, super::ENDINGS, super::TECHNICAL] {
            assert!(words.is_sorted());
        }
    }
}
