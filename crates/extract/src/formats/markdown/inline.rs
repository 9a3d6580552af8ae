//! What an entry, a cell or a heading says: its links, what is in bold, and the text around them.

use crate::text::cut;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// So much of a text is kept, in bytes.
const TEXT_BYTES_MAX: usize = 4096;

/// So many links of a text are kept.
const LINKS_MAX: usize = 16;

/// Where a link stood in the text.
pub(crate) const LINK: char = '\u{fffc}';

/// A text taken apart.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    /// The text, with a mark where each link stood, without pictures.
    pub(crate) around: String,
    /// Links: their texts and addresses.
    pub(crate) links: Vec<(String, String)>,
    /// The first words in bold that hold no link.
    pub(super) strong: Option<String>,
    /// Whether a link is in bold.
    pub(super) has_strong_link: bool,
}

impl Inline {
    /// Adds a link.
    pub(crate) fn link(&mut self, name: &str, address: &str) {
        if self.links.len() < LINKS_MAX {
            self.links.push((name.trim().to_owned(), address.trim().to_owned()));
        }
        self.around.push(LINK);
    }

    /// Adds text; an address in it is a link.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, address)) = ["https://", "http://"]
            .into_iter()
            .filter_map(|scheme| rest.find(scheme))
            .min()
            .and_then(|at| rest.split_at_checked(at))
        {
            let is_end = |c: char| c.is_whitespace() || matches!(c, '|' | ')' | ']' | '<' | ',');
            let end = address.find(is_end).unwrap_or(address.len());
            self.around.push_str(before);
            self.link("", address.get(..end).unwrap_or_default());
            rest = address.get(end..).unwrap_or_default();
        }
        self.around.push_str(rest);
    }

    /// The text with its links' texts in it.
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

/// Puts a text together.
#[derive(Default)]
pub(super) struct Writer {
    inline: Inline,
    /// How much has been written.
    bytes: usize,
    /// How many pictures are open: what they show is not told.
    pictures: usize,
    link: Option<Link>,
    bold: Option<String>,
}

/// A link that is open.
struct Link {
    name: String,
    address: String,
    /// Whether its text is its address.
    is_bare: bool,
}

impl Writer {
    /// Takes what comes next.
    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            // One that is written as `![online]` stands for the word.
            Event::Start(Tag::Image { link_type: LinkType::Shortcut, .. }) if self.is_told() => self.text("["),
            Event::End(TagEnd::Image) if self.is_told() => self.text("]"),
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures = self.pictures.saturating_sub(1),
            _ if self.pictures > 0 => {}
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.inline.has_strong_link |= self.bold.take().is_some();
                let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link = Some(Link { name: String::new(), address: dest_url.to_string(), is_bare });
            }
            Event::End(TagEnd::Link) => {
                if let Some(Link { name, address, .. }) = self.link.take() {
                    self.inline.link(&name, &address);
                }
            }
            Event::Start(Tag::Strong) => {
                self.inline.has_strong_link |= self.link.is_some();
                self.bold.get_or_insert_default();
            }
            Event::End(TagEnd::Strong) => {
                let bold = self.bold.take().unwrap_or_default();
                let bold = bold.trim().trim_end_matches(':');
                if self.inline.strong.is_none() && !bold.is_empty() {
                    self.inline.strong = Some(bold.to_owned());
                }
            }
            // A picture that is defined nowhere is a word too.
            Event::Text(text) => self.text(&text.replace("![", "[")),
            Event::Code(text) => self.text(text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text(" | "),
            // A line break parts what stands around it.
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.text(" | "),
            _ => {}
        }
    }

    /// Whether a link, a picture or bold words are open.
    pub(super) fn is_within(&self) -> bool {
        !self.is_told() || self.bold.is_some()
    }

    /// Whether a word here is no part of a picture or of a link.
    fn is_told(&self) -> bool {
        self.pictures == 0 && self.link.is_none()
    }

    fn text(&mut self, text: &str) {
        let text = cut(text, TEXT_BYTES_MAX.saturating_sub(self.bytes));
        self.bytes += text.len();
        if let Some(bold) = &mut self.bold {
            bold.push_str(text);
        }
        match &mut self.link {
            Some(Link { is_bare: true, .. }) => {}
            Some(Link { name, .. }) => name.push_str(text),
            None => self.inline.text(text),
        }
    }

    /// What has been written since the last time.
    pub(super) fn taken(&mut self) -> Inline {
        std::mem::take(self).inline
    }
}
