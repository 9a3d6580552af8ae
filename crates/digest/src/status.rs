//! Enhanced status codes (RFC 3463), as servers write them into replies and reports.

/// So many words of what a server says are looked at for its code: `smtp; 550 5.1.1 no such user`.
const WORDS_MAX: usize = 4;

/// Whether a server says by its code that the mailbox is none: 5.1.x, but for 5.1.7 and 5.1.8, which are about the sender's
/// address, and 5.1.0, which may be; and 5.2.1, a mailbox that was closed. A mailbox that is full, a server that is slow and a
/// policy against us are no such thing. Words without a code say nothing: servers speak so of our sender and our rights too.
pub fn says_no_mailbox(says: &str) -> bool {
    let Some(code) = code(says) else { return false };
    match code.strip_prefix("5.") {
        Some("1.0" | "1.7" | "1.8") => false,
        Some(rest) => rest.starts_with("1.") || rest == "2.1",
        None => false,
    }
}

/// The first code in what a server says.
fn code(says: &str) -> Option<&str> {
    let is_number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    says.split_whitespace().take(WORDS_MAX).find(|word| {
        word.starts_with(['2', '4', '5'])
            && word.find('.') == Some(1)
            && word.split('.').count() == 3
            && word.split('.').all(is_number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_about_the_mailbox_gives_it_up() {
        for says in
            ["5.1.1", "5.1.1 no such user", "5.2.1 mailbox disabled", "smtp; 550 5.1.1 no such user", "5.1.10 null MX"]
        {
            assert!(says_no_mailbox(says), "{says}");
        }
        for says in [
            "",
            "5.0.0",
            "5.7.1 relaying denied",
            "smtp; 550 5.7.1 spam",
            "5.1.8 your domain does not exist",
            "5.1.0 address rejected",
            "5.3.4 too large",
            "smtp; 452 4.2.2 mailbox full",
            "4.1.1 come again",
            "smtp; 550 no such user",
            "smtp; 550 192.0.2.1 is listed",
            "no thanks",
            "relay not permitted",
            "Mail from must equal authorized user",
            "the From address does not match a verified sender",
        ] {
            assert!(!says_no_mailbox(says), "{says}");
        }
    }
}
