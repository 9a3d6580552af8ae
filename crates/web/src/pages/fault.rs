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
