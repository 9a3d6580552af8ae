//! Takes an address and what the server last said of itself, gives bytes at an instant or why there are none.
//!
//! It must never connect to an address that is not public (unless the operator lists it), ask a host faster than its
//! manners allow, go where `robots.txt` forbids, hold more of an answer than the limits say, or panic on anything a
//! server sends. It reads no clock: `now` is an argument.
//!
//! One fetch is: [`guard`] (is the address public?) → `robots.txt` ([`robots`]) → a turn at the host → one question,
//! one answer under limits → a redirect, which starts over at the guard, or a [`Fetched`].

mod agent;
mod ask;
mod body;
mod budget;
mod client;
mod credentials;
mod door;
mod exchange;
mod fetched;
pub mod guard;
mod halt;
mod manners;
mod page_answer;
pub mod robots;
mod sent;
mod settings;
mod trail;
mod turnstile;
mod validators;

pub use agent::{BadUserAgent, check_user_agent};
pub use ask::Ask;
pub use client::{Client, FetchError};
pub use credentials::{BadCredential, Credential};
pub use fetched::Fetched;
pub use guard::{GuardError, check_url};
pub use manners::site_of;
pub use sent::Sent;
pub use settings::{BadNetwork, Settings, networks};
pub use turnstile::{NoTurn, Passing, Turnstile};
