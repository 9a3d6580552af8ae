use super::*;
use hobnob_domain::{TimeWords, Words};

fn listing(number: usize, rules: &[&str]) -> Listing {
    let rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
    Listing { key: format!("e{number}"), url: None, words: Words { rules, ..Words::default() } }
}

fn sitting(key: &str, name: &str, start: &str) -> Listing {
    let start = Some(TimeWords { text: start.to_owned(), zone: None });
    let words = Words { name: Some(name.to_owned()), start, ..Words::default() };
    Listing { key: key.to_owned(), url: None, words }
}

/// The keys and names of what the pages of a list give together.
fn told(pages: Vec<Vec<Listing>>) -> Vec<(String, String)> {
    let mut heap = Heap::default();
    for page in pages {
        heap.take(page, false, Behind::Nothing);
    }
    heap.part_clashing();
    heap.listings.into_iter().map(|(key, listing)| (key, listing.words.name.unwrap_or_default())).collect()
}

fn pairs(told: &[(&str, &str)]) -> Vec<(String, String)> {
    told.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect()
}

#[test]
fn of_listings_that_repeat_a_run_keeps_fewer_and_says_so() {
    let mut heap = Heap::default();
    let many = (0..=SERIES_MAX).map(|number| listing(number, &["FREQ=DAILY"]));
    heap.take(many.chain([listing(SERIES_MAX + 1, &[])]).collect(), false, Behind::Nothing);
    let told = (heap.listings.len(), heap.listings.contains_key(&format!("e{SERIES_MAX}")), heap.stopped);
    let reason = "a run keeps at most 2000 listings that repeat".to_owned();
    assert_eq!(told, (SERIES_MAX + 1, false, Some((RunEnding::PageCap, reason))));
}

#[test]
fn sittings_of_one_key_on_several_pages_are_all_kept_in_whatever_order_they_come() {
    let may = || sitting("7", "Go Night", "2026-05-12T19:00+02:00");
    let june = || sitting("7", "Go Night", "2026-06-09T19:00+02:00");
    let both = pairs(&[("7 2026-05-12T17:00:00Z", "Go Night"), ("7 2026-06-09T17:00:00Z", "Go Night")]);
    assert_eq!(told(vec![vec![may()], vec![june()]]), both);
    assert_eq!(told(vec![vec![june()], vec![may()], vec![june()]]), both);
}

#[test]
fn a_row_that_a_later_page_repeats_is_one_event() {
    let row = |start: &str| vec![sitting("7", "Go Night", start)];
    let one = pairs(&[("7", "Go Night")]);
    assert_eq!(told(vec![row("2026-05-12T19:00+02:00"), row("2026-05-12T19:00+02:00")]), one);
    assert_eq!(told(vec![row("2026-05-12T19:00+02:00"), row("2026-05-12T17:00Z")]), one);
    assert_eq!(told(vec![row("2026-05-12"), row("2026-05-12T19:00")]), one);
}

#[test]
fn where_a_page_ends_does_not_matter_to_keys() {
    let sitting = |key: &str, day: &str| sitting(key, "Go Night", &format!("2026-05-{day}"));
    let three = ["7 2026-05-12", "7 2026-05-19", "7 2026-05-26"].map(|key| (key, "Go Night"));
    let pair = || vec![sitting("7 2026-05-12", "12"), sitting("7 2026-05-19", "19")];
    assert_eq!(told(vec![pair(), vec![sitting("7", "26")]]), pairs(&three));
    assert_eq!(told(vec![vec![sitting("7", "26")], pair()]), pairs(&three));
    assert_eq!(told(vec![pair(), vec![sitting("7", "19"), sitting("8", "19")]]).len(), 3);
}

#[test]
fn the_page_of_several_sittings_is_none_of_its_own() {
    let mut heap = Heap::default();
    let list = vec![sitting("7 2026-05-12", "Go", "2026-05-12"), sitting("7 2026-05-19", "Go", "2026-05-19")];
    heap.take(list, false, Behind::Nothing);
    heap.take(vec![sitting("7", "Go Night", "2026-05-19")], false, Behind::Detail);
    heap.take(vec![sitting("7", "Go Night", "2026-01-06")], false, Behind::Detail);
    heap.part_clashing();
    let told = heap.listings.into_iter().map(|(key, listing)| (key, listing.words.name.unwrap_or_default()));
    assert_eq!(told.collect::<Vec<_>>(), pairs(&[("7 2026-05-12", "Go"), ("7 2026-05-19", "Go Night")]));
}

#[test]
fn a_list_that_goes_on_with_other_sittings_is_not_stale() {
    let mut heap = Heap::default();
    let page = |month: u32| vec![sitting("7", "Go Night", &format!("2026-{month:02}-12"))];
    assert!((1..=6).all(|month| !heap.take(page(month), true, Behind::Nothing)));
    assert!(!heap.take(page(6), true, Behind::Nothing) && heap.take(page(6), true, Behind::Nothing));
}

#[test]
fn what_failed_uses_up_the_room_too_and_five_failures_in_a_row_end_the_run() {
    let failed = || Fetched::Failed { reason: "broke off".to_owned() };
    let missing = Fetched::Missing { reason: "answered 404 Not Found".to_owned() };
    let mut heap = Heap { bytes: 10, ..Heap::default() };
    assert!(!(0..4).any(|_| heap.is_given_up(&failed(), (false, 5))));
    assert!(!heap.is_given_up(&missing, (true, 1)), "it answers");
    assert_eq!((heap.room(100), heap.room(20)), (69, 0));
    assert!(!(0..9).any(|_| heap.is_given_up(&failed(), (true, 0))), "it keeps some pages to itself");
    assert_eq!(
        (0..5).map(|_| heap.is_given_up(&failed(), (false, 0))).collect::<Vec<_>>(),
        [false, false, false, false, true]
    );
}
