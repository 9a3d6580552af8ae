//! JSON → rules. Every mistake is named by its key, with the cure.

use super::dates::Dates;
use super::field::{self, FieldRule};
use super::follow::Follow;
use super::items::{Group, ItemRule};
use super::next::NextRule;
use super::pick::{From, Pick, Pointer};
use super::{Detail, Kind, List, Rules, RulesError};
use crate::prose_date::{Pattern, YearRule};
use hobnob_domain::SourceHints;
use regex::{Regex, RegexBuilder};
use scraper::Selector;
use serde_json::{Map, Value};

/// The longest rules, in bytes of JSON.
const JSON_BYTES_MAX: usize = 64 * 1024;

/// The longest selector or regular expression, in bytes.
const TEXT_BYTES_MAX: usize = 1000;

/// The largest compiled regular expression, in bytes.
const REGEX_BYTES_MAX: usize = 256 * 1024;

/// The most picks of all rules together.
const PICKS_MAX: usize = 200;

/// The keys beside the fields.
const OTHERS: [&str; 6] = ["item", "follow", "next", "empty", "detail", "dates"];
/// The keys of rules that lead to other pages.
const FOLLOW_KEYS: [&str; 3] = ["follow", "next", "empty"];
const PICK_KEYS: [&str; 10] = ["select", "from", "attr", "json", "regex", "value", "join", "all", "html", "parts"];
/// What can't stand beside `parts`.
const NOT_OF_PARTS: [&str; 6] = ["select", "from", "attr", "json", "all", "html"];
const ITEM_KEYS: [&str; 7] = ["select", "json", "attr", "group", "each", "matching", "except"];
const DATES_KEYS: [&str; 4] = ["patterns", "locale", "zone", "year"];

type Parsed<T> = Result<T, RulesError>;

fn fault<T>(key: &str, fault: impl Into<String>) -> Parsed<T> {
    Err(RulesError { key: key.to_owned(), fault: fault.into() })
}

/// Reads rules.
pub(super) fn rules(json: &str) -> Parsed<Rules> {
    if json.len() > JSON_BYTES_MAX {
        return fault("", format!("rules are at most {JSON_BYTES_MAX} bytes long"));
    }
    let table = match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(table)) => table,
        Ok(_) => return fault("", "rules are a table, such as item = \"article.event\", name = \"h2\""),
        Err(error) => return fault("", format!("rules are not JSON: {error}")),
    };
    Parser::default().rules(&table)
}

/// Counts the picks, which are known by their numbers.
#[derive(Default)]
struct Parser {
    picks: usize,
    /// Whether items are elements of JSON, so that fields are pointers.
    is_json: bool,
}

impl Parser {
    fn rules(&mut self, table: &Map<String, Value>) -> Parsed<Rules> {
        let names = || field::NAMES.iter().map(|(name, _)| *name);
        known("", table, &OTHERS.into_iter().chain(names()).collect::<Vec<_>>())?;
        if let Some(links) = table.get("follow") {
            return self.follow(links, table);
        }
        let Some(item) = table.get("item") else {
            return fault("item", "is missing: a selector of what one event is, such as item = \"article.event\"");
        };
        let item = self.item(item)?;
        let fields = self.fields("", table)?;
        let detail = table.get("detail").map(|detail| self.detail(detail)).transpose()?;
        let gives = |wanted: &str| {
            let is_wanted = |name: &str| name == wanted;
            fields.iter().any(|rule| is_wanted(&rule.name)) || item.groups().any(is_wanted)
        };
        let says_when = |fields: &[FieldRule]| {
            fields.iter().any(|rule| matches!(rule.name.as_str(), "starts_at" | "starts_on" | "date"))
        };
        if detail.is_some() && !gives("link") {
            return fault("link", "is missing: `detail` is read from the page that it leads to");
        }
        if detail.is_some() && gives("key") {
            return fault("key", "can't stand beside `detail`: listings are known by their link then; leave `key` out");
        }
        let in_detail =
            |what: &dyn Fn(&[FieldRule]) -> bool| detail.as_ref().is_some_and(|detail| what(&detail.fields));
        if !says_when(&fields) && !["starts_at", "starts_on", "date"].into_iter().any(gives) && !in_detail(&says_when) {
            return fault(
                "starts_at",
                "is missing: when an event starts, such as starts_at = { select = \"time\", attr = \"datetime\" }",
            );
        }
        if !gives("name") && !in_detail(&|fields| fields.iter().any(|rule| rule.name == "name")) {
            return fault("name", "is missing: what an event is called, such as name = \"h2\"");
        }
        let next = table.get("next").map(|next| self.next(next)).transpose()?;
        let empty = self.empty(table)?;
        let dates = table.get("dates").map(dates).transpose()?.unwrap_or_default();
        let kind = Kind::List(Box::new(List { item, fields, next, empty, detail, dates }));
        Ok(Rules { kind, hints: SourceHints::default() })
    }

    fn follow(&mut self, links: &Value, table: &Map<String, Value>) -> Parsed<Rules> {
        if let Some(key) = table.keys().find(|key| !FOLLOW_KEYS.contains(&key.as_str())) {
            return fault(
                key,
                "can't stand beside `follow`, whose pages tell of their events themselves; for pages that don't, use \
                 `item`, `link` and `detail`",
            );
        }
        let links = self.picks("follow", links)?;
        let next = table.get("next").map(|next| self.next(next)).transpose()?;
        let empty = self.empty(table)?;
        let kind = Kind::Follow(Box::new(Follow { links, next, empty }));
        Ok(Rules { kind, hints: SourceHints::default() })
    }

    fn empty(&mut self, table: &Map<String, Value>) -> Parsed<Option<Pick>> {
        let empty = table.get("empty").map(|empty| self.pick("empty", empty)).transpose()?;
        Ok(empty.map(|pick| Pick { from: From::Page, ..pick }))
    }

    fn item(&mut self, value: &Value) -> Parsed<ItemRule> {
        let mut rule = ItemRule::default();
        match value {
            Value::String(text) if text.starts_with('/') => rule.json = Some(pointer("item", text)?),
            Value::String(text) => rule.select = Some(selector("item", text)?),
            Value::Object(table) => {
                known("item", table, &ITEM_KEYS)?;
                let text = |key: &str| text_of("item", table, key);
                rule.select = text("select")?.map(|text| selector("item.select", text)).transpose()?;
                rule.json = text("json")?.map(|text| pointer("item.json", text)).transpose()?;
                rule.attr = text("attr")?.map(str::to_owned);
                rule.each = text("each")?.map(|text| regex("item.each", text)).transpose()?;
                rule.matching = text("matching")?.map(|text| regex("item.matching", text)).transpose()?;
                rule.except = text("except")?.map(|text| regex("item.except", text)).transpose()?;
                rule.group = if flag("item", table, "group")? { Group::WithSiblings } else { Group::Alone };
            }
            other => return fault("item", format!("is {other}, expected a selector in quotes or a table")),
        }
        if rule.select.is_none() && rule.json.is_none() {
            return fault("item", "needs `select` (a CSS selector) or `json` (a pointer)");
        }
        if let Some(group) = rule.groups().find(|group| field::named(group).is_none()) {
            let names: Vec<&str> = field::NAMES.iter().map(|(name, _)| *name).collect();
            return fault("item.each", format!("names a group `{group}`; a group is a field: {}", names.join(", ")));
        }
        if rule.json.is_some() && rule.each.is_some() {
            return fault("item.each", "works on text, and `json` gives elements; use one of them");
        }
        rule.written = written(value);
        self.is_json = rule.json.is_some();
        Ok(rule)
    }

    fn fields(&mut self, within: &str, table: &Map<String, Value>) -> Parsed<Vec<FieldRule>> {
        let mut rules = Vec::new();
        for (name, field) in field::NAMES {
            let Some(value) = table.get(name) else { continue };
            let key = joined(within, name);
            let picks = self.picks(&key, value)?;
            rules.push(FieldRule { field, name: key, picks });
        }
        Ok(rules)
    }

    /// One pick, or a list of them.
    fn picks(&mut self, key: &str, value: &Value) -> Parsed<Vec<Pick>> {
        match value {
            Value::Array(picks) if picks.is_empty() => fault(key, "is an empty list; leave it out"),
            Value::Array(picks) => picks.iter().map(|pick| self.pick(key, pick)).collect(),
            one => Ok(vec![self.pick(key, one)?]),
        }
    }

    fn detail(&mut self, value: &Value) -> Parsed<Detail> {
        let Value::Object(table) = value else {
            return fault("detail", format!("is {value}, expected a table of fields, [source.rules.detail]"));
        };
        let names = field::NAMES.iter().map(|(name, _)| *name).filter(|name| !matches!(*name, "link" | "key"));
        known("detail", table, &names.chain(["url"]).collect::<Vec<_>>())?;
        let url = text_of("detail", table, "url")?.map(|text| regex("detail.url", text)).transpose()?;
        let was_json = std::mem::replace(&mut self.is_json, false);
        let fields = self.fields("detail", table)?;
        self.is_json = was_json;
        if fields.is_empty() {
            return fault("detail", "has no field, such as description = \".text\"; leave it out");
        }
        Ok(Detail { fields, url })
    }

    fn next(&mut self, value: &Value) -> Parsed<NextRule> {
        match value {
            Value::String(text) if text.contains("{page}") => Ok(NextRule::Template(text.clone())),
            value => {
                let pick = self.pick("next", value)?;
                let from = if self.is_json { pick.from } else { From::Page };
                Ok(NextRule::Link(Pick { from, ..pick }))
            }
        }
    }

    fn pick(&mut self, key: &str, value: &Value) -> Parsed<Pick> {
        if self.picks >= PICKS_MAX {
            return fault(key, format!("is one too many: rules have at most {PICKS_MAX} selectors"));
        }
        let mut pick = Pick { number: self.picks, written: written(value), ..Pick::default() };
        self.picks += 1;
        match value {
            Value::String(text) if text.starts_with('/') => pick.json = Some(pointer(key, text)?),
            Value::String(text) if self.is_json => {
                return fault(key, format!("is `{text}`; `item` is JSON, so expected a pointer such as \"/{text}\""));
            }
            Value::String(text) => pick.select = Some(selector(key, text)?),
            Value::Object(table) => self.pick_table(key, table, &mut pick)?,
            other => return fault(key, format!("is {other}, expected a selector in quotes or a table")),
        }
        Ok(pick)
    }

    /// Selections that are put together.
    fn parts(&mut self, key: &str, parts: &Value, table: &Map<String, Value>) -> Parsed<Vec<Pick>> {
        let at = joined(key, "parts");
        if let Some(other) = NOT_OF_PARTS.into_iter().find(|other| table.contains_key(*other)) {
            return fault(&joined(key, other), "can't stand beside `parts`: each part says where it is");
        }
        let Value::Array(parts) = parts else {
            return fault(&at, format!("is {parts}, expected a list of what is put together"));
        };
        if parts.is_empty() {
            return fault(&at, "is an empty list; leave it out");
        }
        let parts = parts.iter().map(|part| self.pick(&at, part)).collect::<Parsed<Vec<Pick>>>()?;
        if parts.iter().any(|part| !part.parts.is_empty()) {
            return fault(&at, "has parts of its own; write them one after the other");
        }
        Ok(parts)
    }

    fn pick_table(&mut self, key: &str, table: &Map<String, Value>, pick: &mut Pick) -> Parsed<()> {
        known(key, table, &PICK_KEYS)?;
        if let Some(parts) = table.get("parts") {
            pick.parts = self.parts(key, parts, table)?;
        }
        let text = |name: &str| text_of(key, table, name);
        let at = |name: &str| joined(key, name);
        pick.select = text("select")?.map(|text| selector(&at("select"), text)).transpose()?;
        pick.json = text("json")?.map(|text| pointer(&at("json"), text)).transpose()?;
        pick.regex = text("regex")?.map(|text| regex(&at("regex"), text)).transpose()?;
        pick.attr = text("attr")?.map(str::to_ascii_lowercase);
        pick.value = text("value")?.map(str::to_owned);
        pick.join = text("join")?.map(str::to_owned);
        pick.html = flag(key, table, "html")?;
        pick.all = flag(key, table, "all")?;
        pick.from = match text("from")? {
            None | Some("item") => From::Item,
            Some("page") => From::Page,
            Some("before") => From::Before,
            Some("after") => From::After,
            Some(other) => return fault(&at("from"), format!("is `{other}`, expected item, page, before or after")),
        };
        if self.is_json && (pick.select.is_some() || pick.attr.is_some() || pick.html || pick.from != From::Item) {
            return fault(key, "selects in markup, but `item` is JSON: use `json`, a pointer within the element");
        }
        if pick.select.is_none() && matches!(pick.from, From::Before | From::After) {
            return fault(&at("select"), "is missing: what stands before or after the item");
        }
        if table.is_empty() {
            return fault(key, "is an empty table; expected select, json, attr, regex or value");
        }
        Ok(())
    }
}

fn dates(value: &Value) -> Parsed<Dates> {
    let Value::Object(table) = value else {
        return fault(
            "dates",
            format!("is {value}, expected a table such as {{ locale = \"de\", zone = \"Europe/Berlin\" }}"),
        );
    };
    known("dates", table, &DATES_KEYS)?;
    let locale = text_of("dates", table, "locale")?.map(str::parse).transpose();
    let locale = locale.or_else(|error: String| fault("dates.locale", error))?;
    let zone = text_of("dates", table, "zone")?.map(|zone| zone.chars().take(80).collect());
    let year = match table.get("year") {
        None => YearRule::Nearest,
        Some(Value::String(word)) if word == "nearest" => YearRule::Nearest,
        Some(Value::String(word)) if word == "next" => YearRule::Next,
        Some(Value::String(word)) if word == "previous" => YearRule::Previous,
        Some(other) => {
            match other.as_i64().and_then(|year| i32::try_from(year).ok()).filter(|year| (1970..2200).contains(year)) {
                Some(year) => YearRule::Fixed(year),
                None => {
                    return fault(
                        "dates.year",
                        format!("is {other}, expected next, previous, nearest or a year such as 2026"),
                    );
                }
            }
        }
    };
    let patterns = match table.get("patterns") {
        None => Vec::new(),
        Some(Value::Array(patterns)) if patterns.len() <= 20 => patterns.iter().map(pattern).collect::<Parsed<_>>()?,
        Some(other) => {
            return fault("dates.patterns", format!("is {other}, expected a list such as [\"%d.%m.%Y %H:%M\"]"));
        }
    };
    Ok(Dates { patterns, locale, zone, year })
}

fn pattern(value: &Value) -> Parsed<Pattern> {
    let Some(text) = value.as_str() else {
        return fault("dates.patterns", format!("holds {value}, expected texts such as \"%d.%m.%Y %H:%M\""));
    };
    Pattern::parse(text).or_else(|error| fault("dates.patterns", error))
}

fn known(within: &str, table: &Map<String, Value>, keys: &[&str]) -> Parsed<()> {
    match table.keys().find(|key| !keys.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => fault(&joined(within, key), format!("is unknown; allowed: {}", keys.join(", "))),
    }
}

fn joined(within: &str, key: &str) -> String {
    if within.is_empty() { key.to_owned() } else { format!("{within}.{key}") }
}

fn text_of<'a>(within: &str, table: &'a Map<String, Value>, key: &str) -> Parsed<Option<&'a str>> {
    match table.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => fault(&joined(within, key), format!("is {other}, expected a text in quotes")),
    }
}

fn flag(within: &str, table: &Map<String, Value>, key: &str) -> Parsed<bool> {
    match table.get(key) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(other) => fault(&joined(within, key), format!("is {other}, expected true or false")),
    }
}

fn selector(key: &str, text: &str) -> Parsed<Selector> {
    if text.trim().is_empty() || text.len() > TEXT_BYTES_MAX {
        return fault(
            key,
            format!("is no selector: expected 1 to {TEXT_BYTES_MAX} characters, such as \"article.event h2\""),
        );
    }
    Selector::parse(text)
        .or_else(|_| fault(key, format!("`{text}` is not a CSS selector such as \"article.event h2\"")))
}

fn pointer(key: &str, text: &str) -> Parsed<Pointer> {
    Pointer::parse(text).or_else(|error| fault(key, error))
}

fn regex(key: &str, text: &str) -> Parsed<Regex> {
    if text.len() > TEXT_BYTES_MAX {
        return fault(key, format!("is longer than {TEXT_BYTES_MAX} bytes"));
    }
    let built = RegexBuilder::new(text).size_limit(REGEX_BYTES_MAX).dfa_size_limit(REGEX_BYTES_MAX).build();
    built.or_else(|error| {
        let why = error.to_string();
        fault(key, format!("`{text}` is no regular expression: {}", why.lines().last().unwrap_or_default().trim()))
    })
}

/// A rule as it was written, short enough for a table.
fn written(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(table) => table
            .iter()
            .map(|(key, value)| format!("{key} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    let short: String = text.chars().take(100).collect();
    short.trim_end_matches([' ', ',']).to_owned()
}
