//! Files that come with the program. Their addresses hold a digest of their bytes, so that a browser may keep them for
//! ever.

use std::{collections::BTreeMap, sync::LazyLock};

use super::missing;
use crate::http::{Entity, respond, ungzipped};
use axum::{
    body::Body,
    extract,
    http::{HeaderMap, Response, header},
};

/// A file as it is in the program.
enum Content {
    Plain(&'static [u8]),
    /// Compressed with gzip, to keep the program small.
    Gzipped(&'static [u8]),
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

static FILES: &[(&str, &str, Content)] = &[
    ("style.css", CSS, Content::Plain(include_bytes!("../../assets/style.css"))),
    ("icon.svg", "image/svg+xml", Content::Plain(include_bytes!("../../assets/icon.svg"))),
    ("graphiql/start.js", JAVASCRIPT, Content::Plain(include_bytes!("../../assets/graphiql/start.js"))),
    ("graphiql/page.css", CSS, Content::Plain(include_bytes!("../../assets/graphiql/page.css"))),
    (
        "graphiql/graphiql.min.js",
        JAVASCRIPT,
        Content::Gzipped(include_bytes!("../../assets/graphiql/graphiql.min.js.gz")),
    ),
    ("graphiql/graphiql.min.css", CSS, Content::Gzipped(include_bytes!("../../assets/graphiql/graphiql.min.css.gz"))),
    (
        "graphiql/react.production.min.js",
        JAVASCRIPT,
        Content::Gzipped(include_bytes!("../../assets/graphiql/react.production.min.js.gz")),
    ),
    (
        "graphiql/react-dom.production.min.js",
        JAVASCRIPT,
        Content::Gzipped(include_bytes!("../../assets/graphiql/react-dom.production.min.js.gz")),
    ),
    (
        "graphiql/LICENSES.txt",
        "text/plain; charset=utf-8",
        Content::Plain(include_bytes!("../../assets/graphiql/LICENSES.txt")),
    ),
];

/// How many letters of the digest stand in an address.
const DIGEST_LETTERS: usize = 12;

/// Every file by name, with its address.
static ENTITIES: LazyLock<BTreeMap<&'static str, (String, Entity)>> = LazyLock::new(|| {
    let made = |(name, media_type, content): &(&'static str, &'static str, Content)| {
        let entity = match content {
            Content::Plain(body) => Entity::new(media_type, body.to_vec()),
            Content::Gzipped(coded) => Entity::from_gzip(media_type, coded, ungzipped(coded)),
        };
        let digest: String = entity.digest().chars().take(DIGEST_LETTERS).collect();
        (*name, (format!("/assets/{digest}/{name}"), entity))
    };
    FILES.iter().map(made).collect()
});

/// The address of a file.
pub(crate) fn path(name: &str) -> &'static str {
    ENTITIES.get(name).map_or("", |(path, _)| path)
}

/// A file by its address. One with an old digest is answered too, but not for ever.
pub(crate) async fn file(extract::Path(asked): extract::Path<String>, headers: HeaderMap) -> Response<Body> {
    let (digest, name) = asked.split_once('/').unwrap_or(("", &asked));
    let Some((path, entity)) = ENTITIES.get(name) else { return missing::not_found() };
    let is_current = path.strip_prefix("/assets/").is_some_and(|current| current == asked) && !digest.is_empty();
    let kept = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    respond(entity, &headers, &[(header::CACHE_CONTROL, kept)])
}

/// The picture that browsers ask for unasked.
pub(crate) async fn icon(headers: HeaderMap) -> Response<Body> {
    let (_, entity) = match ENTITIES.get("icon.svg") {
        Some(found) => found,
        None => return Response::default(),
    };
    respond(entity, &headers, &[(header::CACHE_CONTROL, "public, max-age=86400")])
}
