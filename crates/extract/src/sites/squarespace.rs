//! Squarespace: a page of events gives them as JSON when asked with `?format=json`, and as `.eventlist` markup otherwise.
//! The zone is the site's. An event without an address has the coordinates of an office in New York: they are no place.

use crate::decode::Content;
use crate::dom;
use crate::fields::{self, Fields};
use crate::links;
use crate::reading::Reading;
use crate::text;
use hobnob_domain::{Listing, PlaceWords, TimeWords, Words};
use memchr::memmem;
use scraper::{ElementRef, Selector};
use serde_json::Value;
use url::Url;

/// Whether this is such a collection, or a page with such a list.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    match content.first() {
        Some(b'{') => is_collection(content, is_wanted),
        Some(b'<') => {
            memmem::find(content.text().as_bytes(), b"eventlist-event ").is_some()
                || memmem::find(content.text().as_bytes(), b"eventlist-event\"").is_some()
        }
        _ => false,
    }
}

fn is_collection(content: &Content<'_>, is_wanted: bool) -> bool {
    let Some(answer) = content.document().map(Fields) else { return false };
    let has_events = events(answer).next().is_some();
    let is_events = answer.value("/collection/typeName").as_str() == Some("events");
    answer.has("/website") && (has_events || is_events || is_wanted)
        || answer.has("/item/startDate") && answer.has("/website")
}

/// What is ahead, then what is over.
fn events(answer: Fields<'_>) -> impl Iterator<Item = &Value> {
    let lists = ["/upcoming", "/past", "/items"].into_iter().flat_map(move |list| answer.items(list));
    let one = Some(answer.value("/item")).filter(|item| !item.is_null());
    lists.chain(one).filter(|item| Fields(item).has("/startDate") && Fields(item).has("/title"))
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let Some(answer) = content.document() else { return read_markup(content.text(), base, reading) };
    let answer = Fields(answer);
    let zone = answer.word("/website/timeZone");
    reading.rows(events(answer), |item| listing(item, zone.as_ref(), base));
    // What is ahead is told whole; further pages lead into the past.
}

fn listing(item: Fields<'_>, zone: Option<&String>, base: &Url) -> Option<Listing> {
    let words = Words {
        name: Some(item.phrase("/title")?),
        description: item.prose("/body").or_else(|| item.prose("/excerpt")),
        // Unix milliseconds.
        start: item.time("/startDate"),
        end: item.time("/endDate"),
        zone: zone.cloned(),
        places: fields::places(place(item.at("/location"))),
        image_url: item.link("/assetUrl", base),
        keywords: item.keywords(&["/categories", "/tags"], &[]),
        revised: item.time("/updatedOn"),
        ..Words::default()
    };
    let url = item.link("/fullUrl", base);
    Some(Listing { key: item.word("/id").or_else(|| url.clone())?, url, words })
}

fn place(location: Fields<'_>) -> PlaceWords {
    let place = PlaceWords {
        name: location.phrase("/addressTitle"),
        text: fields::joined([location.phrase("/addressLine1"), location.phrase("/addressLine2")]),
        country: location.phrase("/addressCountry"),
        ..PlaceWords::default()
    };
    let point = location.point("/mapLat", "/mapLng").filter(|_| place.text.is_some());
    fields::placed(place, point)
}

/// Parts of an event in a list.
struct Parts {
    event: Selector,
    link: Selector,
    date: Selector,
    time: Selector,
    export: Selector,
    address: Selector,
    excerpt: Selector,
    image: Selector,
    category: Selector,
}

impl Parts {
    fn new() -> Option<Self> {
        let part = |selector| Selector::parse(selector).ok();
        Some(Self {
            event: part(".eventlist-event")?,
            link: part("a.eventlist-title-link")?,
            date: part("time.event-date")?,
            time: part(".event-time-24hr-start, .event-time-localized-start")?,
            export: part("a.eventlist-meta-export-google")?,
            address: part(".eventlist-meta-address")?,
            excerpt: part(".eventlist-description, .eventlist-excerpt")?,
            image: part("img[data-src], img[src]")?,
            category: part(".eventlist-cats a, .eventlist-tags a")?,
        })
    }
}

fn read_markup(page: &str, base: &Url, reading: &mut Reading) {
    let Some(parts) = Parts::new() else { return };
    let page = listed(page);
    let html = match dom::fragment(page) {
        Ok(html) => html,
        Err(fault) => return reading.incomplete(fault),
    };
    let is_within =
        |event: ElementRef<'_>| event.ancestors().filter_map(ElementRef::wrap).any(|above| parts.event.matches(&above));
    for event in html.select(&parts.event).filter(|event| !is_within(*event)) {
        if reading.is_full() {
            break;
        }
        match of_markup(event, &parts, base) {
            Some(listing) => reading.push(listing),
            None => reading.incomplete("an event of the list has no name and was left out"),
        }
    }
}

/// The part of a page from its first event to the end of its last; the rest need not be parsed.
fn listed(page: &str) -> &str {
    let first = memmem::find(page.as_bytes(), b"eventlist-event").unwrap_or_default();
    let begin = page.get(..first).and_then(|before| before.rfind('<')).unwrap_or_default();
    let end = page.rfind("</article>").filter(|end| *end > first).unwrap_or(page.len());
    page.get(begin..end).unwrap_or(page)
}

fn of_markup(event: ElementRef<'_>, parts: &Parts, base: &Url) -> Option<Listing> {
    let first = |selector| event.select(selector).next();
    let link = first(&parts.link)?;
    let url = link.attr("href").and_then(|href| links::absolute(base, href));
    let (start, end) = times(event, parts);
    let place = first(&parts.address).map(|address| {
        // Behind the place stands a link to a map.
        let said = address.text().collect::<String>();
        let said = said.trim().trim_end_matches("(map)").trim_end();
        PlaceWords { text: text::phrase(said), ..PlaceWords::default() }
    });
    let picture = first(&parts.image).and_then(|image| image.attr("data-src").or_else(|| image.attr("src")));
    let words = Words {
        name: Some(text::phrase(&link.text().collect::<String>())?),
        description: first(&parts.excerpt).and_then(|excerpt| text::prose(&excerpt.inner_html())),
        start,
        end,
        places: place.map(fields::places).unwrap_or_default(),
        image_url: picture.and_then(|picture| links::absolute(base, picture)),
        keywords: event
            .select(&parts.category)
            .filter_map(|word| text::phrase(&word.text().collect::<String>()))
            .take(64)
            .collect(),
        ..Words::default()
    };
    Some(Listing { key: url.clone().or_else(|| words.name.clone())?, url, words })
}

/// The instants of the link to Google's calendar, which need no zone; else the day and hour on the page.
fn times(event: ElementRef<'_>, parts: &Parts) -> (Option<TimeWords>, Option<TimeWords>) {
    let words = |text: String| TimeWords { text, zone: None };
    let first = |selector| event.select(selector).next();
    let export = first(&parts.export).and_then(|link| Url::parse(link.attr("href")?).ok());
    let dates =
        export.and_then(|url| url.query_pairs().find(|(name, _)| name == "dates").map(|(_, dates)| dates.into_owned()));
    let written = dates.as_deref().and_then(|dates| dates.split_once('/')).map(|(start, end)| {
        let word = |time: &str| text::line(time, text::WORD_BYTES_MAX).filter(|time| time.contains('T')).map(words);
        (word(start), word(end))
    });
    if let Some((Some(start), end)) = written {
        return (Some(start), end);
    }
    let days: Vec<String> = event
        .select(&parts.date)
        .filter_map(|date| text::line(date.attr("datetime")?, text::WORD_BYTES_MAX))
        .take(2)
        .collect();
    let hour = first(&parts.time).and_then(|time| text::line(&time.text().collect::<String>(), text::WORD_BYTES_MAX));
    let start = days.first().map(|day| hour.map_or_else(|| words(day.clone()), |hour| words(format!("{day}T{hour}"))));
    (start, days.get(1).cloned().map(words))
}
