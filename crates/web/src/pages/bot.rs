//! What webmasters want to know of us.

use std::time::Duration;

use super::{frame::Frame, link::Link, templates::BotPage};
use crate::State;

/// How many bytes a page of a visit may have on average.
const PAGE_BYTES: usize = 105 * 1024;

/// The page about our robot.
pub(crate) fn bot_page(state: &State) -> BotPage {
    BotPage {
        frame: Frame {
            description: Some("What the robot hobnob reads, how often, and how to be left alone by it.".to_owned()),
            canonical: Some(state.absolute("/bot")),
            here: "bot",
            ..Frame::new("About the robot")
        },
        user_agent: Some(state.robot.user_agent.clone()).filter(|agent| !agent.is_empty()),
        contact: state.robot.contact.as_deref().map(contact),
        most: (state.robot.pages_max, state.robot.pages_max.saturating_mul(PAGE_BYTES).div_ceil(1_000_000)),
        pace: pace(state.robot.pace),
    }
}

/// A pause in words: "a second", "2 seconds", "250 milliseconds".
fn pace(pace: Duration) -> String {
    match pace.as_millis() {
        1_000 => "a second".to_owned(),
        whole if whole % 1_000 == 0 && whole > 0 => format!("{} seconds", whole / 1_000),
        other => format!("{other} milliseconds"),
    }
}

/// A contact, to be followed where it can be.
fn contact(written: &str) -> Link {
    let written = written.trim();
    let is_page = written.starts_with("https://") || written.starts_with("http://");
    let is_mail = !is_page && written.contains('@') && !written.contains(char::is_whitespace);
    match (is_page, is_mail) {
        (true, _) => Link::new(written, written),
        (_, true) => Link::new(written, format!("mailto:{}", written.trim_start_matches("mailto:"))),
        _ => Link::new(written, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_in_words() {
        let told = [1_000, 2_000, 250, 1_500, 0].map(|pause| pace(Duration::from_millis(pause)));
        assert_eq!(told, ["a second", "2 seconds", "250 milliseconds", "1500 milliseconds", "0 milliseconds"]);
    }

    #[test]
    fn a_contact_is_a_link_where_it_can_be_followed() {
        let href = |text: &str| contact(text).href;
        assert_eq!(href("https://example.org/contact"), "https://example.org/contact");
        assert_eq!(href("bots@example.org"), "mailto:bots@example.org");
        assert_eq!(href("mailto:bots@example.org"), "mailto:bots@example.org");
        assert_eq!(href("the janitor"), "");
        assert_eq!(href("javascript:alert(1)@x y"), "");
    }
}
