//! The write side: takes what is due, fetches, understands and stores it; never answers anybody; writes the
//! letters that are due.
//!
//! Work is done by *stages*. A stage takes no input: it selects due rows, does one batch and writes. Waking it early is
//! allowed, telling it anything is not; so a crash loses nothing and any number of workers may run over one database.

mod asking;
mod cadence;
mod error;
mod feeding;
mod frontier;
mod gather;
mod heap;
mod host_leases;
mod mail;
mod progress;
mod report;
mod run;
mod stage;
pub mod stages;

pub use asking::ask;
pub use error::WorkerError;
pub use frontier::PAGES_MAX;
pub use host_leases::HostLeases;
pub use mail::MailParts;
pub use progress::{Observer, Progress};
pub use report::{EventCounts, LetterCounts, ListingCounts, PageCounts, RunReport, SourceCounts};
pub use run::{Worker, WorkerParts};
pub use stage::{Next, Stage};
