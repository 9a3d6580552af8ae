//! A page of the web: every syntax in which it tells of events is read, and what they say of one event is one listing.
//!
//! What is not there costs nothing: a search on bytes decides whether a syntax is looked for, and the tree is built once,
//! for the first that needs it.

use super::json_ld::{self, scripts};
use super::markdown::unmarked;
use super::same::{self, Claim};
use super::{add_to_calendar, microdata, microformats, next_data, open_graph, rdfa};
use crate::decode::Content;
use crate::markup::Tree;
use crate::reading::Reading;
use hobnob_domain::{Format, Listing};
use std::cell::OnceCell;
use url::Url;

/// What a syntax tells.
#[derive(Default)]
pub(super) struct Found {
    /// Its events.
    pub(super) claims: Vec<Claim>,
    /// Whether the page is a list of events.
    pub(super) is_list: bool,
    /// Whether it is a list that says it is empty.
    pub(super) is_empty_list: bool,
    /// What there is when there is no event.
    pub(super) instead: Option<String>,
}

/// A page, and what several readers of it need.
pub(super) struct Html<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// Where its links start.
    pub(super) base: Url,
    tree: OnceCell<Tree<'a>>,
}

impl<'a> Html<'a> {
    /// Takes a page's text; links start at its `<base>`.
    pub(super) fn new(text: &'a str, base: Url) -> Self {
        Self { text, base, tree: OnceCell::new() }
    }

    /// The page as a tree.
    pub(super) fn tree(&self) -> &Tree<'a> {
        self.tree.get_or_init(|| Tree::of(self.text))
    }
}

/// One way of telling of events in a page.
struct Syntax {
    format: Format,
    /// Whether the page may hold it, by its bytes.
    may_be_in: fn(&str) -> bool,
    find: fn(&Html<'_>, &mut Reading) -> Found,
}

/// What a page says of its own events, the richest first; JSON-LD goes before all.
const DECLARED: [Syntax; 3] = [
    Syntax { format: Format::Microdata, may_be_in: microdata::may_be_in, find: microdata::find },
    Syntax { format: Format::Rdfa, may_be_in: rdfa::may_be_in, find: rdfa::find },
    Syntax { format: Format::Microformats, may_be_in: microformats::may_be_in, find: microformats::find },
];

/// What is looked at when nothing was declared: that counts which tells of more events, the latter where both tell of as
/// many, for it says more.
const UNDECLARED: [Syntax; 2] = [
    Syntax { format: Format::AddToCalendar, may_be_in: add_to_calendar::may_be_in, find: add_to_calendar::find },
    Syntax { format: Format::NextData, may_be_in: next_data::may_be_in, find: next_data::find },
];

/// What is looked at when there is nothing else: it hardly says a date.
const LAST_RESORT: Syntax =
    Syntax { format: Format::OpenGraph, may_be_in: open_graph::may_be_in, find: open_graph::find };

/// Reads a page in all its syntaxes, or in the wanted one. Gives the first that told of an event, or was there; none when
/// there is none.
pub(crate) fn read(content: &Content<'_>, wanted: Option<Format>, reading: &mut Reading) -> Option<Format> {
    let is_document = json_ld::is_document(content);
    // JSON may quote pieces of pages.
    let is_json = matches!(content.first(), Some(b'{' | b'['));
    let is_page = !is_json && content.text().contains('<');
    let is_wanted = |format| wanted.is_none_or(|wanted| wanted == format);
    let may_be = |syntax: &&Syntax| is_page && is_wanted(syntax.format) && (syntax.may_be_in)(content.text());
    let has_json_ld = is_wanted(Format::JsonLd) && (is_document || scripts::may_hold_blocks(content.text()));
    let declared: Vec<&Syntax> = DECLARED.iter().filter(may_be).collect();
    let has_list = is_page && is_wanted(Format::HtmlList) && unmarked::may_be_in(content.text());
    if !has_json_ld
        && !has_list
        && declared.is_empty()
        && !UNDECLARED.iter().chain([&LAST_RESORT]).any(|syntax| may_be(&syntax))
    {
        return None;
    }
    let markup = if is_document { scripts::Markup::document(content.text()) } else { scripts::scan(content.text()) };
    let html = Html::new(content.text(), markup.base(&content.page.url));
    let mut all = All { first: None, found: Found::default() };
    if has_json_ld {
        all.take(Format::JsonLd, json_ld::find(&markup, &html.base, reading));
    }
    for syntax in declared {
        all.take(syntax.format, (syntax.find)(&html, reading));
    }
    let is_wanting = all.found.claims.iter().any(add_to_calendar::may_complete);
    if is_wanting && is_page && add_to_calendar::may_be_in(content.text()) {
        add_to_calendar::complete(&mut all.found.claims, &html, reading);
    }
    if all.is_silent() {
        let found = UNDECLARED.iter().filter(may_be).map(|syntax| (syntax.format, (syntax.find)(&html, reading)));
        if let Some((format, found)) = found.max_by_key(|(_, found)| found.claims.len()) {
            all.take(format, found);
        }
    }
    if all.is_silent() && may_be(&&LAST_RESORT) {
        all.take(LAST_RESORT.format, (LAST_RESORT.find)(&html, reading));
    }
    if all.is_silent() && has_list {
        all.take(Format::HtmlList, unmarked::find(&html, content.page, wanted.is_some()));
    }
    let format = all.first;
    let is_cut = html.tree.get().is_some_and(|tree| tree.is_cut());
    if is_cut {
        reading.incomplete("the page has more elements than are read");
    }
    finish(all.found, &markup, &html, &content.page.url, reading).then_some(format)?
}

/// What all syntaxes told.
struct All {
    first: Option<Format>,
    found: Found,
}

impl All {
    /// Whether nothing was told, not even that there is nothing.
    fn is_silent(&self) -> bool {
        self.found.claims.is_empty() && !self.found.is_empty_list
    }

    fn take(&mut self, format: Format, found: Found) {
        let Found { claims, is_list, is_empty_list, instead } = found;
        if (self.first.is_none() && instead.is_some()) || (self.found.claims.is_empty() && !claims.is_empty()) {
            self.first = Some(format);
        }
        if self.first.is_none() && is_empty_list {
            self.first = Some(format);
        }
        self.found.claims.extend(claims);
        self.found.is_list |= is_list;
        self.found.is_empty_list |= is_empty_list;
        self.found.instead = self.found.instead.take().or(instead);
    }
}

/// Merges what was told and notes where the list goes on. Whether there was anything to be said.
fn finish(found: Found, markup: &scripts::Markup<'_>, html: &Html<'_>, page_url: &Url, reading: &mut Reading) -> bool {
    let claims = same::merged(found.claims);
    if claims.is_empty() && !found.is_empty_list {
        // Last resorts that were none say nothing.
        let Some(instead) = found.instead else { return false };
        reading.incomplete(instead);
    }
    if claims.len() > 1 || found.is_list {
        let next_pages = markup.next_pages(&html.base);
        next_pages.into_iter().filter(|url| url != page_url).for_each(|url| reading.next_page(url));
    }
    push(claims, page_url, reading);
    true
}

/// Gives the listings of what was told.
pub(super) fn push(claims: Vec<Claim>, page_url: &Url, reading: &mut Reading) {
    let keys = same::keys(&claims);
    // The page of a single event is its address when it names none.
    let fallback = (claims.len() == 1).then(|| page_url.to_string());
    for (mut claim, key) in claims.into_iter().zip(keys) {
        if reading.is_full() {
            break;
        }
        // What was folded into its whole is no part of itself.
        claim.words.super_event.take_if(|whole| claim.url.as_ref() == Some(whole));
        let url = claim.url.or_else(|| fallback.clone());
        reading.push(Listing { key, url, words: claim.words });
    }
}
