//! The connections to one relay: those that rest, and how many are out. A relay may allow fewer than we would like: then
//! letters wait for one of them.

use std::{
    future::Future,
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{CONNECTIONS_MAX, SendError};
use tokio::{sync::Notify, time::Instant};

/// A connection that rested longer is not used again: relays end such ones.
const REST: Duration = Duration::from_secs(20);

/// For how long no more connections are tried than a relay allowed.
const ROOM: Duration = Duration::from_secs(60);

/// Connections that rest, and what is known of the others.
pub(super) struct Connections<C> {
    state: Mutex<State<C>>,
    /// Told of every change.
    changed: Notify,
}

struct State<C> {
    resting: Vec<(C, Instant)>,
    /// How many are in use.
    in_use: usize,
    /// How many are being opened.
    opening: usize,
    /// How many were in use and did not come back to rest, so far.
    lost: u64,
    /// How many the relay allowed, and when it allowed no more.
    room: Option<(usize, Instant)>,
}

impl<C> State<C> {
    /// The one that rested least, if it is fresh enough; others are older still.
    fn rested(&mut self) -> Option<C> {
        let rested = self.resting.pop().filter(|(_, since)| since.elapsed() < REST);
        if rested.is_none() {
            self.resting.clear();
        }
        rested.map(|(connection, _)| connection)
    }

    /// Whether the relay allowed no more than are out just now.
    fn is_full(&self) -> bool {
        let room = self.room.filter(|(_, since)| since.elapsed() < ROOM);
        room.is_some_and(|(room, _)| self.in_use + self.opening >= room)
    }
}

impl<C> Default for Connections<C> {
    fn default() -> Self {
        let state = State { resting: Vec::new(), in_use: 0, opening: 0, lost: 0, room: None };
        Self { state: Mutex::new(state), changed: Notify::new() }
    }
}

/// What is to be done for a connection.
enum Turn<C> {
    /// This one rested.
    Take(C),
    /// A new one is to be opened.
    Open,
    /// Another's comes back.
    Wait,
    /// No other is out that could.
    GiveUp,
}

impl<C> Connections<C> {
    /// One that rests, or a new one. Where no more can be had while others are in use, one of those is waited for.
    pub(super) async fn take<F>(&self, open: impl Fn() -> F) -> Result<Taken<'_, C>, SendError>
    where
        F: Future<Output = Result<C, SendError>>,
    {
        // Why the last could not be opened, and how many were lost by then.
        let mut failed: Option<(SendError, u64)> = None;
        loop {
            let mut changed = pin!(self.changed.notified());
            changed.as_mut().enable();
            match self.turn(failed.as_ref().map(|(_, lost)| *lost)) {
                Turn::Take(connection) => {
                    return Ok(Taken { connection, place: Place::new(self, true), is_fresh: false });
                }
                Turn::Wait => changed.await,
                Turn::GiveUp => {
                    if let Some((error, _)) = failed.take() {
                        return Err(error);
                    }
                }
                Turn::Open => {
                    let mut place = Place::new(self, false);
                    match open().await {
                        Ok(connection) => {
                            place.opened();
                            return Ok(Taken { connection, place, is_fresh: true });
                        }
                        Err(error) => failed = Some((error, self.no_more(0))),
                    }
                }
            }
        }
    }

    fn turn(&self, failed: Option<u64>) -> Turn<C> {
        let mut state = self.state();
        if let Some(connection) = state.rested() {
            state.in_use += 1;
            return Turn::Take(connection);
        }
        match failed {
            Some(lost) if lost == state.lost && state.in_use + state.opening == 0 => Turn::GiveUp,
            Some(lost) if lost == state.lost => Turn::Wait,
            _ if state.is_full() => Turn::Wait,
            _ => {
                state.opening += 1;
                Turn::Open
            }
        }
    }

    /// The relay allows no more than are in use, but for so many; gives how many were lost so far.
    fn no_more(&self, but_for: usize) -> u64 {
        let mut state = self.state();
        let allowed = state.in_use.saturating_sub(but_for);
        if allowed > 0 {
            state.room = Some((allowed, Instant::now()));
        }
        state.lost
    }

    /// Whether the relay took one off that was opened just now because others are in use: then one of those is to be waited for.
    pub(super) fn is_one_too_many(&self, taken: &Taken<'_, C>) -> bool {
        taken.is_fresh && {
            self.no_more(1);
            self.state().in_use > 1
        }
    }

    /// Lets a connection rest until it is wanted again.
    pub(super) fn rest(&self, taken: Taken<'_, C>) {
        let Taken { connection, mut place, is_fresh: _ } = taken;
        {
            let mut state = self.state();
            if state.resting.len() < CONNECTIONS_MAX {
                state.resting.push((connection, Instant::now()));
            }
        }
        place.is_kept = true;
    }

    /// Whether one is in use.
    pub(super) fn is_any_in_use(&self) -> bool {
        self.state().in_use > 0
    }

    /// One that rests, to be closed.
    pub(super) fn to_close(&self) -> Option<C> {
        self.state().rested()
    }

    fn state(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that was taken.
pub(super) struct Taken<'a, C> {
    pub(super) connection: C,
    place: Place<'a, C>,
    /// Whether it was opened just now.
    pub(super) is_fresh: bool,
}

/// The place of a connection that is being opened, or in use: free again when this is dropped.
struct Place<'a, C> {
    of: &'a Connections<C>,
    is_open: bool,
    /// Whether the connection rests by now.
    is_kept: bool,
}

impl<'a, C> Place<'a, C> {
    const fn new(of: &'a Connections<C>, is_open: bool) -> Self {
        Self { of, is_open, is_kept: false }
    }
}

impl<C> Place<'_, C> {
    fn opened(&mut self) {
        let mut state = self.of.state();
        state.opening -= 1;
        state.in_use += 1;
        self.is_open = true;
        drop(state);
        self.of.changed.notify_waiters();
    }
}

impl<C> Drop for Place<'_, C> {
    fn drop(&mut self) {
        let mut state = self.of.state();
        if self.is_open {
            state.in_use -= 1;
            state.lost += u64::from(!self.is_kept);
        } else {
            state.opening -= 1;
        }
        drop(state);
        self.of.changed.notify_waiters();
    }
}
