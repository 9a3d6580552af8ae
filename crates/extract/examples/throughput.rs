//! How fast pages are read: `throughput FILE|DIRECTORY [ROUNDS]`.
//!
//! Reads the files before the clock starts and prints one JSON line of the fastest round:
//! `{"files":1,"n":20000,"mb":11.7,"s":0.06}`, `n` being listings.

use hobnob_domain::Page;
use hobnob_extract::extract;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut entries: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    entries.sort();
    entries.iter().flat_map(|entry| files(entry)).collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: throughput FILE|DIRECTORY [ROUNDS]")?;
    let rounds: u32 = arguments.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let mut pages = Vec::new();
    for file in files(Path::new(&path)) {
        let body = std::fs::read(file)?;
        let url = "https://example.org/".parse()?;
        pages.push(Page { url, media_type: None, body, fetched_at: chrono::DateTime::UNIX_EPOCH });
    }
    let mut listings = 0;
    let mut fastest = f64::INFINITY;
    for _ in 0..rounds.max(1) {
        let start = Instant::now();
        listings = pages.iter().map(|page| extract(page, None).listings.len()).sum();
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    let bytes: usize = pages.iter().map(|page| page.body.len()).sum();
    let line = serde_json::json!({
        "files": pages.len(),
        "n": listings,
        "mb": f64::from(u32::try_from(bytes)?) / 1e6,
        "s": fastest,
    });
    println!("{line}");
    Ok(())
}
