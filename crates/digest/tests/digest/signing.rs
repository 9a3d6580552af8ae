//! Letters that are signed, and whether a receiver believes them.

use std::collections::HashMap;

use crate::{
    made::{ana, letter_to, meetup, sender},
    sending::{eml, headers},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hobnob_digest::{Letter, Sender, Signer, SignerError};
use proptest::prelude::*;
use ring::{
    digest::{SHA256, digest},
    signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey},
};

/// Keys that sign nothing but tests. The first is the one of RFC 8463 §A.2.
const ED25519_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
    -----END PRIVATE KEY-----\n";
const RSA_KEY: &str = include_str!("keys/rsa.pem");
const RSA_KEY_PKCS1: &str = include_str!("keys/rsa_pkcs1.pem");

fn letter() -> Letter {
    letter_to(&ana(), &[meetup(1, 10)]).unwrap()
}

fn signer(key: &str) -> Signer {
    Signer::new("example.org", "hobnob1", key).unwrap()
}

fn signed(key: &str) -> Vec<u8> {
    eml(&letter(), &sender().signed_by(signer(key)).unwrap()).unwrap()
}

/// The tags of a header or record, without blanks.
fn tags(text: &str) -> HashMap<String, String> {
    let tags = text.split(';').filter_map(|tag| tag.split_once('='));
    tags.map(|(name, value)| (name.trim().to_owned(), value.split_whitespace().collect())).collect()
}

/// One line of a header with every run of blanks as one, the name in lower case.
fn relaxed(line: &str) -> String {
    let (name, value) = line.split_once(':').unwrap();
    format!("{}:{}\r\n", name.trim().to_lowercase(), value.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a receiver that finds this record believes the mail: RFC 6376 §6.1.3, written a second time.
fn is_believed(mail: &[u8], record: &str) -> bool {
    let text = String::from_utf8(mail.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<String> = headers(format!("{head}\r\n\r\n").as_bytes());
    let signature = lines.remove(0);
    let (stated, record) = (tags(signature.split_once(':').unwrap().1), tags(record));
    let lines_of_body = body.split("\r\n").map(|line| {
        let blanks = line.replace('\t', " ");
        let words: Vec<&str> = blanks.split(' ').filter(|word| !word.is_empty()).collect();
        format!("{}{}", if blanks.starts_with(' ') && !words.is_empty() { " " } else { "" }, words.join(" "))
    });
    let body = lines_of_body.collect::<Vec<_>>().join("\r\n");
    let body = format!("{}\r\n", body.trim_end_matches("\r\n"));
    if BASE64.encode(digest(&SHA256, body.as_bytes())) != stated["bh"] {
        return false;
    }
    let mut hashed = String::new();
    for name in stated["h"].split(':') {
        if let Some(last) = lines.iter().rposition(|line| line.to_lowercase().starts_with(&format!("{name}:"))) {
            hashed.push_str(&relaxed(&lines.remove(last)));
        }
    }
    let unsigned = signature.rsplit_once("b=").unwrap().0.to_owned() + "b=";
    hashed.push_str(relaxed(&unsigned).trim_end());
    let (key, b) = (BASE64.decode(&record["p"]).unwrap(), BASE64.decode(&stated["b"]).unwrap());
    if stated["a"] == "ed25519-sha256" {
        let hash = digest(&SHA256, hashed.as_bytes());
        return UnparsedPublicKey::new(&ED25519, key).verify(hash.as_ref(), &b).is_ok();
    }
    // What is wrapped is the RSAPublicKey: ring takes that one.
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key[24..]).verify(hashed.as_bytes(), &b).is_ok()
}

#[test]
fn a_receiver_believes_a_signed_letter_and_no_other() {
    for key in [ED25519_KEY, RSA_KEY, RSA_KEY_PKCS1] {
        let (mail, record) = (signed(key), signer(key).record());
        assert!(is_believed(&mail, &record));
        let text = String::from_utf8(mail).unwrap();
        for (from, to) in [
            ("Subject: Your events", "Subject: Our events"),
            ("\r\nFrom: hobnob", "\r\nFrom: x <x@example.org>\r\nFrom: hobnob"),
            ("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Clicks"),
            ("\r\n\r\n--", "\r\nReply-To: x@example.org\r\n\r\n--"),
            ("<!DOCTYPE", "<!doctype"),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(!is_believed(changed.as_bytes(), &record), "{to}");
        }
        let respaced = text.replacen("Subject: Your events", "SUBJECT:  Your \t events", 1) + "\r\n\r\n";
        assert!(is_believed(respaced.as_bytes(), &record), "relaxed: blanks don't count");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_letter_says_its_signature_holds(name in "(?s)(\r\n|\t| |=|ß|東|.){0,60}", place in "(?s)( |.){0,200}") {
        let mut event = meetup(1, 10);
        event.facts.name = name;
        event.facts.venue.as_mut().unwrap().name = Some(place);
        let letter = letter_to(&ana(), &[event]).unwrap();
        let mail = eml(&letter, &sender().signed_by(signer(ED25519_KEY)).unwrap()).unwrap();
        prop_assert!(is_believed(&mail, &signer(ED25519_KEY).record()));
    }
}

#[test]
fn the_signature_names_who_when_how_and_every_header_once_more_than_it_is_there() {
    let mail = signed(ED25519_KEY);
    let signature = headers(&mail).remove(0);
    let stated = tags(signature.strip_prefix("DKIM-Signature:").unwrap());
    let says = |tag: &str| stated.get(tag).map(String::as_str);
    let expected = [("v", "1"), ("a", "ed25519-sha256"), ("c", "relaxed/relaxed"), ("d", "example.org")];
    for (tag, value) in expected.into_iter().chain([("s", "hobnob1"), ("t", "1780293600")]) {
        assert_eq!(says(tag), Some(value), "{tag}");
    }
    assert_eq!(says("l"), None, "the whole body is signed");
    let twice = ["from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post"];
    let listed = |name: &str| says("h").unwrap().split(':').filter(|listed| *listed == name).count();
    for name in twice.into_iter().chain(["auto-submitted", "precedence", "mime-version", "content-type"]) {
        assert_eq!(listed(name), 2, "{name}");
    }
    assert_eq!((listed("reply-to"), listed("cc"), listed("sender")), (1, 1, 1));
    let text = String::from_utf8(mail).unwrap();
    let mut own = text.split("\r\n").enumerate().take_while(|(number, line)| *number == 0 || line.starts_with(' '));
    assert!(own.all(|(_, line)| line.len() <= 78));
}

#[test]
fn a_signed_letter_is_the_same_twice_and_is_the_unsigned_one_below() {
    for key in [ED25519_KEY, RSA_KEY] {
        assert_eq!(signed(key), signed(key));
        assert!(signed(key).ends_with(&eml(&letter(), &sender()).unwrap()));
    }
}

#[test]
fn the_record_for_dns_is_told() {
    let signer = signer(ED25519_KEY);
    assert_eq!(signer.record_name(), "hobnob1._domainkey.example.org");
    assert_eq!(signer.record(), "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    let rsa = Signer::new("example.org", "a", RSA_KEY).unwrap().record();
    // A SubjectPublicKeyInfo of 2048 bits.
    assert!(rsa.starts_with("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"), "{rsa}");
}

#[test]
fn what_can_not_sign_is_refused_with_the_cure() {
    let refused = |domain, selector, key| Signer::new(domain, selector, key).map(drop);
    assert_eq!(refused("example.org", "a", ED25519_KEY), Ok(()));
    for domain in ["", "org", "127.0.0.1", "a b.org", "a.org; d=b.org", "a.org\r\nx"] {
        assert_eq!(refused(domain, "a", ED25519_KEY), Err(SignerError::Domain), "{domain}");
    }
    for selector in ["", "a b", "a;", "a..b", "a\r\nx"] {
        assert_eq!(refused("example.org", selector, ED25519_KEY), Err(SignerError::Selector), "{selector}");
    }
    for key in ["", "secret", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert_eq!(refused("example.org", "a", key), Err(SignerError::Pem), "{key}");
    }
    let no_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    assert_eq!(refused("example.org", "a", no_key), Err(SignerError::Key));
    assert!(SignerError::Pem.to_string().contains("openssl genpkey"));
}

#[test]
fn a_domain_signs_for_itself_and_those_below_it() {
    let with = |from: &str, domain: &str| {
        let signer = Signer::new(domain, "a", ED25519_KEY).unwrap();
        Sender::read(from).unwrap().signed_by(signer).map(drop)
    };
    assert_eq!(with("letters@events.example.org", "example.org"), Ok(()));
    assert_eq!(with("letters@example.org", "Example.org"), Ok(()));
    assert_eq!(with("letters@example.org", "events.example.org"), Err(SignerError::Stranger));
    assert_eq!(with("letters@notexample.org", "example.org"), Err(SignerError::Stranger));
}

#[test]
fn a_key_is_not_shown() {
    assert_eq!(format!("{:?}", signer(ED25519_KEY)), "Signer { at: \"hobnob1._domainkey.example.org\", .. }");
}
