//! Whatever rules and pages come, an extraction comes back in time that the page's size bounds; and dates are read or not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should stop")]

mod dump;

use chrono::NaiveDate;
use hobnob_extract::prose_date::{self, Hints, Pattern};
use hobnob_extract::{LISTINGS_MAX, Rules, extract_by};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

const BROAD: &str = r#"{"item": {"select": "div, li, tr, article", "group": true}, "name": ["h2", "b", {"regex": "(?s).{0,30}"}],
    "starts_at": ["time", {"regex": "\\d.*"}], "year": {"select": "h2", "from": "before"}, "place": {"select": "p", "from": "after"},
    "link": "a", "description": {"html": true}, "keywords": "i", "next": "a[rel=next]", "detail": {"status": "em"}}"#;
const NARROW: &str = r#"{"item": {"select": "body", "each": "(?P<name>[a-z]+) (?P<date>\\d+\\S*)"}}"#;
const POINTED: &str = r#"{"item": "/*/*", "name": "/name", "starts_at": ["/startDate", "/a/*/b"]}"#;

fn check(body: &[u8]) {
    let page = dump::page("https://example.org/events", None, body);
    for rules in [BROAD, NARROW, POINTED] {
        let (extraction, report) = extract_by(&page, &Rules::parse(rules).unwrap());
        let keys: BTreeSet<&str> = extraction.listings.iter().map(|listing| listing.key.as_str()).collect();
        assert_eq!(keys.len(), extraction.listings.len(), "keys are unique");
        assert!(extraction.listings.len() <= LISTINGS_MAX && extraction.next_pages.len() <= 201);
        assert!(extraction.is_complete || !extraction.problems.is_empty(), "what is not complete says why");
        assert!(report.rules.iter().all(|rule| rule.matched <= report.items.max(1)));
        let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(!dump::dumped(&extraction).contains(is_odd), "no control characters leave");
    }
}

proptest! {
    #[test]
    fn any_bytes_can_be_read(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        check(&body);
    }

    #[test]
    fn any_markup_can_be_read(body in "(<(div|li|tr|td|table|article|h2|b|i|p|a href=/x|a rel=next href='?p=2'|time|script|base href=//x>)>|</(div|li|h2|b|table|script)>|5 March 2026|\\{\"a\":\\[|&#1;|[a-z0-9é \"<&;]{0,8}){0,40}") {
        check(body.as_bytes());
    }

    #[test]
    fn any_rules_are_taken_or_refused(
        item in "(li|\\[|a:|/a/\\*|\\{\"select\":|\"|:has\\(|~| ){0,4}",
        key in "(name|starts_at|date|link|detail|dates|next|x)",
        value in "(\"li\"|\"/x\"|\\{\\}|\\[\\]|5|null|\\{\"regex\":\"(a\\{1,9\\}|\\[|x)\"\\}|\\{\"value\":\"\\$1\"\\}|\\{\"from\":\"before\",\"select\":\"h2\"\\}|\\{\"patterns\":\\[\"%d%m\"\\]\\})",
    ) {
        let item = serde_json::Value::from(item);
        let rules = format!(r#"{{"item": {item}, "name": "b", "date": {{"regex": "\\d+"}}, "{key}": {value}}}"#);
        match Rules::parse(&rules) {
            Ok(rules) => {
                let page = dump::page("https://example.org/", None, b"<h2>2026</h2><li><b>a</b> 5 March <a href=/x>b</a>");
                extract_by(&page, &rules);
            }
            Err(error) => prop_assert!(!error.fault.is_empty()),
        }
    }

    #[test]
    fn any_pattern_is_taken_or_refused(pattern in "(%[YymdBbAHIMSpzZ*%QeE]|[ .:,/-]|[a-zé]){0,12}", text in "[0-9a-zé .:/-]{0,40}") {
        let hints = Hints::on(NaiveDate::from_ymd_opt(2026, 2, 1).unwrap());
        if let Ok(pattern) = Pattern::parse(&pattern) {
            pattern.read(&text, &hints);
        }
        prose_date::read(&text, &hints);
    }
}

#[test]
fn every_saved_page_is_read_by_broad_rules() {
    for file in dump::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")) {
        check(&std::fs::read(file).unwrap());
    }
}

#[test]
fn input_that_grows_is_bounded() {
    let nested = "<div><h2>2026</h2>5 March ".repeat(100_000);
    let nested_within_limit = format!("{}x{}", "<div>5 March 2026 ".repeat(900), "</div>".repeat(900)).repeat(30);
    let other_ends = "<div></x>5 March 2026".repeat(300_000);
    let opened_again =
        format!("<p>{}</p>{}", (0..400).map(|n| format!("<b a={n}>")).collect::<String>(), "<p>x</p>".repeat(100_000));
    let unclosed = "<li><b>x<i>5 March 2026<p>".repeat(5_000);
    let flat = "<h2>5 March 2026</h2><p>a</p>".repeat(40_000);
    let deep_json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let wide_json = format!("[[{}1]]", "{\"name\":\"a\",\"startDate\":\"2026-03-05\"},".repeat(50_000));
    let one_text = "a 5 ".repeat(500_000);
    let numbers = format!("<body>{}", "5 - ".repeat(500_000));
    for body in
        [nested, nested_within_limit, other_ends, opened_again, unclosed, flat, deep_json, wide_json, one_text, numbers]
    {
        let began = std::time::Instant::now();
        check(body.as_bytes());
        println!("{} bytes in {:?}", body.len(), began.elapsed());
    }
}
