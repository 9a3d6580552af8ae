//! Ids that are the same on every instance: digests of what they are derived from.

use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId, OrganizerId, SourceId};

/// A digest of 63 bits. Each part goes in with its length, so that no two lists of parts read the same.
fn digest(kind: &str, parts: &[&str]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(&kind).chain(parts) {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0_u8; 8];
    for (to, from) in bytes.iter_mut().zip(hasher.finalize().as_bytes()) {
        *to = *from;
    }
    i64::from_le_bytes(bytes) & i64::MAX
}

/// The id of the event that a source's listing was the first to tell of: by the listing's key, and by the start that an
/// instance would have had where only that instance is listed.
pub(crate) fn event_id(source_id: SourceId, key: &str, recurrence_id: Option<DateTime<Utc>>) -> EventId {
    let source = source_id.get().to_string();
    let instance = recurrence_id.map(|at| at.timestamp().to_string()).unwrap_or_default();
    EventId::new(digest("event", &[&source, key, &instance]))
}

/// Gives a new event another id and UID, derived from the ones it has: for when they live on in another event.
pub fn set_apart(event: Event) -> Event {
    let id = EventId::new(digest("event set apart", &[&event.id.to_string()]));
    Event { id, uid: uid(id), ..event }
}

/// The UID of an event in every calendar.
pub(crate) fn uid(id: EventId) -> String {
    format!("{id}@hobnob")
}

/// The id of an organizer, by what they are called and where their page is.
pub(crate) fn organizer_id(folded_name: &str, canonical_url: Option<&str>) -> OrganizerId {
    OrganizerId::new(digest("organizer", &[folded_name, canonical_url.unwrap_or_default()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest("event", &["ab", "c"]), digest("event", &["a", "bc"]));
        assert_ne!(digest("event", &["a"]), digest("organizer", &["a"]));
    }

    #[test]
    fn an_instance_is_not_its_series() {
        let source = SourceId::new(1);
        let at = DateTime::from_timestamp(1_800_000_000, 0);
        assert_ne!(event_id(source, "k", None), event_id(source, "k", at));
    }

    #[test]
    fn ids_stay_what_they_are_from_one_version_to_the_next() {
        assert_eq!(uid(event_id(SourceId::new(7), "abc", None)), "6p5yekj2bs7az@hobnob");
    }
}
