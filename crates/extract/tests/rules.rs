//! Rules: pages of our own with the rules beside them and snapshots of what is read, and what is said of rules that can't
//! be followed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should stop")]

mod dump;

use chrono::{DateTime, Utc};
use hobnob_domain::{Page, Prose, SourceHints};
use hobnob_extract::{Rules, RulesReport, complete, extract_by};
use std::fmt::Write;
use std::path::Path;

fn parsed(toml: &str) -> Result<Rules, String> {
    let table: toml::Table = toml.parse().unwrap();
    Rules::parse(&serde_json::to_string(&table).unwrap()).map_err(|error| error.to_string())
}

fn read_on(url: &str, body: &str) -> Page {
    let fetched_at = "2026-02-01T09:00:00Z".parse::<DateTime<Utc>>().unwrap();
    Page { fetched_at, ..dump::page(url, Some("text/html; charset=utf-8"), body.as_bytes()) }
}

fn told(RulesReport { items, is_detail, rules }: &RulesReport) -> String {
    let mut out = format!("{items} items{}\n", if *is_detail { " of a page of its own" } else { "" });
    for rule in rules {
        let example = rule.example.as_deref().unwrap_or("-");
        writeln!(out, "  {} ({}): {} × {example}", rule.rule, rule.selector, rule.matched).unwrap();
    }
    out
}

#[test]
fn every_page_is_read_as_its_rules_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ruled");
    for file in dump::files(&root).into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "html")) {
        let rules = parsed(&std::fs::read_to_string(file.with_extension("toml")).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let page = read_on(&format!("https://example.org/{name}"), &std::fs::read_to_string(&file).unwrap());
        let (extraction, report) = extract_by(&page, &rules);
        let snapshot = format!("{}\n{}", told(&report), dump::dumped(&extraction));
        insta::with_settings!({
            snapshot_path => file.parent().unwrap(),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, snapshot);
        });
    }
}

#[test]
fn rules_that_cannot_be_followed_are_named_with_the_cure() {
    let sound = "item = \"li\"\nname = \"b\"\nstarts_at = \"i\"\n";
    let faults = [
        ("name = \"b\"", "`item`: is missing: a selector of what one event is, such as item = \"article.event\""),
        (
            "item = \"li\"\nname = \"b\"",
            "`starts_at`: is missing: when an event starts, such as starts_at = { select = \"time\", attr = \"datetime\" }",
        ),
        ("item = \"li\"\nstarts_at = \"i\"", "`name`: is missing: what an event is called, such as name = \"h2\""),
        ("item = \"li[\"\nname = \"b\"", "`item`: `li[` is not a CSS selector such as \"article.event h2\""),
        (
            "item = \"/events\"\nname = \"title\"",
            "`name`: is `title`; `item` is JSON, so expected a pointer such as \"/title\"",
        ),
        ("item = { select = \"p\", each = '(?P<day>\\d+)' }", "`item.each`: names a group `day`; a group is a field: "),
        (
            &format!("{sound}link = {{ select = \"a\", atr = \"href\" }}"),
            "`link.atr`: is unknown; allowed: select, from, attr, json, regex, value, join, all, html, parts",
        ),
        (
            &format!("{sound}place = {{ regex = \"(\" }}"),
            "`place.regex`: `(` is no regular expression: error: unclosed group",
        ),
        (&format!("{sound}place = 5"), "`place`: is 5, expected a selector in quotes or a table"),
        (
            &format!("{sound}place = {{ from = \"above\" }}"),
            "`place.from`: is `above`, expected item, page, before or after",
        ),
        (
            &format!("{sound}place = {{ parts = [\"b\"], attr = \"title\" }}"),
            "`place.attr`: can't stand beside `parts`: each part says where it is",
        ),
        (
            &format!("{sound}place = {{ parts = [{{ parts = [\"b\"] }}] }}"),
            "`place.parts`: has parts of its own; write them one after the other",
        ),
        (&format!("{sound}place = {{ parts = [] }}"), "`place.parts`: is an empty list; leave it out"),
        (
            &format!("{sound}plaice = \"b\""),
            "`plaice`: is unknown; allowed: item, follow, next, empty, detail, dates, name, starts_at",
        ),
        (
            &format!("{sound}[detail]\ndescription = \"p\""),
            "`link`: is missing: `detail` is read from the page that it leads to",
        ),
        (
            &format!("follow = \"a\"\n{sound}"),
            "`item`: can't stand beside `follow`, whose pages tell of their events themselves; for pages that don't, use",
        ),
        ("follow = []", "`follow`: is an empty list; leave it out"),
        (
            &format!("{sound}[dates]\nlocale = \"xx\""),
            "`dates.locale`: `xx` is not a language such as en, de, fr, es, pt, nl, it, pl, ja",
        ),
        (
            &format!("{sound}[dates]\nyear = \"soon\""),
            "`dates.year`: is \"soon\", expected next, previous, nearest or a year such as 2026",
        ),
        (
            &format!("{sound}[dates]\npatterns = [\"%H\"]"),
            "`dates.patterns`: `%H` names no day and month: it needs %d, and %m or %B",
        ),
    ];
    for (toml, fault) in faults {
        let told = parsed(toml).err().unwrap_or_default();
        assert!(told.starts_with(fault), "{toml}: {told}");
    }
    assert!(Rules::parse("[]").is_err() && Rules::parse("{").is_err() && Rules::parse(&" ".repeat(70_000)).is_err());
}

#[test]
fn the_page_behind_a_link_completes_its_listing() {
    let rules = parsed(
        "item = \"li\"\nname = \"a\"\nlink = \"a\"\nstarts_at = \"i\"\nnext = \"?page={page}\"\n\
         [detail]\ndescription = { select = \".text\", html = true }\nstarts_at = \"time\"\nvenue = \".venue\"\n",
    )
    .unwrap();
    let list = read_on(
        "https://example.org/e",
        "<ul><li><a href='/e/1#top'>One</a> <i>5 March 2026</i><li><a href='/e/2'>Two</a> <i>6 March 2026</i>\
         <li><a href='/e/0'>Long over</a> <i>6 March 2024</i></ul>",
    );
    let (mut listings, report) = extract_by(&list, &rules);
    let next: Vec<&str> = listings.next_pages.iter().map(url::Url::as_str).collect();
    let pages = ["https://example.org/e?page=2", "https://example.org/e/1#top", "https://example.org/e/2"];
    assert_eq!((next.as_slice(), report.is_detail), (pages.as_slice(), false));
    let over: Vec<&str> = listings.in_part.iter().map(String::as_str).collect();
    assert_eq!(over, ["https://example.org/e/0"], "what is over is not asked for, so it says a part only");

    let page = "<h1>One</h1><time>5 March 2026, 19:00</time><p class=venue>Old Mill</p><div class=text><p>All <b>of</b> it</div>";
    let (detail, report) = extract_by(&read_on("https://example.org/e/1", page), &rules);
    assert_eq!((detail.listings.len(), report.is_detail), (1, true));
    let detail = detail.listings.into_iter().next().unwrap();
    let known = &mut listings.listings[0];
    assert_eq!(known.key, detail.key);
    complete(known, detail);
    let words = &known.words;
    assert_eq!(words.name.as_deref(), Some("One"));
    assert_eq!(words.start.as_ref().unwrap().text, "2026-03-05T19:00");
    assert_eq!(words.places[0].name.as_deref(), Some("Old Mill"));
    assert_eq!(words.description, Some(Prose::Html("<p>All <b>of</b> it</p>".into())));
}

#[test]
fn events_that_share_a_page_are_told_apart_by_their_time() {
    let rules = parsed("item = \"li\"\nname = \"b\"\nlink = \"a\"\nstarts_at = \"i\"\n").unwrap();
    let page = read_on(
        "https://example.org/e",
        "<li><b>A</b><a href='/all'>more</a> <i>2026-03-05</i><li><b>A</b><a href='/all'>more</a> <i>2026-03-12</i>",
    );
    let (extraction, _) = extract_by(&page, &rules);
    let keys: Vec<&str> = extraction.listings.iter().map(|listing| listing.key.as_str()).collect();
    assert_eq!(keys, ["https://example.org/all 2026-03-05", "https://example.org/all 2026-03-12"]);
}

fn event_page(name: &str) -> String {
    format!(
        "<script type='application/ld+json'>{{\"@type\": \"Event\", \"name\": \"{name}\", \"startDate\": \"2026-05-01T18:00+02:00\"}}\
         </script><a class=e href='/e/9'>Another one</a>"
    )
}

#[test]
fn a_list_of_links_leads_to_pages_that_tell_of_their_events_themselves() {
    let rules = parsed("follow = \"a.e\"\nnext = \"a[rel=next]\"\nempty = \".none\"").unwrap();
    let list = read_on(
        "https://example.org/list/0",
        "<a class=e href='/e/1#top'>One</a> <a class=e href='/e/2'>Two</a> <a class=e href='/e/1'>One again</a>\
         <a href='/about'>About</a> <a rel=next href='1'>Next</a>",
    );
    let (extraction, report) = extract_by(&list, &rules);
    let next: Vec<&str> = extraction.next_pages.iter().map(url::Url::as_str).collect();
    assert_eq!(next, ["https://example.org/list/1", "https://example.org/e/1", "https://example.org/e/2"]);
    assert_eq!((extraction.listings.len(), extraction.is_complete, extraction.problems), (0, true, vec![]));
    assert_eq!(
        told(&report),
        "0 items\n  follow (a.e): 3 × https://example.org/e/1\n  next (a[rel=next]): 1 × https://example.org/list/1\n"
    );

    let (extraction, _) = extract_by(&read_on("https://example.org/e/1", &event_page("One")), &rules);
    let names: Vec<_> = extraction.listings.iter().map(|listing| listing.words.name.as_deref()).collect();
    assert_eq!((names, extraction.next_pages.len()), (vec![Some("One")], 0), "an event's page is not followed");

    let (extraction, _) = extract_by(&read_on("https://example.org/list/9", "<p class=none>Nothing on"), &rules);
    assert_eq!((extraction.is_complete, extraction.problems), (true, vec![]));

    let (extraction, _) = extract_by(&read_on("https://example.org/list/0", "<p>Sign in"), &rules);
    assert!(!extraction.is_complete);
    let problem = &extraction.problems[0].message;
    assert!(
        problem.starts_with("`follow` matches no link on the page (a.e), and the page tells of no event"),
        "{problem}"
    );
}

#[test]
fn a_list_that_tells_of_some_events_itself_keeps_them_and_is_followed() {
    let rules = parsed("follow = \"a.e\"").unwrap();
    let two = format!("{}{}", event_page("One"), event_page("Two"));
    let (extraction, report) = extract_by(&read_on("https://example.org/list", &two), &rules);
    assert_eq!((extraction.listings.len(), report.items, extraction.next_pages.len()), (2, 2, 1));
}

/// The starts of a page of two rows, as rules read them.
fn starts(page: &str, rules: &str, hints: &SourceHints) -> Vec<String> {
    let rules = parsed(rules).unwrap().hinted(hints);
    let (extraction, _) = extract_by(&read_on("https://example.org/list", page), &rules);
    extraction.listings.into_iter().filter_map(|listing| Some(listing.words.start?.text)).collect()
}

#[test]
fn which_number_is_the_day_is_told_by_the_dates_the_rules_the_page_and_the_source_in_this_order() {
    let rules = "item = \"li\"\nname = \"b\"\nstarts_at = \"i\"\n";
    let american = format!("{rules}[dates]\nlocale = \"en-US\"\n");
    let page = |lang: &str, second: &str| {
        format!("<html lang=\"{lang}\"><ul><li><b>A</b> <i>9/11/2026</i><li><b>B</b> <i>{second}</i></ul>")
    };
    let none = SourceHints::default();
    let london = SourceHints { time_zone: Some("Europe/London".to_owned()), ..SourceHints::default() };
    assert_eq!(starts(&page("en-US", "21/11/2026"), &american, &none), ["2026-11-09", "2026-11-21"]);
    assert_eq!(starts(&page("en-US", "21/4, 19:00"), rules, &none), ["2026-11-09", "2026-04-21T19:00"]);
    assert_eq!(starts(&page("en-GB", "8/8/2026"), &american, &london), ["2026-09-11", "2026-08-08"]);
    assert_eq!(starts(&page("en-GB", "8/8/2026"), rules, &none), ["2026-11-09", "2026-08-08"]);
    assert_eq!(starts(&page("en", "8/8/2026"), rules, &london), ["2026-11-09", "2026-08-08"]);
    assert_eq!(starts(&page("en", "8/8/2026"), rules, &none), ["2026-09-11", "2026-08-08"]);
    assert_eq!(starts(&page("", "8/8/2026"), rules, &none), ["9/11/2026", "2026-08-08"]);
}

#[test]
fn a_time_of_its_own_counts_beside_a_date_that_a_pattern_reads() {
    let rules =
        "item = \"li\"\nname = \"b\"\nstarts_on = \"i\"\nstart_time = \"u\"\n[dates]\npatterns = [\"%m-%d-%y\"]\n";
    let page =
        "<ul><li><b>A</b> <i>04-03-26</i> <u>8:15 a.m.</u><li><b>B</b> <i>05-06-26</i> <u>when all are there</u></ul>";
    assert_eq!(starts(page, rules, &SourceHints::default()), ["2026-04-03T08:15", "2026-05-06"]);
}

#[test]
fn the_first_script_that_has_what_is_wanted_tells() {
    let rules = "item = { json = \"/*\", matching = '\"room\"' }\nname = \"/name\"\nstarts_at = \"/at\"\n";
    let page = "<script>var menu = [{\"name\": \"Home\"}];</script>\
                <script>var nights = [{\"name\": \"A\", \"room\": 1, \"at\": \"2026-04-03 19:00\"}];</script>";
    assert_eq!(starts(page, rules, &SourceHints::default()), ["2026-04-03T19:00"]);
}
