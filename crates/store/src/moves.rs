//! Sources that say they have moved. A permanent redirect may be a slip, so it is believed only after it was said again.

use crate::{
    StoreError, URL_BYTES_MAX,
    entity::sources,
    instant::{instant, micros},
    problems::message,
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use url::Url;

/// So many runs in a row must say the same new address…
const TIMES: i64 = 3;

/// …over at least so long.
const OVER: TimeDelta = TimeDelta::hours(24);

/// Takes in what a run that was answered says of the source's address: a new one, or none.
pub(crate) async fn heard(
    db: &impl ConnectionTrait,
    source: &sources::Model,
    moved_to: Option<&Url>,
    now: DateTime<Utc>,
    change: &mut sources::ActiveModel,
) -> Result<(), StoreError> {
    let Some(url) = moved_to.filter(|url| is_believable(source, url)) else {
        if source.moved_url.is_some() {
            forget(change);
        }
        return Ok(());
    };
    let is_again = source.moved_url.as_deref() == Some(url.as_str());
    let times = if is_again { source.moved_times.saturating_add(1) } else { 1 };
    let since = source.moved_since.filter(|_| is_again).map_or(now, instant);
    if times >= TIMES && now - since >= OVER {
        forget(change);
        return moved(db, url, change).await;
    }
    change.moved_url = Set(Some(url.to_string()));
    change.moved_times = Set(times);
    change.moved_since = Set(Some(micros(since)));
    Ok(())
}

fn forget(change: &mut sources::ActiveModel) {
    change.moved_url = Set(None);
    change.moved_times = Set(0);
    change.moved_since = Set(None);
}

/// Whether an address may take the place of a source's: another one, of bearable length, and no less safe.
fn is_believable(source: &sources::Model, url: &Url) -> bool {
    url.as_str() != source.url
        && url.as_str().len() <= URL_BYTES_MAX
        && (url.scheme() == "https" || (url.scheme() == "http" && is_plain(&source.url)))
}

/// Whether a source is asked without encryption: at `http`, and at `webcal` where that names another port than 443.
fn is_plain(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    match url.scheme() {
        "http" => true,
        "webcal" => url.port().is_some_and(|port| port != 443),
        _ => false,
    }
}

/// The source has another address now, unless that is a source of its own.
async fn moved(db: &impl ConnectionTrait, url: &Url, change: &mut sources::ActiveModel) -> Result<(), StoreError> {
    let there = sources::Entity::find().filter(sources::Column::Url.eq(url.as_str())).one(db).await?;
    if there.is_some() {
        let said = format!("has moved to {url}, which is watched already: remove one of the two");
        change.problem = Set(Some(message(&said)));
    } else {
        change.url = Set(url.to_string());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_asked_without_encryption_only_where_its_port_says_so() {
        let addresses = [
            "http://ex.org/a",
            "webcal://ex.org:8080/a",
            "webcal://ex.org/a",
            "webcal://ex.org:443/a",
            "webcals://ex.org:8080/a",
            "https://ex.org/a",
            "nonsense",
        ];
        assert_eq!(addresses.map(is_plain), [true, true, false, false, false, false, false]);
    }
}
