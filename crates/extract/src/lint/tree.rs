//! Bytes to components, each line with its number. Nothing is repaired: what is odd is reported and passed over.

use super::{report::Report, rules::wire as rules};

/// So deep components are read; deeper ones belong to the deepest.
const DEPTH_MAX: usize = 16;

/// A property as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Property {
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, values without their quotes.
    pub(super) params: Vec<(String, String)>,
    pub(super) value: String,
    pub(super) line: usize,
}

impl Property {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A component as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// In capitals.
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) properties: Vec<Property>,
    pub(super) children: Vec<Component>,
}

impl Component {
    /// The first property of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Its value.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|property| property.value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> + 'a {
        self.properties.iter().filter(move |property| property.name == name)
    }

    pub(super) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Component> + 'a {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// What to call it in a finding.
    pub(super) fn told(&self) -> String {
        let told = self.value("SUMMARY").or_else(|| self.value("UID")).or_else(|| self.value("TZID"));
        format!("{} {}", self.name, told.map(|text| format!("“{text}”")).unwrap_or_default()).trim_end().to_owned()
    }
}

/// All calendars of a text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) calendars: Vec<Component>,
}

impl Tree {
    /// The events of all calendars.
    pub(super) fn events(&self) -> impl Iterator<Item = &Component> {
        self.calendars.iter().flat_map(|calendar| calendar.children("VEVENT"))
    }
}

/// Reads a text.
pub(super) fn read(bytes: &[u8], report: &mut Report) -> Tree {
    let mut open: Vec<Component> = Vec::new();
    let mut tree = Tree::default();
    for (line, text) in logical(bytes) {
        let Some(property) = property(&text, line) else {
            report.add(&rules::NO_CONTENT_LINE, line, Some(text));
            continue;
        };
        match property.name.as_str() {
            "BEGIN" => {
                let name = property.value.trim().to_ascii_uppercase();
                report.add_if(open.is_empty() && name != "VCALENDAR", &rules::OUTSIDE, line, &name);
                open.push(Component { name, line, ..Component::default() });
                if open.len() > DEPTH_MAX {
                    close(&mut open, &mut tree);
                }
            }
            "END" => end(&property, &mut open, &mut tree, report),
            _ => match open.last_mut() {
                Some(component) => component.properties.push(property),
                None => report.add(&rules::OUTSIDE, line, Some(property.name)),
            },
        }
    }
    if let Some(component) = open.last() {
        report.add(&rules::CUT_OFF, component.line, Some(format!("END:{} is missing", component.name)));
    }
    while !open.is_empty() {
        close(&mut open, &mut tree);
    }
    tree
}

fn end(property: &Property, open: &mut Vec<Component>, tree: &mut Tree, report: &mut Report) {
    let name = property.value.trim().to_ascii_uppercase();
    let Some(at) = open.iter().rposition(|component| component.name == name) else {
        report.add(&rules::CUT_OFF, property.line, Some(format!("END:{name} closes nothing")));
        return;
    };
    if at + 1 < open.len() {
        let inner = open.last().map(|component| component.name.clone()).unwrap_or_default();
        report.add(&rules::CUT_OFF, property.line, Some(format!("END:{inner} is missing before END:{name}")));
    }
    while open.len() > at {
        close(open, tree);
    }
}

fn close(open: &mut Vec<Component>, tree: &mut Tree) {
    let Some(component) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => parent.children.push(component),
        None if component.name == "VCALENDAR" => tree.calendars.push(component),
        // A component that stands alone is looked at as if it had a calendar; that it has none was said.
        None => match tree.calendars.last_mut() {
            Some(calendar) => calendar.children.push(component),
            None => {
                let (name, line) = ("VCALENDAR".to_owned(), component.line);
                tree.calendars.push(Component { name, line, properties: Vec::new(), children: vec![component] });
            }
        },
    }
}

/// Logical lines with the numbers of their first physical ones.
fn logical(bytes: &[u8]) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (line, (text, _)) in (1..).zip(physical(bytes)) {
        match (text.split_first(), lines.last_mut()) {
            (None, _) => {}
            (Some((b' ' | b'\t', rest)), Some((_, last))) => last.extend_from_slice(rest),
            (Some(_), _) => lines.push((line, text.to_vec())),
        }
    }
    lines.into_iter().map(|(line, text)| (line, String::from_utf8_lossy(&text).into_owned())).collect()
}

/// Physical lines, each with its end: `\r\n`, `\n`, `\r`, or nothing for the last.
pub(super) fn physical(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (text, more) = rest.split_at_checked(at)?;
        let end = match more {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let (end, more) = more.split_at_checked(end)?;
        rest = more;
        Some((text, end))
    })
}

/// A content line taken apart; none where it is none.
fn property(text: &str, line: usize) -> Option<Property> {
    let name_end = text.find([':', ';'])?;
    let (name, mut rest) = text.split_at_checked(name_end)?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if !is_name {
        return None;
    }
    let mut params = Vec::new();
    while let Some(after) = rest.strip_prefix(';') {
        let (param, more) = after.split_at_checked(end_of_param(after)?)?;
        let (key, value) = param.split_once('=').unwrap_or((param, ""));
        params.push((key.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()));
        rest = more;
    }
    let value = rest.strip_prefix(':')?.to_owned();
    Some(Property { name: name.to_ascii_uppercase(), params, value, line })
}

/// Where a parameter ends: at the next `;` or `:` that is not in quotes.
fn end_of_param(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    text.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        !is_quoted && matches!(byte, b';' | b':')
    })
}
