//! Atom (RFC 4287).

use super::{Article, Syndicated, xml::Xml, xml::escape};
use chrono::{DateTime, SecondsFormat, Utc};

fn at(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The feed as Atom.
pub(crate) fn written(feed: &Syndicated) -> String {
    let Syndicated { title, about, home, address, updated_at, articles } = feed;
    let mut xml = Xml::new("feed", &[("xmlns", "http://www.w3.org/2005/Atom")]);
    xml.leaf("title", &[], title);
    xml.leaf("subtitle", &[], about);
    xml.leaf("id", &[], address);
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", address)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", home)]);
    xml.leaf("updated", &[], &at(*updated_at));
    person(&mut xml, "hobnob", None);
    xml.leaf("generator", &[("version", env!("CARGO_PKG_VERSION"))], "hobnob");
    articles.iter().for_each(|article| entry(&mut xml, article));
    xml.finished()
}

fn entry(xml: &mut Xml, article: &Article) {
    let Article {
        id,
        title,
        url,
        external_url,
        calendar_url,
        paragraphs,
        published_at,
        updated_at,
        tags,
        author,
        language,
        image_url,
        facts: _,
    } = article;
    let language = language.as_deref().map(|code| ("xml:lang", code));
    xml.open("entry", &language.into_iter().collect::<Vec<_>>());
    xml.leaf("title", &[], title);
    xml.leaf("id", &[], id);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", url)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/calendar"), ("href", calendar_url)]);
    xml.empty("link", &[("rel", "related"), ("href", external_url)]);
    if let Some(image) = image_url {
        xml.empty("link", &[("rel", "related"), ("title", "Picture"), ("href", image)]);
    }
    xml.leaf("published", &[], &at(*published_at));
    xml.leaf("updated", &[], &at(*updated_at));
    if let Some((name, url)) = author {
        person(xml, name, url.as_deref());
    }
    for (slug, label) in tags {
        xml.empty("category", &[("term", slug), ("label", label)]);
    }
    xml.leaf("content", &[("type", "html")], &html(paragraphs));
    xml.close();
}

fn person(xml: &mut Xml, name: &str, url: Option<&str>) {
    xml.open("author", &[]);
    xml.leaf("name", &[], name);
    if let Some(url) = url {
        xml.leaf("uri", &[], url);
    }
    xml.close();
}

/// Paragraphs as HTML, not yet escaped once more.
fn html(paragraphs: &[String]) -> String {
    let mut html = String::new();
    for paragraph in paragraphs {
        html.push_str("<p>");
        for (number, line) in paragraph.lines().enumerate() {
            if number > 0 {
                html.push_str("<br>");
            }
            escape(&mut html, line);
        }
        html.push_str("</p>");
    }
    html
}
