//! From a request to an answer, step by step: find the document, count, parse, measure, run, and give every error its
//! code.

use crate::{
    Schema,
    answers::Question,
    context::Moment,
    cost::Measured,
    documents::Asked,
    error::{Code, INTERNAL_MESSAGE, coded, has_code, refusal},
    limits::{ANSWER_BYTES_MAX, ANSWER_TIME_MAX, COMPLEXITY_MAX, DEPTH_MAX, DIRECTIVES_MAX, RECURSION_MAX},
    request::Request,
    weights::Load,
    written::{bounded, written},
};
use async_graphql::{
    Response, ServerError, Variables,
    parser::types::{DocumentOperations, OperationDefinition, OperationType},
};
use serde_json::Value;
use std::sync::Arc;

/// How far a request came; decides the status of the HTTP answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was executed; the answer has `data`, perhaps beside errors.
    Executed,
    /// It was refused, before execution or because its answer would be too much; the answer has only errors.
    Refused,
    /// It is no query, and only queries were allowed.
    NotAllowed,
    /// It named a document by its digest, and nothing is kept under that: the client sends the document next.
    NotPersisted,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How far the request came.
    pub outcome: Outcome,
    /// The GraphQL response as JSON, its fields in the order they were asked for.
    pub body: String,
    /// What the request cost; 0 where that was never known.
    pub cost: usize,
    /// Whether it is a query's, without errors, and the same for whoever asks: then others may be given it, too.
    pub is_for_all: bool,
}

impl Answer {
    /// A refusal with one error.
    pub fn refused(outcome: Outcome, code: Code, message: impl std::fmt::Display) -> Self {
        Self::refused_for(outcome, vec![refusal(code, message)])
    }

    fn refused_for(outcome: Outcome, errors: Vec<ServerError>) -> Self {
        Self { outcome, body: format!("{{\"errors\":{}}}", written(&errors)), cost: 0, is_for_all: false }
    }
}

/// Answers a request. Sees one instant and one snapshot of the events from beginning to end.
pub async fn execute(schema: &Schema, request: Request) -> Answer {
    let answer = tokio::time::timeout(ANSWER_TIME_MAX, answer(schema, request)).await;
    answer.unwrap_or_else(|_| {
        let seconds = ANSWER_TIME_MAX.as_secs();
        let message = format!("this takes longer than {seconds} seconds; ask for less at once");
        Answer::refused(Outcome::Refused, Code::Timeout, message)
    })
}

async fn answer(schema: &Schema, request: Request) -> Answer {
    let asked = match schema.documents.asked(request.query, request.digest) {
        Ok(asked) => asked,
        Err(refused) => return refused,
    };
    let request = Request { query: String::new(), digest: None, ..request };
    let moment = Moment::of(&schema.context, request.is_read_only);
    let question = Question::new(&asked.document, request.operation_name.as_deref(), &request.variables, &moment);
    if let Some(answer) = schema.answers.get(&question) {
        schema.documents.keep(&asked);
        return answer;
    }
    let (answer, is_of_index) = match run(schema, &asked, request, moment).await {
        Ok(answer) => answer,
        Err(refused) => return refused,
    };
    if answer.is_for_all && is_of_index {
        schema.answers.keep(question, &answer);
    }
    answer
}

/// The answer, and whether it needed nothing but the index and the minute.
async fn run(schema: &Schema, asked: &Asked, request: Request, moment: Moment) -> Result<(Answer, bool), Answer> {
    let Request { query: _, digest: _, operation_name, variables, is_read_only, viewer } = request;
    let refused = |error| Answer::refused_for(Outcome::Refused, vec![error]);
    let known = schema.library.read(&asked.document).map_err(refused)?;
    let operation = chosen(&known.document.operations, operation_name.as_deref());
    let is_query = operation.is_some_and(|operation| operation.ty == OperationType::Query);
    if let Some(operation) = operation {
        if is_read_only && !is_query {
            let message = "only queries may be sent by GET; use POST";
            return Err(Answer::refused(Outcome::NotAllowed, Code::BadUserInput, message));
        }
        if let Some(missing) = missing_variable(operation, &variables) {
            return Err(Answer::refused(Outcome::Refused, Code::BadUserInput, missing));
        }
    }
    let load = Load::new(&asked.document, operation_name.as_deref(), &variables);
    let variables = Variables::from_json(Value::Object(variables));
    let request = |variables| {
        let mut request = async_graphql::Request::new("").variables(variables);
        request.operation_name = operation_name.clone();
        request.set_parsed_query(known.document.clone());
        request
    };
    let cost = match schema.weights.get(&load) {
        Some(cost) => cost,
        None => {
            let cost = weighed(schema, request(variables.clone())).await?;
            schema.weights.put(load, cost);
            cost
        }
    };
    schema.documents.keep(asked);
    // Of what is written down by a change, the second counts.
    let moment = if is_query { moment } else { moment.at(schema.context.clock.now()) };
    let moment = Arc::new(moment.direct(known.is_direct));
    let inner =
        request(variables).data(Arc::clone(&moment)).data(viewer).data(schema.rules).data(schema.letters.clone());
    let answer = answered(schema.inner.execute(inner).await, cost);
    let is_for_all = answer.is_for_all && is_query && !moment.is_for_one();
    Ok((Answer { is_for_all, ..answer }, !moment.is_beyond_index()))
}

/// Validates a document and measures what it costs.
async fn weighed(schema: &Schema, request: async_graphql::Request) -> Result<usize, Answer> {
    let measured = Measured::default();
    let response = schema.scales.execute(request.data(measured.clone())).await;
    measured.told(response).map_err(|errors| Answer::refused_for(Outcome::Refused, given_codes(errors)))
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
fn answered(response: Response, cost: usize) -> Answer {
    let is_refused = !response.errors.is_empty() && response.errors.iter().all(|error| error.path.is_empty());
    let errors = given_codes(response.errors);
    if is_refused {
        return Answer { cost, ..Answer::refused_for(Outcome::Refused, errors) };
    }
    let Some(data) = bounded(&response.data, ANSWER_BYTES_MAX) else {
        let message = format!("the answer is longer than {ANSWER_BYTES_MAX} bytes; ask for less at once");
        return Answer { cost, ..Answer::refused(Outcome::Refused, Code::ComplexityLimit, message) };
    };
    let told = if errors.is_empty() { String::new() } else { format!("\"errors\":{},", written(&errors)) };
    let body = format!(
        "{{{told}\"data\":{data},\"extensions\":{{\"cost\":{{\"requested\":{cost},\"maximum\":{COMPLEXITY_MAX}}}}}}}"
    );
    Answer { outcome: Outcome::Executed, body, cost, is_for_all: errors.is_empty() }
}

fn given_codes(errors: Vec<ServerError>) -> Vec<ServerError> {
    errors.into_iter().map(with_code).collect()
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
