//! iCalendar: how many events a file has, and when they take place.

use std::{collections::BTreeMap, path::Path};

use super::{Measure, read};
use chrono::{DateTime, SecondsFormat, Utc};
use hobnob_domain::occurrences;
use serde_json::Value;

pub(super) fn measures(corpus: &Path) -> Vec<Measure> {
    vec![counts(corpus), sittings(corpus)]
}

fn counts(corpus: &Path) -> Measure {
    let mut measure = Measure::new("Real calendars with the right number of events", 0.995);
    let counts = read::json(&corpus.join("COUNTS.json"));
    for (file, count) in counts.as_object().into_iter().flatten().filter(|(file, _)| file.starts_with("ics/feeds/")) {
        let Some(expected) = count.get("events").and_then(Value::as_u64) else { continue };
        let found = read::extraction(corpus, file).listings.len();
        let is_equal = u64::try_from(found) == Ok(expected);
        measure.count((!is_equal).then(|| format!("{file}: {found} of {expected}")));
    }
    measure
}

fn sittings(corpus: &Path) -> Measure {
    let mut measure = Measure::new("Calendars whose occurrences in four months are exactly those expected", 0.99);
    let root = corpus.join("expected/occurrences");
    for expectation in read::files(&root) {
        let file = expectation.strip_prefix(&root).expect("inside").with_extension("ics").display().to_string();
        let expected = read::json(&expectation);
        let window = |at: usize| -> Option<DateTime<Utc>> {
            expected.pointer(&format!("/window_utc/{at}")).and_then(Value::as_str)?.parse().ok()
        };
        let wanted = wanted(&expected);
        let (Some(from), Some(to)) = (window(0), window(1)) else { continue };
        let found = found(corpus, &file, &wanted, from, to);
        measure.count(difference(&wanted, &found).map(|difference| format!("{file}: {difference}")));
    }
    measure
}

type Starts = BTreeMap<String, usize>;

fn wanted(expected: &Value) -> Starts {
    let mut starts = Starts::new();
    for one in expected.get("occurrences").and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| one.get(key).and_then(Value::as_str);
        let at = text("start_utc").or(text("start")).unwrap_or_default();
        *starts.entry(format!("{} {at}", text("uid").unwrap_or_default())).or_default() += 1;
    }
    starts
}

fn found(corpus: &Path, file: &str, wanted: &Starts, from: DateTime<Utc>, to: DateTime<Utc>) -> Starts {
    let page = read::page(corpus, file);
    let drafts = read::drafts(&page, hobnob_extract::extract(&page, None));
    let mut starts = Starts::new();
    for (uid, event) in read::events(&drafts) {
        for sitting in occurrences(&event, from, to) {
            let day = format!("{uid} {}", sitting.starts_on);
            let instant = format!("{uid} {}", sitting.starts_at.to_rfc3339_opts(SecondsFormat::Secs, true));
            // Whole days written as 00:00 to 23:59 are whole days to us and times to others.
            let is_day = sitting.is_all_day && !wanted.contains_key(&instant);
            *starts.entry(if is_day { day } else { instant }).or_default() += 1;
        }
    }
    starts
}

/// What is missing and what is too much, shortened.
fn difference(wanted: &Starts, found: &Starts) -> Option<String> {
    let beyond = |some: &Starts, others: &Starts| -> Vec<String> {
        some.iter().filter(|(start, n)| others.get(*start) != Some(n)).map(|(start, _)| start.clone()).collect()
    };
    let (missing, extra) = (beyond(wanted, found), beyond(found, wanted));
    if missing.is_empty() && extra.is_empty() {
        return None;
    }
    let some = |starts: &[String]| starts.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    Some(format!("{} missing ({}), {} extra ({})", missing.len(), some(&missing), extra.len(), some(&extra)))
}
