//! A calendar as jCal (RFC 7265): the same calendar in JSON, made of the text that we write ourselves.

use serde_json::{Map, Value, json};

/// The calendar that a text holds. The text is ours: each line is folded, escaped and ended as RFC 5545 says.
pub(crate) fn jcal(text: &str) -> Value {
    let unfolded = text.replace("\r\n ", "");
    let mut open: Vec<Component> = Vec::new();
    for line in unfolded.split("\r\n").filter(|line| !line.is_empty()) {
        let Some((head, value)) = split(line) else { continue };
        match head {
            "BEGIN" => open.push(Component { name: value.to_ascii_lowercase(), ..Component::default() }),
            "END" => {
                let Some(component) = open.pop().map(Component::value) else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(component),
                    None => return component,
                }
            }
            _ => {
                if let Some(component) = open.last_mut() {
                    component.properties.push(property(head, value));
                }
            }
        }
    }
    Value::Null
}

/// A component on the way.
#[derive(Default)]
struct Component {
    name: String,
    properties: Vec<Value>,
    children: Vec<Value>,
}

impl Component {
    fn value(self) -> Value {
        json!([self.name, self.properties, self.children])
    }
}

/// Name with parameters, and value. None of our parameters holds a quote.
fn split(line: &str) -> Option<(&str, &str)> {
    line.split_once(':')
}

fn property(head: &str, value: &str) -> Value {
    let mut parts = head.split(';');
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let mut params = Map::new();
    let mut kind = usual_type(&name).to_owned();
    for (key, param) in parts.filter_map(|part| part.split_once('=')) {
        if key.eq_ignore_ascii_case("VALUE") {
            kind = param.to_ascii_lowercase();
        } else {
            params.insert(key.to_ascii_lowercase(), json!(param));
        }
    }
    let mut all = vec![json!(name), Value::Object(params), json!(kind)];
    match kind.as_str() {
        "text" if name == "categories" => all.extend(list(value).into_iter().map(|item| json!(unescaped(item)))),
        "text" => all.push(json!(unescaped(value))),
        "date" | "date-time" => all.push(json!(moment(value))),
        "integer" => all.push(value.parse::<i64>().map_or_else(|_| json!(value), |number| json!(number))),
        "float" => all.push(value.split(';').map(|part| json!(part.parse::<f64>().unwrap_or_default())).collect()),
        "utc-offset" => all.push(json!(offset(value))),
        "recur" => all.push(recur(value)),
        _ => all.push(json!(value)),
    }
    Value::Array(all)
}

/// The type a property has unless it says otherwise.
fn usual_type(name: &str) -> &'static str {
    match name {
        "dtstamp" | "last-modified" | "created" | "dtstart" | "dtend" | "recurrence-id" | "exdate" | "rdate" => {
            "date-time"
        }
        "sequence" => "integer",
        "geo" => "float",
        "url" | "source" | "conference" | "image" => "uri",
        "rrule" => "recur",
        "trigger" | "refresh-interval" => "duration",
        "tzoffsetfrom" | "tzoffsetto" => "utc-offset",
        name if name.starts_with("x-") => "unknown",
        _ => "text",
    }
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            (letter, false) => text.push(letter),
        }
    }
    text
}

/// The parts of a list, still escaped.
fn list(value: &str) -> Vec<&str> {
    let mut is_escaped = false;
    let parts = value.split(|c| {
        let ends = c == ',' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    parts.collect()
}

/// `20260301T180000Z` → `2026-03-01T18:00:00Z`.
fn moment(value: &str) -> String {
    let part = |from: usize, to: usize| value.get(from..to).unwrap_or_default();
    let day = format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8));
    match value.get(8..9) {
        Some("T") => {
            let zone = value.get(15..).unwrap_or_default();
            format!("{day}T{}:{}:{}{zone}", part(9, 11), part(11, 13), part(13, 15))
        }
        _ => day,
    }
}

/// `+0100` → `+01:00`.
fn offset(value: &str) -> String {
    value.split_at_checked(3).map_or_else(|| value.to_owned(), |(hours, minutes)| format!("{hours}:{minutes}"))
}

/// A rule: lists where there are several values, numbers as numbers.
fn recur(value: &str) -> Value {
    let mut rule = Map::new();
    for (key, value) in value.split(';').filter_map(|part| part.split_once('=')) {
        let one = |item: &str| match item.parse::<i64>() {
            Ok(number) if key != "UNTIL" => json!(number),
            _ if key == "UNTIL" => json!(moment(item)),
            _ => json!(item),
        };
        let items: Vec<Value> = value.split(',').map(one).collect();
        let item = if items.len() == 1 { items.into_iter().next().unwrap_or_default() } else { Value::Array(items) };
        rule.insert(key.to_ascii_lowercase(), item);
    }
    Value::Object(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_written_as_rfc_7265_says() {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:a\\, b\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n\
            BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\n\
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20300101T000000Z\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
            BEGIN:VEVENT\r\nUID:1@x\r\nSEQUENCE:3\r\nDTSTART;TZID=Europe/Berlin:20260505T183000\r\n\
            RECURRENCE-ID;VALUE=DATE:20260505\r\nSUMMARY:Talks\\, pizza\\; \\\\o\r\n /\r\nCATEGORIES:Rust,a\\,b\r\n\
            GEO:52.512980;13.420170\r\nURL:https://example.org/a:b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(
            jcal(text),
            json!(["vcalendar", [
                ["version", {}, "text", "2.0"],
                ["x-wr-calname", {}, "unknown", "a\\, b"],
                ["refresh-interval", {}, "duration", "PT6H"],
            ], [
                ["vtimezone", [["tzid", {}, "text", "Europe/Berlin"]], [["standard", [
                    ["dtstart", {}, "date-time", "2025-10-26T03:00:00"],
                    ["tzoffsetfrom", {}, "utc-offset", "+02:00"],
                    ["rrule", {}, "recur", {
                        "freq": "YEARLY", "bymonth": 10, "byday": "-1SU", "until": "2030-01-01T00:00:00Z",
                    }],
                ], []]]],
                ["vevent", [
                    ["uid", {}, "text", "1@x"],
                    ["sequence", {}, "integer", 3],
                    ["dtstart", { "tzid": "Europe/Berlin" }, "date-time", "2026-05-05T18:30:00"],
                    ["recurrence-id", {}, "date", "2026-05-05"],
                    ["summary", {}, "text", "Talks, pizza; \\o/"],
                    ["categories", {}, "text", "Rust", "a,b"],
                    ["geo", {}, "float", [52.51298, 13.42017]],
                    ["url", {}, "uri", "https://example.org/a:b"],
                ], []],
            ]])
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "(BEGIN:A|END:A|DTSTART:|RRULE:|GEO:|X|:|;|=|\r\n|[0-9é]){0,30}") {
            let _ = jcal(&text);
        }
    }
}
