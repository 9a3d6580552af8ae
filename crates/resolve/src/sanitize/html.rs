//! HTML read as plain text. The result is text and never markup, so a tag that is misread can do no harm.

/// Elements whose content is not for people.
const HIDDEN: &[&str] =
    &["script", "style", "head", "template", "noscript", "svg", "iframe", "object", "select", "textarea"];

/// Elements that stand apart from what is around them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements by which text is known to be HTML.
const MARKS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// The longest tag read, in bytes; `<` before anything longer is a character.
const TAG_BYTES_MAX: usize = 4_000;

/// A tag: its name in lower case, whether it closes an element, and what follows it.
struct Tag<'a> {
    name: String,
    is_end: bool,
    /// Nothing but attributes stands in it; `a <b && c> d` is no tag.
    is_sure: bool,
    rest: &'a str,
}

/// Reads the tag at the start of `text`, which begins with `<`.
fn tag(text: &str) -> Option<Tag<'_>> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return Some(Tag { name: String::new(), is_end: false, is_sure: true, rest });
    }
    let body = text.strip_prefix('<')?;
    let (is_end, body) = body.strip_prefix('/').map_or((false, body), |body| (true, body));
    let first = body.chars().next()?;
    let is_declaration = !is_end && matches!(first, '!' | '?');
    if !first.is_ascii_alphabetic() && !is_declaration {
        return None;
    }
    let end = closing(body).or_else(|| body.bytes().take(TAG_BYTES_MAX).position(|b| b == b'>'))?;
    let inside = body.get(..end)?;
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let attributes = inside.get(name.len()..).unwrap_or_default().trim_matches(['/', ' ', '\n', '\r', '\t']);
    let is_sure = attributes.is_empty() || attributes.contains('=');
    Some(Tag { name, is_end, is_sure, rest: body.get(end + 1..)? })
}

/// Where a tag ends: the first `>` outside quotes.
fn closing(body: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in body.bytes().enumerate().take(TAG_BYTES_MAX) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if body.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether a text holds tags that people format text with.
pub(super) fn has_marks(text: &str) -> bool {
    text.match_indices('<').take(200).any(|(at, _)| {
        let tag = text.get(at..).and_then(tag);
        tag.is_some_and(|tag| tag.is_sure && MARKS.contains(&tag.name.as_str()))
    })
}

/// The text of HTML. With `keeps_lines` line breaks in the source are line breaks, as in plain text that HTML got into;
/// else they are blanks, as in HTML. Entities are left for later.
pub(super) fn text(html: &str, keeps_lines: bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push(&mut out, before, keeps_lines);
        match tag(from).filter(|tag| !keeps_lines || tag.name.is_empty() || tag.is_sure && is_element(&tag.name)) {
            Some(tag) => {
                write(&mut out, &tag);
                rest = if !tag.is_end && HIDDEN.contains(&tag.name.as_str()) {
                    behind(tag.rest, &tag.name)
                } else {
                    tag.rest
                };
            }
            None => {
                out.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    push(&mut out, rest, keeps_lines);
    out
}

fn is_element(name: &str) -> bool {
    MARKS.contains(&name) || BLOCKS.contains(&name) || HIDDEN.contains(&name)
}

fn push(out: &mut String, text: &str, keeps_lines: bool) {
    if keeps_lines {
        out.push_str(text);
    } else {
        for part in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            match part.strip_suffix(|c: char| c.is_ascii_whitespace() && c != ' ') {
                Some(word) => {
                    out.push_str(word);
                    out.push(' ');
                }
                None => out.push_str(part),
            }
        }
    }
}

fn write(out: &mut String, tag: &Tag<'_>) {
    match tag.name.as_str() {
        "br" | "tr" => out.push('\n'),
        "li" if !tag.is_end => out.push_str("\n- "),
        "td" | "th" => out.push(' '),
        name if BLOCKS.contains(&name) => out.push_str("\n\n"),
        _ => {}
    }
}

/// What follows the end tag of an element.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let from = rest.get(at..).unwrap_or_default();
        match tag(from) {
            Some(tag) if tag.is_end && tag.name == name => return tag.rest,
            _ => rest = from.get(2..).unwrap_or_default(),
        }
    }
    ""
}
