//! A file of rules, for `--rules`, and rules as the API takes them.

use super::{fields, name_of, rules_json, web_url};
use hobnob_domain::SourceSpec;
use hobnob_extract::Rules;
use toml::{Table, Value};
use url::Url;

/// What a file of rules says: the rules, and what else is known of a source that is read by them.
#[derive(Clone, Debug)]
pub(crate) struct RulesFile {
    rules: String,
    /// The entry that the rules stand in, if they stand in one.
    entry: Option<Table>,
}

impl RulesFile {
    /// Reads it: a table of rules alone, or a catalogue whose first entry has one.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, String> {
        let mut table: Table =
            text.parse().map_err(|fault: toml::de::Error| format!("{file} is not valid TOML: {}", fault.message()))?;
        let entry = match table.remove("source") {
            Some(Value::Array(entries)) => entries.into_iter().next(),
            entry => entry,
        };
        let within = match entry {
            Some(Value::Table(entry)) => entry,
            _ => table,
        };
        let (rules, entry) = match within.get("rules").and_then(Value::as_table) {
            Some(rules) => (rules_json(rules), Some(within)),
            None => (rules_json(&within), None),
        };
        let read = Self { rules: rules.map_err(|fault| format!("{file}: {fault}"))?, entry };
        // What is wrong with the rest is told now, whatever the rules are for.
        if let Ok(anywhere) = web_url("https://example.org/") {
            read.source(&anywhere).map_err(|fault| format!("{file}: {fault}"))?;
        }
        Ok(read)
    }

    /// Whether the file says what the source is called.
    pub(crate) fn is_named(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.contains_key("name"))
    }

    /// A source at that address, with all that the file says but where it is.
    pub(crate) fn source(&self, url: &Url) -> Result<SourceSpec, String> {
        let alone = || SourceSpec { rules: Some(self.rules.clone()), ..SourceSpec::new(name_of(url), url.clone()) };
        let Some(entry) = &self.entry else { return Ok(alone()) };
        // What comes from a file on this machine has no address that a source could have.
        let is_web = web_url(url.as_str()).is_ok();
        let stand_in = if is_web { url.as_str() } else { "https://example.org/" };
        let mut entry = entry.clone();
        entry.insert("url".to_owned(), stand_in.into());
        let spec = fields(&entry).map_err(|(_, fault)| fault)?;
        let name = if self.is_named() { spec.name } else { name_of(url) };
        Ok(SourceSpec { name, url: url.clone(), ..spec })
    }
}

/// Reads rules as the API takes them: JSON, or a table of TOML.
pub(crate) fn rules_of_text(text: &str) -> Result<String, String> {
    if !text.trim_start().starts_with('{') {
        return RulesFile::read("the text", text).map(|read| read.rules);
    }
    Rules::parse(text).map_err(|fault| fault.to_string())?;
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn rules_stand_alone_or_in_an_entry() {
        let alone = "item = \"article\"\nname = \"b\"\ndate = \"i\"\n";
        for text in [alone.to_owned(), format!("[[source]]\nurl = \"https://city.example/\"\n[source.rules]\n{alone}")]
        {
            assert_eq!(RulesFile::read("r.toml", &text).map(|read| read.rules.contains("article")), Ok(true));
        }
    }

    #[test]
    fn a_file_of_rules_tells_all_that_its_entry_says_of_the_source() {
        let rules = "[source.rules]\nitem = \"article\"\nname = \"h2\"\ndate = \"time\"\n";
        let entry = format!(
            "[[source]]\nname = \"City\"\nurl = \"https://a.example/\"\nniches = [\"rust\"]\nevery = \"6h\"\n\
             place = \"Berlin\"\ntime_zone = \"Europe/Berlin\"\nlanguage = \"de\"\n{rules}"
        );
        let listed = catalogue::read("s.toml", &entry).sources.remove(0);
        for url in ["https://b.example/events", "file:///tmp/kept.html"] {
            let url = Url::parse(url).unwrap();
            let told = RulesFile::read("s.toml", &entry).unwrap().source(&url);
            assert_eq!(told, Ok(SourceSpec { url, ..listed.clone() }));
        }
        let alone = RulesFile::read("s.toml", &format!("[[source]]\n{rules}")).unwrap();
        let url = Url::parse("https://b.example/events").unwrap();
        assert_eq!((alone.is_named(), alone.source(&url).unwrap().name.as_str()), (false, "b.example/events"));
        let broken = RulesFile::read("s.toml", &entry.replace("Europe/Berlin", "Mars")).map(|_| ());
        let said = "s.toml: `time_zone`: `Mars` is no zone; expected a name such as Europe/Berlin";
        assert_eq!(broken, Err(said.to_owned()));
    }
}
