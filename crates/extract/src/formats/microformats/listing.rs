//! One h-event to one claim, in its own words.

use super::item::{Item, Value};
use super::place;
use crate::formats::same::Claim;
use crate::formats::same::start::Start;
use crate::{links, text};
use hobnob_domain::{Format, OrganizerWords, Prose, TimeWords, Words};
use url::Url;

/// So many keywords are kept.
const KEYWORDS_MAX: usize = 64;

/// What an event says. None when it says neither a name nor a start.
pub(super) fn claim(event: &Item, base: &Url) -> Option<Claim> {
    let word = |name: &str| event.text(name).and_then(|written| text::line(written, text::WORD_BYTES_MAX));
    let time = |name: &str| word(name).map(|text| TimeWords { text, zone: None });
    let link = |name: &str| event.all(name).iter().find_map(|value| links::absolute(base, value.text()));
    let (places, join_url) = place::read(event);
    let summary = event.first("summary").filter(|_| event.text("name").is_some());
    let description = event.first("content").or_else(|| event.first("description")).or(summary).and_then(prose);
    let name = event.text("name").or_else(|| event.text("summary")).and_then(text::phrase);
    let starts = starts(event);
    if name.is_none() && starts.is_empty() {
        return None;
    }
    let mut starts = starts.into_iter();
    let words = Words {
        uid: word("uid").filter(|uid| links::sole(uid).is_none()),
        name,
        description,
        start: starts.next(),
        end: time("end"),
        // A day as hCalendar's dtend is the first that is over, as in iCalendar.
        end_is_exclusive: event.is_classic(),
        duration: word("duration"),
        rules: word("rrule").into_iter().collect(),
        dates: starts.collect(),
        status: word("status"),
        places,
        join_url: join_url.map(String::from),
        organizer: organizer(event, base),
        image_url: link("featured").or_else(|| link("photo")),
        keywords: keywords(event),
        revised: time("updated"),
        ..Words::default()
    };
    Some(Claim { syntax: Format::Microformats, id: None, url: link("url").or_else(|| link("uid")), words })
}

/// When it starts; every start that says another moment is one more date.
fn starts(event: &Item) -> Vec<TimeWords> {
    let mut starts: Vec<(Start, TimeWords)> = Vec::new();
    for value in event.all("start").iter().chain(event.all("rdate")) {
        let Some(text) = text::line(value.text(), text::WORD_BYTES_MAX) else { continue };
        let start = Start::of(&text);
        if !starts.iter().any(|(known, _)| known.is_same(&start)) {
            starts.push((start, TimeWords { text, zone: None }));
        }
    }
    starts.into_iter().map(|(_, words)| words).collect()
}

fn prose(value: &Value) -> Option<Prose> {
    match value {
        Value::Html(html) if text::is_html(html) => text::prose(html),
        value => text::prose(value.text()),
    }
}

fn organizer(event: &Item, base: &Url) -> Option<OrganizerWords> {
    let organizer = match event.first("organizer")? {
        Value::Item(item, name) => OrganizerWords {
            name: item.text("name").or(Some(name)).and_then(text::phrase),
            url: item.text("url").and_then(|url| links::absolute(base, url)),
        },
        value => match links::sole(value.text()) {
            Some(url) => OrganizerWords { name: None, url: Some(url.into()) },
            None => OrganizerWords { name: text::phrase(value.text()), url: None },
        },
    };
    (organizer != OrganizerWords::default()).then_some(organizer)
}

/// Categories; a list in one of them is parted.
fn keywords(event: &Item) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    for keyword in event.all("category").iter().flat_map(|value| value.text().split(',')).filter_map(text::phrase) {
        let keyword = text::cut(&keyword, text::WORD_BYTES_MAX).to_owned();
        if keywords.len() < KEYWORDS_MAX && !keywords.contains(&keyword) {
            keywords.push(keyword);
        }
    }
    keywords
}
