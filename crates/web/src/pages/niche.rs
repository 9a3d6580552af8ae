//! The page of a niche: what is to come in it, and the niches around it.

use super::{
    frame::Frame,
    link::{Link, niche_href},
    list::List,
    subscribe::Subscribe,
    templates::NichePage,
};
use crate::{State, found::Found, search::Search, syndication::alternates, words};
use hobnob_domain::{EventFilter, NicheId, niche::taxonomy};

/// What the page of a niche lists.
pub(crate) fn niche_filter(id: NicheId) -> EventFilter {
    EventFilter { niches: vec![id], ..EventFilter::default() }
}

/// The page of a niche with what its search found.
pub(crate) fn niche_page(state: &State, id: NicheId, search: &Search, found: &Found) -> NichePage {
    let niche = id.niche();
    let path = niche_href(id.slug());
    let list = List::new(state, search, found, &path);
    let subscribe = Subscribe::new(state, &found.snapshot, &search.filter, found.now);
    let field = taxonomy().fields.iter().find(|field| field.slug == niche.field);
    let link = |id: NicheId| Link::new(id.niche().label.clone(), niche_href(id.slug()));
    NichePage {
        frame: Frame {
            description: Some(format!("{} events to come: meetups, conferences and workshops.", niche.label)),
            calendar: Some(subscribe.https.clone()),
            alternates: alternates(state, &search.filter),
            canonical: Some(state.absolute(&path)),
            is_unlisted: search.slice.after.is_some() || search.slice.before.is_some(),
            here: "niche",
            ..Frame::new(words::title(&search.filter))
        },
        label: niche.label.clone(),
        field: field.map(|field| field.label.clone()),
        aliases: niche.aliases.clone(),
        broader: niche.broader.iter().copied().map(link).collect(),
        narrower: NicheId::all().filter(|other| other.niche().broader.contains(&id)).map(link).collect(),
        search_href: super::link::list_href(&search.filter),
        list,
        subscribe,
    }
}
