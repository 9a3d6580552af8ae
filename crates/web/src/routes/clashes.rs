//! `/calendars/{token}/clashes`: which events clash with what its owner has on, by a calendar file that is sent along. The
//! file is read in memory, kept nowhere and told to nobody.

use super::{
    missing::{not_found, private_html, store_away},
    owner::{opened, shown},
};
use crate::{
    State,
    busy::Busy,
    http::is_from_elsewhere,
    limits::{BUSY_BYTES_MAX, BUSY_TIMES_MAX},
    pages::{ahead, clashes_page},
    search::{BadSearch, Pairs},
};
use axum::{
    body::Body,
    extract::{self, Multipart},
    http::{HeaderMap, Response, StatusCode},
};
use chrono::TimeDelta;

/// How far ahead clashes are looked for.
const AHEAD: TimeDelta = TimeDelta::days(366);

/// Compares.
pub(crate) async fn compare(
    extract::State(state): extract::State<State>,
    extract::Path(token): extract::Path<String>,
    headers: HeaderMap,
    parts: Multipart,
) -> Response<Body> {
    if is_from_elsewhere(&headers, &state.base) {
        return super::missing::from_elsewhere();
    }
    if state.busy.is_none() {
        return not_found();
    }
    let (secret, calendar) = match opened(&state, &token).await {
        Ok(opened) => opened,
        Err(refused) => return *refused,
    };
    let busy = match file(parts).await {
        Ok(file) => read(&state, file).await,
        Err(bad) => Err(bad),
    };
    let busy = match busy {
        Ok(busy) => busy,
        Err(bad) => return shown(&state, &secret, &calendar, &Pairs::default(), None, Some(bad)).await,
    };
    match ahead(&state, &calendar).await {
        Ok(rows) => private_html(StatusCode::OK, &clashes_page(&state, &secret, &calendar, &rows, &busy)),
        Err(error) => store_away(&error),
    }
}

/// The file of the form.
async fn file(mut parts: Multipart) -> Result<Vec<u8>, BadSearch> {
    let megabytes = BUSY_BYTES_MAX / (1024 * 1024);
    let unread = |_| BadSearch::new(format!("the file can't be taken; it may have up to {megabytes} MB"));
    while let Some(mut part) = parts.next_field().await.map_err(unread)? {
        if part.name() != Some("file") {
            continue;
        }
        let (mut body, mut sent) = (Vec::new(), 0_usize);
        while let Some(chunk) = part.chunk().await.map_err(unread)? {
            sent = sent.saturating_add(chunk.len());
            if sent <= BUSY_BYTES_MAX {
                body.extend_from_slice(&chunk);
            }
        }
        if sent > BUSY_BYTES_MAX {
            return Err(BadSearch::new(format!("the file is larger than {megabytes} MB")));
        }
        if !body.is_empty() {
            return Ok(body);
        }
    }
    Err(BadSearch::new("choose the file of your calendar (.ics) first"))
}

/// The times that it takes, in order of start. Reading takes the processor, not the network.
async fn read(state: &State, file: Vec<u8>) -> Result<Vec<Busy>, BadSearch> {
    let Some(reader) = state.busy else { return Ok(Vec::new()) };
    let now = state.now();
    let reading = tokio::task::spawn_blocking(move || (reader.0)(file, now, now + AHEAD));
    let failed = |_| BadSearch::new("the file can't be read");
    let mut busy = reading.await.map_err(failed)?.map_err(BadSearch::new)?;
    busy.sort_unstable();
    busy.truncate(BUSY_TIMES_MAX);
    Ok(busy)
}
