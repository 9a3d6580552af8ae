//! Streams that are open: each is a connection that stays, so there may be only so many.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::limits::{STREAMS_MAX, STREAMS_OF_ONE_MAX};

/// The streams that are open.
#[derive(Debug, Default)]
pub(crate) struct Streams(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    all: usize,
    /// Of those whose address is counted.
    by_client: HashMap<IpAddr, usize>,
}

/// A place among them, for as long as it is held.
#[derive(Debug)]
pub(crate) struct Seat {
    streams: Arc<Streams>,
    client: Option<IpAddr>,
}

impl Streams {
    /// A place for one more of a client; none where there is no room.
    pub(crate) fn seat(self: &Arc<Self>, client: Option<IpAddr>) -> Option<Seat> {
        let mut open = self.open();
        let of_client = client.and_then(|client| open.by_client.get(&client)).copied().unwrap_or(0);
        if open.all >= STREAMS_MAX || of_client >= STREAMS_OF_ONE_MAX {
            return None;
        }
        open.all += 1;
        if let Some(client) = client {
            open.by_client.insert(client, of_client + 1);
        }
        Some(Seat { streams: Arc::clone(self), client })
    }

    /// How many are open.
    pub(crate) fn count(&self) -> usize {
        self.open().all
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        open.all = open.all.saturating_sub(1);
        let Some(client) = self.client else { return };
        let left = open.by_client.get(&client).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            open.by_client.remove(&client);
        } else {
            open.by_client.insert(client, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_has_only_so_many_and_gives_them_back() {
        let streams = Arc::new(Streams::default());
        let client = Some(IpAddr::from([192, 0, 2, 1]));
        let mut seats: Vec<Seat> = (0..STREAMS_OF_ONE_MAX).filter_map(|_| streams.seat(client)).collect();
        assert_eq!(seats.len(), STREAMS_OF_ONE_MAX);
        assert!(streams.seat(client).is_none());
        assert!(streams.seat(Some(IpAddr::from([192, 0, 2, 2]))).is_some());
        seats.pop();
        assert!(streams.seat(client).is_some());
        drop(seats);
        assert_eq!((streams.count(), streams.open().by_client.len()), (0, 0));
    }

    #[test]
    fn there_is_room_for_so_many_in_all() {
        let streams = Arc::new(Streams::default());
        let seats: Vec<Seat> = (0..STREAMS_MAX).filter_map(|_| streams.seat(None)).collect();
        assert_eq!(seats.len(), STREAMS_MAX);
        assert!(streams.seat(None).is_none());
    }
}
