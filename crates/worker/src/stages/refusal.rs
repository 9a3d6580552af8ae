//! Whether a relay refuses an address or something else: us, the words, the size.

/// Whether a refusal for good says that there is no such mailbox. A policy against us says nothing about readers: none of
/// them is given up for it.
pub(super) fn is_no_address(reply: &str) -> bool {
    match enhanced(reply) {
        // RFC 3463: 5.1.x is about addresses; 5.1.7 and 5.1.8 about ours, and 5.1.0 may be. 5.2.1 is a mailbox that was closed.
        Some((1, 0 | 7 | 8)) => false,
        Some((1, _) | (2, 1)) => true,
        Some(_) => false,
        // Relays say so of our sender, of our right to send and of policies too.
        None => false,
    }
}

/// Subject and detail of an enhanced status code (RFC 3463) that stands first in a reply.
fn enhanced(reply: &str) -> Option<(u16, u16)> {
    let word = reply.split_whitespace().take(3).find(|word| word.starts_with("5."))?;
    let mut numbers = word.split('.').skip(1).map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_about_the_address_gives_it_up() {
        for reply in ["5.1.1 no such user", "5.2.1 mailbox disabled"] {
            assert!(is_no_address(reply), "{reply}");
        }
        for reply in [
            "5.7.1 relaying denied",
            "5.7.1 looks like spam",
            "5.1.8 your domain does not exist",
            "5.1.0 address rejected",
            "5.3.4 too large",
            "no thanks",
            "relay not permitted",
            "Mail from must equal authorized user",
            "the From address does not match a verified sender",
        ] {
            assert!(!is_no_address(reply), "{reply}");
        }
    }
}
