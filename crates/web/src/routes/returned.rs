//! `/digest/returned`: whose letters did not arrive, who complained, and who leaves, told by a mail server or a provider of
//! mail. Who tells shows a token; addresses stand in the body alone, and neither in an address of ours nor in a log.

use std::net::IpAddr;

use crate::{
    LetterDesk, State,
    http::is_of_type,
    limits::RETURNED_BYTES_MAX,
    rate_limit::network,
    returns::{Returns, read_json},
};
use axum::{
    body::{Body, to_bytes},
    extract::{self, Request},
    http::{HeaderValue, Response, StatusCode, header},
};
use hobnob_domain::Returned;
use hobnob_store::{ReturnedEnd, StoreError};
use serde_json::{Value, json};

/// Takes what came back.
pub(crate) async fn tell(extract::State(state): extract::State<State>, request: Request) -> Response<Body> {
    // Without letters there is nobody whom it could be about.
    let Some((returns, desk)) = state.returns.clone().zip(state.letters.clone()) else {
        return fault(StatusCode::NOT_FOUND, "nothing is taken here: set HOBNOB_RETURNS_TOKEN");
    };
    let (parts, body) = request.into_parts();
    let client = state.proxies.client(&parts.extensions, &parts.headers);
    if let Some(client) = client.filter(|client: &IpAddr| !client.is_loopback())
        && let Err(wait) = returns.turns.turn(network(client), state.now())
    {
        let mut response = fault(StatusCode::TOO_MANY_REQUESTS, "too much is told at once");
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.num_seconds().max(0) + 1));
        return response;
    }
    if !returns.token.is_shown(&parts.headers) {
        let mut response = fault(StatusCode::UNAUTHORIZED, "send the token as `Authorization: Bearer …`");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    let is_json = is_of_type(&parts.headers, &["application/json"]);
    if !is_json && !is_of_type(&parts.headers, &["message/rfc822", "application/mbox"]) {
        let says = "send a mail as message/rfc822, a mailbox as application/mbox, or application/json";
        return fault(StatusCode::UNSUPPORTED_MEDIA_TYPE, says);
    }
    let Ok(body) = to_bytes(body, RETURNED_BYTES_MAX).await else {
        let says = format!("the body is longer than {RETURNED_BYTES_MAX} bytes");
        return fault(StatusCode::PAYLOAD_TOO_LARGE, &says);
    };
    let told = if is_json { read_json(&body) } else { read_mail(&returns, &body) };
    match told {
        Ok(told) => match noted(&state, &desk, &told).await {
            Ok(counts) => answer(StatusCode::OK, &counts),
            Err(error) => {
                tracing::error!(%error, "what came back can't be noted");
                let mut response = fault(StatusCode::SERVICE_UNAVAILABLE, "it can't be noted now; tell it again");
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
                response
            }
        },
        Err(says) => fault(StatusCode::BAD_REQUEST, &says),
    }
}

fn read_mail(returns: &Returns, body: &[u8]) -> Result<Vec<Returned>, String> {
    let read = (returns.read.0)(&String::from_utf8_lossy(body));
    read.ok_or_else(|| "the body is neither a mail with its header nor an mbox file".to_owned())
}

/// Notes each; gives how many became what.
async fn noted(state: &State, desk: &LetterDesk, told: &[Returned]) -> Result<Value, StoreError> {
    let mut ends = Vec::with_capacity(told.len());
    for one in told {
        ends.push(state.store.returned_note(&desk.keys, one, state.now()).await?);
    }
    let count = |end| ends.iter().filter(|one| **one == end).count();
    Ok(json!({
        "noted": count(ReturnedEnd::Noted),
        "suppressed": count(ReturnedEnd::Suppressed),
        "left": count(ReturnedEnd::Left),
        "unread": count(ReturnedEnd::Unread),
    }))
}

fn fault(status: StatusCode, says: &str) -> Response<Body> {
    answer(status, &json!({ "error": says }))
}

fn answer(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{value}\n")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
