//! The letter: written from what was chosen, the same bytes every time.

use crate::{
    Choice, Section,
    entry::Entry,
    plain::{below, header_line, wrapped},
    when::ReaderClock,
};
use askama::Template;
use chrono::{DateTime, Utc};
use hobnob_domain::{Subscriber, query_string};
use url::Url;

/// The largest HTML part, in bytes; mail programs cut off what is larger than about 100 KB.
pub const HTML_BYTES_MAX: usize = 80_000;

/// The longest address of "everything that matches", in bytes; a longer filter is not repeated.
const ALL_BYTES_MAX: usize = 1_500;

/// The longest event name in a subject, in characters.
const SUBJECT_NAME_MAX: usize = 90;

/// Where a letter's links lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Our own public address: event pages lie below it, its host names the list and the message.
    pub base: Url,
    /// Ends this subscription at one POST (RFC 8058): an `https` address with a token and without the reader's address.
    pub unsubscribe: Url,
    /// The same by mail: a `mailto:` address, where somebody reads it.
    pub unsubscribe_by_mail: Option<Url>,
    /// Changes this subscription.
    pub preferences: Url,
}

impl Links {
    /// The links of the subscription that `token` opens, below our public address.
    pub fn new(base: Url, token: &str, unsubscribe_by_mail: Option<Url>) -> Self {
        let unsubscribe = below(&base, &["digest", "unsubscribe", token]);
        let preferences = below(&base, &["digest", "preferences", token]);
        Self { base, unsubscribe, unsubscribe_by_mail, preferences }
    }
}

/// A letter, ready to be kept in an outbox and sent. Its addresses are personal: it is not for logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// `<…@…>` (RFC 5322 §3.6.4), the same for one subscription and instant, however often it is composed.
    pub message_id: String,
    /// Whom it goes to, as they wrote their address; judged when it is sent.
    pub to: String,
    /// Its date.
    pub at: DateTime<Utc>,
    /// One line.
    pub subject: String,
    /// The plain part: complete.
    pub text: String,
    /// The HTML part: the same content and links, at most [`HTML_BYTES_MAX`].
    pub html: String,
    /// The list it is of; none for the mail that asks whether somebody wants to be on it.
    pub list: Option<List>,
}

/// The list that a letter is of, as its headers name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Which (RFC 2919), with its angle brackets.
    pub id: String,
    /// Ends the subscription at one POST (RFC 8058).
    pub unsubscribe: Url,
    /// Ends it by mail.
    pub unsubscribe_by_mail: Option<Url>,
}

struct Part {
    section: Section,
    entries: Vec<Entry>,
}

impl Part {
    fn heading(&self) -> &'static str {
        match self.section {
            Section::Soon => "In the next two weeks",
            Section::CallForPapers => "Calls for papers that close soon",
            Section::Ahead => "Conferences ahead",
        }
    }
}

struct View<'a> {
    title: String,
    zone: &'static str,
    parts: Vec<Part>,
    left_out: usize,
    all: Url,
    links: &'a Links,
}

#[derive(Template)]
#[template(path = "subject.txt")]
struct Subject<'a> {
    first: &'a str,
    others: usize,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct Plain<'a> {
    view: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    view: &'a View<'a>,
}

/// Writes the letter of what was chosen; `None` when that is nothing, for then no mail is the best mail.
///
/// Pure: the same subscriber, choice, instant and links give the same bytes.
pub fn compose(subscriber: &Subscriber, choice: &Choice<'_>, at: DateTime<Utc>, links: &Links) -> Option<Letter> {
    let mut view = View::new(subscriber, choice, at, links);
    let first = view.parts.first()?.entries.first()?.name.clone();
    let mut html = rendered(&Html { view: &view });
    while html.len() > HTML_BYTES_MAX && view.shorten() {
        html = rendered(&Html { view: &view });
    }
    let others = view.events() + view.left_out - 1;
    let first = header_line(&first, SUBJECT_NAME_MAX).unwrap_or_default();
    let host = mail_host(&links.base);
    Some(Letter {
        message_id: message_id(subscriber, at, links, &host),
        to: subscriber.address.clone(),
        at,
        subject: rendered(&Subject { first: &first, others }).trim_end().to_owned(),
        text: wrapped(&rendered(&Plain { view: &view })),
        html,
        list: Some(List {
            id: format!("<digest.{host}>"),
            unsubscribe: links.unsubscribe.clone(),
            unsubscribe_by_mail: links.unsubscribe_by_mail.clone(),
        }),
    })
}

#[expect(clippy::expect_used, reason = "the templates show strings and numbers, and writing to a string can't fail")]
pub(crate) fn rendered(template: &impl Template) -> String {
    template.render().expect("a string takes what is written to it")
}

impl<'a> View<'a> {
    fn new(subscriber: &Subscriber, choice: &Choice<'_>, at: DateTime<Utc>, links: &'a Links) -> Self {
        let clock = ReaderClock::new(subscriber.zone, at);
        let mut parts: Vec<Part> = Vec::new();
        for chosen in &choice.chosen {
            let entry = Entry::new(chosen, &clock, at, links);
            match parts.last_mut().filter(|part| part.section == chosen.section) {
                Some(part) => part.entries.push(entry),
                None => parts.push(Part { section: chosen.section, entries: vec![entry] }),
            }
        }
        Self {
            title: format!("Your events from {}", clock.day_of(at)),
            zone: subscriber.zone.name(),
            parts,
            left_out: choice.left_out,
            all: all(subscriber, links),
            links,
        }
    }

    fn events(&self) -> usize {
        self.parts.iter().map(|part| part.entries.len()).sum()
    }

    /// Leaves out the last event; false when only one is left.
    fn shorten(&mut self) -> bool {
        if self.events() < 2 {
            return false;
        }
        self.parts.last_mut().and_then(|part| part.entries.pop());
        self.parts.retain(|part| !part.entries.is_empty());
        self.left_out += 1;
        true
    }
}

/// Our page of everything that matches.
fn all(subscriber: &Subscriber, links: &Links) -> Url {
    let mut url = below(&links.base, &[""]);
    let pairs = subscriber.filters.first().map(query_string::write_filter).unwrap_or_default();
    if !pairs.is_empty() {
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    if url.as_str().len() <= ALL_BYTES_MAX { url } else { below(&links.base, &[""]) }
}

/// The host of an address, in the letters that a header's id may have (RFC 5322 dot-atom).
pub(crate) fn mail_host(url: &Url) -> String {
    let named = url.host_str().unwrap_or("localhost");
    let safe: String =
        named.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).take(255).collect();
    let safe = safe.trim_matches('.').replace("..", ".");
    if safe.is_empty() { "localhost".to_owned() } else { safe }
}

/// Names the letter by whom it is for, which subscription and when. The token in the unsubscribe address keeps the id
/// from being guessed.
fn message_id(subscriber: &Subscriber, at: DateTime<Utc>, links: &Links, host: &str) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("hobnob 2026 message id of a digest letter");
    let instant = at.timestamp().to_be_bytes();
    for part in [links.unsubscribe.as_str().as_bytes(), instant.as_slice(), subscriber.address.as_bytes()] {
        hasher.update(blake3::hash(part).as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    format!("<digest.{}@{host}>", hash.get(..32).unwrap_or_default())
}
