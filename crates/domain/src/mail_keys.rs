//! What an instance seals for the weekly mail: the links of letters, the tokens of confirmations, and the hashes by which
//! addresses are known where they must not stand.

use crate::{MailAddress, SealingKey, Secret, SubscriberId, secret::SECRET_BYTES};

/// The sealing key, as the weekly mail uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailKeys(SealingKey);

const LINK: &str = "subscriber link";
const CONFIRMATION: &str = "confirmation";
const ADDRESS: &str = "mail address";
const CLIENT: &str = "client";

impl MailKeys {
    /// Seals with this key.
    pub const fn new(key: SealingKey) -> Self {
        Self(key)
    }

    /// What stands in the links of a reader's letters: their id and its seal, `<id>.<seal>`.
    pub fn link(&self, id: SubscriberId) -> String {
        let id = id.to_string();
        format!("{id}.{}", self.0.seal(LINK, &id))
    }

    /// Whose link it is, if we sealed it.
    pub fn opened(&self, link: &str) -> Option<SubscriberId> {
        let (word, seal) = link.split_once('.')?;
        let id: SubscriberId = word.parse().ok()?;
        (id.to_string() == word && self.0.opens(LINK, word, seal)).then_some(id)
    }

    /// The token of a confirmation, from the id of the letter that brings it: so it need not be kept anywhere.
    pub fn confirmation(&self, letter_id: i64) -> Secret {
        let seal = self.0.seal(CONFIRMATION, &letter_id.to_string());
        let digits: Vec<u32> = seal.chars().filter_map(|digit| digit.to_digit(16)).collect();
        let mut bytes = [0_u8; SECRET_BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let value = pair.iter().fold(0, |value, digit| value * 16 + digit);
            *byte = u8::try_from(value).unwrap_or_default();
        }
        Secret::from_random(bytes)
    }

    /// By what an address is known.
    pub fn address_hash(&self, address: &MailAddress) -> String {
        self.0.seal(ADDRESS, &address.normalised())
    }

    /// By what somebody who asks is known, such as the address of their machine.
    pub fn client_hash(&self, client: &str) -> String {
        self.0.seal(CLIENT, client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> MailKeys {
        MailKeys::new(SealingKey::new("a secret of this instance"))
    }

    proptest::proptest! {
        #[test]
        fn a_link_opens_its_own_reader_only(one in 0..i64::MAX, other in 0..i64::MAX) {
            let link = keys().link(SubscriberId::new(one));
            proptest::prop_assert_eq!(keys().opened(&link), Some(SubscriberId::new(one)));
            let seal = link.split_once('.').map(|(_, seal)| seal).unwrap_or_default();
            let forged = format!("{}.{seal}", SubscriberId::new(other));
            proptest::prop_assert_eq!(keys().opened(&forged).is_some(), one == other);
        }

        #[test]
        fn what_we_did_not_seal_opens_nothing(text in ".*") {
            proptest::prop_assert_eq!(keys().opened(&text), None);
        }
    }

    #[test]
    fn tokens_and_hashes_are_this_instances_own() {
        let others = MailKeys::new(SealingKey::new("a secret of another instance"));
        let address: MailAddress = "Reader@example.org".parse().unwrap();
        assert_ne!(keys().confirmation(7), keys().confirmation(8));
        assert_ne!(keys().confirmation(7), others.confirmation(7));
        assert_ne!(keys().address_hash(&address), others.address_hash(&address));
        assert_eq!(keys().address_hash(&address), keys().address_hash(&"reader@EXAMPLE.org".parse().unwrap()));
    }
}
