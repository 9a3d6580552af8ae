//! Two lists of conferences of one year brought together: the pairs that are surely the same must be found, and nothing
//! else of one list may be merged.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use hobnob_domain::{Draft, PlaceWords, TimeWords, Words};
use hobnob_resolve::{cluster, identity_keys};
use serde_json::Value;

use crate::{
    corpus::corpus,
    sample::{draft_of, words},
};

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn drafted(id: i64, source: i64, row: &Value) -> Draft {
    let is_online = row["online"].as_bool() == Some(true) && row["city"].is_null();
    let place = PlaceWords {
        text: if is_online { Some("Online".to_owned()) } else { text(&row["city"]).filter(|city| city == "Online") },
        locality: text(&row["city"]).filter(|city| city != "Online"),
        country: text(&row["country"]).filter(|country| country != "Online"),
        ..PlaceWords::default()
    };
    let day = |key: &str| text(&row[key]).map(|text| TimeWords { text, zone: None });
    let words = Words {
        start: day("startDate"),
        end: day("endDate"),
        places: vec![place],
        ..words(row["name"].as_str().unwrap(), "")
    };
    draft_of(id, source, row["url"].as_str(), words)
}

/// The rows of confs.tech, each topic a source, as the table is kept.
fn confs_tech(folder: &Path) -> Vec<(i64, Value)> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for (source, file) in (10..).zip(files) {
        let entries: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        rows.extend(entries.into_iter().map(|row| (source, row)));
    }
    rows
}

fn developers_events(file: &Path, year: &str) -> Vec<(i64, Value)> {
    let mut entries: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let day = |value: &Value| {
        let at = value.as_i64().and_then(chrono::DateTime::from_timestamp_millis);
        Value::from(at.unwrap().format("%Y-%m-%d").to_string())
    };
    for row in &mut entries {
        let (first, last) = (day(&row["date"][0]), day(row["date"].as_array().unwrap().last().unwrap()));
        (row["startDate"], row["endDate"], row["url"]) = (first, last, row["hyperlink"].clone());
    }
    let is_of_year = |row: &Value| row["startDate"].as_str().is_some_and(|day| day.starts_with(year));
    entries.into_iter().filter(is_of_year).map(|row| (2, row)).collect()
}

/// The years of which the corpus has both lists.
fn years(corpus: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(corpus.join("lists/confs.tech")).unwrap();
    let mut years: Vec<String> = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    assert!(years.len() > 1, "the corpus lacks the years of confs.tech");
    years.sort();
    years
}

/// The pairs of a year that are known by their addresses; none where nobody has gathered them.
fn known(corpus: &Path, year: &str) -> Value {
    let file = corpus.join(format!("expected/dedupe/confs.tech-vs-developers.events-{year}.json"));
    let Ok(text) = std::fs::read_to_string(file) else {
        return serde_json::json!({ "same_url_same_start": [], "same_url_other_start": [] });
    };
    serde_json::from_str(&text).unwrap()
}

#[test]
fn two_lists_of_conferences_are_brought_together() {
    let Some(corpus) = corpus() else { return };
    for year in years(&corpus) {
        let year = year.as_str();
        let mut rows = confs_tech(&corpus.join(format!("lists/confs.tech/{year}")));
        rows.extend(developers_events(&corpus.join("lists/developers.events/all-events.json"), year));
        let drafts: Vec<Draft> = (1..).zip(&rows).map(|(id, (source, row))| drafted(id, *source, row)).collect();
        let clusters = &cluster(&drafts, &[]).parts;
        let mut part_of = BTreeMap::new();
        for (part, places) in clusters.iter().enumerate() {
            part_of.extend(places.iter().map(|place| (*place, part)));
        }
        let find = |wanted: &Value, is_confs: bool| {
            let same = |row: &Value, key: &str| row[key] == wanted[key];
            rows.iter().position(|(source, row)| {
                (*source != 2) == is_confs && same(row, "name") && same(row, "startDate") && same(row, "url")
            })
        };
        let expected = known(&corpus, year);
        let (mut found, mut all, mut missed) = (0, 0, Vec::new());
        for pair in expected["same_url_same_start"].as_array().unwrap() {
            let (Some(one), Some(two)) = (find(&pair["confs.tech"], true), find(&pair["developers.events"], false))
            else {
                continue;
            };
            all += 1;
            if part_of[&one] == part_of[&two] {
                found += 1;
            } else {
                let told = |place: usize| {
                    let facts = &drafts[place].facts;
                    format!("{} ({})", facts.name, facts.venue.as_ref().map(|venue| venue.line()).unwrap_or_default())
                };
                missed.push(format!("{} / {} {:?}", told(one), told(two), identity_keys(&drafts[one])));
            }
        }
        let merged = merged_within_one_list(&drafts, clusters);
        println!(
            "{year}: {} listings, {} events; {found} of {all} sure pairs; merged within one list: {merged:#?}; missed: {missed:#?}",
            drafts.len(),
            clusters.len()
        );
        assert!(f64::from(found) >= 0.97 * f64::from(all), "{missed:#?}");
        assert!(merged.len() <= 25, "{merged:#?}");
        assert_eq!(merged_over_days(&expected, find, &drafts, &part_of), Vec::<String>::new());
        let [missed, wrong] = misjudged(year, &drafts, &part_of);
        println!("{year}: of the pairs judged by eye, apart though one: {missed:#?}, one though apart: {wrong:#?}");
        assert!(missed.len() <= 3, "{missed:#?}");
        assert_eq!(wrong, Vec::<String>::new());
    }
}

/// Listings of developers.events that came together though their names differ.
fn merged_within_one_list(drafts: &[Draft], clusters: &[Vec<usize>]) -> Vec<String> {
    let mut merged = Vec::new();
    for part in clusters {
        let mut names: Vec<&str> = part
            .iter()
            .filter(|place| drafts[**place].source_id.get() == 2)
            .map(|place| drafts[*place].facts.name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        if names.len() > 1 {
            merged.push(names.join(" = "));
        }
    }
    merged
}

/// Pairs judged by eye: whether they are one event, the day, the names.
fn judged() -> Vec<(bool, &'static str, &'static str, &'static str)> {
    let rows = include_str!("merges.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|cells| (cells[0] == "same", cells[1], cells[2], cells[3])).collect()
}

/// The pairs among those judged that are told otherwise: what is apart though it is one, what is one though it is not.
fn misjudged(year: &str, drafts: &[Draft], part_of: &BTreeMap<usize, usize>) -> [Vec<String>; 2] {
    let parts = |day: &str, name: &str| -> BTreeSet<usize> {
        let is_it = |draft: &Draft| {
            let schedule = &draft.facts.schedule;
            draft.facts.name == name && schedule.span.starts_on(schedule.zone).to_string() == day
        };
        (0..drafts.len()).filter(|place| is_it(&drafts[*place])).map(|place| part_of[&place]).collect()
    };
    let all = judged();
    let told = all.iter().filter(|(_, day, _, _)| day.starts_with(year)).map(|row| {
        let (one, other) = (parts(row.1, row.2), parts(row.1, row.3));
        assert!(!one.is_empty() && !other.is_empty(), "{row:?} is not in the lists");
        (row, !one.is_disjoint(&other))
    });
    let wrong: Vec<_> = told.filter(|(row, is_one)| row.0 != *is_one).map(|(row, _)| row).collect();
    [true, false].map(|is_one| wrong.iter().filter(|row| row.0 == is_one).map(|row| format!("{row:?}")).collect())
}

/// Pairs of one address and different days that came together though their days have nothing to do with each other: only
/// where those of one listing are among the other's may they.
fn merged_over_days(
    expected: &Value,
    find: impl Fn(&Value, bool) -> Option<usize>,
    drafts: &[Draft],
    part_of: &BTreeMap<usize, usize>,
) -> Vec<String> {
    let days = |place: usize| {
        let schedule = &drafts[place].facts.schedule;
        (schedule.span.starts_on(schedule.zone), schedule.span.ends_on(schedule.zone))
    };
    let is_among = |inner: usize, outer: usize| days(outer).0 <= days(inner).0 && days(inner).1 <= days(outer).1;
    let pairs = expected["same_url_other_start"].as_array().unwrap().iter();
    let merged = pairs.filter(|pair| {
        let places = find(&pair["confs.tech"], true).zip(find(&pair["developers.events"], false));
        places.is_some_and(|(one, other)| {
            part_of[&one] == part_of[&other] && !is_among(one, other) && !is_among(other, one)
        })
    });
    merged.map(|pair| pair.to_string()).collect()
}
