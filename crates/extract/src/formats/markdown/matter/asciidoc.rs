//! The header of a text in AsciiDoc, which says what front matter says: `= Rust Night`, and below it `:date: 2027-05-12`.

use serde_json::{Map, Value};

/// What the generators of sites write before the names of their own attributes.
const PREFIXES: [&str; 2] = ["page-", "jbake-"];

/// So many lines a header may have.
const LINES_MAX: usize = 200;

/// Whether a path is that of a text in AsciiDoc.
pub(super) fn is_named(path: &str) -> bool {
    [".adoc", ".asciidoc", ".asc"].iter().any(|end| path.ends_with(end))
}

/// The title and the attributes of a header as fields, and what stands below.
pub(super) fn fields(text: &str) -> Option<(Map<String, Value>, &str)> {
    let mut fields = Map::new();
    let mut rest = text.trim_start();
    for _ in 0..LINES_MAX {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim();
        if let Some(title) = line.strip_prefix("= ").filter(|_| !fields.contains_key("title")) {
            fields.insert("title".to_owned(), Value::from(title.trim()));
        } else if let Some((name, value)) = line.strip_prefix(':').and_then(|line| line.split_once(':')) {
            let name = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
            if !name.starts_with('!') && !value.trim().is_empty() {
                fields.entry(name.to_owned()).or_insert_with(|| Value::from(value.trim()));
            }
        } else if !line.starts_with("//") {
            // Below the title may stand who wrote it and when; an empty line ends the header.
            if line.is_empty() || below.is_empty() {
                break;
            }
        }
        rest = below;
    }
    (fields.len() > 1).then_some((fields, rest))
}

#[cfg(test)]
mod tests {
    use super::fields;
    use serde_json::json;

    #[test]
    fn a_header_is_a_title_and_attributes() {
        let text = "// a note\n= Rust Night\nJane Doe\n:page-date: 2027-05-12\n:!toc:\n:location: Graz\n\nCome: all\n";
        let (found, body) = fields(text).unwrap();
        assert_eq!(json!(found), json!({"title": "Rust Night", "date": "2027-05-12", "location": "Graz"}));
        assert_eq!(body.trim(), "Come: all");
        assert!(fields("= Only a title\n\n:date: 2027-05-12\n").is_none());
    }
}
