//! confs.tech keeps one JSON file a year and topic (`…/2026/rust.json`): an array of conferences, without ids. One
//! conference stands in the file of each of its topics; the words of the topic come from the file's name.

use crate::decode::Content;
use crate::reading::Reading;
use crate::{json, links, text};
use hobnob_domain::text::folded;
use hobnob_domain::{CallForPapersWords, Listing, PlaceWords, TimeWords, Words};
use serde_json::{Map, Value};
use url::Url;

/// How far into a file its first row is looked at, in bytes.
const LOOK_BYTES: usize = 4096;

/// Fields of other lists, which are read as what they are.
const FOREIGN: [&str; 14] = [
    "\"id\"",
    "\"uid\"",
    "\"slug\"",
    "\"status\"",
    "\"venue\"",
    "\"location\"",
    "\"address\"",
    "\"description\"",
    "\"timezone\"",
    "\"organizer\"",
    "\"image\"",
    "\"type\"",
    "\"tags\"",
    "\"rrule\"",
];

/// Whether this is such a file: an array whose first row has a name, an address and two dates. An empty array is one
/// only if the source is known to be, or the address says so.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    if content.first() != Some(b'[') {
        return false;
    }
    let start = content.start(LOOK_BYTES);
    let Some(rest) = start.strip_prefix('[') else { return false };
    let rest = rest.trim_start();
    if rest.starts_with(']') {
        return is_wanted || topic(&content.page.url).is_some();
    }
    // Past the first row's end its keys would be another row's.
    let row = rest.strip_prefix('{').and_then(|row| row.split('}').next()).unwrap_or_default();
    ["\"name\"", "\"url\"", "\"startdate\"", "\"enddate\""].iter().all(|key| row.contains(key))
        && !row.contains("\"@type\"")
        && (is_wanted || topic(&content.page.url).is_some() || !FOREIGN.iter().any(|key| row.contains(key)))
}

/// Reads every row.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let rows = match json::values(content.text()) {
        Ok(values) => values,
        Err(error) => return reading.incomplete(format!("the topic file can't be read: {error}")),
    };
    let topic = topic(&content.page.url).map(|topic| format!("confs.tech/{topic}"));
    let rows = rows.iter().filter_map(Value::as_array).flatten();
    reading.rows(rows, |row| listing(row.0.as_object()?, topic.as_ref(), &content.page.url));
}

/// `rust` of `…/2026/rust.json`.
fn topic(url: &Url) -> Option<&str> {
    let (directory, file) = url.path().rsplit_once('/')?;
    let year = directory.rsplit('/').next()?;
    let topic = file.strip_suffix(".json")?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let is_topic =
        !topic.is_empty() && topic.len() <= 40 && topic.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (is_year && is_topic).then_some(topic)
}

fn listing(row: &Map<String, Value>, topic: Option<&String>, base: &Url) -> Option<Listing> {
    let field = |key: &str| row.get(key).and_then(Value::as_str).and_then(text::phrase);
    let day = |key: &str| field(key).map(|text| TimeWords { text, zone: None });
    let link = |key: &str| row.get(key).and_then(Value::as_str).and_then(|url| links::absolute(base, url));
    let name = field("name")?;
    let url = link("url");
    let city = field("city");
    let place = PlaceWords { locality: city.clone(), country: field("country"), ..PlaceWords::default() };
    let has_place = place != PlaceWords::default();
    let call = CallForPapersWords { opens: None, closes: day("cfpEndDate"), url: link("cfpUrl") };
    // What stays when a conference moves to another date.
    let key =
        [url.as_deref().unwrap_or_default(), &folded(&name), &folded(city.as_deref().unwrap_or_default())].join(" ");
    let words = Words {
        uid: None,
        name: Some(name),
        description: None,
        start: day("startDate"),
        end: day("endDate"),
        end_is_exclusive: false,
        duration: None,
        zone: None,
        rules: Vec::new(),
        dates: Vec::new(),
        exclusions: Vec::new(),
        recurrence_id: None,
        status: None,
        mode: mode(row, has_place).map(str::to_owned),
        kind: Some("conference".to_owned()),
        places: if has_place { vec![place] } else { Vec::new() },
        join_url: None,
        organizer: None,
        offers: Vec::new(),
        is_free: None,
        image_url: None,
        keywords: Vec::new(),
        topics: topic.cloned().into_iter().collect(),
        language: field("locales"),
        call_for_papers: (call != CallForPapersWords::default()).then_some(call),
        super_event: None,
        revised: None,
    };
    Some(Listing { key, url, words })
}

/// `online` beside a city means both; a city alone means only there.
fn mode(row: &Map<String, Value>, has_place: bool) -> Option<&'static str> {
    let is_online = row.get("online").and_then(Value::as_bool).unwrap_or(false);
    match (is_online, has_place) {
        (true, true) => Some("hybrid"),
        (true, false) => Some("online"),
        (false, true) => Some("offline"),
        (false, false) => None,
    }
}
