//! Everything out, and in again.

use crate::{
    ExportReport, ImportReport, Store,
    tests::{
        databases::{for_each_database, postgres_url},
        samples::{changes, failed, later, listing, listings, noon, read, resolve, resolved_source, run, spec},
    },
};
use hobnob_domain::{Decision, SourceState};
use serde_json::Value;

async fn exported(store: &Store) -> (String, ExportReport) {
    let mut bytes = Vec::new();
    let report = store.export(&mut bytes).await.unwrap();
    (String::from_utf8(bytes).unwrap(), report)
}

async fn empty() -> Store {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// A store in which something of everything has happened.
async fn lived(store: &Store) {
    let id = resolved_source(store, "a", 9).await;
    let (b, _) = store.source_save(&spec("b"), noon()).await.unwrap();
    run(store, b, noon(), read(vec![listing("x", "Evening 1"), listing("y", "?")], true)).await;
    resolve(store, noon()).await;
    let mut now = listings(8);
    now[0] = listing("key-0", "Cancelled: Evening 0");
    now[3] = listing("key-3", "Evening 2");
    run(store, id, later(1), read(now, true)).await;
    let [one, other] = ["key-5", "key-6"].map(|key| crate::listing_id(id, key));
    store.decision_save(&Decision::new(one, other, false, later(1))).await.unwrap();
    resolve(store, later(1)).await;
    run(store, b, later(2), failed("timed out")).await;
}

#[tokio::test]
async fn an_export_imported_and_resolved_is_the_same_to_the_byte() {
    for_each_database(|store| async move {
        lived(&store).await;
        let (text, report) = exported(&store).await;
        assert_eq!(
            report,
            ExportReport { sources: 2, listings: 11, identities: 9, retired: 1, changes: 11, decisions: 1, events: 8 }
        );
        assert_eq!(exported(&store).await.0, text);

        let copy = empty().await;
        let imported = copy.import(text.as_bytes()).await.unwrap();
        assert_eq!(
            imported,
            ImportReport { sources: 2, listings: 11, identities: 9, retired: 1, changes: 11, decisions: 1, events: 8 }
        );
        assert_eq!(copy.events_total().await.unwrap(), 0);
        resolve(&copy, later(99)).await;
        assert_eq!(exported(&copy).await.0, text);
        let by_id = |(mut events, _, _): (Vec<hobnob_domain::Event>, _, _)| {
            events.sort_by_key(|event| event.id);
            events
        };
        assert_eq!(by_id(changes(&copy, 0).await.unwrap()), by_id(changes(&store, 0).await.unwrap()));

        copy.import(text.as_bytes()).await.unwrap();
        assert_eq!(resolve(&copy, later(100)).await.unchanged, 8, "importing again does no harm");
        assert_eq!(exported(&copy).await.0, text);
    })
    .await;
}

#[tokio::test]
async fn an_import_that_broke_off_and_was_resolved_leaves_no_trace_in_the_whole_one() {
    for_each_database(|store| async move {
        lived(&store).await;
        let (text, _) = exported(&store).await;
        let is_told_later =
            |line: &&str| ["change", "decision", "event"].iter().any(|of| line.contains(&format!("\"type\":\"{of}\"")));
        let begun: String =
            text.lines().take_while(|line| !is_told_later(line)).map(|line| format!("{line}\n")).collect();
        assert!(begun.len() < text.len());
        let copy = empty().await;
        copy.import(begun.as_bytes()).await.unwrap();
        resolve(&copy, later(99)).await;
        copy.import(text.as_bytes()).await.unwrap();
        resolve(&copy, later(100)).await;
        assert_eq!(exported(&copy).await.0, text);
    })
    .await;
}

#[tokio::test]
async fn both_databases_export_the_same_bytes() {
    if postgres_url().is_none() {
        println!("skipped on PostgreSQL: HOBNOB_TEST_POSTGRES_URL is not set");
    }
    let texts = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = std::sync::Arc::clone(&texts);
    for_each_database(move |store| {
        let kept = std::sync::Arc::clone(&kept);
        async move {
            lived(&store).await;
            let (text, _) = exported(&store).await;
            kept.lock().unwrap().push(text);
        }
    })
    .await;
    let mut texts = texts.lock().unwrap().clone();
    texts.dedup();
    assert_eq!(texts.len(), 1);
}

#[tokio::test]
async fn every_line_is_one_object_that_says_what_it_is() {
    let store = empty().await;
    lived(&store).await;
    let (text, _) = exported(&store).await;
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut types: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    types.dedup();
    assert_eq!(types, ["source", "listing", "identity", "retired", "change", "decision", "event"]);
    let event = lines.iter().find(|line| line["name"] == "Cancelled: Evening 0").unwrap();
    assert_eq!(event["status"], "cancelled");
    assert_eq!(event["sequence"], 1);
    assert_eq!(event["venue"]["latitude"], 52.512_9);
    assert_eq!(event["schedule"]["zone"], "Europe/Berlin");
}

#[tokio::test]
async fn a_bad_line_is_named_and_nothing_of_its_batch_is_written() {
    for_each_database(|store| async move {
        lived(&store).await;
        let (text, _) = exported(&store).await;
        let refused = |text: String| async move {
            let copy = empty().await;
            let error = copy.import(text.as_bytes()).await.unwrap_err().to_string();
            assert_eq!(copy.sources().await.unwrap(), vec![]);
            error
        };
        let lines: Vec<&str> = text.lines().collect();
        let with = |number: usize, line: &str| {
            let mut lines = lines.clone();
            lines[number - 1] = line;
            lines.join("\n")
        };
        let cure = "; correct or remove the line and import again, what is stored already does no harm";
        let error = refused(with(4, "{\"type\":\"listing\",")).await;
        assert!(error.starts_with("line 4: EOF while parsing") && error.ends_with(cure), "{error}");
        let error = refused(with(2, "{\"type\":\"moon\"}")).await;
        assert!(error.starts_with("line 2: unknown variant `moon`"), "{error}");
        let error = refused(with(5, &lines[4].replace("\"key\":\"", "\"key\":\"other-"))).await;
        assert!(error.starts_with("line 5: `id` ") && error.contains("is not the one that source"), "{error}");
        let error = refused(with(1, &lines[0].replace("https://", "no url"))).await;
        assert!(error.starts_with("line 1: `url` is `no url"), "{error}");
        let error = refused(with(1, &lines[0].replace("\"niches\":[\"rust\"", "\"niches\":[\"rusty-nail\""))).await;
        assert!(error.starts_with("line 1: `niches` is `rusty-nail`"), "{error}");
        let error = refused(with(1, &lines[1].replace("\"url\"", "\"colour\":1,\"url\""))).await;
        assert!(error.starts_with("line 1: unknown field `colour`"), "{error}");
        let error = refused(lines[2..].join("\n")).await;
        assert!(error.starts_with("line 1: its source ") && error.contains("has no line before it"), "{error}");
        let error = refused(with(14, &lines[13].replace("\"listings\":[\"", "\"listings\":[\"7"))).await;
        assert!(error.starts_with("line 14: "), "{error}");
        let error = refused(with(3, "\u{0}not json")).await;
        assert!(error.starts_with("line 3: "), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_import_goes_on_where_it_ended() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, id, noon(), read(listings(1_200), true)).await;
        resolve(&store, noon()).await;
        let (text, _) = exported(&store).await;
        let lines: Vec<&str> = text.lines().collect();
        let cut = format!("{}\n{{\"type\":", lines[..1_100].join("\n"));
        let copy = empty().await;
        let error = copy.import(cut.as_bytes()).await.unwrap_err().to_string();
        assert!(error.starts_with("line 1101: EOF"), "{error}");
        assert_eq!(copy.sources().await.unwrap()[0].listings, 999, "two batches of 500 lines stay");
        copy.import(text.as_bytes()).await.unwrap();
        resolve(&copy, later(1)).await;
        assert_eq!(exported(&copy).await.0, text);
    })
    .await;
}

#[tokio::test]
async fn what_is_there_and_newer_stays() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        let (old, _) = exported(&store).await;
        run(&store, id, later(1), read(vec![listing("key-0", "Evening zero"), listing("key-1", "Evening 1")], true))
            .await;
        resolve(&store, later(1)).await;
        let (text, _) = exported(&store).await;
        store.import(old.as_bytes()).await.unwrap();
        resolve(&store, later(2)).await;
        assert_eq!(exported(&store).await.0, text);
    })
    .await;
}

#[tokio::test]
async fn an_older_export_brings_back_neither_what_vanished_nor_what_was_paused() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        let (old, _) = exported(&store).await;
        for day in 1..=3 {
            run(&store, id, later(24 * day), read(vec![listing("key-0", "Evening 0")], true)).await;
        }
        assert!(store.source_state_set(id, SourceState::Paused).await.unwrap());
        let ground = |text: &str| {
            let is_ground =
                |line: &&str| ["{\"type\":\"source\"", "{\"type\":\"listing\""].iter().any(|of| line.starts_with(of));
            text.lines().filter(is_ground).map(str::to_owned).collect::<Vec<_>>()
        };
        let before = ground(&exported(&store).await.0);
        assert!(before.iter().any(|line| line.contains("\"missing_runs\":3")), "{before:?}");
        assert!(before.iter().any(|line| line.contains("\"state\":\"paused\"")), "{before:?}");
        store.import(old.as_bytes()).await.unwrap();
        assert_eq!(ground(&exported(&store).await.0), before);
    })
    .await;
}

/// One store and the export of a lived one, for stories about many inputs.
fn prepared() -> (tokio::runtime::Runtime, Store, Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (store, text) = runtime.block_on(async {
        let store = empty().await;
        lived(&store).await;
        let (text, _) = exported(&store).await;
        (empty().await, text.into_bytes())
    });
    (runtime, store, text)
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 48, ..Default::default() })]

    #[test]
    fn no_import_panics(noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let (runtime, store, _) = prepared();
        let _ = runtime.block_on(store.import(noise.as_slice()));
    }

    #[test]
    fn a_damaged_export_is_refused_or_taken_and_can_be_exported_again(
        at in proptest::prelude::any::<proptest::sample::Index>(),
        byte in proptest::prelude::any::<u8>(),
        cut in proptest::prelude::any::<bool>(),
    ) {
        let (runtime, store, mut text) = prepared();
        let at = at.index(text.len());
        if cut { text.truncate(at) } else { text[at] = byte }
        let _ = runtime.block_on(store.import(text.as_slice()));
        runtime.block_on(store.export(std::io::sink())).unwrap();
        runtime.block_on(store.listings_dirty(99)).unwrap();
    }
}
