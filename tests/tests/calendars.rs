//! A calendar of one's own, from its making to its end, as its owner and their calendar app see it.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use chrono::TimeDelta;
use hobnob_domain::{Decision, PersonalCalendar, Verdict};
use hobnob_gazetteer::Gazetteer;
use hobnob_tests::{App, for_each_database};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// What came back.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The names of the events, in order.
    fn names(&self) -> Vec<String> {
        let unfolded = self.text.replace("\r\n ", "");
        unfolded.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).map(str::to_owned).collect()
    }
}

/// The read side as the network sees it.
struct Site {
    router: Router,
}

impl Site {
    async fn over(app: &App) -> Self {
        let base = "https://events.example/".parse().expect("an address");
        let clock = app.clock.clone();
        let state = hobnob_web::State::new(app.store.clone(), app.index().await, Gazetteer::embedded(), clock, base);
        Self { router: hobnob_web::router(state) }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Reply { status: parts.status, headers: parts.headers, text: String::from_utf8(body).expect("text") }
    }

    async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, &[], String::new()).await
    }

    async fn feed(&self, token: &str) -> Reply {
        self.get(&format!("/calendars/{token}.ics")).await
    }

    /// The data that a mutation gives.
    async fn graphql(&self, query: &str, input: Value) -> Value {
        let body = json!({ "query": query, "variables": { "input": input } }).to_string();
        let headers = [("content-type", "application/json"), ("accept", "application/json")];
        let reply = self.ask(Method::POST, "/graphql", &headers, body).await;
        let mut answer: Value = serde_json::from_str(&reply.text).expect("JSON");
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"].take()
    }

    async fn create(&self, input: Value) -> Value {
        let query = "mutation($input: CalendarCreateInput!) { calendarCreate(input: $input) {
            token url calendar { id preview { totalCount next { id name } url } } problems { field message code } } }";
        self.graphql(query, input).await["calendarCreate"].take()
    }

    async fn hide(&self, token: &str, id: &str, kind: &str) -> Value {
        let query = "mutation($input: CalendarHideInput!) { calendarHide(input: $input) {
            calendar { choices { id kind label } } problems { field message code } } }";
        self.graphql(query, json!({ "token": token, "id": id, "kind": kind })).await["calendarHide"].take()
    }

    /// How many feeds had to be rendered.
    async fn rendered(&self) -> u64 {
        let line = "hobnob_feed_requests_total{cache=\"miss\"} ";
        let metrics = self.get("/metrics").await.text;
        let count = metrics.lines().find_map(|text| text.strip_prefix(line)).expect("the metric");
        count.parse().expect("a number")
    }
}

fn vevent(uid: &str, day: u32, name: &str, place: &str, organizer: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}@club.example\r\nDTSTART;TZID=Europe/Berlin:202605{day:02}T190000\r\n\
         DTEND;TZID=Europe/Berlin:202605{day:02}T210000\r\nSUMMARY:{name}\r\nLOCATION:{place}\r\n\
         ORGANIZER;CN={organizer}:mailto:hello@club.example\r\nURL:https://club.example/{uid}\r\nEND:VEVENT\r\n"
    )
}

/// The same from nine to five: what is over in two hours is no conference.
fn all_day_long(vevent: &str) -> String {
    vevent.replace("T190000", "T090000").replace("T210000", "T170000")
}

fn page() -> String {
    let berlin = "Old Mill\\, Berlin\\, Germany";
    let events = [
        vevent("1", 10, "Rust Evening 1", berlin, "Rust Club"),
        vevent("2", 12, "Rust Meetup at the Lake", berlin, "Lake Hackers"),
        vevent("3", 17, "Rust Evening 2", berlin, "Rust Club"),
        all_day_long(&vevent("4", 20, "Rust Conference 2026", "Palace\\, Paris\\, France", "Grand Talks")),
        vevent("5", 22, "Python Evening", berlin, "Snake Club"),
    ];
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n", events.concat())
}

async fn read(app: &mut App) {
    app.web.put("/club.ics", "text/calendar", page());
    app.watch("/club.ics").await;
    app.work().await;
}

fn rust() -> Value {
    let near = |radius: u32| json!({ "place": "Berlin", "radiusKm": radius });
    json!({
        "name": "Rust, nearby",
        "colour": "INDIGO",
        "filters": [
            { "niches": ["rust"], "near": near(30), "kinds": ["MEETUP", "OTHER", "TALK"] },
            { "niches": ["rust"], "near": near(1_500), "kinds": ["CONFERENCE"] },
        ],
    })
}

const ALL: [&str; 4] = ["Rust Evening 1", "Rust Meetup at the Lake", "Rust Evening 2", "Rust Conference 2026"];

/// The id of an event by its name.
async fn id_of(app: &App, name: &str) -> String {
    let events = app.all_events().await;
    let event = events.iter().find(|event| event.facts.name == name).unwrap_or_else(|| panic!("no {name}"));
    format!("event_{}", event.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_lives_from_its_making_to_its_end() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        read(&mut app).await;
        let site = Site::over(&app).await;

        let made = site.create(rust()).await;
        assert_eq!(made["problems"], json!([]));
        assert_eq!(made["calendar"]["preview"]["totalCount"], 4, "{made}");
        let token = made["token"].as_str().expect("a token").to_owned();
        assert_eq!(made["url"], format!("https://events.example/calendars/{token}.ics"));
        let first = site.feed(&token).await;
        assert_eq!((first.status, first.names()), (StatusCode::OK, ALL.map(str::to_owned).to_vec()));
        assert!(first.text.contains("X-WR-CALNAME:Rust\\, nearby\r\n") && first.text.contains("COLOR:indigo\r\n"));
        assert!(!first.text.contains(&token), "who forwards the file forwards no key");

        app.clock.advance(TimeDelta::hours(1));
        let lake = id_of(&app, "Rust Meetup at the Lake").await;
        let hidden = site.hide(&token, &lake, "HIDDEN").await;
        let choice = json!({ "id": lake, "kind": "HIDDEN", "label": "Rust Meetup at the Lake" });
        assert_eq!(hidden, json!({ "calendar": { "choices": [choice] }, "problems": [] }));
        let second = site.feed(&token).await;
        assert_eq!(second.names(), [ALL[0], ALL[2], ALL[3]]);
        let changed = "Fri, 01 May 2026 09:00:00 GMT";
        assert_ne!(first.header("last-modified"), changed);
        assert_eq!(second.header("last-modified"), changed, "an event that leaves moves the date");

        site.hide(&token, &id_of(&app, "Python Evening").await, "PINNED").await;
        site.hide(&token, &id_of(&app, "Rust Evening 1").await, "ENDED").await;
        let third = site.feed(&token).await;
        assert_eq!(
            third.names(),
            [ALL[3], "Python Evening"],
            "a pin holds beyond the filter; a series ends as a whole"
        );

        let rotate =
            "mutation($input: CalendarRotateInput!) { calendarRotate(input: $input) { token problems { code } } }";
        let rotated = site.graphql(rotate, json!({ "token": token })).await["calendarRotate"].take();
        let newer = rotated["token"].as_str().expect("a token").to_owned();
        assert_eq!(site.feed(&token).await.status, StatusCode::GONE);
        assert_eq!(site.feed(&newer).await.names(), third.names());

        let delete =
            "mutation($input: CalendarDeleteInput!) { calendarDelete(input: $input) { isDeleted problems { code } } }";
        let deleted = site.graphql(delete, json!({ "token": newer })).await["calendarDelete"].take();
        assert_eq!(deleted, json!({ "isDeleted": true, "problems": [] }));
        assert_eq!(site.feed(&newer).await.status, StatusCode::GONE);
        assert_eq!(site.feed(&"0".repeat(32)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_has_it_costs_no_rendering_and_no_write() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        read(&mut app).await;
        let site = Site::over(&app).await;
        let made = site.create(rust()).await;
        let path = format!("/calendars/{}.ics", made["token"].as_str().expect("a token"));
        let first = site.get(&path).await;
        let (rendered, kept, revision) = (site.rendered().await, calendars(&app).await, app.store.revision().await);
        for _ in 0..20 {
            let again = site.ask(Method::GET, &path, &[("if-none-match", first.header("etag"))], String::new()).await;
            assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        }
        assert_eq!(site.rendered().await, rendered);
        assert_eq!(calendars(&app).await, kept);
        assert_eq!(app.store.revision().await.expect("a revision"), revision.expect("a revision"));
    })
    .await;
}

async fn calendars(app: &App) -> Vec<PersonalCalendar> {
    app.store.calendars(None, 10).await.expect("calendars")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_is_given_as_it_was_while_the_database_is_away() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        read(&mut app).await;
        let site = Site::over(&app).await;
        let made = site.create(rust()).await;
        let token = made["token"].as_str().expect("a token").to_owned();
        let before = site.feed(&token).await;
        app.store.clone().close().await.expect("the database goes away");
        let after = site.feed(&token).await;
        assert_eq!((after.status, &after.text), (StatusCode::OK, &before.text));
        let path = format!("/calendars/{token}.ics");
        let again = site.ask(Method::GET, &path, &[("if-none-match", before.header("etag"))], String::new()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        // The next day's feed is made from what is at hand, or is yesterday's.
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(site.feed(&token).await.names(), before.names());
        let unknown = site.feed(&"0".repeat(32)).await;
        assert_eq!((unknown.status, unknown.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "60"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_holds_what_its_specification_says() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        read(&mut app).await;
        let site = Site::over(&app).await;
        let made = site.create(rust()).await;
        let token = made["token"].as_str().expect("a token").to_owned();
        let club = id_of(&app, "Rust Evening 1").await;
        let steps = [
            ("Rust Meetup at the Lake", "HIDDEN"),
            ("Rust Meetup at the Lake", "PINNED"),
            ("Python Evening", "FOLLOWED"),
            ("Rust Evening 1", "MUTED"),
            ("Rust Evening 2", "PINNED"),
            ("Python Evening", "ENDED"),
        ];
        for (name, kind) in steps {
            site.hide(&token, &id_of(&app, name).await, kind).await;
            let calendar = calendars(&app).await.pop().expect("the calendar");
            let snapshot = app.index().await.snapshot();
            let rows = hobnob_graphql::selected(&app.store, &snapshot, &calendar, app.now(), app.now()).await;
            let found: Vec<String> = rows.expect("rows").iter().map(|row| row.event.facts.name.clone()).collect();
            let shows = |event: &hobnob_domain::Event| calendar.shows(event, &event.sitting_at(app.now()), app.now());
            let expected: Vec<String> = app
                .all_events()
                .await
                .iter()
                .filter(|event| shows(event))
                .map(|event| event.facts.name.clone())
                .collect();
            assert_eq!(found, expected, "{name} {kind}");
        }
        assert_eq!(site.feed(&token).await.names(), [ALL[1], ALL[2], ALL[3]]);
        let undone = json!({ "token": token, "id": club, "kind": "MUTED", "isUndone": true });
        let query = "mutation($input: CalendarHideInput!) { calendarHide(input: $input) { problems { field code } } }";
        assert_eq!(site.graphql(query, undone).await["calendarHide"]["problems"], json!([]));
        assert_eq!(site.feed(&token).await.names(), ALL);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_can_put_right_is_answered_in_problems() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        read(&mut app).await;
        let site = Site::over(&app).await;
        let input = json!({
            "name": " ",
            "filters": [{}, { "near": { "place": "Springfield" } }, { "niches": ["rsut"] }],
            "options": { "past": "soon" },
            "idempotencyKey": "short",
        });
        let made = site.create(input).await;
        let problems = made["problems"].as_array().expect("problems");
        let told: Vec<(Value, Value)> =
            problems.iter().map(|problem| (problem["field"].clone(), problem["code"].clone())).collect();
        let expected = [
            json!(["filters", "1", "near", "place"]),
            json!(["filters", "2", "niches"]),
            json!(["options", "past"]),
            json!(["idempotencyKey"]),
            json!(["name"]),
        ];
        assert_eq!(told, expected.map(|field| (field, json!("INVALID"))));
        assert_eq!(calendars(&app).await, []);

        let stranger = "0".repeat(32);
        let unknown = site.hide(&stranger, "event_1", "HIDDEN").await;
        assert_eq!(
            (&unknown["problems"][0]["field"], &unknown["problems"][0]["code"]),
            (&json!(["token"]), &json!("NOT_FOUND"))
        );
        let token = site.create(rust()).await["token"].as_str().expect("a token").to_owned();
        let nothing = site.hide(&token, "event_1", "HIDDEN").await;
        assert_eq!(
            (&nothing["problems"][0]["field"], &nothing["problems"][0]["code"]),
            (&json!(["id"]), &json!("NOT_FOUND"))
        );

        let key = json!({ "idempotencyKey": "b1946ac92492d2347c6235b4d2611184" });
        let mut input = rust();
        input.as_object_mut().expect("an object").extend(key.as_object().expect("an object").clone());
        let (first, second) = (site.create(input.clone()).await, site.create(input).await);
        assert_eq!(first, second);
        assert_eq!(calendars(&app).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_taken_by_post_only() {
    for_each_database(async |store| {
        let app = App::start(store, "2026-05-01T08:00:00Z").await;
        let site = Site::over(&app).await;
        let token = site.create(rust()).await["token"].as_str().expect("a token").to_owned();
        let query = format!("{{ calendar(token: \"{token}\") {{ name }} }}");
        let body = json!({ "query": query }).to_string();
        let headers = [("content-type", "application/json"), ("accept", "application/json")];
        let posted = site.ask(Method::POST, "/graphql", &headers, body).await;
        let told: serde_json::Value = serde_json::from_str(&posted.text).expect("JSON");
        assert_eq!(told["data"], json!({ "calendar": { "name": "Rust, nearby" } }));
        let coded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let got = site.ask(Method::GET, &format!("/graphql?query={coded}"), &headers[1..], String::new()).await;
        assert!(got.text.contains("may not stand in an address"), "{}", got.text);
        assert!(!got.text.contains("nearby"), "{}", got.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_of_an_event_holds_for_the_one_it_went_into() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        for path in ["/club.ics", "/city.ics"] {
            let evening =
                vevent(path.trim_matches('/'), 12, "Rust Meetup at the Lake", "Old Mill\\, Berlin\\, Germany", "X");
            let page = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{evening}END:VCALENDAR\r\n");
            app.web.put(path, "text/calendar", page.replace("URL:https://club.example", "URL:https://x.example"));
            app.watch(path).await;
        }
        app.work().await;
        let pair = app.store.pairs(Verdict::Same, None, 10).await.expect("pairs").pop().expect("one pair");
        let say = async |app: &mut App, is_one| {
            let decision = Decision::new(pair.one, pair.other, is_one, app.now());
            app.store.decision_save(&decision).await.expect("it is kept");
            app.work().await;
        };
        let kept = app.all_events().await.pop().expect("the event").id;
        say(&mut app, false).await;
        let two = app.all_events().await;
        let other = two.iter().find(|event| event.id != kept).expect("another event").id;
        let site = Site::over(&app).await;
        let token = site.create(rust()).await["token"].as_str().expect("a token").to_owned();
        assert_eq!(site.feed(&token).await.names().len(), 2);
        site.hide(&token, &format!("event_{other}"), "HIDDEN").await;
        assert_eq!(site.feed(&token).await.names().len(), 1);
        say(&mut app, true).await;
        assert_eq!(app.all_events().await.iter().map(|event| event.id).collect::<Vec<_>>(), [kept]);
        let feed = Site::over(&app).await.feed(&token).await;
        assert!(feed.names().iter().all(|name| name.starts_with("Nothing matches")), "{:?}", feed.names());
    })
    .await;
}
