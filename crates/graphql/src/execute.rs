//! From a request to an answer, step by step: count, parse, measure, run, and give every error its code.

use crate::{
    Schema,
    context::Moment,
    error::{Code, INTERNAL_MESSAGE, coded, has_code, refusal},
    limits::{COMPLEXITY_MAX, DEPTH_MAX, DIRECTIVES_MAX, RECURSION_MAX, check_shape, check_tokens},
    request::Request,
};
use async_graphql::{
    Response, ServerError, Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use serde_json::Value;

/// How far a request came; decides the status of the HTTP answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was executed; the answer has `data`, perhaps beside errors.
    Executed,
    /// It was refused before execution; the answer has only errors.
    Refused,
    /// It is no query, and only queries were allowed.
    NotAllowed,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How far the request came.
    pub outcome: Outcome,
    /// The GraphQL response as JSON, its fields in the order they were asked for.
    pub body: String,
}

impl Answer {
    /// A refusal with one error.
    pub fn refused(outcome: Outcome, code: Code, message: impl std::fmt::Display) -> Self {
        Self::refused_for(outcome, vec![refusal(code, message)])
    }

    fn refused_for(outcome: Outcome, errors: Vec<ServerError>) -> Self {
        Self { outcome, body: format!("{{\"errors\":{}}}", written(&errors)) }
    }
}

/// Answers a request. Sees one instant and one snapshot of the events from beginning to end.
pub async fn execute(schema: &Schema, request: Request) -> Answer {
    let Request { query, operation_name, variables, is_read_only } = request;
    let document = match understood(&query) {
        Ok(document) => document,
        Err(error) => return Answer::refused_for(Outcome::Refused, vec![error]),
    };
    if let Some(operation) = chosen(&document.operations, operation_name.as_deref()) {
        if is_read_only && operation.ty != OperationType::Query {
            return Answer::refused(
                Outcome::NotAllowed,
                Code::BadUserInput,
                "only queries may be sent by GET; use POST",
            );
        }
        if let Some(missing) = missing_variable(operation, &variables) {
            return Answer::refused(Outcome::Refused, Code::BadUserInput, missing);
        }
    }
    let mut inner = async_graphql::Request::new(query)
        .variables(Variables::from_json(Value::Object(variables)))
        .data(Moment::of(&schema.context, is_read_only));
    inner.operation_name = operation_name;
    inner.set_parsed_query(document);
    answered(schema.inner.execute(inner).await)
}

/// Counts, parses and measures a document.
fn understood(query: &str) -> Result<ExecutableDocument, ServerError> {
    check_tokens(query).map_err(|message| refusal(Code::ComplexityLimit, message))?;
    let document = parse_query(query).map_err(|error| coded(error.into(), Code::ParseFailed))?;
    check_shape(&document).map_err(|(code, message)| refusal(code, message))?;
    Ok(document)
}

/// The operation that is asked for; none when that is unclear, which the executor says better.
fn chosen<'a>(operations: &'a DocumentOperations, name: Option<&str>) -> Option<&'a OperationDefinition> {
    match (operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name).map(|operation| &operation.node),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}

/// A variable that must have a value and has none.
fn missing_variable(operation: &OperationDefinition, variables: &serde_json::Map<String, Value>) -> Option<String> {
    let missing = operation.variable_definitions.iter().map(|definition| &definition.node).find(|definition| {
        let is_given = variables.get(definition.name.node.as_str()).is_some_and(|value| !value.is_null());
        !definition.var_type.node.nullable && definition.default_value.is_none() && !is_given
    })?;
    Some(format!("the variable `${}` of type `{}` has no value", missing.name.node, missing.var_type.node))
}

/// Puts a response into words of ours.
fn answered(response: Response) -> Answer {
    let is_refused = !response.errors.is_empty() && response.errors.iter().all(|error| error.path.is_empty());
    let errors: Vec<ServerError> = response.errors.into_iter().map(with_code).collect();
    if is_refused {
        return Answer::refused_for(Outcome::Refused, errors);
    }
    let data = written(&response.data);
    let body = match errors.as_slice() {
        [] => format!("{{\"data\":{data}}}"),
        errors => format!("{{\"errors\":{},\"data\":{data}}}", written(&errors)),
    };
    Answer { outcome: Outcome::Executed, body }
}

/// Writes a part of a response. Not by way of a JSON value, which would forget the order of the fields.
fn written(part: &impl serde::Serialize) -> String {
    serde_json::to_string(part).unwrap_or_else(|_| "null".to_owned())
}

/// Gives an error of the engine its code; one whose nature is unknown is ours, and its words stay in the log.
fn with_code(mut error: ServerError) -> ServerError {
    if has_code(&error) {
        return error;
    }
    let says = |words: &str| error.message.contains(words);
    let is_input = says("Failed to parse") || says("Invalid value for argument") || says("Expected input type");
    let limit = limit_of(&error.message).filter(|_| error.path.is_empty());
    let code = match error.path.is_empty() {
        _ if limit.is_some() => Code::ComplexityLimit,
        true if is_input || says("peration name") || says("operation named") => Code::BadUserInput,
        true => Code::ValidationFailed,
        false if is_input => Code::BadUserInput,
        false => {
            tracing::error!(error = %error.message, path = ?error.path, "a GraphQL field failed in the engine");
            error.message = INTERNAL_MESSAGE.to_owned();
            Code::Internal
        }
    };
    if let Some(limit) = limit {
        error.message = limit;
    }
    if matches!(code, Code::BadUserInput) {
        error.message = plain(&error.message);
    }
    coded(error, code)
}

/// Names the limit that the engine says was passed, and the cure.
fn limit_of(message: &str) -> Option<String> {
    let (_, told) = [
        (
            "too complex",
            format!("the query costs more than {COMPLEXITY_MAX}; ask for fewer rows or fewer fields of them"),
        ),
        ("nested too deep", format!("the query nests fields more than {DEPTH_MAX} deep")),
        ("recursion depth", format!("the query nests fields and fragments more than {RECURSION_MAX} deep")),
        ("number of directives", format!("a field has more than {DIRECTIVES_MAX} directives")),
    ]
    .into_iter()
    .find(|(words, _)| message.contains(words))?;
    Some(told)
}

/// Takes the engine's frame off a message about an argument: `Failed to parse "Int": …` → `…`.
fn plain(message: &str) -> String {
    let inner = message.strip_prefix("Failed to parse \"").and_then(|rest| rest.split_once("\": "));
    let text = inner.map_or(message, |(_, text)| text);
    match text.find(" (occurred while parsing") {
        Some(end) => text.get(..end).unwrap_or(text).to_owned(),
        None => text.to_owned(),
    }
}
