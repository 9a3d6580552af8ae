//! A day and a place in one field: `June 3-5, 2027, Ghent`, `Ghent | June 3-5, 2027`.

use super::Row;
use crate::prose_date::words;

/// What such a field is called.
const NAMES: [&str; 12] = [
    "datelocation",
    "dateslocation",
    "dateandlocation",
    "datesandlocation",
    "dateplace",
    "dateandplace",
    "datevenue",
    "whenwhere",
    "whenandwhere",
    "locationdate",
    "locationanddate",
    "placedate",
];

/// What parts the day from the place.
const MARKS: [char; 14] = [' ', ',', ';', ':', '|', '/', '(', ')', '@', '·', '•', '-', '–', '—'];

/// The day and the place; where no place is told, it is empty.
pub(super) fn told(row: &Row<'_>) -> Option<(String, String)> {
    let text = row.phrase(&NAMES)?;
    let (day, place) = match words::beginning(&text) {
        ("", _) => words::ending(&text),
        told => told,
    };
    let trimmed = |text: &str| text.trim_matches(MARKS).to_owned();
    (!day.is_empty()).then(|| (trimmed(day), trimmed(place)))
}
