//! What others who talk to the same sites have to say about when we may: other processes, other machines.

use chrono::{DateTime, Utc};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Something under way.
pub type Passing<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why it is not our turn, and the instant before which it is no use to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTurn {
    /// The host asked for silence.
    Silent(DateTime<Utc>),
    /// Others of us take long there, or it is not known whether they do. The site has said nothing.
    Crowded(DateTime<Utc>),
}

/// One turn at a site for all who share it. A client asks it after its own queue, so it never sees two of one client at
/// one site; hosts of our own never come to it.
pub trait Turnstile: Send + Sync {
    /// Waits until nobody else is talking to the site and its pause is over; the turn is ours from then on.
    fn enter<'a>(&'a self, site: &'a str, host: &'a str) -> Passing<'a, Result<(), NoTurn>>;

    /// Gives the turn back; nobody has the next one before the pause is over.
    fn leave<'a>(&'a self, site: &'a str, pause: Duration) -> Passing<'a, ()>;

    /// A host asked to be left alone until then.
    fn silence<'a>(&'a self, host: &'a str, until: DateTime<Utc>) -> Passing<'a, ()>;
}
