//! A small web, and a client that may enter it.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use chrono::{DateTime, Utc};
use hobnob_fetch::{Ask, Client, Fetched, Settings, networks};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

/// What was asked: the path with its query, and the headers as `name: value` lines.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

type Log = Arc<Mutex<Vec<Asked>>>;

pub(crate) struct Web {
    address: SocketAddr,
    log: Log,
}

impl Web {
    /// Serves a router; where it has no `/robots.txt`, that is a 404 and everything is allowed.
    pub(crate) async fn serve(router: Router) -> Self {
        Self::serve_at("127.0.0.1", router).await
    }

    /// The same at another address of this machine: another site.
    pub(crate) async fn serve_at(ip: &str, router: Router) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let (address, log) = (listener.local_addr().unwrap(), Log::default());
        let router = router.layer(from_fn_with_state(Arc::clone(&log), note));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, log }
    }

    /// Answers every question but that for `/robots.txt` with these bytes and closes the connection, unless told to hold it.
    pub(crate) async fn raw(answer: Vec<u8>, holds: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut head = [0; 4096];
                let read = socket.read(&mut head).await.unwrap_or(0);
                let is_robots = head[..read].starts_with(b"GET /robots.txt ");
                let none: &[u8] = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
                let _ = socket.write_all(if is_robots { none } else { &answer }).await;
                if holds && !is_robots {
                    held.push(socket);
                }
            }
        });
        Self { address, log: Log::default() }
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    /// What becomes of a fetch of a path, by a new client, without validators.
    pub(crate) async fn fetched(&self, path: &str) -> Fetched {
        client().fetch(&Ask::new(self.url(path)), now()).await
    }
}

async fn note(State(log): State<Log>, request: Request, next: Next) -> Response {
    let value = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = request.headers().iter().map(|(name, given)| (name.to_string(), value(given))).collect();
    let (method, path) = (request.method().to_string(), request.uri().to_string());
    log.lock().unwrap().push(Asked { method, path, headers });
    next.run(request).await
}

/// May enter 127.0.0.1 and nothing else that is private.
pub(crate) fn settings() -> Settings {
    Settings { allow: networks("127.0.0.1").unwrap(), ..Settings::default() }
}

pub(crate) fn client() -> Client {
    Client::new(settings()).unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn failed(reason: &str) -> Fetched {
    Fetched::Failed { reason: reason.to_owned() }
}

pub(crate) fn refused(reason: &str) -> Fetched {
    Fetched::Refused { reason: reason.to_owned() }
}

/// The body of a page, as text.
pub(crate) fn text(fetched: &Fetched) -> Option<String> {
    match fetched {
        Fetched::Page { page, .. } => Some(String::from_utf8_lossy(&page.body).into_owned()),
        _ => None,
    }
}
