//! callingallpapers.com gathers calls for papers of many platforms (`/v1/cfp`). Days of events are instants: midnight in
//! the event's zone, the last day's too.

use crate::decode::Content;
use crate::reading::Reading;
use crate::{links, text};
use chrono::{DateTime, NaiveTime};
use chrono_tz::Tz;
use hobnob_domain::text::folded;
use hobnob_domain::{CallForPapersWords, Listing, PlaceWords, TimeWords, Words};
use serde_json::{Map, Value};
use url::Url;

/// How far into a document its first row is looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// So many keywords of an event are kept.
const KEYWORDS_MAX: usize = 32;

/// Whether this is an answer of that API.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    content.first() == Some(b'{') && {
        let start = content.start(LOOK_BYTES);
        start.contains("\"cfps\"") && (is_wanted || start.contains("\"datecfpend\""))
    }
}

/// Reads every call.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let whole = match content.json() {
        Ok(values) => values.first().unwrap_or(&Value::Null),
        Err(error) => return reading.incomplete(format!("the calls can't be read: {error}")),
    };
    let calls = whole.get("cfps").and_then(Value::as_array).into_iter().flatten();
    reading.rows(calls, |call| listing(call.0.as_object()?, &content.page.url));
}

fn listing(call: &Map<String, Value>, base: &Url) -> Option<Listing> {
    let field = |key: &str| call.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let link = |key: &str| field(key).and_then(|url| links::absolute(base, url));
    let name = field("name").and_then(text::phrase)?;
    let zone = field("timezone").and_then(text::phrase);
    let tz = zone.as_deref().and_then(|zone| zone.parse::<Tz>().ok());
    let invitation = link("uri");
    // The API names a call after the hash of its address.
    let id = call.get("_rel").and_then(|rel| rel.get("cfp_uri")).and_then(Value::as_str).map(str::to_owned);
    let key = id.or_else(|| invitation.clone()).unwrap_or_else(|| folded(&name));
    let papers = CallForPapersWords {
        opens: field("dateCfpStart").and_then(moment),
        closes: field("dateCfpEnd").and_then(moment),
        url: invitation.clone(),
    };
    let tags = call.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let words = Words {
        name: Some(name),
        description: field("description").and_then(text::prose),
        start: field("dateEventStart").and_then(moment).map(|start| local(start, tz)),
        end: field("dateEventEnd").and_then(moment).map(|end| local(end, tz)),
        zone,
        kind: Some("conference".to_owned()),
        places: place(call).into_iter().collect(),
        image_url: link("iconUri"),
        keywords: tags.filter_map(text::phrase).take(KEYWORDS_MAX).collect(),
        call_for_papers: Some(papers),
        revised: field("lastChange").and_then(moment),
        ..Words::default()
    };
    Some(Listing { key, url: link("eventUri").or(invitation), words })
}

/// A moment, unless it stands for none: the years -1 and 1970.
fn moment(written: &str) -> Option<TimeWords> {
    let is_real = written.starts_with("20");
    text::line(written, text::WORD_BYTES_MAX).filter(|_| is_real).map(|text| TimeWords { text, zone: None })
}

/// The day, where an instant is midnight in the zone.
fn local(moment: TimeWords, zone: Option<Tz>) -> TimeWords {
    let at = DateTime::parse_from_rfc3339(&moment.text).ok();
    let wall = at.zip(zone).map(|(at, zone)| at.with_timezone(&zone).naive_local());
    match wall.filter(|wall| wall.time() == NaiveTime::MIN) {
        Some(wall) => TimeWords { text: wall.date().to_string(), zone: None },
        None => moment,
    }
}

fn place(call: &Map<String, Value>) -> Option<PlaceWords> {
    let number = |key: &str| call.get(key).and_then(Value::as_f64).filter(|number| number.abs() <= 180.0);
    let point = number("latitude").zip(number("longitude")).filter(|point| *point != (0.0, 0.0));
    let place = PlaceWords {
        text: call.get("location").and_then(Value::as_str).and_then(text::phrase),
        latitude: point.map(|(latitude, _)| latitude),
        longitude: point.map(|(_, longitude)| longitude),
        ..PlaceWords::default()
    };
    (place != PlaceWords::default()).then_some(place)
}
