//! Real input: every topic file of confs.tech, 2024 to 2026, as a world of sources.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::TimeDelta;
use hobnob_domain::{ListingId, NicheId};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::Resolver;
use hobnob_tests::{App, corpus, for_each_database};

/// The files below a folder, with their paths.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for year in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if !year.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&year).expect("a year").map(|entry| entry.expect("an entry").path()) {
            let path = file.strip_prefix(folder).expect("below").display().to_string();
            found.push((format!("/{path}"), std::fs::read(&file).expect("a file")));
        }
    }
    found.sort();
    found
}

/// Name, first day and town.
type Conference = (String, String, String);

/// How many listings the corpus counts, and in which topics each conference stands.
fn truth(folder: &Path, corpus: &Path) -> (u64, BTreeMap<Conference, BTreeSet<String>>) {
    let counts: serde_json::Value =
        serde_json::from_slice(&std::fs::read(corpus.join("COUNTS.json")).expect("counts")).expect("JSON");
    let mut total = 0;
    let mut topics: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for (path, body) in files(folder) {
        total += counts[format!("lists/confs.tech{path}")]["events"].as_u64().expect("a count");
        let topic = path.rsplit('/').next().expect("a name").trim_end_matches(".json").to_owned();
        for row in serde_json::from_slice::<serde_json::Value>(&body).expect("JSON").as_array().expect("rows") {
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_lowercase();
            topics.entry((text("name"), text("startDate"), text("city"))).or_default().insert(topic.clone());
        }
    }
    (total, topics)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_conferences_are_read_merged_and_left_alone_when_unchanged() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("lists/confs.tech");
    let (total, topics) = truth(&folder, &corpus);
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-01-15T08:00:00Z").await;
        for (path, body) in files(&folder) {
            app.web.put(&path, "application/json", body);
            app.watch(&path).await;
        }
        let report = app.work().await;
        assert_eq!((report.sources.failed, report.listings.seen, report.listings.new), (0, total, total));

        let events = app.all_events().await;
        let identities = topics.len();
        let gap = events.len().abs_diff(identities);
        assert!(gap * 100 <= identities, "{} events of {identities} conferences", events.len());
        let claims: usize = events.iter().map(|event| event.claims.len()).sum();
        assert_eq!(u64::try_from(claims).expect("a count"), total, "each listing is claimed once");

        let report = app.work_after(TimeDelta::hours(7)).await;
        assert!(report.is_quiet(), "{report:?}");
        assert_eq!(app.all_events().await, events);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conference_in_several_topic_files_is_one_event_with_all_its_niches() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("lists/confs.tech/2026");
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-01-15T08:00:00Z").await;
        for topic in ["javascript", "typescript", "css", "ux", "accessibility"] {
            let body = std::fs::read(folder.join(format!("{topic}.json"))).expect("a topic file");
            let path = format!("/2026/{topic}.json");
            app.web.put(&path, "application/json", body);
            app.watch(&path).await;
        }
        app.work().await;
        let events = app.all_events().await;
        let niches = niches_by_listing(&app).await;
        let mut gained = 0;
        for event in events.iter().filter(|event| event.claims.len() > 1) {
            let of_claims: Vec<&BTreeSet<NicheId>> =
                event.claims.iter().map(|claim| &niches[&claim.listing_id]).collect();
            let all: BTreeSet<NicheId> = of_claims.iter().copied().flatten().copied().collect();
            let told = closed(&event.facts.niches);
            assert_eq!(told, all, "{}", event.facts.name);
            gained += usize::from(of_claims.iter().all(|one| one.len() < all.len()));
        }
        assert_ne!(gained, 0, "some event knows more niches than any one of its listings");
    })
    .await;
}

/// Niches with their broader ones: only the most specific are written down.
fn closed(niches: &[NicheId]) -> BTreeSet<NicheId> {
    niches.iter().flat_map(|niche| niche.closure()).copied().collect()
}

/// The niches that each listing has by itself, closed.
async fn niches_by_listing(app: &App) -> BTreeMap<ListingId, BTreeSet<NicheId>> {
    let resolver = Resolver::new(Gazetteer::embedded());
    app.store.listings_mark_all_dirty().await.expect("listings are marked");
    let listings = app.store.listings_dirty(10_000).await.expect("listings");
    let drafts = listings.iter().map(|(known, source)| resolver.draft(known, source, app.now()).expect("a draft"));
    drafts.map(|draft| (draft.listing_id, closed(&draft.facts.niches))).collect()
}
