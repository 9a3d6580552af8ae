//! What came back about letters, as a mail server or a provider of mail tells it.

use crate::{
    admin::AdminToken,
    rate_limit::{Policy, RateLimit},
};
use chrono::{DateTime, TimeDelta};
use hobnob_domain::{Returned, ReturnedKind, without_addresses};
use serde_json::{Map, Value};

/// How often somebody may tell, token or none: so many at once, and as many again within an hour.
const TELLING: Policy = Policy { name: "returned", quota: 1_000, window: TimeDelta::hours(1) };

/// The most that is told at once, as JSON.
const TOLD_MAX: usize = 1_000;

/// The longest word of it that is taken, in characters.
const WORD_MAX: usize = 500;

/// What an entry may say.
const KEYS: [&str; 6] = ["kind", "address", "link", "id", "at", "says"];

/// Reads a mailbox, or one mail; none where the text is neither. Whoever wires the parts knows how.
#[derive(Clone, Copy, Debug)]
pub struct MailboxReader(pub fn(&str) -> Option<Vec<Returned>>);

/// Where what came back is told.
#[derive(Debug)]
pub(crate) struct Returns {
    pub(crate) token: AdminToken,
    pub(crate) read: MailboxReader,
    pub(crate) turns: RateLimit,
}

impl Returns {
    pub(crate) fn new(token: AdminToken, read: MailboxReader) -> Self {
        Self { token, read, turns: RateLimit::new(TELLING) }
    }
}

/// Reads `{"returned": [{"kind": "hard", "address": "…"}]}`, or says what is wrong with it; never repeats an address.
pub(crate) fn read_json(body: &[u8]) -> Result<Vec<Returned>, String> {
    let example = "{\"returned\": [{\"kind\": \"hard\", \"address\": \"reader@example.org\"}]}";
    let body: Value = serde_json::from_slice(body).map_err(|_| format!("the body is not JSON such as {example}"))?;
    let told = body.get("returned").and_then(Value::as_array);
    let told = told.ok_or_else(|| format!("the body must be an object such as {example}"))?;
    if told.len() > TOLD_MAX {
        return Err(format!("at most {TOLD_MAX} are told at once"));
    }
    let one = |(place, value): (usize, &Value)| entry(value).map_err(|fault| format!("returned[{place}]: {fault}"));
    told.iter().enumerate().map(one).collect()
}

fn entry(value: &Value) -> Result<Returned, String> {
    let fields = value.as_object().ok_or("is not an object")?;
    if let Some(unknown) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("`{unknown:.30}` is none of {}", KEYS.join(", ")));
    }
    let kind: ReturnedKind = word(fields, "kind")?.parse().map_err(|_| {
        let kinds: Vec<&str> = ReturnedKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("`kind` is one of {}", kinds.join(", "))
    })?;
    let (address, link) = (word(fields, "address")?, word(fields, "link")?);
    if address.is_empty() && link.is_empty() {
        return Err("has to have an `address`, or the `link` of a letter".to_owned());
    }
    let at = match word(fields, "at")? {
        "" => None,
        at => Some(DateTime::parse_from_rfc3339(at).map_err(|_| "`at` is an instant such as 2026-03-02T09:41:00Z")?),
    };
    let id = match (word(fields, "id")?, at) {
        ("", None) => String::new(),
        ("", Some(_)) => digest(&[kind.as_str(), address, link, word(fields, "at")?]),
        (id, _) => id.to_owned(),
    };
    let says = word(fields, "says")?;
    let says = if address.is_empty() { says.to_owned() } else { says.replace(address, "…") };
    let says = without_addresses(&says);
    let (address, link) = (address.to_owned(), link.to_owned());
    let (message_id, at) = (String::new(), at.map(|at| at.to_utc()));
    // Whoever writes JSON showed the token, and is no mail.
    Ok(Returned { kind, address, link, message_id, is_vouched: true, id, at, says })
}

fn word<'a>(fields: &'a Map<String, Value>, key: &str) -> Result<&'a str, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) if text.chars().count() <= WORD_MAX => Ok(text.trim()),
        Some(Value::String(_)) => Err(format!("`{key}` is longer than {WORD_MAX} characters")),
        Some(_) => Err(format!("`{key}` is not text")),
    }
}

/// Tells what has no id of its own from others.
fn digest(words: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher.update(blake3::hash(word.as_bytes()).as_bytes());
    }
    hasher.finalize().to_hex().as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Vec<Returned>, String> {
        read_json(body.as_bytes())
    }

    #[test]
    fn what_is_told_is_taken_as_it_is_documented() {
        let told = "{\"returned\": [{\"kind\": \"Soft\", \"address\": \"a@example.org\", \"id\": \"7\", \
            \"at\": \"2026-03-02T10:41:00+01:00\", \"says\": \"a@example.org is full\"}, \
            {\"kind\": \"leave\", \"link\": \"1.a\", \"at\": null}]}";
        let [soft, leave] = &read(told).unwrap()[..] else { panic!("two") };
        let expected = Returned {
            kind: ReturnedKind::Soft,
            address: "a@example.org".into(),
            link: String::new(),
            message_id: String::new(),
            is_vouched: true,
            id: "7".into(),
            at: "2026-03-02T09:41:00Z".parse().ok(),
            says: "… is full".into(),
        };
        assert_eq!(soft, &expected);
        assert_eq!(
            (leave.kind, leave.link.as_str(), leave.id.as_str()),
            (ReturnedKind::Leave, "1.a", ""),
            "each is new"
        );
    }

    #[test]
    fn what_can_not_be_taken_is_named_without_the_address() {
        let one = |fields: &str| read(&format!("{{\"returned\": [{{{fields}}}]}}")).unwrap_err();
        for (fields, fault) in [
            ("", "`kind` is one of hard, soft, complaint, leave"),
            ("\"kind\": \"hard\"", "has to have an `address`"),
            ("\"kind\": \"hard\", \"address\": 7", "`address` is not text"),
            ("\"kind\": \"hard\", \"adress\": \"a@example.org\"", "`adress` is none of kind, address"),
            ("\"kind\": \"hard\", \"address\": \"a@example.org\", \"at\": \"today\"", "`at` is an instant"),
        ] {
            let said = one(fields);
            assert!(said.starts_with("returned[0]: ") && said.contains(fault) && !said.contains("a@"), "{said}");
        }
        for body in ["", "[]", "{}", "{\"returned\": 1}"] {
            assert!(read(body).unwrap_err().contains("such as {\"returned\""), "{body}");
        }
        let many = format!("{{\"returned\": [{}]}}", vec!["{}"; TOLD_MAX + 1].join(","));
        assert_eq!(read(&many), Err("at most 1000 are told at once".to_owned()));
    }
}
