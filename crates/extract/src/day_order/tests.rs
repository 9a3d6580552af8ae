use super::*;
use chrono::DateTime;
use hobnob_domain::Listing;
use std::collections::BTreeSet;
use url::Url;

/// The starts of a page's rows once its order is settled.
fn settled(url: &str, body: &str, hints: &SourceHints, rows: &[(&str, Option<&str>)]) -> Vec<String> {
    let time = |text: &str| TimeWords { text: text.to_owned(), zone: None };
    let listing = |(start, end): &(&str, Option<&str>)| Listing {
        key: (*start).to_owned(),
        url: None,
        words: Words { start: Some(time(start)), end: end.map(time), ..Words::default() },
    };
    let mut extraction = Extraction {
        format: None,
        listings: rows.iter().map(listing).collect(),
        in_part: BTreeSet::new(),
        next_pages: Vec::new(),
        problems: Vec::new(),
        fresh_for: None,
        is_complete: true,
    };
    let page = Page {
        url: Url::parse(url).unwrap(),
        media_type: None,
        body: body.as_bytes().to_vec(),
        fetched_at: DateTime::UNIX_EPOCH,
    };
    settle(&mut extraction, &page, hints);
    extraction.listings.into_iter().filter_map(|listing| Some(listing.words.start?.text)).collect()
}

fn starts(rows: &[&str]) -> Vec<String> {
    let rows: Vec<_> = rows.iter().map(|row| (*row, None)).collect();
    settled("https://example.org/", "", &SourceHints::default(), &rows)
}

#[test]
fn one_row_settles_it_for_all() {
    assert_eq!(starts(&["9/11/2027 19:00", "13/11/2027"]), ["2027-11-09 19:00", "2027-11-13"]);
    assert_eq!(starts(&["9/11/2027 7:00 PM", "11/13/2027"]), ["2027-09-11 7:00 PM", "2027-11-13"]);
    assert_eq!(starts(&["09-11-2027", "21-11-2027", "9/1/28"]), ["2027-11-09", "2027-11-21", "2028-01-09"]);
}

#[test]
fn a_weekday_that_fits_one_reading_settles_it_too() {
    // The ninth of November is a Tuesday, the eleventh of September a Saturday.
    assert_eq!(starts(&["Tue, 9/11/2027", "10/11/2027"]), ["Tue, 2027-11-09", "2027-11-10"]);
    assert_eq!(starts(&["Samstag, den 9/11/2027", "10/11/2027"]), ["Samstag, den 2027-09-11", "2027-10-11"]);
}

#[test]
fn without_a_word_on_it_the_dates_stay_as_they_are() {
    assert_eq!(starts(&["9/11/2027", "8/8/2027", "2027-03-04"]), ["9/11/2027", "2027-08-08", "2027-03-04"]);
    // A page that is in both orders vouches for none.
    assert_eq!(starts(&["9/11/2027", "13/4/2027", "4/13/2027"]), ["9/11/2027", "2027-04-13", "2027-04-13"]);
}

#[test]
fn the_length_of_events_tells_where_nothing_else_does() {
    let none = SourceHints::default();
    let of = |rows: &[(&str, Option<&str>)]| settled("https://example.org/", "", &none, rows);
    assert_eq!(of(&[("9/11/2027", Some("11/11/2027")), ("1/2/2028", None)]), ["2027-11-09", "2028-02-01"]);
    let rows = [("9/11/2027", Some("11/11/2027")), ("12/13/2027", None)];
    assert_eq!(of(&rows), ["2027-09-11", "2027-12-13"], "a row that is sure outweighs it");
}

#[test]
fn language_and_region_of_the_page_tell_then_those_of_the_source() {
    let row = [("9/11/2027", None)];
    let none = SourceHints::default();
    let by_page = |url: &str, body: &str| settled(url, body, &none, &row).remove(0);
    assert_eq!(by_page("https://example.org/", "<!doctype html><html class=a lang=\"en-GB\">"), "2027-11-09");
    assert_eq!(by_page("https://example.org/", "<html lang='en-US'>"), "2027-09-11");
    assert_eq!(
        by_page("https://example.org/", "<html lang=en><meta property=\"og:locale\" content=\"en_AU\">"),
        "2027-11-09"
    );
    assert_eq!(by_page("https://example.org/", "<rss><channel><language>fr</language>"), "2027-11-09");
    assert_eq!(by_page("https://example.co.uk/list.json", "[]"), "2027-11-09");
    assert_eq!(by_page("https://example.org/", "<html lang=en>"), "9/11/2027");
    assert_eq!(by_page("https://example.org/", "<html lang=en-CA>"), "9/11/2027");
    let by_source = |hints: &SourceHints| settled("https://example.org/", "<html lang=en>", hints, &row).remove(0);
    let zone = |zone: &str| SourceHints { time_zone: Some(zone.to_owned()), ..SourceHints::default() };
    assert_eq!(by_source(&zone("America/Chicago")), "2027-09-11");
    assert_eq!(by_source(&zone("Europe/London")), "2027-11-09");
    assert_eq!(by_source(&zone("America/Toronto")), "9/11/2027");
    let place = SourceHints { place: Some("Portland, Oregon, USA".to_owned()), ..SourceHints::default() };
    assert_eq!(by_source(&place), "2027-09-11");
}

#[test]
fn halves_of_the_day_tell_where_nothing_else_does() {
    assert_eq!(starts(&["9/11/2027 7:00 PM", "10/11/2027"]), ["2027-09-11 7:00 PM", "2027-10-11"]);
    assert_eq!(starts(&["9/11/2027 at 7 p.m."]), ["2027-09-11 at 7 p.m."]);
    assert_eq!(starts(&["9-11-2027 7:00 PM"]), ["9-11-2027 7:00 PM"]);
    assert_eq!(starts(&["9/11/2027 7:00 PM", "13/11/2027"]), ["2027-11-09 7:00 PM", "2027-11-13"]);
    let none = SourceHints::default();
    let british = settled("https://example.co.uk/", "", &none, &[("9/11/2027 7:00 PM", None)]);
    assert_eq!(british, ["2027-11-09 7:00 PM"]);
}

#[test]
fn what_is_no_such_date_is_none() {
    for text in
        ["2027-11-09", "2027/11/9", "1/9/11/2027", "9/11", "x9/11/2027", "40/50/2027", "9/11/20271", "9-11-27", ""]
    {
        assert_eq!(numeric::first(text), None, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_looked_at(text in "[0-9/. T:é-]{0,40}") {
        let mut evidence = Evidence::default();
        evidence.text(&text);
        if let Some(date) = numeric::first(&text) {
            let _ = date.rewritten(&text, Some(DayOrder::DayFirst));
        }
    }
}
