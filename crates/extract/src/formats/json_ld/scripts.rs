//! Finds the JSON-LD blocks of a page without building its tree: one pass over the tags, which knows comments, quoted
//! attributes and the elements whose content is no markup. The few tags that matter are read by the HTML parser.

use crate::links;
use crate::markup::tag::{end_tag, tag_end};
use memchr::{memchr, memchr_iter, memchr2_iter};
use scraper::Html;
use url::Url;

/// So many links that may say `rel=next` are looked at.
const LINKS_MAX: usize = 20;

/// So many blocks are read, and so many tags that may begin one.
const BLOCKS_MAX: usize = 5_000;

/// The longest tag that is read, in bytes.
const TAG_BYTES_MAX: usize = 4096;

/// What matters of a page.
#[derive(Default)]
pub(in crate::formats) struct Markup<'a> {
    /// The contents of the JSON-LD scripts.
    pub(in crate::formats) blocks: Vec<&'a str>,
    /// Whether the last of them has no end.
    pub(in crate::formats) is_cut_off: bool,
    /// Whether there were more than are read.
    pub(in crate::formats) has_more: bool,
    /// How many scripts may have been blocks.
    candidates: usize,
    links: Vec<&'a str>,
    base: Option<&'a str>,
}

impl<'a> Markup<'a> {
    /// A JSON-LD document that stands in no page.
    pub(in crate::formats) fn document(text: &'a str) -> Self {
        Self { blocks: vec![text], ..Self::default() }
    }

    /// The address that links start at.
    pub(in crate::formats) fn base(&self, page_url: &Url) -> Url {
        let written = self.base.and_then(|tag| attribute(tag, "href"));
        written.and_then(|href| links::resolved(page_url, &href)).unwrap_or_else(|| page_url.clone())
    }

    /// Where `rel=next` leads.
    pub(in crate::formats) fn next_pages(&self, base: &Url) -> Vec<Url> {
        let says_next = |rel: String| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next"));
        let next = self.links.iter().filter(|tag| attribute(tag, "rel").is_some_and(says_next));
        next.filter_map(|tag| links::resolved(base, &attribute(tag, "href")?)).collect()
    }
}

/// Whether a text may hold JSON-LD blocks: looks for the type, also with its plus sign escaped.
pub(in crate::formats) fn may_hold_blocks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_type = |at: usize| {
        let around = at.checked_sub(2).and_then(|from| bytes.get(from..at + 5));
        around.is_some_and(|around| around.eq_ignore_ascii_case(b"ld+json"))
    };
    memchr_iter(b'+', bytes).any(is_type)
        || ["&#43;json", "&#x2B;json", "&#x2b;json", "&plus;json"].iter().any(|escaped| text.contains(escaped))
}

/// Elements whose content is text, whatever it looks like.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"];

/// The elements that matter.
enum Element {
    Raw(&'static str),
    Link,
    Base,
    Other,
}

impl Element {
    /// The element of a tag; most are told apart by their first letter.
    fn of(tag: &str) -> Self {
        let is = |name: &str| {
            let is_longer = |next: &u8| next.is_ascii_alphanumeric() || *next == b'-';
            tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
                && !tag.as_bytes().get(name.len()).is_some_and(is_longer)
        };
        match tag.as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(b's' | b't' | b'i' | b'n' | b'x') => {
                RAW.iter().find(|name| is(name)).map_or(Self::Other, |name| Self::Raw(name))
            }
            Some(b'a') if is("a") => Self::Link,
            Some(b'l') if is("link") => Self::Link,
            Some(b'b') if is("base") => Self::Base,
            _ => Self::Other,
        }
    }
}

/// Passes over a page.
pub(in crate::formats) fn scan(html: &str) -> Markup<'_> {
    let mut scan = Scan { markup: Markup::default(), has_open_quote: false, unclosed: Vec::new() };
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        rest = scan.tag(rest.get(at + 1..).unwrap_or_default());
    }
    scan.markup
}

struct Scan<'a> {
    markup: Markup<'a>,
    /// Whether a quote was never closed: from there on the next `>` ends a tag.
    has_open_quote: bool,
    /// Raw elements without an end from here on.
    unclosed: Vec<&'static str>,
}

impl<'a> Scan<'a> {
    /// Takes what follows a `<`; gives what is behind the tag, or behind the element if its content is raw.
    fn tag(&mut self, text: &'a str) -> &'a str {
        if let Some(comment) = text.strip_prefix("!--") {
            // `<!-->` and `<!--->` are whole comments.
            let end = text.get(1..).and_then(|dashes| dashes.find("-->"));
            return end
                .and_then(|end| text.get(end + 4..))
                .unwrap_or_else(|| comment.get(comment.len()..).unwrap_or_default());
        }
        if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return text;
        }
        let (tag, rest) = self.split(text);
        match Element::of(tag) {
            Element::Raw(name) => return self.raw(name, tag, rest),
            Element::Link if self.markup.links.len() < LINKS_MAX && may_say_next(tag) => {
                self.markup.links.push(tag);
            }
            Element::Base if self.markup.base.is_none() => self.markup.base = Some(tag),
            Element::Link | Element::Base | Element::Other => {}
        }
        rest
    }

    /// Parts a tag from what is behind its `>`.
    fn split(&mut self, text: &'a str) -> (&'a str, &'a str) {
        let end = if self.has_open_quote { text.find('>') } else { tag_end(text) };
        let end = end.or_else(|| {
            self.has_open_quote = true;
            text.find('>')
        });
        let end = end.unwrap_or(text.len());
        (text.get(..end).unwrap_or(text), text.get(end + 1..).unwrap_or_default())
    }

    /// Whether a script is a block that is read.
    fn is_block(&mut self, tag: &str) -> bool {
        if !contains_any_case(tag, "json") {
            return false;
        }
        self.markup.candidates += 1;
        self.markup.has_more |= self.markup.candidates > BLOCKS_MAX;
        !self.markup.has_more && is_json_ld(tag)
    }

    /// Takes the content of an element that holds no markup.
    fn raw(&mut self, name: &'static str, tag: &'a str, text: &'a str) -> &'a str {
        let end = if self.unclosed.contains(&name) { None } else { end_tag(text, name) };
        let is_block = name == "script" && self.is_block(tag);
        let Some(end) = end else {
            self.unclosed.push(name);
            self.markup.is_cut_off |= is_block;
            // Only of a script nothing else can be said than that it goes on to the end.
            return if name == "script" { "" } else { text };
        };
        if is_block {
            self.markup.blocks.extend(text.get(..end));
        }
        text.get(end..).unwrap_or_default().strip_prefix("</").unwrap_or_default()
    }
}

fn contains_any_case(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a tag has the word `next`; its `x` is the rarest letter. There are many links on a page.
fn may_say_next(tag: &str) -> bool {
    let around = |at: usize| tag.as_bytes().get(at.checked_sub(2)?..at + 2);
    memchr2_iter(b'x', b'X', tag.as_bytes()).any(|at| around(at).is_some_and(|word| word.eq_ignore_ascii_case(b"next")))
}

/// Whether the type of a script says JSON-LD, with or without parameters.
fn is_json_ld(tag: &str) -> bool {
    attribute(tag, "type").is_some_and(|written| {
        let name = written.split(';').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case("application/ld+json")
    })
}

/// An attribute of a tag, read by the HTML parser. Takes the tag without its brackets.
fn attribute(tag: &str, name: &str) -> Option<String> {
    if tag.len() > TAG_BYTES_MAX {
        return None;
    }
    let html = Html::parse_fragment(&format!("<{tag}>"));
    html.root_element().descendent_elements().find_map(|element| element.attr(name)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_may_be_written_in_many_ways() {
        let page = "<script type=\"application/ld+json\">1</script><SCRIPT id=x TYPE='application/LD+JSON; charset=utf-8'\n>2</SCRIPT >\
            <script type=application/ld&#43;json>3</script><script type=\"application/json\">4</script><script>'ld+json'</script>";
        assert_eq!(scan(page).blocks, ["1", "2", "3"]);
    }

    #[test]
    fn what_is_no_markup_is_passed_over() {
        let block = "<script type=\"application/ld+json\">";
        let page = format!(
            "<!-- {block}1</script> --><!--><title>{block}2</script></title><textarea>{block}3</script></textarea>\
             <script>document.write('{block}4<\\/script>')</script><div data-x=\"{block}5</script>\">{block}6</script></div>"
        );
        assert_eq!(scan(&page).blocks, ["6"]);
    }

    #[test]
    fn a_block_without_an_end_is_cut_off() {
        let markup = scan(
            "<script type=\"application/ld+json\">1</script><script type=\"application/ld+json\">{\"@type\": \"Ev",
        );
        assert_eq!((markup.blocks, markup.is_cut_off), (vec!["1"], true));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_tag() {
        let page = "<a href=\"x>text</a><script type='application/ld+json'>1</script>";
        assert_eq!(scan(page).blocks, ["1"]);
    }

    #[test]
    fn the_list_goes_on_where_rel_next_leads() {
        let page = "<base href='/events/'><link rel='prev NEXT' href='?page=2&amp;x=1'><a class=next href=/x>n</a><a rel=next href=page/3>3</a>";
        let markup = scan(page);
        let base = markup.base(&Url::parse("https://example.org/").unwrap());
        let next: Vec<String> = markup.next_pages(&base).into_iter().map(String::from).collect();
        assert_eq!(next, ["https://example.org/events/?page=2&x=1", "https://example.org/events/page/3"]);
    }

    proptest::proptest! {
        #[test]
        fn any_page_can_be_scanned(page in "(<|>|\"|'|=|!|-|/|script|type|application/ld\\+json|title|é| ){0,60}") {
            let _ = scan(&page);
        }

        #[test]
        fn the_parser_finds_the_same_blocks(parts in proptest::collection::vec(0_usize..8, 0..12)) {
            let pieces = ["<script type='application/ld+json'>{\"a\":\"<b>\"}</script>", "<p class=\"a>b\">text</p>", "<!-- <script> -->",
                "<style>a>b{}</style>", "<script>if (a</b/.test(c)) d()</script>", "1 < 2 &amp; 3 > 2", "<br/>", "<a href=x title='\"'>"];
            let page: String = parts.iter().map(|part| pieces[*part]).collect();
            let html = Html::parse_document(&page);
            let selector = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
            let expected: Vec<String> = html.select(&selector).map(|element| element.text().collect()).collect();
            proptest::prop_assert_eq!(scan(&page).blocks, expected);
        }
    }
}
