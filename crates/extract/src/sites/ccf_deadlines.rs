//! ccf-deadlines keeps one YAML file a series of academic conferences, with one entry a year: dates in English prose,
//! deadlines in `UTC-12` or `AoE`.

pub(super) mod days;

use crate::decode::Content;
use crate::reading::Reading;
use crate::{links, text};
use hobnob_domain::{CallForPapersWords, Listing, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// How far into a file its keys are looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// Whether this is such a file.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    if !content.may_be_yaml() {
        return false;
    }
    let start = content.start(LOOK_BYTES);
    ["title:", "confs:", "timeline:", "year:"].iter().all(|key| start.contains(key))
}

/// Reads every year of every series.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let value = match content.yaml() {
        Ok(value) => value,
        Err(error) => return reading.incomplete(format!("the conferences can't be read: {error}")),
    };
    let series = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    for one in series {
        for conference in one.get("confs").and_then(Value::as_array).into_iter().flatten() {
            if reading.is_full() {
                return;
            }
            match listing(one, conference, &content.page.url) {
                Some(listing) => reading.push(listing),
                None => reading.incomplete("a conference has no name and was left out"),
            }
        }
    }
}

fn listing(series: &Value, conference: &Value, base: &Url) -> Option<Listing> {
    let phrase = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).and_then(text::phrase);
    let title = phrase(series, "title")?;
    let year = phrase(conference, "year").unwrap_or_default();
    let url = conference.get("link").and_then(Value::as_str).and_then(|link| links::absolute(base, link));
    let dates = phrase(conference, "date");
    let (first, last) = dates.map(|dates| days::read(&dates, &year)).unwrap_or_default();
    let place = phrase(conference, "place").map(|place| PlaceWords { text: Some(place), ..PlaceWords::default() });
    let name = format!("{title} {year}");
    let day = |text: String| TimeWords { text, zone: None };
    let words = Words {
        name: text::phrase(&name),
        description: series.get("description").and_then(Value::as_str).and_then(text::prose),
        start: first.map(day),
        end: last.map(day),
        kind: Some("conference".to_owned()),
        places: place.into_iter().collect(),
        keywords: phrase(series, "sub").and_then(|code| field(&code)).map(str::to_owned).into_iter().collect(),
        call_for_papers: deadline(conference).map(|closes| CallForPapersWords {
            opens: None,
            closes: Some(closes),
            url: url.clone(),
        }),
        ..Words::default()
    };
    // Some series give all their years one id.
    let key = phrase(conference, "id").map_or(name, |id| format!("{id} {year}"));
    Some(Listing { key, url, words })
}

/// The last deadline of the timeline that is a moment.
fn deadline(conference: &Value) -> Option<TimeWords> {
    let zone = conference.get("timezone").and_then(Value::as_str).and_then(text::phrase);
    let rounds = conference.get("timeline").and_then(Value::as_array).into_iter().flatten();
    let deadlines = rounds.filter_map(|round| round.get("deadline").and_then(Value::as_str));
    let text = deadlines.filter_map(text::phrase).filter(|text| text.starts_with("20")).max()?;
    Some(TimeWords { text, zone: zone.or_else(|| Some("AoE".to_owned())) })
}

/// What the codes of the ten fields mean.
fn field(code: &str) -> Option<&'static str> {
    Some(match code {
        "AI" => "artificial intelligence",
        "CG" => "computer graphics and multimedia",
        "CT" => "theoretical computer science",
        "DB" => "databases and data mining",
        "DS" => "computer architecture and distributed systems",
        "HI" => "human-computer interaction",
        "MX" => "interdisciplinary computing",
        "NW" => "computer networks",
        "SC" => "network and information security",
        "SE" => "software engineering",
        _ => return None,
    })
}
