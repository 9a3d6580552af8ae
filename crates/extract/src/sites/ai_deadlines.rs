//! ai-deadlines, and what was made after it for security, robotics, software engineering and others: YAML of conferences
//! by their deadlines, one entry a year. Days stand in prose (`date: April 27 - May 1, 2026`), in `start` and `end`, or
//! without the year that stands beside; `timezone` is that of the deadlines, Anywhere on Earth where none is named.

use super::ccf_deadlines::days;
use crate::decode::Content;
use crate::reading::Reading;
use crate::rows::{self, Row};
use crate::text;
use hobnob_domain::{CallForPapersWords, Listing, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// How far into a file its keys are looked at, in bytes.
const LOOK_BYTES: usize = 8192;

/// So many entries are looked at to tell what the list is of.
const ENTRIES_LOOKED_AT: usize = 8;

/// So many deadlines of one conference are looked at.
const DEADLINES_MAX: usize = 32;

/// So many subjects are kept.
const SUBJECTS_MAX: usize = 16;

const NAMES: [&str; 2] = ["title", "name"];

/// Whether this is such a list.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    let start = content.start(LOOK_BYTES);
    let has = |keys: &[&str]| keys.iter().any(|key| start.contains(key));
    if !has(&["deadline"]) || !has(&["year"]) || !has(&NAMES) {
        return false;
    }
    // One that is only announced has no deadline yet.
    entries(content).is_some_and(|entries| entries.iter().take(ENTRIES_LOOKED_AT).any(is_entry))
}

/// The entries of a list, of one under a key of its own, or the one that the whole is.
fn entries<'a>(content: &'a Content<'_>) -> Option<&'a [Value]> {
    let whole = match content.document() {
        Some(document) => document,
        None if content.may_be_yaml() => content.yaml().ok()?,
        None => return None,
    };
    let lists = whole.as_object().into_iter().flat_map(|fields| fields.values()).find_map(Value::as_array);
    let entries = whole.as_array().or(lists.filter(|list| list.iter().take(ENTRIES_LOOKED_AT).any(is_entry)));
    Some(entries.map_or(std::slice::from_ref(whole), Vec::as_slice))
}

fn is_entry(entry: &Value) -> bool {
    let Some(entry) = entry.as_object().map(Row::of) else { return false };
    let has = |names: &[&str]| entry.value(names).is_some();
    has(&NAMES) && has(&["year"]) && has(&["deadline", "deadlines", "abstractdeadline"]) && has(&["date", "start"])
}

/// Reads every entry.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let Some(entries) = entries(content) else { return reading.incomplete("the conferences can't be read") };
    reading.rows(entries, |entry| listing(entry.0, &content.page.url));
}

fn listing(entry: &Value, base: &Url) -> Option<Listing> {
    let entry = Row::of(entry.as_object()?);
    let series = entry.phrase(&NAMES)?;
    let year = entry.phrase(&["year"]).unwrap_or_default();
    let name = if series.contains(&year) { series.clone() } else { format!("{series} {year}") };
    let url = entry.link(&["link", "website", "url", "homepage"], base);
    let day = |text: String| TimeWords { text, zone: None };
    let told = entry.phrase(&["date"]).map(|dates| days::read(&dates, &year)).unwrap_or_default();
    // Days of its own are written for machines.
    let (first, last) = match entry.moment(&["start"]) {
        Some(start) => (Some(start), entry.moment(&["end"])),
        None => (told.0.map(day), told.1.map(day)),
    };
    let keywords = subjects(&entry);
    let is_workshop = keywords.iter().any(|keyword| keyword == "workshop");
    let words = Words {
        name: text::phrase(&name),
        description: entry.phrase(&["fullname", "description"]).as_deref().and_then(text::prose),
        start: first,
        end: last,
        kind: Some(if is_workshop { "workshop" } else { "conference" }.to_owned()),
        places: entry.words(base).places,
        keywords,
        call_for_papers: deadline(&entry).map(|closes| CallForPapersWords {
            opens: None,
            closes: Some(closes),
            url: entry.link(&["cfp", "cfplink", "submissionlink"], base).or_else(|| url.clone()),
        }),
        ..Words::default()
    };
    let key = entry.phrase(&["id"]).unwrap_or_else(|| format!("{series} {year}"));
    Some(Listing { key, url, words })
}

/// The last day on which papers are taken. Rounds of a rolling call that are written for every year (`%Y-05-31`), and
/// `TBA`, are no moments.
fn deadline(entry: &Row<'_>) -> Option<TimeWords> {
    let zone = entry.phrase(&["timezone"]).unwrap_or_else(|| "AoE".to_owned());
    let round = |deadline: &Value| match deadline.as_object().map(Row::of) {
        Some(round) => {
            let kind = round.phrase(&["type", "label", "name"]).unwrap_or_default().to_lowercase();
            let of_papers = kind.is_empty() || ["paper", "submission", "full"].iter().any(|word| kind.contains(word));
            let is_other =
                ["abstract", "camera", "supplement", "workshop", "tutorial"].iter().any(|word| kind.contains(word));
            let text = rows::phrase(round.value(&["date", "deadline"])?)?;
            let zone = round.phrase(&["timezone"]).unwrap_or_else(|| zone.clone());
            (of_papers && !is_other).then_some((text, zone))
        }
        None => Some((rows::phrase(deadline)?, zone.clone())),
    };
    let of = |names: &[&str]| {
        let rounds = match entry.value(names)? {
            Value::Array(rounds) => rounds.as_slice(),
            one => std::slice::from_ref(one),
        };
        let rounds = rounds.iter().take(DEADLINES_MAX).filter_map(round);
        rounds.filter(|(text, _)| text.starts_with("20")).max()
    };
    let (text, zone) = of(&["deadline"]).or_else(|| of(&["deadlines"])).or_else(|| of(&["abstractdeadline"]))?;
    Some(TimeWords { text, zone: Some(zone) })
}

/// What it is about, by codes (`ML`, `[SEC, PRIV]`) or in words (`computer-vision`).
fn subjects(entry: &Row<'_>) -> Vec<String> {
    let words = ["sub", "subs", "tags"].iter().filter_map(|name| entry.value(&[name])).flat_map(|value| match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>(),
        Value::String(list) => list.split([',', '/']).map(str::to_owned).collect(),
        _ => Vec::new(),
    });
    let mut subjects: Vec<String> = Vec::new();
    for subject in words.filter_map(|word| subject(word.trim())) {
        if subjects.len() < SUBJECTS_MAX && !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    subjects
}

fn subject(written: &str) -> Option<String> {
    let meant = match written {
        "AI" => "artificial intelligence",
        "ML" => "machine learning",
        "CV" => "computer vision",
        "NLP" | "CL" => "natural language processing",
        "RO" => "robotics",
        "SP" => "speech and signal processing",
        "DM" => "data mining",
        "AP" => "automated planning",
        "KR" => "knowledge representation",
        "RL" => "reinforcement learning",
        "GR" | "CG" => "computer graphics",
        "HCI" => "human-computer interaction",
        "IR" => "information retrieval",
        "DB" => "databases",
        "SE" => "software engineering",
        "PL" => "programming languages",
        "OS" => "operating systems",
        "AR" => "computer architecture",
        "NW" => "computer networks",
        "SEC" => "security",
        "PRIV" => "privacy",
        "CRYPTO" => "cryptography",
        "BIO" => "bioinformatics",
        "SHOP" => "workshop",
        // What it is and how it ranks, not what it is about.
        "CONF" | "TOP4" | "MISC" | "" => return None,
        other => return text::phrase(&other.replace(['-', '_'], " ")),
    };
    Some(meant.to_owned())
}
