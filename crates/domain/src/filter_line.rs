//! A filter as one line of text that means the same for ever: its query string, and behind a `#` the point that its place
//! was found at, so that reading it needs no gazetteer and no new gazetteer moves it.

use crate::{
    EventFilter, FoundPlace, PlaceError, UnreadFilter,
    query_string::{FilterError, coordinates, read_filter, write_filter},
    without_lost_niches,
};
use chrono_tz::Tz;
use url::form_urlencoded;

/// Writes a filter as a line: `niche=rust&near=Berlin&radius_km=50#52.52,13.405`.
pub fn write_line(filter: &EventFilter) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(write_filter(filter)).finish();
    let point = filter.near.as_ref().map(|near| format!("#{},{}", near.point.latitude(), near.point.longitude()));
    query + &point.unwrap_or_default()
}

/// Reads what [`write_line`] wrote.
pub fn read_line(line: &str) -> Result<EventFilter, FilterError> {
    let (pairs, point) = parted(line);
    read(&pairs, point)
}

/// Reads a line as [`read_line`] does; of one that can't be read, what is wrong and what still holds.
pub fn read_what_holds(line: &str) -> Result<EventFilter, Box<UnreadFilter>> {
    let (pairs, point) = parted(line);
    read(&pairs, point).map_err(|fault| {
        Box::new(UnreadFilter {
            query: line.split('#').next().unwrap_or_default().to_owned(),
            reason: fault.to_string(),
            narrowed: without_lost_niches(pairs).and_then(|pairs| read(&pairs, point).ok()),
        })
    })
}

/// The pairs of a line's query string, and its point.
fn parted(line: &str) -> (Vec<(String, String)>, &str) {
    let (query, point) = line.split_once('#').unwrap_or((line, ""));
    (form_urlencoded::parse(query.as_bytes()).into_owned().collect(), point)
}

fn read(pairs: &[(String, String)], point: &str) -> Result<EventFilter, FilterError> {
    let kept = |text: &str| match coordinates(point) {
        Some(point) => Ok(FoundPlace { name: text.to_owned(), point, zone: Tz::UTC }),
        None => Err(PlaceError::NotFound { text: text.to_owned() }),
    };
    read_filter(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())), &kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Near, Point};

    #[test]
    fn a_line_that_is_written_is_read_back_without_looking_anything_up() {
        let near =
            Near { text: "Frankfurt (Oder)".into(), point: Point::new(52.341_2, 14.550_5).unwrap(), radius_km: 1e3 };
        let filter = EventFilter { near: Some(near), query: Some("C++ & Rust #1".into()), ..EventFilter::default() };
        let line = write_line(&filter);
        assert_eq!(line, "near=Frankfurt+%28Oder%29&radius_km=1000&q=C%2B%2B+%26+Rust+%231#52.3412,14.5505");
        assert_eq!(read_line(&line), Ok(filter));
        assert_eq!(read_line(""), Ok(EventFilter::default()));
    }

    #[test]
    fn of_a_line_that_names_a_niche_which_is_no_more_the_others_hold() {
        let unread = read_what_holds("niche=rust,lost-niche&near=Berlin&radius_km=50#52.52,13.405").unwrap_err();
        assert_eq!(unread.query, "niche=rust,lost-niche&near=Berlin&radius_km=50");
        assert!(unread.reason.contains("`lost-niche` is no niche"), "{}", unread.reason);
        let rest = read_line("niche=rust&near=Berlin&radius_km=50#52.52,13.405").unwrap();
        assert_eq!(unread.narrowed, Some(rest.clone()));
        assert_eq!(read_what_holds(&write_line(&rest)), Ok(rest));
        let alone = read_what_holds("niche=lost-niche&kind=meetup").unwrap_err();
        assert_eq!(alone.narrowed, None, "it would find more than was asked for");
    }

    proptest::proptest! {
        #[test]
        fn reading_a_line_never_panics(line in ".*") {
            let _ = read_line(&line);
        }
    }
}
