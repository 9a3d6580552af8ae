//! What went wrong, in words of a closed list: `extensions.code` of every error.

use async_graphql::{Error, ErrorExtensionValues, ErrorExtensions as _, ServerError};
use hobnob_domain::{FilterError, PlaceError};
use std::fmt::Display;

/// The closed list of `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An argument or a variable is not one that is allowed; the message says which are.
    BadUserInput,
    /// Who asks must be known first.
    Unauthenticated,
    /// Not this, whoever asks.
    Forbidden,
    /// What was asked for by id is not there.
    NotFound,
    /// No document is kept under that digest; send the document itself.
    PersistedQueryNotFound,
    /// The query is larger than the published limits.
    ComplexityLimit,
    /// Asked too often.
    RateLimited,
    /// It would have taken too long.
    Timeout,
    /// Our failure; the log knows more.
    Internal,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
}

impl Code {
    /// The word clients see.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::ComplexityLimit => "COMPLEXITY_LIMIT",
            Self::RateLimited => "RATE_LIMITED",
            Self::Timeout => "TIMEOUT",
            Self::Internal => "INTERNAL",
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
        }
    }
}

/// What clients are told of a failure of ours.
pub(crate) const INTERNAL_MESSAGE: &str = "This can't be answered at present; please try again later.";

/// An error of a resolver.
pub(crate) fn fault(code: Code, message: impl Display) -> Error {
    Error::new(message.to_string()).extend_with(|_, extensions| extensions.set("code", code.as_str()))
}

/// An argument that can't be used.
pub(crate) fn bad_input(message: impl Display) -> Error {
    fault(Code::BadUserInput, message)
}

/// A failure of ours: the cause goes to the log, never to the client.
pub(crate) fn internal(cause: impl Display) -> Error {
    tracing::error!(error = %cause, "a GraphQL field could not be resolved");
    fault(Code::Internal, INTERNAL_MESSAGE)
}

/// Names the argument in the schema's words where the filter's own word is another.
pub(crate) fn bad_filter(error: FilterError) -> Error {
    match error {
        FilterError::BadValue { key, fault } => bad_input(format!("filter.{}: {fault}", argument_of(&key))),
        FilterError::Place(place) => bad_place(place),
        unknown @ FilterError::UnknownKey { .. } => bad_input(unknown),
    }
}

fn bad_place(error: PlaceError) -> Error {
    let candidates = match &error {
        PlaceError::NotFound { text: _ } => Vec::new(),
        PlaceError::Ambiguous { text: _, candidates } | PlaceError::TooWide { text: _, area: _, candidates } => {
            candidates.clone()
        }
    };
    bad_input(format!("filter.near.place: {error}")).extend_with(|_, extensions| {
        if !candidates.is_empty() {
            extensions.set("candidates", candidates);
        }
    })
}

/// The schema's name of a key of the query string.
fn argument_of(key: &str) -> &str {
    match key {
        "niche" => "niches",
        "goal" => "goals",
        "kind" => "kinds",
        "mode" => "modes",
        "near" => "near.place",
        "radius_km" => "near.radiusKm",
        "country" => "countries",
        "lang" => "languages",
        "free" => "isFree",
        "q" => "query",
        "cfp" => "callForPapersOpen",
        "organizer" => "organizers",
        "source" => "sources",
        "status" => "statuses",
        other => other,
    }
}

/// An error before execution.
pub(crate) fn refusal(code: Code, message: impl Display) -> ServerError {
    coded(ServerError::new(message.to_string(), None), code)
}

/// Gives an error its code.
pub(crate) fn coded(mut error: ServerError, code: Code) -> ServerError {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.as_str());
    error
}

/// Whether an error has its code already.
pub(crate) fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}
