//! How fast listings become drafts, texts are classified, and drafts are clustered.
//!
//! `baseline` is the same work done to the bone in the same run, so that figures of different machines can be compared:
//! folding the texts for drafts and classification, sorting the keys for clusters.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hobnob_domain::{
    Draft, KnownListing, Listing, ListingId, PlaceWords, Prose, SourceId, SourceSpec, TimeWords, Words, text::folded,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{Resolver, Text, cluster, fold, identity_keys};
use url::Url;

const TOPICS: [&str; 8] = ["Rust", "Go", "Kubernetes", "PostgreSQL", "React", "Machine Learning", "Security", "DevOps"];
const SORTS: [&str; 5] = ["Meetup", "Workshop", "Conference", "Hack Night", "User Group"];
const TOWNS: [&str; 6] =
    ["Berlin, Germany", "Portland, OR, USA", "c-base, Rungestraße 20, 10179 Berlin", "Online", "Toronto, ON", "Paris"];
const ABOUT: &str = "<p>An evening of <b>talks</b> about systems, databases &amp; the cloud, with time to meet other \
    engineers. Bring a laptop; we learn together how distributed systems fail, and what to do about it.</p>";

fn pick<'a>(list: &[&'a str], place: usize) -> &'a str {
    list.get(place % list.len()).copied().unwrap_or_default()
}

fn listing(number: usize, now: DateTime<Utc>) -> KnownListing {
    let at = i64::try_from(number).unwrap_or(0);
    let start = now + TimeDelta::days(at % 200);
    let name = format!("{} {} #{}", pick(&TOPICS, number / 3), pick(&SORTS, number / 7), number % 11);
    let words = Words {
        name: Some(name),
        description: Some(Prose::Html(ABOUT.repeat(3))),
        start: Some(TimeWords { text: start.format("%Y%m%dT180000").to_string(), zone: Some("Europe/Berlin".into()) }),
        end: Some(TimeWords { text: start.format("%Y%m%dT203000").to_string(), zone: Some("Europe/Berlin".into()) }),
        places: vec![PlaceWords { text: Some(pick(&TOWNS, number).to_owned()), ..PlaceWords::default() }],
        keywords: vec!["software".into(), "talks".into()],
        ..Words::default()
    };
    let url = Some(format!("https://site-{}.example/events/{}?utm_source=feed", number % 40, number / 2));
    KnownListing {
        id: ListingId::new(at),
        source_id: SourceId::new(at % 50),
        listing: Listing { key: format!("key-{number}"), url, words },
        first_seen_at: now,
        changed_at: now,
        missing_runs: 0,
        missing_since: None,
    }
}

fn resolve(criterion: &mut Criterion) {
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap_or_default();
    let Ok(url) = Url::parse("https://calendar.example/feed.ics") else { return };
    let source = SourceSpec::new("Calendar", url);
    let resolver = Resolver::new(Gazetteer::embedded());
    let listings: Vec<KnownListing> = (0..10_000).map(|number| listing(number, now)).collect();
    let few: Vec<&KnownListing> = listings.iter().take(500).collect();
    let texts: Vec<String> = few.iter().filter_map(|known| known.listing.words.name.clone()).collect();
    let drafts: Vec<Draft> = listings.iter().filter_map(|known| resolver.draft(known, &source, now).ok()).collect();

    let mut group = criterion.benchmark_group("texts");
    group.throughput(Throughput::Elements(500)).sample_size(20);
    group.bench_function("draft", |bencher| {
        bencher.iter(|| few.iter().filter_map(|known| resolver.draft(known, &source, now).ok()).count());
    });
    group.bench_function("classify", |bencher| {
        bencher.iter(|| {
            let classify =
                |name: &String| resolver.classify(&Text { name, description: Some(ABOUT), ..Text::default() });
            texts.iter().map(|name| classify(name).niches.len()).sum::<usize>()
        });
    });
    group.bench_function("baseline", |bencher| {
        bencher.iter(|| texts.iter().map(|name| folded(name).len() + folded(ABOUT).len()).sum::<usize>());
    });
    group.finish();

    let mut group = criterion.benchmark_group("ten_thousand_drafts");
    group.throughput(Throughput::Elements(10_000)).sample_size(10);
    group.bench_function("cluster", |bencher| bencher.iter(|| cluster(black_box(&drafts), &[]).parts.len()));
    group.bench_function("fold", |bencher| {
        bencher.iter(|| drafts.iter().map(|draft| fold(&[draft], None, now).fingerprint.len()).sum::<usize>());
    });
    group.bench_function("baseline", |bencher| {
        bencher.iter(|| {
            let mut keys: Vec<String> = drafts.iter().flat_map(identity_keys).collect();
            keys.sort_unstable();
            keys.len()
        });
    });
    group.finish();
}

criterion_group!(benches, resolve);
criterion_main!(benches);
