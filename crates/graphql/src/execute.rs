//! From a request to an answer, step by step: find the document, count, parse, measure, run, and give every error its
//! code.

use crate::{
    Schema,
    allowed::allowed,
    answers::Question,
    context::Moment,
    cost::Measured,
    documents::Asked,
    error::{Code, INTERNAL_MESSAGE, coded, has_code, refusal},
    limits::{ANSWER_BYTES_MAX, ANSWER_TIME_MAX, COMPLEXITY_MAX, DEPTH_MAX, DIRECTIVES_MAX, RECURSION_MAX},
    ordered::ordered,
    request::Request,
    understood::Understood,
    viewer::{Client, Viewer},
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
    tokio::time::timeout(ANSWER_TIME_MAX, answer(schema, request)).await.unwrap_or_else(|_| too_long())
}

/// What took too long.
pub(crate) fn too_long() -> Answer {
    let seconds = ANSWER_TIME_MAX.as_secs();
    let message = format!("this takes longer than {seconds} seconds; ask for less at once");
    Answer::refused(Outcome::Refused, Code::Timeout, message)
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
    let is_read_only = request.is_read_only;
    let sound = examined(schema, asked, request).await?;
    match sound.kind {
        Some(OperationType::Subscription) if is_read_only => return Err(only_queries()),
        Some(OperationType::Subscription) => {
            let message = "a subscription is answered by a stream; send `Accept: text/event-stream`";
            return Err(Answer::refused(Outcome::Refused, Code::BadUserInput, message));
        }
        _ => {}
    }
    let is_query = sound.kind == Some(OperationType::Query);
    // Of what is written down by a change, the second counts.
    let moment = if is_query { moment } else { moment.at(schema.context.clock.now()) };
    let moment = Arc::new(moment.direct(sound.known.is_direct));
    let answer = sound.answered(schema.inner.execute(sound.request(schema, &moment)).await);
    let is_for_all = answer.is_for_all && is_query && !moment.is_for_one();
    Ok((Answer { is_for_all, ..answer }, !moment.is_beyond_index()))
}

/// A request that was found sound: it may be executed, more than once if need be.
pub(crate) struct Sound {
    pub(crate) known: Arc<Understood>,
    /// What it asks for; none when that is unclear, which the executor says better.
    pub(crate) kind: Option<OperationType>,
    pub(crate) cost: usize,
    operation_name: Option<String>,
    variables: Variables,
    viewer: Viewer,
    client: Client,
}

impl Sound {
    /// The operation that is asked for.
    pub(crate) fn operation(&self) -> Option<&OperationDefinition> {
        chosen(&self.known.document.operations, self.operation_name.as_deref())
    }

    /// Puts a response to it into words of ours.
    pub(crate) fn answered(&self, mut response: Response) -> Answer {
        if let Some(operation) = self.operation() {
            response.data = ordered(response.data, operation, &self.known.document, &self.variables);
        }
        answered(response, self.cost)
    }

    /// The request as the engine takes it, at a moment.
    pub(crate) fn request(&self, schema: &Schema, moment: &Arc<Moment>) -> async_graphql::Request {
        let request = bare(&self.known, self.operation_name.as_deref(), self.variables.clone());
        request
            .data(Arc::clone(moment))
            .data(self.viewer)
            .data(self.client.clone())
            .data(schema.rules)
            .data(schema.letters.clone())
            .data(schema.calendar_turns.clone())
    }
}

fn bare(known: &Understood, operation_name: Option<&str>, variables: Variables) -> async_graphql::Request {
    let mut request = async_graphql::Request::new("").variables(variables);
    request.operation_name = operation_name.map(str::to_owned);
    request.set_parsed_query(known.document.clone());
    request
}

/// Counts, parses and measures a request whose document was found, or says why it is refused.
pub(crate) async fn examined(schema: &Schema, asked: &Asked, request: Request) -> Result<Sound, Answer> {
    let Request { query: _, digest: _, operation_name, variables, is_read_only, viewer, client } = request;
    let known = read(schema, asked)?;
    let operation = chosen(&known.document.operations, operation_name.as_deref());
    let kind = operation.map(|operation| operation.ty);
    if is_read_only && kind == Some(OperationType::Mutation) {
        return Err(only_queries());
    }
    if let Some(missing) = operation.and_then(|operation| missing_variable(operation, &variables)) {
        return Err(Answer::refused(Outcome::Refused, Code::BadUserInput, missing));
    }
    let load = Load::new(&asked.document, operation_name.as_deref(), &variables);
    let variables = Variables::from_json(Value::Object(variables));
    let cost = match schema.weights.get(&load) {
        Some(cost) => cost,
        None => {
            let cost = weighed(schema, bare(&known, operation_name.as_deref(), variables.clone())).await?;
            schema.weights.put(load, cost);
            cost
        }
    };
    schema.documents.keep(asked);
    Ok(Sound { known, kind, cost, operation_name, variables, viewer, client: Client(client) })
}

fn read(schema: &Schema, asked: &Asked) -> Result<Arc<Understood>, Answer> {
    schema.library.read(&asked.document).map_err(|error| Answer::refused_for(Outcome::Refused, vec![error]))
}

/// Whether a request asks to be told as things happen.
pub(crate) fn is_subscription(schema: &Schema, request: &Request) -> bool {
    let asked = schema.documents.asked(request.query.clone(), request.digest).ok();
    let known = asked.and_then(|asked| read(schema, &asked).ok());
    known.is_some_and(|known| {
        let operation = chosen(&known.document.operations, request.operation_name.as_deref());
        operation.is_some_and(|operation| operation.ty == OperationType::Subscription)
    })
}

fn only_queries() -> Answer {
    Answer::refused(Outcome::NotAllowed, Code::BadUserInput, "only queries may be sent by GET; use POST")
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
        let plain = plain(&error.message);
        error.message = match allowed(&plain) {
            Some(allowed) => format!("{plain}; allowed: {allowed}"),
            None => plain,
        };
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
