//! developers.events publishes all its events in one array, and all calls for papers in another; days are milliseconds
//! at midnight UTC, the second one the last day. Its licence is CC BY-NC 4.0: whoever reads it opts in.

use crate::decode::Content;
use crate::reading::Reading;
use crate::{links, text};
use chrono::{DateTime, Datelike, NaiveDate};
use hobnob_domain::text::folded;
use hobnob_domain::{CallForPapersWords, Listing, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// How far into a file its first row is looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// So many keywords of an event are kept.
const KEYWORDS_MAX: usize = 32;

/// Whether this is one of the two files.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    if content.first() != Some(b'[') {
        return false;
    }
    let start: String = content.start(LOOK_BYTES).split_whitespace().collect();
    let is_empty = start == "[]";
    let has = |keys: &[&str]| keys.iter().all(|key| start.contains(key));
    (is_empty && is_wanted)
        || has(&["\"date\":[", "\"hyperlink\":", "\"name\":"]) && has(&["\"status\":", "\"location\":"])
}

/// Reads every row.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let rows = match content.json() {
        Ok(values) => values.iter().filter_map(Value::as_array).flatten(),
        Err(error) => return reading.incomplete(format!("the list can't be read: {error}")),
    };
    reading.rows(rows, |row| listing(row.0, &content.page.url));
}

fn listing(row: &Value, base: &Url) -> Option<Listing> {
    // A row of the calls for papers holds the conference within.
    let event = row.get("conf").unwrap_or(row);
    let call = if row.get("conf").is_some() { Some(row) } else { row.get("cfp") };
    let field = |key: &str| event.get(key).and_then(Value::as_str);
    let name = field("name").and_then(text::phrase)?;
    let url = field("hyperlink").and_then(|url| links::absolute(base, url));
    let days: Vec<NaiveDate> = event.get("date")?.as_array()?.iter().filter_map(day).collect();
    let place = place(event);
    let mode = mode(field("location").unwrap_or_default(), place.is_some());
    let day_words = |day: &NaiveDate| TimeWords { text: day.to_string(), zone: None };
    // Nearly every name comes again the year after, at the same address.
    let year = days.first().map(|day| day.year().to_string()).unwrap_or_default();
    let town = place.as_ref().and_then(|place| place.locality.as_deref()).unwrap_or_default();
    let key = [url.as_deref().unwrap_or_default(), &folded(&name), &folded(town), &year].join(" ");
    let words = Words {
        name: Some(name),
        start: days.first().map(day_words),
        end: days.get(1).map(day_words),
        status: field("status").and_then(text::phrase),
        mode: Some(mode.to_owned()),
        kind: Some("conference".to_owned()),
        places: place.into_iter().collect(),
        keywords: tags(event, &["tech", "topic"]),
        language: Some(tags(event, &["language"]).join(",")).filter(|languages| !languages.is_empty()),
        call_for_papers: call.and_then(|call| call_for_papers(call, base)),
        ..Words::default()
    };
    Some(Listing { key, url, words })
}

/// The day of milliseconds since 1970.
fn day(milliseconds: &Value) -> Option<NaiveDate> {
    DateTime::from_timestamp_millis(milliseconds.as_i64()?).map(|at| at.date_naive())
}

/// `Graz (Austria) & Online`, and the same in fields of its own where a row has them.
fn place(event: &Value) -> Option<PlaceWords> {
    let field =
        |key: &str| event.get(key).and_then(Value::as_str).and_then(text::phrase).filter(|word| word != "Online");
    let location = field("location").unwrap_or_default();
    let location = location.strip_suffix("& Online").unwrap_or(&location).trim();
    let (city, country) = match location.strip_suffix(')').and_then(|location| location.rsplit_once(" (")) {
        Some((city, country)) => (Some(city.to_owned()), Some(country.to_owned())),
        None => (None, text::phrase(location)),
    };
    let country = field("country").or(country);
    // A row that names only a country says it twice.
    let locality = field("city").or(city).filter(|city| Some(city) != country.as_ref());
    let place = PlaceWords { locality, country, ..PlaceWords::default() };
    (place != PlaceWords::default()).then_some(place)
}

fn mode(location: &str, has_place: bool) -> &'static str {
    match (has_place, location.ends_with("Online")) {
        (true, true) => "hybrid",
        (true, false) => "offline",
        (false, _) => "online",
    }
}

/// The values of tags of some keys.
fn tags(event: &Value, keys: &[&str]) -> Vec<String> {
    let tags = event.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags = tags.filter(|tag| tag.get("key").and_then(Value::as_str).is_some_and(|key| keys.contains(&key)));
    let values = tags.filter_map(|tag| tag.get("value").and_then(Value::as_str)).filter_map(text::phrase);
    values.take(KEYWORDS_MAX).collect()
}

fn call_for_papers(call: &Value, base: &Url) -> Option<CallForPapersWords> {
    let field = |key: &str| call.get(key).and_then(Value::as_str);
    // Where the site could not read the day its contributors wrote, they are asked; "Open" is none.
    let written = || field("until").and_then(text::phrase).filter(|until| until.contains(|c: char| c.is_ascii_digit()));
    let closes = call.get("untilDate").and_then(day).map(|day| day.to_string()).or_else(written);
    let url = field("link").and_then(|link| links::absolute(base, link));
    let closes = closes.map(|text| TimeWords { text, zone: None });
    let words = CallForPapersWords { opens: None, closes, url };
    (words != CallForPapersWords::default()).then_some(words)
}
