//! The schema as a file.

use async_graphql::{ObjectType, SDLExportOptions, Schema, SubscriptionType};

/// Directives that every GraphQL service has; the specification says not to define them again.
const BUILT_IN: &[&str] = &["@include", "@skip", "@specifiedBy", "@deprecated", "@oneOf"];

/// Writes a schema out, sorted, so that a change of the code is a change of few lines.
pub(crate) fn written<Q, M, S>(schema: &Schema<Q, M, S>) -> String
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
        .use_space_ident()
        .indent_width(2);
    let mut lines: Vec<String> = Vec::new();
    for line in schema.sdl_with_options(options).lines() {
        if is_built_in(line) {
            forget_description(&mut lines);
        } else {
            lines.push(line.trim_end().to_owned());
        }
    }
    format!("{}\n", lines.join("\n").trim_end())
}

fn is_built_in(line: &str) -> bool {
    let name = line.strip_prefix("directive ").and_then(|rest| rest.split('(').next());
    name.is_some_and(|name| BUILT_IN.contains(&name))
}

/// Takes back the description that stands before a definition.
fn forget_description(lines: &mut Vec<String>) {
    let quote = |line: &String| line == "\"\"\"";
    if lines.pop_if(|line| quote(line)).is_some() {
        while lines.pop().is_some_and(|line| !quote(&line)) {}
    }
}
