//! Pages that only lead to others, which tell of their events themselves.

use super::document::Document;
use super::items::Item;
use super::next::NextRule;
use super::pick::Pick;
use super::report::{RuleReport, RulesReport};
use super::run::{EXAMPLE_BYTES_MAX, next_page};
use super::value::{Nearest, Place};
use crate::decode::Content;
use crate::reading::{NEXT_PAGES_MAX, Reading};
use crate::{links, registry, text};
use hobnob_domain::{Extraction, Format, Page, SourceHints};
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// Which links of a page lead to events, and where the list goes on.
#[derive(Clone, Debug)]
pub(super) struct Follow {
    pub(super) links: Vec<Pick>,
    pub(super) next: Option<NextRule>,
    pub(super) empty: Option<Pick>,
}

/// Reads a page in whatever syntax it has, and follows its links. One that tells of exactly one event is that event's
/// page: its links lead to others of its kind, which the list names too.
pub(super) fn run(page: &Page, follow: &Follow, hints: &SourceHints) -> (Extraction, RulesReport) {
    let own = registry::read(page, None, hints);
    if own.listings.len() == 1 {
        let report = RulesReport { items: 1, is_detail: true, rules: Vec::new() };
        return (own, report);
    }
    let content = Content::new(page);
    let document = match Document::parse(&content, follow.needs_json()) {
        Ok(document) => document,
        Err(why) => {
            let mut reading = Reading::default();
            reading.incomplete(why);
            return (joined(own, reading.finished(Some(Format::Rules)), true), RulesReport::default());
        }
    };
    let mut reading = Reading::default();
    let mut report = RulesReport::default();
    let leads_on = follow.lead_on(page, &document, &mut reading, &mut report);
    report.items = own.listings.len();
    if !leads_on && own.listings.is_empty() && !follow.is_empty_list(&document) {
        let written = follow.links.iter().map(|pick| pick.written.as_str()).collect::<Vec<_>>().join(" · ");
        reading.incomplete(format!(
            "`follow` matches no link on the page ({written}), and the page tells of no event itself: it looks otherwise \
             now, or is made by scripts; for a list that may be empty, name what is there then: empty = \".no-events\""
        ));
    }
    (joined(own, reading.finished(Some(Format::Rules)), false), report)
}

impl Follow {
    fn needs_json(&self) -> bool {
        self.links.iter().any(Pick::is_json_of_page)
    }

    /// Notes the pages that a page leads to, the next of the list first; whether there are any.
    fn lead_on(&self, page: &Page, document: &Document, reading: &mut Reading, report: &mut RulesReport) -> bool {
        let mut seen = BTreeSet::new();
        for pick in &self.links {
            let found = addresses(document, pick);
            report.rules.push(RuleReport {
                rule: "follow".to_owned(),
                selector: pick.written.clone(),
                matched: found.len(),
                example: found.first().map(|url| text::cut(url.as_str(), EXAMPLE_BYTES_MAX).to_owned()),
            });
            for url in found.into_iter().filter(|url| *url != page.url) {
                if seen.len() >= NEXT_PAGES_MAX && !seen.contains(&url) {
                    let most = format!("the page leads to more than {NEXT_PAGES_MAX} others: the rest is left out");
                    reading.incomplete(most);
                    break;
                }
                if seen.insert(url.clone()) {
                    reading.detail_page(url);
                }
            }
        }
        let goes_on = self.next.as_ref().is_some_and(|rule| next_page(rule, document, &page.url, reading, report));
        !seen.is_empty() || goes_on
    }

    fn is_empty_list(&self, document: &Document) -> bool {
        self.empty.as_ref().is_some_and(|empty| is_there(document, empty))
    }
}

/// Whether something matches on the page.
pub(super) fn is_there(document: &Document, pick: &Pick) -> bool {
    let (nearest, item) = (Nearest::new(), whole(document));
    Place { document, item: &item, number: 0, nearest: &nearest }
        .first(std::slice::from_ref(pick), false, false)
        .is_some()
}

/// The page as one item.
pub(super) fn whole(document: &Document) -> Item<'_> {
    match document.root() {
        Some(root) => Item::Nodes(vec![*root]),
        None => Item::Json(document.json.first().cloned().unwrap_or(Value::Null)),
    }
}

/// The addresses that a pick gives, in the page's order, without fragments.
fn addresses(document: &Document, pick: &Pick) -> Vec<Url> {
    let (nearest, item) = (Nearest::new(), whole(document));
    let place = Place { document, item: &item, number: 0, nearest: &nearest };
    let found = place.values(pick, NEXT_PAGES_MAX + 1);
    let links = found.iter().filter_map(|link| links::resolved(&document.base, link));
    links
        .map(|mut url| {
            url.set_fragment(None);
            url
        })
        .collect()
}

/// What a page said itself, with where it leads. What kept its own syntaxes from saying anything is no problem where
/// it leads on.
fn joined(own: Extraction, led: Extraction, is_unread: bool) -> Extraction {
    let Extraction { format, listings, in_part, next_pages, problems, fresh_for, is_complete } = own;
    let has_own = !listings.is_empty();
    let mut pages = led.next_pages;
    let known: BTreeSet<Url> = pages.iter().cloned().collect();
    if has_own || is_unread {
        pages.extend(next_pages.into_iter().filter(|url| !known.contains(url)));
    }
    let mut told = led.problems;
    if has_own {
        told.extend(problems);
    }
    Extraction {
        format: if has_own { format } else { led.format },
        listings,
        in_part,
        next_pages: pages,
        problems: told,
        fresh_for,
        is_complete: led.is_complete && (is_complete || !has_own),
    }
}
