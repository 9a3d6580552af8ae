//! Mobilizon, a federated event platform, is asked by POST: `…/api` with a GraphQL question. What is searched for stands in
//! the address (`…/api?term=rust&location=<geohash>&radius=50`), the page in its fragment.

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::{Value, json};
use url::Url;

/// What is asked; well below the complexity of 300 that servers allow.
const QUESTION: &str = "query($term:String,$tags:String,$location:String,$radius:Float,$page:Int,$limit:Int){\
    searchEvents(term:$term,tags:$tags,location:$location,radius:$radius,page:$page,limit:$limit){total elements{\
    id uuid url title beginsOn endsOn status picture{url} tags{title} \
    physicalAddress{description street locality postalCode region country geom timezone} \
    attributedTo{name preferredUsername url} organizerActor{name preferredUsername url} options{isOnline}}}}";

/// So many events a page are asked for; a server may give fewer.
const LIMIT: u32 = 50;

/// Whether this is an answer to a search, or a group with its events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    elements(content, is_wanted).is_some()
}

fn elements<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let data = Fields(content.json()?).at("/data");
    let lists = ["/searchEvents", "/events", "/group/organizedEvents"].iter().map(|list| data.at(list));
    lists.into_iter().find_map(|list| {
        let is_answer = is_wanted || list.number("/total") == Some(0.0);
        fields::rows(list.value("/elements"), is_answer, &["/title", "/beginsOn", "/uuid"])
    })
}

/// Reads every event. There is more until a page is empty or all pages together have the total.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let rows = elements(content, true).unwrap_or_default();
    reading.rows(rows, |row| listing(row, base));
    let total = content.json().and_then(|answer| Fields(answer).number("/data/searchEvents/total")).unwrap_or(0.0);
    let page = page(base);
    let seen = u32::try_from(rows.len()).map_or(f64::MAX, f64::from) * f64::from(page);
    if !rows.is_empty() && seen < total {
        reading.next_page(paging::with_fragment(base, "page", &page.saturating_add(1).to_string()));
    }
}

fn page(url: &Url) -> u32 {
    paging::parameter(url, "page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1)
}

/// The body to ask with.
pub(crate) fn question(url: &Url) -> String {
    let text = |name| paging::parameter(url, name);
    let radius = text("radius").and_then(|radius| radius.parse::<f64>().ok());
    let variables = json!({
        "term": text("term"), "tags": text("tags"), "location": text("location"), "radius": radius,
        "page": page(url), "limit": LIMIT,
    });
    json!({"query": QUESTION, "variables": variables}).to_string()
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let id = event.word("/uuid")?;
    let page = || base.join(&format!("/events/{id}")).ok().map(String::from);
    let places = fields::places(place(event.at("/physicalAddress")));
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description"),
        start: event.time("/beginsOn"),
        end: event.time("/endsOn"),
        zone: event.word("/options/timezone").or_else(|| event.word("/physicalAddress/timezone")),
        status: event.word("/status"),
        mode: event.is("/options/isOnline").then(|| if places.is_empty() { "online" } else { "mixed" }.to_owned()),
        places,
        join_url: event.link("/onlineAddress", base),
        organizer: organizer(event, base),
        image_url: event.link("/picture/url", base),
        keywords: event.keywords(&["/tags"], &["/title"]),
        language: event.word("/language"),
        revised: event.time("/updatedAt"),
        ..Words::default()
    };
    let url = event.link("/url", base).or_else(page);
    Some(Listing { key: id, url, words })
}

/// `geom` is `longitude;latitude`.
fn place(address: Fields<'_>) -> PlaceWords {
    let place = PlaceWords {
        name: address.phrase("/description"),
        address: address.phrase("/street"),
        locality: address.phrase("/locality"),
        region: address.phrase("/region"),
        country: address.phrase("/country"),
        postal_code: address.phrase("/postalCode"),
        ..PlaceWords::default()
    };
    let written = address.word("/geom").unwrap_or_default();
    let point = written.split_once(';').and_then(|(longitude, latitude)| {
        let pair = json!([latitude, longitude]);
        Fields(&pair).point("/0", "/1")
    });
    fields::placed(place, point)
}

/// The group, else the person.
fn organizer(event: Fields<'_>, base: &Url) -> Option<OrganizerWords> {
    let actors = [event.at("/attributedTo"), event.at("/organizerActor")];
    actors.iter().find_map(|actor| {
        let name = actor.phrase("/name").or_else(|| actor.phrase("/preferredUsername"))?;
        Some(OrganizerWords { name: Some(name), url: actor.link("/url", base) })
    })
}
