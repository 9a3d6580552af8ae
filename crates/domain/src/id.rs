//! Identities. A number inside, a short word of Crockford's base 32 outside.

use std::{fmt, num::NonZero, str::FromStr};

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An id that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not an id such as {kind}_3kq0v7x1m2a4b")]
pub struct BadId {
    /// What was written.
    pub word: String,
    /// The noun that it was to identify.
    pub kind: &'static str,
}

fn written(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        let digit = usize::try_from(rest % 32).unwrap_or_default();
        digits.push(DIGITS.get(digit).copied().unwrap_or(b'0'));
        rest /= 32;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

fn read(word: &str) -> Option<i64> {
    if word.is_empty() || word.len() > 13 {
        return None;
    }
    word.bytes().try_fold(0_i64, |number, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte.to_ascii_lowercase())?;
        number.checked_mul(32)?.checked_add(i64::try_from(digit).ok()?)
    })
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $kind:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        // One more than the number inside: so an `Option` of it takes no more room, and there are a million in an index.
        pub struct $name(NonZero<u64>);

        impl $name {
            /// The noun it identifies, as it stands before global ids (`event_…`).
            pub const KIND: &'static str = $kind;

            /// Takes the absolute value, so that what is written can be read back.
            pub const fn new(number: i64) -> Self {
                let number = if number == i64::MIN { 0 } else { number.unsigned_abs() };
                Self(NonZero::<u64>::MIN.saturating_add(number))
            }

            /// The number inside, never negative.
            pub const fn get(self) -> i64 {
                (self.0.get() - 1).cast_signed()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.get()).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&written(self.get()))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            /// Reads the short word, with or without its kind before it.
            fn from_str(word: &str) -> Result<Self, BadId> {
                let bare = word.strip_prefix(concat!($kind, "_")).unwrap_or(word);
                read(bare).map(Self::new).ok_or_else(|| BadId { word: word.to_owned(), kind: $kind })
            }
        }
    };
}

id!(
    /// A place we watch.
    SourceId, "source");
id!(
    /// One source's claim about one event.
    ListingId, "listing");
id!(
    /// An event; survives reschedule, retitle, merge and change of source.
    EventId, "event");
id!(
    /// Who invites.
    OrganizerId, "organizer");
id!(
    /// Somebody's own calendar.
    CalendarId, "calendar");
id!(
    /// A reader of the weekly mail.
    SubscriberId, "subscriber");
id!(
    /// Events of one name, years and numbers apart, by one organizer.
    SeriesId, "series");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_may_be_missing_takes_no_more_room() {
        assert_eq!(size_of::<Option<EventId>>(), size_of::<i64>());
        assert_eq!([0, 1, -7, i64::MAX, i64::MIN].map(|number| EventId::new(number).get()), [0, 1, 7, i64::MAX, 0]);
        assert_eq!(format!("{:?}", EventId::new(42)), "EventId(42)");
    }

    proptest::proptest! {
        #[test]
        fn an_id_that_is_written_can_be_read(number in 0..=i64::MAX) {
            let id = EventId::new(number);
            proptest::prop_assert_eq!(id.to_string().parse::<EventId>(), Ok(id));
            proptest::prop_assert_eq!(format!("event_{id}").parse::<EventId>(), Ok(id));
        }

        #[test]
        fn reading_an_id_never_panics(text in ".*") {
            let _ = text.parse::<EventId>();
        }
    }
}
