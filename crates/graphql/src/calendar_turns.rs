//! How often one client may make a calendar.

use std::{fmt, sync::Arc};

use crate::{
    error::{Code, fault},
    viewer::Client,
};
use async_graphql::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};

/// Takes a client's turn to make a calendar at an instant, or says how long they must wait for it. Nobody has to say who
/// they are, and one client must not use up what all may make within an hour. Whoever knows clients gives it.
#[derive(Clone)]
pub struct CalendarTurns(Arc<Ask>);

/// Whether a client may make one more calendar at an instant; else how long it has to wait.
type Ask = dyn Fn(&str, DateTime<Utc>) -> Result<(), TimeDelta> + Send + Sync;

impl CalendarTurns {
    /// Turns that are given by `take`, which is told a client as requests name it.
    pub fn new(take: impl Fn(&str, DateTime<Utc>) -> Result<(), TimeDelta> + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }
}

impl fmt::Debug for CalendarTurns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CalendarTurns")
    }
}

/// Takes the turn of who asks, where they are counted.
pub(crate) fn take_turn(ctx: &Context<'_>, now: DateTime<Utc>) -> Result<()> {
    let turns = ctx.data_opt::<Option<CalendarTurns>>().and_then(Option::as_ref);
    let client = ctx.data_opt::<Client>().and_then(|client| client.0.as_deref());
    let Some((turns, client)) = turns.zip(client) else { return Ok(()) };
    (turns.0)(client, now).map_err(|wait| {
        let seconds = wait.num_seconds().max(0).saturating_add(1);
        let message = format!("this address made too many calendars lately; come again in {seconds} seconds");
        fault(Code::RateLimited, message)
    })
}
