//! What one claim adds to another about the same event.

use super::{Claim, Start, places_agree};
use hobnob_domain::{OrganizerWords, PlaceWords, Prose, TimeWords, Words};

/// Adds what the first claim lacks, and puts right what it says worse.
pub(super) fn complete(known: &mut Claim, other: Claim) {
    let Words {
        uid,
        name,
        description,
        start,
        end,
        end_is_exclusive,
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
        super_event,
        revised,
    } = other.words;
    let words = &mut known.words;
    if is_better(start.as_ref(), words.start.as_ref()) {
        words.start = None;
        words.end = None;
    }
    fill(&mut known.id, other.id);
    fill(&mut known.url, other.url);
    fill(&mut words.uid, uid);
    fill(&mut words.name, name);
    describe(&mut words.description, description);
    fill(&mut words.start, start);
    if words.end.is_none() {
        words.end = end;
        words.end_is_exclusive = end_is_exclusive;
    }
    fill(&mut words.duration, duration);
    fill(&mut words.zone, zone);
    fill_list(&mut words.rules, rules);
    fill_list(&mut words.dates, dates);
    fill_list(&mut words.exclusions, exclusions);
    fill(&mut words.recurrence_id, recurrence_id);
    fill(&mut words.status, status);
    fill(&mut words.mode, mode);
    fill(&mut words.kind, kind);
    place(&mut words.places, places);
    fill(&mut words.join_url, join_url);
    organize(&mut words.organizer, organizer);
    fill_list(&mut words.offers, offers);
    fill(&mut words.is_free, is_free);
    fill(&mut words.image_url, image_url);
    fill_list(&mut words.keywords, keywords);
    fill_list(&mut words.topics, topics);
    fill(&mut words.language, language);
    fill(&mut words.call_for_papers, call_for_papers);
    fill(&mut words.super_event, super_event);
    fill(&mut words.revised, revised);
}

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

/// Whether a start says the time where the known one says the day only, or can be read where the known one can't.
fn is_better(start: Option<&TimeWords>, known: Option<&TimeWords>) -> bool {
    let (Some(start), Some(known)) = (start, known) else { return false };
    let (start, known) = (Start::of(&start.text), Start::of(&known.text));
    (start.has_time() && !known.has_time()) || (start.has_day() && !known.has_day())
}

/// The longer of two descriptions if the shorter was cut off.
fn describe(known: &mut Option<Prose>, other: Option<Prose>) {
    let (Some(ours), Some(theirs)) = (known.as_ref().map(text), other.as_ref().map(text)) else {
        return fill(known, other);
    };
    let begun =
        ours.trim_end().trim_end_matches("[…]").trim_end_matches("[...]").trim_end_matches(['…', '.']).trim_end();
    if theirs.len() > ours.len() && theirs.starts_with(begun) {
        *known = other;
    }
}

fn text(prose: &Prose) -> &str {
    match prose {
        Prose::Plain(text) | Prose::Html(text) => text,
    }
}

/// Places, with the details of the first.
fn place(known: &mut Vec<PlaceWords>, mut other: Vec<PlaceWords>) {
    if let (Some(ours), Some(theirs)) = (known.first_mut(), other.first_mut())
        && places_agree(ours, theirs)
    {
        let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } =
            std::mem::take(theirs);
        if ours.latitude.is_none() || ours.longitude.is_none() {
            (ours.latitude, ours.longitude) = (latitude, longitude);
        }
        fill(&mut ours.name, name);
        fill(&mut ours.address, address);
        fill(&mut ours.locality, locality);
        fill(&mut ours.region, region);
        fill(&mut ours.country, country);
        fill(&mut ours.postal_code, postal_code);
        // Text is what remains of a place without parts.
        if ours.name.is_none() && ours.address.is_none() && ours.locality.is_none() {
            fill(&mut ours.text, text);
        }
        return;
    }
    fill_list(known, other);
}

fn organize(known: &mut Option<OrganizerWords>, other: Option<OrganizerWords>) {
    match (known.as_mut(), other) {
        (Some(ours), Some(theirs)) => {
            fill(&mut ours.name, theirs.name);
            fill(&mut ours.url, theirs.url);
        }
        (None, other) => *known = other,
        (Some(_), None) => {}
    }
}
