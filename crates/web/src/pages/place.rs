//! The page of a place: what is to come around it, and which niches meet there.

use super::{
    frame::Frame,
    link::{Link, list_href, place_href},
    list::List,
    subscribe::Subscribe,
    templates::PlacePage,
};
use crate::{State, found::Found, search::Search, syndication::alternates, words};
use hobnob_domain::{EventFilter, Near, query_string::RADIUS_KM_DEFAULT};
use hobnob_gazetteer::Place;
use hobnob_index::Facets;

/// The most niches a place is said to have.
const NICHES_SHOWN: usize = 16;

/// What the page of a place lists.
pub(crate) fn place_filter(place: &Place) -> EventFilter {
    let near = Near { text: place.clear_name(), point: place.point, radius_km: RADIUS_KM_DEFAULT };
    EventFilter { near: Some(near), ..EventFilter::default() }
}

/// The page of a place with what its search found.
pub(crate) fn place_page(state: &State, place: &Place, search: &Search, found: &Found) -> PlacePage {
    let filter = &search.filter;
    let path = place_href(&place.slug());
    let list = List::new(state, search, found, &path);
    let subscribe = Subscribe::new(state, &found.snapshot, filter, found.now);
    let region = [place.admin1.filter(|region| !region.ends_with(place.name)), Some(place.country_name)];
    PlacePage {
        frame: Frame {
            description: Some(format!(
                "{} meetups, conferences and workshops in and around {}.",
                list.total, place.name
            )),
            calendar: Some(subscribe.https.clone()),
            alternates: alternates(state, filter),
            canonical: Some(state.absolute(&path)),
            // A place where nothing is to come is no page to find.
            is_unlisted: list.is_empty || search.slice.after.is_some() || search.slice.before.is_some(),
            here: "place",
            ..Frame::new(words::title(filter))
        },
        name: place.name.to_owned(),
        region: region.into_iter().flatten().collect::<Vec<_>>().join(", "),
        radius_km: RADIUS_KM_DEFAULT.to_string(),
        niches: niches(filter, found),
        search_href: list_href(filter),
        list,
        subscribe,
    }
}

/// The niches that meet there, the busiest first.
fn niches(filter: &EventFilter, found: &Found) -> Vec<Link> {
    let Facets { niches, .. } = found.snapshot.facets(filter, found.now);
    let mut niches: Vec<_> = niches.into_iter().collect();
    niches.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.slug().cmp(b.slug())));
    let links = niches.into_iter().take(NICHES_SHOWN).map(|(id, count)| {
        let narrower = EventFilter { niches: vec![id], ..filter.clone() };
        Link::new(id.niche().label.clone(), list_href(&narrower)).counted(count)
    });
    links.collect()
}
