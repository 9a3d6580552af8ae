//! Where an event takes place: `Place`, `VirtualLocation`, text, and lists of all three. Addresses may be in the words of
//! data-vocabulary.org, from which schema.org grew: calendars of towns still write them so.

use super::graph::Graph;
use super::node::{self, Node};
use crate::{links, text};
use hobnob_domain::PlaceWords;
use serde_json::Value;
use url::Url;

/// So many places of one event are kept.
const PLACES_MAX: usize = 16;

/// Places one can go to, and where to take part online.
pub(super) fn read<'a>(event: &'a Node, graph: &Graph<'a>, base: &Url) -> (Vec<PlaceWords>, Option<String>) {
    let mut places: Vec<PlaceWords> = Vec::new();
    let mut join_url = None;
    for value in node::items(event.get("location")).iter().take(PLACES_MAX) {
        let place = match value {
            Value::String(text) => from_text(text, &mut join_url),
            value => graph.node(value).and_then(|place| {
                let is_virtual = node::types(place).any(|name| name == "VirtualLocation");
                if is_virtual {
                    let url = || node::address(place.get("url").or_else(|| place.get("@id"))?);
                    join_url = join_url.take().or_else(|| links::absolute(base, &url()?));
                    return None;
                }
                from_node(place, graph)
            }),
        };
        places.extend(place.filter(|place| *place != PlaceWords::default()));
    }
    // An address of the event itself, where its place should stand.
    if places.is_empty() && join_url.is_none() && event.contains_key("address") {
        let address = from_node(event, graph).map(|place| PlaceWords { name: None, ..place });
        places.extend(address.filter(|place| *place != PlaceWords::default()));
    }
    (places, join_url)
}

fn from_text(written: &str, join_url: &mut Option<String>) -> Option<PlaceWords> {
    match links::sole(written) {
        Some(url) if !links::is_map(&url) => {
            join_url.get_or_insert(url.into());
            None
        }
        _ => Some(PlaceWords { text: text::phrase(written), ..PlaceWords::default() }),
    }
}

fn from_node<'a>(place: &'a Node, graph: &Graph<'a>) -> Option<PlaceWords> {
    let phrase = |node: &Node, key: &str| node.get(key).and_then(node::phrase);
    let mut words = PlaceWords { name: phrase(place, "name"), ..PlaceWords::default() };
    match place.get("address") {
        Some(Value::String(written)) => words.text = text::phrase(written),
        Some(address) => {
            // Some write a list of addresses, or the address as a place of its own.
            let address = node::items(Some(address)).iter().find_map(|value| graph.node(value));
            let address = address.and_then(|node| node.get("address").and_then(Value::as_object).or(Some(node)));
            if let Some(address) = address {
                let any = |keys: &[&str]| keys.iter().find_map(|key| phrase(address, key));
                words.address = any(&["streetAddress", "street-address"]);
                words.locality = any(&["addressLocality", "city", "locality"]);
                words.region = any(&["addressRegion", "state", "region"]);
                words.country = any(&["addressCountry", "country-name"]);
                words.postal_code = any(&["postalCode", "postal-code"]);
            }
        }
        None => {}
    }
    match node::types(place).next() {
        Some("City") if words.locality.is_none() => words.locality = words.name.take(),
        Some("Country") if words.country.is_none() => words.country = words.name.take(),
        _ => {}
    }
    let point = place.get("geo").and_then(|geo| point(graph.node(geo)?)).or_else(|| point(place));
    words.latitude = point.map(|(latitude, _)| latitude);
    words.longitude = point.map(|(_, longitude)| longitude);
    Some(words)
}

/// Coordinates that are a place on Earth; 0, 0 is nobody's.
fn point(node: &Node) -> Option<(f64, f64)> {
    let (latitude, longitude) = (node::number(node.get("latitude")?)?, node::number(node.get("longitude")?)?);
    let is_place = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0);
    is_place.then_some((latitude, longitude))
}
