//! Places in lists, as opaque words. They name a row by what it is sorted by, so that they stay good while other rows
//! come and go.

use chrono::{DateTime, Utc};
use hobnob_domain::{ChangeKind, Cursor, EventId, EventOrder, ListingId, SourceId};
use hobnob_store::{ChangePlace, PairPlace};

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Which list a cursor belongs to: the first byte, so that one list's cursor means nothing in another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Events(EventOrder),
    Sources,
    Occurrences,
    Changes,
    Pairs,
}

impl List {
    const fn tag(self) -> u8 {
        match self {
            Self::Events(EventOrder::StartsAt) => 0xe1,
            Self::Events(EventOrder::Distance) => 0xe2,
            Self::Events(EventOrder::Relevance) => 0xe3,
            Self::Events(EventOrder::Newest) => 0xe4,
            Self::Sources => 0x51,
            Self::Occurrences => 0x0c,
            Self::Changes => 0xc4,
            Self::Pairs => 0x2a,
        }
    }
}

/// Writes a place in a list of events of an order.
pub fn event_cursor(order: EventOrder, cursor: Cursor) -> String {
    let Cursor { rank, starts_at, event_id } = cursor;
    let place = written(List::Events(order), &instant_bytes(starts_at), event_id.get());
    if order == EventOrder::StartsAt { place } else { place + &digits(rank.to_be_bytes().into_iter()) }
}

/// Reads a place in a list of events of an order; none for a place in a list of another order.
pub fn read_event_cursor(order: EventOrder, word: &str) -> Option<Cursor> {
    let (place, rank) = match order {
        EventOrder::StartsAt => (word, 0),
        _ => {
            let (place, rank) = word.split_at_checked(PLACE_DIGITS)?;
            (place, i64::from_be_bytes(read_digits(rank)?))
        }
    };
    let (instant, id) = read(List::Events(order), place)?;
    Some(Cursor { rank, starts_at: instant?, event_id: EventId::new(id) })
}

/// Writes a place among sources.
pub(crate) fn source_cursor(id: SourceId) -> String {
    written(List::Sources, &[0; 12], id.get())
}

/// Reads a place among sources.
pub(crate) fn read_source_cursor(word: &str) -> Option<SourceId> {
    read(List::Sources, word).map(|(_, id)| SourceId::new(id))
}

/// Writes a place among the occurrences of one event: the start, and the start its rule gave it.
pub(crate) fn occurrence_cursor(starts_at: DateTime<Utc>, recurrence_id: Option<DateTime<Utc>>) -> String {
    written(List::Occurrences, &instant_bytes(starts_at), recurrence_key(recurrence_id))
}

/// Reads a place among occurrences.
pub(crate) fn read_occurrence_cursor(word: &str) -> Option<(DateTime<Utc>, i64)> {
    let (instant, key) = read(List::Occurrences, word)?;
    Some((instant?, key))
}

/// Writes a place among changes.
pub(crate) fn change_cursor(place: ChangePlace) -> String {
    let ChangePlace { changed_at, event_id, sequence, kind } = place;
    let number = ChangeKind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
    let kind = u8::try_from(number).unwrap_or(u8::MAX);
    let rest = sequence.to_be_bytes().into_iter().chain([kind]);
    written(List::Changes, &instant_bytes(changed_at), event_id.get()) + &digits(rest)
}

/// Reads a place among changes.
pub(crate) fn read_change_cursor(word: &str) -> Option<ChangePlace> {
    let (place, rest) = word.split_at_checked(PLACE_DIGITS)?;
    let (instant, id) = read(List::Changes, place)?;
    let [a, b, c, d, kind] = read_digits::<5>(rest)?;
    let kind = *ChangeKind::ALL.get(usize::from(kind))?;
    let sequence = u32::from_be_bytes([a, b, c, d]);
    Some(ChangePlace { changed_at: instant?, event_id: EventId::new(id), sequence, kind })
}

/// Writes a place among pairs.
pub(crate) fn pair_cursor(place: PairPlace) -> String {
    let PairPlace { score, listings: (one, other) } = place;
    let tag = std::iter::once(List::Pairs.tag());
    digits(tag.chain(score.to_be_bytes()).chain(one.get().to_be_bytes()).chain(other.get().to_be_bytes()))
}

/// Reads a place among pairs.
pub(crate) fn read_pair_cursor(word: &str) -> Option<PairPlace> {
    let [tag, rest @ ..] = read_digits::<21>(word)?;
    let (score, rest) = rest.split_first_chunk::<4>()?;
    let (one, other) = rest.split_first_chunk::<8>()?;
    let id = |bytes: &[u8; 8]| ListingId::new(i64::from_be_bytes(*bytes));
    let listings = (id(one), id(other.first_chunk::<8>()?));
    (tag == List::Pairs.tag()).then_some(PairPlace { score: i32::from_be_bytes(*score), listings })
}

/// The start a rule gave an occurrence, as a number to sort by.
pub(crate) fn recurrence_key(recurrence_id: Option<DateTime<Utc>>) -> i64 {
    recurrence_id.map_or(i64::MIN, |at| at.timestamp())
}

fn instant_bytes(at: DateTime<Utc>) -> [u8; 12] {
    let mut bytes = [0; 12];
    let written = at.timestamp().to_be_bytes().into_iter().chain(at.timestamp_subsec_nanos().to_be_bytes());
    bytes.iter_mut().zip(written).for_each(|(byte, value)| *byte = value);
    bytes
}

/// How many digits a place has: a byte for the list, twelve for the instant, eight for the number.
const PLACE_DIGITS: usize = 34;

fn written(list: List, instant: &[u8; 12], number: i64) -> String {
    digits(std::iter::once(list.tag()).chain(*instant).chain(number.to_be_bytes()))
}

/// Bytes in digits of five bits each, the last one filled up with zeros.
fn digits(bytes: impl Iterator<Item = u8>) -> String {
    let mut word = String::with_capacity(PLACE_DIGITS);
    let (mut bits, mut held) = (0_u16, 0_u8);
    for byte in bytes {
        bits = (bits << 8 | u16::from(byte)) & 0x0fff;
        held += 8;
        while held >= 5 {
            held -= 5;
            word.push(digit(bits >> held));
        }
    }
    if held > 0 {
        word.push(digit(bits << (5 - held)));
    }
    word
}

fn digit(bits: u16) -> char {
    DIGITS.get(usize::from(bits & 31)).copied().map_or('0', char::from)
}

/// The bytes of a word of exactly as many digits as they need.
fn read_digits<const BYTES: usize>(word: &str) -> Option<[u8; BYTES]> {
    if word.len() != (BYTES * 8).div_ceil(5) {
        return None;
    }
    let mut bytes = [0_u8; BYTES];
    let mut free = bytes.iter_mut();
    let (mut bits, mut held) = (0_u16, 0_u8);
    for character in word.bytes() {
        let value = DIGITS.iter().position(|digit| *digit == character)?;
        bits = (bits << 5 | u16::try_from(value).ok()?) & 0x0fff;
        held += 5;
        if held >= 8 {
            held -= 8;
            *free.next()? = u8::try_from(bits >> held & 0xff).ok()?;
        }
    }
    // What is left of the last digit must be blank: one place has one word.
    (bits & ((1 << held) - 1) == 0).then_some(bytes)
}

/// The instant (if its bytes are one) and the number of a word of this list; none for any other text.
fn read(list: List, word: &str) -> Option<(Option<DateTime<Utc>>, i64)> {
    let [tag, rest @ ..] = read_digits::<21>(word)?;
    let (seconds, rest) = rest.split_first_chunk::<8>()?;
    let (nanoseconds, number) = rest.split_first_chunk::<4>()?;
    let instant = DateTime::from_timestamp(i64::from_be_bytes(*seconds), u32::from_be_bytes(*nanoseconds));
    let number = i64::from_be_bytes(*number.first_chunk::<8>()?);
    (tag == list.tag()).then_some((instant, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_place_that_is_written_can_be_read_in_its_own_order_alone(
            seconds in -8_000_000_000_i64..8_000_000_000,
            nanos in 0..1_000_000_000_u32,
            id in 0..=i64::MAX,
            rank in proptest::prelude::any::<i64>(),
        ) {
            for order in EventOrder::ALL {
                let rank = if *order == EventOrder::StartsAt { 0 } else { rank };
                let starts_at = DateTime::from_timestamp(seconds, nanos).unwrap();
                let cursor = Cursor { rank, starts_at, event_id: EventId::new(id) };
                for other in EventOrder::ALL {
                    let read = read_event_cursor(*other, &event_cursor(*order, cursor));
                    proptest::prop_assert_eq!(read, (order == other).then_some(cursor));
                }
            }
        }

        #[test]
        fn a_place_among_changes_can_be_read(
            seconds in -8_000_000_000_i64..8_000_000_000,
            id in 0..=i64::MAX,
            sequence in proptest::prelude::any::<u32>(),
            kind in proptest::sample::select(ChangeKind::ALL),
        ) {
            let changed_at = DateTime::from_timestamp(seconds, 1_000).unwrap();
            let place = ChangePlace { changed_at, event_id: EventId::new(id), sequence, kind };
            let word = change_cursor(place);
            proptest::prop_assert_eq!(read_change_cursor(&word), Some(place));
            proptest::prop_assert_eq!(read_event_cursor(EventOrder::Newest, &word), None);
        }

        #[test]
        fn a_place_among_pairs_can_be_read(score: i32, one in 0..=i64::MAX, other in 0..=i64::MAX) {
            let place = PairPlace { score, listings: (ListingId::new(one), ListingId::new(other)) };
            let word = pair_cursor(place);
            proptest::prop_assert_eq!(read_pair_cursor(&word), Some(place));
            proptest::prop_assert_eq!(read_event_cursor(EventOrder::StartsAt, &word), None);
        }

        #[test]
        fn reading_a_place_never_panics(word in ".*") {
            for order in EventOrder::ALL {
                let _ = read_event_cursor(*order, &word);
            }
            let _ = read_change_cursor(&word);
            let _ = read_pair_cursor(&word);
        }

        #[test]
        fn one_place_has_one_word(word in "[0-9a-hjkmnp-tv-z]{34}([0-9a-hjkmnp-tv-z]{13})?") {
            for order in EventOrder::ALL {
                if let Some(cursor) = read_event_cursor(*order, &word) {
                    proptest::prop_assert_eq!(event_cursor(*order, cursor), word.clone());
                }
            }
        }
    }

    #[test]
    fn the_place_of_one_list_means_nothing_in_another() {
        assert_eq!(read_event_cursor(EventOrder::StartsAt, &source_cursor(SourceId::new(7))), None);
        assert_eq!(read_source_cursor(&source_cursor(SourceId::new(7))), Some(SourceId::new(7)));
    }
}
