//! A body with what clients ask before they take it: its tag, its date, its codings.

use super::{
    conditional::{http_date, is_unchanged},
    encoding::{Coding, brotlied, chosen, gzipped},
};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

/// A body shorter than this is not compressed, in bytes: it would hardly become shorter.
const PACKED_MIN: usize = 256;

/// A body that is made once and given out many times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entity {
    media_type: String,
    body: Bytes,
    /// Compressed; none where that does not pay, not set where nobody has asked for it yet.
    gzip: OnceCell<Option<Bytes>>,
    brotli: OnceCell<Option<Bytes>>,
    /// Whether it is compressed when somebody asks for it.
    is_packable: bool,
    /// A digest of the bytes: the same bytes have the same tag everywhere.
    digest: String,
    modified_at: Option<DateTime<Utc>>,
}

impl Entity {
    /// A body, compressed in every coding we know where that pays.
    pub(crate) fn new(media_type: impl Into<String>, body: Vec<u8>) -> Self {
        let gzip = OnceCell::new_with(Some(gzipped(&body).map(Bytes::from)));
        let brotli = OnceCell::new_with(Some(brotlied(&body).map(Bytes::from)));
        Self { gzip, brotli, ..Self::plain(media_type, body) }
    }

    /// A body that is compressed once, when the first client asks for it: most of the work of a feed is compressing it.
    pub(crate) fn packable(media_type: impl Into<String>, body: Vec<u8>) -> Self {
        Self { is_packable: body.len() >= PACKED_MIN, ..Self::plain(media_type, body) }
    }

    /// A body that comes compressed.
    pub(crate) fn from_gzip(media_type: impl Into<String>, gzip: &'static [u8], body: Vec<u8>) -> Self {
        let gzip = OnceCell::new_with(Some(Some(Bytes::from_static(gzip))));
        Self { gzip, ..Self::plain(media_type, body) }
    }

    /// A body that is given out as it is.
    pub(crate) fn plain(media_type: impl Into<String>, body: Vec<u8>) -> Self {
        let digest = digest(&body);
        let body = Bytes::from(body);
        let (gzip, brotli) = (OnceCell::new(), OnceCell::new());
        Self { media_type: media_type.into(), body, gzip, brotli, is_packable: false, digest, modified_at: None }
    }

    /// Gives it a date.
    pub(crate) fn modified_at(self, at: DateTime<Utc>) -> Self {
        Self { modified_at: Some(at), ..self }
    }

    /// A digest of its bytes.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// What it takes in memory, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let length = |coded: &OnceCell<Option<Bytes>>| coded.get().and_then(Option::as_ref).map_or(0, Bytes::len);
        self.body.len() + length(&self.gzip) + length(&self.brotli)
    }

    fn cell(&self, coding: Coding) -> Option<&OnceCell<Option<Bytes>>> {
        match coding {
            Coding::Identity => None,
            Coding::Gzip => Some(&self.gzip),
            Coding::Brotli => Some(&self.brotli),
        }
    }

    /// The coding that a client gets: known before anything is compressed, since a tag needs nothing else.
    fn coding(&self, request: &HeaderMap) -> Coding {
        let wanted = chosen(request);
        let is_had = self.cell(wanted).is_some_and(|cell| cell.get().map_or(self.is_packable, Option::is_some));
        if is_had { wanted } else { Coding::Identity }
    }

    fn tag(&self, coding: Coding) -> String {
        format!("\"{}{}\"", self.digest, coding.suffix())
    }

    /// Compresses it as this client wants it, unless that was done or the client has it. To be called before [`respond`]
    /// where an entity is packable.
    pub(crate) async fn packed_for(&self, request: &HeaderMap) {
        let coding = self.coding(request);
        let Some(cell) = self.cell(coding) else { return };
        if is_unchanged(request, &self.tag(coding), self.modified_at) {
            return;
        }
        let body = self.body.clone();
        let pack = move || match coding {
            Coding::Identity => None,
            Coding::Gzip => gzipped(&body),
            Coding::Brotli => brotlied(&body),
        };
        let packed = async || tokio::task::spawn_blocking(pack).await.ok().flatten().map(Bytes::from);
        cell.get_or_init(packed).await;
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

/// Answers a GET or HEAD with a body, or with 304 when the client has it. `more` headers stand on both.
pub(crate) fn respond(entity: &Entity, request: &HeaderMap, more: &[(HeaderName, &str)]) -> Response<Body> {
    let coding = entity.coding(request);
    let is_unchanged = is_unchanged(request, &entity.tag(coding), entity.modified_at);
    let (coding, body) = if is_unchanged { (coding, Bytes::new()) } else { entity.coded(coding) };
    let tag = entity.tag(coding);
    let mut response = Response::new(if is_unchanged { Body::empty() } else { Body::from(body) });
    if is_unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::ETAG, &tag);
    put(header::VARY, "Accept-Encoding");
    if let Some(at) = entity.modified_at {
        put(header::LAST_MODIFIED, &http_date(at));
    }
    if !is_unchanged {
        put(header::CONTENT_TYPE, &entity.media_type);
        if let Some(name) = coding.name() {
            put(header::CONTENT_ENCODING, name);
        }
    }
    more.iter().for_each(|(name, value)| put(name.clone(), value));
    response
}
