//! A request as it comes over the wire, before it is understood.

use crate::{documents::Digest, viewer::Viewer};
use serde_json::{Map, Value};

/// One GraphQL request: a document, which of its operations, and the variables' values.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The document; empty where only its digest was sent.
    pub query: String,
    /// The document's digest, as the client names it: to be found by it, or kept under it.
    pub digest: Option<Digest>,
    /// Which operation of the document; needed where it has several.
    pub operation_name: Option<String>,
    /// The variables' values.
    pub variables: Map<String, Value>,
    /// Whether anything but a query is refused, as it must be for GET.
    pub is_read_only: bool,
    /// Who asks.
    pub viewer: Viewer,
    /// The network it came from, where what is asked from there is counted.
    pub client: Option<String>,
}

/// Why a body or a query string is no request. The message names the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRequest(pub String);

impl std::fmt::Display for BadRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadRequest {}

fn bad(message: impl Into<String>) -> BadRequest {
    BadRequest(message.into())
}

impl Request {
    /// A request without variables.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            digest: None,
            operation_name: None,
            variables: Map::new(),
            is_read_only: false,
            viewer: Viewer::Anyone,
            client: None,
        }
    }

    /// Reads the JSON body of a POST.
    pub fn from_json(body: &[u8]) -> Result<Self, BadRequest> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(parameters)) => Self::from_parameters(parameters),
            Ok(Value::Array(_)) => Err(bad("batches are not taken; send one request at a time")),
            Ok(_) => Err(bad("the body must be a JSON object such as {\"query\": \"{ __typename }\"}")),
            Err(error) => Err(bad(format!("the body is not JSON: {error}"))),
        }
    }

    /// Reads the query string of a GET: `variables` and `extensions` are JSON.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadRequest> {
        let mut parameters = Map::new();
        for (key, value) in pairs {
            let value = match key {
                "query" | "operationName" | "documentId" if value.is_empty() => Value::Null,
                "query" | "operationName" | "documentId" => Value::String(value.to_owned()),
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" | "extensions" => {
                    serde_json::from_str(value).map_err(|error| bad(format!("`{key}` is not JSON: {error}")))?
                }
                _ => continue,
            };
            if parameters.insert(key.to_owned(), value).is_some() {
                return Err(bad(format!("`{key}` is given twice")));
            }
        }
        Ok(Self { is_read_only: true, ..Self::from_parameters(parameters)? })
    }

    fn from_parameters(mut parameters: Map<String, Value>) -> Result<Self, BadRequest> {
        let extensions = object(&mut parameters, "extensions")?;
        let digest = match text(&mut parameters, "documentId")? {
            Some(id) => Some(document_id(&id)?),
            None => persisted(&extensions)?,
        };
        let query = text(&mut parameters, "query")?.filter(|query| !query.trim().is_empty());
        if query.is_none() && digest.is_none() {
            return Err(bad("`query` is missing"));
        }
        let operation_name = text(&mut parameters, "operationName")?;
        let variables = object(&mut parameters, "variables")?;
        Ok(Self { digest, operation_name, variables, ..Self::new(query.unwrap_or_default()) })
    }
}

/// The digest that a document is named by: `sha256:` and 64 hexadecimal digits.
fn document_id(id: &str) -> Result<Digest, BadRequest> {
    let digest = id.strip_prefix("sha256:").and_then(|digits| digits.parse().ok());
    digest.ok_or_else(|| bad("`documentId` must be `sha256:` and the document's SHA-256 in hexadecimal"))
}

/// The digest of an automatic persisted query: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`.
fn persisted(extensions: &Map<String, Value>) -> Result<Option<Digest>, BadRequest> {
    let Some(persisted) = extensions.get("persistedQuery").filter(|value| !value.is_null()) else { return Ok(None) };
    if persisted.get("version").and_then(Value::as_i64) != Some(1) {
        return Err(bad("unsupported persisted query version: `extensions.persistedQuery.version` must be 1"));
    }
    let digest = persisted.get("sha256Hash").and_then(Value::as_str).and_then(|digits| digits.parse().ok());
    let cure = "`extensions.persistedQuery.sha256Hash` must be the document's SHA-256 in hexadecimal";
    digest.map(Some).ok_or_else(|| bad(cure))
}

fn text(parameters: &mut Map<String, Value>, key: &str) -> Result<Option<String>, BadRequest> {
    match parameters.remove(key) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(bad(format!("`{key}` must be a string"))),
    }
}

fn object(parameters: &mut Map<String, Value>, key: &str) -> Result<Map<String, Value>, BadRequest> {
    match parameters.remove(key) {
        Some(Value::Object(object)) => Ok(object),
        Some(Value::Null) | None => Ok(Map::new()),
        Some(_) => Err(bad(format!("`{key}` must be an object"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(body: Value) -> Result<Request, String> {
        Request::from_json(body.to_string().as_bytes()).map_err(|error| error.0)
    }

    #[test]
    fn a_body_is_read_with_its_operation_and_variables() {
        let body = json!({"query": "{a}", "operationName": "Q", "variables": {"n": 1}, "extensions": null, "more": 1});
        let request = Request {
            operation_name: Some("Q".into()),
            variables: json!({"n": 1}).as_object().cloned().unwrap(),
            ..Request::new("{a}")
        };
        assert_eq!(read(body), Ok(request));
    }

    #[test]
    fn a_parameter_of_the_wrong_type_is_named() {
        assert_eq!(read(json!({"query": 1})), Err("`query` must be a string".into()));
        assert_eq!(read(json!({"query": "{a}", "variables": "x"})), Err("`variables` must be an object".into()));
        assert_eq!(read(json!({"query": "{a}", "extensions": []})), Err("`extensions` must be an object".into()));
        assert_eq!(read(json!({"query": "{a}", "operationName": 0})), Err("`operationName` must be a string".into()));
        assert_eq!(read(json!({"qeury": "{a}"})), Err("`query` is missing".into()));
    }

    #[test]
    fn a_document_may_be_named_by_its_digest_alone() {
        let digest = Digest::of("{a}");
        let named = Request { digest: Some(digest), ..Request::new("") };
        let persisted = json!({"persistedQuery": {"version": 1, "sha256Hash": digest.to_string()}});
        assert_eq!(read(json!({ "extensions": persisted })), Ok(named.clone()));
        assert_eq!(read(json!({"documentId": format!("sha256:{digest}")})), Ok(named.clone()));
        let kept = Request { query: "{a}".into(), ..named };
        assert_eq!(read(json!({"query": "{a}", "extensions": persisted})), Ok(kept));
    }

    #[test]
    fn a_digest_that_is_none_is_refused_with_the_cure() {
        let extensions = |persisted| json!({"query": "{a}", "extensions": {"persistedQuery": persisted}});
        let version = "unsupported persisted query version: `extensions.persistedQuery.version` must be 1";
        assert_eq!(read(extensions(json!({"version": 2, "sha256Hash": "ab"}))), Err(version.into()));
        let hash = "`extensions.persistedQuery.sha256Hash` must be the document's SHA-256 in hexadecimal";
        assert_eq!(read(extensions(json!({"version": 1, "sha256Hash": "ab"}))), Err(hash.into()));
        let id = "`documentId` must be `sha256:` and the document's SHA-256 in hexadecimal";
        assert_eq!(read(json!({"documentId": "md5:ab"})), Err(id.into()));
        assert_eq!(read(extensions(Value::Null)), Ok(Request::new("{a}")));
    }

    #[test]
    fn a_batch_is_refused() {
        let refused = Err("batches are not taken; send one request at a time".to_owned());
        assert_eq!(read(json!([{"query": "{a}"}])), refused);
    }

    #[test]
    fn a_query_string_is_read_only() {
        let request = Request::from_pairs([("query", "{a}"), ("variables", "{\"n\":1}"), ("utm", "x")]);
        assert_eq!(request.map(|request| (request.is_read_only, request.variables.len())), Ok((true, 1)));
    }

    proptest::proptest! {
        #[test]
        fn reading_a_body_never_panics(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = Request::from_json(&body);
        }
    }
}
