//! The weekly mail from signing up to leaving, on both databases: asked for once, confirmed once, sent once a week.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use axum::http::StatusCode;
use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;
use hobnob_digest::{Letter, Mailer, Smtp};
use hobnob_domain::{EventFilter, LetterKind, LetterState, SubscriberState, WeeklyHour, Wishes};
use hobnob_tests::{App, Post, SlowRelay, TooMany, for_each_address, for_each_database};
use sea_orm::{ConnectionTrait as _, Database};

/// A Friday in May.
const FRIDAY: &str = "2026-05-01T08:00:00Z";

const FORM: &str = "address=Reader%40example.org&niche=rust&near=Berlin&meetup_km=50&conference_km=300&weekday=0&hour=8\
    &zone=Europe%2FBerlin&goal_networking=3";

fn evening(number: u32, day: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{number}@club.example\r\nDTSTART;TZID=Europe/Berlin:{day}T190000\r\n\
         SUMMARY:Rust Meetup {number}\r\nLOCATION:Köpenicker Str. 40\\, Berlin\\, Germany\r\n\
         URL:https://club.example/{number}\r\nEND:VEVENT\r\n"
    )
}

fn calendar(evenings: &[String]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//EN\r\n{}END:VCALENDAR\r\n", evenings.concat())
}

/// An app that knows two evenings in Berlin.
async fn started(store: hobnob_store::Store) -> (App, Post) {
    let mut app = App::start(store, FRIDAY).await;
    let evenings = [evening(1, "20260507"), evening(2, "20260514")];
    app.web.put("/club.ics", "text/calendar", calendar(&evenings));
    app.watch("/club.ics").await;
    app.work().await;
    let post = Post::open(&app);
    (app, post)
}

/// The path of the first link below one of our paths.
fn link(letter: &Letter, path: &str) -> String {
    let begin = format!("https://events.example{path}");
    let at = letter.text.find(&begin).unwrap_or_else(|| panic!("no {begin} in {}", letter.text));
    let link = letter.text[at..].split_whitespace().next().unwrap_or_default();
    link.trim_start_matches("https://events.example").to_owned()
}

async fn counts(app: &App) -> BTreeMap<SubscriberState, u64> {
    app.store.subscribers_count().await.expect("counts").into_iter().filter(|(_, count)| *count > 0).collect()
}

async fn assert_accounted_for(app: &App) {
    for kind in LetterKind::ALL {
        let totals = app.store.letter_totals(*kind).await.expect("totals");
        assert!(totals.is_balanced(), "{kind}: {totals:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_signs_up_says_yes_gets_a_letter_and_leaves_by_one_click() {
    for_each_database(async |store| {
        let (app, post) = started(store).await;
        let (status, page) = post.get("/digest?niche=rust&near=Berlin&radius_km=25").await;
        let is_filled_in = page.contains("name=\"niche\" type=\"text\" value=\"rust\"");
        assert_eq!((status, is_filled_in), (StatusCode::OK, true));
        let (status, asked) = post.send("/digest", FORM).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(counts(&app).await, BTreeMap::from([(SubscriberState::Pending, 1)]));
        let (_, letters) = post.work(&app).await;
        let [question] = &letters[..] else { panic!("one question: {letters:?}") };
        assert_eq!(question.to, "Reader@example.org");
        assert!(question.list.is_none() && !question.text.contains("Rust Meetup"));

        let confirm = link(question, "/digest/confirm/");
        for _ in 0..3 {
            assert_eq!(post.get(&confirm).await.0, StatusCode::OK);
        }
        assert_eq!(counts(&app).await, BTreeMap::from([(SubscriberState::Pending, 1)]), "looking is no yes");
        assert_eq!(post.send(&confirm, "").await.0, StatusCode::OK);
        assert_eq!(counts(&app).await, BTreeMap::from([(SubscriberState::Confirmed, 1)]));
        assert!(post.send(&confirm, "").await.1.contains("You said yes before"));
        assert_eq!(post.send("/digest", FORM).await.1, asked, "who is known is told the same");

        assert_eq!(post.work(&app).await.1.len(), 1, "the second question, and no letter before Monday");
        app.clock.advance(TimeDelta::days(3));
        let (report, letters) = post.work(&app).await;
        let [letter] = &letters[..] else { panic!("one letter: {letters:?}") };
        assert_eq!((report.letters.planned, report.letters.sent), (1, 1));
        assert!(letter.text.contains("Rust Meetup 1") && letter.list.is_some(), "{}", letter.text);
        assert!(!letter.text.contains("Reader@example.org") && !letter.html.contains("Reader@example.org"));
        assert_eq!(post.work(&app).await.1, Vec::new(), "once a week");

        let leave = letter.list.as_ref().expect("a list").unsubscribe.path().to_owned();
        for _ in 0..3 {
            assert_eq!(post.get(&leave).await.0, StatusCode::OK);
        }
        assert_eq!(counts(&app).await, BTreeMap::from([(SubscriberState::Confirmed, 1)]), "looking is no farewell");
        for _ in 0..2 {
            assert_eq!(post.send(&leave, "List-Unsubscribe=One-Click").await.0, StatusCode::OK);
            assert_eq!(counts(&app).await, BTreeMap::from([(SubscriberState::Left, 1)]));
        }
        let id = app.store.subscribers(None, 10).await.expect("readers").0[0].id;
        assert_eq!(app.store.subscriber_addresses(&[id]).await.expect("addresses"), BTreeMap::new());
        app.clock.advance(TimeDelta::days(7));
        assert_eq!(post.work(&app).await.1, Vec::new());
        assert_accounted_for(&app).await;

        let forget = leave.replace("unsubscribe", "forget");
        assert_eq!(post.send(&forget, "").await.0, StatusCode::OK);
        assert_eq!(counts(&app).await, BTreeMap::new());
        assert_accounted_for(&app).await;
    })
    .await;
}

fn wishes(weekday: Weekday) -> Wishes {
    let when = WeeklyHour { zone: Tz::Europe__Berlin, weekday, hour: 8 };
    Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_wishes_is_changed_by_the_link_alone() {
    for_each_database(async |store| {
        let (app, post) = started(store).await;
        let id = post.reader(&app, "reader@example.org", &wishes(Weekday::Mon)).await;
        let path = format!("/digest/preferences/{}", post.mail.keys.link(id));
        assert_eq!(post.get(&path).await.0, StatusCode::OK);
        let (status, _) =
            post.send(&path, "niche=go&near=Paris&meetup_km=25&conference_km=any&weekday=5&hour=18").await;
        assert_eq!(status, StatusCode::OK);
        let known = app.store.subscriber(id).await.expect("a reader").expect("a reader");
        let when = WeeklyHour { zone: Tz::Europe__Paris, weekday: Weekday::Sat, hour: 18 };
        assert_eq!((known.wishes.when, known.wishes.filters.len()), (when, 2));
        let (status, page) = post.send(&path, "niche=nosuchthing").await;
        assert_eq!((status, page.contains("role=\"alert\"")), (StatusCode::BAD_REQUEST, true));
        let forged = path.replace(&id.to_string(), &hobnob_domain::SubscriberId::new(id.get() ^ 1).to_string());
        assert_eq!(post.get(&forged).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_that_had_its_letter_is_promised_no_second_one_and_one_that_is_due_is_not_lost() {
    for_each_database(async |store| {
        let (app, post) = started(store).await;
        let id = post.reader(&app, "reader@example.org", &wishes(Weekday::Mon)).await;
        let due = async || {
            let known = app.store.subscriber(id).await.expect("a reader").expect("a reader");
            known.next_due_at.expect("a letter is due").with_timezone(&Tz::Europe__Berlin)
        };
        let day = async || due().await.format("%a %F").to_string();
        app.clock.advance(TimeDelta::days(1));
        app.store.subscriber_wishes_set(id, &wishes(Weekday::Sun), app.now()).await.expect("it is kept");
        assert_eq!(day().await, "Sun 2026-05-03", "this week had none yet");
        app.store.subscriber_wishes_set(id, &wishes(Weekday::Mon), app.now()).await.expect("it is kept");
        app.clock.advance(TimeDelta::days(2));
        assert_eq!(post.work(&app).await.1.len(), 1, "the letter of Monday");
        app.store.subscriber_wishes_set(id, &wishes(Weekday::Sat), app.now()).await.expect("it is kept");
        assert_eq!(day().await, "Sat 2026-05-16");
        post.reader(&app, "reader@example.org", &wishes(Weekday::Wed)).await;
        assert_eq!(day().await, "Wed 2026-05-13", "who signs up again is promised no other");

        app.clock.advance(TimeDelta::days(9));
        post.reader(&app, "reader@example.org", &wishes(Weekday::Thu)).await;
        assert_eq!(day().await, "Wed 2026-05-13", "who says yes while a letter is due still gets it");
        let (report, _) = post.work(&app).await;
        assert_eq!((report.letters.planned, day().await), (1, "Thu 2026-05-21".to_owned()));
        assert_accounted_for(&app).await;
    })
    .await;
}

/// What stands in the page's box of filters.
fn boxed(page: &str) -> String {
    let (_, rest) = page.split_once("<textarea").expect("a box of filters");
    let (_, rest) = rest.split_once('>').expect("a whole tag");
    rest.split("</textarea>").next().unwrap_or_default().replace("&#38;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_for_everything_beside_others_outlives_the_pages_box() {
    for_each_database(async |store| {
        let (app, post) = started(store).await;
        let rust = EventFilter { niches: vec!["rust".parse().expect("a niche")], ..EventFilter::default() };
        let wished = Wishes { filters: vec![rust, EventFilter::default()], ..wishes(Weekday::Mon) };
        let id = post.reader(&app, "reader@example.org", &wished).await;
        let path = format!("/digest/preferences/{}", post.mail.keys.link(id));
        let lines = boxed(&post.get(&path).await.1);
        assert_eq!(lines, "niche=rust\neverything");
        let form = |lines: &str| {
            let fields = [("filters", lines), ("weekday", "0"), ("hour", "8"), ("zone", "Europe/Berlin")];
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
        };
        let (status, page) = post.send(&path, &form(&lines)).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let filters = async || app.store.subscriber(id).await.expect("a reader").expect("a reader").wishes.filters;
        assert_eq!(filters().await, wished.filters, "what was not touched stays");
        let (status, page) = post.send(&path, &form("niche=rust\nniche=nosuchthing")).await;
        assert_eq!((status, page.contains("filter in line 2")), (StatusCode::BAD_REQUEST, true), "{page}");
        let (status, page) = post.send(&path, &form("")).await;
        assert_eq!((status, page.contains("at least one filter")), (StatusCode::BAD_REQUEST, true), "{page}");
        assert_eq!(filters().await, wished.filters, "an empty box does not ask for everything");
    })
    .await;
}

/// A conference of a club in Berlin.
fn conference(number: u32, name: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{number}@club.example\r\nDTSTART;VALUE=DATE:20260526\r\nDTEND;VALUE=DATE:20260528\r\n\
         SUMMARY:{name}\r\nLOCATION:Berlin\\, Germany\r\nURL:https://open.example/2026\r\nEND:VEVENT\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_source_lists_under_another_name_is_told_as_renamed_though_no_filter_finds_it() {
    for_each_database(async |store| {
        let mut app = App::start(store, FRIDAY).await;
        let beside = evening(1, "20260507");
        app.web.put("/club.ics", "text/calendar", calendar(&[beside.clone(), conference(2, "Rust Conference")]));
        app.watch("/club.ics").await;
        app.work().await;
        let post = Post::open(&app);
        let rust = EventFilter { niches: vec!["rust".parse().expect("a niche")], ..EventFilter::default() };
        let wished = Wishes { filters: vec![rust], ..wishes(Weekday::Mon) };
        post.reader(&app, "reader@example.org", &wished).await;
        app.clock.advance(TimeDelta::days(3));
        let (_, letters) = post.work(&app).await;
        let [first] = &letters[..] else { panic!("one letter: {letters:?}") };
        assert!(first.text.contains("Rust Conference"), "{}", first.text);

        app.web.put("/club.ics", "text/calendar", calendar(&[beside, conference(3, "Pottery Fair")]));
        for _ in 0..4 {
            app.clock.advance(TimeDelta::days(1));
            app.work().await;
        }
        app.clock.advance(TimeDelta::days(3));
        let (_, letters) = post.work(&app).await;
        let [second] = &letters[..] else { panic!("one letter: {letters:?}") };
        assert!(second.text.contains("Renamed: Pottery Fair"), "{}", second.text);
        assert!(second.text.contains("It was called Rust Conference."), "{}", second.text);
        assert!(!second.text.contains("onger listed"), "{}", second.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_send_each_reader_one_letter() {
    for_each_database(async |store| {
        let (app, post) = started(store).await;
        let mut readers = BTreeSet::new();
        for number in 0..40 {
            let address = format!("reader-{number}@example.org");
            post.reader(&app, &address, &wishes(Weekday::Mon)).await;
            readers.insert(address);
        }
        app.clock.advance(TimeDelta::days(3));
        let workers = ["one", "other", "third"].map(|owner| post.worker(&app, owner));
        let [one, other, third] = &workers;
        let at = app.now();
        let done = tokio::join!(one.letters_all(at), other.letters_all(at), third.letters_all(at));
        assert!(done.0.is_ok() && done.1.is_ok() && done.2.is_ok(), "{done:?}");
        // Whoever came while another planned found nothing to send; nothing may be left.
        one.letters_all(at).await.expect("the worker works");
        let letters = post.memory.letters().into_iter().map(|(letter, _)| letter);
        let weekly: Vec<String> = letters.filter(|letter| letter.list.is_some()).map(|letter| letter.to).collect();
        assert_eq!(weekly.len(), readers.len());
        assert_eq!(weekly.into_iter().collect::<BTreeSet<_>>(), readers);
        assert_accounted_for(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_yesterday_is_not_sent_today() {
    for_each_database(async |store| {
        let (app, post) = started(store).await;
        let id = post.reader(&app, "reader@example.org", &wishes(Weekday::Mon)).await;
        app.clock.advance(TimeDelta::days(5));
        let (report, _) = post.work(&app).await;
        assert_eq!((report.letters.planned, report.letters.sent), (0, 0));
        let letters = app.store.letters(Some(id), Some(LetterState::Skipped), 10).await.expect("letters");
        let said: Vec<_> = letters.iter().map(|letter| (letter.kind, letter.error.as_deref())).collect();
        let late = Some("more than 24 hours late");
        assert!(said.contains(&(LetterKind::Weekly, late)), "{said:?}");
        app.clock.advance(TimeDelta::days(5));
        assert_eq!(post.work(&app).await.0.letters.sent, 1, "the next week has its letter");
        assert_accounted_for(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_away_is_told_nothing_and_makes_no_letter_unknown() {
    for_each_database(async |store| {
        let (app, mut post) = started(store).await;
        let id = post.reader(&app, "reader@example.org", &wishes(Weekday::Mon)).await;
        post.work(&app).await;
        app.clock.advance(TimeDelta::days(3));
        let kept = post.mail.mailer.clone();
        let nobody =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        post.mail.mailer = Mailer::Smtp(Smtp::new(&format!("smtp://{nobody}?tls=none")).expect("an address"));
        let (report, _) = post.work(&app).await;
        assert_eq!((report.letters.put_off, report.letters.unknown), (1, 0));
        let letter = app.store.letters(Some(id), Some(LetterState::Planned), 10).await.expect("letters").remove(0);
        assert_eq!(letter.attempts, 1, "it was a try, and nothing was said to be handed over");
        post.mail.mailer = kept;
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(post.work(&app).await.0.letters.sent, 1);
        assert_accounted_for(&app).await;
    })
    .await;
}

/// The metric of what is not accounted for; read anew, for what was read is told again for a while.
const UNBALANCED: &str = "hobnob_letter_kinds_unbalanced";

async fn unbalanced(app: &App, post: &Post) -> String {
    app.clock.advance(TimeDelta::seconds(30));
    let (status, page) = post.get("/metrics").await;
    assert_eq!(status, StatusCode::OK);
    let line = page.lines().find_map(|line| line.strip_prefix(UNBALANCED)).expect("the metric");
    line.trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_are_not_accounted_for_are_a_metric_that_is_zero_until_one_is_lost() {
    assert!(
        include_str!("../../docs/letters.md").contains(&format!("`{UNBALANCED}`")),
        "the operator is told its name"
    );
    for_each_address(async |address, store| {
        let (app, post) = started(store).await;
        assert_eq!(unbalanced(&app, &post).await, "0", "nothing was due");
        for number in 0..3 {
            post.reader(&app, &format!("reader-{number}@example.org"), &wishes(Weekday::Mon)).await;
        }
        post.work(&app).await;
        app.clock.advance(TimeDelta::days(3));
        let worker = post.worker(&app, "story");
        assert!(worker.letters_plan(app.now()).await.expect("a batch is planned"));
        assert_eq!(unbalanced(&app, &post).await, "0", "letters on their way are accounted for");
        post.work(&app).await;
        assert_eq!(unbalanced(&app, &post).await, "0", "and so are those that were sent");
        assert!(post.get("/metrics").await.1.contains("hobnob_letters_total{kind=\"weekly\",outcome=\"sent\"} 3"));
        app.clock.advance(TimeDelta::days(7));
        assert!(worker.letters_plan(app.now()).await.expect("a batch is planned"));
        let db = Database::connect(&address).await.expect("a connection of the story's own");
        let lost = db.execute_unprepared("DELETE FROM letters WHERE state = 'planned'").await.expect("rows are lost");
        assert_eq!(lost.rows_affected(), 3);
        assert_eq!(unbalanced(&app, &post).await, "1", "one kind of letters");
        db.close().await.expect("it closes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_told_to_stop_takes_back_what_the_relay_was_not_given() {
    for_each_database(async |store| {
        let (app, mut post) = started(store).await;
        for number in 0..60 {
            post.reader(&app, &format!("reader-{number}@example.org"), &wishes(Weekday::Mon)).await;
        }
        post.work(&app).await;
        app.clock.advance(TimeDelta::days(3));
        let relay = SlowRelay::start(Duration::from_millis(500));
        post.mail.mailer = Mailer::Smtp(Smtp::new(&relay.url).expect("an address"));
        let worker = post.worker(&app, "story");
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let end = async {
            while relay.taken() == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            stop.send_replace(true);
        };
        tokio::join!(worker.run(stopped), end);
        let of = async |state| {
            let letters = app.store.letters(None, Some(state), 1_000).await.expect("letters");
            letters.into_iter().filter(|letter| letter.kind == LetterKind::Weekly).collect::<Vec<_>>()
        };
        assert_eq!(of(LetterState::Sent).await.len(), relay.taken(), "what was under way came to its end");
        let planned = of(LetterState::Planned).await;
        assert_eq!(planned.len(), 60 - relay.taken(), "and everything else waits");
        assert!(planned.iter().all(|letter| letter.attempts == 0), "nothing was tried");
        assert!(!planned.is_empty());
        assert_accounted_for(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_allows_two_connections_gets_every_letter_over_two() {
    for too_many in [TooMany::AtOnce, TooMany::AtMail] {
        for_each_database(async |store| {
            let (app, mut post) = started(store).await;
            for number in 0..40 {
                post.reader(&app, &format!("reader{number}@example.org"), &wishes(Weekday::Mon)).await;
            }
            app.clock.advance(TimeDelta::days(3));
            let relay = SlowRelay::allowing(2, too_many, Duration::from_millis(20));
            post.mail.mailer = Mailer::Smtp(Smtp::new(&relay.url).expect("an address"));
            let (report, _) = post.work(&app).await;
            let letters = report.letters;
            assert_eq!((letters.planned, letters.sent, letters.put_off), (40, 40, 0), "{too_many:?}");
            assert_eq!(relay.taken(), 40);
            assert!(relay.refused() <= 16, "it is not asked again for each letter: {}", relay.refused());
            assert_accounted_for(&app).await;
        })
        .await;
    }
}
