//! The vectors of the conformance folder, where there is one: `HOBNOB_CONFORMANCE`, else beside the checkout.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that can't go on says where")]

use hobnob_fetch::guard::{check_url, is_public};
use hobnob_fetch::robots::Robots;
use serde_json::Value;
use std::path::PathBuf;
use url::Url;

#[expect(clippy::disallowed_methods, reason = "tests find the conformance folder by it")]
fn folder() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance");
    std::env::var("HOBNOB_CONFORMANCE").map_or_else(|_| PathBuf::from(beside), PathBuf::from)
}

fn vectors(name: &str) -> Option<Value> {
    let path = folder().join("vectors").join(name);
    if !path.exists() {
        println!("skipped: no conformance vectors");
        return None;
    }
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

fn texts(vectors: &Value, key: &str) -> Vec<String> {
    vectors[key].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_robots_vector_is_answered_as_rfc_9309_says() {
    let Some(vectors) = vectors("robots.json") else { return };
    let (mut checks, mut wrong) = (0, Vec::new());
    for case in vectors["cases"].as_array().unwrap() {
        let file = case["robots"].as_str().unwrap();
        for check in case["checks"].as_array().unwrap() {
            let (agent, url) = (check[0].as_str().unwrap(), Url::parse(check[1].as_str().unwrap()).unwrap());
            let allowed = Robots::parse(file.as_bytes(), agent).allows(&url);
            checks += 1;
            if Some(allowed) != check[2].as_bool() {
                wrong.push(format!("{} {check}", case["id"]));
            }
        }
    }
    assert_eq!((wrong, checks), (Vec::<String>::new(), 70));
}

type Judge<'a> = &'a dyn Fn(&String) -> bool;

#[test]
fn every_address_vector_is_let_through_or_refused_as_it_should() {
    let Some(vectors) = vectors("ssrf.json") else { return };
    let goes = |url: &String| Url::parse(url).is_ok_and(|url| check_url(&url, &[]).is_ok());
    let is_open = |ip: &String| is_public(ip.parse().unwrap());
    let judged: [(&str, Judge); 4] = [
        ("ip_deny", &|ip| !is_open(ip)),
        ("ip_allow", &is_open),
        ("url_deny", &|url| !goes(url)),
        ("url_allow", &goes),
    ];
    let (mut checks, mut wrong) = (0, Vec::new());
    for (key, is_right) in judged {
        let texts = texts(&vectors, key);
        checks += texts.len();
        wrong.extend(texts.into_iter().filter(|text| !is_right(text)));
    }
    assert_eq!((wrong, checks), (Vec::<String>::new(), 125));
}
