//! Kinds and goals: `labels.tsv` says what events of the corpus are, each known by its file and a digest of its name. The
//! names themselves are third parties' and are read where they lie.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use hobnob_domain::{EventKind, Format, Goal};
use hobnob_resolve::{Resolver, Text, Vouched};
use serde_json::Value;

use super::Score;

/// What came out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) rows: usize,
    /// Kinds that were right.
    pub(crate) kinds: usize,
    pub(crate) goals: Score,
    pub(crate) faults: Vec<String>,
}

/// An event as far as its text goes.
#[derive(Clone, Debug, Default)]
struct Told {
    name: String,
    description: String,
    host: Option<String>,
    takes_days: bool,
}

/// FNV-1a of a name's bytes.
fn digest(name: &str) -> String {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// The events of a calendar, by the digests of their names.
fn of_calendar(text: &str) -> BTreeMap<String, Told> {
    let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut events = BTreeMap::new();
    let mut event: Option<BTreeMap<&str, String>> = None;
    for line in text.lines() {
        match line {
            "BEGIN:VEVENT" => event = Some(BTreeMap::new()),
            "END:VEVENT" => {
                let mut fields = event.take().unwrap_or_default();
                let mut field = |name| fields.remove(name).unwrap_or_default();
                let told = Told {
                    name: field("SUMMARY"),
                    description: field("DESCRIPTION"),
                    takes_days: false,
                    host: url::Url::parse(&field("URL"))
                        .ok()
                        .and_then(|url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned())),
                };
                events.entry(digest(&told.name)).or_insert(told);
            }
            line => {
                let (Some(fields), Some((head, value))) = (&mut event, line.split_once(':')) else { continue };
                let name = head.split(';').next().unwrap_or_default();
                if ["SUMMARY", "DESCRIPTION", "URL"].contains(&name) {
                    fields.entry(name).or_insert_with(|| unescaped(value));
                }
            }
        }
    }
    events
}

/// The rows of a list, by the digests of their names.
fn of_list(text: &str) -> BTreeMap<String, Told> {
    let rows: Vec<Value> = serde_json::from_str(text).unwrap();
    let told = |row: &Value| {
        let name = row["name"].as_str()?.to_owned();
        let ends = row["date"].as_array().map(|ends| ends.iter().filter_map(Value::as_i64).collect::<Vec<_>>());
        let days = ends.and_then(|ends| Some((ends.last()? - ends.first()?) / 86_400_000 + 1));
        Some((
            digest(&name),
            Told { takes_days: days.is_some_and(|days| (2..=7).contains(&days)), name, ..Told::default() },
        ))
    };
    rows.iter().filter_map(told).collect()
}

pub(crate) fn measure(resolver: &Resolver, corpus: &Path) -> Report {
    let mut report = Report::default();
    let mut files: BTreeMap<String, BTreeMap<String, Told>> = BTreeMap::new();
    for row in include_str!("../resolve/labels.tsv").lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [file, name, kind, goals] = columns[..] else { panic!("{row}") };
        let events = files.entry(file.to_owned()).or_insert_with(|| {
            let bytes = std::fs::read(corpus.join(file)).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            if file.ends_with(".json") { of_list(&text) } else { of_calendar(&text) }
        });
        let told = events.get(name).unwrap_or_else(|| panic!("{file} has no event {name}"));
        let is_technical = file.starts_with("lists/");
        let host = told.host.as_deref();
        let format = file.starts_with("lists/developers.events").then_some(Format::DevelopersEvents);
        let vouched = Vouched { is_technical, host, format, takes_days: told.takes_days, ..Vouched::default() };
        let text = Text { name: &told.name, description: Some(&told.description), ..Text::default() };
        let found = resolver.classify_with(&text, &vouched);
        let kind: EventKind = kind.parse().unwrap();
        let goals: BTreeSet<Goal> =
            goals.split(',').filter(|goal| !goal.is_empty()).map(|goal| goal.parse().unwrap()).collect();
        let given: BTreeSet<Goal> = found.goals.iter().copied().collect();
        report.rows += 1;
        report.kinds += usize::from(found.kind == kind);
        report.goals.add(&goals, &given);
        if found.kind != kind || goals != given {
            report.faults.push(format!(
                "{} -> {} for {kind}; {given:?} for {goals:?}; {:?}",
                told.name, found.kind, found.reasons
            ));
        }
    }
    report
}
