//! `just new-site` leaves a site that is known everywhere, and compiles.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What the script reads and writes, and what compiling it needs.
const PARTS: [&str; 7] =
    [".ci/new-site", "Cargo.lock", "Cargo.toml", "clippy.toml", "crates/domain", "crates/extract", "rustfmt.toml"];

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    }
}

/// A workspace of two crates with a page beside it.
fn workspace() -> (PathBuf, PathBuf) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new_site");
    if root.exists() {
        std::fs::remove_dir_all(&root).unwrap();
    }
    PARTS.iter().for_each(|part| copy(&Path::new(ROOT).join(part), &root.join(part)));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let (before, rest) = manifest.split_once("members = [").unwrap();
    let (_, behind) = rest.split_once("\n]").unwrap();
    let two = format!("{before}members = [\"crates/domain\", \"crates/extract\"]{behind}");
    std::fs::write(root.join("Cargo.toml"), two).unwrap();
    let page = root.join("list.html");
    std::fs::write(&page, "<html><body data-by=town_hall>Evenings</body></html>").unwrap();
    (root, page)
}

fn new_site(root: &Path, arguments: &[&str]) -> Output {
    Command::new("bash").arg(root.join(".ci/new-site")).args(arguments).output().unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "CI asks for it by them")]
fn a_new_site_is_known_everywhere_and_compiles() {
    let (root, page) = workspace();
    let output = new_site(&root, &["town_hall", page.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let holds = |file: &str, text: &str| std::fs::read_to_string(root.join(file)).unwrap().contains(text);
    assert!(holds("crates/extract/src/sites.rs", "pub(crate) mod town_hall;"));
    assert!(holds("crates/extract/src/registry.rs", "format: Format::TownHall, fits: crate::sites::town_hall::fits"));
    assert!(holds("crates/extract/src/misfit.rs", "Some(Format::TownHall) => "));
    assert!(holds("crates/domain/src/source.rs", "TownHall = \"town_hall\","));
    assert!(holds("crates/extract/tests/pages/town_hall/list.html", "Evenings"));

    let again = new_site(&root, &["town_hall", page.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(new_site(&root, &["Town Hall", "x"]).status.code(), Some(2));

    if std::env::var("HOBNOB_REQUIRE_STORIES").is_err() {
        return println!("skipped: compiling the new site (HOBNOB_REQUIRE_STORIES is not set)");
    }
    let check = ["check", "--package", "hobnob-extract", "--offline", "--quiet"];
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    let checked = cargo.args(check).current_dir(&root).env("CARGO_TARGET_DIR", root.join("target")).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}
