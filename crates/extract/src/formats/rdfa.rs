//! schema.org events as RDFa Lite 1.1: `vocab`, `typeof`, `property`, `resource`; prefixes are taken as schema.org's.

use super::html::{Found, Html};
use super::items::{self, Dialect};
use super::{json_ld, types};
use crate::reading::Reading;
use hobnob_domain::Format;

const DIALECT: Dialect = Dialect {
    scope: "typeof",
    kind: "typeof",
    id: "resource",
    property: "property",
    relation: Some("rel"),
    references: None,
    resource: Some("resource"),
};

/// Whether an element has a type that is an event.
pub(super) fn may_be_in(text: &str) -> bool {
    types::may_be_in(text, &["typeof"])
}

/// Finds every event, within other nodes too.
pub(super) fn find(html: &Html<'_>, reading: &mut Reading) -> Found {
    let nodes = items::nodes(html.tree(), &html.base, &DIALECT);
    if nodes.is_empty() {
        return Found::default();
    }
    let found = json_ld::events(&nodes, Format::Rdfa, &html.base, reading);
    Found {
        instead: found.instead.map(|types| format!("the page has RDFa but no event in it (found: {types})")),
        ..found
    }
}
