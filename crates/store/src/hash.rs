//! Ids and digests: the same words give the same number on every machine and in both databases.

use hobnob_domain::{ListingId, SourceId};
use url::Url;

/// The first eight bytes of the BLAKE3 digest of the parts, each preceded by its length.
pub(crate) fn digest(purpose: &str, parts: &[&[u8]]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    i64::from_be_bytes(first)
}

/// A digest that can be an id: never negative.
pub(crate) fn id(purpose: &str, parts: &[&[u8]]) -> i64 {
    digest(purpose, parts) & i64::MAX
}

/// The id of a source, from the address it is first known by.
pub fn source_id(url: &Url) -> SourceId {
    SourceId::new(id("source", &[url.as_str().as_bytes()]))
}

/// The id of a listing, from its source and what the source calls it.
pub fn listing_id(source_id: SourceId, key: &str) -> ListingId {
    ListingId::new(id("listing", &[&source_id.get().to_be_bytes(), storable(key).as_bytes()]))
}

/// How an identity key stands in a row. Two keys that fall on one number only make two listings be compared in vain.
pub(crate) fn key_hash(key: &str) -> i64 {
    digest("key", &[key.as_bytes()])
}

/// Text as both databases take it: PostgreSQL has no NUL in text.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The same for text that may be unknown.
pub(crate) fn maybe_storable(text: Option<&str>) -> Option<String> {
    text.map(storable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_give_the_same_number_for_ever() {
        let url: Url = "https://example.org/events.ics".parse().unwrap();
        assert_eq!(source_id(&url).get(), 3_652_388_661_649_616_626);
        assert_eq!(listing_id(SourceId::new(7), "a@example.org").get(), 9_220_172_829_696_163_939);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest("x", &[b"ab", b"c"]), digest("x", &[b"a", b"bc"]));
    }
}
