//! A web site on loopback whose pages a story can change.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use url::Url;

#[derive(Clone, Default)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Default)]
struct Site {
    answers: BTreeMap<String, Answer>,
    asked: Vec<(String, StatusCode)>,
}

/// A web site on loopback.
pub struct FakeWeb {
    base: Url,
    site: Arc<Mutex<Site>>,
    server: tokio::task::JoinHandle<()>,
}

impl FakeWeb {
    /// Starts an empty site on a free port.
    pub async fn start() -> Self {
        let site = Arc::new(Mutex::new(Site::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&site));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = Url::parse(&format!("http://{}/", listener.local_addr().expect("an address"))).expect("a URL");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the site serves");
        });
        Self { base, site, server }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> Url {
        self.base.join(path).expect("a path")
    }

    /// Puts a page there; its ETag follows its bytes.
    pub fn put(&self, path: &str, media_type: &str, body: impl Into<Vec<u8>>) {
        let headers = vec![("content-type".to_owned(), media_type.to_owned())];
        self.set(path, Answer { status: 200, headers, body: body.into() });
    }

    /// Answers with a status and nothing else.
    pub fn fail(&self, path: &str, status: u16) {
        self.set(path, Answer { status, headers: Vec::new(), body: Vec::new() });
    }

    /// Sends whoever asks elsewhere, with that status.
    pub fn redirect(&self, path: &str, status: u16, location: &str) {
        let headers = vec![("location".to_owned(), location.to_owned())];
        self.set(path, Answer { status, headers, body: Vec::new() });
    }

    fn set(&self, path: &str, answer: Answer) {
        self.site.lock().expect("the site").answers.insert(path.to_owned(), answer);
    }

    /// What was asked for since the last look, robots.txt left out.
    pub fn asked(&self) -> Vec<(String, u16)> {
        let asked = std::mem::take(&mut self.site.lock().expect("the site").asked);
        let pages = asked.into_iter().filter(|(path, _)| path != "/robots.txt");
        pages.map(|(path, status)| (path, status.as_u16())).collect()
    }
}

impl Drop for FakeWeb {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(site): State<Arc<Mutex<Site>>>, request: Request<Body>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let mut site = site.lock().expect("the site");
    let found = site.answers.get(&path).cloned().unwrap_or(Answer { status: 404, ..Answer::default() });
    let tag = format!("\"{:016x}\"", tag_of(&found.body));
    let status = if found.status == 200 && has_tag(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::from_u16(found.status).expect("a status")
    };
    site.asked.push((path, status));
    let mut response = Response::builder().status(status).header(header::ETAG, tag);
    for (name, value) in found.headers {
        response = response.header(name, value);
    }
    let body = if status == StatusCode::NOT_MODIFIED { Vec::new() } else { found.body };
    response.body(Body::from(body)).expect("a response")
}

fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(header::IF_NONE_MATCH).is_some_and(|value| value == tag)
}

fn tag_of(body: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}
