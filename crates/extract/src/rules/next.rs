//! Where a list goes on.

use super::document::Document;
use super::follow::whole;
use super::pick::Pick;
use super::value::{Nearest, Place};
use crate::links;
use url::Url;

/// The last page that is asked for by number.
const PAGE_MAX: u32 = 500;

/// Where a list goes on.
#[derive(Clone, Debug)]
pub(super) enum NextRule {
    /// A link on the page, or an address in its JSON.
    Link(Pick),
    /// An address with `{page}`; the first page is page 1.
    Template(String),
}

impl NextRule {
    /// As it was written, for reports.
    pub(super) fn written(&self) -> &str {
        match self {
            Self::Link(pick) => &pick.written,
            Self::Template(template) => template,
        }
    }

    /// The address of the next page.
    pub(super) fn address(&self, document: &Document, page: &Url) -> Option<Url> {
        let next = match self {
            Self::Template(template) => numbered(template, page, &document.base)?,
            Self::Link(pick) => {
                let nearest = Nearest::new();
                let item = whole(document);
                let place = Place { document, item: &item, number: 0, nearest: &nearest };
                let (_, link) = place.first(std::slice::from_ref(pick), true, false)?;
                links::resolved(&document.base, &link)?
            }
        };
        (next != *page).then_some(next)
    }
}

/// The page after the one whose number the address shows.
fn numbered(template: &str, page: &Url, base: &Url) -> Option<Url> {
    let at = |number: u32| links::resolved(base, &template.replace("{page}", &number.to_string()));
    // The address of page 1 tells where its number stands.
    let marked = links::resolved(base, &template.replace("{page}", "90909"))?;
    let (before, behind) = marked.as_str().split_once("90909")?;
    let number =
        page.as_str().strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)).and_then(|n| n.parse().ok());
    let next = number.unwrap_or(1_u32).checked_add(1).filter(|next| *next <= PAGE_MAX)?;
    at(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_in_the_address_is_counted_up() {
        let next = |template: &str, page: &str| {
            let page = Url::parse(page).unwrap();
            numbered(template, &page, &page).map(String::from)
        };
        assert_eq!(next("?page={page}", "https://example.org/e").as_deref(), Some("https://example.org/e?page=2"));
        assert_eq!(
            next("?page={page}", "https://example.org/e?page=9").as_deref(),
            Some("https://example.org/e?page=10")
        );
        assert_eq!(
            next("/e/{page}/list", "https://example.org/e/3/list").as_deref(),
            Some("https://example.org/e/4/list")
        );
        assert_eq!(next("?page={page}", "https://example.org/e?page=500"), None);
    }
}
