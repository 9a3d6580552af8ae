//! The headers Accept and Content-Type.

use axum::http::{HeaderMap, header};

/// What a client takes, read from its Accept headers. Without one it takes anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Accepts(Vec<(String, u16)>);

/// Reads what a client takes.
pub(crate) fn accepts(headers: &HeaderMap) -> Accepts {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    Accepts(values.flat_map(|value| value.split(',')).filter_map(range).take(100).collect())
}

fn range(item: &str) -> Option<(String, u16)> {
    let mut parts = item.split(';').map(str::trim);
    let media = parts.next().filter(|media| media.contains('/'))?.to_ascii_lowercase();
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((media, quality.map_or(1_000, thousandths)))
}

/// Reads a quality, 0 to 1, as thousandths; what is no quality is 0.
pub(crate) fn thousandths(text: &str) -> u16 {
    let (whole, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = rest.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("1", _) => 1_000,
        ("0" | "", Ok(thousandths)) => thousandths,
        _ => 0,
    }
}

/// Whether a body is of one of these media types, whatever their parameters.
pub(crate) fn is_of_type(headers: &HeaderMap, media_types: &[&str]) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = value.split(';').next().unwrap_or_default().trim();
    media_types.iter().any(|known| media.eq_ignore_ascii_case(known))
}

impl Accepts {
    /// The quality (0 to 1000) of a media type; the most specific range decides (RFC 9110 §12.5.1).
    pub(crate) fn quality(&self, media: &str) -> u16 {
        if self.0.is_empty() {
            return 1_000;
        }
        let kind = media.split('/').next().unwrap_or_default();
        let of = |range: &str| self.0.iter().find(|(known, _)| known == range).map(|(_, quality)| *quality);
        of(media).or_else(|| of(&format!("{kind}/*"))).or_else(|| of("*/*")).unwrap_or(0)
    }

    /// Whether a media type is named, not only met by a wildcard.
    pub(crate) fn names(&self, media: &str) -> bool {
        self.0.iter().any(|(known, quality)| known == media && *quality > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(value: &str) -> Accepts {
        accepts(&[(header::ACCEPT, value.parse().unwrap())].into_iter().collect())
    }

    #[test]
    fn the_most_specific_range_decides() {
        let browser = reading("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assert_eq!((browser.quality("text/html"), browser.quality("application/json")), (1_000, 800));
        let picky = reading("application/*;q=0.5, application/json;q=0, text/plain");
        assert_eq!((picky.quality("application/json"), picky.quality("application/xml")), (0, 500));
        assert_eq!(picky.quality("image/png"), 0);
    }

    #[test]
    fn who_says_nothing_takes_anything() {
        assert_eq!(accepts(&HeaderMap::new()).quality("text/html"), 1_000);
        assert!(!accepts(&HeaderMap::new()).names("text/html"));
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(value in "[ -~]*") {
            let _ = reading(&value).quality("text/html");
        }
    }
}
