//! The demo's made-up web: pages in the program, dates relative to today.

use std::collections::BTreeMap;

use super::placeholder;
use crate::catalogue;
use anyhow::{Context as _, anyhow};
use chrono::NaiveDate;
use hobnob_domain::{NicheId, SourceSpec};
use toml::{Table, Value};
use url::Url;

/// Which file answers which path, and which are sources.
const SITE: &str = include_str!("../../../demo/site.toml");

macro_rules! files {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../../../demo/", $name)))),+] };
}

/// The files `site.toml` names.
const FILES: &[(&str, &str)] = files![
    "amsterdam-data-nights.ics",
    "bengaluru-platform-engineers.ics",
    "berlin-tech-calendar.html",
    "conferences-general.json",
    "conferences-python.json",
    "conferences-rust.json",
    "elsewhere.html",
    "ferrumconf.html",
    "gotham-gophers.html",
    "hackerhaus-kreuzberg.html",
    "home.html",
    "london-database-circle.html",
    "noite-python.html",
    "open-source-thursday.ics",
    "robots.txt",
    "rust-evening-berlin.ics",
    "speakers-remote.ics",
];

/// A page with its media type.
pub(super) type Page = (String, Vec<u8>);

/// The made-up web.
#[derive(Debug)]
pub(super) struct Site {
    /// Pages by path.
    pub(super) pages: BTreeMap<String, Page>,
    /// What answers every other path.
    pub(super) otherwise: Page,
    /// The sources to watch.
    pub(super) sources: Vec<SourceSpec>,
}

/// Fills the pages in for a day; `base` is the address they will be served at.
pub(super) fn site(base: &Url, today: NaiveDate) -> anyhow::Result<Site> {
    let table: Table = SITE.parse().context("demo/site.toml")?;
    let origin = base.as_str().trim_end_matches('/');
    let page = |entry: &Table| page(entry, origin, today);
    let otherwise = table.get("otherwise").and_then(Value::as_table).context("demo/site.toml has no [otherwise]")?;
    let mut site = Site { pages: BTreeMap::new(), otherwise: page(otherwise)?, sources: Vec::new() };
    let entries = table.get("page").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table);
    for entry in entries {
        let path = text(entry, "path")?;
        site.pages.insert(path.to_owned(), page(entry)?);
        if entry.contains_key("name") {
            site.sources.push(source(entry, base.join(path)?)?);
        }
    }
    Ok(site)
}

fn text<'a>(entry: &'a Table, key: &str) -> anyhow::Result<&'a str> {
    entry.get(key).and_then(Value::as_str).with_context(|| format!("demo/site.toml: an entry without `{key}`: {entry}"))
}

fn page(entry: &Table, origin: &str, today: NaiveDate) -> anyhow::Result<Page> {
    let name = text(entry, "file")?;
    let (_, template) = FILES
        .iter()
        .find(|(known, _)| *known == name)
        .with_context(|| format!("demo/site.toml names {name}, which is not in the program"))?;
    let body = placeholder::filled(template, origin, today).map_err(|fault| anyhow!("demo/{name}: {fault}"))?;
    Ok((text(entry, "media_type")?.to_owned(), body.into_bytes()))
}

fn source(entry: &Table, url: Url) -> anyhow::Result<SourceSpec> {
    let niches = entry.get("niches").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let niches = niches.map(str::parse::<NicheId>).collect::<Result<_, _>>().context("demo/site.toml")?;
    let name = entry.get("name").and_then(Value::as_str).map_or_else(|| catalogue::name_of(&url), str::to_owned);
    Ok(SourceSpec { niches, ..SourceSpec::new(name, url) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_can_be_filled_in_on_any_day() {
        let base = Url::parse("http://127.0.0.1:1/").unwrap();
        for day in ["2024-02-29", "2026-12-31", "2027-01-01", "2026-03-28", "2038-01-19"] {
            let site = site(&base, day.parse().unwrap()).unwrap();
            assert!(site.sources.len() >= 10, "{} sources", site.sources.len());
            let left: Vec<_> =
                site.pages.values().filter(|(_, body)| String::from_utf8_lossy(body).contains("{{")).collect();
            assert_eq!(left, Vec::<&Page>::new());
        }
    }

    #[test]
    fn every_file_in_the_program_is_used() {
        let unused: Vec<_> = FILES.iter().filter(|(name, _)| !SITE.contains(&format!("\"{name}\""))).collect();
        assert_eq!(unused, Vec::<&(&str, &str)>::new());
    }
}
