//! Content codings: which of ours a client takes.

use std::io::{Read as _, Write as _};

use axum::http::{HeaderMap, header};
use flate2::{Compression, write::GzEncoder};

/// How a body is coded for the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Coding {
    /// Every one, as it comes first.
    pub(crate) const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Brotli];

    /// Its name in headers; none for a body as it is.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// What tells its entity tag from the others: each coding is a representation of its own (RFC 9110 §8.8.3).
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => "-gz",
            Self::Brotli => "-br",
        }
    }
}

/// The best coding that the client takes. One that says nothing gets the body as it is: some calendar clients choke on
/// anything else.
pub(crate) fn chosen(headers: &HeaderMap) -> Coding {
    if !headers.contains_key(header::ACCEPT_ENCODING) {
        return Coding::Identity;
    }
    let quality = |name: &str| {
        let values = || headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let of = |name: &str| values().flat_map(|value| value.split(',')).find_map(|item| quality_of(item, name));
        of(name).or_else(|| of("*")).unwrap_or(0)
    };
    let (gzip, brotli) = (quality("gzip"), quality("br"));
    match (gzip, brotli) {
        (0, 0) => Coding::Identity,
        (gzip, brotli) if brotli >= gzip => Coding::Brotli,
        _ => Coding::Gzip,
    }
}

/// The quality (0 to 1000) that an item of the list gives a name; none when it is about another.
fn quality_of(item: &str, name: &str) -> Option<u16> {
    let mut parts = item.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(name) {
        return None;
    }
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some(quality.map_or(1_000, super::media::thousandths))
}

/// Compresses with gzip; none when it fails or does not pay.
pub(crate) fn gzipped(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(6));
    encoder.write_all(body).ok()?;
    encoder.finish().ok().filter(|coded| coded.len() < body.len())
}

/// Compresses with brotli, about as hard as gzip does; none when it fails or does not pay.
pub(crate) fn brotlied(body: &[u8]) -> Option<Vec<u8>> {
    let mut coded = Vec::with_capacity(body.len() / 4);
    brotli::CompressorReader::new(body, 4096, 5, 22).read_to_end(&mut coded).ok()?;
    (coded.len() < body.len()).then_some(coded)
}

/// Undoes gzip, for what is kept compressed in the program.
pub(crate) fn ungzipped(coded: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    match flate2::read::GzDecoder::new(coded).read_to_end(&mut body) {
        Ok(_) => body,
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_for(value: &str) -> Coding {
        let headers = [(header::ACCEPT_ENCODING, value.parse().unwrap())].into_iter().collect();
        chosen(&headers)
    }

    #[test]
    fn the_best_coding_that_is_taken_is_chosen() {
        assert_eq!(chosen(&HeaderMap::new()), Coding::Identity);
        assert_eq!(chosen_for("gzip"), Coding::Gzip);
        assert_eq!(chosen_for("gzip, deflate, br, zstd"), Coding::Brotli);
        assert_eq!(chosen_for("br;q=0.5, GZIP"), Coding::Gzip);
        assert_eq!(chosen_for("gzip;q=0, identity"), Coding::Identity);
        assert_eq!(chosen_for("*"), Coding::Brotli);
        assert_eq!(chosen_for("br;q=0, *;q=0.1"), Coding::Gzip);
    }

    #[test]
    fn what_was_compressed_can_be_read_again() {
        let body = "BEGIN:VEVENT\r\n".repeat(200);
        assert_eq!(ungzipped(&gzipped(body.as_bytes()).unwrap()), body.as_bytes());
        let mut again = Vec::new();
        brotli::Decompressor::new(brotlied(body.as_bytes()).unwrap().as_slice(), 4096).read_to_end(&mut again).unwrap();
        assert_eq!(again, body.as_bytes());
    }
}
