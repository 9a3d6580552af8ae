//! Personal calendars: the form, the secret address, the owner's page.

use crate::world::{Reply, World, events};
use axum::http::{Method, StatusCode};

const FORM: [(&str, &str); 2] =
    [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];

async fn post(world: &World, path: &str, form: &str) -> Reply {
    world.ask(Method::POST, path, &FORM, form).await
}

/// Makes a calendar and gives its token.
async fn made(world: &World, form: &str) -> String {
    let reply = post(world, "/calendars/new", form).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let page = reply.href("https://events.example/calendars/");
    page.rsplit('/').next().unwrap_or_default().to_owned()
}

fn is_private(reply: &Reply) {
    assert_eq!((reply.header("cache-control"), reply.header("x-robots-tag")), ("no-store", "noindex"));
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn a_form_shows_what_would_be_in_the_calendar() {
    let world = World::of(events(9)).await;
    let page = world.get("/calendars/new?niche=rust&near=Berlin").await;
    is_private(&page);
    assert_eq!((page.status, page.count("<li><p class=\"when\">")), (StatusCode::OK, 5));
    assert!(page.text().contains("9 events are ahead: about 2 a week."), "{}", page.text());
    let quiet = world.get("/calendars/new?niche=python").await;
    assert!(quiet.text().contains("Hardly anything would ever come."), "{}", quiet.text());
    let nowhere = world.get("/calendars/new?near=Springfield").await;
    assert_eq!((nowhere.status, nowhere.count("role=\"alert\"")), (StatusCode::BAD_REQUEST, 1));
    let missouri = nowhere.hrefs("/calendars/new?near=Springfield%2C+Missouri");
    assert_eq!((missouri.len(), nowhere.count("Did you mean")), (1, 1));
    assert_eq!(world.get(&missouri[0]).await.status, StatusCode::OK);
    assert_eq!(world.get("/?niche=rust").await.href("/calendars/new"), "/calendars/new?niche=rust");
}

#[tokio::test]
async fn a_form_that_was_sent_with_a_place_that_is_several_is_asked_back_with_links() {
    let world = World::of(events(3)).await;
    let key = "0123456789abcdef0123456789abcdef";
    let page = post(&world, "/calendars/new", &format!("name=Mine&niche=rust&near=Springfield&key={key}")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let missouri = page.hrefs("/calendars/new?name=Mine&niche=rust&near=Springfield%2C+Missouri");
    assert_eq!((missouri.len(), page.count("Did you mean")), (1, 1));
    assert_eq!(world.get(&missouri[0]).await.status, StatusCode::OK);
    assert_eq!(world.store.calendars_total().await.unwrap(), 0);
}

#[tokio::test]
async fn a_form_with_something_wrong_in_it_keeps_what_else_was_chosen() {
    let world = World::of(events(3)).await;
    let chosen = "name=Mine&colour=teal&alarm=1d,2h&past=90d&cancelled=drop&grace=3d&tentative=false&cfp=true";
    let kept = |page: &Reply| {
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert_eq!(page.count("name=\"name\" type=\"text\" value=\"Mine\""), 1, "{}", page.text());
        for value in ["teal", "1d,2h", "90d", "drop", "3d", "false"] {
            assert_eq!(page.count(&format!("<option value=\"{value}\" selected>")), 1, "{value}");
        }
        assert_eq!(page.count("name=\"cfp\" type=\"checkbox\" value=\"true\" checked"), 1);
    };
    kept(&world.get(&format!("/calendars/new?niche=nosuchthing&{chosen}")).await);
    let token = made(&world, "name=Mine&niche=rust&key=0123456789abcdef0123456789abcdef").await;
    let edited = format!("do=edit&filters=niche%3Dnosuchthing&{chosen}");
    let page = post(&world, &format!("/calendars/{token}"), &edited).await;
    kept(&page);
    assert_eq!(page.count("id=\"filters\" name=\"filters\" aria-invalid=\"true\""), 1);
    assert_eq!(page.count(">niche=nosuchthing</textarea>"), 1);
}

#[tokio::test]
async fn the_secret_address_is_shown_once_and_stands_in_no_header() {
    let world = World::of(events(9)).await;
    let form =
        "name=Mine&niche=rust&near=Berlin&radius_km=30&far_km=1500&colour=teal&key=0123456789abcdef0123456789abcdef";
    let reply = post(&world, "/calendars/new", form).await;
    is_private(&reply);
    let page = reply.href("https://events.example/calendars/");
    let token = page.rsplit('/').next().unwrap_or_default();
    let https = format!("https://events.example/calendars/{token}.ics");
    assert_eq!((token.len(), reply.count(&https) > 0), (32, true));
    assert_eq!(reply.href("webcal:"), https.replace("https:", "webcal:"));
    let coded = https.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(
        reply.href("https://calendar.google.com/"),
        format!("https://calendar.google.com/calendar/r?cid={}", coded.replace("https", "webcal"))
    );
    assert_eq!(
        reply.href("https://outlook.live.com/"),
        format!("https://outlook.live.com/calendar/0/addfromweb?url={coded}&name=Mine")
    );
    assert!(reply.headers.values().all(|value| !value.to_str().unwrap_or_default().contains(token)));
    // The page loaded again is the same calendar.
    assert_eq!(made(&world, form).await, token);
    let calendars = world.store.calendars(None, 10).await.unwrap();
    let radii: Vec<Vec<f64>> = calendars
        .iter()
        .map(|calendar| {
            calendar.settings.filters.iter().filter_map(|filter| Some(filter.near.as_ref()?.radius_km)).collect()
        })
        .collect();
    assert_eq!(radii, [[30.0, 1_500.0]]);
}

#[tokio::test]
async fn a_feed_by_token_is_private() {
    let world = World::of(events(3)).await;
    let token = made(&world, "niche=rust").await;
    let path = format!("/calendars/{token}.ics");
    let feed = world.get(&path).await;
    assert_eq!((feed.status, feed.count("BEGIN:VEVENT")), (StatusCode::OK, 3));
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(feed.header("cache-control"), "private, max-age=900");
    assert_eq!((feed.header("x-robots-tag"), feed.header("referrer-policy")), ("noindex", "no-referrer"));
    assert_eq!((feed.header("vary"), feed.header("access-control-allow-origin")), ("Accept-Encoding", ""));
    let head = world.ask(Method::HEAD, &path, &[], "").await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (StatusCode::OK, 0, feed.header("etag")));
    let zipped = world.get_with(&path, &[("accept-encoding", "gzip")]).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert_ne!(zipped.header("etag"), feed.header("etag"));
    let html = world.get_with(&path, &[("accept", "text/html")]).await;
    assert_eq!((html.status, html.body), (StatusCode::OK, feed.body.clone()));
    assert_eq!(
        world.get(&path.to_uppercase().replace("/CALENDARS/", "/calendars/").replace(".ICS", ".ics")).await.body,
        feed.body
    );
}

#[tokio::test]
async fn an_unknown_and_a_revoked_address_are_told_apart_and_alike_else() {
    let world = World::of(events(3)).await;
    let token = made(&world, "niche=rust").await;
    let gone = post(&world, &format!("/calendars/{token}"), "do=delete&sure=true").await;
    assert_eq!(gone.status, StatusCode::OK);
    for (asked, status) in
        [(token, StatusCode::GONE), ("0".repeat(32), StatusCode::NOT_FOUND), ("short".into(), StatusCode::NOT_FOUND)]
    {
        let feed = world.get(&format!("/calendars/{asked}.ics")).await;
        assert_eq!((feed.status, feed.header("cache-control")), (status, "no-store"));
        assert_eq!((feed.header("x-robots-tag"), feed.header("referrer-policy")), ("noindex", "no-referrer"));
        assert_eq!(world.get(&format!("/calendars/{asked}")).await.status, status);
    }
}

#[tokio::test]
async fn a_calendar_is_deleted_only_by_who_says_to_be_sure() {
    let world = World::of(events(3)).await;
    let token = made(&world, "niche=rust").await;
    let page = format!("/calendars/{token}");
    for form in ["do=delete", "do=delete&sure=", "do=delete&sure=false"] {
        let kept = post(&world, &page, form).await;
        assert_eq!((kept.status, kept.count("role=\"alert\"")), (StatusCode::BAD_REQUEST, 1), "{form}");
    }
    assert_eq!(world.get(&page).await.status, StatusCode::OK);
    assert_eq!(post(&world, &page, "do=delete&sure=true").await.status, StatusCode::OK);
    assert_eq!(world.get(&page).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let world = World::of(events(3)).await;
    let token = made(&world, "niche=rust").await;
    let path = format!("/calendars/{token}.ics");
    for _ in 0..60 {
        assert_eq!(world.get(&path).await.status, StatusCode::OK);
    }
    let refused = world.get(&path).await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "61"));
    world.clock.turn_to("2026-03-02T09:42:00Z");
    assert_eq!(world.get(&path).await.status, StatusCode::OK);
    let other = made(&world, "niche=rust&name=Other").await;
    assert_eq!(world.get(&format!("/calendars/{other}.ics")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn its_owner_hides_pins_mutes_and_takes_back_without_a_script() {
    let world = World::of(events(3)).await;
    let token = made(&world, "name=Mine&niche=rust").await;
    let page = format!("/calendars/{token}");
    let first = world.get(&page).await;
    is_private(&first);
    assert_eq!((first.status, first.count("class=\"choose\""), first.count("<script")), (StatusCode::OK, 3, 0));
    let id = first
        .text()
        .split("name=\"id\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .to_owned();
    let hidden = post(&world, &page, &format!("do=hidden&id={id}")).await;
    assert_eq!((hidden.status, hidden.header("location")), (StatusCode::SEE_OTHER, "?said=hidden"));
    let second = world.get(&format!("{page}?said=hidden")).await;
    assert_eq!(
        (second.count("class=\"choose\""), second.count("role=\"status\""), second.count("Hidden: <a")),
        (2, 1, 1)
    );
    let back = post(&world, &page, &format!("do=hidden&undo=true&id={id}")).await;
    assert_eq!(back.header("location"), "?said=undone");
    assert_eq!(world.get(&page).await.count("class=\"choose\""), 3);
    post(&world, &page, &format!("do=muted&id={id}")).await;
    assert_eq!(world.get(&page).await.count("class=\"choose\""), 0);
    let strange = post(&world, &page, "do=explode").await;
    assert_eq!((strange.status, strange.count("role=\"alert\"")), (StatusCode::BAD_REQUEST, 1));
}

#[tokio::test]
async fn its_owner_edits_it_and_loses_nothing_by_a_slip() {
    let world = World::of(events(3)).await;
    let token = made(&world, "name=Mine&niche=rust").await;
    let page = format!("/calendars/{token}");
    let edit = "do=edit&name=Ours&filters=niche%3Drust%26near%3DBerlin%0D%0Aq%3Dtokio%0D%0A&past=7d&cancelled=drop&cfp=true&tentative=false&colour=indigo&alarm=1d%2C2h";
    assert_eq!(post(&world, &page, edit).await.header("location"), "?said=edited");
    let calendar = world.store.calendars(None, 10).await.unwrap().pop().unwrap();
    assert_eq!((calendar.settings.name.as_str(), calendar.settings.filters.len(), calendar.revision), ("Ours", 2, 2));
    assert!(world.get(&page).await.text().contains("niche=rust&#38;near=Berlin&#38;radius_km=50\nq=tokio</textarea>"));
    let slip = post(&world, &page, "do=edit&name=Ours+too&filters=niche%3Drsut").await;
    assert_eq!((slip.status, slip.count("filter in line 1")), (StatusCode::BAD_REQUEST, 1));
    assert!(slip.text().contains("niche=rsut</textarea>") && slip.text().contains("Ours too"), "{}", slip.text());
    assert_eq!(world.store.calendars(None, 10).await.unwrap(), [calendar]);
}

#[tokio::test]
async fn its_owner_says_how_long_cancelled_events_are_told_before_they_go() {
    let world = World::of(events(3)).await;
    let token = made(&world, "name=Mine&niche=rust&cancelled=drop&grace=1d").await;
    let page = format!("/calendars/{token}");
    assert_eq!(world.get(&page).await.count("<option value=\"1d\" selected>After a day"), 1);
    let edit = "do=edit&name=Mine&filters=niche%3Drust&cancelled=drop&grace=3d";
    assert_eq!(post(&world, &page, edit).await.header("location"), "?said=edited");
    assert_eq!(world.get(&page).await.count("<option value=\"3d\" selected>After three days"), 1);
}

#[tokio::test]
async fn a_new_address_shuts_the_old_one() {
    let world = World::of(events(3)).await;
    let token = made(&world, "name=Mine&niche=rust").await;
    let reply = post(&world, &format!("/calendars/{token}"), "do=rotate").await;
    is_private(&reply);
    let newer = reply.href("https://events.example/calendars/").rsplit('/').next().unwrap_or_default().to_owned();
    assert_ne!((newer.len(), newer.as_str()), (32, token.as_str()));
    assert_eq!(world.get(&format!("/calendars/{token}.ics")).await.status, StatusCode::GONE);
    assert_eq!(world.get(&format!("/calendars/{newer}.ics")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_of_another_site_is_not_taken() {
    let world = World::of(events(3)).await;
    let token = made(&world, "niche=rust").await;
    for headers in [("sec-fetch-site", "cross-site"), ("origin", "https://other.example")] {
        for (path, form) in [("/calendars/new".to_owned(), "niche=rust"), (format!("/calendars/{token}"), "do=delete")]
        {
            let reply = world.ask(Method::POST, &path, &[FORM[0], headers], form).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN);
        }
    }
    assert_eq!(world.store.calendars_total().await.unwrap(), 1);
    let long = "a".repeat(70_000);
    assert_eq!(post(&world, "/calendars/new", &format!("q={long}")).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// A form with a file, as browsers send it.
fn with_file(file: &str) -> String {
    let head = "content-disposition: form-data; name=\"file\"; filename=\"me.ics\"\r\ncontent-type: text/calendar";
    format!("--edge\r\n{head}\r\n\r\n{file}\r\n--edge--\r\n")
}

#[tokio::test]
async fn what_its_owner_has_on_is_compared_and_forgotten() {
    let world = World::of(events(5)).await;
    let token = made(&world, "niche=rust").await;
    let page = format!("/calendars/{token}");
    assert_eq!(world.get(&page).await.count("type=\"file\""), 1);
    let form = [("content-type", "multipart/form-data; boundary=edge"), ("sec-fetch-site", "same-origin")];
    let path = format!("{page}/clashes");
    let busy = "2026-03-04T17:00:00Z 2026-03-04T18:30:00Z\n2026-03-05T09:00:00Z 2026-03-05T18:00:00Z";
    let reply = world.ask(Method::POST, &path, &form, &with_file(busy)).await;
    is_private(&reply);
    assert_eq!((reply.status, reply.count("Evening 2"), reply.count("Evening 3")), (StatusCode::OK, 1, 0));
    assert!(reply.text().contains("1 of the 5 events ahead clashes with"), "{}", reply.text());
    assert!(reply.text().contains("You have something on: 18:00–19:30"), "{}", reply.text());
    assert_eq!(world.get(&page).await.count("18:00–19:30"), 0);

    for (file, says) in [("", "choose the file"), ("hello", "no calendar")] {
        let reply = world.ask(Method::POST, &path, &form, &with_file(file)).await;
        assert_eq!((reply.status, reply.count(says)), (StatusCode::BAD_REQUEST, 1), "{file}");
    }
    for (megabytes, says) in [(5, "the file is larger than 4 MB"), (33, "it may have up to 4 MB")] {
        let large = world.ask(Method::POST, &path, &form, &with_file(&"x".repeat(megabytes << 20))).await;
        assert_eq!((large.status, large.count(says)), (StatusCode::BAD_REQUEST, 1), "{megabytes} MB");
    }
    let elsewhere = [form[0], ("sec-fetch-site", "cross-site")];
    assert_eq!(world.ask(Method::POST, &path, &elsewhere, &with_file(busy)).await.status, StatusCode::FORBIDDEN);
    let nobody = format!("/calendars/{}/clashes", "0".repeat(32));
    assert_eq!(world.ask(Method::POST, &nobody, &form, &with_file(busy)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_client_makes_sixty_calendars_an_hour_whichever_way_they_ask() {
    let world = World::of(Vec::new()).await;
    let by_page = async |peer: &str| {
        world.ask_from(Some(peer), Method::POST, "/calendars/new", &FORM, "name=Mine&niche=rust").await
    };
    for _ in 0..58 {
        assert_eq!(by_page("192.0.2.1").await.status, StatusCode::OK);
    }
    let one = |name: &str| {
        format!("{name}: calendarCreate(input: {{ name: \"Mine\", filters: [{{ niches: [\"rust\"] }}] }}) {{ token }}")
    };
    let by_api = async |peer: &str, names: &[&str]| {
        let mutation = format!("mutation {{ {} }}", names.iter().map(|name| one(name)).collect::<Vec<_>>().join(" "));
        let body = serde_json::json!({ "query": mutation }).to_string();
        let json = [("content-type", "application/json")];
        world.ask_from(Some(peer), Method::POST, "/graphql", &json, &body).await.text()
    };
    let two = by_api("192.0.2.1", &["a", "b"]).await;
    assert!(two.contains("\"token\":\"") && !two.contains("errors"), "{two}");
    let third = by_api("192.0.2.1", &["c"]).await;
    assert!(third.contains("\"code\":\"RATE_LIMITED\"") && third.contains("come again in 61 seconds"), "{third}");
    let refused = by_page("192.0.2.1").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "61"));
    assert!(refused.text().contains("too many calendars were made from your network lately"), "{}", refused.text());
    assert_eq!(by_page("192.0.2.2").await.status, StatusCode::OK, "everybody else may");
    for _ in 0..61 {
        assert_eq!(by_page("127.0.0.1").await.status, StatusCode::OK, "who is on this machine is not counted");
    }
}
