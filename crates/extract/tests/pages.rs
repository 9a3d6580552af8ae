//! Saved pages and what is read from them: a page, and a snapshot beside it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_extract::extract;
use std::path::Path;

fn media_type(file: &Path) -> Option<&'static str> {
    Some(match file.extension()?.to_str()? {
        "ics" => "text/calendar; charset=utf-8",
        "html" => "text/html",
        "json" => "application/json",
        "txt" | "md" | "adoc" | "yml" | "toml" | "ts" => "text/plain",
        "xml" => "application/xml",
        "csv" => "text/csv",
        _ => return None,
    })
}

#[test]
fn every_saved_page_says_what_it_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    for file in dump::files(&root) {
        let Some(media_type) = media_type(&file) else { continue };
        let within = file.strip_prefix(&root).unwrap().to_str().unwrap();
        let page =
            dump::page(&format!("https://example.org/{within}"), Some(media_type), &std::fs::read(&file).unwrap());
        let snapshot = dump::dumped(&extract(&page, None));
        let name = file.file_name().unwrap().to_str().unwrap();
        insta::with_settings!({
            snapshot_path => file.parent().unwrap(),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, snapshot);
        });
    }
}

#[test]
fn a_page_is_read_the_same_way_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    for file in dump::files(&root) {
        let page = dump::page("https://example.org/", None, &std::fs::read(&file).unwrap());
        assert_eq!(extract(&page, None), extract(&page, None), "{}", file.display());
    }
}
