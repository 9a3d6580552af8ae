//! A listing, and what the page behind its link says of the same event.

use hobnob_domain::{Listing, Words};

/// Lays what an event's own page says over what the list said of it. Where both speak, its own page counts.
pub fn complete(known: &mut Listing, detail: Listing) {
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
    } = detail.words;
    let words = &mut known.words;
    // An end belongs to its start: the list's would be that of another time.
    if end.is_some() || start.as_ref().is_some_and(|start| words.start.as_ref() != Some(start)) {
        words.end = end;
        words.end_is_exclusive = end_is_exclusive;
    }
    over(&mut words.uid, uid);
    over(&mut words.name, name);
    over(&mut words.description, description);
    over(&mut words.start, start);
    over(&mut words.duration, duration);
    over(&mut words.zone, zone);
    over(&mut words.recurrence_id, recurrence_id);
    over(&mut words.status, status);
    over(&mut words.mode, mode);
    over(&mut words.kind, kind);
    over(&mut words.join_url, join_url);
    over(&mut words.organizer, organizer);
    over(&mut words.is_free, is_free);
    over(&mut words.image_url, image_url);
    over(&mut words.language, language);
    over(&mut words.call_for_papers, call_for_papers);
    over(&mut words.super_event, super_event);
    over(&mut words.revised, revised);
    over_list(&mut words.rules, rules);
    over_list(&mut words.dates, dates);
    over_list(&mut words.exclusions, exclusions);
    over_list(&mut words.places, places);
    over_list(&mut words.offers, offers);
    over_list(&mut words.keywords, keywords);
    over_list(&mut words.topics, topics);
}

fn over<T>(known: &mut Option<T>, said: Option<T>) {
    if said.is_some() {
        *known = said;
    }
}

fn over_list<T>(known: &mut Vec<T>, said: Vec<T>) {
    if !said.is_empty() {
        *known = said;
    }
}
