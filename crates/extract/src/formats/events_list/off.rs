//! Instances of a series that don't take place, as Google's calendars tell them: rows without a name, beside the series.

use super::tree::Node;
use crate::rows::Row;
use hobnob_domain::{Listing, TimeWords};
use std::collections::BTreeMap;

/// The field by which an instance names its series.
const SERIES: &str = "recurringEventId";

/// So many instances are left out of all series of a list.
const INSTANCES_MAX: usize = 2_000;

/// What the instances of series are told to be off, by the id of the series.
pub(super) struct Off(BTreeMap<String, Vec<TimeWords>>);

impl Off {
    /// Collects them from the rows of a list.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a Node>) -> Self {
        let mut off: BTreeMap<String, Vec<TimeWords>> = BTreeMap::new();
        let instances = rows.filter(|row| row.contains_key(SERIES));
        let told = instances.map(Row::of).filter(Self::is_told_by).take(INSTANCES_MAX);
        for (series, start) in told.filter_map(|row| Some((row.phrase(&["recurringeventid"])?, row.instance()?))) {
            off.entry(series).or_default().push(start);
        }
        Self(off)
    }

    /// Whether a row says only that an instance is off.
    pub(super) fn is_told_by(row: &Row<'_>) -> bool {
        row.instance().is_some() && row.name().is_none() && row.phrase(&["status"]).as_deref() == Some("cancelled")
    }

    /// Leaves them out of their series: the first row that has its id.
    pub(super) fn leave_out(&mut self, row: &Row<'_>, listing: &mut Listing) {
        let starts = row.phrase(&["id"]).filter(|_| !self.0.is_empty()).and_then(|id| self.0.remove(&id));
        listing.words.exclusions.extend(starts.into_iter().flatten());
    }
}
