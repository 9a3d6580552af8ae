//! The catalogue of sources, as TOML. A broken entry is refused with its line and the cure; the others still load.

mod rules;

use std::ops::Range;

use hobnob_domain::{EntryFault, Source, SourceEntry, SourceHints, SourceSpec, query_string};
use hobnob_extract::Rules;
use toml::{Spanned, Table, Value, de::DeTable};

pub(crate) use hobnob_domain::source_entry::{name_of, web_url};
pub(crate) use rules::{RulesFile, rules_of_text};

/// The catalogue that comes with the program.
pub(crate) const BUNDLED: &str = include_str!("../../../deploy/sources.toml");

/// The keys of an entry.
const KEYS: &[&str] = &[
    "name",
    "url",
    "niches",
    "every",
    "format",
    "rules",
    "place",
    "time_zone",
    "language",
    "user_agent",
    "robots_consent",
];

/// What a catalogue holds.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// The sound entries.
    pub(crate) sources: Vec<SourceSpec>,
    /// One sentence for each broken one: where, what and the cure.
    pub(crate) faults: Vec<String>,
}

/// Reads a catalogue. `file` is its name, for messages.
pub(crate) fn read(file: &str, text: &str) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for entry in entries(text) {
        let line = entry.line;
        match spec(&entry.text) {
            Ok(spec) if catalogue.sources.iter().any(|known| known.url == spec.url) => {
                catalogue.faults.push(format!("{file}:{line}: {} is listed twice; remove one entry", spec.url));
            }
            Ok(spec) => catalogue.sources.push(spec),
            Err((offset, fault)) => catalogue.faults.push(format!("{file}:{}: {fault}", line + offset)),
        }
    }
    catalogue
}

/// The text of one `[[source]]` and the line it starts at.
struct Entry {
    line: usize,
    text: String,
}

/// Parts the file at its `[[source]]` headers, so that one entry's broken syntax leaves the others alone.
fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let bare = line.split('#').next().unwrap_or_default().split_whitespace().collect::<String>();
        if bare == "[[source]]" {
            entries.push(Entry { line: number, text: String::new() });
        }
        match entries.last_mut() {
            Some(entry) => {
                entry.text.push_str(line);
                entry.text.push('\n');
            }
            None if bare.is_empty() => {}
            None => entries.push(Entry { line: number, text: format!("{line}\n") }),
        }
    }
    entries
}

type FaultAt = (usize, String);

fn spec(text: &str) -> Result<SourceSpec, FaultAt> {
    let file = DeTable::parse(text).map_err(|fault| {
        let at = fault.span().map_or(0, |span| line_of(text, &span));
        (at, format!("not valid TOML: {}", fault.message()))
    })?;
    let lines: Vec<(String, usize)> = key_lines(text, file.get_ref());
    let table: Table = text.parse().map_err(|fault: toml::de::Error| (0, fault.message().to_owned()))?;
    let entry = table
        .get("source")
        .and_then(Value::as_array)
        .and_then(|sources| sources.first())
        .and_then(Value::as_table)
        .ok_or((0, "expected a `[[source]]` entry with `name` and `url`".to_owned()))?;
    let at = |key: &str| lines.iter().find(|(known, _)| known == key).map_or(0, |(_, line)| *line);
    fields(entry).map_err(|(key, fault)| (at(key), fault))
}

/// The line, counted from the entry's first, at which each of its keys stands.
fn key_lines(text: &str, file: &DeTable<'_>) -> Vec<(String, usize)> {
    let entry = file
        .get("source")
        .and_then(|source| source.get_ref().as_array())
        .and_then(|sources| sources.first())
        .and_then(|entry| entry.get_ref().as_table());
    let keys = entry.into_iter().flat_map(|table| table.keys());
    keys.map(|key: &Spanned<_>| (key.get_ref().to_string(), line_of(text, &key.span()))).collect()
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    text.get(..span.start).unwrap_or(text).matches('\n').count()
}

/// The entry's fields, or the key at fault and why.
fn fields(entry: &Table) -> Result<SourceSpec, (&str, String)> {
    if let Some(key) = entry.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err((key, format!("unknown key `{key}`; allowed: {}", KEYS.join(", "))));
    }
    let text = |key: &'static str| match entry.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Some(other) => Err((key, format!("`{key}` is {other}, expected a text in quotes"))),
    };
    let niches = match entry.get("niches") {
        None => Vec::new(),
        Some(Value::Array(niches)) => niches.iter().map(niche).collect::<Result<_, _>>().map_err(|f| ("niches", f))?,
        Some(other) => return Err(("niches", format!("`niches` is {other}, expected a list such as [\"rust\"]"))),
    };
    let rules = match entry.get("rules") {
        None => None,
        Some(Value::Table(rules)) => Some(rules_json(rules).map_err(|fault| ("rules", format!("`rules`: {fault}")))?),
        Some(other) => return Err(("rules", format!("`rules` is {other}, expected a table `[source.rules]`"))),
    };
    match (text("format")?.as_deref(), &rules) {
        (Some("rules"), None) => {
            return Err(("format", "`format` is rules and there are none: write them as `[source.rules]`".to_owned()));
        }
        (Some(format), Some(_)) if format != "rules" => {
            let fault =
                format!("`format` is {format} beside `[source.rules]`: remove one, or write format = \"rules\"");
            return Err(("format", fault));
        }
        _ => {}
    }
    let user_agent = text("user_agent")?;
    if let Some(Err(fault)) = user_agent.as_deref().map(hobnob_fetch::check_user_agent) {
        return Err(("user_agent", format!("`user_agent`: {fault}")));
    }
    let words = SourceEntry {
        url: text("url")?.unwrap_or_default(),
        name: text("name")?,
        niches,
        every: text("every")?,
        format: text("format")?,
        place: text("place")?,
        time_zone: text("time_zone")?,
        language: text("language")?,
    };
    let first = |faults: Vec<EntryFault>| {
        let fault = faults.into_iter().next();
        fault.map_or(("source", String::new()), |EntryFault { key, message }| (key, message))
    };
    let spec = words.spec().map_err(first)?;
    Ok(SourceSpec { rules, user_agent, robots_consent: text("robots_consent")?, ..spec })
}

/// Rules as the JSON that is stored; rules that can't be followed are refused.
fn rules_json(rules: &Table) -> Result<String, String> {
    let json = serde_json::to_string(rules).map_err(|fault| fault.to_string())?;
    Rules::parse(&json).map_err(|fault| fault.to_string())?;
    Ok(json)
}

fn niche(value: &Value) -> Result<String, String> {
    let text = value.as_str().ok_or_else(|| format!("`niches` holds {value}, expected texts such as \"rust\""))?;
    Ok(text.to_owned())
}

/// Writes sources as a catalogue that [`read`] reads back.
pub(crate) fn write(sources: &[Source]) -> String {
    let mut text = String::new();
    for source in sources {
        let SourceSpec { name, url, format, niches, every, rules, hints, user_agent, robots_consent } = &source.spec;
        let SourceHints { place, time_zone, language } = hints;
        let mut entry = Table::new();
        entry.insert("name".into(), name.clone().into());
        entry.insert("url".into(), url.to_string().into());
        if let Some(format) = format {
            entry.insert("format".into(), format.as_str().into());
        }
        if !niches.is_empty() {
            entry.insert("niches".into(), Value::Array(niches.iter().map(|niche| niche.slug().into()).collect()));
        }
        if let Some(every) = every {
            entry.insert("every".into(), query_string::duration_text(*every).into());
        }
        let texts = [
            ("place", place),
            ("time_zone", time_zone),
            ("language", language),
            ("user_agent", user_agent),
            ("robots_consent", robots_consent),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                entry.insert(key.into(), value.clone().into());
            }
        }
        text.push_str("[[source]]\n");
        text.push_str(&entry.to_string());
        if let Some(Ok(rules)) = rules.as_deref().map(serde_json::from_str::<Table>) {
            let source = Table::from_iter([("rules".to_owned(), Value::Table(rules))]);
            text.push_str(&Table::from_iter([("source".to_owned(), Value::Table(source))]).to_string());
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "# mine\n[[source]]\nname = \"Rust Berlin\"\nurl = \"https://example.org/a.ics\"\n\
        niches = [\"rust\"]\nevery = \"6h\"\n";

    #[test]
    fn a_broken_entry_is_named_by_its_line_and_the_others_load() {
        let text = format!(
            "{SOUND}\n[[source]]\nname = \"x\"\nurl = \"https://example.org/b\"\nniches = [\"rusty\"]\n\n[[source]]\nurl = \"https://example.org/c\"\n"
        );
        let catalogue = read("sources.toml", &text);
        assert_eq!(catalogue.sources.len(), 2);
        let fault = catalogue.faults.first().map(String::as_str).unwrap_or_default();
        assert!(fault.starts_with("sources.toml:11: `niches`: `rusty` is no niche; did you mean `rust`?"), "{fault}");
    }

    #[test]
    fn broken_syntax_spoils_one_entry_only() {
        let text = format!("[[source]]\nname = \"x\nurl = 1\n\n{SOUND}");
        let catalogue = read("s.toml", &text);
        assert_eq!(catalogue.sources.len(), 1);
        assert!(
            catalogue.faults.iter().all(|fault| fault.starts_with("s.toml:2: not valid TOML")),
            "{:?}",
            catalogue.faults
        );
    }

    #[test]
    fn unknown_keys_are_answered_with_the_known_ones() {
        let catalogue = read("s.toml", "[[source]]\nurl = \"https://a.example/\"\nniche = \"rust\"\n");
        assert_eq!(catalogue.faults, [format!("s.toml:3: unknown key `niche`; allowed: {}", KEYS.join(", "))]);
    }

    #[test]
    fn a_user_agent_that_can_not_be_sent_is_refused() {
        let entry = "[[source]]\nurl = \"https://a.example/\"\nuser_agent = \"caf\u{e9}\"\n";
        let said = "s.toml:3: `user_agent`: `caf\\u{e9}` can't stand in a User-Agent: use letters, digits and signs of ASCII \
                    on one line";
        assert_eq!(read("s.toml", entry).faults, [said]);
    }

    #[test]
    fn what_an_entry_says_is_written_back() {
        let text = "[[source]]\nname = \"City\"\nurl = \"https://city.example/events\"\nplace = \"Berlin\"\n\
            time_zone = \"Europe/Berlin\"\nlanguage = \"de\"\n[source.rules]\nitem = \"article\"\n\
            name = \"h2\"\nstarts_at = { select = \"time\", attr = \"datetime\" }\n";
        let read_once = read("s.toml", text);
        assert_eq!(read_once.faults, Vec::<String>::new());
        let spec = read_once.sources.first().cloned().unwrap_or_else(|| panic!("one source"));
        assert_eq!(spec.hints.place.as_deref(), Some("Berlin"));
        let source = Source {
            id: hobnob_domain::SourceId::new(1),
            spec: spec.clone(),
            state: hobnob_domain::SourceState::Active,
            validators: hobnob_domain::Validators::default(),
            next_fetch_at: chrono::DateTime::UNIX_EPOCH,
            fetched_at: None,
            succeeded_at: None,
            failures: 0,
            wrong_answers: 0,
            wrong_since: None,
            problem: None,
            listings: 0,
        };
        let twice = read("s.toml", &write(&[source]));
        assert_eq!((twice.faults, twice.sources), (Vec::new(), vec![spec]));
    }

    #[test]
    fn rules_that_cannot_be_followed_are_refused_with_the_cure() {
        let text = "[[source]]\nurl = \"https://city.example/events\"\n[source.rules]\nitem = \"article\"\n";
        let fault = "s.toml:3: `rules`: `starts_at`: is missing: when an event starts, such as starts_at = { select = \"time\", attr = \"datetime\" }";
        assert_eq!(read("s.toml", text).faults, [fault]);
    }

    #[test]
    fn a_format_that_does_not_fit_the_rules_is_refused_with_its_line_and_the_cure() {
        let entry = "[[source]]\nurl = \"https://a.example/\"\nformat = ";
        let rules = "[source.rules]\nitem = \"article\"\nname = \"h2\"\ndate = \"time\"\n";
        let faults = |format: &str, rules: &str| read("s.toml", &format!("{entry}\"{format}\"\n{rules}")).faults;
        let none = "s.toml:3: `format` is rules and there are none: write them as `[source.rules]`";
        assert_eq!(faults("rules", ""), [none]);
        let both = "s.toml:3: `format` is ical beside `[source.rules]`: remove one, or write format = \"rules\"";
        assert_eq!(faults("ical", rules), [both]);
        assert_eq!(faults("rules", rules), Vec::<String>::new());
    }

    #[test]
    fn the_bundled_catalogue_is_sound_and_large() {
        let catalogue = read("sources.toml", BUNDLED);
        assert_eq!(catalogue.faults, Vec::<String>::new());
        assert!(catalogue.sources.len() >= 60, "{} sources", catalogue.sources.len());
    }
}
