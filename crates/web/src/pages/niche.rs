//! The page of a niche: what is to come in it, and the niches around it.

use super::{
    frame::Frame,
    link::{Link, niche_href},
    list::List,
    subscribe::Subscribe,
    templates::NichePage,
};
use crate::{State, search::Search, words};
use hobnob_domain::{Cursor, EventFilter, NicheId, Slice, niche::taxonomy};

/// The page of a niche; its list from a place on.
pub(crate) fn niche_page(state: &State, id: NicheId, after: Option<Cursor>, before: Option<Cursor>) -> NichePage {
    let now = state.now();
    let snapshot = state.index.snapshot();
    let niche = id.niche();
    let filter = EventFilter { niches: vec![id], ..EventFilter::default() };
    let slice = Slice { after, before, limit: crate::limits::PAGE_ROWS, is_from_end: before.is_some() };
    let search = Search { filter, slice };
    let path = niche_href(id.slug());
    let list = List::new(state, &snapshot, &search, &path, now);
    let subscribe = Subscribe::new(state, &snapshot, &search.filter, now);
    let field = taxonomy().fields.iter().find(|field| field.slug == niche.field);
    let link = |id: NicheId| Link::new(id.niche().label.clone(), niche_href(id.slug()));
    NichePage {
        frame: Frame {
            description: Some(format!("{} events to come: meetups, conferences and workshops.", niche.label)),
            calendar: Some(subscribe.https.clone()),
            canonical: Some(state.absolute(&path)),
            is_unlisted: after.is_some() || before.is_some(),
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
