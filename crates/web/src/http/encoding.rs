//! Content codings: which of ours a client takes.

use std::io::{Read as _, Write as _};

use axum::http::{HeaderMap, header};
use flate2::{Compression, write::GzEncoder};

/// Zstandard's level, of 1 to 22.
const ZSTD_LEVEL: i32 = 6;

/// Of codings that a client likes equally the last is taken: brotli makes the shortest of text, and Zstandard less than
/// gzip in the same time.
const BY_WORTH: [Coding; 3] = [Coding::Gzip, Coding::Zstd, Coding::Brotli];

/// How a body is coded for the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

impl Coding {
    /// Every one, as it comes first.
    pub(crate) const ALL: [Self; 4] = [Self::Identity, Self::Gzip, Self::Brotli, Self::Zstd];

    /// Its name in headers; none for a body as it is.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
        }
    }

    /// What tells its entity tag from the others: each coding is a representation of its own (RFC 9110 §8.8.3).
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => "-gz",
            Self::Brotli => "-br",
            Self::Zstd => "-zst",
        }
    }
}

/// The best coding that the client takes, of those that can be had beside the body as it is. A client that says nothing
/// gets it as it is: some calendar clients choke on anything else.
pub(crate) fn chosen(headers: &HeaderMap, is_had: impl Fn(Coding) -> bool) -> Coding {
    if !headers.contains_key(header::ACCEPT_ENCODING) {
        return Coding::Identity;
    }
    let quality = |coding: Coding| {
        let values = || headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let of = |name: &str| values().flat_map(|value| value.split(',')).find_map(|item| quality_of(item, name));
        coding.name().and_then(|name| of(name).or_else(|| of("*"))).unwrap_or(0)
    };
    let liked = BY_WORTH.into_iter().filter(|coding| is_had(*coding)).map(|coding| (quality(coding), coding));
    let best = liked.filter(|(quality, _)| *quality > 0).max_by_key(|(quality, _)| *quality);
    best.map_or(Coding::Identity, |(_, coding)| coding)
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

/// Compresses with Zstandard, about as hard as gzip does; none when it fails or does not pay.
pub(crate) fn zstded(body: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::compress(body, ZSTD_LEVEL).ok().filter(|coded| coded.len() < body.len())
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
        chosen(&headers, |_| true)
    }

    #[test]
    fn the_best_coding_that_is_taken_is_chosen() {
        assert_eq!(chosen(&HeaderMap::new(), |_| true), Coding::Identity);
        assert_eq!(chosen_for("gzip"), Coding::Gzip);
        assert_eq!(chosen_for("gzip, deflate, br, zstd"), Coding::Brotli);
        assert_eq!(chosen_for("br;q=0.5, GZIP"), Coding::Gzip);
        assert_eq!(chosen_for("gzip;q=0, identity"), Coding::Identity);
        assert_eq!(chosen_for("*"), Coding::Brotli);
        assert_eq!(chosen_for("br;q=0, *;q=0.1"), Coding::Zstd);
        assert_eq!(chosen_for("gzip, zstd"), Coding::Zstd);
        assert_eq!(chosen_for("gzip, zstd;q=0.9"), Coding::Gzip);
        assert_eq!(chosen_for("zstd"), Coding::Zstd);
    }

    #[test]
    fn what_cannot_be_had_is_passed_over() {
        let headers = [(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd".parse().unwrap())].into_iter().collect();
        assert_eq!(chosen(&headers, |coding| coding == Coding::Gzip), Coding::Gzip);
        assert_eq!(chosen(&headers, |_| false), Coding::Identity);
    }

    #[test]
    fn what_was_compressed_can_be_read_again() {
        let body = "BEGIN:VEVENT\r\n".repeat(200);
        assert_eq!(ungzipped(&gzipped(body.as_bytes()).unwrap()), body.as_bytes());
        let mut again = Vec::new();
        brotli::Decompressor::new(brotlied(body.as_bytes()).unwrap().as_slice(), 4096).read_to_end(&mut again).unwrap();
        assert_eq!(again, body.as_bytes());
        assert_eq!(zstd::decode_all(zstded(body.as_bytes()).unwrap().as_slice()).unwrap(), body.as_bytes());
    }
}
