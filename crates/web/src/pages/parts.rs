//! The parts of a filter, each with the list one gets without it.

use super::{
    link::{Link, list_href},
    names::Names,
};
use crate::words;
use hobnob_domain::{EventFilter, Near, filter_words::niche_label};

/// The parts of a filter; each link leads to the list without that part.
pub(crate) fn parts(filter: &EventFilter, names: &Names) -> Vec<Link> {
    let mut parts = Vec::new();
    {
        let mut part = |text: String, without: EventFilter| parts.push(Link::new(text, list_href(&without)));
        each(filter, |f| &mut f.niches, |niche| niche_label(*niche).to_owned(), &mut part);
        each(filter, |f| &mut f.goals, |goal| words::goal(*goal).to_owned(), &mut part);
        each(filter, |f| &mut f.kinds, |kind| words::kind(*kind).to_owned(), &mut part);
        each(filter, |f| &mut f.modes, |mode| words::mode(*mode).to_owned(), &mut part);
        if let Some(Near { text, point: _, radius_km }) = &filter.near {
            let place = names.place(text);
            part(format!("{radius_km} km around {place}"), EventFilter { near: None, ..filter.clone() });
        }
        each(filter, |f| &mut f.countries, |code| names.country(*code), &mut part);
        each(filter, |f| &mut f.languages, |code| format!("In {}", words::language(code).unwrap_or(code)), &mut part);
        if let Some(is_free) = filter.is_free {
            let text = if is_free { "Free" } else { "Not free" };
            part(text.to_owned(), EventFilter { is_free: None, ..filter.clone() });
        }
        if let Some(query) = &filter.query {
            part(format!("“{query}”"), EventFilter { query: None, ..filter.clone() });
        }
        if let Some(from) = filter.from {
            part(format!("From {}", from.date_naive()), EventFilter { from: None, ..filter.clone() });
        }
        if let Some(to) = filter.to {
            part(format!("Before {}", to.date_naive()), EventFilter { to: None, ..filter.clone() });
        }
        if let Some(is_open) = filter.call_for_papers_open {
            let text = if is_open { "Call for papers open" } else { "No open call for papers" };
            part(text.to_owned(), EventFilter { call_for_papers_open: None, ..filter.clone() });
        }
        each(filter, |f| &mut f.organizers, |id| names.organizer(*id), &mut part);
        each(filter, |f| &mut f.sources, |id| names.source(*id), &mut part);
        each(
            filter,
            |f| &mut f.statuses,
            |status| words::status(*status).unwrap_or("As announced").to_owned(),
            &mut part,
        );
    }
    parts
}

/// One part for each value of a field.
fn each<T: Clone + PartialEq>(
    filter: &EventFilter,
    field: impl Fn(&mut EventFilter) -> &mut Vec<T>,
    text: impl Fn(&T) -> String,
    part: &mut impl FnMut(String, EventFilter),
) {
    let values = field(&mut filter.clone()).clone();
    for value in values {
        let mut without = filter.clone();
        field(&mut without).retain(|other| *other != value);
        part(text(&value), without);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::query_string::read_filter;

    #[test]
    fn each_part_leads_to_the_list_without_it() {
        let gazetteer = hobnob_gazetteer::Gazetteer::embedded();
        let pairs = [("niche", "rust,go"), ("free", "true"), ("near", "52.5,13.4")];
        let filter = read_filter(pairs, &|text| gazetteer.find(text)).unwrap();
        let parts: Vec<(String, String)> =
            parts(&filter, &Names::default()).into_iter().map(|part| (part.text, part.href)).collect();
        let near = "near=52.5%2C13.4&radius_km=50";
        let expected = [
            ("Rust".to_owned(), format!("/?niche=go&{near}&free=true")),
            ("Go".to_owned(), format!("/?niche=rust&{near}&free=true")),
            ("50 km around 52.5,13.4".to_owned(), "/?niche=rust%2Cgo&free=true".to_owned()),
            ("Free".to_owned(), format!("/?niche=rust%2Cgo&{near}")),
        ];
        assert_eq!(parts, expected);
    }
}
