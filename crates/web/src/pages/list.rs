//! A list of events, parted by days, with the search that found them.

use super::{
    fault::Fault,
    form::Form,
    frame::Frame,
    link::{Link, href, list_href},
    narrow::{Narrow, narrow},
    parts::parts,
    row::Row,
    subscribe::Subscribe,
    templates::Home,
    when::{Stamp, long_day},
    wider::wider,
};
use crate::{
    State,
    found::Found,
    search::{BadSearch, Pairs, Search},
    syndication::alternates,
    words,
};
use chrono::{DateTime, NaiveDate, Utc};
use hobnob_domain::{Cursor, EventFilter, query_string::write_filter};
use hobnob_graphql::{Shown, cursor::event_cursor};

/// The events of one day.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    /// None for what is under way.
    pub(crate) day: Option<Stamp>,
    pub(crate) rows: Vec<Row>,
}

/// A slice of a list of events.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) days: Vec<Day>,
    pub(crate) total: String,
    pub(crate) is_one: bool,
    pub(crate) is_empty: bool,
    pub(crate) earlier: Option<String>,
    pub(crate) later: Option<String>,
    /// Where an empty list would not be empty.
    pub(crate) wider: Vec<Link>,
}

impl List {
    /// The slice of a search; `path` is the page it stands on.
    pub(crate) fn new(state: &State, search: &Search, found: &Found, path: &str) -> Self {
        let filter = &search.filter;
        let Found { snapshot, now, rows, has_next, has_previous, names: _ } = found;
        let now = *now;
        let total = snapshot.count(filter, now);
        let base = if path == "/" { write_filter(filter) } else { Vec::new() };
        let at = |key: &'static str, row: Option<&Shown>| {
            let cursor: Cursor = row?.cursor;
            let pairs = base.iter().cloned().chain([(key, event_cursor(search.slice.order, cursor))]);
            Some(href(path, pairs))
        };
        Self {
            earlier: has_previous.then(|| at("before", rows.first())).flatten(),
            later: has_next.then(|| at("after", rows.last())).flatten(),
            days: days(state, rows, filter, now),
            total: words::number(total),
            is_one: total == 1,
            is_empty: rows.is_empty(),
            wider: if total == 0 { wider(snapshot, filter, now) } else { Vec::new() },
        }
    }
}

fn days(state: &State, rows: &[Shown], filter: &EventFilter, now: DateTime<Utc>) -> Vec<Day> {
    let near = filter.near.as_ref().map(|near| near.point);
    let day = |found: &Shown| -> Option<NaiveDate> {
        let is_under_way = found.occurrence.starts_at <= now && now < found.occurrence.ends_at;
        (!is_under_way).then_some(found.occurrence.starts_on)
    };
    // Local days of different zones interleave at the edges; here each day stands once.
    let mut sorted: Vec<&Shown> = rows.iter().collect();
    sorted.sort_by_key(|found| day(found));
    let mut days: Vec<(Option<NaiveDate>, Day)> = Vec::new();
    for found in sorted {
        let key = day(found);
        let row = Row::new(state, found, near, now);
        match days.last_mut() {
            Some((last, group)) if *last == key => group.rows.push(row),
            _ => {
                let stamp = key.map(|day| Stamp { machine: day.to_string(), human: long_day(day) });
                days.push((key, Day { day: stamp, rows: vec![row] }));
            }
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

/// The page of a search; with a fault in place of a list where it asks nothing that can be answered.
pub(crate) fn search_page(state: &State, pairs: &Pairs, search: Result<(Search, Found), BadSearch>) -> Home {
    let form = Form::new(pairs);
    match search {
        Ok((search, found)) => found_page(state, &search, &found, form),
        Err(bad) => Home {
            frame: Frame { is_unlisted: true, here: "events", ..Frame::new("Search") },
            heading: match (&bad.area, bad.places.is_empty()) {
                (None, false) => "Which place do you mean?",
                _ => "This can’t be searched for",
            }
            .to_owned(),
            is_front: false,
            form,
            parts: Vec::new(),
            list: None,
            narrow: Narrow::default(),
            subscribe: None,
            fault: Some(Fault::leading(&bad, pairs, "/", &["after", "before"])),
        },
    }
}

fn found_page(state: &State, search: &Search, found: &Found, form: Form) -> Home {
    let (snapshot, now) = (&*found.snapshot, found.now);
    let filter = &search.filter;
    let is_front = *filter == EventFilter::default();
    let title = found.names.title(filter);
    let list = List::new(state, search, found, "/");
    let subscribe = Subscribe::new(state, snapshot, filter, now);
    let is_first = search.slice.after.is_none() && search.slice.before.is_none();
    Home {
        frame: Frame {
            description: Some(if is_front {
                "Every meetup and conference that furthers your career, as a page, a calendar feed and a GraphQL API."
                    .to_owned()
            } else {
                format!("{title}: {} to come.", list.total)
            }),
            calendar: Some(subscribe.https.clone()),
            alternates: alternates(state, filter),
            canonical: is_first.then(|| state.absolute(&list_href(filter))),
            // Two lists that are one filter apart are one page too many for a search engine.
            is_unlisted: !is_front,
            here: "events",
            ..Frame::new(if is_front { "Meetups and conferences worth your evening".to_owned() } else { title.clone() })
        },
        heading: if is_front { "Meetups and conferences worth your evening".to_owned() } else { title },
        is_front,
        form,
        parts: parts(filter, &found.names),
        narrow: narrow(state, snapshot, filter, now),
        list: Some(list),
        subscribe: Some(subscribe),
        fault: None,
    }
}
