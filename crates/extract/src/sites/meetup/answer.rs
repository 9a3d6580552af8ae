//! Answers of Meetup's GraphQL, whichever question they answer: the connections of a group (`events`, `upcomingEvents`),
//! of a search (`recommendedEvents`), or one event.

use super::{is_public, listing, paging};
use crate::fields::Fields;
use crate::reading::Reading;
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// A list of events in an answer.
pub(super) struct Connection<'a> {
    /// The group whose list it is; nothing where each event names its own.
    group: Fields<'a>,
    /// What it is called.
    name: &'a str,
    /// The events, or what wraps each.
    events: Vec<Fields<'a>>,
    page: Fields<'a>,
}

/// The lists of events in an answer, or in several.
pub(super) fn connections(answer: &Value) -> Vec<Connection<'_>> {
    let answers = answer.as_array().map_or(std::slice::from_ref(answer), Vec::as_slice);
    let data = answers.iter().filter_map(|answer| answer.get("data")?.as_object()).flatten();
    let mut found = Vec::new();
    for (name, value) in data {
        let value = Fields(value);
        if name == "groupByUrlname" && value.0.is_null() {
            found.push(Connection { group: value, name, events: Vec::new(), page: value.at("/pageInfo") });
        } else if name == "event" && is_event(value) {
            found.push(Connection {
                group: value.at("/group"),
                name,
                events: vec![value],
                page: value.at("/pageInfo"),
            });
        } else if value.has("/edges") {
            found.extend(connection(Fields(&Value::Null), name, value));
        } else if let Some(fields) = value.0.as_object() {
            found.extend(fields.iter().filter_map(|(name, list)| connection(value, name, Fields(list))));
        }
    }
    found
}

/// A connection whose events are Meetup's; an empty one may be anybody's unless the group says whose it is.
fn connection<'a>(group: Fields<'a>, name: &'a str, list: Fields<'a>) -> Option<Connection<'a>> {
    let events: Vec<Fields<'a>> = list.items("/edges").iter().map(|edge| Fields(edge).at("/node")).collect();
    let is_list = if events.is_empty() {
        list.has("/edges") && group.has("/urlname") && name.to_ascii_lowercase().ends_with("events")
    } else {
        events.iter().all(|event| event.has("/title") && event.has("/dateTime"))
            && (group.has("/urlname") || events.iter().any(|event| is_event(*event)))
    };
    is_list.then(|| Connection { group, name, events, page: list.at("/pageInfo") })
}

/// Whether an event is one of Meetup's.
fn is_event(event: Fields<'_>) -> bool {
    let is_at_home = event.word("/eventUrl").is_some_and(|url| url.contains("meetup.com/"));
    event.has("/title") && event.has("/dateTime") && is_at_home
}

/// What is read of a group.
const OF_GROUP: [&str; 5] = ["name", "urlname", "link", "timezone", "topics"];

/// What the group around the list says of itself, and where it says nothing, what the event says of its group: each
/// question asks for other fields of each.
fn completed(group: Fields<'_>, own: Fields<'_>) -> Value {
    let field = |name: &&str| Some(((*name).to_owned(), told(group, name).or_else(|| told(own, name))?.clone()));
    Value::Object(OF_GROUP.iter().filter_map(field).collect())
}

fn told<'a>(group: Fields<'a>, name: &str) -> Option<&'a Value> {
    group.0.get(name).filter(|value| !value.is_null())
}

/// Reads every event of every list.
pub(super) fn read(answer: &Value, base: &Url, reading: &mut Reading) {
    let connections = connections(answer);
    if connections.is_empty() || connections.iter().any(|list| list.name == "groupByUrlname") {
        return reading.incomplete("Meetup knows no group of that name");
    }
    let mut known = BTreeSet::new();
    for Connection { group, name, events, page } in connections {
        let is_new = |event: &Fields<'_>| is_public(*event) && event.word("/id").is_none_or(|id| known.insert(id));
        let events: Vec<&Value> = events.into_iter().filter(is_new).map(|event| event.0).collect();
        reading.rows(events, |event| {
            let group = completed(group, event.at("/group"));
            listing(event, Fields(&group), Fields(&Value::Null), base)
        });
        let Some(cursor) = page.written("/endCursor").filter(|_| page.is("/hasNextPage")) else { continue };
        // Our own question asks for a group's `events`; nobody knows what asked for the others.
        if name.starts_with("past") {
            // What is over needs not be read to its end.
        } else if name != "events" || !group.has("/urlname") {
            reading.incomplete("Meetup's list goes on behind a cursor that can't be followed");
        } else if paging::parameter(base, "after").as_deref() == Some(&cursor) {
            reading.incomplete("Meetup's cursor does not move on");
        } else {
            reading.next_page(paging::with_fragment(base, "after", &cursor));
        }
    }
}
