//! The curated taxonomy: fields and, within them, niches. Compiled in; an operator's file may be laid over it.

mod overlay;

use std::{
    collections::HashMap,
    fmt,
    str::FromStr,
    sync::{LazyLock, OnceLock},
};

/// A field of work: the first level.
#[derive(Clone, Debug)]
pub struct Field {
    /// As in queries.
    pub slug: String,
    /// For people.
    pub label: String,
}

/// A niche, with the words that give it away.
#[derive(Clone, Debug)]
pub struct Niche {
    /// As in queries.
    pub slug: String,
    /// For people.
    pub label: String,
    /// Slug of its field.
    pub field: String,
    /// Niches an event of this one belongs to as well; a filter for `python` finds `django`.
    pub broader: Vec<NicheId>,
    /// Other names of the niche in queries and tags.
    pub aliases: Vec<String>,
    /// Words that decide alone.
    pub keywords: Vec<String>,
    /// Words that are a common word, a town or a given name as well: they decide where anything else is of the trade.
    pub everyday: Vec<String>,
    /// Those of `ambiguous` and `case` that need little support: any word of the trade, or that both the name and the
    /// organizer say them.
    pub telling: Vec<String>,
    /// Words that count only with support.
    pub ambiguous: Vec<String>,
    /// Words that count only with support and only in this letter case.
    pub case: Vec<String>,
    /// Phrases cut out of the text before this niche is looked for.
    pub exclude: Vec<String>,
    /// Names of well-known series of events that are about it: they count as the whole name, less year and town.
    pub series: Vec<String>,
}

/// Points at a niche of the taxonomy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NicheId(u16);

impl NicheId {
    /// The niche.
    #[expect(clippy::indexing_slicing, reason = "ids are only made by the taxonomy, from its own positions")]
    pub fn niche(self) -> &'static Niche {
        &taxonomy().niches[usize::from(self.0)]
    }

    /// The niche's slug.
    pub fn slug(self) -> &'static str {
        &self.niche().slug
    }

    /// Its place in [`Taxonomy::niches`], for tables made beside the taxonomy.
    pub fn position(self) -> usize {
        usize::from(self.0)
    }

    /// Whether an event of this niche is found under `wanted`: the same, or one of its broader ones at any distance.
    pub fn is_within(self, wanted: Self) -> bool {
        taxonomy().closures.get(self.position()).is_some_and(|closure| closure.contains(&wanted))
    }

    /// This niche and all its broader ones.
    pub fn closure(self) -> &'static [Self] {
        taxonomy().closures.get(self.position()).map_or(&[], Vec::as_slice)
    }

    /// Every niche, in the taxonomy's order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..taxonomy().niches.len()).filter_map(|position| u16::try_from(position).ok()).map(Self)
    }
}

impl fmt::Debug for NicheId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl fmt::Display for NicheId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for NicheId {
    type Err = UnknownNiche;

    /// Reads a slug or an alias, in any case. A word that is neither is answered with those that look like it.
    fn from_str(word: &str) -> Result<Self, UnknownNiche> {
        let slug = word.trim().to_lowercase().replace([' ', '_'], "-");
        taxonomy()
            .by_name
            .get(&slug)
            .copied()
            .ok_or_else(|| UnknownNiche { word: word.to_owned(), near: taxonomy().like(&slug) })
    }
}

/// How many niches are named to who wrote none.
const NAMED_MAX: usize = 5;

/// A word that names no niche.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownNiche {
    /// What was written.
    pub word: String,
    /// The slugs that may have been meant, the likeliest first.
    pub near: Vec<&'static str>,
}

impl fmt::Display for UnknownNiche {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |slugs: &[&str]| slugs.iter().map(|slug| format!("`{slug}`")).collect::<Vec<_>>().join(", ");
        write!(f, "`{}` is no niche; ", self.word)?;
        match self.near.split_last() {
            Some((last, [])) => write!(f, "did you mean `{last}`?"),
            Some((last, others)) => write!(f, "did you mean {} or `{last}`?", quoted(others)),
            None => {
                let niches = &taxonomy().niches;
                let some: Vec<&str> = niches.iter().take(NAMED_MAX).map(|niche| niche.slug.as_str()).collect();
                write!(f, "there are {}, such as {}", niches.len(), quoted(&some))
            }
        }
    }
}

impl std::error::Error for UnknownNiche {}

/// The whole taxonomy.
#[derive(Debug)]
pub struct Taxonomy {
    /// First level, in the file's order.
    pub fields: Vec<Field>,
    /// Second level, in the file's order.
    pub niches: Vec<Niche>,
    closures: Vec<Vec<NicheId>>,
    by_name: HashMap<String, NicheId>,
}

/// Why a taxonomy file can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxonomyError {
    /// Not TOML.
    #[error("the taxonomy is not valid TOML: {0}")]
    Syntax(String),
    /// An entry lacks something or points nowhere.
    #[error("the taxonomy's entry `{entry}` {fault}")]
    Entry {
        /// Its slug, as far as it has one.
        entry: String,
        /// What is wrong with it.
        fault: String,
    },
    /// Another file is in force already.
    #[error("a taxonomy file is in force already")]
    Late,
}

const COMPILED_IN: &str = include_str!("../data/niches.toml");

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is compiled in and a test reads it")]
    Taxonomy::read(COMPILED_IN).expect("the compiled-in taxonomy is sound")
});

static LAID_OVER: OnceLock<Taxonomy> = OnceLock::new();

/// The taxonomy in force: the one that was [laid over](overlay_taxonomy), else the compiled-in one.
pub fn taxonomy() -> &'static Taxonomy {
    LAID_OVER.get().unwrap_or_else(|| &TAXONOMY)
}

/// Puts the compiled-in taxonomy with an operator's file laid over it in force, for the whole process. To be done once,
/// before anything asks for a niche; ids of the compiled-in niches stay what they are.
pub fn overlay_taxonomy(text: &str) -> Result<(), TaxonomyError> {
    let taxonomy = Taxonomy::overlaid(text)?;
    LAID_OVER.set(taxonomy).map_err(|_| TaxonomyError::Late)
}

fn parsed(text: &str) -> Result<toml::Table, TaxonomyError> {
    text.parse().map_err(|e: toml::de::Error| TaxonomyError::Syntax(e.to_string()))
}

fn strings(table: &toml::Table, key: &str) -> Vec<String> {
    let array = table.get(key).and_then(toml::Value::as_array);
    array.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

fn string(table: &toml::Table, key: &str) -> Result<String, TaxonomyError> {
    let entry = || table.get("slug").and_then(toml::Value::as_str).unwrap_or("(no slug)").to_owned();
    let text = table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    text.ok_or_else(|| TaxonomyError::Entry { entry: entry(), fault: format!("has no `{key}`") })
}

fn tables<'a>(file: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Table> {
    file.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

impl Taxonomy {
    /// Reads the file's text: `[[field]]` and `[[niche]]` tables.
    pub fn read(text: &str) -> Result<Self, TaxonomyError> {
        Self::of_file(&parsed(text)?)
    }

    /// Reads an operator's file and lays it over the compiled-in one. A niche of a known slug gets more words, loses those
    /// under `remove`, and its label, field and broader niches are replaced if they are given; others are added.
    pub fn overlaid(text: &str) -> Result<Self, TaxonomyError> {
        let mut file = parsed(COMPILED_IN)?;
        overlay::lay(&mut file, &parsed(text)?)?;
        Self::of_file(&file)
    }

    fn of_file(file: &toml::Table) -> Result<Self, TaxonomyError> {
        let fields = tables(file, "field")
            .map(|t| Ok(Field { slug: string(t, "slug")?, label: string(t, "label")? }))
            .collect::<Result<Vec<_>, _>>()?;
        let slugs: HashMap<String, NicheId> = (0..=u16::MAX)
            .zip(tables(file, "niche"))
            .map(|(position, t)| Ok((string(t, "slug")?, NicheId(position))))
            .collect::<Result<_, _>>()?;
        let niches = tables(file, "niche").map(|t| niche(t, &fields, &slugs)).collect::<Result<Vec<_>, _>>()?;
        let mut by_name = slugs;
        for (position, niche) in (0..=u16::MAX).zip(&niches) {
            for alias in &niche.aliases {
                by_name.entry(alias.to_lowercase()).or_insert(NicheId(position));
            }
        }
        let closures = (0..=u16::MAX).zip(&niches).map(|(position, _)| closure(NicheId(position), &niches)).collect();
        Ok(Self { fields, niches, closures, by_name })
    }

    /// Slugs of niches whose names look like the given word, the likeliest first; none when none does.
    fn like(&'static self, word: &str) -> Vec<&'static str> {
        let word: String = word.chars().take(COMPARED_MAX).collect();
        let letters = word.chars().count();
        let slips_max = match letters {
            0..=1 => 0,
            2..=3 => 1,
            _ => (letters / 3).max(2),
        };
        // How far each is, and whether the word is part of its name.
        let mut near: Vec<(usize, bool, &'static str)> = Vec::new();
        for niche in &self.niches {
            let names = || std::iter::once(&niche.slug).chain(&niche.aliases).map(|name| name.to_lowercase());
            let fewest = names().map(|name| slips(&word, &name)).min().unwrap_or(usize::MAX);
            // Shorter words stand in many names by chance.
            let is_part = letters >= 3 && names().any(|name| name.contains(&word));
            if fewest <= slips_max || is_part {
                near.push((fewest, is_part, niche.slug.as_str()));
            }
        }
        near.sort_unstable();
        let best = near.first().map_or(0, |(fewest, _, _)| *fewest);
        let likely = near.into_iter().filter(|(fewest, is_part, _)| *fewest == best || *is_part);
        likely.map(|(_, _, slug)| slug).take(NAMED_MAX).collect()
    }
}

/// How much of a word is compared with the names of niches, in letters.
const COMPARED_MAX: usize = 40;

/// How many letters must be added, taken away or exchanged to make one word of the other.
fn slips(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (place, letter) in one.chars().enumerate() {
        let (mut before, mut left) = (place, place + 1);
        let mut next = vec![left];
        for (above, known) in row.iter().skip(1).zip(other.chars()) {
            left = (before + usize::from(letter != known)).min(above + 1).min(left + 1);
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn niche(table: &toml::Table, fields: &[Field], slugs: &HashMap<String, NicheId>) -> Result<Niche, TaxonomyError> {
    let slug = string(table, "slug")?;
    let fault = |fault: String| TaxonomyError::Entry { entry: slug.clone(), fault };
    let field = string(table, "field")?;
    if !fields.iter().any(|known| known.slug == field) {
        let known: Vec<&str> = fields.iter().map(|known| known.slug.as_str()).collect();
        return Err(fault(format!("names the unknown field `{field}`; there are: {}", known.join(", "))));
    }
    let broader = strings(table, "broader")
        .iter()
        .map(|name| slugs.get(name).copied().ok_or_else(|| fault(format!("names the unknown broader niche `{name}`"))))
        .collect::<Result<_, _>>()?;
    Ok(Niche {
        label: string(table, "label")?,
        field,
        broader,
        aliases: strings(table, "aliases"),
        keywords: strings(table, "keywords"),
        everyday: strings(table, "everyday"),
        telling: strings(table, "telling"),
        ambiguous: strings(table, "ambiguous"),
        case: strings(table, "case"),
        exclude: strings(table, "exclude"),
        series: strings(table, "series"),
        slug,
    })
}

fn closure(start: NicheId, niches: &[Niche]) -> Vec<NicheId> {
    let mut reached = vec![start];
    let mut next = 0;
    while let Some(id) = reached.get(next).copied() {
        next += 1;
        for broader in niches.get(id.position()).into_iter().flat_map(|niche| &niche.broader) {
            if !reached.contains(broader) {
                reached.push(*broader);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_for_python_finds_django() {
        let (django, python) = ("django".parse::<NicheId>(), "python".parse::<NicheId>());
        assert_eq!(django.and_then(|d| python.map(|p| d.is_within(p))), Ok(true));
    }

    #[test]
    fn an_alias_is_as_good_as_the_slug() {
        assert_eq!("golang".parse::<NicheId>(), "go".parse());
    }

    #[test]
    fn an_unknown_niche_is_answered_with_its_neighbours() {
        let said = |word: &str| word.parse::<NicheId>().map_err(|unknown| unknown.to_string());
        let first = |word: &str| word.parse::<NicheId>().map_err(|unknown| unknown.near.first().copied());
        for (word, meant) in [("rusty", "rust"), ("rustt", "rust"), ("phyton", "python"), ("kubernets", "kubernetes")] {
            assert_eq!(first(word), Err(Some(meant)), "{word}");
        }
        let long = "data".repeat(500);
        for word in ["rusty", "zzzzzzzzzz", "", "a", long.as_str()] {
            let fault = said(word).unwrap_err();
            assert!(fault.starts_with(&format!("`{word}` is no niche; ")), "{fault}");
            assert!(fault.len() <= word.len() + 200, "a handful of niches is named: {fault}");
        }
        assert!(said("zzzzzzzzzz").unwrap_err().contains("there are "));
    }

    #[test]
    fn slips_are_counted_by_letters() {
        assert_eq!((slips("rust", "rust"), slips("", "rust"), slips("rust", "")), (0, 4, 4));
        assert_eq!((slips("rustt", "rust"), slips("kitten", "sitting"), slips("zürich", "zurich")), (1, 3, 1));
    }

    fn overlaid(text: &str) -> Result<Taxonomy, String> {
        Taxonomy::overlaid(text).map_err(|fault| fault.to_string())
    }

    fn words(taxonomy: &Taxonomy, slug: &str) -> (Vec<String>, String) {
        let niche = taxonomy.niches.iter().find(|niche| niche.slug == slug).unwrap();
        (niche.keywords.clone(), niche.label.clone())
    }

    #[test]
    fn an_operators_file_adds_niches_and_words_and_takes_words_away() {
        let taken = words(taxonomy(), "rust").0.first().unwrap().clone();
        let text = format!(
            "[[niche]]\nslug = 'rust'\nlabel = 'Rust & friends'\nkeywords = ['ferris club']\nremove = ['{taken}']\n\
             [[niche]]\nslug = 'rust-arcades'\nlabel = 'Arcades in Rust'\nfield = 'games'\nbroader = ['rust']\nkeywords = ['ferris arcade']"
        );
        let overlaid = overlaid(&text).unwrap();
        let (keywords, label) = words(&overlaid, "rust");
        assert!(keywords.contains(&"ferris club".to_owned()) && !keywords.contains(&taken));
        assert_eq!(label, "Rust & friends");
        assert_eq!(words(&overlaid, "rust-arcades").0, ["ferris arcade"]);
        assert_eq!(overlaid.niches.len(), taxonomy().niches.len() + 1);
        let same = |(one, two): (&Niche, &Niche)| one.slug == two.slug && one.broader == two.broader;
        assert!(taxonomy().niches.iter().zip(&overlaid.niches).all(same), "ids stay");
    }

    #[test]
    fn what_says_nothing_new_changes_nothing() {
        let overlaid = overlaid(COMPILED_IN).unwrap();
        assert_eq!(format!("{:?}", overlaid.niches), format!("{:?}", taxonomy().niches), "no word counts twice");
    }

    #[test]
    fn the_file_that_the_manual_shows_is_understood() {
        let manual = include_str!("../../../docs/niches.md");
        let shown = manual.split("```").nth(1).and_then(|block| block.strip_prefix("toml\n")).unwrap();
        let overlaid = overlaid(shown).unwrap();
        assert_eq!(
            words(&overlaid, "bee-keeping"),
            (vec!["bee keeping".into(), "apiary".into()], "Bee keeping".into())
        );
        let rust = overlaid.niches.iter().find(|niche| niche.slug == "rust").unwrap();
        assert!(rust.keywords.contains(&"crab club".to_owned()) && !rust.everyday.contains(&"rusty".to_owned()));
        assert!(
            taxonomy().niches.iter().any(|niche| niche.everyday.contains(&"rusty".to_owned())),
            "or it shows nothing"
        );
        let told = |what: &str| manual.contains(what);
        assert!(overlay::WORDS.iter().all(|key| told(&format!("`{key}`")) || told(&format!("{key} = "))));
    }

    #[test]
    fn what_is_wrong_with_an_operators_file_is_named() {
        let fault = |text| overlaid(text).map(|_| ());
        let entry = |text: &str| Err(format!("the taxonomy's entry {text}"));
        assert_eq!(fault("[[niche]]\nslug = 'new'"), entry("`new` has no `field`"));
        assert_eq!(fault("[[niche]]\nlabel = 'New'"), entry("`(no slug)` has no `slug`"));
        assert_eq!(fault("keywords = []"), entry("`keywords` is neither `[[field]]` nor `[[niche]]`"));
        assert_eq!(
            fault("[[niche]]\nslug = 'rust'\nkeywords = 'x'"),
            entry("`rust` has a `keywords` that is no list of texts, such as keywords = [\"rust\"]")
        );
        let shape = entry("`rust` has a `label` that is no text, such as label = \"rust\"");
        assert_eq!(fault("[[niche]]\nslug = 'rust'\nlabel = ['x']"), shape);
        let unknown = fault("[[niche]]\nslug = 'rust'\nkeyword = ['x']").unwrap_err();
        assert!(unknown.contains("has the unknown key `keyword`; allowed: slug, label, field"), "{unknown}");
        let nowhere = fault("[[niche]]\nslug = 'bees'\nlabel = 'Bees'\nfield = 'farms'").unwrap_err();
        assert!(nowhere.contains("names the unknown field `farms`; there are: software, languages"), "{nowhere}");
        assert!(fault("[[niche").is_err_and(|text| text.starts_with("the taxonomy is not valid TOML")));
    }

    #[test]
    fn an_entry_that_points_nowhere_is_named() {
        let text = "[[field]]\nslug='f'\nlabel='F'\n[[niche]]\nslug='n'\nlabel='N'\nfield='f'\nbroader=['x']";
        let fault = Taxonomy::read(text).map(|_| ()).map_err(|e| e.to_string());
        assert_eq!(fault, Err("the taxonomy's entry `n` names the unknown broader niche `x`".to_owned()));
    }
}
