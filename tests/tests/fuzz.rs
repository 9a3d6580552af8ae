//! Whatever comes in by a door, we come back: a moment of damaged and spliced input at each. `PROPTEST_CASES` makes the
//! moment longer.

#![allow(clippy::expect_used, reason = "a test that can't go on should stop")]

use std::{path::Path, sync::LazyLock};

use hobnob_tests::fuzz::TARGETS;
use proptest::{prelude::*, sample::Index};

/// Texts of every kind that the doors know, cut to a size at which many can be tried.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut seeds: Vec<Vec<u8>> = [
        "5 March 2026 18:30\n2026-03-05T21:00+01:00\nFREQ=MONTHLY;BYDAY=1TH;COUNT=5\nEurope/Berlin",
        "20260305T183000Z\nP2H\nFREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20300101\nW. Europe Standard Time",
        "Caf\u{e9} Central, 12 Main St, Portland, OR 97201, USA",
        "niche=rust,postgresql&near=52.5,13.4&radius_km=50&mode=offline&from=2026-03-01&q=c%2B%2B&past=90d&alarm=1d,2h",
        "{\"item\": \"article\", \"name\": \"h2\", \"starts_at\": {\"select\": \"time\", \"attr\": \"datetime\"}, \"next\": \"a[rel=next]\"}",
        "User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2\n\nUser-agent: hobnob\nAllow: /events\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/extract/tests/pages");
    let mut folders = vec![pages];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("pages of our own").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "snap") {
                let mut page = std::fs::read(&path).expect("a page");
                page.truncate(4_000);
                seeds.push(page);
            }
        }
    }
    seeds.sort();
    seeds
});

/// One way of damaging a text.
#[derive(Clone, Debug)]
enum Damage {
    Flip(Index, u8),
    Cut(Index, Index),
    Double(Index, Index),
    Splice(Index, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Cut(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Double(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(seed, at)| Damage::Splice(seed, at)),
    ]
}

fn damaged(mut text: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if text.is_empty() {
            break;
        }
        let range = |a: &Index, b: &Index| {
            let (a, b) = (a.index(text.len()), b.index(text.len()));
            a.min(b)..a.max(b)
        };
        match damage {
            Damage::Flip(at, byte) => {
                let at = at.index(text.len());
                text.splice(at..=at, [*byte]);
            }
            Damage::Cut(from, to) => drop(text.drain(range(from, to))),
            Damage::Double(from, to) => {
                let part = text.get(range(from, to)).unwrap_or_default().to_vec();
                text.extend(part);
            }
            Damage::Splice(seed, at) => {
                let other = seed.get(&SEEDS).clone();
                let at = at.index(text.len());
                text.splice(at..at, other);
            }
        }
        text.truncate(20_000);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_door_can_be_broken(
        seed in any::<Index>(),
        damages in proptest::collection::vec(damage(), 0..6),
    ) {
        let text = damaged(seed.get(&SEEDS).clone(), &damages);
        for (_, knock) in TARGETS {
            knock(&text);
        }
    }
}
