//! Feeds for readers: what is new and what became of it, as Atom (RFC 4287) and as JSON Feed 1.1, for any filter.
//!
//! Ids and instants come from the events and their changes, never from the clock: a feed is made for a day, and within
//! it the same events give the same bytes.

mod article;
mod atom;
mod became;
mod json_feed;
mod latest;
mod news;
mod plain;
mod xml;

pub(crate) use article::{Article, Syndicated};
pub(crate) use latest::latest;
pub(crate) use news::newest;
pub(crate) use xml::Xml;

use crate::{State, pages::list_href};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventFilter, query_string::write_filter};

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// Events, those we learned of last first.
    News,
    /// What became of events, the latest first.
    Changes,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Syntax {
    /// RFC 4287.
    Atom,
    /// jsonfeed.org, version 1.1.
    Json,
}

impl Syntax {
    /// What it is in HTTP.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// Where a feed is.
pub(crate) const fn path(topic: Topic, syntax: Syntax) -> &'static str {
    match (topic, syntax) {
        (Topic::News, Syntax::Atom) => "/feed.atom",
        (Topic::News, Syntax::Json) => "/feed.json",
        (Topic::Changes, Syntax::Atom) => "/changes.atom",
        (Topic::Changes, Syntax::Json) => "/changes.json",
    }
}

/// The address of a filter's feed, in full.
pub(crate) fn address(state: &State, topic: Topic, syntax: Syntax, filter: &EventFilter) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(write_filter(filter));
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    state.absolute(&format!("{}{mark}{query}", path(topic, syntax)))
}

/// The feed of these articles, written out, and the instant of its newest one.
pub(crate) fn written(
    state: &State,
    topic: Topic,
    syntax: Syntax,
    filter: &EventFilter,
    articles: Vec<Article>,
) -> (String, DateTime<Utc>) {
    let what = crate::words::title(filter);
    let (title, about) = match topic {
        Topic::News => (format!("New: {what}"), "Events to come, those we learned of last first."),
        Topic::Changes => (format!("Changes: {what}"), "What became of these events, the latest first."),
    };
    let feed = Syndicated {
        title: plain::line(&title),
        about,
        home: state.absolute(&list_href(filter)),
        address: address(state, topic, syntax, filter),
        // A feed without articles was never updated; RFC 4287 wants an instant all the same.
        updated_at: articles.iter().map(|article| article.updated_at).max().unwrap_or_default(),
        articles,
    };
    let text = match syntax {
        Syntax::Atom => atom::written(&feed),
        Syntax::Json => json_feed::written(&feed),
    };
    (text, feed.updated_at)
}

/// A feed that a page names in its head.
#[derive(Clone, Debug)]
pub(crate) struct Alternate {
    pub(crate) media_type: &'static str,
    pub(crate) href: String,
    pub(crate) title: String,
}

/// The feeds of a filter, for the head of its page.
pub(crate) fn alternates(state: &State, filter: &EventFilter) -> Vec<Alternate> {
    let what = plain::line(&crate::words::title(filter));
    let feed = |topic, syntax: Syntax| Alternate {
        media_type: syntax.media_type(),
        href: address(state, topic, syntax, filter),
        title: match topic {
            Topic::News => format!("New: {what}"),
            Topic::Changes => format!("Changes: {what}"),
        },
    };
    let syntaxes = [Syntax::Atom, Syntax::Json];
    let topics = [Topic::News, Topic::Changes];
    topics.into_iter().flat_map(|topic| syntaxes.map(|syntax| feed(topic, syntax))).collect()
}

#[cfg(test)]
mod tests;
