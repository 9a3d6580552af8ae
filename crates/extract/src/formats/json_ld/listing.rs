//! One JSON-LD event to one claim, in its own words.

use super::graph::Graph;
use super::node::{self, Node};
use super::parts::Around;
use super::{link, place, schedule, series};
use crate::formats::same::Claim;
use crate::{links, text};
use hobnob_domain::{Format, OfferWords, OrganizerWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// So many offers of one event are kept.
const OFFERS_MAX: usize = 32;

/// So many keywords are kept.
const KEYWORDS_MAX: usize = 64;

/// What an event says; what it stands within says the rest, of which `is_brief` leaves out what may be long.
pub(super) fn claim<'a>(
    event: &'a Node,
    around: Around<'a>,
    is_brief: bool,
    graph: &Graph<'a>,
    base: &Url,
    syntax: Format,
) -> Claim {
    let teller = around.teller();
    let at_length = teller.filter(|_| !is_brief);
    let told = |key: &str| event.get(key).or_else(|| teller?.get(key));
    let word = |key: &str| event.get(key).and_then(node::word);
    // Some write names in attributes as if they had no case.
    let time = |key: &str| {
        let text = word(key).or_else(|| word(&key.to_ascii_lowercase()))?;
        Some(TimeWords { text: as_shown(text), zone: None })
    };
    let (places, join_url) = place::read(event, graph, base);
    let (places, join_url) = match at_length.filter(|_| places.is_empty() && join_url.is_none()) {
        Some(teller) => place::read(teller, graph, base),
        None => (places, join_url),
    };
    let of_both = |read: &dyn Fn(&'a Node) -> Vec<OfferWords>| {
        let own = read(event);
        if own.is_empty() { at_length.map(read).unwrap_or_default() } else { own }
    };
    let url = page(event, base).or_else(|| page(teller?, base));
    let id = event.get("@id").and_then(Value::as_str).filter(|id| !id.trim().is_empty() && !id.starts_with("_:"));
    let id = id.map(|id| base.join(id).map_or_else(|_| id.to_owned(), String::from));
    let mut words = Words {
        uid: None,
        name: told("name").and_then(node::phrase),
        description: event
            .get("description")
            .or_else(|| at_length?.get("description"))
            .and_then(node::written)
            .and_then(|written| text::prose(&written)),
        start: time("startDate"),
        end: time("endDate"),
        end_is_exclusive: false,
        duration: word("duration"),
        zone: None,
        rules: Vec::new(),
        dates: Vec::new(),
        exclusions: Vec::new(),
        recurrence_id: None,
        status: word("eventStatus"),
        mode: word("eventAttendanceMode").or_else(|| course_mode(event)),
        kind: kind(event),
        places,
        join_url,
        organizer: organizer(event, graph, base).or_else(|| organizer(teller?, graph, base)),
        offers: of_both(&|node| offers(node, graph, base)),
        is_free: told("isAccessibleForFree").and_then(node::truth),
        image_url: link(base, told("image")),
        keywords: keywords(event),
        topics: Vec::new(),
        language: language(event),
        call_for_papers: None,
        // A sitting of a series often names its own page as the series'.
        super_event: super_event(event, around.whole(), graph, base).filter(|whole| url.as_ref() != Some(whole)),
        revised: time("dateModified"),
    };
    schedule::fill(&mut words, event);
    series::mark(&mut words, url.as_deref());
    let url = url.or_else(|| id.as_deref().and_then(links::sole).map(String::from));
    Claim { syntax, id, url, words }
}

/// A time without the offset that no program writes which knows it: `2027-5-28T16:30+0:00` is what EventON makes of a time
/// that was typed on a site without a zone.
fn as_shown(mut text: String) -> String {
    let shown = text.strip_suffix("+0:00").filter(|shown| shown.contains('T')).map(str::len);
    text.truncate(shown.unwrap_or(text.len()));
    text
}

fn page(event: &Node, base: &Url) -> Option<String> {
    link(base, event.get("url")).or_else(|| link(base, event.get("mainEntityOfPage")))
}

/// The address of the event that this one is part of, as it says itself or as it stands within.
fn super_event<'a>(event: &'a Node, whole: Option<&Node>, graph: &Graph<'a>, base: &Url) -> Option<String> {
    let address = |node: &Node| page(node, base).or_else(|| link(base, node.get("@id")));
    let said = node::items(event.get("superEvent")).iter().find_map(|value| match value {
        Value::Object(_) => graph.node(value).and_then(address),
        other => link(base, Some(other)),
    });
    said.or_else(|| whole.and_then(address))
}

/// How a course is held: `online`, `onsite`, `blended`, also in a list of other words.
fn course_mode(event: &Node) -> Option<String> {
    let words: Vec<String> = node::items(event.get("courseMode")).iter().filter_map(node::word).collect();
    let is = |names: &[&str]| words.iter().any(|word| names.contains(&word.to_ascii_lowercase().as_str()));
    match (is(&["online", "mooc", "virtual"]), is(&["onsite", "on-site", "in person", "in-person"])) {
        (true, true) => Some("hybrid".to_owned()),
        _ if is(&["blended", "hybrid"]) => Some("hybrid".to_owned()),
        (true, false) => Some("online".to_owned()),
        (false, true) => Some("offline".to_owned()),
        (false, false) => None,
    }
}

/// The first type that says more than Event.
fn kind(event: &Node) -> Option<String> {
    let name = node::types(event).find(|name| node::is_event_type(name) && *name != "Event")?;
    text::line(name, text::WORD_BYTES_MAX)
}

fn organizer<'a>(event: &'a Node, graph: &Graph<'a>, base: &Url) -> Option<OrganizerWords> {
    let invited = node::items(event.get("organizer"));
    invited.iter().chain(node::items(event.get("provider"))).find_map(|value| {
        let organizer = match value {
            Value::String(name) => OrganizerWords { name: text::phrase(name), url: None },
            value => {
                let node = graph.node(value)?;
                let url = link(base, node.get("url")).or_else(|| link(base, node.get("sameAs")));
                OrganizerWords { name: node.get("name").and_then(node::phrase), url }
            }
        };
        (organizer != OrganizerWords::default()).then_some(organizer)
    })
}

fn offers<'a>(event: &'a Node, graph: &Graph<'a>, base: &Url) -> Vec<OfferWords> {
    let offers = node::items(event.get("offers")).iter().take(OFFERS_MAX).filter_map(|value| match value {
        Value::String(_) => Some(OfferWords { url: link(base, Some(value)), ..OfferWords::default() }),
        value => graph.node(value).map(|offer| {
            let details = node::items(offer.get("priceSpecification")).iter().find_map(Value::as_object);
            let word = |key: &str| offer.get(key).or_else(|| details?.get(key)).and_then(node::word);
            OfferWords {
                name: offer.get("name").and_then(node::phrase),
                price: word("price").or_else(|| word("lowPrice")),
                currency: word("priceCurrency"),
                url: link(base, offer.get("url")),
            }
        }),
    });
    offers.filter(|offer| *offer != OfferWords::default()).collect()
}

/// Keywords, in one string with commas or as a list, and what the event is about.
fn keywords(event: &Node) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    let about = node::items(event.get("about")).iter().filter_map(|about| node::written(about.get("name")?));
    let written = node::items(event.get("keywords")).iter().filter_map(node::written);
    for list in written.chain(about) {
        for keyword in list.split(',').filter_map(text::phrase) {
            let keyword = text::cut(&keyword, text::WORD_BYTES_MAX).to_owned();
            if keywords.len() < KEYWORDS_MAX && !keywords.contains(&keyword) {
                keywords.push(keyword);
            }
        }
    }
    keywords
}

/// Codes or names of languages, parted by commas.
fn language(event: &Node) -> Option<String> {
    let languages = node::items(event.get("inLanguage")).iter().take(8).filter_map(|language| {
        let code = language.as_object().and_then(|node| node.get("alternateName").or_else(|| node.get("identifier")));
        code.and_then(node::word).or_else(|| node::word(language))
    });
    let languages: Vec<String> = languages.collect();
    (!languages.is_empty()).then(|| languages.join(","))
}
