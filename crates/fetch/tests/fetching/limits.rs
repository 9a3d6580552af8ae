//! Answers that are too long, too slow, broken or meant to harm.

use crate::web::{Web, failed, now, settings, text};
use hobnob_fetch::{Ask, Client, Fetched, Settings};
use std::time::Duration;

async fn fetched(answer: impl AsRef<[u8]>, holds: bool, settings: Settings) -> Fetched {
    let web = Web::raw(answer.as_ref().to_vec(), holds).await;
    Client::new(settings).unwrap().fetch(&Ask::new(web.url("/")), now()).await
}

fn small() -> Settings {
    Settings { body_bytes_max: 2048, ..settings() }
}

fn hasty() -> Settings {
    let (first_byte_timeout, total_timeout) = (Duration::from_millis(400), Duration::from_millis(800));
    Settings { first_byte_timeout, total_timeout, ..settings() }
}

#[tokio::test]
async fn a_body_that_ends_with_the_connection_is_a_page() {
    let page = fetched("HTTP/1.1 200 OK\r\n\r\nhello", false, settings()).await;
    assert_eq!(text(&page), Some("hello".into()));
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_a_failure() {
    let half = fetched("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nBEGIN:VCALENDAR", false, settings()).await;
    assert_eq!(half, failed("broke off after 15 of 5000 bytes"));
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    assert_eq!(fetched(chunked, false, settings()).await, failed("broke off after 5 bytes"));
}

#[tokio::test]
async fn an_announced_length_beyond_the_limit_is_refused_before_reading() {
    let lie = "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\nx";
    assert_eq!(fetched(lie, true, settings()).await, failed("sent more than 10 MiB"));
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_and_not_a_byte_further() {
    let sent = |bytes| format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(bytes));
    assert_eq!(text(&fetched(sent(2048), false, small()).await).map(|body| body.len()), Some(2048));
    assert_eq!(fetched(sent(2049), true, small()).await, failed("sent more than 2048 bytes"));
}

#[tokio::test]
async fn two_codings_broken_codings_and_codings_not_asked_for_are_failures() {
    let coded =
        |coding: &str| format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: 6\r\n\r\nsecret");
    let outcome = |coding| fetched(coded(coding), false, settings());
    assert_eq!(outcome("gzip, gzip").await, failed("answered in several content-codings at once"));
    assert_eq!(outcome("gzip").await, failed("sent a compressed body without its end"));
    assert_eq!(outcome("br").await, failed("answered in the content-coding `br`, which was not asked for"));
    assert_eq!(text(&outcome("identity").await), Some("secret".into()));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    assert_eq!(fetched("", true, hasty()).await, failed("did not answer within 400ms"));
}

#[tokio::test]
async fn a_server_that_never_ends_is_given_up() {
    let drip = fetched("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", true, hasty()).await;
    assert_eq!(drip, failed("took longer than 800ms"));
}

#[tokio::test]
async fn long_headers_are_refused() {
    let long = |bytes| format!("HTTP/1.1 200 OK\r\nX-Big: {}\r\nContent-Length: 1\r\n\r\nx", "a".repeat(bytes));
    assert_eq!(fetched(long(70_000), true, settings()).await, failed("sent more than 64 KiB of headers"));
    let reason = "did not answer as a web server does: message head is too large";
    assert_eq!(fetched(long(1_000_000), true, settings()).await, failed(reason));
}

#[tokio::test]
async fn what_is_not_http_is_a_failure() {
    let reason = "did not answer as a web server does: invalid HTTP version parsed";
    assert_eq!(fetched("220 mail.example.org ESMTP\r\n", true, settings()).await, failed(reason));
    let silent = "did not answer as a web server does: connection closed before message completed";
    assert_eq!(fetched("", false, settings()).await, failed(silent));
}

#[tokio::test]
async fn bytes_of_what_was_given_up_are_told_too() {
    for (answer, bytes) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nBEGIN:VCALENDAR", 15),
        ("HTTP/1.1 200 OK\r\n\r\nhello", 5),
        ("HTTP/1.1 500 No\r\n\r\nhello", 0),
    ] {
        let web = Web::raw(answer.as_bytes().to_vec(), false).await;
        let (_, sent) = Client::new(settings()).unwrap().look(&Ask::new(web.url("/")), now()).await;
        assert_eq!(sent.bytes, bytes, "{answer}");
    }
    let web = Web::raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nBEGIN".to_vec(), true).await;
    let (fetched, sent) = Client::new(hasty()).unwrap().look(&Ask::new(web.url("/")), now()).await;
    assert_eq!((fetched, sent.bytes), (failed("took longer than 800ms"), 5), "held");
}
