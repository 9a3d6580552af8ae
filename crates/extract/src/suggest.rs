//! Where a site keeps the machine-readable form of what a person pasted. Addresses that the site's robots.txt is known to
//! close are not among them.

mod base64;
mod hosts;
mod markers;

use hobnob_domain::{Format, Page};
use url::Url;

/// So many suggestions are made.
const SUGGESTIONS_MAX: usize = 20;

/// An address that says the same in a form that is easier to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The address.
    pub url: Url,
    /// The format it will be in, if known.
    pub format: Option<Format>,
    /// Why it is better, for the person who pasted.
    pub why: String,
}

/// What may be better than a pasted address, judged by the address alone; the best first, none if nothing is known.
pub fn suggestions(url: &Url) -> Vec<Suggestion> {
    let asked = hosts::over_http(url);
    let mut found = Suggestions::new(url);
    hosts::suggest(&asked, &mut found);
    if asked != *url {
        found.add(Some(asked), None, "calendars are asked for over HTTP");
    }
    found.all
}

/// What may be better than a page, judged by what the page holds: marks of the program that made it, and calendars that
/// are embedded in it. At most 20, the best first.
pub fn suggestions_in(page: &Page) -> Vec<Suggestion> {
    let mut found = Suggestions::new(&page.url);
    markers::suggest(page, &mut found);
    found.all
}

/// Suggestions, each address once and never the one that was asked about.
struct Suggestions {
    asked: Url,
    all: Vec<Suggestion>,
}

impl Suggestions {
    fn new(asked: &Url) -> Self {
        Self { asked: asked.clone(), all: Vec::new() }
    }

    /// Takes an address, if there is one.
    fn add(&mut self, url: Option<Url>, format: Option<Format>, why: &str) {
        let Some(url) = url else { return };
        let is_known = url == self.asked || self.all.iter().any(|known| known.url == url);
        if !is_known && self.all.len() < SUGGESTIONS_MAX {
            self.all.push(Suggestion { url, format, why: why.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests;
