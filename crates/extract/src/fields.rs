//! Fields of the JSON that platforms answer with, on their way into words: text cleaned, numbers and words told apart,
//! nothing interpreted.

use crate::{links, text};
use hobnob_domain::{PlaceWords, Prose, TimeWords};
use serde_json::Value;
use url::Url;

/// So many keywords of one event are kept.
const KEYWORDS_MAX: usize = 64;

/// The nothing that a missing field is.
static NOTHING: Value = Value::Null;

/// A JSON value whose fields are asked for by JSON pointer (RFC 6901): `/venue/name`.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Value);

impl<'a> Fields<'a> {
    /// The value at a pointer; null where there is none.
    pub(crate) fn value(self, pointer: &str) -> &'a Value {
        self.0.pointer(pointer).unwrap_or(&NOTHING)
    }

    /// The fields of the value at a pointer.
    pub(crate) fn at(self, pointer: &str) -> Self {
        Self(self.value(pointer))
    }

    /// The text at a pointer, as written; a number is one too.
    pub(crate) fn written(self, pointer: &str) -> Option<String> {
        match self.value(pointer) {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// One line of prose.
    pub(crate) fn phrase(self, pointer: &str) -> Option<String> {
        text::phrase(&self.written(pointer)?)
    }

    /// A short word: an id, a status, a zone, a price.
    pub(crate) fn word(self, pointer: &str) -> Option<String> {
        text::line(&self.written(pointer)?, text::WORD_BYTES_MAX)
    }

    /// A description.
    pub(crate) fn prose(self, pointer: &str) -> Option<Prose> {
        text::prose(&self.written(pointer)?)
    }

    /// A moment, as written; a number is Unix time.
    pub(crate) fn time(self, pointer: &str) -> Option<TimeWords> {
        self.word(pointer).map(|text| TimeWords { text, zone: None })
    }

    /// A moment and the zone that is named elsewhere.
    pub(crate) fn time_in(self, pointer: &str, zone: Option<&String>) -> Option<TimeWords> {
        self.word(pointer).map(|text| TimeWords { text, zone: zone.cloned() })
    }

    /// The day of a moment: `2026-03-01` of `2026-03-01 00:00:00`.
    pub(crate) fn day(self, pointer: &str) -> Option<TimeWords> {
        let word = self.word(pointer)?;
        let text = word.split(['T', 't', ' ']).next().unwrap_or(&word).to_owned();
        Some(TimeWords { text, zone: None })
    }

    /// An address on the web.
    pub(crate) fn link(self, pointer: &str, base: &Url) -> Option<String> {
        links::absolute(base, self.value(pointer).as_str()?)
    }

    /// A number, also written as text.
    pub(crate) fn number(self, pointer: &str) -> Option<f64> {
        let number = match self.value(pointer) {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite())
    }

    /// Yes or no, also written as `"true"`, 1 or 0.
    pub(crate) fn truth(self, pointer: &str) -> Option<bool> {
        match self.value(pointer) {
            Value::Bool(truth) => Some(*truth),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
            _ => match self.word(pointer)?.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Some(true),
                "false" | "no" | "0" => Some(false),
                _ => None,
            },
        }
    }

    /// Whether it says yes.
    pub(crate) fn is(self, pointer: &str) -> bool {
        self.truth(pointer) == Some(true)
    }

    /// The items of a list.
    pub(crate) fn items(self, pointer: &str) -> &'a [Value] {
        self.value(pointer).as_array().map_or(&[], Vec::as_slice)
    }

    /// Whether there is such a field, whatever it holds.
    pub(crate) fn has(self, pointer: &str) -> bool {
        self.0.pointer(pointer).is_some()
    }

    /// Free words: lists of texts, or of objects that hold theirs in one of these fields, each once.
    pub(crate) fn keywords(self, lists: &[&str], names: &[&str]) -> Vec<String> {
        let mut keywords: Vec<String> = Vec::new();
        for item in lists.iter().flat_map(|list| self.items(list)) {
            let item = Self(item);
            let written = item.written("").or_else(|| names.iter().find_map(|name| item.written(name)));
            let keyword = written.and_then(|word| text::line(&text::phrase(&word)?, text::WORD_BYTES_MAX));
            keywords.extend(keyword.filter(|word| keywords.len() < KEYWORDS_MAX && !keywords.contains(word)));
        }
        keywords
    }

    /// Coordinates on Earth; 0, 0 is nobody's place, and not-a-place values are none.
    pub(crate) fn point(self, latitude: &str, longitude: &str) -> Option<(f64, f64)> {
        let (latitude, longitude) = (self.number(latitude)?, self.number(longitude)?);
        let is_place = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0);
        is_place.then_some((latitude, longitude))
    }
}

/// The rows of a list whose first row has all these fields. An empty list is one only where it must be, since it could
/// be anybody's.
pub(crate) fn rows<'a>(list: &'a Value, is_wanted: bool, marks: &[&str]) -> Option<&'a [Value]> {
    let rows = list.as_array()?;
    let fits = match rows.first() {
        Some(row) => marks.iter().all(|mark| Fields(row).has(mark)),
        None => is_wanted,
    };
    fits.then_some(rows.as_slice())
}

/// A place that says something, in a list of its own.
pub(crate) fn places(place: PlaceWords) -> Vec<PlaceWords> {
    if place == PlaceWords::default() { Vec::new() } else { vec![place] }
}

/// A place with its coordinates.
pub(crate) fn placed(place: PlaceWords, point: Option<(f64, f64)>) -> PlaceWords {
    PlaceWords { latitude: point.map(|point| point.0), longitude: point.map(|point| point.1), ..place }
}

/// An amount in the smallest coin, as people write it: 1250 is `12.50`.
pub(crate) fn from_cents(cents: f64) -> String {
    format!("{:.2}", cents / 100.0)
}

/// The lines of an address that are not empty, as one.
pub(crate) fn joined<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    text::phrase(&parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_is_text_a_number_or_nothing() {
        let value = json!({"a": {"b": " Rust &amp; co ", "n": 7, "s": "", "o": {}}});
        let fields = Fields(&value);
        assert_eq!(fields.phrase("/a/b").as_deref(), Some("Rust & co"));
        assert_eq!(fields.at("/a").word("/n").as_deref(), Some("7"));
        assert_eq!([fields.word("/a/s"), fields.word("/a/o"), fields.word("/x/y")], [None, None, None]);
    }

    #[test]
    fn truths_and_points_are_read_as_they_are_written() {
        let value = json!({"a": "true", "b": 0, "c": "maybe", "lat": "52.5", "lon": 13.4, "zero": 0});
        let fields = Fields(&value);
        assert_eq!(["/a", "/b", "/c"].map(|pointer| fields.truth(pointer)), [Some(true), Some(false), None]);
        assert_eq!(fields.point("/lat", "/lon"), Some((52.5, 13.4)));
        assert_eq!(fields.point("/zero", "/zero"), None);
    }

    #[test]
    fn keywords_are_texts_or_named_once() {
        let value = json!(["Rust", {"name": "Go"}, {"title": "x"}, "Rust", 3, null]);
        assert_eq!(Fields(&value).keywords(&[""], &["/name"]), ["Rust", "Go", "3"]);
    }
}
