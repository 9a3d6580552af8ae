//! A site of fixed pages, for the demo: a made-up web on loopback that is scraped over real HTTP.

use std::{collections::BTreeMap, sync::Arc};

use crate::http::{Entity, respond};
use axum::{
    Router,
    body::Body,
    extract,
    http::{HeaderMap, Response, StatusCode, Uri, header},
};

/// Pages by path, each with a tag.
struct Pages {
    pages: BTreeMap<String, Entity>,
    otherwise: Option<Entity>,
}

/// A router that serves these pages (media type and body by path, which begins with a slash), each with an entity tag
/// and 304. Any other path is answered by `otherwise`, with 404.
pub fn fixed_site(files: BTreeMap<String, (String, Vec<u8>)>, otherwise: Option<(String, Vec<u8>)>) -> Router {
    let entity = |(media_type, body): (String, Vec<u8>)| Entity::new(&media_type, body);
    let pages = files.into_iter().map(|(path, file)| (path, entity(file))).collect();
    let pages = Pages { pages, otherwise: otherwise.map(entity) };
    Router::new().fallback(page).with_state(Arc::new(pages))
}

async fn page(extract::State(site): extract::State<Arc<Pages>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let revalidated = [(header::CACHE_CONTROL, "no-cache")];
    if let Some(entity) = site.pages.get(uri.path()) {
        return respond(entity, &headers, &revalidated);
    }
    let mut response = match &site.otherwise {
        Some(entity) => respond(entity, &HeaderMap::new(), &[]),
        None => Response::new(Body::from("no such page\n")),
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
