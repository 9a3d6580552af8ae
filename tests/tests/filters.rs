//! One filter language, held by filters that nobody thought of: whatever is asked for, the index, the API, the feed and the
//! command line give the events that the filter's specification names, on both databases.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::BTreeSet,
    path::PathBuf,
    process::{Command, Stdio},
};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    AttendanceMode, Event, EventFilter, EventKind, EventStatus, Goal, Near, NicheId, Point, Slice, query_string,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{Request, Schema};
use hobnob_tests::{App, are_required, corpus, for_each_address};
use proptest::{
    collection::vec, option::weighted, prelude::*, sample::select, strategy::ValueTree as _, test_runner::TestRunner,
};
use serde_json::{Map, Value, json};

/// How many filters are tried, and of how many the command line is asked, too.
const FILTERS: usize = 150;
const BY_COMMAND: usize = 12;

/// When the story takes place.
const NOW: &str = "2026-02-01T00:00:00Z";

/// Several values or, mostly, none.
fn some<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>, likely: f64) -> impl Strategy<Value = Vec<T>> {
    weighted(likely, vec(select(values), 1..4)).prop_map(|values| {
        let mut kept: Vec<T> = Vec::new();
        let mut seen = BTreeSet::new();
        kept.extend(values.unwrap_or_default().into_iter().filter(|value| seen.insert(format!("{value:?}"))));
        kept
    })
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let now: DateTime<Utc> = NOW.parse().expect("an instant");
    (-200..600_i64, 0..86_400_i64)
        .prop_map(move |(days, seconds)| now + TimeDelta::days(days) + TimeDelta::seconds(seconds))
}

fn near() -> impl Strategy<Value = Near> {
    let middles =
        vec![(52.52, 13.405), (51.5074, -0.1278), (40.7128, -74.006), (48.8566, 2.3522), (-33.8688, 151.2093)];
    (select(middles), 10..5_000_u32).prop_map(|((latitude, longitude), radius)| Near {
        text: format!("{latitude},{longitude}"),
        point: Point::new(latitude, longitude).expect("a point"),
        radius_km: f64::from(radius) / 2.0,
    })
}

/// A filter of any shape. `now` is the story's, so what depends on it is left out where another process is asked.
fn filters() -> impl Strategy<Value = EventFilter> {
    let niches: Vec<NicheId> = NicheId::all().collect();
    let common = ["rust", "python", "javascript", "css", "devops", "data", "security", "frontend"];
    let common: Vec<NicheId> = common.iter().filter_map(|slug| slug.parse().ok()).collect();
    let niches = prop_oneof![3 => some(common, 0.4), 1 => some(niches, 0.3)];
    let countries = ["DE", "US", "GB", "FR", "NL", "PL", "CA", "IN"].map(|code| code.parse().expect("a country"));
    let languages = ["en", "de", "fr", "pt"].map(str::to_owned);
    let words =
        ["conf", "python", "days", "devops days", "\"react\"", "js conf", "summit", "c++", "zürich", "nothing at all"];
    let vocabulary = (
        niches,
        some(Goal::ALL.to_vec(), 0.15),
        some(EventKind::ALL.to_vec(), 0.15),
        some(AttendanceMode::ALL.to_vec(), 0.3),
        some(countries.to_vec(), 0.2),
        some(languages.to_vec(), 0.15),
        some(EventStatus::ALL.to_vec(), 0.1),
    );
    let rest = (
        weighted(0.3, near()),
        weighted(0.1, any::<bool>()),
        weighted(0.2, select(words.map(str::to_owned).to_vec())),
        weighted(0.4, instant()),
        weighted(0.3, instant()),
        weighted(0.15, any::<bool>()),
    );
    (vocabulary, rest).prop_map(|(vocabulary, rest)| {
        let (niches, goals, kinds, modes, countries, languages, statuses) = vocabulary;
        let (near, is_free, query, from, to, call_for_papers_open) = rest;
        let (organizers, sources) = (Vec::new(), Vec::new());
        EventFilter {
            niches,
            goals,
            kinds,
            modes,
            near,
            countries,
            languages,
            is_free,
            query,
            from,
            to,
            call_for_papers_open,
            organizers,
            sources,
            statuses,
        }
    })
}

/// A filter as the API takes it. Does not compile when the filter gains a field that nobody decided about here.
fn input(filter: &EventFilter) -> Value {
    let EventFilter {
        niches,
        goals,
        kinds,
        modes,
        near,
        countries,
        languages,
        is_free,
        query,
        from,
        to,
        call_for_papers_open,
        organizers,
        sources,
        statuses,
    } = filter;
    fn upper<T: std::fmt::Display>(words: &[T]) -> Value {
        words.iter().map(|word| Value::from(word.to_string().to_uppercase())).collect()
    }
    fn plain<T: std::fmt::Display>(words: &[T]) -> Value {
        words.iter().map(|word| Value::from(word.to_string())).collect()
    }
    let near = near.as_ref().map(|near| {
        json!({ "latitude": near.point.latitude(), "longitude": near.point.longitude(), "radiusKm": near.radius_km })
    });
    let niches: Value = niches.iter().map(|niche| Value::from(niche.slug())).collect();
    let pairs = [
        ("niches", niches),
        ("goals", upper(goals)),
        ("kinds", upper(kinds)),
        ("modes", upper(modes)),
        ("near", json!(near)),
        ("countries", plain(countries)),
        ("languages", plain(languages)),
        ("isFree", json!(is_free)),
        ("query", json!(query)),
        ("from", json!(from.map(|at| at.to_rfc3339()))),
        ("to", json!(to.map(|at| at.to_rfc3339()))),
        ("callForPapersOpen", json!(call_for_papers_open)),
        ("organizers", plain(organizers)),
        ("sources", plain(sources)),
        ("statuses", upper(statuses)),
    ];
    let is_given = |value: &Value| !value.is_null() && value.as_array().is_none_or(|values| !values.is_empty());
    Value::Object(pairs.into_iter().filter(|(_, value)| is_given(value)).map(|(key, v)| (key.to_owned(), v)).collect())
}

async fn api(schema: &Schema, query: &str, variables: Value) -> Value {
    let variables: Map<String, Value> = variables.as_object().cloned().unwrap_or_default();
    let answer = hobnob_graphql::execute(schema, Request { variables, ..Request::new(query) }).await;
    let mut answer: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"].take()
}

const LISTED: &str = "query($filter: EventFilter, $after: String) { events(filter: $filter, first: 100, after: $after) { \
                      nodes { uid } pageInfo { hasNextPage endCursor } } }";

async fn by_api(schema: &Schema, filter: &Value) -> BTreeSet<String> {
    let (mut found, mut after) = (BTreeSet::new(), Value::Null);
    loop {
        let page = api(schema, LISTED, json!({ "filter": filter, "after": after })).await["events"].take();
        let nodes = page["nodes"].as_array().cloned().unwrap_or_default();
        found.extend(nodes.iter().filter_map(|node| node["uid"].as_str()).map(str::to_owned));
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// The filter as the API understood it: the address of its calendar tells.
async fn understood(schema: &Schema, filter: &Value) -> EventFilter {
    let query = "query($filter: EventFilter!) { calendarPreview(filter: $filter) { url } }";
    let preview = api(schema, query, json!({ "filter": filter })).await;
    let url = preview["calendarPreview"]["url"].as_str().expect("an address").to_owned();
    let url = url::Url::parse("https://events.example").and_then(|base| base.join(&url)).expect("an address");
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    read(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> EventFilter {
    query_string::read_filter(pairs, &|text| Gazetteer::embedded().find(text)).expect("a filter")
}

fn by_feed(text: &str) -> BTreeSet<String> {
    text.replace("\r\n ", "").lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect()
}

/// What the specification says, event by event.
fn naively(events: &[Event], filter: &EventFilter, now: DateTime<Utc>) -> BTreeSet<String> {
    let filter = EventFilter { from: filter.from.or(Some(now)), ..filter.clone() };
    let ever = TimeDelta::days(5_000);
    let is_asked = |event: &&Event| {
        hobnob_domain::occurrences(event, now - ever, now + ever).iter().any(|one| filter.matches(event, one, now))
    };
    events.iter().filter(is_asked).map(|event| event.uid.clone()).collect()
}

/// The program, which `cargo test --workspace` builds beside this story.
fn program() -> Option<PathBuf> {
    let here = std::env::current_exe().expect("this program");
    let program = here.parent().and_then(|deps| deps.parent()).map(|folder| folder.join("hobnob"));
    let found = program.filter(|program| program.is_file());
    assert!(found.is_some() || !are_required(), "HOBNOB_REQUIRE_STORIES is set and the program is not built");
    if found.is_none() {
        eprintln!("skipped on the command line: the program is not built");
    }
    found
}

/// What the command line finds. Flags are the query string's keys.
fn by_command(program: &PathBuf, address: &str, filter: &EventFilter) -> BTreeSet<String> {
    let mut command = Command::new(program);
    command.args(["events", "--json", "--first", "100000"]).stdin(Stdio::null());
    command.env("HOBNOB_DATABASE_URL", address).env("HOBNOB_HORIZON", "all").env("HOBNOB_LOG", "error");
    for (key, value) in query_string::write_filter(filter) {
        command.arg(format!("--{}={value}", key.replace('_', "-")));
    }
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let uid = |line: &str| serde_json::from_str::<Value>(line).ok()?["uid"].as_str().map(str::to_owned);
    text.lines().filter_map(uid).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_for_every_surface_gives_the_same_events() {
    let Some(corpus) = corpus() else { return };
    let program = program();
    for_each_address(async |address, store| {
        let mut app = App::start(store, NOW).await;
        for topic in ["rust", "python", "javascript", "css", "devops", "general", "data", "security"] {
            let path = format!("/2026/{topic}.json");
            let body = std::fs::read(corpus.join(format!("lists/confs.tech{path}"))).expect("a topic file");
            app.web.put(&path, "application/json", body);
            app.watch(&path).await;
        }
        app.work().await;
        let (index, now) = (app.index().await, app.now());
        let schema = hobnob_graphql::schema(hobnob_graphql::Context {
            store: app.store.clone(),
            index: index.clone(),
            gazetteer: Gazetteer::embedded(),
            clock: app.clock.clone(),
            public_url: None,
        });
        let events = app.store.events_changed_since(0, 100_000).await.expect("events").events;
        let organizers: Vec<_> = events.iter().filter_map(|event| Some(event.facts.organizer.as_ref()?.id)).collect();
        let sources: Vec<_> = app.store.sources().await.expect("sources").iter().map(|source| source.id).collect();
        // The same filters every time.
        let mut runner = TestRunner::deterministic();
        let (mut found_any, mut commands) = (0, 0);
        for number in 0..FILTERS {
            let mut filter = filters().new_tree(&mut runner).expect("a filter").current();
            filter.sources.extend(sources.get(number % 40));
            filter.organizers.extend(organizers.get(number % 60).filter(|_| number % 7 == 0));
            let written = query_string::write_filter(&filter);
            let pairs = || written.iter().map(|(key, value)| (*key, value.as_str()));
            assert_eq!(read(pairs()), filter, "what is written can be read");
            let input = input(&filter);
            assert_eq!(understood(&schema, &input).await, filter, "{input}");

            let expected = naively(&events, &filter, now);
            let answer = index.snapshot().query(&filter, &Slice::first(100_000), now);
            let shown = hobnob_graphql::shown(&app.store, &index.snapshot(), answer.rows).await.expect("events");
            let by_index: BTreeSet<String> = shown.iter().map(|row| row.event.uid.clone()).collect();
            assert_eq!(by_index, expected, "{written:?}");
            assert_eq!(by_api(&schema, &input).await, expected, "{input}");
            let options = pairs().chain([("past", "0d")]);
            let query = query_string::read_query(options, &|text| Gazetteer::embedded().find(text)).expect("a query");
            let feed = hobnob_web::feed_of(&app.store, &index.snapshot(), &query, None, now).await.expect("a feed");
            let mut by_feed = by_feed(&feed.text);
            // A feed that would be empty says so in an entry.
            assert_eq!(by_feed.remove("nothing-yet@hobnob"), expected.is_empty(), "{written:?}");
            assert_eq!(by_feed, expected, "{written:?}");
            found_any += usize::from(!expected.is_empty());
            // Another process has another clock: what depends on it is not asked there.
            let is_timeless = filter.from.is_some() && filter.call_for_papers_open.is_none();
            if let Some(program) =
                program.as_ref().filter(|_| is_timeless && commands < BY_COMMAND && !expected.is_empty())
            {
                assert_eq!(by_command(program, &address, &filter), expected, "{written:?}");
                commands += 1;
            }
        }
        assert!(found_any >= 30, "only {found_any} filters find anything");
        assert!(commands == BY_COMMAND || program.is_none(), "only {commands} commands");
    })
    .await;
}
