//! Whether a document asks for one thing in two places, so that two answers have to be made one.

use std::collections::HashMap;

use super::plan::key;
use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet},
};

/// Whether anywhere in a document two fields with selections stand under one key. It has been
/// [measured](crate::limits::check_shape) before: fragments go in no circle, and written out they are not long.
pub(crate) fn merges(document: &ExecutableDocument) -> bool {
    document.operations.iter().any(|(_, operation)| {
        let set = &operation.node.selection_set.node;
        has_twins(set, &document.fragments)
    })
}

fn has_twins(set: &SelectionSet, fragments: &HashMap<Name, Positioned<FragmentDefinition>>) -> bool {
    let mut fields: Vec<&Field> = Vec::new();
    collect(set, fragments, &mut fields);
    let mut keys: Vec<&str> = fields.iter().map(|field| key(field)).collect();
    keys.sort_unstable();
    let is_twice = |pair: &[&str]| pair.first() == pair.last();
    keys.windows(2).any(is_twice) || fields.iter().any(|field| has_twins(&field.selection_set.node, fragments))
}

/// The fields with selections.
fn collect<'a>(
    set: &'a SelectionSet,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    fields: &mut Vec<&'a Field>,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) if field.node.selection_set.node.items.is_empty() => {}
            Selection::Field(field) => fields.push(&field.node),
            Selection::InlineFragment(inline) => collect(&inline.node.selection_set.node, fragments, fields),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                    collect(&fragment.node.selection_set.node, fragments, fields);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn merging(document: &str) -> bool {
        merges(&parse_query(document).unwrap())
    }

    #[test]
    fn twins_are_found_however_deep_and_in_fragments() {
        assert!(merging("{ a { b { c } b { d } } }"));
        assert!(merging("{ a { b } ... on Q { a { c } } }"));
        assert!(merging("{ x { ...F y { z } } } fragment F on T { y { w } }"));
    }

    #[test]
    fn leaves_and_aliases_are_no_twins() {
        assert!(!merging("{ a { b b } }"));
        assert!(!merging("{ a { b } other: a { b } }"));
        assert!(!merging("query A { a { b } } query B { a { b } }"));
    }
}
