//! How fast pages are read, beside what limits it: bytes looked at once, and the bare tokeniser.
//!
//! Each group prints its ratios first, measured in the same run; the absolute figures of a shared machine say little.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]
#![allow(missing_docs, reason = "the macros of criterion write functions without")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hobnob_domain::Page;
use hobnob_extract::extract;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn page(body: String) -> Page {
    let url = "https://example.org/".parse().unwrap();
    Page { url, media_type: None, body: body.into_bytes(), fetched_at: chrono::DateTime::UNIX_EPOCH }
}

/// A calendar of 5,000 events with folds, zones, escapes and alarms.
fn calendar() -> Page {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:Europe/Berlin\r\n".to_owned();
    for n in 0..5_000 {
        let (day, month) = (1 + n % 28, 1 + n % 12);
        write!(
            text,
            "BEGIN:VEVENT\r\nUID:{n}@example.org\r\nDTSTAMP:20260101T000000Z\r\n\
             DTSTART;TZID=Europe/Berlin:2026{month:02}{day:02}T183000\r\nDTEND;TZID=Europe/Berlin:2026{month:02}{day:02}T210000\r\n\
             SUMMARY:Meetup number {n}\\, with a title of ordinary length\r\n\
             DESCRIPTION:An evening with two talks\\, pizza and time to talk.\\n\\nDoors open at hal\r\n f past six\\; the first talk begins at seven. Please register so that we can \r\n order enough. Über alles Weitere reden wir vor Ort.\r\n\
             LOCATION:Some House\\, Some Street {n}\\, 10999 Berlin\\, Germany\r\nGEO:52.5;13.4\r\n\
             URL:https://example.org/events/{n}\r\nCATEGORIES:Rust,Databases,Community\r\nSTATUS:CONFIRMED\r\n\
             ATTENDEE;CN=Somebody;PARTSTAT=ACCEPTED:mailto:somebody@example.org\r\n\
             BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        )
        .unwrap();
    }
    text.push_str("END:VCALENDAR\r\n");
    page(text)
}

/// An event page of about 90 KB: markup, styles and scripts around what tells of the event.
fn event_page(head: &str, body: &str) -> Page {
    let row = "<div class=\"card card--wide\" data-id=\"17\"><a href=\"/e/17?ref=list\">A <b>title</b></a><p>Words &amp; more words about it.</p></div>\n";
    let script = "<script>window.state={a:1<2,b:'</div>',list:[1,2,3]};function f(a,b){return a<b&&b>a}</script>\n";
    page(format!(
        "<!doctype html><html><head><title>Rust meetup</title>{head}</head><body>{}{body}{}</body></html>",
        row.repeat(400),
        script.repeat(350)
    ))
}

/// The event in a block of JSON-LD.
fn json_ld_page() -> Page {
    let block = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"Event","name":"Rust meetup","startDate":"2026-05-14T19:00:00+01:00","endDate":"2026-05-14T21:30:00+01:00","eventStatus":"https://schema.org/EventScheduled","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode","url":"https://example.org/e/1","description":"Two talks &amp; pizza. Doors open at half past six.","location":{"@type":"Place","name":"House","address":{"@type":"PostalAddress","streetAddress":"Street 1","addressLocality":"Lisboa","addressCountry":"PT"},"geo":{"@type":"GeoCoordinates","latitude":38.7,"longitude":-9.1}},"organizer":{"@type":"Organization","name":"Rust Lisboa","url":"https://example.org/g"},"offers":{"@type":"Offer","price":"0","priceCurrency":"EUR"}}</script>"#;

    event_page(block, "")
}

/// The event in the attributes of its elements.
fn microdata_page() -> Page {
    let body = r#"<div itemscope itemtype="https://schema.org/Event"><h1 itemprop="name">Rust meetup</h1><meta itemprop="startDate" content="2026-05-14T19:00:00+01:00"><time itemprop="endDate" datetime="2026-05-14T21:30:00+01:00">21:30</time><div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">House</span><div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><span itemprop="streetAddress">Street 1</span>, <span itemprop="addressLocality">Lisboa</span></div></div><div itemprop="description">Two talks &amp; pizza.</div></div>"#;
    event_page("", body)
}

/// The event in the classes of its elements.
fn microformats_page() -> Page {
    let body = r#"<div class="h-event"><h1 class="p-name">Rust meetup</h1><time class="dt-start" datetime="2026-05-14T19:00:00+01:00">14 May</time> – <time class="dt-end" datetime="2026-05-14T21:30:00+01:00">21:30</time><div class="p-location h-card"><span class="p-name">House</span><div class="p-adr h-adr"><span class="p-street-address">Street 1</span> <span class="p-locality">Lisboa</span></div></div><div class="e-content"><p>Two talks &amp; pizza.</p></div></div>"#;
    event_page("", body)
}

/// Every byte once: what no reader can be faster than.
fn looked_at(page: &Page) -> usize {
    page.body.iter().filter(|byte| **byte == b'\n').count()
}

/// The tokeniser alone on the same bytes, as it comes.
fn tokenised(page: &Page) -> usize {
    ical::PropertyParser::from_reader(page.body.as_slice()).filter_map(Result::ok).count()
}

/// The whole tree of the page, as a parser of HTML builds it.
fn parsed(page: &Page) -> usize {
    scraper::Html::parse_document(std::str::from_utf8(&page.body).unwrap()).tree.nodes().count()
}

fn read(page: &Page) -> usize {
    extract(page, None).listings.len()
}

/// The fastest of ten rounds, in seconds.
fn fastest(mut work: impl FnMut() -> usize) -> f64 {
    let mut round = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..10).map(|_| round()).fold(f64::INFINITY, f64::min)
}

type Limit = (&'static str, fn(&Page) -> usize);

fn compare(criterion: &mut Criterion, name: &str, page: &Page, limits: [Limit; 2]) {
    let megabytes = f64::from(u32::try_from(page.body.len()).unwrap()) / 1e6;
    let ours = fastest(|| read(page));
    println!("{name}: {:.0} MB/s", megabytes / ours);
    for (limit, work) in limits {
        println!("{name}: {:.2} of the speed of {limit}", fastest(|| work(page)) / ours);
    }
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(u64::try_from(page.body.len()).unwrap()));
    group.bench_function("extract", |bencher| bencher.iter(|| read(black_box(page))));
    for (limit, work) in limits {
        group.bench_function(limit, |bencher| bencher.iter(|| work(black_box(page))));
    }
    group.finish();
}

fn ical(criterion: &mut Criterion) {
    compare(criterion, "ical", &calendar(), [("a look at every byte", looked_at), ("the bare tokeniser", tokenised)]);
}

fn html(criterion: &mut Criterion) {
    for (name, page) in
        [("json_ld", json_ld_page()), ("microdata", microdata_page()), ("microformats", microformats_page())]
    {
        compare(criterion, name, &page, [("a look at every byte", looked_at), ("the bare HTML parser", parsed)]);
    }
}

criterion_group!(benches, ical, html);
criterion_main!(benches);
