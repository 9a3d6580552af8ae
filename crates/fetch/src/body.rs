//! A body as it comes in: decoded, counted and cut off in time.

use crate::halt::Halt;
use flate2::write::MultiGzDecoder;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use std::io::{self, Write};

/// A compressed body may grow to so many times its size…
const RATIO_MAX: u64 = 100;

/// …once it is larger than this, in bytes: a short page of blanks is no bomb.
const RATIO_MATTERS_ABOVE: usize = 1024 * 1024;

/// The most room that is made for a body because of what its head says, in bytes.
const EXPECTED_BYTES_MAX: usize = 256 * 1024;

/// How a gzip file begins: its two marks and the one method there is (RFC 1952 §2.3.1).
const GZIP_FILE: [u8; 3] = [0x1f, 0x8b, 8];

/// What happens at the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    /// The answer is given up: half a page is no page.
    Fails,
    /// The rest is left: as for `robots.txt`.
    IsLeft,
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimit {
    pub(crate) bytes_max: usize,
    pub(crate) excess: Excess,
}

/// A body under way.
pub(crate) enum Body {
    /// Too little has come in to tell whether it is a file that is compressed itself: so much.
    Begun(Sink, Vec<u8>),
    Plain(Sink),
    Gzip(Box<MultiGzDecoder<Sink>>),
}

/// Where decoded bytes end up.
pub(crate) struct Sink {
    limit: BodyLimit,
    received: u64,
    kept: Vec<u8>,
    stop: Option<Stop>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Full,
    Bomb,
}

impl Body {
    /// Ready for a body with these headers. We ask for gzip or nothing, so anything else was not asked for.
    pub(crate) fn new(headers: &HeaderMap, limit: BodyLimit) -> Result<Self, Halt> {
        let written = headers.get_all(CONTENT_ENCODING).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let codings: Vec<String> = written
            .flat_map(|value| value.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect::<Vec<_>>())
            .filter(|coding| !coding.is_empty() && coding != "identity")
            .collect();
        let sink = Sink::new(limit);
        match codings.as_slice() {
            [] => Ok(Self::Begun(sink, Vec::new())),
            [one] if one == "gzip" || one == "x-gzip" => Ok(Self::Gzip(Box::new(MultiGzDecoder::new(sink)))),
            [one] => {
                let one: String = one.chars().take(32).collect();
                Err(Halt::Failed(format!("answered in the content-coding `{one}`, which was not asked for")))
            }
            _ => Err(Halt::Failed("answered in several content-codings at once".to_owned())),
        }
    }

    /// Makes room for a body that is announced to be so long, which may be a lie.
    pub(crate) fn expect(&mut self, bytes: u64) {
        let wanted = usize::try_from(bytes).unwrap_or(usize::MAX).min(EXPECTED_BYTES_MAX);
        if let Self::Begun(sink, _) | Self::Plain(sink) = self {
            sink.kept.reserve(wanted.min(sink.limit.bytes_max));
        }
    }

    /// Takes what has come in; says whether more is wanted.
    pub(crate) fn take(&mut self, chunk: &[u8]) -> Result<bool, Halt> {
        let sink = self.sink();
        sink.received = sink.received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if let Self::Begun(sink, head) = self {
            head.extend_from_slice(chunk);
            if head.len() < GZIP_FILE.len() && GZIP_FILE.starts_with(head) {
                return Ok(true);
            }
            let (sink, head) = (std::mem::replace(sink, Sink::new(sink.limit)), std::mem::take(head));
            // A file that is compressed itself, as `sitemap.xml.gz` is (sitemaps.org): what is in it is the page.
            let is_file = head.starts_with(&GZIP_FILE);
            *self = if is_file { Self::Gzip(Box::new(MultiGzDecoder::new(sink))) } else { Self::Plain(sink) };
            return self.written(&head);
        }
        self.written(chunk)
    }

    /// Decodes some bytes; says whether more is wanted.
    fn written(&mut self, chunk: &[u8]) -> Result<bool, Halt> {
        let written = match self {
            Self::Begun(sink, _) | Self::Plain(sink) => sink.write_all(chunk),
            Self::Gzip(decoder) => decoder.write_all(chunk),
        };
        self.judged(written, "sent a body that says it is gzip and is not")
    }

    /// How many bytes have come in, before decoding.
    pub(crate) fn received(&mut self) -> u64 {
        self.sink().received
    }

    /// The decoded bytes. A compressed body that ends before its end is an error.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Halt> {
        if let Self::Begun(_, head) = &mut self {
            let head = std::mem::take(head);
            self.written(&head)?;
        }
        let is_open = self.sink().stop.is_none() && self.received() > 0;
        if let Self::Gzip(decoder) = &mut self
            && is_open
        {
            let written = decoder.try_finish();
            self.judged(written, "sent a compressed body without its end")?;
        }
        Ok(std::mem::take(&mut self.sink().kept))
    }

    /// Whether more is wanted after a write.
    fn judged(&mut self, written: io::Result<()>, broken: &str) -> Result<bool, Halt> {
        let sink = self.sink();
        match (sink.stop, written) {
            (Some(Stop::Full), _) if sink.limit.excess == Excess::IsLeft => Ok(false),
            (Some(Stop::Full), _) => Err(too_large(sink.limit.bytes_max)),
            (Some(Stop::Bomb), _) => {
                Err(Halt::Failed(format!("sent a body that grows to more than {RATIO_MAX} times its size")))
            }
            (None, Err(_)) => Err(Halt::Failed(broken.to_owned())),
            (None, Ok(())) => Ok(true),
        }
    }

    fn sink(&mut self) -> &mut Sink {
        match self {
            Self::Begun(sink, _) | Self::Plain(sink) => sink,
            Self::Gzip(decoder) => decoder.get_mut(),
        }
    }
}

/// The sentence about a body beyond the limit.
pub(crate) fn too_large(bytes_max: usize) -> Halt {
    let mebibyte = 1024 * 1024;
    if bytes_max >= mebibyte && bytes_max.is_multiple_of(mebibyte) {
        Halt::Failed(format!("sent more than {} MiB", bytes_max / mebibyte))
    } else {
        Halt::Failed(format!("sent more than {bytes_max} bytes"))
    }
}

impl Sink {
    const fn new(limit: BodyLimit) -> Self {
        Self { limit, received: 0, kept: Vec::new(), stop: None }
    }
}

impl Write for Sink {
    fn write(&mut self, decoded: &[u8]) -> io::Result<usize> {
        let room = self.limit.bytes_max.saturating_sub(self.kept.len());
        let taken = decoded.get(..room).unwrap_or(decoded);
        self.kept.extend_from_slice(taken);
        if taken.len() < decoded.len() {
            self.stop = Some(Stop::Full);
        } else if self.kept.len() > RATIO_MATTERS_ABOVE
            && u64::try_from(self.kept.len()).unwrap_or(u64::MAX) > self.received.saturating_mul(RATIO_MAX)
        {
            self.stop = Some(Stop::Bomb);
        }
        if self.stop.is_some() { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(decoded.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use reqwest::header::HeaderValue;

    const LIMIT: BodyLimit = BodyLimit { bytes_max: 4 * RATIO_MATTERS_ABOVE, excess: Excess::Fails };

    fn encoded(coding: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_static(coding))])
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(headers: &HeaderMap, sent: &[u8], limit: BodyLimit) -> Result<Vec<u8>, Halt> {
        let mut body = Body::new(headers, limit)?;
        for chunk in sent.chunks(1000) {
            if !body.take(chunk)? {
                break;
            }
        }
        body.finish()
    }

    fn failed<T>(reason: &str) -> Result<T, Halt> {
        Err(Halt::Failed(reason.to_owned()))
    }

    #[test]
    fn a_file_that_is_gzip_itself_is_read_and_bounded() {
        assert_eq!(read(&HeaderMap::new(), &gzipped(b"<urlset/>"), LIMIT), Ok(b"<urlset/>".to_vec()));
        let bomb = gzipped(&vec![0; 3 * RATIO_MATTERS_ABOVE]);
        let reason = "sent a body that grows to more than 100 times its size";
        assert_eq!(read(&HeaderMap::new(), &bomb, LIMIT), failed(reason));
        let in_pieces = |sent: &[u8], length: usize| {
            let mut body = Body::new(&HeaderMap::new(), LIMIT)?;
            for chunk in sent.chunks(length) {
                assert_eq!(body.take(chunk), Ok(true));
            }
            assert_eq!(body.received(), u64::try_from(sent.len()).unwrap());
            body.finish()
        };
        for length in 1..4 {
            assert_eq!(in_pieces(&gzipped(b"<urlset/>"), length), Ok(b"<urlset/>".to_vec()));
            for plain in [&b""[..], b"\x1f", b"\x1f\x8b", b"\x1f\x8b\x09x", b"plain"] {
                assert_eq!(in_pieces(plain, length), Ok(plain.to_vec()));
            }
        }
    }

    #[test]
    fn gzip_in_one_member_or_several_is_read() {
        let two = [gzipped(b"half and "), gzipped(b"half")].concat();
        assert_eq!(read(&encoded("x-gzip"), &two, LIMIT), Ok(b"half and half".to_vec()));
        assert_eq!(read(&encoded("identity"), b"plain", LIMIT), Ok(b"plain".to_vec()));
    }

    #[test]
    fn a_bomb_is_stopped_though_it_is_below_the_limit() {
        let bomb = gzipped(&vec![0; 3 * RATIO_MATTERS_ABOVE]);
        let reason = "sent a body that grows to more than 100 times its size";
        assert_eq!(read(&encoded("gzip"), &bomb, LIMIT), failed(reason));
    }

    #[test]
    fn a_small_page_of_blanks_is_no_bomb() {
        let blanks = vec![b' '; RATIO_MATTERS_ABOVE];
        assert_eq!(read(&encoded("gzip"), &gzipped(&blanks), LIMIT), Ok(blanks));
    }

    #[test]
    fn the_limit_counts_decoded_bytes() {
        let small = BodyLimit { bytes_max: 10, excess: Excess::Fails };
        assert_eq!(read(&encoded("gzip"), &gzipped(b"0123456789"), small), Ok(b"0123456789".to_vec()));
        assert_eq!(read(&encoded("gzip"), &gzipped(b"0123456789a"), small), failed("sent more than 10 bytes"));
        assert_eq!(read(&HeaderMap::new(), &[0; 5000], LIMIT), Ok(vec![0; 5000]));
    }

    #[test]
    fn what_is_beyond_can_be_left() {
        let small = BodyLimit { bytes_max: 4, excess: Excess::IsLeft };
        assert_eq!(read(&encoded("gzip"), &gzipped(b"0123456789"), small), Ok(b"0123".to_vec()));
    }

    #[test]
    fn broken_and_truncated_gzip_are_failures() {
        let whole = gzipped(&(0..20_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
        let half = whole.get(..whole.len() - 9).unwrap();
        assert_eq!(read(&encoded("gzip"), half, LIMIT), failed("sent a compressed body without its end"));
        let reason = "sent a body that says it is gzip and is not";
        assert_eq!(read(&encoded("gzip"), b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", LIMIT), failed(reason));
    }

    #[test]
    fn only_one_coding_is_read_and_only_the_one_asked_for() {
        assert_eq!(read(&encoded("gzip, gzip"), b"", LIMIT), failed("answered in several content-codings at once"));
        let reason = "answered in the content-coding `br`, which was not asked for";
        assert_eq!(read(&encoded("br"), b"", LIMIT), failed(reason));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, flip in 0_usize..60, max in 0_usize..40) {
            let mut sent = gzipped(&bytes);
            if let Some(byte) = sent.get_mut(flip) {
                *byte ^= 0x55;
            }
            for excess in [Excess::Fails, Excess::IsLeft] {
                for sent in [&sent, &bytes] {
                    if let Ok(kept) = read(&encoded("gzip"), sent, BodyLimit { bytes_max: max, excess }) {
                        proptest::prop_assert!(kept.len() <= max);
                    }
                }
            }
        }
    }
}
