//! What is wrong with what was asked, for people.

use super::link::Link;
use crate::search::BadSearch;

/// What is wrong, and the places that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) text: String,
    /// Each with the address that asks the same there; where a form has to be sent anew, with an empty one.
    pub(crate) places: Vec<Link>,
}

impl Fault {
    /// A fault in a form that no address fills in.
    pub(crate) fn new(bad: &BadSearch) -> Self {
        Self::leading(bad, |_| String::new())
    }

    /// A fault in a search or a form that can be asked by address: `href` leads to the same at another place.
    pub(crate) fn leading(bad: &BadSearch, href: impl Fn(&str) -> String) -> Self {
        Self { text: told(bad), places: bad.places.iter().map(|place| Link::new(place, href(place))).collect() }
    }
}

/// What is wrong with a search: the places that may have been meant stand below it.
fn told(bad: &BadSearch) -> String {
    if !bad.places.is_empty() {
        return "Several places have that name.".to_owned();
    }
    let pieces = bad.message.split('`').enumerate();
    let quoted: String = pieces
        .map(|(position, piece)| match position {
            0 => piece.to_owned(),
            odd if odd % 2 == 1 => format!("“{piece}"),
            _ => format!("”{piece}"),
        })
        .collect();
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_may_have_been_meant_are_named_once_with_or_without_a_link() {
        let message = "`near`: `Springfield` is several places; say which: Springfield, Missouri".to_owned();
        let bad = BadSearch { message, places: vec!["Springfield, Missouri".to_owned()] };
        let named = Fault::new(&bad);
        assert_eq!(
            (named.text.as_str(), named.places),
            ("Several places have that name.", vec![Link::new("Springfield, Missouri", "")])
        );
        let led = Fault::leading(&bad, |place| format!("/?near={place}"));
        assert_eq!(led.places, [Link::new("Springfield, Missouri", "/?near=Springfield, Missouri")]);
    }

    #[test]
    fn what_was_written_stands_in_the_quotes_of_a_page() {
        let bad = BadSearch::new("`Mars` is no time zone; write one such as `Europe/Berlin`");
        assert_eq!(Fault::new(&bad).text, "“Mars” is no time zone; write one such as “Europe/Berlin”");
    }
}
