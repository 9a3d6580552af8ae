//! JSON Feed 1.1 (jsonfeed.org).

use super::{Article, Syndicated};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

fn at(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The feed as JSON. What only programs want stands under `_hobnob`, as the format allows.
pub(crate) fn written(feed: &Syndicated) -> String {
    let Syndicated { title, about, home, address, updated_at: _, articles } = feed;
    let value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "description": about,
        "home_page_url": home,
        "feed_url": address,
        "authors": [{ "name": "hobnob", "url": home }],
        "items": articles.iter().map(item).collect::<Vec<_>>(),
    });
    let mut text = value.to_string();
    text.push('\n');
    text
}

fn item(article: &Article) -> Value {
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
        facts,
    } = article;
    let mut item = Map::new();
    let mut put = |key: &str, value: Value| item.insert(key.to_owned(), value);
    put("id", json!(id));
    put("url", json!(url));
    put("external_url", json!(external_url));
    put("title", json!(title));
    put("content_text", json!(paragraphs.join("\n\n")));
    put("date_published", json!(at(*published_at)));
    put("date_modified", json!(at(*updated_at)));
    put("attachments", json!([{ "url": calendar_url, "mime_type": "text/calendar" }]));
    put("_hobnob", facts.clone());
    if !tags.is_empty() {
        put("tags", tags.iter().map(|(slug, _)| json!(slug)).collect());
    }
    if let Some((name, url)) = author {
        let author = url.as_ref().map_or_else(|| json!({ "name": name }), |url| json!({ "name": name, "url": url }));
        put("authors", json!([author]));
    }
    if let Some(language) = language {
        put("language", json!(language));
    }
    if let Some(image) = image_url {
        put("image", json!(image));
    }
    Value::Object(item)
}
