//! The shape of a document: how long it is once its fragments are written out, and how many aliases it has.
//!
//! Validation walks fragments wherever they are spread, so a short document of fragments that spread each other twice
//! would keep it busy for ever. Here each fragment is looked at once.

use std::collections::BTreeMap;

use super::{ALIASES_MAX, SELECTIONS_MAX};
use crate::error::Code;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// Refuses a document whose fragments spread themselves, that is too long when written out, or has too many aliases.
pub(crate) fn check_shape(document: &ExecutableDocument) -> Result<(), (Code, String)> {
    let mut shape = Shape { document, lengths: BTreeMap::new(), aliases: 0 };
    let mut selections = 0_usize;
    let names: Vec<&str> = document.fragments.keys().map(|name| name.as_str()).collect();
    for name in names {
        shape.fragment(name)?;
    }
    for (_, operation) in document.operations.iter() {
        selections = selections.saturating_add(shape.set(&operation.node.selection_set.node)?);
    }
    if selections > SELECTIONS_MAX {
        return Err((Code::ComplexityLimit, format!("the document selects more than {SELECTIONS_MAX} fields")));
    }
    if shape.aliases > ALIASES_MAX {
        return Err((Code::ComplexityLimit, format!("the document has more than {ALIASES_MAX} aliases")));
    }
    Ok(())
}

struct Shape<'a> {
    document: &'a ExecutableDocument,
    /// Selections of each fragment written out; `None` while it is being counted.
    lengths: BTreeMap<&'a str, Option<usize>>,
    aliases: usize,
}

impl<'a> Shape<'a> {
    fn fragment(&mut self, name: &'a str) -> Result<usize, (Code, String)> {
        match self.lengths.get(name) {
            Some(Some(length)) => return Ok(*length),
            Some(None) => return Err((Code::ValidationFailed, format!("fragment `{name}` spreads itself"))),
            None => {}
        }
        // A fragment that is not there is the validator's to name.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(1) };
        self.lengths.insert(name, None);
        let length = self.set(&fragment.node.selection_set.node)?;
        self.lengths.insert(name, Some(length));
        Ok(length)
    }

    /// Recursion is bounded by the nesting of brackets and the number of tokens, both checked before parsing.
    fn set(&mut self, set: &'a SelectionSet) -> Result<usize, (Code, String)> {
        let mut length = 0_usize;
        for selection in &set.items {
            let inside = match &selection.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    self.set(&field.node.selection_set.node)?.saturating_add(1)
                }
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            };
            length = length.saturating_add(inside);
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use std::fmt::Write as _;

    fn checked(document: &str) -> Result<(), Code> {
        check_shape(&parse_query(document).unwrap()).map_err(|(code, _)| code)
    }

    #[test]
    fn fragments_that_double_each_other_are_refused_at_once() {
        let mut document = "query { ...F0 } ".to_owned();
        for n in 0..30 {
            let _ = write!(document, "fragment F{n} on Query {{ ...F{} ...F{} }} ", n + 1, n + 1);
        }
        document.push_str("fragment F30 on Query { __typename }");
        assert_eq!(checked(&document), Err(Code::ComplexityLimit));
    }

    #[test]
    fn fragments_that_go_round_in_a_circle_are_refused() {
        let document = "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }";
        assert_eq!(checked(document), Err(Code::ValidationFailed));
    }

    #[test]
    fn fifty_aliases_are_let_through_and_one_more_is_not() {
        let aliases = |count: usize| format!("{{{}}}", (0..count).map(|n| format!("a{n}:b ")).collect::<String>());
        assert_eq!(checked(&aliases(ALIASES_MAX)), Ok(()));
        assert_eq!(checked(&aliases(ALIASES_MAX + 1)), Err(Code::ComplexityLimit));
    }
}
