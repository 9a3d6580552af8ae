//! Whatever bytes come, an extraction comes back; and it keeps what it promises.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_domain::{Extraction, Format};
use hobnob_extract::{LISTINGS_MAX, extract};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

/// What holds for every extraction.
fn check(extraction: &Extraction) {
    let keys: BTreeSet<&str> = extraction.listings.iter().map(|listing| listing.key.as_str()).collect();
    assert_eq!(keys.len(), extraction.listings.len(), "keys are unique");
    assert!(extraction.listings.len() <= LISTINGS_MAX);
    assert!(extraction.problems.len() <= 51);
    assert!(extraction.is_complete || !extraction.problems.is_empty(), "what is not complete says why");
    let text = dump::dumped(extraction);
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!text.contains(is_odd), "no control characters leave");
}

fn check_all(body: &[u8]) {
    let page = dump::page("https://example.org/2026/rust.json", None, body);
    check(&extract(&page, None));
    for format in Format::ALL {
        check(&extract(&page, Some(*format)));
    }
}

/// All saved pages, read once.
static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let is_page = |file: &std::path::PathBuf| file.extension().is_some_and(|extension| extension != "snap");
    dump::files(&root).into_iter().filter(is_page).map(|file| std::fs::read(file).unwrap()).collect()
});

proptest! {
    #[test]
    fn any_bytes_can_be_read(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_all(&body);
    }

    #[test]
    fn any_lines_can_be_read(lines in "(BEGIN:V(CALENDAR|EVENT|TIMEZONE|ALARM)\n|END:VEVENT\n|DTSTART[;:=A-Z0-9\"]{0,12}\n|[A-Z;:=\\\\,\" é\n]{0,20}\n){0,30}") {
        check_all(format!("BEGIN:VCALENDAR\n{lines}").as_bytes());
    }

    #[test]
    fn any_block_can_be_read(block in "(\\{|\\}|\\[|\\]|,|:|\"@type\":\"Event\"|\"(name|startDate|location|@graph|item|offers|geo|eventSchedule)\"|\"[a-zé<&;\\\\]{0,8}\"|1|null){0,40}") {
        check_all(format!("<script type=\"application/ld+json\">{block}</script>").as_bytes());
        check_all(block.as_bytes());
    }

    #[test]
    fn any_markdown_can_be_read(text in "(- |\\* |1\\. |#{1,7} |> |\\||\\|-|---|===|\\*\\*|_|`{1,3}|\\[|\\]|\\]\\(|\\)|!\\[|<|>|<h2>|<!--|-->|https://a\\.example\\.org/|May 3, 2027|3-5|Name|Date|Graz|[:\\\\&;~é ]|\n|\n\n|    ){0,60}") {
        check_all(text.as_bytes());
        check_all(format!("# Events\n\n- [a](https://a.example.org) - May 1, 2027\n{text}").as_bytes());
    }

    #[test]
    fn any_elements_can_be_read(page in "(<(div|p|li|span|a href=x|time datetime=2026-01-01|meta|td|abbr title=20260101)( itemscope| itemtype=\"http://schema.org/(Event|Place)\"| itemprop=(name|startDate|location|event)| itemref=\"a b\"| id=[ab]| typeof=Event| property=(name|startDate|og:type|og:title)| content=event| class=\"(h-event|vevent|p-name|dt-start|summary|dtstart|value|value-title|p-location h-card|location|h-adr|adr|u-url|e-content| ){0,4}\"){0,4}>|</(div|p|li|span|a|time|td|abbr)>|[a-z0-9:é&;]{0,6}|<){0,30}") {
        check_all(page.as_bytes());
        check_all(format!("<div class=h-event><p itemscope itemtype=http://schema.org/Event>{page}").as_bytes());
    }

    #[test]
    fn any_state_can_be_read(state in "(\\{|\\}|\\[|\\]|,|:|\"(events|event|Event:1|title|name|start_at|dateTime|venue|__ref|__typename|coordinate)\"|\"(Event|2026-01-01|[a-zé<&;]{0,5})\"|1767636000|null){0,40}") {
        check_all(format!("<script id=\"__NEXT_DATA__\">{{\"events\":[{{\"title\":\"a\",\"start_at\":\"2026-01-01\"}},{state}]}}</script>").as_bytes());
        check_all(format!("<script>window.__APOLLO_STATE__ = {state}</script>").as_bytes());
    }

    #[test]
    fn any_feed_can_be_read(inside in "(<item>|</item>|<entry>|</entry>|<title>|</title>|<link href='/a'/>|<link>|<ev:startdate>|<!\\[CDATA\\[|\\]\\]>|<!--|&[a-z#0-9]{0,4};?|2026-01-0[1-9]|<url>|<loc>|[a-zé<>\"'/ ]{0,6}){0,40}") {
        check_all(format!("<rss xmlns:ev='http://purl.org/rss/1.0/modules/event/'><channel>{inside}").as_bytes());
        check_all(format!("<feed xmlns='http://www.w3.org/2005/Atom'>{inside}</feed>").as_bytes());
        check_all(format!("<urlset>{inside}</urlset>").as_bytes());
    }

    #[test]
    fn any_list_can_be_read(rows in "((- |  |\n)?(name|title|date|start_date|start_time|location|url|conference|year|cfp|confs|timeline|id|kind|link)(: |,)(2026-05-01|[0-9]{1,14}|'|\"|[a-zé&*:#\\[{]{0,8}| )\n?){0,24}") {
        check_all(rows.as_bytes());
        check_all(format!("- name: a\n  location: b\n  start_date: 2026-01-01\n  end_date: 2026-01-01\n{rows}").as_bytes());
        check_all(format!("name,start date,location\n{rows}").as_bytes());
        check_all(format!("This Week in Rust\n## Upcoming Events\n* 2026-01-01 | {rows}").as_bytes());
    }

    #[test]
    fn any_rows_can_be_read(value in "(\\{|\\}|\\[|\\]|,|:|\"(name|start|end|date|location|venue|tags|cfp|event|cfps|items|url|image|organizer)\"|\"[a-zé<&;\\\\]{0,8}\"|\"2026-05-01T10:00:00Z\"|1777658400|true|null){0,40}") {
        check_all(format!("[{{\"name\":\"a\",\"start\":\"2026-01-01\",\"end\":\"2026-01-01\",\"x\":{value}}}]").as_bytes());
        check_all(format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{value}]}}").as_bytes());
    }

    #[test]
    fn any_answer_can_be_read(answer in "(\\{|\\}|\\[|\\]|,|:|\"(events|event|data|results|entries|edges|node|pageInfo|schedule|conference|venue|location|upcoming|website|pagination|object|orderedItems)\"|\"(title|name|start|start_dt|startDate|id|url|type|status|cursor)\":\"[a-zé<&;\\\\]{0,8}\"|1|-1e9|null|true){0,40}") {
        check_all(answer.as_bytes());
        let page = |id: &str| format!("<script id=\"{id}\">{answer}</script>\"__APOLLO_STATE__\"\"initialData\"");
        check_all(page("__NEXT_DATA__").as_bytes());
        check_all(page("wix-warmup-data").as_bytes());
    }

    #[test]
    fn a_page_that_was_damaged_can_be_read(
        which in any::<prop::sample::Index>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        kept in any::<prop::sample::Index>(),
    ) {
        let mut body = which.get(&FIXTURES).clone();
        for (at, byte) in flips {
            if !body.is_empty() {
                let at = at.index(body.len());
                body[at] = byte;
            }
        }
        check_all(&body);
        if !body.is_empty() {
            body.truncate(kept.index(body.len()));
        }
        check_all(&body);
    }
}

#[test]
fn input_that_grows_is_bounded() {
    let deep_json =
        format!("<script type=\"application/ld+json\">{}{}</script>", "[".repeat(100_000), "]".repeat(100_000));
    let deep_ical = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\nBEGIN:X\n".repeat(50_000));
    let one_line = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nX;{}:v\nSUMMARY;{}:v\nATTACH:{}\n",
        "A=B;".repeat(200_000),
        "A=B,".repeat(200_000),
        "x".repeat(2_000_000)
    );
    let tags = "<a href=\"<script type=application/ld+json>".repeat(50_000);
    let zones = format!(
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Ours\n{}END:VTIMEZONE\n{}END:VCALENDAR\n",
        "BEGIN:STANDARD\nDTSTART:20200101T000000\nRDATE:20210101T000000,20220101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n".repeat(5_000),
        "BEGIN:VEVENT\nDTSTART;TZID=Ours:20260101T000000\nEND:VEVENT\n".repeat(9_000)
    );
    let blocks = "<script type='application/ld+json'>{}</script>".repeat(50_000);
    let many = format!(
        "[{}]",
        "{\"@type\":\"Event\",\"name\":\"a\",\"startDate\":\"2026-01-01\",\"location\":\"b\"},".repeat(30_000)
    );
    let deep_html = format!("<p class=vevent itemscope itemtype=http://schema.org/Event>{}", "<div>".repeat(100_000));
    let deep_items = "<div class='h-event p-item' itemscope itemtype=http://schema.org/Event itemprop=event typeof=Event property=event>x".repeat(20_000);
    let deep_values = format!("<div class=h-event>{}", "<div class='p-name dt-start value'>2026-01-01".repeat(50_000));
    let attributes = format!("<a class=vevent itemscope itemtype=http://schema.org/Event {}>x", "a=1 ".repeat(100_000));
    let classes = format!("<p class=\"vevent {}\">x", "p-name dt-start h-card ".repeat(100_000));
    let references = format!(
        "{}{}",
        "<p itemscope itemtype=http://schema.org/Event itemref='a b c'>".repeat(20_000),
        "<p id=a itemprop=name>x<p id=b itemprop=event itemscope itemref='b c'><p id=c itemprop=event itemscope itemref='a b c'>"
    );
    let times = format!(
        "<meta property=og:type content=event><meta property=og:title content=x>{}",
        "<time datetime=2026-01-01>".repeat(100_000)
    );
    let links = "<link rel=alternate type=text/calendar href=x><a href=a.ics>".repeat(50_000);
    let state = format!("<script id=__NEXT_DATA__ >{{\"event\":{}{{\"startDate\":1}}", "{\"event\":".repeat(100_000));
    let bomb = format!(
        "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\">{}]><rss><channel><item><title>&j;</title></item></channel></rss>",
        ('b'..='j').map(|n| format!("<!ENTITY {n} \"{}\">", "&a;".repeat(10))).collect::<String>()
    );
    let deep_xml = format!("<rss><item>{}", "<a>".repeat(200_000));
    let wide_xml = format!("<rss><item {}>{}</item>", "a='b' ".repeat(100_000), "<a/>".repeat(200_000));
    let entities = format!("<rss><item><title>{}</title></item>", "&eacute;<![CDATA[]]>".repeat(20_000));
    let ends = format!("<rss>{}", "</a>".repeat(300_000));
    let items = "<item><title>a</title><link>https://example.org/e/1</link></item>".repeat(50_000);
    let feed = format!("<rss><channel>{items}</channel></rss>");
    let sitemap = format!("<urlset>{}</urlset>", "<url><loc>https://example.org/events/1</loc></url>".repeat(60_000));
    let head = "- name: a\n  location: b\n  start_date: 2026-01-01\n  end_date: 2026-01-01\n";
    let rows = head.repeat(20_000);
    let deep_yaml = format!("{head}  x: {}", "[".repeat(100_000));
    let dashes = format!("{head}{}", "- ".repeat(50_000));
    let keys = format!("{head}  ? {}", "? ".repeat(20_000));
    let quoted = format!("{head}  x: \"{}", "\\u0041 \n".repeat(100_000));
    let aliases = format!("{head}  x: &x [{}]\n  y: [{}]", "1, ".repeat(5_000), "*x, ".repeat(5_000));
    let table = format!("name,start date,location\n{}", "a,2026-01-01,\"b\n".repeat(50_000));
    let columns = format!("name,start date,location{}\na,2026-01-01,b", ",c".repeat(200_000));
    let issue = format!("This Week in Rust\n## Upcoming Events\n{}", "* 2026-01-01 | a | [b](".repeat(100_000));
    let entries = format!("This Week in Rust\n## Upcoming Events\n{}", "* 2026-01-01 | a | [b](c)\n".repeat(50_000));
    let deep_state = format!(
        "<script id=\"__NEXT_DATA__\">{}</script>\"initialData\"\"__APOLLO_STATE__\"",
        "{\"a\":".repeat(100_000)
    );
    let many_answers = format!(
        "{{\"events\":[{}]}}",
        "{\"title\":\"a\",\"start_dt\":\"2026-01-01\",\"all_day\":false,\"id\":1},".repeat(30_000)
    );
    let many_parts = "<article class=\"eventlist-event \"><a class=eventlist-title-link href=/x>x</a>".repeat(300);
    let schedule = format!("<schedule><conference>{}", "<title>".repeat(50_000));
    let unclosed = format!("<p>start:</p>{}", "<script>".repeat(400_000));
    let addresses = format!(
        "BEGIN:VCALENDAR\n{}",
        format!("BEGIN:VEVENT\nUID:a\nLOCATION:{}\nEND:VEVENT\n", "http".repeat(60_000)).repeat(20)
    );
    let open_parts = format!("<div class=\"eventlist-event \">{}", "<div>".repeat(200_000));
    let other_ends = format!("<div class=\"eventlist-event \">{}", "<div></x>".repeat(1_000_000));
    let answers = [deep_state, many_answers, many_parts, schedule, unclosed, addresses, open_parts, other_ends];
    let pages = [deep_html, deep_items, deep_values, attributes, classes, references, times, links, state];
    let bodies = [deep_json, deep_ical, one_line, tags, zones, blocks, many, bomb, deep_xml, wide_xml, entities, ends];
    let more = [feed, sitemap, rows, deep_yaml, dashes, keys, quoted, aliases, table, columns, issue, entries];
    for body in bodies.into_iter().chain(more).chain(pages).chain(answers) {
        check_all(body.as_bytes());
    }
}

#[test]
fn more_than_twenty_thousand_events_are_not_complete() {
    let events: String = (0..20_001).map(|n| format!("BEGIN:VEVENT\nUID:{n}\nEND:VEVENT\n")).collect();
    let page = dump::page("https://example.org/", None, format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n").as_bytes());
    let extraction = extract(&page, None);
    assert_eq!((extraction.listings.len(), extraction.is_complete), (LISTINGS_MAX, false));
    let messages: Vec<&str> = extraction.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["events beyond the limit that were left out: 1"]);
}
