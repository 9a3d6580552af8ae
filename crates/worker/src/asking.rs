//! How a source is asked: what its operator says of it, turned into a question to the web.

use hobnob_domain::SourceSpec;
use hobnob_extract::question;
use hobnob_fetch::{Ask, Sent};
use url::Url;

/// The question to one of a source's addresses.
pub fn ask(spec: &SourceSpec, url: &Url) -> Ask {
    Ask {
        body: question(url, spec.format),
        user_agent: spec.user_agent.clone(),
        has_robots_consent: spec.robots_consent.is_some(),
        ..Ask::new(url.clone())
    }
}

/// The question to a page that a source's first one led to: from the public Internet nothing leads into a network of ours.
pub(crate) fn led_by(first: Option<&Sent>, ask: Ask) -> Ask {
    Ask { is_from_outside: first.is_some_and(|first| !first.is_from_ours), ..ask }
}

/// The name under which an address of a source is known: its fragment counts only where it says what is asked.
pub(crate) fn known_as(spec: &SourceSpec, mut url: Url) -> Url {
    if url.fragment().is_some() && question(&url, spec.format).is_none() {
        url.set_fragment(None);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_only_where_it_came_from() {
        let ask = Ask::new(Url::parse("https://example.org/2").unwrap());
        let led = |first: Option<bool>| {
            let first = first.map(|is_from_ours| Sent { is_from_ours, ..Sent::default() });
            led_by(first.as_ref(), ask.clone()).is_from_outside
        };
        assert_eq!([None, Some(true), Some(false)].map(led), [false, false, true]);
    }

    #[test]
    fn a_source_is_asked_as_its_operator_says() {
        let url = Url::parse("https://example.org/events#top").unwrap();
        let plain = SourceSpec::new("Club", url.clone());
        assert_eq!(ask(&plain, &url), Ask::new(url.clone()));
        assert_eq!(known_as(&plain, url.clone()).as_str(), "https://example.org/events");
        let spec = SourceSpec {
            user_agent: Some("Mozilla/5.0".into()),
            robots_consent: Some("the club's chair, 2026-01-02".into()),
            ..plain
        };
        let asked = ask(&spec, &url);
        assert_eq!((asked.user_agent.as_deref(), asked.has_robots_consent), (Some("Mozilla/5.0"), true));
    }
}
