//! How much room listings and data take. A page may say a long text once and mean it for each of thousands of events.

use hobnob_domain::{CallForPapersWords, OfferWords, OrganizerWords, PlaceWords, Prose, TimeWords, Words};
use serde_json::{Map, Value};

/// The words of all listings of a page take at most so many bytes: three times as many as the largest page has.
pub(crate) const WORDS_BYTES_MAX: usize = 32 * 1024 * 1024;

/// What a piece of text takes beside its bytes.
const TEXT_BYTES: usize = 24;

/// How many bytes the texts of some words take, roughly.
pub(crate) fn of_words(words: &Words) -> usize {
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
        is_free: _,
        image_url,
        keywords,
        topics,
        language,
        call_for_papers,
        super_event,
        revised,
    } = words;
    let prose = description.as_ref().map_or(0, |prose| match prose {
        Prose::Plain(text) | Prose::Html(text) => text.len(),
    });
    let call = call_for_papers
        .as_ref()
        .map_or(0, |CallForPapersWords { opens, closes, url }| texts([url]) + times(opens) + times(closes));
    texts([uid, name, duration, zone, status, mode, kind, join_url, image_url, language, super_event])
        + prose
        + call
        + [start, end, recurrence_id, revised].into_iter().map(times).sum::<usize>()
        + times(dates)
        + times(exclusions)
        + texts(rules.iter().chain(keywords).chain(topics).map(Some))
        + places.iter().map(of_place).sum::<usize>()
        + organizer.as_ref().map_or(0, |OrganizerWords { name, url }| texts([name, url]))
        + offers
            .iter()
            .map(|OfferWords { name, price, currency, url }| texts([name, price, currency, url]))
            .sum::<usize>()
}

fn of_place(place: &PlaceWords) -> usize {
    let PlaceWords { text, name, address, locality, region, country, postal_code, latitude: _, longitude: _ } = place;
    texts([text, name, address, locality, region, country, postal_code])
}

fn times<'a>(times: impl IntoIterator<Item = &'a TimeWords>) -> usize {
    times.into_iter().map(|TimeWords { text, zone }| TEXT_BYTES + text.len() + texts([zone])).sum()
}

fn texts<'a, T>(texts: impl IntoIterator<Item = T>) -> usize
where
    T: IntoIterator<Item = &'a String>,
{
    texts.into_iter().flatten().map(|text| TEXT_BYTES + text.len()).sum()
}

/// How many bytes the texts of a value take, roughly.
pub(crate) fn of_value(value: &Value) -> usize {
    match value {
        Value::String(text) => TEXT_BYTES + text.len(),
        Value::Array(list) => TEXT_BYTES + list.iter().map(of_value).sum::<usize>(),
        Value::Object(object) => of_object(object),
        Value::Null | Value::Bool(_) | Value::Number(_) => TEXT_BYTES,
    }
}

/// How many bytes the texts of an object take, roughly.
pub(crate) fn of_object(object: &Map<String, Value>) -> usize {
    TEXT_BYTES + object.iter().map(|(key, value)| TEXT_BYTES + key.len() + of_value(value)).sum::<usize>()
}
