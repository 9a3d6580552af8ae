//! What happens, told while it happens: for progress bars and logs.

use std::sync::Arc;

use hobnob_store::EventsReport;

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Progress {
    /// So many sources were found due and will be asked.
    Due(usize),
    /// A source answered as it should.
    Read {
        /// Its name.
        source: String,
        /// How many listings it showed; `None`: it has not changed.
        listings: Option<usize>,
    },
    /// A source did not.
    Failed {
        /// Its name.
        source: String,
        /// What was wrong.
        problem: String,
        /// Whether there was no connection to its server.
        is_unreached: bool,
    },
    /// Listings became events.
    Resolved(EventsReport),
}

/// Who is told.
pub type Observer = Arc<dyn Fn(&Progress) + Send + Sync>;
