//! One event told twice on a page is one claim: by two plugins, in a list and on its own, with and without details.

use chrono::{DateTime, NaiveDateTime};
use hobnob_domain::{PlaceWords, Words, text};
use std::collections::BTreeMap;

/// So many claims of one name and start are compared with a new one.
const COMPARED_MAX: usize = 8;

/// What one node says about one event.
pub(super) struct Claim {
    /// Its `@id`, absolute.
    pub(super) id: Option<String>,
    /// Its page, absolute.
    pub(super) url: Option<String>,
    /// What it says.
    pub(super) words: Words,
}

/// Claims about one event folded into the first of them, which the others complete.
pub(super) fn merged(claims: Vec<Claim>) -> Vec<Claim> {
    let mut known = Known::default();
    for claim in claims {
        known.take(claim);
    }
    known.claims
}

/// Claims so far, with ways to find them.
#[derive(Default)]
struct Known {
    claims: Vec<Claim>,
    /// By `@id` and start; an empty start is the first claim of that id.
    by_id: BTreeMap<(String, String), usize>,
    /// By folded name and start; of one that has a time also by `day 2026-05-01`.
    by_name: BTreeMap<(String, String), Vec<usize>>,
}

impl Known {
    fn take(&mut self, claim: Claim) {
        let start = claim.words.start.as_ref().map(|start| Start::of(&start.text)).unwrap_or_default();
        let name = claim.words.name.as_deref().map(text::folded).filter(|name| !name.is_empty());
        if let Some(at) = self.found(&claim, name.as_deref(), &start)
            && let Some(known) = self.claims.get_mut(at)
        {
            return complete(known, claim);
        }
        let at = self.claims.len();
        if let Some(id) = &claim.id {
            self.by_id.entry((id.clone(), start.exact.clone())).or_insert(at);
            self.by_id.entry((id.clone(), String::new())).or_insert(at);
        }
        if let Some(name) = name {
            if let Some(day) = start.day {
                self.by_name.entry((name.clone(), format!("day {day}"))).or_default().push(at);
            }
            self.by_name.entry((name, start.exact)).or_default().push(at);
        }
        self.claims.push(claim);
    }

    fn found(&self, claim: &Claim, name: Option<&str>, start: &Start) -> Option<usize> {
        let by_id = claim.id.as_ref().and_then(|id| {
            let same = self.by_id.get(&(id.clone(), start.exact.clone()));
            // One of the two may be without a start.
            same.or_else(|| self.by_id.get(&(id.clone(), String::new())).filter(|at| self.has_no_start(**at)))
        });
        by_id.copied().or_else(|| {
            let name = name?.to_owned();
            let vaguer_or_finer = start.day.clone().unwrap_or_else(|| format!("day {}", start.exact));
            let lists = [start.exact.clone(), vaguer_or_finer].map(|start| self.by_name.get(&(name.clone(), start)));
            let candidates = lists.into_iter().flatten().flat_map(|list| list.iter().take(COMPARED_MAX)).copied();
            candidates.into_iter().find(|at| self.claims.get(*at).is_some_and(|known| may_be_one(known, claim)))
        })
    }

    fn has_no_start(&self, at: usize) -> bool {
        self.claims.get(at).is_some_and(|known| known.words.start.is_none())
    }
}

/// Whether two claims of one name and start contradict each other in nothing.
fn may_be_one(a: &Claim, b: &Claim) -> bool {
    let agrees = |a: Option<&str>, b: Option<&str>| a.is_none() || b.is_none() || a == b;
    let has_same_page = a.url.is_some() && a.url == b.url;
    agrees(a.url.as_deref(), b.url.as_deref())
        && (has_same_page || agrees(a.id.as_deref(), b.id.as_deref()))
        && (has_same_page || a.words.start.is_some())
        && match (a.words.places.first(), b.words.places.first()) {
            (Some(a), Some(b)) => places_agree(a, b),
            _ => true,
        }
}

fn places_agree(a: &PlaceWords, b: &PlaceWords) -> bool {
    let agrees = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => text::folded(a) == text::folded(b),
        _ => true,
    };
    agrees(&a.name, &b.name) && agrees(&a.locality, &b.locality)
}

/// Adds what the first claim lacks.
fn complete(known: &mut Claim, other: Claim) {
    fn fill<T>(known: &mut Option<T>, other: Option<T>) {
        if known.is_none() {
            *known = other;
        }
    }
    fn fill_list<T>(known: &mut Vec<T>, other: Vec<T>) {
        if known.is_empty() {
            *known = other;
        }
    }
    let Words {
        uid,
        name,
        description,
        start,
        end,
        end_is_exclusive: _,
        duration,
        zone,
        rules,
        dates,
        exclusions,
        recurrence_id,
        status,
        mode,
        kind,
        places,
        join_url,
        organizer,
        offers,
        is_free,
        image_url,
        keywords,
        topics,
        language,
        call_for_papers,
        revised,
    } = other.words;
    let words = &mut known.words;
    let is_vaguer = |known: &hobnob_domain::TimeWords| !known.text.contains('T');
    if words.start.as_ref().is_some_and(is_vaguer) && start.as_ref().is_some_and(|start| !is_vaguer(start)) {
        words.start = None;
        words.end = None;
    }
    fill(&mut known.id, other.id);
    fill(&mut known.url, other.url);
    fill(&mut words.uid, uid);
    fill(&mut words.name, name);
    fill(&mut words.description, description);
    fill(&mut words.start, start);
    fill(&mut words.end, end);
    fill(&mut words.duration, duration);
    fill(&mut words.zone, zone);
    fill_list(&mut words.rules, rules);
    fill_list(&mut words.dates, dates);
    fill_list(&mut words.exclusions, exclusions);
    fill(&mut words.recurrence_id, recurrence_id);
    fill(&mut words.status, status);
    fill(&mut words.mode, mode);
    fill(&mut words.kind, kind);
    fill_list(&mut words.places, places);
    fill(&mut words.join_url, join_url);
    fill(&mut words.organizer, organizer);
    fill_list(&mut words.offers, offers);
    fill(&mut words.is_free, is_free);
    fill(&mut words.image_url, image_url);
    fill_list(&mut words.keywords, keywords);
    fill_list(&mut words.topics, topics);
    fill(&mut words.language, language);
    fill(&mut words.call_for_papers, call_for_papers);
    fill(&mut words.revised, revised);
}

/// A start made comparable.
#[derive(Default)]
struct Start {
    /// The instant when it has an offset, else the local time, else as written.
    exact: String,
    /// The day as written, of a start that has a time too.
    day: Option<String>,
}

impl Start {
    fn of(written: &str) -> Self {
        let written = written.trim();
        let with_offset = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
        let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let instant = with_offset.iter().find_map(|format| DateTime::parse_from_str(written, format).ok());
        let local = || local.iter().find_map(|format| NaiveDateTime::parse_from_str(written, format).ok());
        let exact = match instant {
            Some(at) => format!("@{}", at.timestamp()),
            None => {
                local().map_or_else(|| written.to_ascii_lowercase(), |at| at.format("%Y-%m-%dT%H:%M:%S").to_string())
            }
        };
        let day = if written.contains('T') { written.get(..10) } else { None };
        Self { exact, day: day.map(str::to_owned) }
    }
}

/// A key for each claim: its `@id` or page if no other on the page has the same, else with start and name.
pub(super) fn keys(claims: &[Claim]) -> Vec<String> {
    let address = |claim: &Claim| claim.id.clone().or_else(|| claim.url.clone());
    let mut total: BTreeMap<String, usize> = BTreeMap::new();
    for address in claims.iter().filter_map(address) {
        *total.entry(address).or_default() += 1;
    }
    let key = |claim: &Claim| {
        let address = address(claim);
        if let Some(address) = address.clone().filter(|address| total.get(address) == Some(&1)) {
            return address;
        }
        let start = claim.words.start.as_ref().map(|start| start.text.clone());
        let parts = [address, start, claim.words.name.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    claims.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::TimeWords;

    fn claim(name: &str, start: &str, url: &str, house: &str) -> Claim {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let places = some(house).map(|name| PlaceWords { name: Some(name), ..PlaceWords::default() });
        Claim {
            id: None,
            url: some(url),
            words: Words {
                name: some(name),
                start: some(start).map(|text| TimeWords { text, zone: None }),
                places: places.into_iter().collect(),
                ..Words::default()
            },
        }
    }

    fn starts(claims: Vec<Claim>) -> Vec<String> {
        merged(claims).into_iter().map(|claim| claim.words.start.map(|start| start.text).unwrap_or_default()).collect()
    }

    #[test]
    fn the_same_instant_in_two_spellings_is_one_event() {
        let twice = vec![
            claim("Rust  Berlin", "2026-05-01T18:00:00-07:00", "https://x.org/1", ""),
            claim("RUST Berlin", "2026-05-02T01:00:00.000Z", "https://x.org/1", "c-base"),
        ];
        assert_eq!(merged(twice).first().map(|claim| claim.words.places.len()), Some(1));
    }

    #[test]
    fn a_day_is_completed_by_the_time() {
        let twice = vec![
            claim("Rust", "2026-05-01", "https://x.org/1", ""),
            claim("Rust", "2026-05-01T18:00:00+02:00", "", ""),
        ];
        assert_eq!(starts(twice), ["2026-05-01T18:00:00+02:00"]);
        let twice = vec![claim("Rust", "2026-05-01T18:00", "", ""), claim("Rust", "2026-05-01", "", "")];
        assert_eq!(starts(twice), ["2026-05-01T18:00"]);
    }

    #[test]
    fn different_pages_houses_and_days_are_different_events() {
        let claims = vec![
            claim("Rust", "2026-05-01", "https://x.org/1", ""),
            claim("Rust", "2026-05-01", "https://x.org/2", ""),
            claim("Rust", "2026-05-08", "https://x.org/1", ""),
            claim("Code Retreat", "2026-05-01", "", "c-base"),
            claim("Code Retreat", "2026-05-01", "", "Betahaus"),
        ];
        assert_eq!(starts(claims).len(), 5);
    }

    #[test]
    fn an_address_is_a_key_only_if_it_is_alone() {
        let claims = [
            claim("Rust", "2026-05-01", "https://x.org/1", ""),
            claim("Rust", "2026-05-08", "https://x.org/series", ""),
            claim("Rust", "2026-05-15", "https://x.org/series", ""),
            claim("Go", "2026-05-15", "", ""),
        ];
        let expected = [
            "https://x.org/1",
            "https://x.org/series 2026-05-08 Rust",
            "https://x.org/series 2026-05-15 Rust",
            "2026-05-15 Go",
        ];
        assert_eq!(keys(&claims), expected);
    }
}
