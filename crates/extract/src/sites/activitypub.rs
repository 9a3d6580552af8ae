//! Events as ActivityPub tells them (Mobilizon, Gancio, WordPress): an `Event`, the `Create` or `Update` around one, or a
//! collection of them, such as an actor's outbox (<https://www.w3.org/TR/activitystreams-vocabulary/#dfn-event>).

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is an event of ActivityStreams, or a list that has one.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    let Some(answer) = content.document() else { return false };
    let answer = Fields(answer);
    let is_list = items(answer).is_some();
    let is_behind = is_wanted && first_page(answer).is_some();
    event(answer).is_some()
        || is_behind
        || is_list && (is_wanted || items(answer).is_some_and(|all| all.iter().any(is_event)))
}

fn is_event(item: &Value) -> bool {
    event(Fields(item)).is_some()
}

/// The event that an object is or is about.
fn event(object: Fields<'_>) -> Option<Fields<'_>> {
    let inner = match object.value("/type").as_str() {
        Some("Create" | "Update" | "Announce") => object.at("/object"),
        _ => object,
    };
    (inner.value("/type").as_str() == Some("Event") && inner.has("/startTime")).then_some(inner)
}

/// Where a collection begins that tells only how much there is.
fn first_page(answer: Fields<'_>) -> Option<&str> {
    let is_collection = matches!(answer.value("/type").as_str(), Some("OrderedCollection" | "Collection"));
    answer.value("/first").as_str().filter(|_| is_collection)
}

fn items(answer: Fields<'_>) -> Option<&[Value]> {
    ["/orderedItems", "/items", "/first/orderedItems", "/first/items"]
        .iter()
        .find_map(|list| answer.value(list).as_array().map(Vec::as_slice))
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let Some(answer) = content.document() else { return };
    match items(Fields(answer)) {
        Some(all) => {
            reading.rows(all.iter().filter(|item| is_event(item)), |item| listing(event(item)?, base));
            let next = Fields(answer).link("/next", base).or_else(|| Fields(answer).link("/first/next", base));
            let first = Fields(answer).link("/first", base).filter(|_| all.is_empty());
            if let Some(next) = next.or(first).and_then(|next| Url::parse(&next).ok()) {
                reading.next_page(next);
            }
        }
        None if event(Fields(answer)).is_none() && first_page(Fields(answer)).is_some() => {
            let first = Fields(answer).link("/first", base).and_then(|first| Url::parse(&first).ok());
            first.into_iter().for_each(|first| reading.next_page(first));
        }
        None => reading.rows([answer], |answer| listing(event(answer)?, base)),
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let id = event.written("/id");
    let url = event.link("/url", base).or_else(|| event.items("/url").iter().find_map(|url| page(Fields(url), base)));
    let (places, join_url) = whereabouts(event, base);
    let words = Words {
        name: Some(event.phrase("/name")?),
        description: event.prose("/content").or_else(|| event.prose("/summary")),
        start: event.time("/startTime"),
        end: event.time("/endTime"),
        duration: event.word("/duration"),
        zone: event.word("/timezone"),
        status: event.word("/ical:status").or_else(|| event.word("/status")),
        mode: event.is("/isOnline").then(|| if places.is_empty() { "online" } else { "mixed" }.to_owned()),
        places,
        join_url: event.link("/onlineAddress", base).or(join_url),
        organizer: organizer(event, base),
        image_url: image(event, base),
        keywords: hashtags(event),
        language: event.word("/inLanguage"),
        revised: event.time("/updated").or_else(|| event.time("/published")),
        ..Words::default()
    };
    let key = id.clone().or_else(|| url.clone())?;
    Some(Listing { key, url: url.or(id), words })
}

/// The address of a link that leads to a page.
fn page(link: Fields<'_>, base: &Url) -> Option<String> {
    let is_page = link.value("/mediaType").as_str().is_none_or(|media_type| media_type == "text/html");
    link.link("", base).or_else(|| link.link("/href", base).filter(|_| is_page))
}

/// Places, and where to take part online: a location is one or a list, its address a text or an object.
fn whereabouts(event: Fields<'_>, base: &Url) -> (Vec<PlaceWords>, Option<String>) {
    let location = event.value("/location");
    let all = location.as_array().map_or_else(|| std::slice::from_ref(location), Vec::as_slice);
    let (mut places, mut join_url) = (Vec::new(), None);
    for place in all.iter().take(16).map(Fields) {
        let is_virtual = |pointer| place.value(pointer).as_str() == Some("VirtualLocation");
        if is_virtual("/type") || is_virtual("/address/type") {
            let url = ["/url", "/address/url", "/id"].iter().find_map(|name| place.link(name, base));
            join_url = join_url.or(url);
        } else {
            places.extend(fields::places(words(place)));
        }
    }
    (places, join_url)
}

fn words(place: Fields<'_>) -> PlaceWords {
    let address = place.at("/address");
    let words = PlaceWords {
        text: address.phrase(""),
        name: place.phrase("/name"),
        address: address.phrase("/streetAddress"),
        locality: address.phrase("/addressLocality"),
        region: address.phrase("/addressRegion"),
        country: address.phrase("/addressCountry"),
        postal_code: address.phrase("/postalCode"),
        ..PlaceWords::default()
    };
    fields::placed(words, place.point("/latitude", "/longitude"))
}

/// An actor is often only named by an address.
fn organizer(event: Fields<'_>, base: &Url) -> Option<OrganizerWords> {
    let actor = event.at("/attributedTo");
    let actor = actor.items("").first().map_or(actor, Fields);
    let name = actor.phrase("/name").or_else(|| actor.phrase("/preferredUsername"));
    let url = [actor.link("/url", base), actor.link("/id", base), actor.link("", base)].into_iter().flatten().next();
    (name.is_some() || url.is_some()).then_some(OrganizerWords { name, url })
}

fn image(event: Fields<'_>, base: &Url) -> Option<String> {
    let is_picture = |file: &Fields<'_>| {
        file.value("/mediaType").as_str().is_none_or(|media_type| media_type.starts_with("image/"))
            && file.value("/type").as_str() != Some("Link")
    };
    let attached =
        event.items("/attachment").iter().map(Fields).filter(is_picture).find_map(|file| file.link("/url", base));
    event.link("/image/url", base).or(attached)
}

fn hashtags(event: Fields<'_>) -> Vec<String> {
    let tags = event.keywords(&["/tag"], &["/name"]);
    tags.into_iter().map(|tag| tag.trim_start_matches('#').to_owned()).filter(|tag| !tag.is_empty()).collect()
}
