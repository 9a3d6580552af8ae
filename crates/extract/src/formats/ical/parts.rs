//! Which event another is part of (RELATED-TO, RFC 5545 §3.8.4.5).

use super::names::Name;
use super::tree::{Calendar, Event};
use super::value::unescaped;
use crate::links;
use std::collections::BTreeMap;
use url::Url;

/// The pages of a calendar's events, by UID; empty where no event is part of another.
#[derive(Default)]
pub(super) struct Wholes<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Wholes<'a> {
    /// Looks at a calendar.
    pub(super) fn of(calendar: &Calendar<'a>) -> Self {
        let has_parts = calendar.events().any(|event| event.value(Name::RelatedTo).is_some());
        let page = |event: Event<'_, 'a>| Some((event.value(Name::Uid)?, event.value(Name::Url)?));
        if has_parts { Self(calendar.events().filter_map(page).collect()) } else { Self::default() }
    }

    /// The page of what an event is part of: its parent's, which is what a relation without RELTYPE names.
    pub(super) fn page_of(&self, event: &Event, base: &Url) -> Option<String> {
        let mut related = event.all(Name::RelatedTo);
        let parent = related.find(|property| {
            property.param("RELTYPE").is_none_or(|relation| relation.eq_ignore_ascii_case("PARENT"))
        })?;
        let page = self.0.get(parent.value.trim())?;
        let own = event.value(Name::Url);
        links::absolute(base, &unescaped(page)).filter(|_| own != Some(*page))
    }
}
