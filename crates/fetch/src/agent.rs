//! What may stand in a User-Agent.

use reqwest::header::HeaderValue;

/// The longest User-Agent that is sent, in bytes.
const BYTES_MAX: usize = 512;

/// A User-Agent that can't be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` can't stand in a User-Agent: use letters, digits and signs of ASCII on one line")]
pub struct BadUserAgent(String);

/// Says whether a User-Agent can be sent: visible ASCII and blanks, not blanks alone, at most 512 bytes.
pub fn check_user_agent(agent: &str) -> Result<(), BadUserAgent> {
    user_agent_value(agent).map(|_| ())
}

/// The User-Agent as a header.
pub(crate) fn user_agent_value(agent: &str) -> Result<HeaderValue, BadUserAgent> {
    let is_plain = !agent.trim().is_empty() && agent.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let value = HeaderValue::from_str(agent).ok().filter(|_| is_plain && agent.len() <= BYTES_MAX);
    value.ok_or_else(|| BadUserAgent(agent.escape_default().take(200).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_ascii_on_one_line_is_a_user_agent() {
        let long = "x".repeat(BYTES_MAX + 1);
        let agents = ["Mozilla/5.0 (X11; Linux)", "a", "", "  ", "a\r\nX: y", "caf\u{e9}", "tab\there", &long];
        let sound = agents.map(|agent| check_user_agent(agent).is_ok());
        assert_eq!(sound, [true, true, false, false, false, false, false, false]);
    }
}
