//! `/digest`: signing up for the weekly mail, and saying yes to it.

use super::missing::{html, not_found, store_away};
use crate::{
    LetterDesk, State,
    letter_form::LetterForm,
    pages::{LetterSaid, SignUpPage, expected_of, letter_question, sign_up_page},
    rate_limit::network,
    search::{BadSearch, Pairs},
};
use askama::Template;
use axum::{
    body::{Body, to_bytes},
    extract::{self, Request},
    http::{HeaderValue, Response, StatusCode, header, request::Parts},
};
use hobnob_domain::{MailAddress, Secret, SecretHash};
use hobnob_store::{SignUp, SignedUp};

/// The longest form taken, in bytes.
const FORM_BYTES_MAX: usize = 16 * 1024;

/// A page that is somebody's own, or of this moment: nobody keeps it.
pub(super) fn own(status: StatusCode, page: &impl Template) -> Response<Body> {
    let mut response = html(status, page);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The desk, or what is said where there is none.
pub(super) fn desk(state: &State) -> Result<&LetterDesk, Box<Response<Body>>> {
    state.letters.as_deref().ok_or_else(|| Box::new(own(StatusCode::NOT_FOUND, &LetterSaid::no_letters())))
}

/// The fields of a form that was sent.
pub(super) async fn sent(request: Request) -> Result<(Parts, Pairs), BadSearch> {
    let (parts, body) = request.into_parts();
    let unread = || BadSearch::new("the form is too long");
    let body = to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| unread())?;
    let text = std::str::from_utf8(&body).map_err(|_| unread())?;
    Ok((parts, Pairs::read(Some(text))?))
}

/// The form, filled in from a filter's address.
pub(crate) async fn form(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
) -> Response<Body> {
    if let Err(none) = desk(&state) {
        return *none;
    }
    // An address is never taken from here: addresses of pages are written into logs.
    let (pairs, fault) = match Pairs::read(query.as_deref()) {
        Ok(pairs) => (pairs, None),
        Err(bad) => (Pairs::default(), Some(bad)),
    };
    let status = if fault.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let form = LetterForm::read(&pairs);
    let wishes = form.wishes(&state).ok().filter(|_| fault.is_none() && pairs.iter().next().is_some());
    let expected = match wishes {
        Some(wishes) => expected_of(&state, wishes.filters).await.map(Some).unwrap_or_else(|error| {
            tracing::warn!(%error, "what letters would be about can't be told");
            None
        }),
        None => None,
    };
    own(status, &SignUpPage { expected, ..sign_up_page(&form, "", fault) })
}

/// Takes the form. Whoever asks is told the same, whether we know the address or not.
pub(crate) async fn sign_up(extract::State(state): extract::State<State>, request: Request) -> Response<Body> {
    let desk = match desk(&state) {
        Ok(desk) => desk,
        Err(none) => return *none,
    };
    let (parts, pairs) = match sent(request).await {
        Ok(sent) => sent,
        Err(bad) => return refused(&LetterForm::read(&Pairs::default()), "", bad),
    };
    let form = LetterForm::read(&pairs);
    let written = pairs.value("address");
    let address: MailAddress = match written.parse() {
        Ok(address) => address,
        Err(fault) => return refused(&form, &written, BadSearch::of("address", fault.to_string())),
    };
    let wishes = match form.wishes(&state) {
        Ok(wishes) => wishes,
        Err(bad) => return refused(&form, &written, bad),
    };
    let asked = SignUp { address, wishes, client_hash: desk.keys.client_hash(&client(&state, &parts)) };
    match state.store.subscriber_sign_up(&desk.keys, &asked, state.now()).await {
        Ok(SignedUp::Asked) => desk.wake.notify_one(),
        Ok(SignedUp::Busy) => {
            tracing::warn!("a sign-up for letters was put off: too many were asked for lately");
            return busy(&form, &written);
        }
        Ok(outcome @ (SignedUp::TooMany | SignedUp::Suppressed)) => {
            tracing::info!(?outcome, "a sign-up for letters was left alone");
        }
        Err(error) => return store_away(&error),
    }
    own(StatusCode::OK, &LetterSaid::asked())
}

/// The network that asks. The word is never kept, only its sealed hash.
fn client(state: &State, parts: &Parts) -> String {
    let client = state.proxies.client(&parts.extensions, &parts.headers);
    client.map_or_else(|| "nobody".to_owned(), |client| network(client).to_string())
}

fn refused(form: &LetterForm, address: &str, bad: BadSearch) -> Response<Body> {
    let page: SignUpPage = sign_up_page(form, address, Some(bad));
    own(StatusCode::BAD_REQUEST, &page)
}

/// Too many were asked for from there, or all together. That says nothing of an address.
fn busy(form: &LetterForm, address: &str) -> Response<Body> {
    let message = "too many letters were asked for from your network within an hour; please come again in an hour";
    let page = sign_up_page(form, address, Some(BadSearch::new(message)));
    let mut response = own(StatusCode::TOO_MANY_REQUESTS, &page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3600"));
    response
}

fn token(word: &str) -> Option<SecretHash> {
    word.parse::<Secret>().ok().map(|secret| secret.hash())
}

/// Shows what a yes would mean. Mail scanners follow links: looking changes nothing.
pub(crate) async fn question(
    extract::State(state): extract::State<State>,
    extract::Path(word): extract::Path<String>,
) -> Response<Body> {
    if let Err(none) = desk(&state) {
        return *none;
    }
    let Some(token) = token(&word) else { return not_found() };
    match state.store.confirmation(&token, state.now()).await {
        Ok(Some(asked)) if !asked.is_used => own(StatusCode::OK, &letter_question(&asked.wishes)),
        Ok(Some(_)) => own(StatusCode::OK, &LetterSaid::said_before()),
        Ok(None) => own(StatusCode::GONE, &LetterSaid::too_late()),
        Err(error) => store_away(&error),
    }
}

/// Takes the yes.
pub(crate) async fn confirm(
    extract::State(state): extract::State<State>,
    extract::Path(word): extract::Path<String>,
) -> Response<Body> {
    let desk = match desk(&state) {
        Ok(desk) => desk,
        Err(none) => return *none,
    };
    let Some(token) = token(&word) else { return not_found() };
    let now = state.now();
    let confirmed = match state.store.subscriber_confirm(&token, now).await {
        Ok(confirmed) => confirmed,
        Err(error) => return store_away(&error),
    };
    let Some(id) = confirmed else {
        return match state.store.confirmation(&token, now).await {
            Ok(Some(_)) => own(StatusCode::OK, &LetterSaid::said_before()),
            Ok(None) => own(StatusCode::GONE, &LetterSaid::too_late()),
            Err(error) => store_away(&error),
        };
    };
    match state.store.subscriber(id).await {
        Ok(Some(known)) => own(StatusCode::OK, &LetterSaid::confirmed(&known, &desk.keys.link(id))),
        Ok(None) => not_found(),
        Err(error) => store_away(&error),
    }
}
