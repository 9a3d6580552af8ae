//! Meetup: the state its pages carry for their own scripts (`__NEXT_DATA__`, with what refers to each other by
//! `__ref`), and the answers of its GraphQL API (`POST https://api.meetup.com/gql-ext`, with a token of a Pro account,
//! <https://www.meetup.com/graphql/guide/>). The id of a recurring event changes, its token stays.

mod answer;
mod rest;

use super::paging;
use crate::decode::Content;
use crate::embedded;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, Words};
use memchr::memmem;
use serde_json::{Value, json};
use url::Url;

/// What is asked: the fields that the guide names.
const QUESTION: &str = "query($urlname:String!,$after:String){groupByUrlname(urlname:$urlname){name urlname \
    events(first:50,after:$after,sort:DESC){pageInfo{hasNextPage endCursor}edges{node{id token title eventUrl description \
    dateTime endTime eventType status venues{name address city state postalCode country lat lon venueType}}}}}}";

/// Whether this is a page with events in its state, or an answer about a group.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    match content.first() {
        Some(b'{' | b'[') => content
            .document()
            .is_some_and(|answer| !answer::connections(answer).is_empty() || rest::events(answer, is_wanted).is_some()),
        Some(b'<') => {
            let has = |what: &str| memmem::find(content.text().as_bytes(), what.as_bytes()).is_some();
            has("\"__APOLLO_STATE__\"") && (has("\"Event:") || is_wanted)
        }
        _ => false,
    }
}

/// Reads every event that is for everybody.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    if let Some(answer) = content.document() {
        if let Some(events) = rest::events(answer, false) {
            return reading.rows(events, |event| rest::listing(event, base));
        }
        return answer::read(answer, base, reading);
    }
    let Some(page) = embedded::script(content.text(), "__NEXT_DATA__") else {
        return reading.incomplete("the page's state (__NEXT_DATA__) can't be read");
    };
    let page = Fields(&page).at("/props/pageProps");
    let state = page.at("/__APOLLO_STATE__");
    // The page of an event shows others beside it; they are not what it is about.
    let about = page.word("/eventId").or_else(|| page.word("/event/id"));
    let events = state.0.as_object().into_iter().flatten().filter(|(name, event)| {
        let event = Fields(event);
        name.starts_with("Event:") && event.has("/title") && event.has("/dateTime") && is_public(event)
    });
    let mut events: Vec<&Value> = events.map(|(_, event)| event).collect();
    if let Some(about) = about {
        events.retain(|event| Fields(event).word("/id").as_ref() == Some(&about));
        if events.is_empty() {
            events.extend(page.0.get("event").filter(|event| is_public(Fields(event))));
        }
    }
    reading.rows(events, |event| listing(event, event.at("/group"), state, base));
}

/// The body to ask the API with: `…/gql-ext?urlname=<group>`, from the cursor in the fragment on.
pub(crate) fn question(url: &Url) -> Option<String> {
    let urlname = paging::parameter(url, "urlname")?;
    let after = paging::parameter(url, "after");
    Some(json!({"query": QUESTION, "variables": {"urlname": urlname, "after": after}}).to_string())
}

/// Whether an event is more than a plan of its organizers.
fn is_public(event: Fields<'_>) -> bool {
    !matches!(event.value("/status").as_str(), Some("DRAFT" | "TEMPLATE" | "PROPOSED" | "PENDING" | "BLOCKED"))
}

/// What stands behind a reference of the state.
fn followed<'a>(value: Fields<'a>, state: Fields<'a>) -> Fields<'a> {
    match value.value("/__ref").as_str().and_then(|name| state.0.get(name)) {
        Some(known) => Fields(known),
        None => value,
    }
}

fn listing<'a>(event: Fields<'a>, group: Fields<'a>, state: Fields<'a>, base: &Url) -> Option<Listing> {
    let group = followed(group, state);
    let url = event.link("/eventUrl", base);
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description"),
        start: event.time("/dateTime"),
        end: event.time("/endTime"),
        duration: event.word("/duration").filter(|duration| duration.starts_with('P')),
        zone: event.word("/timezone").or_else(|| group.word("/timezone")),
        status: event.word("/status").or_else(|| event.word("/eventState")).map(|status| match status.as_str() {
            "CANCELLED_PERM" => "CANCELLED".to_owned(),
            _ => status,
        }),
        mode: mode(event),
        places: places(event, state),
        organizer: organizer(group, base),
        offers: offers(event),
        image_url: image(event, state, base),
        keywords: keywords(event, group, state),
        ..Words::default()
    };
    let key = event.word("/token").or_else(|| event.word("/id"))?;
    Some(Listing { key, url, words })
}

fn mode(event: Fields<'_>) -> Option<String> {
    event.word("/eventType").or_else(|| event.is("/isOnline").then(|| "ONLINE".to_owned()))
}

/// The venue of an online event is no place: it is called so, and stands in the ocean.
fn places<'a>(event: Fields<'a>, state: Fields<'a>) -> Vec<PlaceWords> {
    let one = followed(event.at("/venue"), state);
    let many = event.items("/venues").iter().take(16).map(|venue| followed(Fields(venue), state));
    let is_place = |venue: &Fields<'_>| {
        let is_online = |text: Option<String>| text.is_some_and(|text| text.to_ascii_lowercase().contains("online"));
        !is_online(venue.word("/venueType")) && !is_online(venue.phrase("/name").filter(|name| name.len() < 20))
    };
    let venues = many.chain([one]).filter(is_place);
    let mut places: Vec<PlaceWords> = Vec::new();
    for venue in venues {
        let place = PlaceWords {
            name: venue.phrase("/name"),
            address: venue.phrase("/address"),
            locality: venue.phrase("/city"),
            region: venue.phrase("/state"),
            country: venue.phrase("/country"),
            postal_code: venue.phrase("/postalCode"),
            ..PlaceWords::default()
        };
        let point = ["/lng", "/lon"].iter().find_map(|longitude| venue.point("/lat", longitude));
        for place in fields::places(fields::placed(place, point)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

fn organizer(group: Fields<'_>, base: &Url) -> Option<OrganizerWords> {
    let page = || base.join(&format!("https://www.meetup.com/{}/", group.word("/urlname")?)).ok().map(String::from);
    Some(OrganizerWords { name: Some(group.phrase("/name")?), url: group.link("/link", base).or_else(page) })
}

fn offers(event: Fields<'_>) -> Vec<OfferWords> {
    let fee = event.at("/feeSettings");
    let Some(price) = fee.word("/amount") else { return Vec::new() };
    vec![OfferWords { price: Some(price), currency: fee.word("/currency"), ..OfferWords::default() }]
}

fn image<'a>(event: Fields<'a>, state: Fields<'a>, base: &Url) -> Option<String> {
    let photos = ["/featuredEventPhoto", "/displayPhoto"].map(|name| followed(event.at(name), state));
    photos.iter().find_map(|photo| photo.link("/highResUrl", base).or_else(|| photo.link("/source", base)))
}

/// Topics of the event, else those of its group.
fn keywords<'a>(event: Fields<'a>, group: Fields<'a>, state: Fields<'a>) -> Vec<String> {
    let named = |list: &'a [Value], at: &str| -> Vec<Value> {
        list.iter().map(|topic| followed(Fields(topic).at(at), state).0.clone()).collect()
    };
    let own = Value::from(named(event.items("/topics/edges"), "/node"));
    let all =
        if own.as_array().is_some_and(Vec::is_empty) { Value::from(named(group.items("/topics"), "")) } else { own };
    Fields(&all).keywords(&[""], &["/name"])
}
