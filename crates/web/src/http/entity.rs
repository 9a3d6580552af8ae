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

/// A body that is made once and given out many times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entity {
    media_type: String,
    body: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
    /// A digest of the bytes: the same bytes have the same tag everywhere.
    digest: String,
    modified_at: Option<DateTime<Utc>>,
}

impl Entity {
    /// A body, compressed in every coding we know where that pays.
    pub(crate) fn new(media_type: impl Into<String>, body: Vec<u8>) -> Self {
        let gzip = gzipped(&body).map(Bytes::from);
        let brotli = brotlied(&body).map(Bytes::from);
        Self { gzip, brotli, ..Self::plain(media_type, body) }
    }

    /// A body that comes compressed.
    pub(crate) fn from_gzip(media_type: impl Into<String>, gzip: &'static [u8], body: Vec<u8>) -> Self {
        Self { gzip: Some(Bytes::from_static(gzip)), ..Self::plain(media_type, body) }
    }

    /// A body that is given out as it is.
    pub(crate) fn plain(media_type: impl Into<String>, body: Vec<u8>) -> Self {
        let digest = digest(&body);
        let body = Bytes::from(body);
        Self { media_type: media_type.into(), body, gzip: None, brotli: None, digest, modified_at: None }
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
        let length = |coded: &Option<Bytes>| coded.as_ref().map_or(0, Bytes::len);
        self.body.len() + length(&self.gzip) + length(&self.brotli)
    }

    fn coded(&self, wanted: Coding) -> (Coding, Bytes) {
        let coded = match wanted {
            Coding::Identity => None,
            Coding::Gzip => self.gzip.clone(),
            Coding::Brotli => self.brotli.clone(),
        };
        coded.map_or_else(|| (Coding::Identity, self.body.clone()), |coded| (wanted, coded))
    }
}

/// A digest of bytes, as entity tags have it: 128 bits of BLAKE3 in hexadecimal.
pub(crate) fn digest(bytes: impl AsRef<[u8]>) -> String {
    blake3::hash(bytes.as_ref()).to_hex().chars().take(32).collect()
}

/// Answers a GET or HEAD with a body, or with 304 when the client has it. `more` headers stand on both.
pub(crate) fn respond(entity: &Entity, request: &HeaderMap, more: &[(HeaderName, &str)]) -> Response<Body> {
    let (coding, body) = entity.coded(chosen(request));
    let tag = format!("\"{}{}\"", entity.digest, coding.suffix());
    let is_unchanged = is_unchanged(request, &tag, entity.modified_at);
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
