//! A source as somebody writes it down, in words: in a catalogue, on the command line, or through the API.

use crate::{NicheId, SourceHints, SourceSpec, query_string};
use chrono::TimeDelta;
use url::{ParseError, Url};

/// The longest address a source may have, in bytes. PostgreSQL indexes no text beyond 2,704.
pub const SOURCE_URL_BYTES_MAX: usize = 2_048;

/// The longest other word about a source, in bytes.
const WORD_BYTES_MAX: usize = 500;

/// A source in words, before they are understood. Blank ones count as left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceEntry {
    /// Where the listings are.
    pub url: String,
    /// For people; the address when it is left out.
    pub name: Option<String>,
    /// Slugs of niches of all its events, as hints.
    pub niches: Vec<String>,
    /// How often to look, such as `6h`.
    pub every: Option<String>,
    /// How to read it, such as `ical`.
    pub format: Option<String>,
    /// Where its events are, such as `Berlin`.
    pub place: Option<String>,
    /// The zone of times that name none, by IANA name.
    pub time_zone: Option<String>,
    /// The language it writes in.
    pub language: Option<String>,
}

/// A word that can't be understood: which, and the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFault {
    /// The key of the word, as a catalogue names it: `url`, `every`, `time_zone`…
    pub key: &'static str,
    /// What is wrong, in one sentence that names the cure.
    pub message: String,
}

impl SourceEntry {
    /// What is written down about a source, in words again.
    pub fn of(spec: &SourceSpec) -> Self {
        let SourceSpec { name, url, format, niches, every, rules: _, hints, user_agent: _, robots_consent: _ } = spec;
        let SourceHints { place, time_zone, language } = hints.clone();
        Self {
            url: url.to_string(),
            name: Some(name.clone()),
            niches: niches.iter().map(|niche| niche.slug().to_owned()).collect(),
            every: every.map(query_string::duration_text),
            format: format.map(|format| format.as_str().to_owned()),
            place,
            time_zone,
            language,
        }
    }

    /// Understands it, or says everything that is wrong with it. Rules, the User-Agent and the leave to read what
    /// robots.txt closes are not words of it.
    pub fn spec(self) -> Result<SourceSpec, Vec<EntryFault>> {
        let mut faults = Vec::new();
        let Self { url, name, niches, every, format, place, time_zone, language } = self;
        let url = sound("url", address(&url), &mut faults);
        let niches: Result<Vec<NicheId>, _> = niches.iter().map(|slug| slug.trim().parse()).collect();
        let niches = sound("niches", niches.map_err(|fault| format!("`niches`: {fault}")), &mut faults);
        let every = word("every", every, &mut faults).map(|text| interval(&text));
        let every = sound("every", every.transpose(), &mut faults);
        let format = word("format", format, &mut faults).map(|text| text.parse());
        let format = format.transpose().map_err(|fault| format!("`format`: {fault}"));
        let format = sound("format", format, &mut faults);
        let time_zone = word("time_zone", time_zone, &mut faults).map(zone);
        let time_zone = sound("time_zone", time_zone.transpose(), &mut faults);
        let name = word("name", name, &mut faults);
        let (place, language) = (word("place", place, &mut faults), word("language", language, &mut faults));
        match (url, niches, every, format, time_zone) {
            (Some(url), Some(niches), Some(every), Some(format), Some(time_zone)) if faults.is_empty() => {
                let hints = SourceHints { place, time_zone, language };
                let name = name.unwrap_or_else(|| name_of(&url));
                Ok(SourceSpec { format, niches, every, hints, ..SourceSpec::new(name, url) })
            }
            _ => Err(faults),
        }
    }
}

/// What is sound; what is not is noted.
fn sound<T>(key: &'static str, read: Result<T, String>, faults: &mut Vec<EntryFault>) -> Option<T> {
    read.map_err(|message| faults.push(EntryFault { key, message })).ok()
}

/// A word without the blanks around it; none if it is blank.
fn word(key: &'static str, text: Option<String>, faults: &mut Vec<EntryFault>) -> Option<String> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())?;
    if text.len() <= WORD_BYTES_MAX && !text.chars().any(char::is_control) {
        return Some(text);
    }
    let message = format!("`{key}` must be one line of at most {WORD_BYTES_MAX} bytes");
    faults.push(EntryFault { key, message });
    None
}

fn address(text: &str) -> Result<Url, String> {
    if text.trim().is_empty() {
        return Err("`url` is missing, such as url = \"https://example.org/events\"".to_owned());
    }
    web_url(text.trim())
}

/// Reads the address of a source; `webcal:` is `https:`.
pub fn web_url(text: &str) -> Result<Url, String> {
    if text.len() > SOURCE_URL_BYTES_MAX {
        return Err(format!("the address has {} bytes; the most is {SOURCE_URL_BYTES_MAX}", text.len()));
    }
    let url = Url::parse(text).map_err(|fault| match fault {
        ParseError::RelativeUrlWithoutBase => {
            format!("`{text}` is not a whole address: it begins with https:// or http://")
        }
        fault => format!("`{text}` is not an address: {fault}"),
    })?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        "webcal" => Url::parse(&text.replacen("webcal", "https", 1)).map_err(|fault| fault.to_string()),
        other => Err(format!("`{text}`: only http and https are fetched, not {other}")),
    }
}

/// What to call a source that nobody named: its host and path.
pub fn name_of(url: &Url) -> String {
    format!("{}{}", url.host_str().unwrap_or_default().trim_start_matches("www."), url.path().trim_end_matches('/'))
}

fn interval(text: &str) -> Result<TimeDelta, String> {
    query_string::duration(text)
        .filter(|every| every.num_minutes() >= 1)
        .ok_or_else(|| format!("`every` is `{text}`, expected a duration such as 6h"))
}

fn zone(name: String) -> Result<String, String> {
    match name.parse::<chrono_tz::Tz>() {
        Ok(_) => Ok(name),
        Err(_) => Err(format!("`time_zone`: `{name}` is no zone; expected a name such as Europe/Berlin")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> SourceEntry {
        SourceEntry {
            url: "webcal://example.org/a.ics".into(),
            name: Some("Rust Berlin".into()),
            niches: vec!["rust".into(), " go".into()],
            every: Some("6h".into()),
            format: Some("ical".into()),
            place: Some(" Berlin ".into()),
            time_zone: Some("Europe/Berlin".into()),
            language: Some(" ".into()),
        }
    }

    #[test]
    fn words_that_are_understood_can_be_written_again() {
        let spec = entry().spec().unwrap();
        let hints =
            SourceHints { place: Some("Berlin".into()), time_zone: Some("Europe/Berlin".into()), language: None };
        assert_eq!((spec.url.as_str(), &spec.hints), ("https://example.org/a.ics", &hints));
        assert_eq!(SourceEntry::of(&spec).spec(), Ok(spec));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = SourceEntry {
            url: "ftp://example.org/".into(),
            name: Some("two\nlines".into()),
            niches: vec!["rusty".into()],
            every: Some("often".into()),
            format: Some("paper".into()),
            place: Some("x".repeat(501)),
            time_zone: Some("Mars".into()),
            language: None,
        };
        let keys: Vec<_> = wrong.spec().unwrap_err().into_iter().map(|fault| fault.key).collect();
        assert_eq!(keys, ["url", "niches", "every", "format", "time_zone", "name", "place"]);
    }

    #[test]
    fn who_is_not_named_is_called_by_address() {
        let bare = SourceEntry { url: "https://www.example.org/events/".into(), ..SourceEntry::default() };
        assert_eq!(bare.spec().map(|spec| spec.name), Ok("example.org/events".into()));
        assert_eq!(SourceEntry::default().spec().map_err(|faults| faults.len()), Err(1));
    }

    proptest::proptest! {
        #[test]
        fn understanding_never_panics(url in ".*", text in ".*") {
            let some = || Some(text.clone());
            let entry = SourceEntry {
                url, name: some(), niches: vec![text.clone()], every: some(), format: some(), place: some(),
                time_zone: some(), language: some(),
            };
            let _ = entry.spec();
        }
    }
}
