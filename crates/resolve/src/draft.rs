//! A listing understood: every word of it made a typed value, or a problem.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, CountryCode, Draft, EventKind, EventStatus, Facts, KnownListing, Organizer, OrganizerWords, Phase,
    Problem, Prose, Rejection, Schedule, SeriesRole, SourceSpec, Span, Words, rooms, text::folded,
};
use url::Url;

use crate::{
    Resolver, address,
    classify::{Classification, Text, Vouched},
    id, kind, language, list, mode, papers,
    place::{self, Whereabouts},
    price, sanitize,
    schedule::{Clocks, Light, Reader},
    status, trust, zones,
};

/// The most free words kept, and the longest of them, in characters.
const KEYWORDS_MAX: usize = 30;
const KEYWORD_CHARS_MAX: usize = 60;

/// What is shorter is no conference, whatever it calls itself.
const CONFERENCE_MIN: TimeDelta = TimeDelta::hours(4);

/// Hours in which evenings begin.
const EVENING: std::ops::RangeInclusive<u32> = 17..=20;

/// The longest name of an organizer, in characters.
const ORGANIZER_CHARS_MAX: usize = 200;

/// The most problems kept of one listing.
const PROBLEMS_MAX: usize = 20;

impl Resolver {
    /// Makes a draft of a listing. Without a name or a start that can be read there is none, and the rejection says why.
    pub fn draft(&self, known: &KnownListing, source: &SourceSpec, now: DateTime<Utc>) -> Result<Draft, Rejection> {
        let KnownListing { id, source_id, listing, first_seen_at, changed_at, missing_runs, missing_since } = known;
        let rejection = |reason: String| Rejection { key: listing.key.clone(), reason };
        let mut problems = Vec::new();
        let listing_url = listing.url.as_deref().and_then(|url| address::shown(url, Some(&source.url)));
        if listing_url.is_none() && listing.url.as_deref().is_some_and(|url| !url.trim().is_empty()) {
            problems.push("its address is not one of the web: it is ignored".to_owned());
        }
        let reading = self.facts(&listing.words, listing_url.as_deref(), source, &mut problems).map_err(rejection)?;
        let (facts, role, stated_country) = reading;
        let far = now.checked_add_signed(TimeDelta::days(3_660)).unwrap_or(now);
        if facts.schedule.span.starts_at(facts.schedule.zone) > far {
            problems.push("it starts in more than ten years".to_owned());
        }
        problems.truncate(PROBLEMS_MAX);
        Ok(Draft {
            listing_id: *id,
            source_id: *source_id,
            key: listing.key.clone(),
            series_key: series_key(&listing.words, &listing.key),
            role,
            trust: trust::of(source, listing_url.as_deref(), organizer_url(&facts)),
            listing_url,
            super_event: super_event(&listing.words, source),
            facts,
            stated_country,
            changed_at: *changed_at,
            first_seen_at: *first_seen_at,
            missing_runs: *missing_runs,
            missing_since: *missing_since,
            problems: problems.into_iter().map(|message| Problem::new(Phase::Draft, message)).collect(),
        })
    }

    fn facts(
        &self,
        words: &Words,
        listing_url: Option<&str>,
        source: &SourceSpec,
        problems: &mut Vec<String>,
    ) -> Result<(Facts, SeriesRole, Option<CountryCode>), String> {
        let name = words.name.as_deref().and_then(|name| sanitize::line(name, sanitize::NAME_CHARS_MAX));
        let (marked, name) = status::of_name(&name.ok_or("it has no name")?);
        let is_called = words.call_for_papers.is_some();
        let name = if is_called { papers::without_its_call(&name).unwrap_or(name) } else { name };
        let home = self.homes.of(self.gazetteer, &source.hints);
        let mut whereabouts =
            place::whereabouts((self.gazetteer, &self.lookups), &name, &words.places, Clocks::of(words), &home);
        problems.append(&mut whereabouts.problems);
        let may_last = list::is_of_conferences(source) || kind::may_last(&name, words.kind.as_deref());
        // Who writes so reads clocks of one zone, where nothing else is said.
        let of_script = || zones::zone_of_script(&name).filter(|_| words.zone.is_none());
        let light = Light { place: whereabouts.zone, home: home.zone.or_else(of_script), may_last };
        let (schedule, role) = times(words, light, problems)?;
        let description = words.description.as_ref().and_then(sanitize::prose);
        let organizer = words.organizer.as_ref().and_then(|words| organizer(words, &source.url));
        let keywords = keywords(&words.keywords);
        let text = Text {
            name: &name,
            organizer: organizer.as_ref().map(|organizer| organizer.name.as_str()),
            description: description.as_deref(),
            keywords: &keywords,
        };
        let Classification { niches, goals, kind, reasons: _ } =
            self.classify_listing(&text, words, listing_url, (&schedule, whereabouts.is_online), source);
        let marked = || marked.on(schedule.span.starts_on(schedule.zone));
        let status =
            words.status.as_deref().and_then(status::of_field).or_else(marked).unwrap_or(EventStatus::Scheduled);
        let (is_free, offers) = price::prices(words.is_free, &words.offers, &source.url);
        whereabouts.join_url = whereabouts.join_url.take().or_else(|| room_in_words(words, &whereabouts));
        let (attendance_mode, join_url) = taking_part(words, &whereabouts, &name, kind, status, &source.url);
        let call = words.call_for_papers.as_ref();
        let call_for_papers = call.and_then(|words| papers::call(words, schedule.zone, &source.url, problems));
        let language = language::of(words.language.as_deref(), &name, description.as_deref(), &home);
        let (venue, more_venues) = match attendance_mode {
            AttendanceMode::Online => (None, Vec::new()),
            AttendanceMode::Offline => (whereabouts.venue.or_else(|| home.venue()), whereabouts.more),
            AttendanceMode::Mixed => (whereabouts.venue, whereabouts.more),
        };
        let stated_country = whereabouts.stated_country.filter(|_| attendance_mode != AttendanceMode::Online);
        let facts = Facts {
            description,
            url: listing_url.map_or_else(|| address::page_of(&source.url), str::to_owned),
            kind,
            status,
            attendance_mode,
            schedule,
            venue,
            more_venues,
            join_url,
            organizer,
            niches: niches.into_iter().map(|(niche, _)| niche).collect(),
            goals,
            language,
            is_free,
            offers,
            image_url: words.image_url.as_deref().and_then(|url| address::shown(url, Some(&source.url))),
            call_for_papers,
            keywords,
            name,
        };
        Ok((facts, role, stated_country))
    }

    fn classify_listing(
        &self,
        text: &Text<'_>,
        words: &Words,
        listing_url: Option<&str>,
        (schedule, is_online): (&Schedule, bool),
        source: &SourceSpec,
    ) -> Classification {
        let host = listing_url.and_then(address::host);
        self.classifier.classify(
            text,
            &Vouched {
                niches: &source.niches,
                topics: &words.topics,
                is_technical: source.format.is_some_and(list::is_technical)
                    || !words.topics.is_empty()
                    || !source.niches.is_empty(),
                kind: words.kind.as_deref(),
                format: source.format,
                host: host.as_deref(),
                lists_conferences: list::is_of_conferences(source),
                takes_days: schedule.takes_days(),
                is_brief: is_brief(schedule),
                is_in_evening: is_in_evening(schedule),
                is_online,
                repeats: schedule.recurrence.is_some(),
                calls_for_papers: words.call_for_papers.is_some(),
            },
            false,
        )
    }
}

fn super_event(words: &Words, source: &SourceSpec) -> Option<String> {
    address::shown(words.super_event.as_deref()?, Some(&source.url))
}

fn organizer_url(facts: &Facts) -> Option<&str> {
    facts.organizer.as_ref()?.url.as_deref()
}

/// When it is, and whether the listing is about one instance of a series.
fn times(words: &Words, light: Light, problems: &mut Vec<String>) -> Result<(Schedule, SeriesRole), String> {
    let mut reader = Reader::new(words, light, problems);
    let schedule = reader.schedule()?;
    let role = match reader.recurrence_id(&schedule) {
        Some(recurrence_id) => SeriesRole::Instance { recurrence_id },
        None => SeriesRole::Whole,
    };
    Ok((schedule, role))
}

/// Whether it is over within a few hours, as what begins in the evening is when nobody says how long it takes.
fn is_brief(schedule: &Schedule) -> bool {
    let Span::Timed { starts_at, ends_at } = schedule.span else { return false };
    let is_long = |ends_at: DateTime<Utc>| ends_at - starts_at >= CONFERENCE_MIN;
    ends_at.filter(|ends_at| *ends_at > starts_at).map_or_else(|| is_in_evening(schedule), |ends_at| !is_long(ends_at))
}

/// Whether it begins in the evening where it is.
fn is_in_evening(schedule: &Schedule) -> bool {
    let Span::Timed { starts_at, .. } = schedule.span else { return false };
    // Sources that know no zone of their own say UTC.
    schedule.zone != Tz::UTC && EVENING.contains(&starts_at.with_timezone(&schedule.zone).hour())
}

/// The room that the description of an event without any place names.
fn room_in_words(words: &Words, whereabouts: &Whereabouts) -> Option<String> {
    let is_open = whereabouts.venue.is_none() && words.mode.is_none() && words.join_url.is_none();
    let room = match words.description.as_ref().filter(|_| is_open)? {
        Prose::Plain(text) => rooms::room_within(text)?.to_owned(),
        Prose::Html(text) => rooms::room_within(text)?.replace("&amp;", "&"),
    };
    address::shown(&room, None)
}

/// How one takes part, and where on the network.
fn taking_part(
    words: &Words,
    whereabouts: &Whereabouts,
    name: &str,
    kind: EventKind,
    status: EventStatus,
    base: &Url,
) -> (AttendanceMode, Option<String>) {
    let join_url = words.join_url.as_deref().and_then(|url| address::shown(url, Some(base)));
    let join_url = join_url.or_else(|| whereabouts.join_url.clone());
    let mode = match status {
        EventStatus::MovedOnline => AttendanceMode::Online,
        _ => mode::decide(&mode::Signs {
            field: words.mode.as_deref(),
            name,
            has_place: whereabouts.venue.is_some(),
            is_place_online: whereabouts.is_online,
            is_place_mixed: whereabouts.is_mixed,
            has_join_url: join_url.is_some(),
            kind: Some(kind),
        }),
    };
    (mode, join_url.filter(|_| mode != AttendanceMode::Offline))
}

/// What the source calls the event or the series: the UID, else the key.
fn series_key(words: &Words, key: &str) -> String {
    let uid = words.uid.as_deref().map(str::trim).filter(|uid| !uid.is_empty());
    uid.unwrap_or(key).to_owned()
}

fn organizer(words: &OrganizerWords, base: &Url) -> Option<Organizer> {
    let OrganizerWords { name, url } = words;
    let url = url.as_deref().and_then(|url| address::shown(url, Some(base)));
    let name = name.as_deref().and_then(|name| sanitize::line(name, ORGANIZER_CHARS_MAX));
    // An address is nobody's name.
    let name = name.filter(|name| !address::is_address(name) && !name.to_lowercase().starts_with("mailto:"));
    let name = name.or_else(|| url.as_deref().and_then(address::host))?;
    let id = id::organizer_id(&folded(&name), url.as_deref().and_then(address::compared).as_deref());
    Some(Organizer { id, name, url })
}

/// Free words: one of each, ordered.
fn keywords(words: &[String]) -> Vec<String> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for word in words.iter().take(10 * KEYWORDS_MAX).filter_map(|word| sanitize::line(word, KEYWORD_CHARS_MAX)) {
        let word = word.trim_matches(['#', ',', ';']).trim().to_owned();
        if !word.is_empty() && kept.len() < KEYWORDS_MAX {
            kept.entry(folded(&word)).or_insert(word);
        }
    }
    let mut kept: Vec<String> = kept.into_values().collect();
    kept.sort();
    kept
}
