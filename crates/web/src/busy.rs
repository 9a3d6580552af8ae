//! When a person has something on already: read from a calendar of theirs in memory, compared, and forgotten.

use chrono::{DateTime, Utc};

/// From when until when.
pub type Busy = (DateTime<Utc>, DateTime<Utc>);

/// The times that a calendar takes, or why it can't be read.
pub type BusyRead = Result<Vec<Busy>, String>;

/// Reads the bytes of a private calendar: gives the times it takes between two instants. Whoever wires the parts knows
/// how; it keeps nothing and writes nothing down.
#[derive(Clone, Copy, Debug)]
pub struct BusyReader(pub fn(Vec<u8>, DateTime<Utc>, DateTime<Utc>) -> BusyRead);

/// The times among these, in order of start, that overlap a sitting.
pub(crate) fn overlapping(busy: &[Busy], sitting: Busy) -> impl Iterator<Item = &Busy> {
    let begun = busy.partition_point(|(starts_at, _)| *starts_at < sitting.1);
    busy.get(..begun).unwrap_or_default().iter().filter(move |(_, ends_at)| *ends_at > sitting.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(from: &str, until: &str) -> Busy {
        let at = |hour: &str| format!("2026-03-02T{hour}:00Z").parse().unwrap();
        (at(from), at(until))
    }

    #[test]
    fn what_ends_when_the_other_begins_does_not_clash() {
        let busy = [time("08:00", "20:00"), time("17:00", "18:00"), time("18:30", "19:00"), time("21:00", "22:00")];
        let clashing: Vec<&Busy> = overlapping(&busy, time("18:00", "21:00")).collect();
        assert_eq!(clashing, [&busy[0], &busy[2]]);
        assert_eq!(overlapping(&[], time("18:00", "21:00")).count(), 0);
    }
}
