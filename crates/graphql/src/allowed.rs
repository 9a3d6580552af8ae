//! What may be written where an argument is refused by the engine, whose message names the type alone.

use std::{collections::BTreeMap, sync::LazyLock};

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};

/// The values of each enumeration and the fields of each input of the schema, by its name.
static WORDS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let Ok(document) = parse_schema(crate::sdl()) else { return BTreeMap::new() };
    let of = |definition| {
        let TypeSystemDefinition::Type(definition) = definition else { return None };
        let words: Vec<String> = match definition.node.kind {
            TypeKind::Enum(kind) => kind.values.iter().map(|value| value.node.value.node.to_string()).collect(),
            TypeKind::InputObject(kind) => kind.fields.iter().map(|field| field.node.name.node.to_string()).collect(),
            _ => return None,
        };
        Some((definition.node.name.node.to_string(), words))
    };
    document.definitions.into_iter().filter_map(of).collect()
});

/// What stands before the name of a type in messages about a word that it does not have.
const NAMED: [&str; 2] = ["enumeration type \"", "of type \""];

/// The words that the type which a message names has; none where it is about something else.
pub(crate) fn allowed(message: &str) -> Option<String> {
    let is_unknown = message.contains("does not contain the value") || message.contains("unknown field");
    let rest = NAMED.iter().find_map(|named| message.split_once(named)).filter(|_| is_unknown);
    let (name, _) = rest?.1.split_once('"')?;
    Some(WORDS.get(name)?.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_type_does_not_have_is_answered_with_those_it_has() {
        let value = "Invalid value for argument \"modes.0\", enumeration type \"AttendanceMode\" does not contain the value \"HERE\"";
        assert_eq!(allowed(value).as_deref(), Some("MIXED, OFFLINE, ONLINE"));
        let field = "Invalid value for argument \"near\", unknown field \"km\" of type \"NearInput\"";
        assert_eq!(allowed(field).as_deref(), Some("latitude, longitude, place, radiusKm"));
        for other in ["Invalid value for argument \"first\", expected type \"Int\"", "unknown field", ""] {
            assert_eq!(allowed(other), None, "{other}");
        }
    }
}
