//! Text for people: escapes and markup.

use super::{
    report::Report,
    rules::prose as rules,
    tree::{Component, Property},
};

/// Properties of the type TEXT that hold one text.
const TEXTS: &[&str] = &["SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT"];

/// Elements that were seen in descriptions.
const ELEMENTS: &[&str] =
    &["p", "br", "div", "a", "b", "i", "em", "strong", "span", "img", "ul", "li", "h1", "h2", "h3", "table", "script"];

/// Longer than this a description makes a calendar slow, in bytes.
const LONG: usize = 20_000;

pub(super) fn check(event: &Component, report: &mut Report) {
    for property in event.properties.iter().filter(|property| TEXTS.contains(&property.name.as_str())) {
        check_escapes(property, report);
        let told = format!("{}:{}", property.name, property.value);
        report.add_if(has_markup(&property.value), &rules::MARKUP, property.line, &told);
        report.add_if(has_entities(&property.value), &rules::ENTITIES, property.line, &told);
        let length = property.value.len();
        report.add_if(length > LONG, &rules::LONG_TEXT, property.line, &format!("{}: {length} bytes", property.name));
    }
}

fn check_escapes(property: &Property, report: &mut Report) {
    let told = format!("{}:{}", property.name, property.value);
    let (mut is_escaped, mut is_bare, mut is_unknown) = (false, false, false);
    for c in property.value.chars() {
        if is_escaped {
            is_unknown |= !matches!(c, '\\' | ';' | ',' | 'n' | 'N');
            is_escaped = false;
        } else {
            is_escaped = c == '\\';
            is_bare |= matches!(c, ',' | ';');
        }
    }
    report.add_if(is_bare, &rules::NOT_ESCAPED, property.line, &told);
    report.add_if(is_unknown || is_escaped, &rules::BAD_ESCAPE, property.line, &told);
}

fn has_markup(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        let ends = rest.get(name.len()..).is_some_and(|end| end.starts_with(['>', ' ', '/']));
        ends && ELEMENTS.contains(&name.to_ascii_lowercase().as_str()) && rest.contains('>')
    })
}

fn has_entities(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().filter(|name| name.len() < rest.len()).unwrap_or_default();
        let name = name.strip_suffix('\\').unwrap_or(name);
        matches!(name, "amp" | "lt" | "gt" | "quot" | "nbsp" | "apos" | "rsquo" | "ndash")
            || name.strip_prefix('#').is_some_and(|number| !number.is_empty() && number.len() < 7)
    })
}
