//! xCal, iCalendar written in XML (RFC 6321), as the content lines it stands for:
//! `<vevent><properties><dtstart><parameters>…</parameters><date-time>…</date-time></dtstart>…`.

use super::written::{Lines, params_of, time};
use crate::decode::Content;
use crate::xml::{self, Element};

/// How far into a document its namespace is looked for, in bytes.
const LOOK_BYTES: usize = 4 * 1024;

/// What is handed over as a whole: what a calendar says of itself, and its components.
const WHOLE: [&str; 6] = ["properties", "vevent", "vtimezone", "xcal:properties", "xcal:vevent", "xcal:vtimezone"];

/// Whether this is a document of its namespace that has a calendar in it.
pub(super) fn fits(content: &Content<'_>) -> bool {
    let start = || content.start(LOOK_BYTES);
    content.first() == Some(b'<') && start().contains("icalendar-2.0") && start().contains("vcalendar")
}

/// Its content lines, and why the rest could not be read.
pub(super) fn lines(content: &Content<'_>) -> (Vec<u8>, Option<String>) {
    let mut lines = Lines::default();
    lines.begin("VCALENDAR");
    let end = xml::walk(content.text(), &WHOLE, &mut |element| {
        match local(&element.name) {
            "properties" => element.children.iter().for_each(|child| property(child, &mut lines)),
            _ => component(&element, &mut lines),
        }
        true
    });
    lines.end("VCALENDAR");
    (lines.finished(), end.fault)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// §3.3: a component has properties and components. The document's depth is bounded by its reader.
fn component(element: &Element, lines: &mut Lines) {
    let name = local(&element.name);
    lines.begin(name);
    for child in &element.children {
        match local(&child.name) {
            "properties" => child.children.iter().for_each(|child| property(child, lines)),
            "components" => child.children.iter().for_each(|child| component(child, lines)),
            _ => {}
        }
    }
    lines.end(name);
}

/// §3.4: a property has parameters and values, each called as its type.
fn property(element: &Element, lines: &mut Lines) {
    let is_params = |child: &&Element| local(&child.name) == "parameters";
    let params = element.children.iter().filter(is_params).flat_map(|params| &params.children);
    let values: Vec<&Element> = element.children.iter().filter(|child| !is_params(child)).collect();
    let kind = values.first().map_or("unknown", |value| local(&value.name));
    // A place has its parts as values, and so has a rule.
    let mark = if kind == "latitude" { ";" } else { "," };
    let written: Vec<String> = values.iter().map(|value| of_kind(value)).collect();
    let params =
        params.map(|param| (local(&param.name), param.children.iter().map(|value| value.text.trim()).collect()));
    lines.property(local(&element.name), params_of(params, kind), &written.join(mark));
}

/// §3.6: a value, as iCalendar writes it.
fn of_kind(value: &Element) -> String {
    let kind = local(&value.name);
    let parts = value.children.iter();
    match kind {
        "period" => parts.map(|part| time(part.text.trim(), kind)).collect::<Vec<_>>().join("/"),
        "recur" => {
            let mut rule: Vec<(String, Vec<String>)> = Vec::new();
            for part in parts {
                let (name, said) = (local(&part.name).to_ascii_uppercase(), time(part.text.trim(), "date-time"));
                match rule.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, values)) => values.push(said),
                    None => rule.push((name, vec![said])),
                }
            }
            let rule = rule.into_iter().map(|(name, values)| format!("{name}={}", values.join(",")));
            rule.collect::<Vec<_>>().join(";")
        }
        _ => time(value.text.trim(), kind),
    }
}
