//! One way to find a value.

use regex::Regex;
use scraper::Selector;

/// Where a selector looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum From {
    #[default]
    Item,
    Page,
    /// The nearest match that begins before the item does.
    Before,
    /// The nearest match that begins after the item does.
    After,
}

/// A JSON pointer (RFC 6901) in which `*` stands for every element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pointer(pub(super) Vec<String>);

impl Pointer {
    /// The most steps.
    const STEPS_MAX: usize = 32;

    /// Reads a pointer such as `/events/*/name`; empty: the whole.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let steps = text.strip_prefix('/').ok_or_else(|| format!("`{text}` is no JSON pointer: it begins with `/`"))?;
        let steps: Vec<String> = steps.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
        if steps.len() > Self::STEPS_MAX {
            return Err(format!("has more than {} steps", Self::STEPS_MAX));
        }
        Ok(Self(steps))
    }
}

/// One way to find a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Pick {
    pub(super) select: Option<Selector>,
    pub(super) from: From,
    pub(super) attr: Option<String>,
    pub(super) json: Option<Pointer>,
    pub(super) regex: Option<Regex>,
    pub(super) value: Option<String>,
    pub(super) join: Option<String>,
    pub(super) all: bool,
    pub(super) html: bool,
    /// Put together in place of one selection.
    pub(super) parts: Vec<Self>,
    /// Its number among all picks of the rules.
    pub(super) number: usize,
    /// As it was written, for reports.
    pub(super) written: String,
}

impl Pick {
    /// Whether it looks into the JSON document, or that of the page's scripts.
    pub(super) fn is_json_of_page(&self) -> bool {
        self.json.is_some() && self.select.is_none() && self.attr.is_none()
            || self.parts.iter().any(Self::is_json_of_page)
    }

    /// Itself and its parts.
    pub(super) fn all_parts(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.parts)
    }

    /// Whether it needs nothing of the page.
    pub(super) const fn is_constant(&self) -> bool {
        self.parts.is_empty()
            && self.select.is_none()
            && self.regex.is_none()
            && self.json.is_none()
            && self.attr.is_none()
            && self.value.is_some()
    }
}
