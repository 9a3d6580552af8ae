//! What a new listing costs beside those that are stored: with ten times as many listings, in ten times as many towns or in
//! the same ones. `cargo bench -p hobnob-resolve --bench growing [-- MOST]` tries 10,000, 100,000 and so on up to `MOST`,
//! 100,000 by default.
//!
//! 400 listings are resolved at once: the stored ones that share a key with one of them are drafted
//! too, and all are parted. Finding those by their keys is the database's work; here a sorted list stands for its index. Times
//! are told as ratios to the first row of the same run.

use std::{
    collections::{BTreeSet, HashSet},
    hash::BuildHasher,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    Draft, KnownListing, Listing, ListingId, PlaceWords, Point, Prose, SourceId, SourceSpec, TimeWords, Words,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{BLOCK_MAX, Resolver, cluster_around, identity_keys};
use rustc_hash::FxBuildHasher;
use url::Url;

/// So many listings are new at once.
const NEW: usize = 400;

/// Listings of a town.
const OF_TOWN: usize = 100;

/// The days over which they are spread.
const DAYS: usize = 500;

const TOPICS: [&str; 8] = ["Rust", "Go", "Kubernetes", "PostgreSQL", "React", "Machine Learning", "Security", "DevOps"];
const VERBS: [&str; 8] =
    ["scaling", "testing", "debugging", "teaching", "breaking", "measuring", "replacing", "trusting"];
const THINGS: [&str; 12] = [
    "queues",
    "caches",
    "compilers",
    "teams",
    "sensors",
    "parsers",
    "clusters",
    "budgets",
    "interviews",
    "schedulers",
    "forms",
    "mirrors",
];
const ABOUT: &str = "An evening of talks about systems, databases and the cloud, with time to meet other engineers.";

fn pick<'a>(list: &[&'a str], place: usize) -> &'a str {
    list.get(place % list.len()).copied().unwrap_or_default()
}

/// A made-up world of meetups.
struct World {
    towns: Vec<String>,
    resolver: Resolver,
    source: SourceSpec,
    now: DateTime<Utc>,
}

impl World {
    /// Listing `number`: each town has one a round, and each fifth round tells the events of the round before with a slip.
    fn listing(&self, number: usize) -> KnownListing {
        let (town, round) = (number % self.towns.len(), number / self.towns.len());
        let is_again = round % 5 == 4;
        let event = if is_again { round - 1 } else { round };
        let mixed = usize::try_from(FxBuildHasher.hash_one((town, event)) >> 8).unwrap_or_default();
        let start = self.now + TimeDelta::days(i64::try_from((event * 37 + town * 13) % DAYS).unwrap_or_default());
        let place = self.towns.get(town).cloned().unwrap_or_default();
        let name = format!(
            "{} {}: {} {} and {}",
            pick(&TOPICS, town + event / 10),
            place.split(',').next().unwrap_or_default(),
            pick(&VERBS, mixed),
            pick(&THINGS, mixed / 8),
            pick(&THINGS, mixed / 96)
        );
        let words = Words {
            name: Some(if is_again { format!("{name} | Tech Events") } else { name }),
            description: Some(Prose::Plain(ABOUT.to_owned())),
            start: Some(TimeWords { text: start.format("%Y-%m-%dT18:00:00").to_string(), zone: None }),
            places: vec![PlaceWords { text: Some(place), ..PlaceWords::default() }],
            ..Words::default()
        };
        let id = i64::try_from(number).unwrap_or_default();
        KnownListing {
            id: ListingId::new(id),
            source_id: SourceId::new(i64::from(is_again)),
            listing: Listing {
                key: format!("key-{number}"),
                url: Some(format!("https://site-{town}.example/{round}")),
                words,
            },
            first_seen_at: self.now,
            changed_at: self.now,
            missing_runs: 0,
            missing_since: None,
        }
    }

    fn draft(&self, number: usize) -> Option<Draft> {
        self.resolver.draft(&self.listing(number), &self.source, self.now).ok()
    }
}

/// What one size comes to.
struct Figures {
    near: usize,
    drafting: Duration,
    parting: Duration,
}

/// Resolves [`NEW`] of so many listings beside the others.
fn measured(world: &World, listings: usize) -> Figures {
    // Which are new has nothing to do with where and when they are.
    let every = u64::try_from(listings / NEW).unwrap_or(1);
    let is_new = |number: &usize| (FxBuildHasher.hash_one(number) >> 20).is_multiple_of(every);
    let hashed = |key: &String| FxBuildHasher.hash_one(key);
    let mut index: Vec<(u64, usize)> = Vec::new();
    for number in (0..listings).filter(|number| !is_new(number)) {
        let keys = world.draft(number).map(|draft| identity_keys(&draft)).unwrap_or_default();
        index.extend(keys.iter().map(|key| (hashed(key), number)));
    }
    index.sort_unstable();
    let new: Vec<usize> = (0..listings).filter(is_new).take(NEW).collect();
    let mut drafts: Vec<Draft> = new.iter().filter_map(|number| world.draft(*number)).collect();
    let told: BTreeSet<ListingId> = drafts.iter().map(|draft| draft.listing_id).collect();
    let keys: HashSet<u64, FxBuildHasher> = drafts.iter().flat_map(identity_keys).map(|key| hashed(&key)).collect();
    let mut near: BTreeSet<usize> = BTreeSet::new();
    for key in keys {
        let begin = index.partition_point(|(known, _)| *known < key);
        let of_key = index.iter().skip(begin).take_while(|(known, _)| *known == key);
        let of_key: Vec<usize> = of_key.take(BLOCK_MAX + 1).map(|(_, number)| *number).collect();
        if of_key.len() <= BLOCK_MAX {
            near.extend(of_key);
        }
    }
    let begun = Instant::now();
    drafts.extend(near.iter().filter_map(|number| world.draft(*number)));
    let drafting = begun.elapsed();
    let begun = Instant::now();
    let parts = cluster_around(&drafts, &told, &[]).parts;
    let parting = begun.elapsed();
    assert!(parts.len() < drafts.len(), "some are told twice");
    Figures { near: near.len(), drafting, parting }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Microseconds for each new listing.
fn each(time: Duration) -> f64 {
    1e6 * time.as_secs_f64() / number(NEW)
}

fn run() -> Option<()> {
    let most = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(100_000_usize);
    let (gazetteer, now) = (Gazetteer::embedded(), DateTime::from_timestamp(1_780_000_000, 0)?);
    // Towns all over the world, the nearest to points of a grid.
    let (mut seen, mut towns) = (HashSet::new(), Vec::new());
    for step in 0..600_000_u32 {
        let turn = f64::from(step) * 0.618_033_988_75;
        let point =
            Point::new(f64::from(step % 600).mul_add(0.17, -40.0), (turn - turn.floor()).mul_add(360.0, -180.0));
        let Some(town) = point.and_then(|point| gazetteer.nearest(point)) else { continue };
        let name = town.full_name();
        if towns.len() < most / OF_TOWN && seen.insert(name.clone()) {
            towns.push(name);
        }
    }
    let source = SourceSpec::new("Calendar", Url::parse("https://calendar.example/feed.ics").ok()?);
    let mut world = World { towns: Vec::new(), resolver: Resolver::new(gazetteer), source, now };
    for is_wider in [true, false] {
        println!("{}", if is_wider { "in as many more towns" } else { "in the same towns" });
        let mut first = None;
        for size in (4..).map(|power| 10_usize.pow(power)).take_while(|size| *size <= most) {
            let count = if is_wider { size / OF_TOWN } else { 10_000 / OF_TOWN };
            world.towns = towns.iter().take(count).cloned().collect();
            let Figures { near, drafting, parting } = measured(&world, size);
            let (drafting, parting) = (each(drafting), each(parting));
            let base = *first.get_or_insert(drafting + parting);
            println!(
                "{size:>9} listings in {:>6} towns: {:>6.1} near each, {drafting:>6.1} µs to draft those, {parting:>6.1} µs \
                 to part them: {:.2} times the first",
                world.towns.len(),
                number(near) / number(NEW),
                (drafting + parting) / base
            );
        }
    }
    Some(())
}

fn main() {
    assert!(run().is_some(), "the addresses and instants are fine");
}
