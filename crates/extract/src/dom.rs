//! A page as the tree that browsers build of it, within bounds.
//!
//! Building it takes time that grows with how deep its elements stand: the parser walks up the open ones at most tags, and
//! opens formatting elements again in each paragraph. What a tag does to the open elements only the parser knows, so it is
//! given the page piece by piece, and asked after each.

mod sink;

use crate::markup::tag::{attributes, tag_end};
use crate::text;
use html5ever::driver::{self, ParseOpts, Parser};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{QualName, local_name, ns};
use scraper::Html;
use sink::Sink;

/// The deepest nesting of elements: browsers stop at 512.
const DEPTH_MAX: usize = 512;

/// So many elements, texts and comments are kept.
const NODES_MAX: usize = 500_000;

/// So many steps up the tree may be taken: a page of 8 MiB that is not made to be slow needs a fifth of them.
const STEPS_MAX: usize = 100_000_000;

/// The most attributes of one tag: the parser compares each with all before it.
const ATTRIBUTES_MAX: usize = 900;

/// So many words and quotes may lie in one tag, one value or one comment: each can begin an attribute, and the parser compares it
/// with all before it.
const MARKS_MAX: usize = 45_000;

/// So many slashes: they can, too, and stand in the pictures that values hold.
const SLASHES_MAX: usize = 60_000;

/// So much of a page is parsed before it is asked whether to go on, in bytes.
const PIECE_BYTES: usize = 1024;

/// The tree of a page; an error says why it is not built.
pub(crate) fn document(page: &str) -> Result<Html, String> {
    built(driver::parse_document(Sink::new(Html::new_document()), ParseOpts::default()), page)
}

/// The tree of a part of a page's body; an error says why it is not built.
pub(crate) fn fragment(part: &str) -> Result<Html, String> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let sink = Sink::new(Html::new_fragment());
    built(driver::parse_fragment(sink, ParseOpts::default(), body, Vec::new(), false), part)
}

/// Whether no tag of a text is wider than the parser can take in time.
pub(crate) fn has_wide_tag(text: &str) -> Result<(), String> {
    if is_wide(text) { Err(format!("a tag of the page has more than {ATTRIBUTES_MAX} attributes")) } else { Ok(()) }
}

fn built(mut parser: Parser<Sink>, page: &str) -> Result<Html, String> {
    has_wide_tag(page)?;
    let (mut rest, mut marks, mut slashes) = (page, 0_usize, 0_usize);
    while !rest.is_empty() {
        let piece = text::cut(rest, PIECE_BYTES);
        rest = rest.get(piece.len()..).unwrap_or_default();
        let before = parser.tokenizer.sink.sink.done();
        parser.process(StrTendril::from(piece));
        parser.tokenizer.sink.sink.fault()?;
        if parser.tokenizer.sink.sink.done() != before {
            (marks, slashes) = (0, 0);
            continue;
        }
        // Nothing was put into the tree: a comment goes on, a value, or a tag. Which one, only the parser knows.
        marks += piece.split_ascii_whitespace().count();
        marks += piece.bytes().filter(|byte| b"\"'".contains(byte)).count();
        slashes += piece.bytes().filter(|byte| *byte == b'/').count();
        if marks > MARKS_MAX || slashes > SLASHES_MAX {
            return Err("a tag or a comment of the page is too long to be parsed".to_owned());
        }
    }
    Ok(parser.finish())
}

/// Whether any tag has too many attributes. One pass: once a quote is found open, the next `>` ends each tag.
fn is_wide(text: &str) -> bool {
    let (mut rest, mut has_open_quote) = (text, false);
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = if has_open_quote { None } else { tag_end(tag) };
        has_open_quote |= end.is_none();
        let end = end.or_else(|| tag.find('>')).unwrap_or(tag.len());
        let (inside, behind) = tag.split_at(end);
        if inside.len() > ATTRIBUTES_MAX && attributes(inside).count() > ATTRIBUTES_MAX {
            return true;
        }
        rest = behind;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_very_many_attributes_is_refused_before_it_is_parsed() {
        let plain = format!("<p>{}", "<a href=x title='a > b'>x</a>".repeat(2_000));
        assert!(!is_wide(&plain));
        assert!(is_wide(&format!("<p><a {}>", "x='<' ".repeat(1_000))));
        assert!(is_wide(&format!("<a title=\"{}", "a=1 ".repeat(1_000)).replace('"', "")));
        assert!(is_wide(&"<a title=\"".repeat(100_000)));
    }

    #[test]
    fn a_tag_that_only_the_parser_sees_is_not_parsed_to_its_end() {
        let fault = "a tag or a comment of the page is too long to be parsed";
        let pairs: String = (0..50_000).map(|n| format!("a{n} ")).collect();
        for begin in ["<script><a title=\"</script><b ", "<!-- <a title=\" --><b "] {
            assert_eq!(document(&format!("{begin}{pairs}\">")).err().as_deref(), Some(fault), "{begin}");
        }
        let slashes = pairs.replace(' ', "/").repeat(2);
        assert_eq!(document(&format!("<!-- <a title=\" --><b/{slashes}\">")).err().as_deref(), Some(fault));
        let twice = "a0 ".repeat(60_000);
        assert_eq!(
            document(&format!("<!-- <a title=\" --><b {twice}\">")).err().as_deref(),
            Some(fault),
            "what is said twice"
        );
        let picture = format!("<img src=\"data:image/png;base64,{}\"><p>x", "aGVsbG8/".repeat(50_000));
        assert!(document(&picture).is_ok(), "a picture is no long tag");
        assert!(document(&format!("<!-- {} --><p>x", "    word ".repeat(40_000))).is_ok());
    }

    #[test]
    fn a_tree_is_the_one_that_the_parser_builds_at_once() {
        let page = "<!doctype html><title>é</title><p>1<b>2<div>3</b>4<table><i>5<tr><td>6</table><svg><path/></svg>\
            <template><p>7</template><select><option>8";
        for page in [page.to_owned(), page.repeat(60), "é&amp;".repeat(900)] {
            assert!(document(&page) == Ok(Html::parse_document(&page)));
            assert!(fragment(&page) == Ok(Html::parse_fragment(&page)));
        }
    }

    #[test]
    fn elements_are_as_deep_as_the_parser_has_them_whatever_their_ends_say() {
        let deep = format!("the page nests its elements deeper than {DEPTH_MAX} levels");
        let in_blocks: String = (0..2_000).map(|n| format!("<p><b a={n}>x")).collect();
        for part in ["<div></x>", "<div></b>", "<svg><path>", "<table><tr><td></div>", "<object></p>"] {
            assert_eq!(fragment(&part.repeat(1_000)).err().as_ref(), Some(&deep), "{part}");
            assert_eq!(document(&part.repeat(1_000)).err().as_ref(), Some(&deep), "{part}");
        }
        assert_eq!(fragment(&in_blocks).err(), Some(deep));
        for part in
            ["<div></div>", "<li>x", "<p>x", "<tr><td>x", "<option>x", "<svg><path/></svg>", "<p><b>x", "<br>", "<img>"]
        {
            assert!(fragment(&part.repeat(2_000)).is_ok(), "{part}");
        }
    }

    #[test]
    fn what_is_opened_again_in_each_paragraph_is_counted() {
        let open: String = (0..100).map(|n| format!("<b a={n}>")).collect();
        let fault = format!("the page has more than {NODES_MAX} elements and texts");
        assert_eq!(fragment(&format!("<p>{open}</p>{}", "<p>x</p>".repeat(10_000))).err(), Some(fault));
    }

    #[test]
    fn the_way_up_from_each_tag_is_counted() {
        let fault = "the page takes too long to be parsed: its elements are nested too often".to_owned();
        let nested = format!("{}{}", "<div>".repeat(500), "<i></i>".repeat(220_000));
        assert_eq!(fragment(&nested).err().as_ref(), Some(&fault));
        let ends = format!("{}{}", "<div>".repeat(500), "</li><i></i>".repeat(220_000));
        assert_eq!(fragment(&ends).err().as_ref(), Some(&fault));
        let bodies: String = (0..15_000).map(|n| format!("<body a{n}>")).collect();
        assert_eq!(document(&bodies).err(), Some(fault));
    }
}
