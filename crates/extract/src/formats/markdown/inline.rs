//! A line of Markdown taken apart: its links, what is in bold, and the text around them.

use crate::entities;

/// The longest line that is looked at, in bytes.
const LINE_BYTES_MAX: usize = 4096;

/// So many links of a line are kept.
const LINKS_MAX: usize = 16;

/// Where a link stood in the text.
pub(super) const LINK: char = '\u{fffc}';

/// What a line says.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// The text, with a mark where each link stood, without marks of emphasis and pictures.
    pub(super) around: String,
    /// Links: their texts and addresses.
    pub(super) links: Vec<(String, String)>,
    /// The first words in bold.
    pub(super) strong: Option<String>,
}

impl Inline {
    /// Takes a line apart.
    pub(super) fn of(line: &str) -> Self {
        let line = crate::text::cut(line, LINE_BYTES_MAX);
        let mut inline = Self { strong: strong(line), ..Self::default() };
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let behind = rest.get(c.len_utf8()..).unwrap_or_default();
            rest = match c {
                '!' if behind.starts_with('[') => match link(behind) {
                    Some((.., after)) => after,
                    None => behind,
                },
                '[' => match link(rest) {
                    Some((name, address, after)) => {
                        inline.link(name, address);
                        after
                    }
                    None => inline.letter(c, behind),
                },
                '<' => match behind.split_once('>') {
                    Some((address, after)) if address.starts_with("http") => {
                        inline.link("", address);
                        after
                    }
                    // A line break parts what stands around it.
                    Some((tag, after))
                        if tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') =>
                    {
                        if tag.starts_with("br") {
                            inline.around.push_str(" | ");
                        }
                        after
                    }
                    _ => inline.letter(c, behind),
                },
                '*' | '`' | '~' => behind,
                // An underline within a word is a letter.
                '_' if !inline.around.ends_with(char::is_alphanumeric)
                    || !behind.starts_with(char::is_alphanumeric) =>
                {
                    behind
                }
                '\\' => match behind.chars().next() {
                    Some(next) => inline.letter(next, behind.get(next.len_utf8()..).unwrap_or_default()),
                    None => behind,
                },
                'h' if rest.starts_with("https://") || rest.starts_with("http://") => {
                    let end = rest
                        .find(|c: char| c.is_whitespace() || matches!(c, '|' | ')' | ']' | '<' | ','))
                        .unwrap_or(rest.len());
                    inline.link("", rest.get(..end).unwrap_or_default());
                    rest.get(end..).unwrap_or_default()
                }
                c => inline.letter(c, behind),
            };
        }
        inline.around = entities::decoded(&inline.around).into_owned();
        inline
    }

    fn letter<'a>(&mut self, c: char, behind: &'a str) -> &'a str {
        self.around.push(c);
        behind
    }

    fn link(&mut self, name: &str, address: &str) {
        // A picture that is a link.
        let name = if name.starts_with("![") || name.starts_with('<') { "" } else { name };
        if self.links.len() < LINKS_MAX {
            let plain = name.replace(['*', '`'], "");
            self.links.push((entities::decoded(&plain).trim().to_owned(), address.trim().to_owned()));
        }
        self.around.push(LINK);
    }

    /// The text of the line with its links' texts in it.
    pub(super) fn whole(&self) -> String {
        let mut names = self.links.iter().map(|(name, _)| name.as_str());
        let mut whole = String::new();
        for c in self.around.chars() {
            if c == LINK { whole.push_str(names.next().unwrap_or_default()) } else { whole.push(c) }
        }
        whole.trim().to_owned()
    }

    /// The first link that has a text, else the first.
    pub(super) fn first_link(&self) -> Option<&(String, String)> {
        self.links.iter().find(|(name, _)| !name.is_empty()).or_else(|| self.links.first())
    }
}

/// A link at the beginning of a text: its name, its address, and what follows. Addresses may have brackets in them, and
/// titles behind them.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let mut depth = 0_usize;
    let close = text.char_indices().find_map(|(at, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == ']' && depth == 0).then_some(at)
    })?;
    let name = text.get(1..close)?;
    let rest = text.get(close + 1..)?.strip_prefix('(')?;
    let mut depth = 1_usize;
    let end = rest.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let address = rest.get(..end)?.split_whitespace().next().unwrap_or_default();
    Some((name, address.trim_matches(['<', '>']), rest.get(end + 1..)?))
}

/// The first words in bold that are no link.
fn strong(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("**")?;
    let (bold, _) = rest.split_once("**")?;
    (!bold.trim().is_empty() && !bold.contains("](")).then(|| bold.trim().trim_end_matches(':').to_owned())
}
