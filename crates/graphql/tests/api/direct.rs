//! Rows that are written directly are what the library writes, to the byte.

use std::fmt::Write as _;

use crate::world::{at, event, world};
use chrono::TimeDelta;
use chrono_tz::{America::St_Johns, Asia::Tokyo};
use hobnob_domain::{
    AttendanceMode, CallForPapers, Claim, Event, EventStatus, ListingId, Offer, Recurrence, RecurrenceRule, Schedule,
    SourceId, Span, Venue,
};
use hobnob_graphql::{Answer, Outcome, Request, Schema, execute};
use proptest::prelude::*;

/// Each type's fields, with the type of those that have a selection.
fn fields(of: &str) -> &'static [(&'static str, &'static str)] {
    match of {
        "EventEdge" => &[("node", "Event"), ("cursor", "")],
        "Event" => &[
            ("id", ""),
            ("uid", ""),
            ("name", ""),
            ("description", ""),
            ("url", ""),
            ("kind", ""),
            ("status", ""),
            ("attendanceMode", ""),
            ("startsAt", ""),
            ("endsAt", ""),
            ("startsOn", ""),
            ("endsOn", ""),
            ("isAllDay", ""),
            ("timeZone", ""),
            ("isRecurring", ""),
            ("venue", "Venue"),
            ("joinUrl", ""),
            ("organizer", "Organizer"),
            ("niches", "Niche"),
            ("goals", ""),
            ("keywords", ""),
            ("language", ""),
            ("isFree", ""),
            ("offers", "Offer"),
            ("imageUrl", ""),
            ("callForPapers", "CallForPapers"),
            ("distanceKm", ""),
            ("sequence", ""),
            ("revisedAt", ""),
            ("claims", "Claim"),
            ("__typename", ""),
        ],
        "Venue" => &[
            ("id", ""),
            ("name", ""),
            ("address", ""),
            ("locality", ""),
            ("region", ""),
            ("country", "Country"),
            ("latitude", ""),
            ("longitude", ""),
            ("geonameId", ""),
            ("__typename", ""),
        ],
        "Country" => &[("id", ""), ("code", ""), ("name", ""), ("__typename", "")],
        "Organizer" => &[("id", ""), ("name", ""), ("url", ""), ("__typename", "")],
        "Niche" => &[
            ("id", ""),
            ("slug", ""),
            ("label", ""),
            ("field", "NicheField"),
            ("aliases", ""),
            ("broader", "Niche"),
            ("__typename", ""),
        ],
        "NicheField" => &[("id", ""), ("slug", ""), ("label", ""), ("__typename", "")],
        "Offer" => &[("id", ""), ("name", ""), ("price", ""), ("currency", ""), ("url", ""), ("__typename", "")],
        "CallForPapers" => {
            &[("id", ""), ("opensAt", ""), ("closesAt", ""), ("url", ""), ("isOpen", ""), ("__typename", "")]
        }
        _ => &[("id", ""), ("url", ""), ("sourceId", ""), ("__typename", "")],
    }
}

/// Writes a selection by a tape of choices.
struct Writer<'a> {
    tape: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    aliases: usize,
    fragments: String,
}

impl Writer<'_> {
    fn one_of(&mut self, many: usize) -> usize {
        let first = usize::from(*self.tape.next().unwrap());
        (first * 256 + usize::from(*self.tape.next().unwrap())) % many
    }

    fn selection(&mut self, of: &str, depth: usize) -> String {
        let known = fields(of);
        let mut written = String::from("{");
        for _ in 0..=self.one_of(5) {
            let (name, inside) = known[self.one_of(known.len())];
            if !inside.is_empty() && depth == 0 {
                continue;
            }
            let mut field = name.to_owned();
            if self.one_of(4) == 0 {
                self.aliases += 1;
                field = format!("a{}: {name}", self.aliases);
            }
            if !inside.is_empty() {
                field = format!("{field} {}", self.selection(inside, depth - 1));
            }
            let _ = match self.one_of(8) {
                0 => write!(written, " ... {{ {field} }}"),
                1 => write!(written, " ... on {of} {{ {field} }}"),
                2 if of == "Event" => {
                    write!(written, " ... on Node {{ id ... on Source {{ format }} ... on Event {{ {field} }} }}")
                }
                3 => {
                    self.aliases += 1;
                    let _ = write!(self.fragments, " fragment F{} on {of} {{ {field} }}", self.aliases);
                    write!(written, " ...F{} @include(if: true)", self.aliases)
                }
                4 => write!(written, " {field} @skip(if: {})", self.one_of(2) == 0),
                _ => write!(written, " {field}"),
            };
        }
        written + " id: __typename }"
    }
}

/// Events of every sort.
fn sorts() -> Vec<Event> {
    let mut all: Vec<Event> = (1..=6).map(event).collect();
    let [_, odd, bare, days, series, online] = all.as_mut_slice() else { unreachable!() };
    odd.facts.name = "\"Quoted\" \\ \u{7}\u{2028}\t🦀 <b>&amp;</b>".into();
    odd.facts.description = Some("one\n\ntwo\r\u{1f}\u{7f}".into());
    odd.facts.status = EventStatus::Cancelled;
    odd.facts.offers.push(Offer {
        name: Some("Early \"bird\"".into()),
        url: Some("https://x.example/?a&b".into()),
        ..Offer::default()
    });
    odd.facts.niches = ["django", "kubernetes"].iter().map(|slug| slug.parse().unwrap()).collect();
    let more = Claim { listing_id: ListingId::new(77), source_id: SourceId::new(1), url: None };
    odd.claims.push(more);
    let starts_at = at("2026-03-05T18:00:00.250Z");
    bare.facts.schedule = Schedule::once(St_Johns, Span::Timed { starts_at, ends_at: None });
    bare.facts.venue = Some(Venue::default());
    (bare.facts.description, bare.facts.language, bare.facts.is_free) = (None, None, None);
    (bare.facts.organizer, bare.facts.call_for_papers) = (None, None);
    bare.facts.offers.clear();
    bare.facts.niches.clear();
    bare.facts.goals.clear();
    bare.facts.keywords.clear();
    let (starts_on, ends_on) = ("2026-03-10".parse().unwrap(), "2026-03-12".parse().unwrap());
    days.facts.schedule = Schedule::once(Tokyo, Span::AllDay { starts_on, ends_on });
    days.facts.call_for_papers =
        Some(CallForPapers { opens_at: Some(at("2026-01-01T00:00:00Z")), closes_at: None, url: None });
    series.facts.schedule.recurrence =
        Some(Recurrence { rules: vec![RecurrenceRule::new("FREQ=WEEKLY;COUNT=20").unwrap()], ..Recurrence::default() });
    online.facts.attendance_mode = AttendanceMode::Online;
    online.facts.venue = None;
    online.facts.join_url = Some("https://meet.example/ü".into());
    online.revised_at += TimeDelta::milliseconds(1);
    all
}

/// The data of an answer, as it was written.
async fn data(schema: &Schema, query: String) -> (Outcome, String) {
    let Answer { outcome, body, .. } = execute(schema, Request::new(query)).await;
    let data = body.split(",\"extensions\"").next().unwrap_or_default();
    (outcome, data.to_owned())
}

/// What only the library can say, so that it writes the rows; it says nothing for these events.
const BY_LIBRARY: &str = " z: matches { score }";

/// Everywhere, and near a place; what is asked for beside the rows comes first, since the library answers in the order in
/// which it is done.
const FILTERS: [&str; 2] =
    ["niches: []", "near: {latitude: 52.5, longitude: 13.4, radiusKm: 20000}, modes: [ONLINE, OFFLINE]"];

fn ask(filter: &str, list: &str, selection: &str, fragments: &str) -> String {
    format!("query {{ events(first: 6, filter: {{ {filter} }}) {{ totalCount {list} {selection} }} }} {fragments}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_written_as_the_library_writes_them(tape in prop::collection::vec(any::<u8>(), 32..256)) {
        let mut writer = Writer { tape: tape.iter().cycle(), aliases: 0, fragments: String::new() };
        let selection = writer.selection("Event", 3);
        let with = |more: &str| format!("{}{more} }}", selection.strip_suffix('}').unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let schema = world(sorts(), &["Lists"]).await;
            let lists = [("nodes", ""), ("edges { cursor node", "}")];
            for (filter, (list, close)) in FILTERS.iter().flat_map(|filter| lists.map(|list| (filter, list))) {
                let query = |more: &str| ask(filter, list, &format!("{}{close}", with(more)), &writer.fragments);
                let (outcome, direct) = data(&schema, query("")).await;
                let (_, by_library) = data(&schema, query(BY_LIBRARY)).await;
                prop_assume!(outcome == Outcome::Executed);
                prop_assert!(by_library.contains("\"z\":[]"), "{by_library}");
                prop_assert_eq!(direct, by_library.replace(",\"z\":[]", ""), "{}", query(""));
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn what_is_asked_for_in_two_places_is_answered_in_one() {
    let schema = world(sorts(), &[]).await;
    let twice = "{ events(first: 1) { nodes { name venue { name } } nodes { kind venue { locality } } } }";
    let (_, twice) = data(&schema, twice.to_owned()).await;
    let once = "{ events(first: 1) { nodes { name venue { name locality } kind } } }";
    assert_eq!(twice, data(&schema, once.to_owned()).await.1);
}
