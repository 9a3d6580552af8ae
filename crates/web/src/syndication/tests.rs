//! The two syntaxes, read by others' readers.

use super::{Article, Syndicated, atom, json_feed};
use quick_xml::{Reader, events::Event};
use serde_json::{Value, json};

fn article(number: u32, text: &str) -> Article {
    Article {
        id: format!("https://events.example/events/{number}"),
        title: super::plain::line(text),
        url: format!("https://events.example/events/{number}"),
        external_url: "https://rust.example/?a=1&b=2".into(),
        calendar_url: format!("https://events.example/events/{number}.ics"),
        paragraphs: super::plain::paragraphs(text, 100),
        published_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        updated_at: "2026-02-01T12:00:00Z".parse().unwrap(),
        tags: vec![("rust".into(), "Rust".into())],
        author: Some((super::plain::line(text), None)),
        language: Some("en".into()),
        image_url: None,
        facts: json!({ "sequence": 3 }),
    }
}

fn feed(articles: Vec<Article>) -> Syndicated {
    Syndicated {
        title: "New: Events".into(),
        about: "Events to come.",
        home: "https://events.example/".into(),
        address: "https://events.example/feed.atom".into(),
        updated_at: "2026-02-01T12:00:00Z".parse().unwrap(),
        articles,
    }
}

/// How often each element stands in a document; panics where it is not well formed.
fn elements(document: &str, name: &str) -> usize {
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_end_names = true;
    let mut found = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
                found += usize::from(tag.name().as_ref() == name);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn an_entry_has_all_that_rfc_4287_asks_for() {
    let text = atom::written(&feed(vec![article(1, "Rust <b>& more</b>")]));
    for (name, times) in
        [("entry", 1), ("id", 2), ("updated", 2), ("title", 2), ("author", 2), ("link", 5), ("published", 1)]
    {
        assert_eq!(elements(&text, name), times, "{name}: {text}");
    }
    assert!(text.contains("<title>Rust &lt;b&gt;&amp; more&lt;/b&gt;</title>"), "{text}");
    let content =
        "<content type=\"html\">&lt;p&gt;Rust &amp;lt;b&amp;gt;&amp;amp; more&amp;lt;/b&amp;gt;&lt;/p&gt;</content>";
    assert!(text.contains(content), "{text}");
}

#[test]
fn lines_of_a_description_stay_lines() {
    let feed = feed(vec![article(1, "Doors: 18:00\r\nTalks: 19:00\n\nBring <friends>.")]);
    let content =
        "&lt;p&gt;Doors: 18:00&lt;br&gt;Talks: 19:00&lt;/p&gt;&lt;p&gt;Bring &amp;lt;friends&amp;gt;.&lt;/p&gt;";
    let text = atom::written(&feed);
    assert!(text.contains(content), "{text}");
    let value: Value = serde_json::from_str(&json_feed::written(&feed)).unwrap();
    assert_eq!(value["items"][0]["content_text"], "Doors: 18:00\nTalks: 19:00\n\nBring <friends>.");
}

#[test]
fn a_json_item_has_all_that_the_format_asks_for() {
    let value: Value = serde_json::from_str(&json_feed::written(&feed(vec![article(1, "Rust")]))).unwrap();
    assert_eq!(value["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(
        value["items"],
        json!([{
            "id": "https://events.example/events/1",
            "url": "https://events.example/events/1",
            "external_url": "https://rust.example/?a=1&b=2",
            "title": "Rust",
            "content_text": "Rust",
            "date_published": "2026-01-01T00:00:00Z",
            "date_modified": "2026-02-01T12:00:00Z",
            "attachments": [{ "url": "https://events.example/events/1.ics", "mime_type": "text/calendar" }],
            "authors": [{ "name": "Rust" }],
            "tags": ["rust"],
            "language": "en",
            "_hobnob": { "sequence": 3 },
        }])
    );
}

proptest::proptest! {
    #[test]
    fn no_text_adds_an_element_or_breaks_the_document(text in "(?s).{0,120}") {
        let feed = feed(vec![article(1, &text), article(2, &text)]);
        let written = atom::written(&feed);
        proptest::prop_assert_eq!(elements(&written, "entry"), 2);
        proptest::prop_assert!(!written.chars().any(|c| c.is_control() && c != '\n'));
        let value: Value = serde_json::from_str(&json_feed::written(&feed)).unwrap();
        proptest::prop_assert_eq!(value["items"].as_array().map(Vec::len), Some(2));
    }
}
