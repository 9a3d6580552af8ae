//! What we are let in with: tokens of platforms, and the table `[credentials]` of `hobnob.toml`.
//!
//! ```toml
//! [credentials]
//! "api.example.org" = { header = "Authorization", value_file = "/run/secrets/example" }
//! ```

use super::Origin;
use hobnob_fetch::Credential;
use toml::{Table, Value};

/// The table's key.
pub(super) const TABLE: &str = "credentials";

/// Which setting is a token, where it is sent, and how it is written there.
const PLATFORMS: [(&str, &str, &str, &str); 4] = [
    ("eventbrite_token", "www.eventbriteapi.com", "Authorization", "Bearer "),
    ("luma_token", "public-api.luma.com", "x-luma-api-key", ""),
    ("meetup_token", "api.meetup.com", "Authorization", "Bearer "),
    ("sessionize_token", "sessionize.com", "X-API-KEY", ""),
];

/// The tokens that are set, each for its platform's host.
pub(super) fn of_platforms<'a>(get: impl Fn(&str) -> &'a str) -> Vec<Credential> {
    let credential = |(key, host, header, before): (&str, &str, &str, &str)| {
        let token = get(key);
        let value = format!("{before}{token}");
        (!token.is_empty()).then(|| Credential { host: host.to_owned(), header: header.to_owned(), value })
    };
    PLATFORMS.into_iter().filter_map(credential).collect()
}

/// Tokens before the table's entries: the environment wins over the file.
pub(super) fn merged(tokens: Vec<Credential>, mut named: Vec<Credential>) -> Vec<Credential> {
    named.retain(|one| !tokens.iter().any(|token| token.host == one.host));
    tokens.into_iter().chain(named).collect()
}

/// What `doctor` shows of a credential.
type Shown = (&'static str, String, Origin);

/// The table's entries, and what may be shown of them.
pub(super) fn named(file: &Table) -> Result<(Vec<Credential>, Vec<Shown>), String> {
    let entries = match file.get(TABLE) {
        None => return Ok((Vec::new(), Vec::new())),
        Some(Value::Table(entries)) => entries,
        Some(_) => return Err(format!("setting `{TABLE}`: expected a table `[{TABLE}]` of hosts")),
    };
    let found = entries.iter().map(|(host, entry)| credential(host, entry)).collect::<Result<Vec<_>, _>>()?;
    let shown = |one: &Credential| (TABLE, format!("{} ({}: ***)", one.host, one.header), Origin::File);
    let shown = found.iter().map(shown).collect();
    Ok((found, shown))
}

fn credential(host: &str, entry: &Value) -> Result<Credential, String> {
    let fault = |what: &str| format!("setting `{TABLE}`: the entry `{host}` {what}");
    let example = "has to be { header = \"Authorization\", value = \"Bearer …\" }, or value_file in place of value";
    let entry = entry.as_table().ok_or_else(|| fault(example))?;
    if let Some(key) = entry.keys().find(|key| !["header", "value", "value_file"].contains(&key.as_str())) {
        return Err(fault(&format!("has the unknown key `{key}`; allowed: header, value, value_file")));
    }
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let value = match (text("value"), text("value_file")) {
        (Some(value), None) => value.to_owned(),
        (None, Some(path)) => std::fs::read_to_string(path)
            .map_err(|error| fault(&format!("names the file {path}, which can't be read: {error}")))?,
        _ => return Err(fault(example)),
    };
    let header = text("header").ok_or_else(|| fault(example))?.to_owned();
    Ok(Credential { host: host.trim().to_ascii_lowercase(), header, value: value.trim_end().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Vec<Credential>, Vec<Shown>), String> {
        named(&text.parse().unwrap())
    }

    fn one(host: &str, value: &str) -> Credential {
        Credential { host: host.into(), header: "X-Key".into(), value: value.into() }
    }

    #[test]
    fn an_entry_names_a_host_a_header_and_a_value_or_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "from a file\n").unwrap();
        let text = format!(
            "[credentials]\n\"API.example.org\" = {{ header = \"X-Key\", value = \"hunter2\" }}\n\
             \"b.example:8443\" = {{ header = \"X-Key\", value_file = {:?} }}\n",
            path.display().to_string()
        );
        let (found, shown) = read(&text).unwrap();
        assert_eq!(found, [one("api.example.org", "hunter2"), one("b.example:8443", "from a file")]);
        let shown: Vec<String> = shown.into_iter().map(|(_, text, _)| text).collect();
        assert_eq!(shown, ["api.example.org (X-Key: ***)", "b.example:8443 (X-Key: ***)"]);
        assert_eq!(read("log = \"info\"").unwrap().0, []);
    }

    #[test]
    fn a_bad_entry_is_named_with_its_cure() {
        let fault = |entry: &str| read(&format!("[credentials]\n\"a.example\" = {entry}")).unwrap_err();
        let example = "setting `credentials`: the entry `a.example` has to be { header = \"Authorization\", value = \
                       \"Bearer …\" }, or value_file in place of value";
        for entry in ["\"hunter2\"", "{ header = \"X\" }", "{ value = \"x\" }", "{ header = 1, value = \"x\" }"] {
            assert_eq!(fault(entry), example, "{entry}");
        }
        let unknown = "setting `credentials`: the entry `a.example` has the unknown key `token`; allowed: header, value, \
                       value_file";
        assert_eq!(fault("{ header = \"X\", token = \"x\" }"), unknown);
        assert!(fault("{ header = \"X\", value_file = \"/nowhere/at/all\" }").contains("which can't be read"));
        assert_eq!(
            read("credentials = 1").unwrap_err(),
            "setting `credentials`: expected a table `[credentials]` of hosts"
        );
    }

    #[test]
    fn a_token_of_the_environment_wins_over_the_file() {
        let (token, file) = (one("a.example", "token"), one("b.example", "file"));
        assert_eq!(merged(vec![token.clone()], vec![one("a.example", "file"), file.clone()]), [token, file]);
    }
}
