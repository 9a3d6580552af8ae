//! Values: TEXT (RFC 5545 §3.3.11), lists, coordinates.

use memchr::memchr;
use std::borrow::Cow;

/// Text with its escapes undone. What is no escape stays: `C:\dir`.
pub(super) fn unescaped(value: &str) -> Cow<'_, str> {
    if memchr(b'\\', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = memchr(b'\\', rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let after = after.get(1..).unwrap_or_default();
        let escaped = match after.chars().next() {
            Some('n' | 'N') => '\n',
            // Only the first three are in the book.
            Some(c @ (',' | ';' | '\\' | ':' | '"')) => c,
            _ => {
                out.push('\\');
                rest = after;
                continue;
            }
        };
        out.push(escaped);
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The parts of a list, still escaped: parted by commas that are not escaped.
pub(super) fn list(value: &str) -> impl Iterator<Item = &str> {
    let mut is_escaped = false;
    value.split(move |c| {
        let ends = c == ',' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })
}

/// `latitude;longitude`, also with a comma. Swapped when only that makes sense; 0;0 is nobody's place.
pub(super) fn coordinates(value: &str) -> Option<(f64, f64)> {
    let (first, second) = value.split_once([';', ',']).map(|(a, b)| (a.trim_end_matches('\\'), b))?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    let (latitude, longitude) = (number(first)?, number(second)?);
    let is_place = |latitude: f64, longitude: f64| {
        latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0)
    };
    if is_place(latitude, longitude) {
        Some((latitude, longitude))
    } else {
        is_place(longitude, latitude).then_some((longitude, latitude))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(unescaped(r"Talks\, pizza\; a\\nb\nmore\N C:\dir \"), "Talks, pizza; a\\nb\nmore\n C:\\dir \\");
    }

    #[test]
    fn a_list_keeps_its_escaped_commas() {
        assert_eq!(list(r"Rust,Talks\, Pizza,a\\,b").collect::<Vec<_>>(), ["Rust", r"Talks\, Pizza", r"a\\", "b"]);
    }

    #[test]
    fn coordinates_are_places_on_earth() {
        assert_eq!(coordinates("52.5;13.4"), Some((52.5, 13.4)));
        assert_eq!(coordinates("-122.4,37.7"), Some((37.7, -122.4)));
        assert_eq!(coordinates(r"52.5\;13.4"), Some((52.5, 13.4)));
        assert_eq!([coordinates("0;0"), coordinates("NaN;1"), coordinates("200;300"), coordinates("52.5")], [None; 4]);
    }
}
