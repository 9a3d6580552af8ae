use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use hobnob_web::fixed_site;
use std::collections::BTreeMap;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::ServiceExt as _;

async fn get(path: &str, tag: Option<&str>) -> (StatusCode, String, String, String) {
    let file = |media: &str, body: &str| (media.to_owned(), body.as_bytes().to_vec());
    let files = BTreeMap::from([("/list.ics".to_owned(), file("text/calendar", "BEGIN:VCALENDAR"))]);
    let site = fixed_site(files, Some(file("text/html", "<p>elsewhere")));
    let request = Request::builder().uri(path);
    let request = tag.into_iter().fold(request, |request, tag| request.header("if-none-match", tag));
    let response = site.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let header = |name: &str| parts.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let body = String::from_utf8(to_bytes(body, 1_000).await.unwrap().to_vec()).unwrap();
    (parts.status, header("content-type"), header("etag"), body)
}

#[tokio::test]
async fn a_fixed_page_is_served_with_a_tag_and_not_twice() {
    let (status, media, tag, body) = get("/list.ics", None).await;
    assert_eq!((status, media.as_str(), body.as_str()), (StatusCode::OK, "text/calendar", "BEGIN:VCALENDAR"));
    let (status, _, again, body) = get("/list.ics", Some(&tag)).await;
    assert_eq!((status, again, body.as_str()), (StatusCode::NOT_MODIFIED, tag, ""));
}

#[tokio::test]
async fn any_other_path_of_a_fixed_site_is_missing() {
    let (status, media, _, body) = get("/other", None).await;
    assert_eq!((status, media.as_str(), body.as_str()), (StatusCode::NOT_FOUND, "text/html", "<p>elsewhere"));
}

#[tokio::test(start_paused = true)]
async fn who_never_ends_their_question_is_not_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (_tell, stop) = tokio::sync::watch::channel(false);
    tokio::spawn(hobnob_web::serve_router(listener, fixed_site(BTreeMap::new(), None), stop));
    let mut slow = tokio::net::TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ex.org\r\nX-Slow: ").await.unwrap();
    let limit = hobnob_web::QUESTION_TIME_MAX * 2;
    assert!(tokio::time::timeout(limit, slow.read_to_end(&mut Vec::new())).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_their_answer_is_not_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, stop) = tokio::sync::watch::channel(false);
    let long = ("text/plain".to_owned(), vec![b'a'; 32 * 1024 * 1024]);
    let site = fixed_site(BTreeMap::from([("/long".to_owned(), long)]), None);
    let served = tokio::spawn(hobnob_web::serve_router(listener, site, stop));
    let mut deaf = tokio::net::TcpStream::connect(address).await.unwrap();
    deaf.write_all(b"GET /long HTTP/1.1\r\nHost: ex.org\r\n\r\n").await.unwrap();
    deaf.read_exact(&mut [0; 12]).await.unwrap();
    tokio::time::sleep(hobnob_web::UNREAD_TIME_MAX * 2).await;
    let mut taken = Vec::new();
    let _ = deaf.read_to_end(&mut taken).await;
    assert!(taken.len() < 32 * 1024 * 1024, "{}", taken.len());
    tell.send_replace(true);
    served.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_server_ends_when_it_is_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (tell, stop) = tokio::sync::watch::channel(false);
    let served = tokio::spawn(hobnob_web::serve_router(listener, fixed_site(BTreeMap::new(), None), stop));
    tell.send(true).unwrap();
    served.await.unwrap().unwrap();
}
