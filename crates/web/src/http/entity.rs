//! A body with what clients ask before they take it: its tag, its date, its codings.

use super::{
    conditional::{http_date, is_unchanged},
    encoding::{Coding, brotlied, chosen, gzipped, zstded},
};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

/// A body shorter than this is not compressed, in bytes: it would hardly become shorter.
const PACKED_MIN: usize = 256;

/// How many headers an answer has at most, about: room for them is made once.
const HEADERS: usize = 20;

/// A header that every answer about an entity has.
pub(crate) type More = (HeaderName, &'static str);

/// A body that is made once and given out many times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entity {
    media_type: HeaderValue,
    body: Bytes,
    /// Compressed; none where that does not pay, not set where nobody has asked for it yet.
    gzip: OnceCell<Option<Bytes>>,
    brotli: OnceCell<Option<Bytes>>,
    zstd: OnceCell<Option<Bytes>>,
    /// Whether it is compressed when somebody asks for it.
    is_packable: bool,
    validators: Validators,
}

/// What a client keeps with a body, to ask later whether it is still the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Validators {
    /// A digest of the bytes: the same bytes have the same tag everywhere.
    digest: String,
    /// The tag in each coding: each is a representation of its own (RFC 9110 §8.8.3).
    tags: [HeaderValue; Coding::ALL.len()],
    modified_at: Option<(DateTime<Utc>, HeaderValue)>,
}

impl Validators {
    fn new(digest: String) -> Self {
        let tag = |coding: Coding| {
            let tag = format!("\"{digest}{}\"", coding.suffix());
            HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""))
        };
        Self { tags: Coding::ALL.map(tag), digest, modified_at: None }
    }

    /// A digest of the bytes.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// When they last changed, if that is known.
    pub(crate) fn date(&self) -> Option<DateTime<Utc>> {
        self.modified_at.as_ref().map(|(at, _)| *at)
    }

    fn modified_at(self, at: DateTime<Utc>) -> Self {
        let written = HeaderValue::try_from(http_date(at)).ok();
        Self { modified_at: written.map(|written| (at, written)), ..self }
    }

    fn tag(&self, coding: Coding) -> &HeaderValue {
        let [identity, gzip, brotli, zstd] = &self.tags;
        match coding {
            Coding::Identity => identity,
            Coding::Gzip => gzip,
            Coding::Brotli => brotli,
            Coding::Zstd => zstd,
        }
    }

    fn is_held(&self, request: &HeaderMap, coding: Coding) -> bool {
        self.tag(coding).to_str().is_ok_and(|tag| is_unchanged(request, tag, self.date()))
    }

    /// The coding in which a client says that it has these bytes.
    fn held_as(&self, request: &HeaderMap) -> Option<Coding> {
        Coding::ALL.into_iter().find(|coding| self.is_held(request, *coding))
    }

    fn put(&self, headers: &mut HeaderMap, coding: Coding) {
        headers.insert(header::ETAG, self.tag(coding).clone());
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some((_, written)) = &self.modified_at {
            headers.insert(header::LAST_MODIFIED, written.clone());
        }
    }

    /// Answers with 304 a client that has these bytes in whatever coding, without them being at hand.
    pub(crate) fn answer(&self, request: &HeaderMap, more: &[More]) -> Option<Response<Body>> {
        Some(unchanged(self, self.held_as(request)?, more))
    }
}

impl Entity {
    /// A body, compressed in every coding we know where that pays.
    pub(crate) fn new(media_type: &str, body: Vec<u8>) -> Self {
        let gzip = OnceCell::new_with(Some(gzipped(&body).map(Bytes::from)));
        let brotli = OnceCell::new_with(Some(brotlied(&body).map(Bytes::from)));
        let zstd = OnceCell::new_with(Some(zstded(&body).map(Bytes::from)));
        Self { gzip, brotli, zstd, ..Self::plain(media_type, body) }
    }

    /// A body that is compressed once, when the first client asks for it: most of the work of a feed is compressing it.
    pub(crate) fn packable(media_type: &str, body: Vec<u8>) -> Self {
        Self { is_packable: body.len() >= PACKED_MIN, ..Self::plain(media_type, body) }
    }

    /// The same, where a digest of the body is known.
    pub(crate) fn digested(media_type: &str, body: Vec<u8>, digest: [u8; 16]) -> Self {
        let digest = digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        Self { is_packable: body.len() >= PACKED_MIN, ..Self::made(media_type, body, digest) }
    }

    /// A body that comes compressed.
    pub(crate) fn from_gzip(media_type: &str, gzip: &'static [u8], body: Vec<u8>) -> Self {
        let gzip = OnceCell::new_with(Some(Some(Bytes::from_static(gzip))));
        Self { gzip, ..Self::plain(media_type, body) }
    }

    /// A body that is given out as it is.
    pub(crate) fn plain(media_type: &str, body: Vec<u8>) -> Self {
        let digest = digest(&body);
        Self::made(media_type, body, digest)
    }

    fn made(media_type: &str, body: Vec<u8>, digest: String) -> Self {
        let validators = Validators::new(digest);
        let media_type =
            HeaderValue::try_from(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let (gzip, brotli, zstd) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { media_type, body: Bytes::from(body), gzip, brotli, zstd, is_packable: false, validators }
    }

    /// Gives it a date.
    pub(crate) fn modified_at(self, at: DateTime<Utc>) -> Self {
        Self { validators: self.validators.modified_at(at), ..self }
    }

    /// A digest of its bytes.
    pub(crate) fn digest(&self) -> &str {
        &self.validators.digest
    }

    /// What clients keep with it.
    pub(crate) fn validators(&self) -> &Validators {
        &self.validators
    }

    /// What it takes in memory, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let length = |coded: &OnceCell<Option<Bytes>>| coded.get().and_then(Option::as_ref).map_or(0, Bytes::len);
        self.body.len() + length(&self.gzip) + length(&self.brotli) + length(&self.zstd)
    }

    fn cell(&self, coding: Coding) -> Option<&OnceCell<Option<Bytes>>> {
        match coding {
            Coding::Identity => None,
            Coding::Gzip => Some(&self.gzip),
            Coding::Brotli => Some(&self.brotli),
            Coding::Zstd => Some(&self.zstd),
        }
    }

    /// The coding that a client gets: known before anything is compressed, since a tag needs nothing else.
    fn coding(&self, request: &HeaderMap) -> Coding {
        let is_had = |cell: &OnceCell<Option<Bytes>>| cell.get().map_or(self.is_packable, Option::is_some);
        chosen(request, |coding| self.cell(coding).is_some_and(is_had))
    }

    /// The coding in which the body has to be made for this client; none where it is there or the client has it.
    fn missing(&self, request: &HeaderMap) -> Option<(Coding, &OnceCell<Option<Bytes>>)> {
        let coding = self.coding(request);
        let cell = self.cell(coding).filter(|cell| !cell.initialized())?;
        (!self.validators.is_held(request, coding)).then_some((coding, cell))
    }

    /// Whether this client can be answered at once.
    pub(crate) fn is_ready_for(&self, request: &HeaderMap) -> bool {
        self.missing(request).is_none()
    }

    /// Compresses it as this client wants it, unless that was done or the client has it; says whether it did. To be
    /// called before [`respond`] where an entity is packable.
    pub(crate) async fn packed_for(&self, request: &HeaderMap) -> bool {
        let Some((coding, cell)) = self.missing(request) else { return false };
        let body = self.body.clone();
        let pack = move || match coding {
            Coding::Identity => None,
            Coding::Gzip => gzipped(&body),
            Coding::Brotli => brotlied(&body),
            Coding::Zstd => zstded(&body),
        };
        let packed = async || tokio::task::spawn_blocking(pack).await.ok().flatten().map(Bytes::from);
        cell.get_or_init(packed).await;
        true
    }

    /// The body in a coding; as it is where that is not at hand.
    fn coded(&self, coding: Coding) -> (Coding, Bytes) {
        let coded = self.cell(coding).and_then(|cell| cell.get().cloned().flatten());
        coded.map_or_else(|| (Coding::Identity, self.body.clone()), |coded| (coding, coded))
    }
}

/// A digest of bytes, as entity tags have it: 128 bits of BLAKE3 in hexadecimal.
pub(crate) fn digest(bytes: impl AsRef<[u8]>) -> String {
    blake3::hash(bytes.as_ref()).to_hex().chars().take(32).collect()
}

/// Answers a GET or HEAD with a body, or with 304 when the client has it.
pub(crate) fn respond(entity: &Entity, request: &HeaderMap, more: &[More]) -> Response<Body> {
    let coding = entity.coding(request);
    if entity.validators.is_held(request, coding) {
        return unchanged(&entity.validators, coding, more);
    }
    let (coding, body) = entity.coded(coding);
    let length = HeaderValue::from(body.len());
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.reserve(HEADERS);
    entity.validators.put(headers, coding);
    headers.insert(header::CONTENT_TYPE, entity.media_type.clone());
    headers.insert(header::CONTENT_LENGTH, length);
    if let Some(name) = coding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    for (name, value) in more {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    response
}

/// What a 304 says is what a cache renews (RFC 9110 §15.4.5); the rest stands on what the client has.
fn unchanged(validators: &Validators, coding: Coding, more: &[More]) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    headers.reserve(HEADERS / 2);
    validators.put(headers, coding);
    for (name, value) in more.iter().filter(|(name, _)| name == header::CACHE_CONTROL) {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    response
}
