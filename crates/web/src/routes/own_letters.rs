//! `/digest/preferences`, `/digest/unsubscribe` and `/digest/forget`: what the sealed links in letters lead to. The link is
//! all that is needed and all that opens anything: there is no session that another site could use.

use super::{
    letters::{desk, own, sent},
    missing::{not_found, store_away},
};
use crate::{
    State,
    letter_form::LetterForm,
    pages::{LetterSaid, farewell_page, wishes_page},
    search::BadSearch,
};
use axum::{
    body::Body,
    extract::{self, Request},
    http::{Response, StatusCode},
};
use hobnob_domain::{SubscriberId, SubscriberState};
use hobnob_store::{KnownSubscriber, StoreError};

/// Whose link it is, with what we know of them.
async fn opened(state: &State, link: &str) -> Result<KnownSubscriber, Box<Response<Body>>> {
    let id = sealed(state, link)?;
    found(state.store.subscriber(id).await)
}

/// A reader with the form that says what they wish, and what is wrong with it where it can't be read any more: then
/// they mend it themselves.
struct Wishing {
    id: SubscriberId,
    state: SubscriberState,
    form: LetterForm,
    fault: Option<BadSearch>,
}

async fn wishing(state: &State, link: &str) -> Result<Wishing, Box<Response<Body>>> {
    let id = sealed(state, link)?;
    match state.store.subscriber(id).await {
        Err(StoreError::Wishes { reader, reason }) => {
            tracing::warn!(%reader, %reason, "a reader is shown wishes that can't be read");
            written(state, id, true).await
        }
        other => {
            let known = found(other)?;
            if !known.unread.is_empty() {
                return written(state, id, false).await;
            }
            Ok(Wishing { id, state: known.state, form: LetterForm::of(state, &known.wishes), fault: None })
        }
    }
}

/// What a reader wishes as it was written, since not all of it can be read; `is_lost` where nothing of it can.
async fn written(state: &State, id: SubscriberId, is_lost: bool) -> Result<Wishing, Box<Response<Body>>> {
    let written = found(state.store.subscriber_written(id).await)?;
    let (form, fault) = LetterForm::written(state, &written, is_lost);
    Ok(Wishing { id, state: written.state, form, fault: Some(fault) })
}

fn found<T>(kept: Result<Option<T>, StoreError>) -> Result<T, Box<Response<Body>>> {
    match kept {
        Ok(Some(known)) => Ok(known),
        Ok(None) => Err(Box::new(own(StatusCode::GONE, &LetterSaid::forgotten()))),
        Err(error) => Err(Box::new(store_away(&error))),
    }
}

fn sealed(state: &State, link: &str) -> Result<SubscriberId, Box<Response<Body>>> {
    desk(state)?.keys.opened(link).ok_or_else(|| Box::new(not_found()))
}

/// What a reader wishes, to be changed.
pub(crate) async fn wishes(
    extract::State(state): extract::State<State>,
    extract::Path(link): extract::Path<String>,
) -> Response<Body> {
    match wishing(&state, &link).await {
        Ok(known) if known.state == SubscriberState::Confirmed => {
            own(StatusCode::OK, &wishes_page(&known.form, &link, known.fault))
        }
        Ok(known) => own(StatusCode::OK, &LetterSaid::of(known.state)),
        Err(answer) => *answer,
    }
}

/// Takes what a reader wishes from now on.
pub(crate) async fn change(
    extract::State(state): extract::State<State>,
    extract::Path(link): extract::Path<String>,
    request: Request,
) -> Response<Body> {
    let known = match wishing(&state, &link).await {
        Ok(known) if known.state == SubscriberState::Confirmed => known,
        Ok(known) => return own(StatusCode::OK, &LetterSaid::of(known.state)),
        Err(answer) => return *answer,
    };
    let refused =
        |form: &LetterForm, bad: BadSearch| own(StatusCode::BAD_REQUEST, &wishes_page(form, &link, Some(bad)));
    let form = match sent(request).await {
        Ok((_, pairs)) => LetterForm::read(&pairs),
        Err(bad) => return refused(&known.form, bad),
    };
    let wishes = match form.wishes(&state) {
        Ok(wishes) => wishes,
        Err(bad) => return refused(&form, bad),
    };
    match state.store.subscriber_wishes_set(known.id, &wishes, state.now()).await {
        Ok(true) => {}
        Ok(false) => return own(StatusCode::GONE, &LetterSaid::forgotten()),
        Err(error) => return store_away(&error),
    }
    match opened(&state, &link).await {
        Ok(known) => own(StatusCode::OK, &LetterSaid::changed(&known, &link)),
        Err(answer) => *answer,
    }
}

/// Shows the way out. Mail scanners follow links: looking changes nothing.
pub(crate) async fn farewell(
    extract::State(state): extract::State<State>,
    extract::Path(link): extract::Path<String>,
) -> Response<Body> {
    match sealed(&state, &link) {
        Ok(_) => own(StatusCode::OK, &farewell_page(&link)),
        Err(answer) => *answer,
    }
}

/// Ends a subscription at once: by the page's button, or by the one click of a mail program (RFC 8058), which sends no
/// cookie, knows no session and follows no redirect. Doing it twice does no harm.
pub(crate) async fn leave(
    extract::State(state): extract::State<State>,
    extract::Path(link): extract::Path<String>,
) -> Response<Body> {
    let id = match sealed(&state, &link) {
        Ok(id) => id,
        Err(answer) => return *answer,
    };
    match state.store.subscriber_leave(id, state.now()).await {
        Ok(_) => own(StatusCode::OK, &LetterSaid::left(&link)),
        Err(error) => store_away(&error),
    }
}

/// Forgets all that is kept of a reader.
pub(crate) async fn forget(
    extract::State(state): extract::State<State>,
    extract::Path(link): extract::Path<String>,
) -> Response<Body> {
    let id = match sealed(&state, &link) {
        Ok(id) => id,
        Err(answer) => return *answer,
    };
    match state.store.subscriber_forget(id, state.now()).await {
        Ok(_) => own(StatusCode::OK, &LetterSaid::forgotten()),
        Err(error) => store_away(&error),
    }
}
