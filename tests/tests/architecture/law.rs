//! The law as data: who stands in which layer, who may name whom, who owns what. A new arrow is its own commit and
//! changes this file in the same diff.

/// A crate's place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crate {
    /// The package's name.
    pub name: &'static str,
    /// Its layer: arrows go from a higher layer to a lower one, so siblings never touch.
    pub layer: u8,
    /// The crates it may name.
    pub may_name: MayName,
    /// Why these, and no others.
    pub because: &'static str,
}

/// The crates that a crate may name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MayName {
    /// These.
    Only(&'static [&'static str]),
    /// Every crate below it.
    AllBelow,
}

/// A package that is costly to build, to learn or to be wrong about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heavyweight {
    /// The package.
    pub package: &'static str,
    /// The crates that may name it.
    pub owners: &'static [&'static str],
    /// What the owner keeps from everybody else.
    pub because: &'static str,
}

/// A crate that must do without certain packages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abstinence {
    /// The crate.
    pub name: &'static str,
    /// What it must not name.
    pub never: &'static [&'static str],
    /// Which promise would break.
    pub because: &'static str,
}

/// The whole law.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Law {
    /// Every crate, in reading order: the order of the workspace's members.
    pub crates: &'static [Crate],
    /// Heavyweight packages.
    pub heavyweights: &'static [Heavyweight],
    /// Abstinences.
    pub abstinences: &'static [Abstinence],
    /// Names that no module may have.
    pub empty_names: &'static [&'static str],
}

use MayName::{AllBelow, Only};

const fn at(name: &'static str, layer: u8, may_name: MayName, because: &'static str) -> Crate {
    Crate { name, layer, may_name, because }
}

const DOMAIN: MayName = Only(&["hobnob-domain"]);

const CRATES: &[Crate] = &[
    at("hobnob-domain", 0, Only(&[]), "the nouns know nobody"),
    at("hobnob-fetch", 1, DOMAIN, "bytes come from the network and nothing else happens to them here"),
    at("hobnob-extract", 1, DOMAIN, "reading a page needs no other step of the way"),
    at("hobnob-gazetteer", 1, DOMAIN, "both sides need it, so it stands beside both"),
    at("hobnob-resolve", 2, Only(&["hobnob-domain", "hobnob-gazetteer"]), "understanding needs places, not storage"),
    at("hobnob-migrations", 0, Only(&[]), "a migration of last year must not change with today's types"),
    at("hobnob-store", 1, Only(&["hobnob-domain", "hobnob-migrations"]), "the only one that knows the database"),
    at("hobnob-index", 1, DOMAIN, "answers from memory; whoever holds it feeds it"),
    at("hobnob-calendar", 1, DOMAIN, "renders what it is given"),
    at("hobnob-digest", 1, DOMAIN, "writes letters about what it is given"),
    at(
        "hobnob-graphql",
        2,
        Only(&["hobnob-domain", "hobnob-gazetteer", "hobnob-store", "hobnob-index"]),
        "asks the index for events, the store for the rest, the gazetteer for what `near` means",
    ),
    at(
        "hobnob-worker",
        3,
        Only(&[
            "hobnob-domain",
            "hobnob-fetch",
            "hobnob-extract",
            "hobnob-resolve",
            "hobnob-gazetteer",
            "hobnob-index",
            "hobnob-digest",
            "hobnob-store",
        ]),
        "the write side: it meets the read side only in the database",
    ),
    at(
        "hobnob-web",
        3,
        Only(&[
            "hobnob-domain",
            "hobnob-gazetteer",
            "hobnob-store",
            "hobnob-index",
            "hobnob-graphql",
            "hobnob-calendar",
        ]),
        "the read side: it meets the write side only in the database",
    ),
    at("hobnob", 4, AllBelow, "wires the parts and holds no rule of its own"),
    at("hobnob-tests", 5, AllBelow, "stories are told to the whole"),
];

const fn owned(package: &'static str, owners: &'static [&'static str], because: &'static str) -> Heavyweight {
    Heavyweight { package, owners, because }
}

const HEAVYWEIGHTS: &[Heavyweight] = &[
    owned("reqwest", &["hobnob-fetch"], "every request passes the guard, the limits and the manners"),
    owned("scraper", &["hobnob-extract"], "HTML is understood in one place"),
    owned("html5ever", &["hobnob-extract"], "HTML is understood in one place"),
    owned("pulldown-cmark", &["hobnob-extract"], "Markdown is understood in one place"),
    owned(
        "ical",
        &["hobnob-extract"],
        "its component parser loses whole files; only its tokeniser is used, behind ours",
    ),
    owned(
        "sea-orm",
        &["hobnob-migrations", "hobnob-store"],
        "no other crate can write SQL, or hold a transaction open",
    ),
    owned("sea-orm-migration", &["hobnob-migrations"], "the shape of the database is changed in one place"),
    owned("sqlx", &["hobnob-store"], "reached through sea-orm, if at all"),
    owned("async-graphql", &["hobnob-graphql"], "the schema is printed by one crate and compared with one file"),
    owned("async-graphql-axum", &[], "its handler is not GraphQL over HTTP; ours is"),
    owned("axum", &["hobnob-web"], "routes, limits and headers are set in one place"),
    owned("tower-http", &["hobnob-web"], "routes, limits and headers are set in one place"),
    owned("lettre", &["hobnob-digest"], "nobody else can send mail"),
];

const FORMATS_AND_WORLD: &[&str] = &["serde", "serde_json", "sea-orm", "async-graphql", "axum", "reqwest", "tokio"];
const WORLD: &[&str] = &["tokio", "async-std", "smol", "ureq", "hyper"];

const fn without(name: &'static str, never: &'static [&'static str], because: &'static str) -> Abstinence {
    Abstinence { name, never, because }
}

const ABSTINENCES: &[Abstinence] = &[
    without(
        "hobnob-domain",
        FORMATS_AND_WORLD,
        "domain types know no format: a new field is then listed by the compiler",
    ),
    without("hobnob-extract", WORLD, "extraction never touches the network"),
    without("hobnob-gazetteer", WORLD, "places are looked up in memory"),
    without("hobnob-resolve", WORLD, "the same listings give the same events, whenever they are asked"),
    without("hobnob-index", WORLD, "a query waits for nobody"),
    without("hobnob-calendar", WORLD, "the same rows give the same bytes"),
];

/// The law in force.
pub(crate) const LAW: Law = Law {
    crates: CRATES,
    heavyweights: HEAVYWEIGHTS,
    abstinences: ABSTINENCES,
    empty_names: &["util", "utils", "common", "helper", "helpers", "misc", "manager", "service", "data", "core"],
};
