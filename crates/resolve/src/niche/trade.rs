//! Words that show that a text is about the trade: beside them `Go` is more likely the language.

use std::sync::LazyLock;

use hobnob_domain::NicheId;

use super::{fold, programming};

/// The words, in order.
const TRADE: &[&str] = &[
    "apero",
    "atelier",
    "bijeenkomst",
    "bootcamp",
    "camp",
    "charla",
    "charlas",
    "class",
    "code",
    "coding",
    "con",
    "conf",
    "conference",
    "conferencia",
    "conferenza",
    "congreso",
    "congresso",
    "connect",
    "corso",
    "cours",
    "course",
    "day",
    "days",
    "demo",
    "desarrolladores",
    "desarrollo",
    "desenvolvedores",
    "dev",
    "developer",
    "developers",
    "developpement",
    "developpeurs",
    "devs",
    "encontro",
    "encuentro",
    "engineer",
    "engineering",
    "engineers",
    "entwickler",
    "entwicklung",
    "fest",
    "forum",
    "group",
    "hack",
    "hackathon",
    "hackers",
    "intro",
    "introduction",
    "jornada",
    "jornadas",
    "journee",
    "konference",
    "konferencia",
    "konferencja",
    "konferenz",
    "kongres",
    "kongress",
    "kurs",
    "lab",
    "language",
    "masterclass",
    "matinale",
    "meetup",
    "meetups",
    "night",
    "ontwikkelaars",
    "palestra",
    "programacao",
    "programacion",
    "programisci",
    "programistow",
    "programmation",
    "programmers",
    "programmieren",
    "programming",
    "programowanie",
    "rencontre",
    "rencontres",
    "semana",
    "seminaire",
    "seminar",
    "seminario",
    "seminarium",
    "software",
    "softwareentwicklung",
    "soiree",
    "spotkania",
    "spotkanie",
    "stammtisch",
    "summit",
    "sviluppatori",
    "tagung",
    "talk",
    "talks",
    "taller",
    "tech",
    "technology",
    "treffen",
    "user",
    "usergroup",
    "users",
    "vortrag",
    "vortrage",
    "warsztaty",
    "webinaire",
    "webinar",
    "workshop",
    "workshops",
    "world",
    "конференция",
    "митап",
    "программистов",
    "разработчиков",
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
    "async",
    "asyncio",
    "backend",
    "backends",
    "bytecode",
    "cicd",
    "codebase",
    "codebases",
    "coders",
    "coding",
    "compiler",
    "compilers",
    "concurrency",
    "coroutines",
    "debugger",
    "debugging",
    "desarrolladores",
    "desenvolvedores",
    "dev",
    "developer",
    "developers",
    "developpement",
    "developpeurs",
    "devops",
    "devroom",
    "devs",
    "engineer",
    "engineering",
    "engineers",
    "entwickler",
    "frontend",
    "frontends",
    "fullstack",
    "generics",
    "github",
    "gitlab",
    "hackathon",
    "hackers",
    "informatica",
    "informatik",
    "informatique",
    "javascript",
    "jvm",
    "linter",
    "linux",
    "llvm",
    "microservices",
    "middleware",
    "monads",
    "multiplatform",
    "multithreading",
    "observability",
    "ontwikkelaars",
    "parsers",
    "programacao",
    "programacion",
    "programisci",
    "programistow",
    "programmation",
    "programmers",
    "programmierer",
    "programmierung",
    "programming",
    "programowanie",
    "refactoring",
    "regex",
    "runtime",
    "runtimes",
    "sdk",
    "sdks",
    "serverless",
    "software",
    "softwareentwicklung",
    "sql",
    "stdlib",
    "sviluppatori",
    "tech",
    "technology",
    "tokenizer",
    "typescript",
    "usergroup",
    "wasm",
    "webassembly",
    "webdev",
    "websockets",
    "программистов",
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
    "drinkup",
    "drinkups",
    "framework",
    "fwdays",
    "hackathon",
    "hooks",
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
    folded.split(' ').any(|word| ONLY_OF_IT.binary_search(&word).is_ok() || programming::is_of_it(word))
        || ONLY_OF_IT_PHRASES.iter().any(|phrase| folded.contains(phrase))
        || !folded.is_ascii() && STUDY_GROUPS.iter().any(|group| folded.contains(group))
}

/// What people of the trade call their evenings in Japanese, behind the name of a technology.
const STUDY_GROUPS: &[&str] = &["もくもく会", "勉強会"];

/// The same of several words.
const ONLY_OF_IT_PHRASES: &[&str] = &[" in production ", " state management ", " user group "];

/// Words of [`ONLY_OF_IT`] that schools bear, whose teams play.
const OF_SCHOOLS: &[&str] = &["engineering", "tech", "technology"];

/// The same, but by a word that no school is called after.
pub(super) fn is_surely_in_it(folded: &str) -> bool {
    folded.split(' ').any(|word| ONLY_OF_IT.binary_search(&word).is_ok() && !OF_SCHOOLS.contains(&word))
}

/// Whether a folded ending makes the name of an event of what stands before it: `conf`.
pub(super) fn names_events(ending: &str) -> bool {
    ENDINGS.binary_search(&ending).is_ok()
}

/// Whether a niche is about a technology.
pub(crate) fn is_technical(niche: NicheId) -> bool {
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

/// What is counted, not numbered, in order: "Chef 4 Kids" is no release.
const COUNTED: &[&str] = &["day", "days", "h", "hours", "k", "kids", "km", "miles", "weeks", "year", "years"];

/// Whether the number of a release stands right behind a word of a folded text: "Scala 3 macros".
pub(super) fn is_versioned(folded: &str, word: &str) -> bool {
    let mut words = folded.split_ascii_whitespace().skip_while(|other| *other != word).skip(1);
    let (number, behind) = (words.next(), words.next());
    let is_release = |number: &str| number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    // At the end a number counts meetings.
    number.is_some_and(is_release) && behind.is_some_and(|word| COUNTED.binary_search(&word).is_err())
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
        || programming::is_of_it(word)
        || !word.is_ascii() && UNSPACED.iter().any(|of_it| word.ends_with(of_it.as_str()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        for words in [
            super::TRADE,
            super::ONLY_OF_IT,
            super::BEHIND,
            super::BEFORE,
            super::ENDINGS,
            super::TECHNICAL,
            super::COUNTED,
        ] {
            assert!(words.is_sorted());
        }
    }
}
