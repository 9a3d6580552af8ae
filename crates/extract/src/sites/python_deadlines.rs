//! python-deadlines keeps conferences about Python in one YAML file (`_data/conferences.yml`). A deadline without zone
//! is Anywhere on Earth.

use crate::decode::Content;
use crate::reading::Reading;
use crate::rows::Row;
use crate::text;
use hobnob_domain::{CallForPapersWords, Listing, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// How far into a file its first entry is looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// Whether this is that file.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    if !content.may_be_yaml() {
        return false;
    }
    let start = content.start(LOOK_BYTES);
    ["- conference:", "\n  year:", "\n  cfp:", "\n  place:"].iter().all(|key| start.contains(key))
}

/// Reads every entry.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let entries = match content.yaml() {
        Ok(value) => value.as_array().into_iter().flatten(),
        Err(error) => return reading.incomplete(format!("the conferences can't be read: {error}")),
    };
    reading.rows(entries, |entry| listing(entry.0, &content.page.url));
}

fn listing(entry: &Value, base: &Url) -> Option<Listing> {
    let entry = Row::of(entry.as_object()?);
    let series = entry.phrase(&["conference"])?;
    let year = entry.phrase(&["year"]).unwrap_or_default();
    let name = if series.contains(&year) { series.clone() } else { format!("{series} {year}") };
    let zone = entry.phrase(&["timezone"]);
    let url = entry.link(&["link"], base);
    let deadline = |names: &[&str]| {
        let TimeWords { text, .. } = entry.moment(names)?;
        Some(TimeWords { text, zone: Some(zone.clone().unwrap_or_else(|| "AoE".to_owned())) })
    };
    // An extension is the deadline that holds.
    let call =
        CallForPapersWords { opens: None, closes: deadline(&["cfpext", "cfp"]), url: entry.link(&["cfplink"], base) };
    let mut words = Words { organizer: None, ..entry.words(base) };
    // The location is a list of points, each with a title of its own.
    for place in &mut words.places {
        place.name = None;
        place.text = entry.phrase(&["place"]);
    }
    let words = Words {
        name: text::phrase(&name),
        zone: zone.filter(|zone| zone.contains('/')),
        kind: Some("conference".to_owned()),
        keywords: subjects(&entry),
        call_for_papers: (call != CallForPapersWords::default()).then_some(call),
        ..words
    };
    Some(Listing { key: format!("{series} {year}"), url, words })
}

/// The subjects by their codes: `PY`, `PY,WEB`.
fn subjects(entry: &Row<'_>) -> Vec<String> {
    let name = |code: &str| match code {
        "PY" => "Python".to_owned(),
        "SCIPY" => "scientific Python".to_owned(),
        "DATA" => "data science".to_owned(),
        "WEB" => "web development".to_owned(),
        "GEO" => "geospatial".to_owned(),
        "BIZ" => "business".to_owned(),
        other => other.to_owned(),
    };
    let codes = match entry.value(&["sub"]) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(list)) => list.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    codes.iter().filter_map(|code| text::phrase(&name(code.trim()))).take(8).collect()
}
