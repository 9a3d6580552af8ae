//! What the parser of browsers knows of elements by their name.

/// How an element is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has no content and no end tag.
    Void,
    /// Its content is text that nobody reads: scripts, styles, and templates, which are no part of the page.
    Hidden,
    /// Its content is text whatever it looks like.
    Raw,
    /// A cell or the like: ends of elements outside don't reach into it.
    Boundary,
    /// A list.
    List,
    /// A block: it ends an open paragraph.
    Block,
    /// Its end tag may be missing: the next of its kind ends it.
    Loose,
    /// Lines of text and what is within.
    Inline,
}

/// The longest name that is told apart.
const NAME_BYTES_MAX: usize = 12;

/// The kind of an element by its name, in any case.
pub(super) fn of(name: &str) -> Kind {
    let mut lower = [0_u8; NAME_BYTES_MAX];
    let Some(lower) = lower.get_mut(..name.len()) else { return Kind::Inline };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta" | b"param"
        | b"source" | b"track" | b"wbr" => Kind::Void,
        b"script" | b"style" | b"template" | b"iframe" | b"noembed" | b"noframes" | b"xmp" => Kind::Hidden,
        b"title" | b"textarea" => Kind::Raw,
        b"table" | b"tbody" | b"thead" | b"tfoot" | b"caption" | b"html" | b"body" | b"object" | b"button" => {
            Kind::Boundary
        }
        b"ul" | b"ol" | b"menu" | b"dl" | b"select" => Kind::List,
        b"address" | b"article" | b"aside" | b"blockquote" | b"center" | b"details" | b"dialog" | b"div"
        | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5"
        | b"h6" | b"header" | b"hgroup" | b"main" | b"nav" | b"pre" | b"search" | b"section" | b"summary" | b"head" => {
            Kind::Block
        }
        b"p" | b"li" | b"dt" | b"dd" | b"tr" | b"td" | b"th" | b"option" | b"optgroup" => Kind::Loose,
        _ => Kind::Inline,
    }
}

impl Kind {
    /// Whether it begins on a line of its own.
    pub(super) const fn is_block(self) -> bool {
        !matches!(self, Self::Inline | Self::Void | Self::Hidden | Self::Raw)
    }
}

/// Which open elements a start tag ends, and where looking for them stops.
pub(super) fn ended_by(name: &str, kind: Kind) -> Option<(&'static [&'static str], &'static [&'static str])> {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    Some(match kind {
        Kind::Loose if is("li") => (&["li"], &["ul", "ol", "menu"]),
        Kind::Loose if is("dt") || is("dd") => (&["dt", "dd"], &["dl"]),
        Kind::Loose if is("td") || is("th") => (&["td", "th"], &["tr"]),
        Kind::Loose if is("tr") => (&["tr"], &["tbody", "thead", "tfoot"]),
        Kind::Loose if is("option") || is("optgroup") => (&["option"], &["select", "optgroup"]),
        Kind::Boundary if is("tbody") || is("thead") || is("tfoot") => (&["tbody", "thead", "tfoot"], &[]),
        Kind::Boundary if is("html") || is("body") || is("button") || is("object") => return None,
        Kind::Loose | Kind::Block | Kind::List | Kind::Boundary => (&["p"], &[]),
        Kind::Void if is("hr") => (&["p"], &[]),
        _ => return None,
    })
}

/// Whether it is a heading: one that begins directly in another ends it.
pub(super) fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6'])
}

/// Elements that looking for an open element never goes beyond.
pub(super) fn is_scope(name: &str) -> bool {
    ["table", "td", "th", "caption", "html", "body", "object", "button"]
        .iter()
        .any(|scope| name.eq_ignore_ascii_case(scope))
}

/// Parts of a table: only those end what is in its cells.
pub(super) fn is_table_part(name: &str) -> bool {
    ["table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"].iter().any(|part| name.eq_ignore_ascii_case(part))
}
