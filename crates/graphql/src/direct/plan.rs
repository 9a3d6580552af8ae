//! A selection made ready to write rows by.

use std::collections::HashMap;

use super::Page;
use async_graphql::{
    Name, Positioned,
    parser::types::{Field, FragmentDefinition, Selection, SelectionSet},
};
use chrono::{DateTime, Utc};
use hobnob_gazetteer::Gazetteer;

/// Writes one field of a row.
pub(crate) type Step<T> = Box<dyn Fn(&T, &mut Page) + Send + Sync>;

/// A type of the schema, as far as it can be written directly.
pub(crate) struct Shape<T: 'static> {
    pub(crate) name: &'static str,
    pub(crate) interfaces: &'static [&'static str],
    /// How a field is written; none where only the library can.
    pub(crate) step: fn(&str, &Selected<'_>) -> Option<Step<T>>,
}

/// What fields may ask beside their row.
#[derive(Clone, Copy)]
pub(crate) struct Env {
    pub(crate) now: DateTime<Utc>,
    pub(crate) gazetteer: &'static Gazetteer,
}

/// What is selected of a field.
#[derive(Clone, Copy)]
pub(crate) struct Selected<'a> {
    pub(crate) set: &'a SelectionSet,
    pub(crate) fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    pub(crate) env: Env,
}

/// How the rows of a selection are written.
pub(crate) struct Plan<T>(Vec<(String, Step<T>)>);

impl<T> Plan<T> {
    /// Writes one row.
    pub(crate) fn write(&self, row: &T, page: &mut Page) {
        for (key, step) in &self.0 {
            page.raw(key);
            step(row, page);
        }
        page.raw("}");
    }
}

impl<'a> Selected<'a> {
    /// How rows of a type are written; none where only the library can.
    pub(crate) fn plan<T>(&self, shape: &Shape<T>) -> Option<Plan<T>> {
        let mut fields = Vec::new();
        self.collect(self.set, shape, &mut fields)?;
        let step = |(place, field): (usize, &'a Field)| {
            let lead = if place == 0 { '{' } else { ',' };
            let key = format!("{lead}\"{}\":", key(field));
            let step = match &*field.name.node {
                "__typename" => {
                    let name = shape.name;
                    Box::new(move |_: &T, page: &mut Page| page.text(name))
                }
                name => (shape.step)(name, &Self { set: &field.selection_set.node, ..*self })?,
            };
            Some((key, step))
        };
        let steps: Option<Vec<_>> = fields.into_iter().enumerate().map(step).collect();
        steps.filter(|steps| !steps.is_empty()).map(Plan)
    }

    /// The fields of a type, each key once: documents in which it matters that a key comes twice are not written directly.
    fn collect<T>(&self, set: &'a SelectionSet, shape: &Shape<T>, fields: &mut Vec<&'a Field>) -> Option<()> {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    if !field.directives.is_empty() || !field.arguments.is_empty() {
                        return None;
                    }
                    if !fields.iter().any(|other| key(other) == key(field)) {
                        fields.push(field);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| shape.is(&condition.node.on.node)) {
                        self.collect(&inline.node.selection_set.node, shape, fields)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &self.fragments.get(&spread.node.fragment_name.node)?.node;
                    if shape.is(&fragment.type_condition.node.on.node) {
                        self.collect(&fragment.selection_set.node, shape, fields)?;
                    }
                }
            }
        }
        Some(())
    }
}

impl<T> Shape<T> {
    fn is(&self, name: &str) -> bool {
        self.name == name || self.interfaces.contains(&name)
    }
}

/// Under which key a field is answered.
pub(crate) fn key(field: &Field) -> &str {
    field.alias.as_ref().unwrap_or(&field.name).node.as_str()
}
