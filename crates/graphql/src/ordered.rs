//! The order of an answer's fields: that of the document, whichever was ready first (GraphQL §6.3.2).

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value, Variables,
    indexmap::IndexMap,
    parser::types::{Directive, ExecutableDocument, FragmentDefinition, OperationDefinition, Selection, SelectionSet},
};

/// What a selection is read with.
#[derive(Clone, Copy)]
struct Reading<'a> {
    operation: &'a OperationDefinition,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    variables: &'a Variables,
}

/// The keys of a selection in their order, fragments written out, each with those below it.
struct Keys<'a>(IndexMap<&'a str, Keys<'a>>);

impl<'a> Keys<'a> {
    /// Those of selections of one field. A document that was validated: its fragments lead nowhere in circles.
    fn of(sets: &[&'a SelectionSet], reading: Reading<'a>) -> Self {
        let mut found: IndexMap<&'a str, Vec<&'a SelectionSet>> = IndexMap::new();
        sets.iter().for_each(|set| reading.collect(set, &mut found));
        Self(found.into_iter().map(|(key, below)| (key, Self::of(&below, reading))).collect())
    }

    /// The same value in this order. What is written already stays as it is.
    fn ordered(&self, value: Value) -> Value {
        match value {
            Value::Object(mut fields) => {
                let mut all = IndexMap::with_capacity(fields.len());
                for (key, below) in &self.0 {
                    if let Some((name, value)) = fields.swap_remove_entry(*key) {
                        all.insert(name, below.ordered(value));
                    }
                }
                all.extend(fields);
                Value::Object(all)
            }
            Value::List(values) => Value::List(values.into_iter().map(|value| self.ordered(value)).collect()),
            value => value,
        }
    }
}

impl<'a> Reading<'a> {
    fn collect(self, set: &'a SelectionSet, found: &mut IndexMap<&'a str, Vec<&'a SelectionSet>>) {
        for selection in set.items.iter().map(|selection| &selection.node) {
            if self.is_left_out(selection.directives()) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let field = &field.node;
                    let key = field.alias.as_ref().unwrap_or(&field.name).node.as_str();
                    found.entry(key).or_default().push(&field.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.collect(&inline.node.selection_set.node, found),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        self.collect(&fragment.node.selection_set.node, found);
                    }
                }
            }
        }
    }

    /// Whether `@skip` or `@include` leaves a selection out.
    fn is_left_out(self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().map(|directive| &directive.node).any(|directive| {
            let is_skip = directive.name.node == "skip";
            let value = directive
                .get_argument("if")
                .and_then(|value| value.node.clone().into_const_with(|name| Ok::<_, ()>(self.value_of(&name))).ok());
            (is_skip || directive.name.node == "include") && value == Some(Value::Boolean(is_skip))
        })
    }

    fn value_of(self, variable: &Name) -> Value {
        let given = self.variables.get(variable).cloned();
        let definition =
            || self.operation.variable_definitions.iter().find(|definition| definition.node.name.node == *variable);
        given.or_else(|| definition()?.node.default_value.as_ref().map(|value| value.node.clone())).unwrap_or_default()
    }
}

/// An answer's data in the order of the operation that it answers.
pub(crate) fn ordered(
    data: Value,
    operation: &OperationDefinition,
    document: &ExecutableDocument,
    variables: &Variables,
) -> Value {
    let reading = Reading { operation, fragments: &document.fragments, variables };
    Keys::of(&[&operation.selection_set.node], reading).ordered(data)
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::{parse_query, types::DocumentOperations};
    use serde_json::json;

    fn written(document: &str, data: serde_json::Value) -> String {
        let document = parse_query(document).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
        let data = Value::from_json(data).unwrap();
        let variables = Variables::from_json(json!({"yes": true}));
        let data = ordered(data, &operation.node, &document, &variables);
        serde_json::to_string(&data).unwrap()
    }

    #[test]
    fn fields_stand_as_they_were_asked_for() {
        let data = json!({"a": 1, "b": [{"x": 1, "y": 2}, null, {"y": 3, "x": 4}], "c": {"n": 1, "m": 2}});
        let document = "{ c: k { m ...F } b { y x } a } fragment F on T { n m }";
        assert_eq!(written(document, data), r#"{"c":{"m":2,"n":1},"b":[{"y":2,"x":1},null,{"y":3,"x":4}],"a":1}"#);
    }

    #[test]
    fn what_is_left_out_has_no_place() {
        let data = json!({"a": 1, "b": 2, "c": 3});
        let document = "query($yes: Boolean!, $no: Boolean = false) {
            c @skip(if: $yes) b @include(if: $no) a @include(if: false) ... @skip(if: true) { c } b a c @include(if: $yes)
        }";
        assert_eq!(written(document, data), r#"{"b":2,"a":1,"c":3}"#);
    }

    #[test]
    fn what_is_asked_for_twice_stands_where_it_was_first() {
        let data = json!({"a": {"y": 1, "x": 2, "z": 3}, "b": 1});
        let document = "{ a { x } b ... on Query { a { z } } a { y } }";
        assert_eq!(written(document, data), r#"{"a":{"x":2,"z":3,"y":1},"b":1}"#);
    }
}
