//! The letter: written from what was chosen, the same bytes every time.

use crate::{
    Choice, Links, Section,
    entry::Entry,
    plain::{header_line, short_line, wrapped},
    view::View,
    when::ReaderClock,
};
use askama::Template;
use chrono::{DateTime, Utc};
use hobnob_domain::Subscriber;
use url::Url;

/// The largest HTML part, in bytes; mail programs cut off what is larger than about 100 KB.
pub const HTML_BYTES_MAX: usize = 80_000;

/// What the Message-ID of a weekly letter begins with.
pub(crate) const WEEKLY_ID: &str = "digest";

/// What the Message-ID of the mail that asks for a yes begins with.
pub(crate) const QUESTION_ID: &str = "confirm";

/// The longest event name in a subject, in characters.
const SUBJECT_NAME_MAX: usize = 90;

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

#[derive(Template)]
#[template(path = "subject.txt")]
struct Subject<'a> {
    first: &'a str,
    others: usize,
    changed: usize,
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
/// Pure: the same subscriber, choice, instant and links give the same bytes. Every event of the choice is told.
pub fn compose(subscriber: &Subscriber, choice: &Choice<'_>, at: DateTime<Utc>, links: &Links) -> Option<Letter> {
    let mut view = View::new(subscriber, choice, at, links);
    let subject = subject(subscriber, choice, &view, at, links)?;
    let mut html = rendered(&Html { view: &view });
    if html.len() > HTML_BYTES_MAX {
        view.shorten();
        html = rendered(&Html { view: &view });
    }
    let host = mail_host(&links.base);
    let instant = at.timestamp().to_be_bytes();
    let who = [links.unsubscribe.as_str().as_bytes(), instant.as_slice(), subscriber.address.as_bytes()];
    Some(Letter {
        message_id: message_id(WEEKLY_ID, &who, &host),
        to: subscriber.address.clone(),
        at,
        subject,
        text: wrapped(&rendered(&Plain { view: &view })),
        html,
        list: Some(List {
            id: format!("<digest.{host}>"),
            unsubscribe: links.unsubscribe.clone(),
            unsubscribe_by_mail: links.unsubscribe_by_mail.clone(),
        }),
    })
}

/// Names the best event, one that was not told before if there is such, unless all that there is to tell are changes.
fn subject(
    subscriber: &Subscriber,
    choice: &Choice<'_>,
    view: &View<'_>,
    at: DateTime<Utc>,
    links: &Links,
) -> Option<String> {
    let asked = choice.chosen.iter().filter(|chosen| chosen.section != Section::Beyond);
    let is_news = |chosen: &&crate::Chosen<'_>| chosen.section != Section::Changed;
    // Of equal ones the first in the letter.
    let best =
        asked.clone().filter(is_news).rev().max_by_key(|chosen| (chosen.score.freshness > 0, chosen.score.total()));
    let first = best.or_else(|| asked.clone().next())?;
    let changed = if best.is_some() { asked.clone().count() - asked.filter(is_news).count() } else { 0 };
    let heading = Entry::new(first, &ReaderClock::new(subscriber.zone, at), at, links).heading();
    let others = view.asked() - 1 - changed;
    let first = header_line(&short_line(&heading, (SUBJECT_NAME_MAX, usize::MAX))?, SUBJECT_NAME_MAX)?;
    Some(rendered(&Subject { first: &first, others, changed }).trim_end().to_owned())
}

#[expect(clippy::expect_used, reason = "the templates show strings and numbers, and writing to a string can't fail")]
pub(crate) fn rendered(template: &impl Template) -> String {
    template.render().expect("a string takes what is written to it")
}

/// The host of an address, in the letters that a header's id may have (RFC 5322 dot-atom).
pub(crate) fn mail_host(url: &Url) -> String {
    let named = url.host_str().unwrap_or("localhost");
    let safe: String =
        named.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).take(255).collect();
    let safe = safe.trim_matches('.').replace("..", ".");
    if safe.is_empty() { "localhost".to_owned() } else { safe }
}

/// Names a mail by its sort and by what makes it this one. The token among that keeps the id from being guessed.
pub(crate) fn message_id(sort: &str, parts: &[&[u8]], host: &str) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("hobnob 2026 message id of a digest letter");
    for part in [sort.as_bytes()].iter().chain(parts) {
        hasher.update(blake3::hash(part).as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    format!("<{sort}.{}@{host}>", hash.get(..32).unwrap_or_default())
}
